"""What became of an upper item's targets in the lower items that are linked to it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from kg.align.clauses import bigrams
from kg.align.link import ItemRef, Link, Outcome, TargetLink
from loaders.document import Item, Target

ALIKE = 0.6
COUNTERS = frozenset("个所家门种名项座处次")
"""Counting words that one thing may take in turn: 5 个 or 5 所示范基地."""
MULTIPLES = {"万": 10_000.0, "亿": 100_000_000.0}


@dataclass(frozen=True, slots=True)
class TargetPair:
    """Two targets that count the same thing, by their positions in their items."""

    lower: int
    upper: int
    outcome: Outcome


def same_targets(lower: Item, upper: Item) -> tuple[TargetPair, ...]:
    """Pair the targets of two items that count the same thing, the most alike first.

    They count the same where their indicators share most of their bigrams and their units agree.
    """
    likeness = sorted(
        (-_alike(below, above), i, j)
        for i, below in enumerate(lower.targets)
        for j, above in enumerate(upper.targets)
        if _alike(below, above) >= ALIKE
    )
    pairs: list[TargetPair] = []
    for _, i, j in likeness:
        if all(pair.lower != i and pair.upper != j for pair in pairs):
            pairs.append(TargetPair(i, j, outcome(lower.targets[i], upper.targets[j])))
    return tuple(pairs)


def outcome(lower: Target, upper: Target) -> Outcome:
    """Say whether the lower target has the number of the upper one."""
    kept = _amounts(lower) == _amounts(upper)
    return "kept" if kept else "changed"


def target_links(links: Iterable[Link], items: Mapping[ItemRef, Item]) -> Iterator[TargetLink]:
    """Follow every target of an upper item into the lower items that carry the item out.

    Where no item of a list of a lower document (its body, or its tasks) gives a number, the
    surest of its links says so once.
    """

    def whose(link: Link) -> tuple[ItemRef, str, str]:
        return link.object, link.subject.document, items[link.subject].kind

    across = (link for link in links if link.kind in ("implements", "alignedWith"))
    for (upper, _, _), group in groupby(sorted(across, key=whose), key=whose):
        carrying = sorted(group, key=lambda link: (-link.confidence, link.subject))
        open_targets = set(range(len(items[upper].targets)))
        for link in carrying:
            for pair in same_targets(items[link.subject], items[upper]):
                open_targets.discard(pair.upper)
                yield TargetLink(link.subject, pair.lower, upper, pair.upper, pair.outcome)
        for index in sorted(open_targets):
            yield TargetLink(carrying[0].subject, None, upper, index, "no-number")


def _alike(one: Target, other: Target) -> float:
    """Return the cosine of the bigrams of two indicators; 0 where the units cannot be compared."""
    if not _comparable(_base(one.unit)[0], _base(other.unit)[0]):
        return 0.0
    here, there = bigrams(one.indicator), bigrams(other.indicator)
    return len(here & there) / math.sqrt(len(here) * len(there) or 1)


def _comparable(one: str, other: str) -> bool:
    return one == other or {one, other} <= COUNTERS


def _base(unit: str) -> tuple[str, float]:
    """Part a printed unit into the unit and its multiple: 万人 is 10,000 人."""
    head = MULTIPLES.get(unit[:1])
    return (unit[1:], head) if head and len(unit) > 1 else (unit, 1.0)


def _amounts(target: Target) -> tuple[float, float | None]:
    _, multiple = _base(target.unit)
    most = target.value_max
    return target.value * multiple, None if most is None else most * multiple
