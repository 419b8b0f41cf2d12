"""The graph's IRIs answered: what follows https://w3id.org/zhengmai/ is an address here as well.

    /id/item/…, /vocabulary/level/…     a resource: a page for people, RDF for programs
    /graph/document/…                   all triples of a named graph
    /ontology, /ontology/0.1.0          the ontology, as it is written and as a reference to read

w3id.org, where the IRIs point, sends its 303 here, so that a document is answered at once. Where a
publisher's own IRIs (ZHENGMAI_BASE) are addresses of this very server, it says the 303 itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import quote

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kg.endpoints.endpoint import Cell, Endpoint, cell_text
from kg.iris import BASE, GRAPH, ONTOLOGY, ZMV
from kg.language import say, speaking
from kg.pages.plain import own_address, own_page, path_asked, plain_page, spoken
from kg.pages.visit import LANGUAGES
from kg.prefixes import PREFIXES
from kg.questions.catalogue import bind, find_question
from kg.questions.tables import readable
from kg.server.answer import Answer, Asking
from kg.server.errors import Refusal
from kg.server.formats import TRIPLES, likes_html
from kg.server.negotiation import FOR_ALL, rdf_response, rdf_type
from kg.server.protocol import ProtocolQuery

# The first step of an address here, and what IRIs begin with that it stands for.
SPACES = {"id": BASE, "vocabulary": ZMV, "graph": GRAPH}
_WHOLE_GRAPH = 20  # times as long as a query may it take to give all of a graph
_NAMES = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel")


@dataclass(frozen=True, slots=True)
class Thing:
    """A term as a page shows it: its words, what they are (a language), where its page is."""

    text: str
    language: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A property, and the things at its other end."""

    label: str
    property: Thing
    things: tuple[Thing, ...]


def routes() -> list[Route]:
    """The addresses that IRIs of the graph have here."""
    return [
        Route(f"{prefix}/{space}/{{name:path}}", _resource, name=space, middleware=[FOR_ALL])
        for space in SPACES
        for prefix in LANGUAGES
    ]


async def _resource(request: Request) -> Response | ASGIApp:
    space = path_asked(request).split("/")[1]
    node = _node(space, unicodedata.normalize("NFC", request.path_params["name"]))
    wants_page = _wants_page(request)
    here = f"{request.base_url}{space}/{request.path_params['name']}"
    if here == node.value and "format" not in request.query_params:
        form = "html" if wants_page else _short_name(rdf_type(request))
        return RedirectResponse(f"{_address(node.value)}?format={form}", 303, {"Vary": "Accept"})
    endpoint: Endpoint = request.app.state.endpoint
    is_graph = space == "graph" and await run_in_threadpool(_is_graph, node, endpoint)
    if wants_page:
        return await run_in_threadpool(_page, request, node, is_graph)
    if is_graph:
        return _all_triples(request, node)
    triples = await run_in_threadpool(
        endpoint.construct, f"CONSTRUCT {{ {node} ?p ?o }} WHERE {{ {node} ?p ?o }}"
    )
    if not triples:
        raise _unknown(node)
    return rdf_response(request, triples, PREFIXES, _links(node))


def _node(space: str, name: str) -> ox.NamedNode:
    iri = SPACES[space] + name
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise Refusal(404, f"{iri} 不是 IRI", f"{iri} is no IRI") from None


def _wants_page(request: Request) -> bool:
    wish = request.query_params.get("format")
    return wish == "html" if wish else likes_html(request.headers.get("accept"))


def _is_graph(node: ox.NamedNode, endpoint: Endpoint) -> bool:
    return endpoint.query(f"ASK {{ GRAPH {node} {{ ?s ?p ?o }} }}") is True


def _all_triples(request: Request, graph: ox.NamedNode) -> Answer:
    """All of a named graph, passed on as an engine gives it."""
    state = request.app.state
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
    query = ProtocolQuery(text, (), (), "CONSTRUCT", rdf_type(request))
    limits = replace(state.limits, seconds=_WHOLE_GRAPH * state.limits.seconds)
    return Answer(query, Asking(state.engines, state.client, state.clients, limits))


def _page(request: Request, node: ox.NamedNode, is_graph: bool) -> Response:
    endpoint: Endpoint = request.app.state.endpoint
    language = spoken(request)
    with speaking(language):
        facts, referrers = (
            _facts(question, end, node, endpoint)
            for question, end in (("resource-facts", "value"), ("resource-referrers", "subject"))
        )
        page = own_page(node.value)
    if not facts and not referrers and not is_graph:
        raise _unknown(node)
    names = [thing for fact in facts if fact.property.text in _NAMES for thing in fact.things]
    ordered = sorted(names, key=lambda name: name.language != language) or [Thing(readable(node))]
    response = plain_page(
        request,
        "resource.html",
        ordered[0].text,
        iri=node.value,
        is_graph=is_graph,
        names=ordered,
        facts=facts,
        referrers=referrers,
        page=page,
        address_here=_address(node.value),
        formats=TRIPLES,
    )
    response.headers["Link"] = _links(node)
    return response


def _facts(question: str, end: str, node: ox.NamedNode, endpoint: Endpoint) -> tuple[Fact, ...]:
    table = endpoint.select(bind(find_question(question), {"resource": node}))
    rows = groupby(table.records(), key=lambda row: cell_text(row["property"]))
    return tuple(_fact(iri, list(group), end) for iri, group in rows)


def _fact(iri: str, rows: list[dict[str, Cell]], end: str) -> Fact:
    label = say(*(cell_text(rows[0][name]) for name in ("propertyZh", "propertyEn"))) or _short(iri)
    things = dict.fromkeys(_thing(row[end], cell_text(row[f"{end}Label"])) for row in rows)
    return Fact(label, Thing(iri, address=_page_address(iri)), tuple(things))


def _thing(cell: Cell, label: str) -> Thing:
    if isinstance(cell, ox.NamedNode):
        return Thing(label or _short(cell.value), address=_page_address(cell.value))
    return Thing(cell_text(cell), (cell.language or "") if isinstance(cell, ox.Literal) else "")


def _page_address(iri: str) -> str:
    """Where a resource is shown, in the language spoken here."""
    return own_address(_address(iri))


def _short(iri: str) -> str:
    """An IRI as people write it: `dcterms:title`, `henan-2021-yuzheng-2#A2/5`."""
    for prefix, start in PREFIXES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return readable(ox.NamedNode(iri))


def _address(iri: str) -> str:
    """Where a resource is shown: here if it is ours, else where its IRI points."""
    if iri.startswith(ONTOLOGY):
        return "/ontology" + quote(iri.removeprefix(ONTOLOGY), safe="#/")
    for space, start in SPACES.items():
        if iri.startswith(start):
            return f"/{space}/{quote(iri.removeprefix(start))}"
    return iri if iri.startswith(("http://", "https://")) else ""


def _links(node: ox.NamedNode) -> str:
    address = _address(node.value)
    links: Iterable[str] = (
        f'<{address}?format={name}>; rel="alternate"; type="{media_type}"'
        for name, media_type in TRIPLES.items()
    )
    return ", ".join(links)


def _short_name(media_type: str) -> str:
    return next(name for name, known in TRIPLES.items() if known == media_type)


def _unknown(node: ox.NamedNode) -> Refusal:
    return Refusal(
        404,
        f"图里没有 {node.value}；有哪些可查 /api/queries/documents 或 /sparql",
        f"the graph knows no {node.value}: ask /api/queries/documents or /sparql what there is",
    )
