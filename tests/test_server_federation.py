"""A query that calls other servers is recognised as the engine reads it, not as it looks."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.endpoints.sparql_text import outline
from kg.questions.catalogue import load_catalogue
from kg.server.federation import calls_out

CALLS = {
    "plainly": "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }",
    "in any case": "SELECT * { sErViCe <http://a/> { ?s ?p ?o } }",
    "silently, without space": "SELECT * { SERVICESILENT<http://a/>{ ?s ?p ?o } }",
    "by an escape": "SELECT * { \\u0053ERVICE <http://a/> { ?s ?p ?o } }",
    "behind a number": "SELECT * { ?s ?p 1SERVICE<http://a/>{ ?s ?p ?o } }",
    "with a name that looks like one": "PREFIX : <http://a/> SELECT * { SERVICE:p{ ?s ?p ?o } }",
    "out of a name": "PREFIX e: <http://a:> SELECT * { ?s ?p e:SERVICE<http://a/>{ ?s ?p ?o } }",
    "out of a name with a number": (
        "PREFIX e: <http://a:> SELECT * { ?s e:1SERVICE SILENT # why\n ?x { ?s ?p ?o } }"
    ),
    "behind a comment": "SELECT * { # '\nSERVICE <http://a/> { ?s ?p ?o } }",
    "behind a comment that ends in CR": "SELECT * { # x\rSERVICE <http://a/> { ?s ?p ?o } }",
    "where a long string is none": (
        "SELECT * { VALUES ?q { '''a' } SERVICE <http://a/> { ?s ?p 'x' } # \\z '''\n }"
    ),
    "where an escape makes a long string none": (
        "SELECT * { VALUES ?q { '''a' } SERVICE <http://a/> { ?s ?p 'x' } # \\uD800 '''\n }"
    ),
    "where an IRI is a comparison": (
        "SELECT * { ?s ?p ?o FILTER(?o<2#>'''\n) SERVICE <http://a/> { } FILTER(1=1#'''\n) }"
    ),
    "where an IRI is a comparison and a comment": (
        "SELECT * { ?s ?p ?o FILTER(?o<?o)SERVICE?x#>\n{ ?s ?p ?o } }"
    ),
    "by a pragma of Virtuoso": 'DEFINE get:soft "soft" SELECT * FROM <http://a/> { ?s ?p ?o }',
}
CALLS_NOT = {
    "a string": "SELECT * { ?s ?p 'SERVICE <http://a/> {', \"public service\"@en }",
    "a long string": "SELECT * { ?s ?p '''it's a \"service\"\nSERVICE <http://a/> {''' }",
    "a comment": "SELECT * { # SERVICE <http://a/> {\n ?s ?p ?o }",
    "an IRI": "SELECT * { ?s <http://a/(service)#SERVICE'x> ?o }",
    "a variable": "SELECT ?service $SERVICE { ?service ?p $SERVICE }",
    "a name": (
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>"
        "SELECT ?x { ?x a sd:Service ; sd:service ?y . ?y sd:serviceSilent/sd:Service? ?z }"
    ),
    "a blank node": "SELECT * { _:service ?p ?o }",
}


@pytest.mark.parametrize("query", CALLS.values(), ids=CALLS)
def test_a_call_is_found(query: str) -> None:
    assert calls_out(query)


@pytest.mark.parametrize("query", CALLS_NOT.values(), ids=CALLS_NOT)
def test_the_word_alone_is_no_call(query: str) -> None:
    assert not calls_out(query)


def test_no_question_of_the_catalogue_calls() -> None:
    assert not any(calls_out(question.text) for question in load_catalogue().values())


@pytest.mark.parametrize(
    "text", ["?a<b#>'\n", "'''\\u0041''' ", "<a#", '"a', "a.", "-", "e:service\n"]
)
def test_a_text_made_to_take_long_takes_no_time_to_speak_of(text: str) -> None:
    start = time.perf_counter()
    calls_out(text * (1_000_000 // len(text)) + " 'service'")
    calls_out(text * (90_000 // len(text)) + " 'service'")
    outline(text * (90_000 // len(text)))
    assert time.perf_counter() - start < 2


@pytest.fixture(scope="module")
def calls() -> Iterator[list[int]]:
    """Calls that a server got; its port is the first number."""
    got: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(1)
            self.send_response(500)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as web:
        got.append(web.server_port)
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield got
        web.shutdown()


PIECES = st.sampled_from(
    [
        *("SERVICE", "service", "SILENT", "%s", "?x", "e:", "e:x", "e:1", ":", ":p", "e:SERVICE"),
        *(" ", "\n", "\r", "#", "'", "'''", '"', '"""', "\\u0041", "\\uD800", "\\z", "\\n", "'a'"),
        *(
            "{",
            "}",
            "(",
            ")",
            "<",
            ">",
            "<2",
            "?o<2",
            ".",
            "1",
            "true",
            "2.",
            "+",
            "@en",
            "^^",
            "/",
        ),
        *("FILTER(", "{ }", "?s ?p ?o", "VALUES ?q { 1 }", "BIND(1 AS ?z)", "OPTIONAL", "#>", "'#"),
    ]
)
SHAPES = st.sampled_from(
    [
        "SELECT * { ?s ?p ?o %s SERVICE %%s { } %s }",
        "SELECT * { ?s ?p ?o %sSERVICE%%s{ } %s }",
        "SELECT * { ?s ?p ?o FILTER(?o<%s) %s SERVICE %%s { } }",
        "SELECT * { ?s ?p ?o FILTER(?o<2%s#>%s'''\n) SERVICE %%s { } FILTER(1=1#'''\n) }",
        "SELECT * { VALUES ?q { '''a%s } SERVICE %%s { } # %s'''\n }",
        "SELECT * { ?s ?p ?o . VALUES ?q { %s }%s%%s{ } }",
        "SELECT * { ?s ?p ?o %s%s { } }",
    ]
)


@settings(max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shape=SHAPES,
    first=st.lists(PIECES, max_size=4).map("".join),
    second=st.lists(PIECES, max_size=4).map("".join),
)
def test_what_is_let_through_makes_the_engine_call_nobody(
    calls: list[int], shape: str, first: str, second: str
) -> None:
    """The engine itself is the judge: a query that passes is run, and nobody may be called."""
    address = f"<http://127.0.0.1:{calls[0]}/>"
    query = "PREFIX e: <http://a:> PREFIX : <http://a/> " + (
        shape.replace("%%s", "\0") % (first, second)
    ).replace("\0", address).replace("%s", address)
    if calls_out(query):
        return
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal(1)))
    try:
        answer = store.query(query)
        if not isinstance(answer, ox.QueryBoolean):
            list(answer)
    except (SyntaxError, OSError, RuntimeError, ValueError):
        pass
    assert calls[1:] == [], query
