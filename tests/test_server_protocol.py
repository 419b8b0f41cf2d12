"""`/sparql` speaks the SPARQL 1.1 Protocol: to the W3C's own cases, and to the clients in use."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from running_server import EVERYTHING, Server, serving
from SPARQLWrapper import CSV, JSON, N3, POST, RDFXML, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.endpoints.endpoint import BadQuery, LocalEndpoint, cell_text
from kg.endpoints.remote import RemoteEndpoint
from kg.questions.ask import ask
from kg.questions.catalogue import load_catalogue

FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE = "application/sparql-update"
GRAPH = "https://w3id.org/zhengmai/graph/"
HENAN, CITY = (
    f"{GRAPH}document/{key}" for key in ("henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44")
)
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
NAMED = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with serving("--store", store) as running:
        yield running


def rows(response: httpx.Response) -> list[list[str]]:
    assert response.status_code == 200, response.text
    answer = response.json()
    names = answer["head"]["vars"]
    return [[row[name]["value"] for name in names] for row in answer["results"]["bindings"]]


def count(endpoint: LocalEndpoint, graphs: str = "") -> str:
    """How many triples the store has, in all or in the default graph made of some."""
    clauses = "".join(f"FROM <{graph}> " for graph in graphs.split())
    table = endpoint.store.query(
        f"SELECT (COUNT(*) AS ?n) {clauses} WHERE {{ ?s ?p ?o }}",
        use_default_graph_as_union=not graphs,
    )
    assert isinstance(table, ox.QuerySolutions)
    return cell_text(next(iter(table))["n"])


# The W3C's test cases, by their names: https://www.w3.org/2009/sparql/docs/tests/data-sparql11/
# protocol/. Those of the update operation that expect success do not apply to an endpoint that
# only answers; those that expect a refusal do.


def test_query_get(server: Server) -> None:
    response = server.client.get("/sparql", params={"query": "ASK {}"})
    assert response.status_code == 200
    assert response.headers["content-type"] in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
    )
    assert response.json()["boolean"] is True


def test_query_post_form(server: Server) -> None:
    response = server.client.post("/sparql", data={"query": "ASK {}"})
    assert response.request.headers["content-type"] == FORM
    assert response.json()["boolean"] is True


def test_query_post_direct(server: Server) -> None:
    response = server.client.post("/sparql", content="ASK {}", headers={"Content-Type": QUERY})
    assert response.json()["boolean"] is True


@pytest.mark.parametrize("way", ["get", "post form", "post direct"])
@pytest.mark.parametrize(
    ("default", "named"),
    [
        pytest.param([HENAN], [], id="query_dataset_default_graph"),
        pytest.param([HENAN, CITY], [], id="query_dataset_default_graphs"),
        pytest.param([], [HENAN, CITY], id="query_dataset_named_graphs"),
        pytest.param([HENAN], [CITY], id="query_dataset_full"),
    ],
)
def test_query_dataset(
    server: Server,
    endpoint: LocalEndpoint,
    way: str,
    default: list[str],
    named: list[str],
) -> None:
    dataset = [("default-graph-uri", graph) for graph in default]
    dataset += [("named-graph-uri", graph) for graph in named]

    def asked(query: str) -> list[list[str]]:
        whole, graphs = urlencode([("query", query), *dataset]), urlencode(dataset)
        if way == "get":
            return rows(server.client.get(f"/sparql?{whole}"))
        if way == "post form":
            headers = {"Content-Type": FORM}
            return rows(server.client.post("/sparql", content=whole, headers=headers))
        headers = {"Content-Type": QUERY}
        return rows(server.client.post(f"/sparql?{graphs}", content=query, headers=headers))

    assert asked(COUNT) == [[count(endpoint, " ".join(default)) if default else "0"]]
    assert asked(NAMED) == [[graph] for graph in sorted(named)]


def test_query_multiple_dataset(server: Server, endpoint: LocalEndpoint) -> None:
    """The dataset of the protocol goes before that of the query."""
    query = f"SELECT (COUNT(*) AS ?n) FROM <{CITY}> WHERE {{ ?s ?p ?o }}"
    response = server.client.get("/sparql", params={"query": query, "default-graph-uri": HENAN})
    assert rows(response) == [[count(endpoint, HENAN)]]


WRITTEN = {
    "query_content_type_select": (
        "SELECT (1 AS ?a) {}",
        {
            "xml": "application/sparql-results+xml",
            "json": "application/sparql-results+json",
            "csv": "text/csv; charset=utf-8",
            "tsv": "text/tab-separated-values; charset=utf-8",
        },
    ),
    "query_content_type_ask": (
        "ASK {}",
        {"xml": "application/sparql-results+xml", "json": "application/sparql-results+json"},
    ),
    "query_content_type_describe": (
        "DESCRIBE <https://w3id.org/zhengmai/ontology>",
        {"rdfxml": "application/rdf+xml", "turtle": "text/turtle; charset=utf-8"},
    ),
    "query_content_type_construct": (
        "CONSTRUCT WHERE { ?s ?p 1 }",
        {"ntriples": "application/n-triples", "jsonld": "application/ld+json"},
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_query_content_type(server: Server, name: str) -> None:
    """By Accept, by `format=`, by `output=`: always what was asked for, and it says what it is."""
    query, formats = WRITTEN[name]
    for short, media_type in formats.items():
        full = media_type.partition(";")[0]
        answers = [
            server.client.get("/sparql", params={"query": query, "format": short}),
            server.client.get("/sparql", params={"query": query, "output": full}),
            server.ask(query, Accept=f"text/html;q=0.5, {full}, image/png;q=0.9"),
        ]
        assert {answer.headers["content-type"] for answer in answers} == {media_type}
        assert len({answer.content for answer in answers}) == 1
        assert "Accept" in answers[0].headers["vary"]


BAD: dict[str, tuple[str, str, str | bytes, str | None, int]] = {
    "bad_query_method": ("PUT", "?query=ASK%20%7B%7D", "", None, 405),
    "bad_multiple_queries": ("GET", "?query=ASK%20%7B%7D&query=SELECT%20*%20%7B%7D", "", None, 400),
    "bad_query_wrong_media_type": ("POST", "", "ASK {}", "text/plain", 415),
    "bad_query_missing_form_type": ("POST", "", "query=ASK%20%7B%7D", None, 415),
    "bad_query_missing_direct_type": ("POST", "", "ASK {}", None, 415),
    "bad_query_non_utf8": ("POST", "", "ASK {}".encode("utf-16"), QUERY, 400),
    "bad_query_syntax": ("GET", "?query=ASK%20%7B", "", None, 400),
    "bad_update_get": ("GET", "?update=CLEAR%20ALL", "", None, 403),
    "bad_multiple_updates": ("POST", "", "update=CLEAR%20ALL&update=CLEAR%20ALL", FORM, 403),
    "bad_update_wrong_media_type": ("POST", "", "CLEAR ALL", "text/plain", 415),
    "bad_update_missing_form_type": ("POST", "", "update=CLEAR%20ALL", None, 415),
    "bad_update_non_utf8": (
        "POST",
        "",
        "CLEAR ALL".encode("utf-16"),
        "application/sparql-update",
        403,
    ),
    "bad_update_syntax": ("POST", "", "CLEAR XYZ", UPDATE, 403),
    "bad_update_dataset_conflict": ("POST", "?using-graph-uri=a:a", "update=CLEAR ALL", FORM, 403),
    # and ours
    "no query": ("POST", "", "", FORM, 400),
    "an update sent as a query": ("POST", "", "INSERT DATA { <a:a> <a:b> 1 }", QUERY, 400),
    "a load sent as a query": ("POST", "", "LOAD <http://127.0.0.1/>", QUERY, 400),
    "another charset": ("POST", "", "ASK {}", f"{QUERY}; charset=gbk", 415),
    "utf-8 that is none in the address": ("GET", "?query=ASK%20%7B%FF%7D", "", None, 400),
    "nothing that can be written": ("GET", "?query=ASK%7B%7D&format=png", "", None, 406),
    "too long": ("POST", "", "#" * 1_000_001, QUERY, 413),
}


@pytest.mark.parametrize("name", BAD)
def test_a_request_that_is_wrong_says_so(server: Server, name: str) -> None:
    method, address, body, media_type, status = BAD[name]
    headers = {"Content-Type": media_type} if media_type else {}
    request = server.client.build_request(
        method, f"/sparql{address}", content=body or None, headers=headers
    )
    response = server.client.send(request)
    assert response.status_code == status
    told = response.json()
    assert told["zh"]
    assert told["en"]
    assert method != "PUT" or "GET" in response.headers["allow"]


def test_a_syntax_error_names_its_place(server: Server) -> None:
    told = server.ask("SELECT *\nWHERE { ?s ?p }").json()
    assert told["line"] == 2
    assert f"第2行第{told['column']}列" in told["zh"]
    assert f"line 2, column {told['column']}" in told["en"]


def test_a_browser_gets_its_errors_as_a_page(server: Server) -> None:
    response = server.ask("ASK {", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert response.status_code == 400
    assert response.headers["content-type"].startswith("text/html")
    assert "语法错误" in response.text


def test_head_and_options(server: Server) -> None:
    head = server.client.head("/sparql", params={"query": EVERYTHING, "format": "csv"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == "text/csv; charset=utf-8"
    options = server.client.options("/sparql")
    assert options.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_pages_of_any_origin_may_ask(server: Server) -> None:
    origin = {"Origin": "https://example.org"}
    preflight = server.client.options(
        "/sparql",
        headers={
            **origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    for query in ("ASK {}", "ASK {"):
        response = server.ask(query, **origin)
        assert response.headers["access-control-allow-origin"] == "*"


def test_a_long_answer_is_compressed_where_the_client_takes_it(server: Server) -> None:
    query = f"{EVERYTHING} LIMIT 5000"
    packed = server.ask(query, **{"Accept-Encoding": "gzip"})
    plain = server.ask(query, **{"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.num_bytes_downloaded * 3 < plain.num_bytes_downloaded


# Clients of others


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning", "ignore:Sending Accept")
def test_sparqlwrapper(server: Server) -> None:
    wrapper = SPARQLWrapper(server.sparql)
    wrapper.setQuery(
        "SELECT ?label { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } LIMIT 3"
    )
    answer: Any
    for form in (JSON, XML):
        wrapper.setReturnFormat(form)
        answer = wrapper.query().convert()
        found = (
            answer["results"]["bindings"] if form == JSON else answer.getElementsByTagName("result")
        )
        assert len(found) == 3
    wrapper.setReturnFormat(CSV)
    wrapper.setMethod(POST)
    answer = wrapper.query().convert()
    assert answer.startswith(b"label")
    wrapper.setQuery("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3")
    for form in (TURTLE, RDFXML, N3):
        wrapper.setReturnFormat(form)
        answer = wrapper.query().convert()
        graph = answer if isinstance(answer, rdflib.Graph) else rdflib.Graph().parse(data=answer)
        assert len(graph) == 3
    wrapper.setQuery("SELECT * {")
    with pytest.raises(QueryBadFormed):
        wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib(server: Server, method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(server.sparql, method=method, returnFormat="xml"))
    henan = rdflib.URIRef("https://w3id.org/zhengmai/id/document/henan-2021-yuzheng-2")
    assert rdflib.Literal("henan-2021-yuzheng-2") in set(
        graph.objects(henan, rdflib.URIRef("https://w3id.org/zhengmai/ontology#key"))
    )
    described = graph.query(f"DESCRIBE <{henan}>").graph
    assert described is not None
    assert len(described) > 10


def test_curl(server: Server) -> None:
    """As the page of the endpoint shows it."""
    command = ["curl", "-sS", "--noproxy", "*", server.sparql, "-H", "Accept: text/csv"]
    query = "query=SELECT ?s { ?s ?p '驻马店市教育局'@zh }"
    said = subprocess.run([*command, "--data-urlencode", query], capture_output=True, check=True)
    assert "https://w3id.org/zhengmai/id/body/驻马店市教育局" in said.stdout.decode().split("\r\n")


def test_our_own_client_gets_the_answers_that_the_store_gives(
    server: Server, endpoint: LocalEndpoint
) -> None:
    remote = RemoteEndpoint(server.sparql)
    for name in ("documents", "class-counts", "item-upward"):
        question = load_catalogue()[name]
        values = {p.name: p.example for p in question.parameters if p.required}
        assert ask(name, values, remote) == ask(name, values, endpoint)
    with pytest.raises(BadQuery, match="第1行第19列"):
        remote.query("SELECT * { ?s ?p }")


def test_a_long_answer_passes_through_without_piling_up(server: Server) -> None:
    def memory() -> int:
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0])

    before = memory()
    size = 0
    query = {"query": EVERYTHING, "format": "xml"}
    plain = {"Accept-Encoding": "identity"}
    with server.client.stream("GET", "/sparql", params=query, headers=plain) as answer:
        for part in answer.iter_bytes():
            size += len(part)
    assert size > 20_000_000
    assert (memory() - before) * 1024 < size / 4
