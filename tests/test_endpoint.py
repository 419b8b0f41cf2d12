"""SPARQL is answered alike by the embedded store and by a server; a server's no is said plainly."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from pyoxigraph import Literal, NamedNode

from kg.ask import ask
from kg.catalogue import load_catalogue
from kg.endpoint import BadQuery, EndpointFailure, LocalEndpoint, RemoteEndpoint, Table
from kg.store import store_location

OXIGRAPH = Path(sys.executable).with_name("oxigraph")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[str]:
    """The real Oxigraph server on the very store that the commands read."""
    url = f"http://127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [
            str(OXIGRAPH),
            "serve-read-only",
            "--location",
            str(store_location(store)),
            "--bind",
            url.removeprefix("http://"),
            "--union-default-graph",
        ],
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        try:
            urlopen(url, timeout=1).close()
            break
        except URLError:
            time.sleep(0.1)
    yield f"{url}/query"
    process.terminate()
    process.wait()


@pytest.fixture
def answering() -> Iterator[list[tuple[int, str, bytes, float]]]:
    """A web server that gives one answer: status, media type, body, seconds before it speaks."""
    answers: list[tuple[int, str, bytes, float]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, media_type, body, delay = answers[0]
            time.sleep(delay)
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        answers.append((0, f"http://127.0.0.1:{web.server_port}/sparql", b"", 0))
        yield answers
        web.shutdown()


def test_the_server_answers_every_canned_question_as_the_store_does(
    server: str, endpoint: LocalEndpoint
) -> None:
    remote = RemoteEndpoint(server)
    for question in load_catalogue().values():
        values = {p.name: p.example for p in question.parameters if p.required}
        assert ask(question.name, values, remote) == ask(question.name, values, endpoint), (
            question.name
        )


def test_terms_come_back_with_their_type_and_language(server: str, endpoint: LocalEndpoint) -> None:
    query = """SELECT ?iri ?word ?number ?unbound
               WHERE { VALUES (?iri ?word ?number ?unbound) { (<a:b> "市"@zh 3 UNDEF) } }"""
    expected = Table(
        ("iri", "word", "number", "unbound"),
        ((NamedNode("a:b"), Literal("市", language="zh"), Literal(3), None),),
    )
    assert endpoint.select(query) == expected
    assert RemoteEndpoint(server).select(query) == expected


def test_ask_and_construct_work_on_both(server: str, endpoint: LocalEndpoint) -> None:
    remote = RemoteEndpoint(server)
    construct = """PREFIX zm: <https://w3id.org/zhengmai/ontology#>
                   CONSTRUCT { ?document zm:key ?key } WHERE { ?document zm:key ?key }"""
    assert remote.query("ASK { ?s ?p ?o }") is endpoint.query("ASK { ?s ?p ?o }") is True
    assert remote.construct(construct) == endpoint.construct(construct)
    assert len(endpoint.construct(construct)) == 5


def test_a_comment_does_not_change_what_kind_of_query_it_is(server: str) -> None:
    query = "#+ title: load\n#+ question: delete or insert?\nSELECT (1 AS ?one) {}"
    assert RemoteEndpoint(server).select(query).rows == ((Literal(1),),)


def test_bad_sparql_is_said_with_its_place(server: str, endpoint: LocalEndpoint) -> None:
    for asked in (endpoint, RemoteEndpoint(server)):
        with pytest.raises(BadQuery, match=r"第1行第25列有语法错误"):
            asked.query("SELECT * WHERE { ?s ?p }")
        with pytest.raises(BadQuery):
            asked.query("INSERT DATA { <a:a> <a:b> <a:c> }")
        with pytest.raises(BadQuery, match="SELECT"):
            asked.select("ASK { ?s ?p ?o }")


def test_nobody_there_is_said_with_the_address() -> None:
    url = f"http://127.0.0.1:{free_port()}/sparql"
    with pytest.raises(EndpointFailure, match=f"连不上 {url}.*refused"):
        RemoteEndpoint(url).query("ASK {}")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((403, "text/plain", b"", 0), "拒绝了查询：HTTP 403 Forbidden"),
        ((401, "text/plain", b"who are you", 0), "拒绝了查询：who are you"),
        ((500, "text/plain", b"out of memory", 0), "拒绝了查询：out of memory"),
        ((200, "text/html", b"<html>", 0), r"不是 SPARQL 结果（text/html）"),
        ((200, "application/sparql-results+json", b'{"head":', 0), "不是 SPARQL 结果"),
        ((200, "application/sparql-results+json", b"", 3), "在 1 秒内没有答复"),
    ],
)
def test_what_a_server_does_wrong_is_one_sentence(
    answering: list[tuple[int, str, bytes, float]],
    answer: tuple[int, str, bytes, float],
    message: str,
) -> None:
    url = answering.pop()[1]
    answering.append(answer)
    with pytest.raises(EndpointFailure, match=message):
        RemoteEndpoint(url, timeout=1).query("ASK {}")


def test_an_address_is_an_address() -> None:
    with pytest.raises(EndpointFailure, match="http://"):
        RemoteEndpoint("localhost:7878")
