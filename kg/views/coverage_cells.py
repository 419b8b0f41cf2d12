"""What became of each item of a document in each document below it: four states, never mixed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from kg.language import say
from kg.views.facts import (
    Asker,
    DocumentFacts,
    ItemFacts,
    Shelf,
    TargetFacts,
    decided,
    item_of,
    read_items,
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
KINDS = ("implements", "alignedWith", "supports", "relatedTo")
_NAMES_SHOWN = 3


def state_word(state: State) -> str:
    """What a state is called in the language spoken here."""
    return say(*STATES[state])


@dataclass(frozen=True, slots=True)
class CellLink:
    """An item of a lower document that is linked with an item of this one."""

    item: ItemFacts
    kind: str
    confidence: str
    review: str
    short: str = ""
    """Its number: 7, or 附7 and 文7 where a document has tasks and measures."""


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One item in one lower document; the links of the strongest kind stand first."""

    state: State
    word: str
    links: tuple[CellLink, ...]
    strongest: int = 0

    @property
    def shown(self) -> tuple[CellLink, ...]:
        """The links that a cell has room for, all of the strongest kind."""
        return self.links[: min(self.strongest, _NAMES_SHOWN)]

    @property
    def more(self) -> str:
        """How many links of that kind there are, where not all are shown."""
        n = self.strongest
        return say(f"等{n}项", f" … {n} in all") if n > _NAMES_SHOWN else ""

    @property
    def names(self) -> str:
        """The numbers of the linked items."""
        return say("、", ", ").join(link.short for link in self.shown) + self.more

    @property
    def reviewed(self) -> bool:
        """Whether a person accepted every link of the strongest kind."""
        strongest = self.links[: self.strongest]
        return bool(strongest) and all(link.review == "accepted" for link in strongest)


@dataclass(slots=True)
class Coverage:
    """A document's items, the documents below, and the cell of each pair."""

    document: DocumentFacts
    items: list[ItemFacts]
    below: list[DocumentFacts]
    """All documents below, those that carry out most first."""
    columns: list[DocumentFacts]
    """Those of them that were picked."""
    cells: dict[tuple[str, str], CoverageCell]
    targets: dict[str, list[TargetFacts]] = field(default_factory=dict)
    units: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    own: dict[str, list[ItemFacts]] = field(default_factory=dict)
    twins: dict[str, list[ItemFacts]] = field(default_factory=dict)
    """The measures of this document that a task of it restates."""

    def cell(self, item: ItemFacts, column: DocumentFacts) -> CoverageCell:
        """What became of an item in a lower document."""
        return self.cells[item.iri, column.iri]

    @property
    def taken(self) -> set[str]:
        """The lower items that carry out an item or say the same."""
        links = (link for cell in self.cells.values() for link in cell.links)
        return {link.item.iri for link in links if link.kind in ("implements", "alignedWith")}

    def count(self, column: DocumentFacts, state: State) -> int:
        """Count the items in a state in one lower document."""
        return sum(self.cells[item.iri, column.iri].state == state for item in self.items)

    def states(self, item: ItemFacts) -> list[State]:
        """Give the states of an item over all columns."""
        return [self.cells[item.iri, column.iri].state for column in self.columns]


Choice = Callable[[Sequence[DocumentFacts]], Sequence[DocumentFacts]]
"""Picks the columns of a matrix from the documents below."""


def read_coverage(asker: Asker, document: str, choose: Choice = list) -> Coverage:
    """Read the coverage of a document, by IRI, in the lower documents that `choose` picks."""
    shelf = Shelf(asker)
    own = shelf[document]
    items = [item_of(row, own) for row in asker.rows("view-document-items", document=document)]
    searched = asker.rows("view-coverage-gaps", document=document)
    gaps = {(row["item"], row["searched"]) for row in searched}
    below = _read_below(asker, own, {lower for _, lower in gaps}, shelf)
    columns = list(choose(below))
    links = read_cell_links(asker, document, shelf, [column.iri for column in columns])
    mixed = _with_tasks_and_measures(links)
    cells = {
        (item.iri, column.iri): _cell(
            links.get((item.iri, column.iri), []),
            (item.iri, column.iri) in gaps,
            mixed=column.iri in mixed,
        )
        for item in items
        for column in columns
    }
    coverage = Coverage(own, items, below, columns, cells)
    _read_more(asker, coverage)
    return coverage


def _read_below(
    asker: Asker, own: DocumentFacts, searched: set[str], shelf: Shelf
) -> list[DocumentFacts]:
    """Read the documents below; those that carry out most items come first."""
    counts: dict[str, Counter[str]] = {}
    for row in asker.rows("view-coverage-counts", document=own.iri):
        kind = row["kind"].rpartition("#")[2]
        counts.setdefault(row["lower"], Counter())[kind] = int(row["items"])
    under = {row["lower"] for row in asker.rows("view-coverage-documents", document=own.iri)}
    iris = under | counts.keys() | searched
    shelf.fetch(iris)

    def order(iri: str) -> tuple[int, int, str]:
        many = counts.get(iri, Counter())
        return (-many["implements"], -many["alignedWith"] - many["relatedTo"], iri)

    found = (shelf[iri] for iri in sorted(iris, key=order))
    return [lower for lower in found if lower.level.lane > own.level.lane]


def read_cell_links(
    asker: Asker, document: str, shelf: Shelf, others: Sequence[str] | None = None
) -> dict[tuple[str, str], list[CellLink]]:
    """Read the links of a document's items, by item and other document; with `others` alone.

    The other items come without their words: a matrix of thousands of cells shows none.
    """
    links: dict[tuple[str, str], list[CellLink]] = {}
    if others is None:
        rows = asker.rows("view-coverage-links", document=document)
    else:
        rows = asker.rows_of("view-coverage-links", "otherDocument", others, document=document)
    shelf.fetch(row["otherDocument"] for row in rows)
    for row in decided(rows, "item", "other", "kind"):
        if key_of(row["kind"]) not in KINDS:
            continue
        other = item_of(
            {
                "item": row["other"],
                "key": row["otherKey"],
                "notation": row["otherNotation"],
                "title": "",
                "text": "",
                "task": row["otherTask"],
                "table": row["otherTable"],
            },
            shelf[row["otherDocument"]],
        )
        links.setdefault((row["item"], row["otherDocument"]), []).append(
            CellLink(other, key_of(row["kind"]), row["confidence"], row["review"])
        )
    return links


def with_words(asker: Asker, coverage: Coverage) -> Coverage:
    """The same coverage, the linked items with their words."""
    iris = {link.item.iri for cell in coverage.cells.values() for link in cell.links}
    items = read_items(asker, iris, Shelf(asker))
    cells = {
        place: replace(
            cell, links=tuple(replace(link, item=items[link.item.iri]) for link in cell.links)
        )
        for place, cell in coverage.cells.items()
    }
    return replace(coverage, cells=cells)


def _with_tasks_and_measures(links: dict[tuple[str, str], list[CellLink]]) -> set[str]:
    """Find the lower documents of which tasks and measures are linked."""
    kinds: dict[str, set[bool]] = {}
    for (_, lower), some in links.items():
        kinds.setdefault(lower, set()).update(link.item.task for link in some)
    return {lower for lower, both in kinds.items() if len(both) > 1}


def _cell(links: list[CellLink], searched: bool, mixed: bool) -> CoverageCell:
    ordered = [
        replace(link, short=_short_name(link.item, mixed))
        for kind in KINDS
        for link in links
        if link.kind == kind
    ]
    if not ordered:
        state: State = "none" if searched else "open"
        return CoverageCell(state, state_word(state), ())
    kind = ordered[0].kind
    return CoverageCell(
        "implements" if kind == "implements" else "related",
        say(*LINKS[kind]),
        tuple(ordered),
        sum(link.kind == kind for link in ordered),
    )


def _short_name(item: ItemFacts, mixed: bool) -> str:
    """Name an item in a cell: 7, or 附7 and 文7 where a document has both kinds."""
    number = item.notation.rpartition("/")[2]
    if not mixed:
        return number
    return f"{say('附', 'A') if item.task else say('文', 'B')}{number}"


def _read_more(asker: Asker, coverage: Coverage) -> None:
    document = coverage.document.iri
    for row in asker.rows("view-document-targets", document=document):
        coverage.targets.setdefault(row["item"], []).append(target_of(row))
    for row in asker.rows("view-document-units", document=document):
        named = (row["name"], row["place"])
        units = coverage.units.setdefault(row["item"], [])
        if named not in units:
            units.append(named)
    items = {item.iri: item for item in coverage.items}
    for row in asker.rows("view-document-twins", document=document):
        coverage.twins.setdefault(row["item"], []).append(items[row["twin"]])
    coverage.own.update(read_own(asker, coverage.document, coverage.columns, coverage.taken))


def read_own(
    asker: Asker, upper: DocumentFacts, lowers: Sequence[DocumentFacts], taken: Collection[str]
) -> dict[str, list[ItemFacts]]:
    """Read the items of each lower document that come from nowhere in the upper one.

    `taken` are the lower items that carry out an upper one or say the same: a task whose measure
    is among them, and a measure whose task is, come from there too.
    """
    documents = {lower.iri: lower for lower in lowers}
    twins: dict[str, set[str]] = {}
    for row in asker.rows_of("view-document-twins", "document", documents):
        twins.setdefault(row["item"], set()).add(row["twin"])
        twins.setdefault(row["twin"], set()).add(row["item"])
    own: dict[str, dict[str, ItemFacts]] = {}
    for row in asker.rows("view-coverage-own", document=upper.iri):
        is_taken = not twins.get(row["item"], set()).isdisjoint(taken)
        if row["lower"] in documents and not is_taken:
            item = item_of(row, documents[row["lower"]])
            own.setdefault(row["lower"], {}).setdefault(item.iri, item)
    return {lower: list(items.values()) for lower, items in own.items()}
