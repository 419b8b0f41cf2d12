"""What became of each item of a document in each document below it: four states, never mixed up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kg.views.facts import (
    Asker,
    DocumentFacts,
    ItemFacts,
    Shelf,
    TargetFacts,
    decided,
    item_of,
    target_of,
)
from kg.views.words import COVERAGE, LINKS, key_of

State = Literal["implements", "related", "none", "open"]
"""Implemented; same content or topic only; searched and not found; nobody has looked."""
STATES: dict[State, tuple[str, str]] = {
    "implements": COVERAGE["implemented"],
    "related": COVERAGE["related"],
    "none": COVERAGE["none-found"],
    "open": COVERAGE["not-reviewed"],
}
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class CellLink:
    """An item of a lower document that is linked with an item of this one."""

    item: ItemFacts
    kind: str
    confidence: str
    review: str


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One item in one lower document."""

    state: State
    word: str
    names: str
    links: tuple[CellLink, ...]
    reviewed: bool


@dataclass(slots=True)
class Coverage:
    """A document's items, the documents below, and the cell of each pair."""

    document: DocumentFacts
    items: list[ItemFacts]
    columns: list[DocumentFacts]
    cells: dict[tuple[str, str], CoverageCell]
    targets: dict[str, list[TargetFacts]] = field(default_factory=dict)
    units: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    own: dict[str, list[ItemFacts]] = field(default_factory=dict)

    def count(self, column: DocumentFacts, state: State) -> int:
        """Count the items in a state in one lower document."""
        return sum(self.cells[item.iri, column.iri].state == state for item in self.items)

    def states(self, item: ItemFacts) -> list[State]:
        """Give the states of an item over all columns."""
        return [self.cells[item.iri, column.iri].state for column in self.columns]


def read_coverage(asker: Asker, document: str) -> Coverage:
    """Read the coverage of a document, by IRI."""
    shelf = Shelf(asker)
    own = shelf[document]
    items = [item_of(row, own) for row in asker.rows("view-document-items", document=document)]
    links = _read_links(asker, document, shelf)
    gaps = {
        (row["item"], row["searched"])
        for row in asker.rows("view-coverage-gaps", document=document)
    }
    below = {row["lower"] for row in asker.rows("view-coverage-documents", document=document)}
    below |= {lower for _, lower in (*links, *gaps)}
    lower = (shelf[iri] for iri in sorted(below))
    columns = [d for d in lower if d.level.lane > own.level.lane]
    kinds = _kinds_of_items(links)
    cells = {
        (item.iri, column.iri): _cell(
            links.get((item.iri, column.iri), []),
            (item.iri, column.iri) in gaps,
            mixed=len(kinds.get(column.iri, ())) > 1,
        )
        for item in items
        for column in columns
    }
    coverage = Coverage(own, items, columns, cells)
    _read_more(asker, coverage, shelf)
    return coverage


def _read_links(asker: Asker, document: str, shelf: Shelf) -> dict[tuple[str, str], list[CellLink]]:
    links: dict[tuple[str, str], list[CellLink]] = {}
    for row in decided(
        asker.rows("view-coverage-links", document=document), "item", "other", "kind"
    ):
        other = item_of(
            {
                "item": row["other"],
                "key": row["otherKey"],
                "notation": row["otherNotation"],
                "title": row["otherTitle"],
                "text": row["otherText"],
                "task": row["otherTask"],
                "table": row["otherTable"],
            },
            shelf[row["otherDocument"]],
        )
        links.setdefault((row["item"], row["otherDocument"]), []).append(
            CellLink(other, key_of(row["kind"]), row["confidence"], row["review"])
        )
    return links


def _kinds_of_items(links: dict[tuple[str, str], list[CellLink]]) -> dict[str, set[bool]]:
    """Say for each lower document whether body items, tasks or both are linked."""
    kinds: dict[str, set[bool]] = {}
    for (_, lower), some in links.items():
        kinds.setdefault(lower, set()).update(link.item.task for link in some)
    return kinds


def _cell(links: list[CellLink], searched: bool, mixed: bool) -> CoverageCell:
    strongest = next(
        (
            k
            for k in ("implements", "alignedWith", "supports", "relatedTo")
            if any(link.kind == k for link in links)
        ),
        None,
    )
    if strongest is None:
        state: State = "none" if searched else "open"
        return CoverageCell(state, STATES[state][0], "", (), False)
    shown = [link for link in links if link.kind == strongest]
    names = "、".join(_short_name(link.item, mixed) for link in shown[:_NAMES_SHOWN])
    if len(shown) > _NAMES_SHOWN:
        names += f"等{len(shown)}项"
    return CoverageCell(
        "implements" if strongest == "implements" else "related",
        LINKS[strongest][0],
        names,
        tuple(links),
        all(link.review == "accepted" for link in shown),
    )


def _short_name(item: ItemFacts, mixed: bool) -> str:
    """Name an item in a cell: 7, or 附7 and 文7 where a document has both kinds."""
    number = item.notation.rpartition("/")[2]
    return f"{'附' if item.task else '文'}{number}" if mixed else number


def _read_more(asker: Asker, coverage: Coverage, shelf: Shelf) -> None:
    document = coverage.document.iri
    for row in asker.rows("view-document-targets", document=document):
        coverage.targets.setdefault(row["item"], []).append(target_of(row))
    for row in asker.rows("view-document-units", document=document):
        named = (row["name"], row["place"])
        units = coverage.units.setdefault(row["item"], [])
        if named not in units:
            units.append(named)
    columns = {column.iri for column in coverage.columns}
    for row in asker.rows("view-coverage-own", document=document):
        if row["lower"] in columns:
            lower = shelf[row["lower"]]
            coverage.own.setdefault(lower.iri, []).append(item_of(row, lower))
