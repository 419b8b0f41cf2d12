"""Nobody can hang the endpoint, and nobody can reach through it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
from running_server import (
    CHEAP,
    EVERYTHING,
    RUNAWAY,
    Server,
    command_of,
    engines_of,
    is_engine,
    serving,
    wait_until,
)

from kg.server import clients as server_clients
from kg.server.clients import Clients
from kg.server.errors import Refusal
from kg.server.limits import Limits

SECONDS = 3
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    limits = ("--timeout", str(SECONDS), "--max-result", "1", "--max-memory", "300")
    with serving("--store", store, *limits) as running:
        wait_until(lambda: running.health["ready"] == 8)
        yield running


@pytest.fixture
def quiet(server: Server) -> Server:
    """The server with nothing running and engines ready."""
    wait_until(lambda: server.health["running"] == 0 and server.health["ready"] >= 8)
    return server


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def test_ten_runaway_queries_do_not_delay_a_cheap_one_by_a_second(quiet: Server) -> None:
    def cheap() -> None:
        assert quiet.ask(CHEAP).status_code == 200

    alone = min(seconds(cheap) for _ in range(5))
    with ThreadPoolExecutor(10) as pool:
        runaways = [pool.submit(quiet.ask, RUNAWAY) for _ in range(10)]
        amidst = [seconds(cheap)]
        wait_until(lambda: quiet.health["running"] == 10)
        amidst += [seconds(cheap) for _ in range(10)]
        assert quiet.client.get("/api/queries/documents").status_code == 200
        ends = [runaway.result() for runaway in runaways]
    assert max(amidst) < alone + 1
    assert {end.status_code for end in ends} == {503}
    assert f"{SECONDS} 秒的时限" in ends[0].json()["zh"]
    assert int(ends[0].headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(RUNAWAY, id="before a row is there"),
        pytest.param(
            "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(SHA512(CONCAT(STR(?a), STR(?f))) < '01') }",
            id="amidst the rows",
        ),
    ],
)
def test_when_the_client_goes_away_its_query_dies(quiet: Server, query: str) -> None:
    before = set(engines_of(quiet))
    quiet.ask_and_leave(query, after=0.7)
    wait_until(lambda: quiet.health["running"] == 0, seconds=3)
    # The process that computed is no more, and none of the others computes.
    wait_until(lambda: bool(before - set(engines_of(quiet))), seconds=3)
    wait_until(lambda: not any(works(engine) for engine in engines_of(quiet)), seconds=3)


def works(pid: int) -> bool:
    """Whether a process spends time of the processor."""

    def spent() -> int:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0
        return int(fields[11]) + int(fields[12])

    begun = spent()
    time.sleep(0.2)
    return spent() > begun


def test_a_query_that_eats_memory_ends_alone(quiet: Server) -> None:
    response = quiet.ask("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a")
    assert response.status_code == 503
    assert "内存" in response.json()["zh"]
    assert quiet.ask(CHEAP).status_code == 200


@pytest.mark.parametrize(
    ("name", "query"),
    [(name, EVERYTHING) for name in ("json", "xml")]
    + [(name, CONSTRUCT) for name in ("turtle", "ntriples", "rdfxml")],
)
def test_an_answer_beyond_the_limit_ends_at_a_row_and_says_so(
    quiet: Server, name: str, query: str
) -> None:
    response = quiet.client.get("/sparql", params={"query": query, "format": name})
    assert 900_000 < len(response.content) < 1_100_000
    assert "没有给全" in response.text[-300:]
    media_type = response.headers["content-type"]
    if query == EVERYTHING:
        rows = (
            response.json()["results"]["bindings"]
            if name == "json"
            else ElementTree.fromstring(response.content)[1]
        )
        assert len(rows) > 1000
    else:
        rdf = ox.RdfFormat.from_media_type(media_type)
        assert rdf
        assert sum(1 for _ in ox.parse(response.content, rdf)) > 1000


@pytest.mark.parametrize(
    ("name", "query"), [("csv", EVERYTHING), ("tsv", EVERYTHING), ("jsonld", CONSTRUCT)]
)
def test_where_nothing_can_be_said_a_cut_answer_breaks_off(
    quiet: Server, name: str, query: str
) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        quiet.client.get("/sparql", params={"query": query, "format": name})
    assert quiet.ask(CHEAP).status_code == 200


# One client, all clients


async def ask(clients: Clients, address: str, seconds: float = 0) -> int:
    try:
        async with clients.query(address):
            await asyncio.sleep(seconds)
    except Refusal as refusal:
        return refusal.status if int(refusal.headers["Retry-After"]) else 0
    return 200


def test_a_client_may_not_ask_too_often_nor_too_much_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server_clients, "_PATIENCE", 0.2)

    async def story() -> None:
        clients = Clients(Limits(client_queries=2, client_rate=6))
        short = [ask(clients, "a", 0.05) for _ in range(3)]  # the third waits for one to end
        assert await asyncio.gather(*short) == [200, 200, 200]
        long = [ask(clients, "a", 1), ask(clients, "a", 1), ask(clients, "a"), ask(clients, "b")]
        assert await asyncio.gather(*long) == [200, 200, 429, 200]
        assert await ask(clients, "a") == 429  # the seventh within the minute
        assert await ask(clients, "b") == 200

    asyncio.run(story())


def test_a_full_server_says_when_to_come_again_and_leaves_no_engine_when_killed(
    store: Path,
) -> None:
    limits = ("--queries", "2", "--timeout", "8")
    with serving("--store", store, *limits) as full, ThreadPoolExecutor(2) as pool:
        runaways = [pool.submit(full.ask, RUNAWAY) for _ in range(2)]
        wait_until(lambda: full.health["running"] == 2)
        answer = full.ask(CHEAP)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        # Our own pages have engines of their own.
        assert full.client.get("/api/queries/documents").status_code == 200
        engines = engines_of(full)
        full.process.send_signal(signal.SIGKILL)
        wait_until(lambda: not any(map(is_engine, engines)), seconds=3)  # none outlives it
        for runaway in runaways:
            with pytest.raises(httpx.HTTPError):
                runaway.result()


# What an engine suffers


def test_an_engine_that_dies_is_replaced(quiet: Server) -> None:
    killed = set(engines_of(quiet))
    for engine in killed:
        os.kill(engine, signal.SIGKILL)
    wait_until(lambda: not killed & set(engines_of(quiet)))
    assert quiet.ask(CHEAP).status_code == 200
    wait_until(lambda: quiet.health["ready"] >= 8)


def test_a_query_whose_engine_dies_is_told_to_come_again(quiet: Server) -> None:
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(quiet.ask, RUNAWAY)
        wait_until(lambda: any(works(engine) for engine in engines_of(quiet)))
        for engine in engines_of(quiet):
            os.kill(engine, signal.SIGKILL)
        assert asked.result().status_code == 503
        assert int(asked.result().headers["retry-after"]) > 0


def test_no_engine_outlives_the_server(store: Path) -> None:
    with serving("--store", store) as ending:
        engines = engines_of(ending)
        assert engines
        ending.process.send_signal(signal.SIGTERM)
        ending.process.wait(10)
        assert not any(map(is_engine, engines))


# Reaching through


@pytest.fixture
def trap() -> Iterator[tuple[str, list[str]]]:
    """A server that nobody should call: its address, and who did."""
    calls: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_port}/", calls
        web.shutdown()


REACHING = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { service <%s> { ?s ?p ?o } }",
    "SELECT * { ?a ?b ?c OPTIONAL { SERVICE <%s> { ?s ?p ?o } } } LIMIT 1",
    "SELECT * { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
    "SELECT * { ?a ?b ?c FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } } LIMIT 1",
    "SELECT * { \\u0053ERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <%s> } SERVICE ?x { ?s ?p ?o } }",
    "PREFIX e: <%s> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "PREFIX : <%s> SELECT * { SERVICE:x{ ?s ?p ?o } }",
    "SELECT * { VALUES ?q { '''a' } SERVICE <%s> {?s ?p 'x'} # \\z '''\n }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", REACHING)
def test_no_query_makes_the_server_call_another(
    server: Server, trap: tuple[str, list[str]], query: str
) -> None:
    address, calls = trap
    response = server.ask(query % address)
    assert response.status_code == 403
    assert "SERVICE" in response.json()["zh"]
    assert calls == []


def test_an_engine_cannot_call_out_even_when_it_is_asked_to(
    server: Server, trap: tuple[str, list[str]]
) -> None:
    """Behind the server's back: the check of the query is not what keeps the engine in."""
    address, calls = trap
    bound = re.search(r"--bind (\S+)", command_of(engines_of(server)[0]))
    assert bound
    for query in (*REACHING, "SELECT * FROM <%s> { ?s ?p ?o }"):
        httpx.post(f"http://{bound[1]}/query", data={"query": query % address}, trust_env=False)
    assert calls == []


def test_a_graph_to_ask_is_not_fetched(server: Server, trap: tuple[str, list[str]]) -> None:
    address, calls = trap
    assert server.ask(f"SELECT * FROM <{address}> {{ ?s ?p ?o }}").status_code == 200
    dataset = {"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": address}
    assert server.client.get("/sparql", params=dataset).json()["results"]["bindings"] == []
    assert calls == []
