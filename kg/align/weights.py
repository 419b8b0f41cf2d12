"""How much a bigram weighs, and what an item is about.

A bigram weighs by how few items of both lists have it, so that what all official texts say (加强,
推进) and what both lists are about (职业院校) hardly counts. It weighs more for an upper item that
repeats it and has it nearly to itself, for that is the item's object (产业学院); what many items
repeat (技术技能人才) is not.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.align.texts import Bag, Texts


@dataclass(frozen=True, slots=True)
class Weights:
    """rarity: weight of each bigram of both lists, 0 for one that all items have.
    own: for each bigram the upper items that it is an object of, with what it weighs there beyond.
    """

    rarity: Mapping[str, float]
    own: Mapping[str, Mapping[int, float]]


def weigh(lower: Texts, upper: Texts, salience: float) -> Weights:
    """Weigh the bigrams of two lists of items.

    rarity: log(items / items that have it). own: rarity times `salience` times how much the bigram,
    or a run of three characters that it stands in, is an object of the upper item.
    """
    bags = [*lower.bigrams, *upper.bigrams]
    having = Counter(pair for bag in bags for pair in bag)
    rarity = {pair: math.log(len(bags) / number) for pair, number in having.items()}
    own: dict[str, dict[int, float]] = defaultdict(dict)
    for bags_above in (upper.bigrams, upper.trigrams):
        for j, run, degree in _objects(bags_above):
            for pair in {run[:2], run[-2:]}:
                more = salience * degree * rarity[pair]
                own[pair][j] = max(more, own[pair].get(j, 0.0))
    return Weights(rarity, own)


def _objects(bags: Sequence[Bag]) -> Iterator[tuple[int, str, float]]:
    """Yield what each item repeats, and how much it is its object: log(times that the item has it)
    times the item's share of all times.
    """
    total = Counter[str]()
    for bag in bags:
        total.update(bag)
    for j, bag in enumerate(bags):
        for run, times in bag.items():
            if times > 1:
                yield j, run, math.log(times) * times / total[run]


def vector(bag: Bag, rarity: Mapping[str, float]) -> dict[str, float]:
    """Return an item as a whole, as a weighted vector of length 1."""
    values = {pair: (1 + math.log(times)) * rarity[pair] for pair, times in bag.items()}
    length = math.sqrt(sum(value**2 for value in values.values())) or 1.0
    return {pair: value / length for pair, value in values.items()}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the cosine of two vectors of length 1."""
    return sum(value * other[pair] for pair, value in one.items() if pair in other)
