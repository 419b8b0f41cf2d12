"""What the endpoint says of itself: Service Description and VoID, counted in the graph.

https://www.w3.org/TR/sparql11-service-description/  https://www.w3.org/TR/void/
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.endpoints.endpoint import Endpoint, EndpointFailure
from kg.iris import BASE, GRAPH, ZM
from kg.pages.plain import plain_page
from kg.prefixes import PREFIXES
from kg.questions.ask import ask
from kg.server.formats import ROWS, TRIPLES, likes_html
from kg.server.negotiation import FOR_ALL, rdf_response

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
DCTERMS = PREFIXES["dcterms"]
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD"),
)
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_PAGE_WAITS = 1.0  # seconds for the counts, which a page can do without
_KEPT = 600.0  # seconds that counts of a remote endpoint are kept
_TITLE = (("政脉：政策传承图谱", "zh"), ("Zhengmai: a graph of policy inheritance", "en"))
_DESCRIPTION = (
    ("公文的每一项从哪一级的哪一项来、靠哪些字句看出、由谁负责、目标变成了多少。", "zh"),
    (
        "Which item of an official document carries out which item above it, on what wording, "
        "who is responsible, and what became of the targets.",
        "en",
    ),
)
_EXAMPLES = ("PolicyDocument", "Item", "Alignment", "PublicBody", "Target")


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted: graphs, classes and properties by IRI, an example of each class."""

    graphs: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    properties: dict[str, int] = field(default_factory=dict)
    licences: tuple[str, ...] = ()


def routes() -> list[Route]:
    """The well-known address of a data set's description."""
    return [Route("/.well-known/void", _void, middleware=[FOR_ALL])]


async def describe_service(request: Request) -> Response:
    """The endpoint's own description: how to use it for people, RDF for programs."""
    base = str(request.base_url)
    if likes_html(request.headers.get("accept")) and not request.query_params:
        return plain_page(
            request,
            "sparql.html",
            "SPARQL",
            door="editor",
            endpoint=f"{base}sparql",
            limits=request.app.state.limits,
            counts=(await _counts(request, _PAGE_WAITS)).graphs,
            rows=ROWS,
            graphs=TRIPLES,
            prefixes=PREFIXES,
        )
    counts = await _counts(request)
    return rdf_response(request, [*_service(base, counts), *_dataset(base, counts)], _PREFIXES)


async def _void(request: Request) -> Response:
    base = str(request.base_url)
    return rdf_response(request, list(_dataset(base, await _counts(request))), _PREFIXES)


async def _counts(request: Request, patience: float | None = None) -> Counts:
    """The counts of the present generation, counted once; none where that takes too long."""
    state = request.app.state
    age = state.generation or int(time.monotonic() / _KEPT)
    if state.counts is None or state.counts[0] != age:
        counting = asyncio.create_task(run_in_threadpool(_count, state.endpoint))
        counting.add_done_callback(lambda task: task.cancelled() or task.exception())
        state.counts = age, counting
    counting = state.counts[1]
    try:
        return await asyncio.wait_for(asyncio.shield(counting), patience)
    except (TimeoutError, EndpointFailure):
        return Counts()


def _count(endpoint: Endpoint) -> Counts:
    graphs, classes, properties, licences = (
        list(ask(name, {}, endpoint).texts())
        for name in ("graphs", "class-counts", "property-counts", "licences")
    )
    return Counts(
        {row["graph"]: int(row["triples"]) for row in graphs},
        {row["class"]: int(row["members"]) for row in classes},
        {row["class"]: row["example"] for row in classes},
        {row["property"]: int(row["triples"]) for row in properties},
        tuple(sorted({row["licence"] for row in licences})),
    )


_PREFIXES = PREFIXES | {"sd": SD, "void": VOID, "formats": _FORMATS}


def _service(base: str, counts: Counts) -> Iterator[ox.Triple]:
    service = ox.NamedNode(f"{base}sparql#service")
    dataset, default = (ox.NamedNode(f"{base}sparql#{name}") for name in ("dataset", "default"))
    yield ox.Triple(service, _TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), ox.NamedNode(f"{base}sparql"))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for name in _RESULT_FORMATS:
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + name))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, _TYPE, _sd("Graph"))
    yield ox.Triple(default, _void_term("triples"), ox.Literal(sum(counts.graphs.values())))
    for number, (graph, triples) in enumerate(counts.graphs.items(), 1):
        named, content = (ox.NamedNode(f"{base}sparql#{n}-{number}") for n in ("named", "graph"))
        yield ox.Triple(dataset, _sd("namedGraph"), named)
        yield ox.Triple(named, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(named, _sd("name"), ox.NamedNode(graph))
        yield ox.Triple(named, _sd("graph"), content)
        yield ox.Triple(content, _TYPE, _sd("Graph"))
        yield ox.Triple(content, _void_term("triples"), ox.Literal(triples))


def _dataset(base: str, counts: Counts) -> Iterator[ox.Triple]:
    dataset = ox.NamedNode(f"{base}.well-known/void#dataset")
    yield ox.Triple(dataset, _TYPE, _void_term("Dataset"))
    for name, texts in (("title", _TITLE), ("description", _DESCRIPTION)):
        for text, language in texts:
            yield ox.Triple(
                dataset, ox.NamedNode(DCTERMS + name), ox.Literal(text, language=language)
            )
    for licence in counts.licences:
        yield ox.Triple(dataset, ox.NamedNode(f"{DCTERMS}license"), ox.NamedNode(licence))
    yield ox.Triple(dataset, _void_term("sparqlEndpoint"), ox.NamedNode(f"{base}sparql"))
    yield ox.Triple(dataset, _void_term("uriSpace"), ox.Literal(BASE))
    for name, number in (
        ("triples", sum(counts.graphs.values())),
        ("classes", len(counts.classes)),
        ("properties", len(counts.properties)),
    ):
        yield ox.Triple(dataset, _void_term(name), ox.Literal(number))
    for prefix in sorted(set(map(_namespace, (*counts.classes, *counts.properties)))):
        yield ox.Triple(dataset, _void_term("vocabulary"), ox.NamedNode(prefix))
    for name in _EXAMPLES:
        if example := counts.examples.get(ZM + name):
            yield ox.Triple(dataset, _void_term("exampleResource"), ox.NamedNode(example))
    for graph in counts.graphs:
        if graph.startswith(GRAPH):
            dump = f"{base}graph/{graph.removeprefix(GRAPH)}?format=ntriples"
            yield ox.Triple(dataset, _void_term("dataDump"), ox.NamedNode(dump))
    yield from _partitions(dataset, "class", "entities", counts.classes)
    yield from _partitions(dataset, "property", "triples", counts.properties)


def _partitions(
    dataset: ox.NamedNode, kind: str, unit: str, counts: dict[str, int]
) -> Iterator[ox.Triple]:
    for number, (iri, count) in enumerate(counts.items(), 1):
        part = ox.NamedNode(f"{dataset.value}-{kind}-{number}")
        yield ox.Triple(dataset, _void_term(f"{kind}Partition"), part)
        yield ox.Triple(part, _void_term(kind), ox.NamedNode(iri))
        yield ox.Triple(part, _void_term(unit), ox.Literal(count))


def _namespace(iri: str) -> str:
    head, sign, _ = iri.rpartition("#" if "#" in iri else "/")
    return head + sign


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)


def _void_term(name: str) -> ox.NamedNode:
    return ox.NamedNode(VOID + name)
