"""Every question gives the same rows on four engines that share no code.

The embedded store and Oxigraph's server are one engine in two houses; rdflib's own engine is
Python; Virtuoso turns SPARQL into SQL. A question that needs anything but the standard's common
ground fails here.
"""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse_query_results,
    serialize,
)
from servers import VIRTUOSO, Server, oxigraph_server, virtuoso_server

from kg.commands import main
from kg.endpoints.destinations import WriteProtocol
from kg.endpoints.endpoint import (
    Cell,
    Endpoint,
    EndpointFailure,
    LocalEndpoint,
    Table,
    TypedAnswers,
    read_answer,
)
from kg.endpoints.http import PASSWORD, USER, Http
from kg.endpoints.publish import Plan, make_plan, publish, read_graphs
from kg.endpoints.remote import RemoteEndpoint
from kg.iris import GRAPH, ZM
from kg.questions.ask import read_values
from kg.questions.catalogue import Question, bind, load_catalogue
from kg.store import open_store, store_location

each_question = pytest.mark.parametrize(
    "question", load_catalogue().values(), ids=lambda question: question.name
)
NUMBERS = ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")


class Rdflib(TypedAnswers):
    """rdflib's own engine on the graph in its memory."""

    def __init__(self, store: Path) -> None:
        self.dataset = rdflib.Dataset(default_union=True)
        quads = serialize(open_store(store), format=RdfFormat.N_QUADS) or b""
        self.dataset.parse(data=quads, format="nquads")

    def query(self, sparql: str) -> Table:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own, by the 100,000
            answer = self.dataset.query(sparql).serialize(format="json") or b""
        table = read_answer(parse_query_results(answer, QueryResultsFormat.JSON))
        assert isinstance(table, Table)
        return table


@pytest.fixture(scope="module")
def oxigraph(store: Path) -> Iterator[Endpoint]:
    with oxigraph_server("serve-read-only", store_location(store)) as server:
        yield RemoteEndpoint(server.url)


@pytest.fixture(scope="module")
def memory(store: Path) -> Endpoint:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return Rdflib(store)


@pytest.fixture(scope="module")
def virtuoso_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An empty Virtuoso, whose user and password commands find in the environment."""
    if VIRTUOSO is None and os.environ.get("CI") == "true":
        raise AssertionError("virtuoso-t is missing: apt-get install virtuoso-opensource-7-bin")
    if VIRTUOSO is None:
        pytest.skip("virtuoso-t is not installed")
    folder = tmp_path_factory.mktemp("virtuoso")
    with virtuoso_server(folder) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv(USER, server.user)
        patch.setenv(PASSWORD, server.password)
        yield server


@pytest.fixture(scope="module")
def virtuoso(store: Path, virtuoso_home: Server) -> Endpoint:
    """Virtuoso, filled as users fill it."""
    graphs, endpoint = open_store(store), RemoteEndpoint(virtuoso_home.url)
    publish(graphs, make_plan(graphs, endpoint), Http(virtuoso_home.url, 60))
    return endpoint


@pytest.mark.parametrize(
    "question",
    [question for question in load_catalogue().values() if question.theme != "views"],
    ids=lambda question: question.name,
)
def test_rdflib_gives_the_same_rows(
    question: Question, memory: Endpoint, endpoint: LocalEndpoint
) -> None:
    """In whatever order: rdflib does not keep one by what a DISTINCT does not select.

    What pages ask is asked of servers only; rdflib takes minutes for some of it.
    """
    sparql = next(_examples(question, endpoint))
    assert Counter(rows(memory, sparql)) == Counter(rows(endpoint, sparql))


@each_question
def test_an_oxigraph_server_gives_the_same_rows(
    question: Question, oxigraph: Endpoint, endpoint: LocalEndpoint
) -> None:
    for sparql in _examples(question, endpoint):
        assert oxigraph.select(sparql) == endpoint.select(sparql)


@each_question
def test_virtuoso_gives_the_same_rows(
    question: Question, virtuoso: Endpoint, endpoint: LocalEndpoint
) -> None:
    for sparql in _examples(question, endpoint):
        assert rows(virtuoso, sparql) == rows(endpoint, sparql)


def _examples(question: Question, endpoint: Endpoint) -> Iterator[str]:
    """The question as asked with what it must know, and with all that it can be told."""
    must = {one.name: one.example for one in question.parameters if one.required}
    may = {one.name: one.example for one in question.parameters}
    for values in [must] if must == may else [must, may]:
        yield bind(question, read_values(question, values, endpoint))


def rows(endpoint: Endpoint, sparql: str) -> list[tuple[object, ...]]:
    return [tuple(map(value, row)) for row in endpoint.select(sparql).rows]


def value(cell: Cell) -> object:
    """What a term stands for: 1, 1.0 and 01 are one number, whatever the engine writes.

    How many digits a division gives is the engine's choice; twelve are compared.
    """
    if not isinstance(cell, Literal):
        return cell
    name = cell.datatype.value.rpartition("#")[2]
    if name in NUMBERS:
        return Decimal(f"{Decimal(cell.value):.12g}").normalize()
    return (cell.value, name, (cell.language or "").lower())


# Virtuoso's own ways


def test_virtuoso_gives_a_graph_whole_or_not_at_all(
    virtuoso: Endpoint, endpoint: LocalEndpoint
) -> None:
    small = f"CONSTRUCT {{ ?item <{ZM}key> ?key }} WHERE {{ ?item <{ZM}itemKey> ?key }}"
    assert virtuoso.construct(small) == endpoint.construct(small)
    with pytest.raises(EndpointFailure, match="只用前 1000 个结果"):
        virtuoso.construct("CONSTRUCT WHERE { ?s ?p ?o }")


def test_what_virtuoso_counted_until_its_time_was_up_is_no_answer(virtuoso_home: Server) -> None:
    hurried = RemoteEndpoint(f"{virtuoso_home.url}?timeout=500")
    with pytest.raises(EndpointFailure, match="只给出一部分结果"):
        hurried.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


@pytest.mark.parametrize("protocol", ["gsp", "update"])
def test_virtuoso_takes_any_text_in(virtuoso_home: Server, protocol: WriteProtocol) -> None:
    """Line ends, quotes, what looks like SPARQL, rare characters, a text of 300 KB."""
    texts = ["\r\n\t\"'\\ } } ; DROP ALL", "〔2021〕2号 𠮷", "政" * 100_000, ""]
    graph, store = NamedNode(f"{GRAPH}document/{protocol}"), Store()
    for text in texts:
        store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(text), graph))
    plan = Plan(load=tuple(read_graphs(store)), keep=(), remove=())
    publish(store, plan, Http(virtuoso_home.url, 60), protocol)
    held = f"SELECT ?text {{ GRAPH {graph} {{ ?s ?p ?text }} }}"
    found = {row["text"] for row in RemoteEndpoint(virtuoso_home.url).select(held).texts()}
    publish(Store(), Plan((), (), (graph.value,)), Http(virtuoso_home.url, 60), protocol)
    assert found == set(texts)


def test_virtuoso_takes_nothing_from_a_stranger(
    store: Path, virtuoso_home: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, "dba")
    result = CliRunner().invoke(main, ["publish", virtuoso_home.url, "--store", str(store)])
    assert result.exit_code == 1
    assert "HTTP 401" in result.output
    assert "用户名、密码或令牌不对" in result.output
