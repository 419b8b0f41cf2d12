"""How sure it is that two items belong together, for all items of a document or of two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.align.context import counterpart_evidence, scores
from kg.align.likeness import Cell, Likeness, compare
from kg.align.lists import Lists, lists_of
from kg.align.parameters import Curve, Parameters
from loaders.document import Document, Item


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
    """A document's lists, with its rows held against its own measures."""

    lists: Lists
    restated: tuple[Scored, ...]
    supported: tuple[Scored, ...]
    linked: float

    def counterparts(self, of_tasks: bool) -> tuple[Sequence[Item], list[list[int]]]:
        """Return the list that the tasks (the measures) are read together with, and, for each of
        them, the positions of the items in it that say the same.

        A document with only one of the two lists has no other: every item stands for itself.
        """
        own, other = self.lists.measures, self.lists.tasks
        if of_tasks:
            own, other = other, own
        if not other or not own:
            only = own or other
            return only, [[position] for position in range(len(only))] if own else []
        place = {item.id: position for position, item in enumerate(other)}
        same: dict[str, list[int]] = defaultdict(list)
        for pair in self.restated:
            if pair.confidence >= self.linked:
                task, measure = pair.lower.id, pair.upper.id
                same[task if of_tasks else measure].append(place[measure if of_tasks else task])
        return other, [same[item.id] for item in own]


def within(document: Document, given: Parameters) -> Within:
    """Hold a document's rows against its measures."""
    lists = lists_of(document)
    restated, supported = (
        tuple(
            _scored(
                rows, lists.measures, compare(rows, lists.measures, given), {}, given, given.within
            )
        )
        for rows in (lists.tasks, lists.supports)
    )
    return Within(lists, restated, supported, given.linked)


def between(lower: Within, upper: Within, given: Parameters) -> Iterator[Scored]:
    """Hold every item of a lower document against every item of an upper one, of any kind."""
    cells: dict[tuple[int, int], dict[Cell, Likeness]] = {}

    def compared(below: Sequence[Item], above: Sequence[Item]) -> dict[Cell, Likeness]:
        key = id(below), id(above)
        if key not in cells:
            cells[key] = compare(below, above, given)
        return cells[key]

    for below_tasks, below in enumerate((lower.lists.measures, lower.lists.tasks)):
        for above_tasks, above in enumerate((upper.lists.measures, upper.lists.tasks)):
            if below and above:
                below_other, below_same = lower.counterparts(bool(below_tasks))
                above_other, above_same = upper.counterparts(bool(above_tasks))
                around = counterpart_evidence(
                    compared(below_other, above_other), below_same, above_same
                )
                yield from _scored(
                    below, above, compared(below, above), around, given, given.across
                )


def _scored(
    lower: Sequence[Item],
    upper: Sequence[Item],
    cells: Mapping[Cell, Likeness],
    around: Mapping[Cell, float],
    given: Parameters,
    curve: Curve,
) -> Iterator[Scored]:
    for (i, j), score in scores(cells, around, given).items():
        yield Scored(lower[i], upper[j], cells[i, j], score, curve.at(score))
