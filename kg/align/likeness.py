"""How much of what two items say is the same: every item of one list against those of another.

Two clauses are alike by the weight of the bigrams they share. A bigram weighs by how few items
of both lists have it, so that what all official texts say (加强, 推进) and what both lists are
about (职业院校) hardly counts; and it weighs more the oftener the upper item repeats it, for
that is what the item is about (产业学院). Then clauses compete: a pair counts less where either
clause finds a better partner in another item.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.align.clauses import Clause, clauses
from kg.align.parameters import Parameters
from loaders.document import Item

Weights = Mapping[str, float]
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ClausePair:
    """A clause of the lower item, its best partner in the upper one, and how alike they are."""

    lower: Clause
    upper: Clause
    likeness: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for two items belonging together.

    evidence: root of the summed squares of the clause pairs' likeness, about 1 for one clause
        shared word for word with no other item as close.
    topic: cosine of the items as wholes, 0 to 1.
    pairs: the clause pairs, most alike first.
    """

    evidence: float
    topic: float
    pairs: tuple[ClausePair, ...]


def compare(
    lower: Sequence[Item], upper: Sequence[Item], given: Parameters
) -> dict[Cell, Likeness]:
    """Compare every item of `lower` with every item of `upper`; pairs that share nothing are left
    out. Cells are positions in the two lists.
    """
    below, above = _Side(lower), _Side(upper)
    weights = _rarity(below, above)
    alike = _competed(_clause_likeness(below, above, weights, given), below, above, given)
    best: dict[Cell, dict[int, tuple[float, int]]] = defaultdict(dict)
    for (c, d), value in alike.items():
        partners = best[below.owner[c], above.owner[d]]
        if value > partners.get(c, (0.0, 0))[0]:
            partners[c] = value, d
    topics = _Topics(below, above, weights)
    found: dict[Cell, Likeness] = {}
    for cell, partners in best.items():
        ranked = sorted(partners.items(), key=lambda entry: (-entry[1][0], entry[0]))
        pairs = (ClausePair(below.clauses[c], above.clauses[d], v) for c, (v, d) in ranked)
        evidence = math.sqrt(sum(value**2 for value, _ in partners.values()))
        found[cell] = Likeness(evidence, topics.cosine(cell), tuple(pairs))
    return found


class _Side:
    """The clauses of a list of items, each with the position of the item that owns it."""

    def __init__(self, items: Sequence[Item]) -> None:
        cut = [(i, clause) for i, item in enumerate(items) for clause in clauses(item)]
        self.owner = [i for i, _ in cut]
        self.clauses = [clause for _, clause in cut]
        self.counts = [Counter[str]() for _ in items]
        for i, clause in cut:
            self.counts[i].update(clause.bigrams)


def _rarity(*sides: _Side) -> Weights:
    """Weigh each bigram by the logarithm of (items / items that have it)."""
    items = sum(len(side.counts) for side in sides)
    having = Counter(pair for side in sides for count in side.counts for pair in count)
    return {pair: math.log(items / number) for pair, number in having.items()}


def _clause_likeness(
    below: _Side, above: _Side, weights: Weights, given: Parameters
) -> dict[Cell, float]:
    """Likeness of clauses, by their numbers: shared weight over the mean of both weights."""
    repeated = [
        {pair: given.salience * math.log(n) for pair, n in count.items() if n > 1}
        for count in above.counts
    ]
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    lengths = []
    for d, clause in enumerate(above.clauses):
        more = repeated[above.owner[d]]
        own = {pair: weights[pair] * (1 + more.get(pair, 0.0)) for pair in clause.bigrams}
        lengths.append(sum(own.values()))
        for pair, weight in own.items():
            postings[pair].append((d, weight))
    found: dict[Cell, float] = {}
    for c, clause in enumerate(below.clauses):
        shared: dict[int, float] = defaultdict(float)
        for pair in clause.bigrams:
            for d, weight in postings.get(pair, ()):
                shared[d] += weight
        plain = sum(weights[pair] for pair in clause.bigrams)
        for d, weight in shared.items():
            more = repeated[above.owner[d]]
            length = plain + sum(weights[p] * more[p] for p in clause.bigrams if p in more)
            ground = given.ground ** (clause.ground + above.clauses[d].ground)
            found[c, d] = ground * weight / (math.sqrt(length * lengths[d]) + given.damping)
    return found


def _competed(
    alike: Mapping[Cell, float], below: _Side, above: _Side, given: Parameters
) -> dict[Cell, float]:
    """Lower a pair's likeness by how far each clause finds a better partner in another item.

    More so upward: a clause mostly carries out one clause above, which others may carry out too.
    """
    upward = _best((c, above.owner[d], v) for (c, d), v in alike.items())
    downward = _best((d, below.owner[c], v) for (c, d), v in alike.items())
    most_up = _best((c, 0, v) for (c, _), v in upward.items())
    most_down = _best((d, 0, v) for (d, _), v in downward.items())
    return {
        (c, d): value
        * (upward[c, above.owner[d]] / most_up[c, 0]) ** given.upward
        * (downward[d, below.owner[c]] / most_down[d, 0]) ** given.downward
        for (c, d), value in alike.items()
        if value > 0
    }


def _best(values: Iterable[tuple[int, int, float]]) -> dict[Cell, float]:
    best: dict[Cell, float] = {}
    for a, b, value in values:
        best[a, b] = max(value, best.get((a, b), 0.0))
    return best


class _Topics:
    """The items as wholes: weighted bigram vectors and their cosines."""

    def __init__(self, below: _Side, above: _Side, weights: Weights) -> None:
        self._below = [_vector(count, weights) for count in below.counts]
        self._above = [_vector(count, weights) for count in above.counts]

    def cosine(self, cell: Cell) -> float:
        here, there = self._below[cell[0]], self._above[cell[1]]
        return sum(value * there[pair] for pair, value in here.items() if pair in there)


def _vector(count: Counter[str], weights: Weights) -> dict[str, float]:
    values = {pair: (1 + math.log(n)) * weights[pair] for pair, n in count.items()}
    length = math.sqrt(sum(value**2 for value in values.values())) or 1.0
    return {pair: value / length for pair, value in values.items()}
