"""What servers do wrong, or in part, becomes a whole answer or one plain sentence."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store
from servers import free_port

from kg.commands import main
from kg.endpoints import http
from kg.endpoints.endpoint import BadQuery, EndpointFailure
from kg.endpoints.remote import RemoteEndpoint
from kg.endpoints.sparql_text import count_of_construct, outline, page

JSON = "application/sparql-results+json"
YES = b'{"head": {}, "boolean": true}'


@dataclass(frozen=True)
class Answer:
    """What the web server says next; `slowly` seconds between the letters."""

    status: int = 200
    body: bytes = YES
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": JSON})
    after: float = 0
    slowly: float = 0


class Web(ThreadingHTTPServer):
    """A web server that answers as told, the last answer for ever; keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = [Answer()]
        self.asked: list[tuple[dict[str, str], str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sparql"

    def will_answer(self, *answers: Answer) -> str:
        self.answers = list(answers)
        return self.url


class Handler(BaseHTTPRequestHandler):
    server: Web

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((dict(self.headers), parse_qs(form).get("query", [""])[0]))
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        time.sleep(answer.after)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if not answer.slowly:
            self.wfile.write(answer.body)
        for letter in answer.body if answer.slowly else b"":
            time.sleep(answer.slowly)
            try:
                self.wfile.write(bytes([letter]))
            except ConnectionError:
                return

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    for name in (http.USER, http.PASSWORD, http.TOKEN):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(http, "_PAUSES", (0.01, 0.01, 0.01))
    with Web() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(403, b"", {}), "拒绝了请求：HTTP 403 Forbidden；这个用户没有权限"),
        (Answer(401, b"who are you", {}), "HTTP 401 who are you；请设 ZHENGMAI_ENDPOINT_USER"),
        (Answer(404, b"<html>", {"Content-Type": "text/html"}), "HTTP 404 Not Found；请核对"),
        (Answer(500, b"out of memory", {}), "拒绝了请求：HTTP 500 out of memory"),
        (
            Answer(500, b"<h1>No\nroom", {"Content-Type": "text/html"}),
            "拒绝了请求：HTTP 500 No room",
        ),
        (Answer(302, b"", {"Location": "https://new.example/sparql"}), "https://new.example/spa"),
        (Answer(200, b"<html>", {"Content-Type": "text/html"}), r"不是 SPARQL 结果（text/html）"),
        (Answer(200, b'{"head":'), "不是 SPARQL 结果"),
        (Answer(200, b"\xff\xfe not gzip", {"Content-Encoding": "gzip"}), "连不上"),
        (Answer(after=3), "在 1 秒内没有答复"),
        (Answer(slowly=0.2), "在 1 秒内没有答复"),
        # Virtuoso: a part of the answer and status 200; its own time limit
        (Answer(headers={"Content-Type": JSON, "X-SQL-State": "S1TAT"}), "只给出一部分结果"),
        (Answer(500, b"Virtuoso S1T00 Error SR171: Transaction timed out", {}), "它自己的时限"),
    ],
)
def test_what_a_server_does_wrong_is_one_sentence(web: Web, answer: Answer, message: str) -> None:
    with pytest.raises(EndpointFailure, match=message) as caught:
        RemoteEndpoint(web.will_answer(answer), timeout=1).query("ASK {}")
    assert caught.value.en.isascii()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_a_refusal_is_not_asked_again(web: Web, status: int) -> None:
    with pytest.raises((EndpointFailure, BadQuery)):
        RemoteEndpoint(web.will_answer(Answer(status, b"no", {}))).query("ASK {}")
    assert len(web.asked) == 1


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again(web: Web, status: int) -> None:
    url = web.will_answer(Answer(status, b"", {}), Answer(status, b"", {}), Answer())
    assert RemoteEndpoint(url).query("ASK {}") is True
    assert len(web.asked) == 3


def test_patience_has_an_end(web: Web) -> None:
    with pytest.raises(EndpointFailure, match="HTTP 503 Service Unavailable"):
        RemoteEndpoint(web.will_answer(Answer(503, b"", {}))).query("ASK {}")
    assert len(web.asked) == 4


def test_a_server_may_say_when_to_come_back(web: Web) -> None:
    start = time.monotonic()
    url = web.will_answer(Answer(503, b"", {"Retry-After": "1"}), Answer())
    assert RemoteEndpoint(url).query("ASK {}") is True
    assert time.monotonic() - start >= 1
    # Tomorrow is too late, as a number of seconds and as a date.
    for tomorrow in ("86400", "Fri, 31 Dec 2100 23:59:59 GMT"):
        url = web.will_answer(Answer(503, b"", {"Retry-After": tomorrow}))
        with pytest.raises(EndpointFailure, match="HTTP 503"):
            RemoteEndpoint(url).query("ASK {}")


@pytest.mark.usefixtures("web")
def test_nobody_there_is_said_with_the_address() -> None:
    url = f"http://127.0.0.1:{free_port()}/sparql"
    with pytest.raises(EndpointFailure, match=f"连不上 {url}.*refused"):
        RemoteEndpoint(url).query("ASK {}")


def test_a_server_that_is_being_restarted_is_waited_for(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "_PAUSES", (0.2, 0.2, 0.4))
    url = web.url
    web.shutdown()
    web.server_close()

    def restart() -> None:
        time.sleep(0.3)
        again = Web.__new__(Web)
        ThreadingHTTPServer.__init__(again, ("127.0.0.1", int(url.split(":")[2][:-7])), Handler)
        again.answers, again.asked = [Answer()], []
        again.handle_request()
        again.server_close()

    threading.Thread(target=restart).start()
    assert RemoteEndpoint(url).query("ASK {}") is True


@pytest.mark.parametrize(
    "url", ["localhost:7878", "ftp://a/b", "http://", "http://[", "http://a:99999"]
)
def test_an_address_is_an_address(url: str) -> None:
    with pytest.raises(EndpointFailure, match="http://"):
        RemoteEndpoint(url)


# Who asks


def test_user_and_password_are_sent_where_they_are_asked_for(web: Web) -> None:
    web.will_answer(Answer(401, b"", {"WWW-Authenticate": 'Basic realm="x"'}), Answer())
    address = web.url.replace("//", "//li:p%40ss@")
    assert RemoteEndpoint(address).query("ASK {}") is True
    (first, _), (second, _) = web.asked
    assert "Authorization" not in first
    assert second["Authorization"] == "Basic bGk6cEBzcw=="  # li:p@ss


def test_digest_never_sends_the_password(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(http.USER, "li")
    monkeypatch.setenv(http.PASSWORD, "secret-word")
    challenge = 'Digest realm="SPARQL", nonce="n1", qop="auth", algorithm="MD5"'
    web.will_answer(Answer(401, b"", {"WWW-Authenticate": challenge}), Answer())
    assert RemoteEndpoint(web.url).query("ASK {}") is True
    sent = web.asked[1][0]["Authorization"]
    assert sent.startswith('Digest username="li"')
    assert "secret-word" not in json.dumps(web.asked)


def test_a_token_is_a_bearer_token(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(http.TOKEN, "t0ken")
    assert RemoteEndpoint(web.url).query("ASK {}") is True
    assert web.asked[0][0]["Authorization"] == "Bearer t0ken"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 200])
def test_no_error_shows_a_password(web: Web, status: int) -> None:
    web.will_answer(Answer(status, b"no", {"Content-Type": "text/plain"}))
    address = web.url.replace("//", "//li:secret-word@")
    result = CliRunner().invoke(main, ["sparql", "-", "--endpoint", address], input="ASK {}")
    assert result.exit_code == 1
    assert "错误：" in result.output
    assert "secret-word" not in result.output


def test_a_wrong_address_shows_no_password() -> None:
    with pytest.raises(EndpointFailure) as caught:
        RemoteEndpoint("li:secret-word@host/sparql")
    assert "secret-word" not in str(caught.value)


# What comes back


def test_a_compressed_answer_is_read(web: Web) -> None:
    headers = {"Content-Type": JSON, "Content-Encoding": "gzip"}
    assert RemoteEndpoint(web.will_answer(Answer(200, gzip.compress(YES), headers))).query("ASK {}")
    assert "gzip" in web.asked[0][0]["Accept-Encoding"]


def test_an_answer_without_end_is_cut_off(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "LARGEST_ANSWER", 2**20)
    bomb = gzip.compress(b" " * 2**24)
    headers = {"Content-Type": JSON, "Content-Encoding": "gzip"}
    with pytest.raises(EndpointFailure, match="超过 1 MB"):
        RemoteEndpoint(web.will_answer(Answer(200, bomb, headers))).query("ASK {}")


class Capped(Web):
    """A real engine behind a web server that cuts every answer at 100 rows and says nothing."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.store = Store()
        for n in range(count):
            self.store.add(Quad(NamedNode(f"urn:{n}"), NamedNode("urn:n"), Literal(n)))
        self.answers = []

    def finish_request(self, request: object, client_address: object) -> None:
        CappedHandler(request, client_address, self)  # type: ignore[arg-type]


class CappedHandler(Handler):
    server: Capped

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = parse_qs(form)["query"][0]
        self.server.asked.append(({}, query))
        result = self.server.store.query(query)
        assert isinstance(result, QuerySolutions)
        answer = json.loads(result.serialize(format=QueryResultsFormat.JSON) or b"")
        del answer["results"]["bindings"][100:]
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", JSON)
        self.end_headers()
        self.wfile.write(body)


@pytest.mark.parametrize(
    ("count", "tail", "expected"),
    [
        (99, "ORDER BY ?n", range(99)),
        (100, "ORDER BY ?n", range(100)),
        (250, "ORDER BY ?n", range(250)),
        (250, "ORDER BY DESC(?n) # LIMIT 3", range(249, -1, -1)),
        (250, "", range(250)),
        (250, "ORDER BY ?n LIMIT 220", range(220)),
        (250, "ORDER BY ?n LIMIT 40", range(40)),
        (250, "ORDER BY ?n LIMIT 100", range(100)),
        (250, "OFFSET 30 LIMIT 150", None),
        (250, "ORDER BY ?n OFFSET 30", range(30, 250)),
        (250, "ORDER BY ?n VALUES ?s { UNDEF }", range(250)),
    ],
)
def test_rows_that_a_server_holds_back_are_fetched(
    count: int, tail: str, expected: range | None
) -> None:
    with Capped(count) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        table = RemoteEndpoint(web.url).select(f"SELECT ?n WHERE {{ ?s <urn:n> ?n }} {tail}")
        web.shutdown()
    got = [int(row[0].value) for row in table.rows]  # type: ignore[union-attr]
    if "ORDER" in tail:
        assert got == list(expected or [])
    else:
        assert len(set(got)) == len(got) == (150 if expected is None else len(expected))


def test_pages_of_a_query_together_are_its_answer() -> None:
    store = Store()
    store.update("INSERT DATA { <urn:a> <urn:p> 1, 2, 3 . <urn:b> <urn:p> 1, 2 }")
    query = "SELECT ?s (?o + 1 AS ?more) WHERE { ?s ?p ?o } ORDER BY DESC(?s)"
    whole = [str(row) for row in store.query(query)]  # type: ignore[union-attr]
    for of_subquery in (False, True):
        pages = [
            str(row)
            for start in (0, 3)
            for row in store.query(  # type: ignore[union-attr]
                page(query, outline(query), ["s", "more"], 3, start, of_subquery)
            )
        ]
        assert sorted(pages) == sorted(whole)


@pytest.mark.parametrize(
    ("order", "added"),
    [
        ("ORDER BY ?a", "?b ?c"),
        ("order by DESC(?a) asc( ?b ) STRLEN(?c)", "?c"),
        ("ORDER BY (?a + ?b * (?b)) $c", "?a ?b"),
        ("GROUP BY ?a ?b ?c", "ORDER BY ?a ?b ?c"),
    ],
)
def test_what_a_page_is_sorted_by_is_named_once(order: str, added: str) -> None:
    query = f"SELECT ?a ?b ?c {{ ?a ?b ?c }} {order}"
    lines = page(query, outline(query), ["a", "b", "c"], 10, 0).splitlines()
    assert lines[1] == added


@pytest.mark.parametrize(
    ("sparql", "form"),
    [
        ("# SELECT\nPREFIX select: <urn:ASK#> ASK {}", "ASK"),
        ("base <urn:x> construct where { ?s ?p 'DROP' }", "CONSTRUCT"),
        ("PREFIX load: <urn:> WITH <urn:g> DELETE { ?s ?p ?o } WHERE {}", "WITH"),
        ("", ""),
    ],
)
def test_the_form_of_a_request_is_its_first_word(sparql: str, form: str) -> None:
    assert outline(sparql).form == form


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX : <urn:> CONSTRUCT { ?s :q '}' } WHERE { ?s :p ?o } LIMIT 2",
        "PREFIX : <urn:> CONSTRUCT { } # {\n { ?s :p ?o } LIMIT 2 # }",
        "PREFIX : <urn:> CONSTRUCT WHERE { ?s :p ?o } LIMIT 2",
    ],
)
def test_the_solutions_of_a_construct_can_be_counted(query: str) -> None:
    store = Store()
    for n in range(3):
        store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(n)))
    answer = store.query(count_of_construct(query, outline(query)))
    assert isinstance(answer, QuerySolutions)
    assert [row["n"] for row in answer] == [Literal(2)]


def test_a_string_is_no_part_of_the_outline() -> None:
    shape = outline("SELECT ?a { ?a ?b '''LIMIT 3 } ' \\''', \"ORDER BY\" } # OFFSET 9")
    assert (shape.limit, shape.offset, shape.order) == (None, None, None)
