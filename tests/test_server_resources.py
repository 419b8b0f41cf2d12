"""The graph's IRIs are addresses: a page for people, RDF for programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VOID, URIRef
from starlette.testclient import TestClient

from kg.endpoints.endpoint import LocalEndpoint
from kg.server import resources
from kg.server.app import create_app

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
W3ID = "https://w3id.org/zhengmai/"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
BODY = "id/body/驻马店市教育局"
FORMATS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(create_app(store), base_url="http://policy.example") as client:
        yield client


def graph(response: Any) -> rdflib.Graph:
    assert response.status_code == 200, response.text
    media_type = response.headers["content-type"].partition(";")[0]
    return rdflib.Graph().parse(data=response.content, format=FORMATS[media_type])


def number(said: rdflib.Graph, subject: Any, predicate: URIRef) -> int:
    return int(str(said.value(subject, predicate)))


@pytest.mark.parametrize(
    "path",
    [
        BODY,
        "id/item/zhumadian-2021-zhuzhengban-44/A/1",
        "id/document/henan-2021-yuzheng-2",
        "id/division/411700",
        "vocabulary/level/provincial",
        "vocabulary/genre/法定",
        "vocabulary/level",
    ],
)
def test_a_resource_is_answered_in_every_format(client: TestClient, path: str) -> None:
    same = []
    for media_type in FORMATS:
        response = client.get(f"/{path}", headers={"Accept": media_type})
        assert response.headers["content-type"].startswith(media_type)
        assert "Accept" in response.headers["vary"]
        same.append(graph(response))
    assert set(same[0].subjects()) == {URIRef(W3ID + path)}
    assert all(set(other) == set(same[0]) for other in same)
    page = client.get(f"/{path}", headers=BROWSER)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    names = [*same[0].objects(None, RDFS.label), *same[0].objects(None, SKOS.prefLabel)]
    assert any(f"<h1>{name}</h1>" in page.text for name in names)


def test_chinese_in_the_address_is_read_as_it_stands_and_as_browsers_send_it(
    client: TestClient,
) -> None:
    asked = [client.get(address) for address in (f"/{BODY}", quote(f"/{BODY}"))]
    assert asked[0].status_code == 200
    assert set(graph(asked[0])) == set(graph(asked[1]))


def test_a_page_says_in_words_what_the_graph_says_and_links_on(client: TestClient) -> None:
    page = client.get("/id/item/zhumadian-2021-zhuzhengban-44/A/1", headers=BROWSER).text
    assert '<a href="/ontology#implements">落实</a>' in page
    assert '<a href="/id/item/henan-2021-yuzheng-2/A2/1">' in page
    assert "加强职业院校思政课程" in page  # the text itself
    assert "何处提到" in page
    link = client.get(f"/{BODY}", headers=BROWSER).headers["link"]
    assert f'<{quote(f"/{BODY}")}?format=turtle>; rel="alternate"; type="text/turtle"' in link
    assert client.get(f"/{BODY}?format=turtle", headers=BROWSER).text.startswith("@prefix")


def test_nothing_typed_into_an_address_becomes_markup_or_sparql(client: TestClient) -> None:
    for path in ("<script>alert(1)</script>", "a> ?p ?o } #", '"><b>', "a\n", "%FF", "x" * 5000):
        for headers in (BROWSER, {"Accept": "text/turtle"}):
            response = client.get(f"/id/{quote(path)}", headers=headers)
            assert response.status_code == 404
            if headers is BROWSER:
                assert "<script>alert" not in response.text
                assert '"><b>中' in response.text
                assert response.text.count('"><b>') == 1  # of the two languages, which is spoken
            else:
                assert response.headers["content-type"] == "application/json"


def test_what_the_graph_does_not_know_is_told_with_where_to_look(client: TestClient) -> None:
    missing = client.get("/id/document/没有").json()
    assert f"{W3ID}id/document/没有" in missing["zh"]
    assert "/sparql" in missing["en"]
    page = client.get("/id/document/没有", headers=BROWSER)
    assert page.status_code == 404
    assert "图里没有" in page.text
    assert client.get("/nowhere").status_code == 404
    assert client.get(f"/{BODY}", headers={"Accept": "image/png"}).status_code == 406
    assert client.post(f"/{BODY}").status_code == 405


def test_where_the_data_s_own_iris_are_addresses_here_a_resource_is_not_its_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    spaces = {**resources.SPACES, "id": "http://policy.example/id/"}
    monkeypatch.setattr(resources, "SPACES", spaces)
    see = client.get(f"/{BODY}", headers=BROWSER, follow_redirects=False)
    assert (see.status_code, see.headers["location"]) == (303, quote(f"/{BODY}") + "?format=html")
    see = client.get(f"/{BODY}", headers={"Accept": "text/turtle"}, follow_redirects=False)
    assert see.headers["location"].endswith("?format=turtle")


def test_a_graph_is_given_whole(client: TestClient, endpoint: LocalEndpoint) -> None:
    path = "graph/document/henan-2021-yuzheng-2"
    whole = endpoint.construct(
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{W3ID}{path}> {{ ?s ?p ?o }} }}"
    )
    assert len(graph(client.get(f"/{path}", headers={"Accept": "text/turtle"}))) == len(whole)
    assert len(graph(client.get(f"/{path}?format=ntriples"))) == len(whole)
    assert "全部三元组" in client.get(f"/{path}", headers=BROWSER).text
    assert client.get("/graph/none").status_code == 404


def test_the_ontology_for_people_and_for_programs(client: TestClient) -> None:
    as_written = Path(resources.__file__).parents[2] / "ontology" / "policy.ttl"
    iri = URIRef(f"{W3ID}ontology")
    version = str(rdflib.Graph().parse(as_written).value(iri, OWL.versionIRI))
    for path in ("/ontology", f"/{version.removeprefix(W3ID)}"):
        turtle = client.get(path, headers={"Accept": "text/turtle"})
        assert turtle.content == as_written.read_bytes()
        xml = client.get(path, headers={"Accept": "application/rdf+xml"})
        assert len(graph(xml)) == len(graph(turtle))
    page = client.get("/ontology", headers=BROWSER)
    assert 'id="implements"' in page.text
    assert "<style" not in page.text
    assert (URIRef(f"{W3ID}ontology/alignment"), RDF.type, None) in graph(
        client.get("/ontology/alignment")
    )
    assert client.get("/ontology/9.9.9").status_code == 404


# The endpoint and the data describe themselves


def test_the_endpoint_describes_itself(client: TestClient, endpoint: LocalEndpoint) -> None:
    said = graph(client.get("/sparql", headers={"Accept": "application/rdf+xml"}))
    assert len(graph(client.get("/sparql?format=turtle", headers=BROWSER))) == len(said)
    (service,) = said.subjects(RDF.type, SD.Service)
    assert said.value(service, SD.endpoint) == URIRef("http://policy.example/sparql")
    assert SD.SPARQL11Query in set(said.objects(service, SD.supportedLanguage))
    assert SD.UnionDefaultGraph in set(said.objects(service, SD.feature))
    dataset = said.value(service, SD.defaultDataset)
    sizes = {
        str(said.value(named, SD.name)): int(
            str(said.value(said.value(named, SD.graph), VOID.triples))
        )
        for named in said.objects(dataset, SD.namedGraph)
    }
    assert sum(sizes.values()) == len(endpoint.store)
    henan = f"{W3ID}graph/document/henan-2021-yuzheng-2"
    (count,) = endpoint.select(
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{henan}> {{ ?s ?p ?o }} }}"
    ).texts()
    assert sizes[henan] == int(count["n"])


def test_the_data_describe_themselves(client: TestClient, endpoint: LocalEndpoint) -> None:
    said = graph(client.get("/.well-known/void"))
    (dataset,) = said.subjects(RDF.type, VOID.Dataset)
    assert number(said, dataset, VOID.triples) == len(endpoint.store)
    titles = {str(title)[:2] for title in said.objects(dataset, DCTERMS.title)}
    assert titles == {"政脉", "Zh"}
    assert URIRef(f"{W3ID}ontology#") in set(said.objects(dataset, VOID.vocabulary))
    items = {
        int(str(said.value(part, VOID.entities)))
        for part in said.subjects(VOID["class"], URIRef(f"{W3ID}ontology#Item"))
    }
    assert items == {
        len(endpoint.select(f"SELECT DISTINCT ?i {{ ?i a <{W3ID}ontology#Item> }}").rows)
    }
    example = next(iter(said.objects(dataset, VOID.exampleResource)))
    assert client.get(str(example).removeprefix(W3ID)).status_code == 200
    dumps = sorted(str(dump) for dump in said.objects(dataset, VOID.dataDump))
    graphs = endpoint.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
    assert len(dumps) == len(graphs)
    assert len(graph(client.get(dumps[1]))) > 1000


def test_the_page_of_the_endpoint_shows_how_to_ask_and_what_is_allowed(client: TestClient) -> None:
    page = client.get("/sparql", headers=BROWSER).text
    for word in ("http://policy.example/sparql", "default-graph-uri", "30 秒", "SERVICE", "curl"):
        assert word in page
    query = page.partition('spellcheck="false">')[2].partition("</textarea>")[0]
    asked = query.replace("&lt;", "<").replace("&gt;", ">")
    assert len(client.get("/sparql", params={"query": asked}).json()["results"]["bindings"]) > 5


# What every answer carries


@pytest.mark.parametrize(
    "path", ["/", "/health", "/sparql", f"/{BODY}", "/nowhere", "/static/plain.css"]
)
def test_every_answer_is_closed_to_scripts_and_frames(client: TestClient, path: str) -> None:
    headers = client.get(path, headers=BROWSER).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers


def test_pages_load_nothing_from_outside_and_hold_no_style_of_their_own(client: TestClient) -> None:
    for path in ("/sparql", f"/{BODY}", "/id/none"):
        page = client.get(path, headers=BROWSER).text
        assert "<style" not in page
        assert "<script>" not in page
        assert ' style="' not in page
        assert 'href="/static/style.css?' in page
        assert 'aria-label="主导航"' in page


@pytest.mark.parametrize("path", ["/sparql", f"/{BODY}", "/ontology", "/nowhere"])
def test_what_programs_share_with_people_is_shown_in_both_languages(
    client: TestClient, path: str
) -> None:
    chinese, english = (client.get(at, headers=BROWSER) for at in (path, f"/en{path}"))
    assert chinese.status_code == english.status_code
    assert '<html lang="zh-CN"' in chinese.text
    assert '<html lang="en"' in english.text
    assert f'href="{quote(f"/en{path}")}" lang="en"' in chinese.text


def test_the_facts_of_a_thing_lead_to_its_page(client: TestClient) -> None:
    name = BODY.removeprefix("id/body/")
    assert f'href="/body/{quote(name)}"' in client.get(f"/{BODY}", headers=BROWSER).text
    assert f'href="/en/body/{quote(name)}"' in client.get(f"/en/{BODY}", headers=BROWSER).text
