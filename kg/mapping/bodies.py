"""The bodies and places that documents name, as quads: what they are called, where they belong.

Many documents name the same body. What is said of it goes into one graph, `entities`, so that it
stands once in the dataset however many documents say it; the divisions of GB/T 2260 stand in the
graph `vocabulary`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg.iris import body_iri, concept_iri, division_iri, graph_iri, term
from kg.mapping.facts import ALT_LABEL, DCTERMS_SOURCE, LABEL, NOTATION, TYPE, describe, zh
from kg.resolve import CitedDocument
from loaders.bodies import Body, resolve_body
from loaders.divisions import (
    DATA_SET,
    DATA_SET_DATE,
    Place,
    divisions,
    find_place,
    place_of_issuer,
)
from loaders.document import Document, Header

ENTITIES = graph_iri("entities")


def place_iri(place: Place) -> NamedNode:
    """Name a division by its code, a zone (which has none) by its name."""
    return division_iri(place.code or place.name)


def place_of(header: Header) -> Place | None:
    """Find the place that a document speaks from: a zone by its name, a division by its code."""
    named = place_of_issuer(header.jurisdiction or "")
    if named and not named.code and named.name == header.jurisdiction:
        return named
    if header.admin_code_gb2260:
        return divisions().get(header.admin_code_gb2260)
    found = find_place(header.issuers, header.document_number, header.title)
    return found.place if found and found.place.name == header.jurisdiction else None


def cited_place(cited: CitedDocument) -> Place | None:
    """Find the place that a document speaks from of which only title, number and issuers are known.

    A guess from a place that its title happens to name is not taken.
    """
    found = find_place(cited.issuers, cited.number)
    return found.place if found else None


def issuer(name: str, place: Place | None) -> Body:
    """Find the body that issues a document under `name`, one with what task lists call it."""
    return resolve_body(name, place_of_issuer(name, place) or place)


def body_quads(document: Document, cited: Iterable[CitedDocument]) -> Iterator[Quad]:
    """Describe each body that `document` or the documents it cites name, and a zone they are of."""
    home = place_of(document.header)
    issuers = [(name, issuer(name, home)) for name in document.header.issuers]
    issuers += [(name, issuer(name, cited_place(one))) for one in cited for name in one.issuers]
    for printed, body in issuers:
        place = division_iri(body.jurisdiction) if body.jurisdiction else None
        yield from _body_quads(body.name, printed, body.collective, body.line, place)
    for unit in (unit for item in document.items() for unit in item.units):
        place = division_iri(unit.jurisdiction) if unit.jurisdiction else None
        yield from _body_quads(unit.normalized, unit.raw, unit.collective, unit.line, place)
    zones = {place for place in (home, *map(cited_place, cited)) if place and not place.code}
    yield from place_quads(ENTITIES, zones)


def _body_quads(
    name: str, printed: str, collective: bool, line: str | None, place: NamedNode | None
) -> Iterator[Quad]:
    yield from describe(
        ENTITIES,
        body_iri(name),
        (TYPE, term("CollectiveBody" if collective else "PublicBody")),
        (LABEL, zh(name)),
        (ALT_LABEL, zh(printed) if printed != name else None),
        ("functionalLine", concept_iri("line", line) if line else None),
        ("jurisdiction", place),
    )


def place_quads(graph: NamedNode, places: Iterable[Place]) -> Iterator[Quad]:
    """Describe places: their names, codes, levels and what lies above them."""
    for place in sorted(places, key=lambda one: (one.code or "", one.name)):
        yield from describe(
            graph,
            place_iri(place),
            (TYPE, term("AdministrativeDivision")),
            (LABEL, zh(place.name)),
            (NOTATION, place.code),
            ("level", concept_iri("level", place.level)),
            ("parentDivision", division_iri(place.parent) if place.parent else None),
            (DCTERMS_SOURCE, f"GB/T 2260, {DATA_SET}, {DATA_SET_DATE}" if place.code else None),
        )
