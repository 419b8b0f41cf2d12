"""What the things in an answer are called, and where their pages are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.iris import BASE, GRAPH, ZMV
from kg.language import say
from kg.pages.address import (
    body_address,
    document_address,
    item_address,
    resource_address,
    target_address,
)
from kg.questions.tables import readable
from kg.views.facts import Asker, Row
from kg.views.words import UNKNOWN_LEVEL, Level, item_name, level_of
from kg.vocabulary import concept_names


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the graph: what it is called, the address of its page ("" for none), its level.

    `short` is what it is called inside its document.
    """

    name: str
    address: str
    level: Level = UNKNOWN_LEVEL
    short: str = ""


def name_things(asker: Asker, iris: Iterable[str]) -> dict[str, Thing]:
    """Name things by IRI, in a query for all of them; concepts are called by the vocabulary."""
    wanted = sorted(set(iris))
    things = {iri: _thing(iri) for iri in wanted}
    own = [iri for iri in wanted if iri.startswith((BASE, GRAPH))]
    for row in asker.rows_of("view-names", "thing", own):
        iri = row["thing"]
        name, short = _names(row)
        things[iri] = Thing(name, things[iri].address, level_of(row["level"]), short)
    return things


def _thing(iri: str) -> Thing:
    if iri.startswith(ZMV) and (names := concept_names(iri)):
        return Thing(say(*names), resource_address(iri))
    return Thing(readable(NamedNode(iri)), _address(iri))


def _address(iri: str) -> str:
    kind, _, rest = iri.removeprefix(BASE).partition("/") if iri.startswith(BASE) else ("", "", "")
    key, _, inside = rest.partition("/")
    if kind == "item" and inside:
        return item_address(f"{key}#{inside}")
    if kind == "target" and inside:
        return target_address(iri)
    if kind in ("document", "section"):
        return document_address(key)
    if kind == "body":
        return body_address(rest)
    return resource_address(iri)


def _names(row: Row) -> tuple[str, str]:
    notation = row["notation"]
    if notation and row["name"].endswith(notation):
        short = item_name(notation, task=bool(row["task"]))
        return f"{row['name'].removesuffix(notation).strip()} {short}", short
    name = row["number"] or row["name"]
    return name, name
