"""Two documents item by item: what is matched, on which words, and what only one of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.views.compare import Pair, Piece, pair_up, pieces
from kg.views.facts import (
    Asker,
    DocumentFacts,
    ItemFacts,
    item_of,
    read_documents,
    read_gaps,
    read_links,
    read_targets,
    read_wordings,
)
from kg.views.lineage import strength

STATES = ("implements", "alignedWith", "relatedTo", "none", "open")
"""What became of an item on the other side: linked by a kind, searched in vain, not compared."""


@dataclass(frozen=True, slots=True)
class Beside:
    """An item of the right document that is linked with one of the left, and its marked text."""

    item: ItemFacts
    pieces: tuple[Piece, ...]
    pair: Pair


@dataclass(frozen=True, slots=True)
class Match:
    """An item of the left document, marked where anything beside it shares its words.

    `also` are links with items of another kind (a measure where the item is a task), which say
    the same at another place, and weaker ones.
    """

    item: ItemFacts
    pieces: tuple[Piece, ...]
    state: str
    beside: tuple[Beside, ...]
    also: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All items of the left document in its order, and the items that only the right one has."""

    left: DocumentFacts
    right: DocumentFacts
    matches: tuple[Match, ...]
    own: tuple[tuple[ItemFacts, str], ...]

    @property
    def turned(self) -> bool:
        """Whether the lower document stands on the left."""
        return self.left.level.lane > self.right.level.lane

    @property
    def upper(self) -> DocumentFacts:
        """The document of the upper level."""
        return self.right if self.turned else self.left

    @property
    def lower(self) -> DocumentFacts:
        """The document of the lower level."""
        return self.left if self.turned else self.right

    @property
    def counts(self) -> Mapping[str, int]:
        """How many items of the left document there are in each state."""
        counted = Counter(match.state for match in self.matches)
        return {state: counted[state] for state in STATES}


def read_side_by_side(asker: Asker, left: str, right: str) -> SideBySide:
    """Read two documents, given by IRI; links count whichever of the two is the upper one."""
    documents = read_documents(asker, [left, right])
    items = {item.iri: item for item in _read_items(asker, documents)}
    mine, theirs = (
        {iri for iri, item in items.items() if item.document.iri == one} for one in (left, right)
    )
    links = [
        link
        for link in read_links(asker, sorted(theirs))
        if {link.subject, link.object} & mine and {link.subject, link.object} & theirs
    ]
    wordings = read_wordings(asker, sorted({link.subject for link in links}))
    targets = read_targets(asker, items)
    gaps = read_gaps(asker, items)
    beside: dict[str, list[Beside]] = {}
    for link in sorted(links, key=strength):
        upper, lower = items[link.object], items[link.subject]
        sides = targets.get(upper.iri, []), targets.get(lower.iri, [])
        pair = pair_up(link, upper, lower, wordings.get(link.iri, []), sides, ((), ()))
        if upper.iri in mine:
            beside.setdefault(upper.iri, []).append(Beside(lower, pair.lower_pieces, pair))
        else:
            beside.setdefault(lower.iri, []).append(Beside(upper, pair.upper_pieces, pair))
    matches = (
        _match(items[iri], beside.get(iri, []), right in gaps.get(iri, ()))
        for iri in items
        if iri in mine
    )
    linked = {end for link in links for end in (link.subject, link.object)}
    own = (
        (items[iri], "none" if left in gaps.get(iri, ()) else "open")
        for iri in items
        if iri in theirs - linked
    )
    return SideBySide(documents[left], documents[right], tuple(matches), tuple(own))


def _read_items(asker: Asker, documents: Mapping[str, DocumentFacts]) -> list[ItemFacts]:
    by_key = {one.key: one for one in documents.values()}
    items = {
        row["item"]: item_of(row, by_key[row["key"].partition("#")[0]])
        for row in asker.rows_of("view-document-items", "document", documents)
    }
    return list(items.values())


def _match(item: ItemFacts, beside: list[Beside], searched: bool) -> Match:
    """Choose what stands beside an item: what claims most, of its own kind if it can be."""
    state = beside[0].pair.link.kind if beside else "none" if searched else "open"
    strongest = [one for one in beside if one.pair.link.kind == state]
    same = [one for one in strongest if one.item.task == item.task] or strongest
    also = [one for one in beside if one not in same]
    return Match(item, _marked(item, [one.pair for one in same]), state, tuple(same), tuple(also))


def _marked(item: ItemFacts, pairs: Sequence[Pair]) -> tuple[Piece, ...]:
    """Mark in a text what any of its pairs shares, and the numbers of the first."""
    if not pairs:
        return pieces(item.text, (), ())
    upper = pairs[0].upper.iri == item.iri
    spans = [one.object if upper else one.subject for pair in pairs for one in pair.shared]
    numbers, at = [], 0
    for piece in pairs[0].upper_pieces if upper else pairs[0].lower_pieces:
        if piece.style.startswith("num"):
            numbers.append((at, at + len(piece.text), piece.style))
        at += len(piece.text)
    return pieces(item.text, spans, numbers)
