"""How sure it is that two items belong together, for all items of a document or of two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.align.context import counterpart_evidence, scores
from kg.align.likeness import Cell, Likeness, compare
from kg.align.lists import Lists, lists_of
from kg.align.parameters import Curve, Parameters
from kg.align.texts import Texts, texts
from kg.align.wording import shared_wording
from loaders.document import Document, Item, ItemKind

_OTHER: dict[ItemKind, ItemKind] = {"measure": "task", "task": "measure"}


@dataclass(frozen=True, slots=True)
class Scored:
    """Two items that share wording: how alike they are, and the chance that they belong together.

    `lower` is the item of the lower document; inside one document, the row of its annex.
    """

    lower: Item
    upper: Item
    likeness: Likeness
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Within:
    """A document's lists, with its rows held against its own measures.

    `texts` are its measures and its tasks, cut for comparison.
    """

    lists: Lists
    texts: Mapping[ItemKind, Texts]
    restated: tuple[Scored, ...]
    supported: tuple[Scored, ...]
    linked: float

    def items(self, kind: ItemKind) -> tuple[Item, ...]:
        """Return the measures or the tasks."""
        return self.lists.measures if kind == "measure" else self.lists.tasks

    def counterparts(self, kind: ItemKind) -> tuple[ItemKind, list[list[int]]]:
        """Return the kind that items are read together with (tasks with measures, measures with
        tasks), and for each item the positions of those that say the same.

        Where the document has none of the other kind, every item stands for itself.
        """
        own, other_kind = self.items(kind), _OTHER[kind]
        other = self.items(other_kind)
        if not other:
            return kind, [[position] for position in range(len(own))]
        place = {item.id: position for position, item in enumerate(other)}
        same: dict[str, list[int]] = defaultdict(list)
        for pair in self.restated:
            if pair.confidence >= self.linked:
                one, twin = pair.lower.id, pair.upper.id
                if kind == "measure":
                    one, twin = twin, one
                same[one].append(place[twin])
        return other_kind, [same[item.id] for item in own]


def within(document: Document, given: Parameters) -> Within:
    """Hold a document's rows against its measures."""
    lists = lists_of(document)
    measures, tasks, supports = (
        texts(items) for items in (lists.measures, lists.tasks, lists.supports)
    )
    restated, supported = (
        tuple(_scored(rows, lists.measures, alike, {}, given, given.within))
        for rows, cut in ((lists.tasks, tasks), (lists.supports, supports))
        for alike in [compare(cut, measures, given)]
    )
    return Within(lists, {"measure": measures, "task": tasks}, restated, supported, given.linked)


def between(lower: Within, upper: Within, given: Parameters) -> Iterator[Scored]:
    """Hold every item of a lower document against every item of an upper one, of any kind."""
    cells = {
        (below, above): compare(lower.texts[below], upper.texts[above], given)
        for below in _OTHER
        for above in _OTHER
    }
    for (below, above), alike in cells.items():
        twins_below, same_below = lower.counterparts(below)
        twins_above, same_above = upper.counterparts(above)
        around = counterpart_evidence(cells[twins_below, twins_above], same_below, same_above)
        lists = lower.items(below), upper.items(above)
        yield from _scored(*lists, alike, around, given, given.across)


def _scored(
    lower: Sequence[Item],
    upper: Sequence[Item],
    cells: Mapping[Cell, Likeness],
    around: Mapping[Cell, float],
    given: Parameters,
    curve: Curve,
) -> Iterator[Scored]:
    for (i, j), score in scores(cells, around, given).items():
        pair, confidence = cells[i, j], curve.at(score)
        if confidence >= given.related and not shared_wording(pair.pairs, lower[i], upper[j]):
            confidence = 0.0  # nothing is claimed that could not be shown
        yield Scored(lower[i], upper[j], pair, score, confidence)
