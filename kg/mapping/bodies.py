"""The bodies and places that documents name, as quads: what they are called, where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg.iris import body_iri, concept_iri, division_iri, document_graph_iri, term
from kg.mapping.facts import DCTERMS_SOURCE, LABEL, NOTATION, TYPE, describe, zh
from kg.resolve import CitedDocument
from loaders.divisions import (
    DATA_SET,
    DATA_SET_DATE,
    Place,
    divisions,
    find_place,
    lineage,
    place_of_issuer,
)
from loaders.document import Document, Header, Unit


def place_iri(place: Place) -> NamedNode:
    """Name a division by its code, a zone (which has none) by its name."""
    return division_iri(place.code or place.name)


def place_of(header: Header) -> Place | None:
    """Find the place that a document speaks from, a zone included."""
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


def body_quads(document: Document, cited: Iterable[CitedDocument]) -> Iterator[Quad]:
    """Describe each body that `document` names, and each place that it or they belong to, once."""
    graph, home = document_graph_iri(document.key), place_of(document.header)
    places = {home, *map(cited_place, cited)}
    units = {unit.normalized: unit for item in document.items() for unit in item.units}
    for name, unit in units.items():
        yield from _unit_quads(graph, name, unit)
        places.add(divisions().get(unit.jurisdiction or ""))
    issuers = (*document.header.issuers, *(name for one in cited for name in one.issuers))
    for name in dict.fromkeys(issuers):
        place = place_of_issuer(name, home)
        places.add(place)
        yield from _issuer_quads(graph, name, place if name not in units else None)
    yield from place_quads(graph, {one for place in places if place for one in lineage(place)})


def _unit_quads(graph: NamedNode, name: str, unit: Unit) -> Iterator[Quad]:
    yield from describe(
        graph,
        body_iri(name),
        (TYPE, term("CollectiveBody" if unit.collective else "PublicBody")),
        (LABEL, zh(name)),
        ("functionalLine", concept_iri("line", unit.line) if unit.line else None),
        ("jurisdiction", division_iri(unit.jurisdiction) if unit.jurisdiction else None),
    )


def _issuer_quads(graph: NamedNode, name: str, place: Place | None) -> Iterator[Quad]:
    yield from describe(
        graph,
        body_iri(name),
        (TYPE, term("PublicBody")),
        (LABEL, zh(name)),
        ("jurisdiction", place_iri(place) if place else None),
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
