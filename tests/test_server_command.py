"""`zhengmai serve`: what it says when it starts, when it cannot, and while it runs."""

from __future__ import annotations

import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from running_server import CHEAP, RUNAWAY, ZHENGMAI, Server, serving

from kg.server.confine import can_confine


def failing(*options: str | Path) -> str:
    """What the command says when it cannot start: one line, in both languages."""
    command = [str(ZHENGMAI), "serve", *map(str, options)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert re.fullmatch(r"错误：.*（.*[a-z].*）\n", ended.stderr), ended.stderr
    return ended.stderr


def test_a_port_in_use_is_named(store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port} 用不了" in failing("--store", store, "--port", str(port))


def test_an_address_that_is_none_is_named(store: Path) -> None:
    assert "no.such.host.invalid" in failing("--store", store, "--host", "no.such.host.invalid")


def test_without_a_store_it_says_how_to_build_one(tmp_path: Path) -> None:
    assert f"zhengmai build --store {tmp_path}" in failing("--store", tmp_path, "--port", "0")


def test_an_endpoint_that_is_no_address_is_named() -> None:
    assert "http://" in failing("--endpoint", "localhost:7878", "--port", "0")


def test_engines_can_be_barred_from_calling_out_on_this_machine() -> None:
    assert can_confine()


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with serving("--store", store, "--timeout", "3", env={"LC_ALL": "C"}) as running:
        yield running


def test_each_request_is_one_line_of_the_log_in_chinese_as_it_is(server: Server) -> None:
    server.client.get("/id/body/驻马店市教育局")
    server.client.get("/id/a%0A2026 ERROR forged")
    server.ask(CHEAP)
    server.client.get("/health")
    log = "".join(server.log)
    assert re.search(r" 127\.0\.0\.1 GET /id/body/驻马店市教育局 200 \d+B \d+ms\n", log)
    assert re.search(r"GET /id/a.2026 ERROR forged 404", log)
    assert re.search(r"POST /sparql 200 \d+B", log)


# Over an endpoint elsewhere


@pytest.fixture(scope="module")
def front(server: Server) -> Iterator[Server]:
    """A server over the endpoint of another."""
    with serving("--endpoint", server.sparql, "--timeout", "2") as running:
        yield running


def test_an_endpoint_elsewhere_is_passed_on_with_the_same_checks(
    server: Server, front: Server
) -> None:
    query = "SELECT ?s { ?s a <https://w3id.org/zhengmai/ontology#Section> } ORDER BY ?s"
    for media_type in ("application/sparql-results+json", "text/csv"):
        assert front.ask(query, Accept=media_type).text == server.ask(query, Accept=media_type).text
    assert front.ask("SELECT * { SERVICE <http://a/> {} }").status_code == 403
    assert front.ask("DEFINE get:soft 'soft' SELECT * {}").status_code == 403
    assert front.ask("SELECT * {").json()["line"] == 1
    late = front.ask(RUNAWAY)
    assert late.status_code == 503
    assert "2 秒的时限" in late.json()["zh"]


def test_pages_and_questions_stand_on_it_as_well(front: Server) -> None:
    assert front.client.get("/api/queries/documents?format=csv").text.count("\r\n") >= 5
    page = front.client.get("/id/body/驻马店市教育局", headers={"Accept": "text/html"})
    assert "<h1>驻马店市教育局</h1>" in page.text
    assert "void:triples" in front.client.get("/.well-known/void").text
    assert front.health["endpoint"].startswith("http://127.0.0.1:")


def test_a_part_of_an_answer_is_not_passed_on_as_the_whole() -> None:
    """Virtuoso says 200, and only in a header that it has cut the answer short."""
    headers = ["X-SPARQL-MaxRows", "X-SQL-State", "X-Nothing"]
    answering = iter(headers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header(next(answering), "1")
            self.send_header("Content-Type", "text/csv")
            self.end_headers()
            self.wfile.write(b"s\r\na:a\r\n")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        with serving("--endpoint", f"http://127.0.0.1:{web.server_port}/sparql") as front:
            answers = [front.ask(CHEAP, Accept="text/csv") for _ in headers]
        web.shutdown()
    assert [answer.status_code for answer in answers] == [502, 502, 200]
    assert "一部分" in answers[0].json()["zh"]


def test_an_endpoint_that_is_away_is_told_of() -> None:
    with serving("--endpoint", "http://127.0.0.1:9/sparql", "--timeout", "1") as front:
        for response in (front.ask(CHEAP), front.client.get("/id/body/a")):
            assert response.status_code in (502, 503)
            assert response.json()["en"]
