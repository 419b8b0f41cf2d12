"""A graph goes into a server by named graphs, goes on after a break, moves only what changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize
from servers import Server, oxigraph_server

from kg.commands import main
from kg.endpoints.destinations import WriteProtocol
from kg.endpoints.endpoint import EndpointFailure
from kg.endpoints.http import Http
from kg.endpoints.publish import REGISTER, make_plan, publish, read_graphs
from kg.endpoints.remote import RemoteEndpoint
from kg.iris import GRAPH
from kg.store import open_store

ONE, TWO = f"{GRAPH}document/one", f"{GRAPH}document/two"
PROTOCOLS: tuple[WriteProtocol, ...] = ("gsp", "update")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph_server("serve", tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


@pytest.fixture(autouse=True)
def emptied(server: Server) -> None:
    Http(server.url, 60).send(
        *("POST", server.url.replace("/query", "/update")),
        {"Content-Type": "application/sparql-update"},
        b"DROP ALL",
    )


def run(server: Server, store: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["publish", server.url, "--store", str(store), *options])


def small_store(*quads: tuple[str, str]) -> Store:
    """A store of graph and text."""
    made = Store()
    for graph, text in quads:
        made.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(text), NamedNode(graph)))
    return made


def publish_all(store: Store, server: Server, protocol: WriteProtocol = "auto") -> list[str]:
    """What was moved, in order."""
    moved: list[str] = []
    plan = make_plan(store, RemoteEndpoint(server.url))
    http = Http(server.url, 60)
    publish(store, plan, http, protocol, step=lambda graph, _: moved.append(graph))
    return moved


def held(server: Server, graph: str) -> set[str]:
    query = f"SELECT ?text {{ GRAPH <{graph}> {{ ?s <urn:p> ?text }} }}"
    return {row["text"] for row in RemoteEndpoint(server.url).select(query).texts()}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_server_holds_the_very_triples_of_the_store(
    server: Server, store: Path, protocol: WriteProtocol
) -> None:
    first, second = (run(server, store, "--protocol", protocol) for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    assert first.output.count("装入 load  ") == len(list(read_graphs(open_store(store))))
    assert second.output.count("已有 there  ") == first.output.count("装入 load  ")
    assert "装入 load  " not in second.output
    ours = open_store(store)
    reply = Http(server.url, 60).send(
        "GET", server.url.replace("/query", "/store"), {"Accept": "application/n-quads"}
    )
    theirs = {line for line in reply.body.splitlines() if REGISTER.encode() not in line}
    assert theirs == set((serialize(ours, format=RdfFormat.N_QUADS) or b"").splitlines())


def test_a_dry_run_says_what_would_be_done_and_does_nothing(server: Server, store: Path) -> None:
    result = run(server, store, "--dry-run")
    assert result.exit_code == 0
    assert "装入 load" in result.output
    assert RemoteEndpoint(server.url).query("ASK { GRAPH ?g { ?s ?p ?o } }") is False


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_only_what_changed_is_moved_and_what_is_gone_removed(
    server: Server, protocol: WriteProtocol
) -> None:
    publish_all(small_store((ONE, "a"), (TWO, "b")), server, protocol)
    three = f"{GRAPH}document/three"
    changed = small_store((ONE, "a"), (three, "c"))
    assert make_plan(changed, RemoteEndpoint(server.url)).remove == (TWO,)
    assert publish_all(changed, server, protocol) == [three]
    assert (held(server, ONE), held(server, TWO), held(server, three)) == ({"a"}, set(), {"c"})
    # As many triples as before, but another text.
    assert publish_all(small_store((ONE, "A"), (three, "c")), server, protocol) == [ONE]
    assert held(server, ONE) == {"A"}


def test_graphs_of_others_are_left_alone(server: Server) -> None:
    theirs = "https://example.org/graph/theirs"
    http = Http(server.url, 60)
    address = server.url.replace("/query", "/store")
    how = {"Content-Type": "text/turtle"}
    http.send("PUT", address, how, b'<urn:s> <urn:p> "theirs" .', params={"graph": theirs})
    publish_all(small_store((ONE, "a")), server)
    assert held(server, theirs) == {"theirs"}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_publication_that_broke_off_goes_on_where_it_was(
    server: Server, protocol: WriteProtocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.endpoints.destinations.GraphStore.part_triples", 1)
    monkeypatch.setattr("kg.endpoints.destinations.UpdateService.part_triples", 1)
    whole = small_store((ONE, "a"), (TWO, "b"), (TWO, "c"), (TWO, "d"))
    plan = make_plan(whole, RemoteEndpoint(server.url))

    def breaks(graph: str, _: int) -> None:
        if graph == TWO:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(whole, plan, Http(server.url, 60), protocol, step=breaks)
    assert (held(server, ONE), len(held(server, TWO))) == ({"a"}, 1)
    assert publish_all(whole, server, protocol) == [TWO] * 3
    assert held(server, TWO) == {"b", "c", "d"}


def test_a_graph_that_another_hand_changed_is_loaded_again(server: Server) -> None:
    whole = small_store((ONE, "a"), (TWO, "b"))
    publish_all(whole, server)
    Http(server.url, 60).send(
        "DELETE", server.url.replace("/query", "/store"), {}, params={"graph": ONE}
    )
    assert publish_all(whole, server) == [ONE]


def test_any_text_arrives_as_it_is(server: Server) -> None:
    """Line ends, quotes, braces, what looks like SPARQL, and texts of a megabyte."""
    texts = [
        "\r\n\t\"'\\ } } ; DROP ALL",
        "〔2021〕2号 𠮷 \u0085\u2028",
        "政" * 2**20,
        "",
        "\\u0041",
    ]
    for protocol in PROTOCOLS:
        publish_all(small_store(*((ONE, text) for text in texts)), server, protocol)
        assert held(server, ONE) == set(texts)
        publish_all(small_store((TWO, "a")), server)


def test_a_digest_knows_content_and_not_order() -> None:
    one = small_store((ONE, "a"), (ONE, "b"))
    other = small_store((ONE, "b"), (ONE, "a"))
    assert list(read_graphs(one)) == list(read_graphs(other))
    assert list(read_graphs(one)) != list(read_graphs(small_store((ONE, "a"), (ONE, "c"))))


def test_a_server_that_takes_no_data_is_said(store: Path, tmp_path: Path) -> None:
    Store(str(tmp_path / "db"))
    with oxigraph_server("serve-read-only", tmp_path / "db") as reader:
        result = run(reader, store)
    assert result.exit_code == 1
    assert "拒绝了请求" in result.output or "--write-to" in result.output


def test_a_server_whose_questions_would_find_nothing_is_warned_of(
    store: Path, tmp_path: Path
) -> None:
    with oxigraph_server("serve", tmp_path, union_default_graph=False) as server:
        result = run(server, store)
    assert result.exit_code == 0
    assert "默认图不含命名图" in result.output


def test_too_few_triples_in_the_end_are_an_error(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.endpoints.destinations.GraphStore.part_triples", 1)
    monkeypatch.setattr("kg.endpoints.destinations.GraphStore.write", lambda *_: None)
    with pytest.raises(EndpointFailure, match="发出 1 个三元组，服务器上却有 0 个"):
        publish_all(small_store((ONE, "a")), server)
