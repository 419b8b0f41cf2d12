"""How much of what two items say is the same: every item of one list against those of another."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.align.clauses import Clause, clauses
from loaders.document import Item


@dataclass(frozen=True, slots=True)
class Likeness:
    """The best pair of clauses of two items and how alike they are, 0 to 1."""

    score: float
    lower: Clause
    upper: Clause


def compare(lower: Sequence[Item], upper: Sequence[Item]) -> dict[tuple[int, int], Likeness]:
    """Likeness of every pair that shares wording, by the positions of the two items.

    A bigram weighs by how few of the items have it, so that what all official texts say
    (加强, 推进, 工作) and what these two are about (职业院校) hardly count.
    """
    below = [(i, clause) for i, item in enumerate(lower) for clause in clauses(item)]
    above = [(j, clause) for j, item in enumerate(upper) for clause in clauses(item)]
    weights = _weights([below, above])
    lengths = [_length(clause, weights) for _, clause in above]
    postings: dict[str, list[int]] = defaultdict(list)
    for number, (_, clause) in enumerate(above):
        for pair in clause.bigrams:
            postings[pair].append(number)
    best: dict[tuple[int, int], Likeness] = {}
    for i, clause in below:
        length = _length(clause, weights)
        shared: dict[int, float] = defaultdict(float)
        for pair in clause.bigrams:
            for number in postings.get(pair, ()):
                shared[number] += weights[pair]
        for number, weight in shared.items():
            j, other = above[number]
            score = weight / math.sqrt(length * lengths[number]) if weight else 0.0
            if (i, j) not in best or best[i, j].score < score:
                best[i, j] = Likeness(score, clause, other)
    return best


def _weights(sides: Sequence[Sequence[tuple[int, Clause]]]) -> Mapping[str, float]:
    seen: Counter[str] = Counter()
    items = 0
    for side in sides:
        by_item: dict[int, set[str]] = defaultdict(set)
        for number, clause in side:
            by_item[number] |= clause.bigrams
        items += len(by_item)
        for pairs in by_item.values():
            seen.update(pairs)
    return {pair: math.log(items / count) for pair, count in seen.items()}


def _length(clause: Clause, weights: Mapping[str, float]) -> float:
    return sum(weights[pair] for pair in clause.bigrams) or 1.0
