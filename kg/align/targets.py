"""What became of an upper item's targets in the lower items that are linked to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rapidfuzz import fuzz

from kg.align.counted import counted_by, in_base_unit, same_unit
from kg.align.link import Addition, ItemRef, Link, Outcome, Shortfall, TargetLink
from kg.align.shortfalls import addition, shortfalls
from loaders.document import Item, ItemKind, Target

ALIKE = 0.7
"""How alike two counted things are from which on they are one: twice the characters that they
share in one order over the characters of both."""
ALIKE_IN_NUMBER_TOO = 0.5
"""The same where the amounts agree, and not in counting a mere one."""
HEAD = 2
"""Characters at the end of a Chinese noun that say what kind of thing it names (学校, 基地)."""

Cell = tuple[int, str, int]
"""A lower target, an upper item and a target of that: position, id, position."""


@dataclass(frozen=True, slots=True)
class TargetPair:
    """Two targets that count the same thing, by their positions in their items."""

    lower: int
    upper: int
    outcome: Outcome
    addition: Addition
    shortfalls: tuple[Shortfall, ...]


def same_targets(lower: Item, uppers: Sequence[Item]) -> dict[str, tuple[TargetPair, ...]]:
    """Pair the targets of an item with those of a whole upper list, by the upper items' ids.

    A target goes with the most alike of the list. Where several upper items count one thing, it
    goes with the item that most of the other targets go with. In one upper item each target is
    paired once.
    """
    above = {upper.id: upper for upper in uppers}
    closest = _closest(lower, above)
    found: dict[str, list[TargetPair]] = defaultdict(list)
    for i, item, j in sorted(closest, key=lambda cell: (-closest[cell], cell)):
        if all(pair.lower != i and pair.upper != j for pair in found[item]):
            found[item].append(_pair(i, j, lower, above[item]))
    times = Counter(pair.lower for pairs in found.values() for pair in pairs)
    return {item: tuple(_once(pair, times) for pair in pairs) for item, pairs in found.items()}


def target_links(links: Iterable[Link], items: Mapping[ItemRef, Item]) -> Iterator[TargetLink]:
    """Follow every target of an upper item into the lower items that carry the item out.

    Where none of a document gives a number for it, the surest of its links says so once.
    """

    def whose(link: Link) -> tuple[ItemRef, str]:
        return link.object, link.subject.document

    lists: dict[tuple[str, ItemKind], list[Item]] = defaultdict(list)
    for ref, item in items.items():
        lists[ref.document, item.kind].append(item)
    answers: dict[tuple[ItemRef, str, ItemKind], dict[str, tuple[TargetPair, ...]]] = {}
    across = (link for link in links if link.kind in ("implements", "alignedWith"))
    for (upper, _), group in groupby(sorted(across, key=whose), key=whose):
        carrying = sorted(group, key=lambda link: (-link.confidence, link.subject))
        open_targets = set(range(len(items[upper].targets)))
        for link in carrying:
            asked = link.subject, upper.document, items[upper].kind
            if asked not in answers:
                answers[asked] = same_targets(items[link.subject], lists[asked[1:]])
            for pair in answers[asked].get(upper.item, ()):
                open_targets.discard(pair.upper)
                yield _answer(link.subject, upper, pair)
        for index in sorted(open_targets):
            yield TargetLink(carrying[0].subject, None, upper, index, "no-number")


def _answer(lower: ItemRef, upper: ItemRef, pair: TargetPair) -> TargetLink:
    return TargetLink(
        lower, pair.lower, upper, pair.upper, pair.outcome, pair.addition, pair.shortfalls
    )


def _pair(i: int, j: int, lower: Item, upper: Item) -> TargetPair:
    here, there = lower.targets[i], upper.targets[j]
    short = tuple(shortfalls(here, there))
    return TargetPair(i, j, _outcome(here, there), addition(here, there), short)


def _once(pair: TargetPair, times: Mapping[int, int]) -> TargetPair:
    """A figure that answers two upper ones counts both things together, and adds up to neither."""
    together = times[pair.lower] > 1 and pair.addition in ("addable", "range")
    return replace(pair, addition="other-thing") if together else pair


def _closest(lower: Item, above: Mapping[str, Item]) -> dict[Cell, float]:
    """Keep for each lower target the cells that are most alike, and of one thing the one in the
    upper item that most of the others go with.
    """
    alike = {
        (i, upper.id, j): likeness
        for i, target in enumerate(lower.targets)
        for upper in above.values()
        for j, other in enumerate(upper.targets)
        if (likeness := _alike(target, other))
    }
    closest = _highest(alike, alike, lambda cell: (cell[0],))
    others: dict[str, float] = defaultdict(float)
    for (_, item, _), likeness in closest.items():
        others[item] = round(others[item] + likeness, 6)

    def thing(cell: Cell) -> tuple[object, ...]:
        return cell[0], counted_by(above[cell[1]].targets[cell[2]]).thing

    return _highest(closest, {cell: others[cell[1]] for cell in closest}, thing)


def _highest(
    cells: Mapping[Cell, float],
    rank: Mapping[Cell, float],
    rivals: Callable[[Cell], tuple[object, ...]],
) -> dict[Cell, float]:
    """Keep, of the cells that are rivals of each other, those of the highest rank."""
    highest: dict[tuple[object, ...], float] = defaultdict(float)
    for cell in cells:
        highest[rivals(cell)] = max(highest[rivals(cell)], rank[cell])
    return {cell: value for cell, value in cells.items() if rank[cell] == highest[rivals(cell)]}


def _outcome(lower: Target, upper: Target) -> Outcome:
    return "kept" if _amounts(lower) == _amounts(upper) else "changed"


def _amounts(target: Target) -> tuple[object, ...]:
    ends = (target.value, target.value_max)
    return tuple(None if end is None else in_base_unit(end, target.unit) for end in ends)


def _alike(lower: Target, upper: Target) -> float:
    """Return how alike the things are that two targets count, 0 where they are not one thing.

    So much in each county is no total, and neither that nor all there are (全市…) is what a level
    certifies (省级…). A lower target may say the thing of the upper one more closely (乡村振兴…
    示范专业点 for 示范专业点).
    """
    here, there = counted_by(lower), counted_by(upper)
    named = here.named_by or there.named_by
    if (
        not same_unit(lower.unit, upper.unit)
        or here.each not in (None, there.each)
        or (named and (here.whole != there.whole or here.each != there.each))
        or not set(here.thing[-HEAD:]) & set(there.thing[-HEAD:])
    ):
        return 0.0
    alike = fuzz.ratio(here.thing, there.thing) / 100
    if len(there.thing) > HEAD and here.thing.endswith(there.thing):
        alike = max(alike, ALIKE)
    telling = lower.value != 1 or (here.shared_out and not here.each)
    same_number = telling and _amounts(lower) == _amounts(upper)
    return alike if alike >= (ALIKE_IN_NUMBER_TOO if same_number else ALIKE) else 0.0
