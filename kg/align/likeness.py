"""How much of what two items say is the same: every item of one list against those of another.

Two clauses are alike by the weight of the bigrams they share. Then clauses compete: a pair counts
less where either clause finds a better partner in another item, and where the item of the other
partner has the greater claim, since more of it is in the lower item (高等 for 中等). Sentences
compete beside the clauses, for one may say in a clause what the other says in two.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.align.clauses import Clause
from kg.align.parameters import Parameters
from kg.align.texts import Parts, Texts
from kg.align.weights import Weights, cosine, vector, weigh

Cell = tuple[int, int]
Grid = list[list[float]]
"""A number for every lower item (or clause) and every upper one."""
LEAST_CLAIM = 0.05
"""What the claim of an item is counted from, so that one that shares nothing else has some."""


@dataclass(frozen=True, slots=True)
class ClausePair:
    """A clause of the lower item, its best partner in the upper one, and how alike they are."""

    lower: Clause
    upper: Clause
    likeness: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for two items belonging together.

    evidence: root of the summed squares of the likeness of clause pairs and of sentence pairs,
        about 1.4 for one clause that is a sentence, shared word for word with no other as close.
    topic: cosine of the items as wholes, 0 to 1.
    pairs: the clause pairs, most alike first.
    """

    evidence: float
    topic: float
    pairs: tuple[ClausePair, ...]


def compare(lower: Texts, upper: Texts, given: Parameters) -> dict[Cell, Likeness]:
    """Compare every item of `lower` with every item of `upper`; pairs that share nothing are left
    out. Cells are positions in the two lists.
    """
    weights = weigh(lower, upper, given.salience)
    by_clause = _Level(lower.clauses, upper.clauses, weights, given)
    by_sentence = _Level(lower.sentences, upper.sentences, weights, given)
    levels = by_clause, by_sentence
    evidence = _evidence(levels, [[1.0] * len(upper.bigrams) for _ in lower.bigrams])
    claims = [[(value + LEAST_CLAIM) ** given.claim for value in row] for row in evidence]
    evidence = _evidence(levels, claims)
    likeness = by_clause.likeness(claims)
    here, there = ([vector(bag, weights.rarity) for bag in side.bigrams] for side in (lower, upper))
    return {
        (i, j): Likeness(value, cosine(here[i], there[j]), by_clause.pairs((i, j), likeness))
        for i, row in enumerate(evidence)
        for j, value in enumerate(row)
        if value
    }


class _Level:
    """The clauses (or sentences) of two lists, held against each other."""

    def __init__(self, lower: Parts, upper: Parts, weights: Weights, given: Parameters) -> None:
        self.lower, self._upper, self._given = lower, upper, given
        alike = list(_alike(lower, upper, weights, given))
        self._closest = [[_most(row[span]) for span in upper.spans] for row in alike]
        self._partners = list(self._after_downward(alike))

    def _after_downward(self, alike: Grid) -> Iterator[list[tuple[float, int]]]:
        """Yield for each lower clause its best partner in every upper item, and the likeness to it
        lowered by how far that partner finds a better one in another lower item.
        """
        nobody = [0.0] * len(self._upper.clauses)
        best = [
            [max(column) for column in zip(nobody, *alike[span], strict=True)]
            for span in self.lower.spans
        ]
        most = [max(column) for column in zip(nobody, *best, strict=True)]
        for own, span in zip(best, self.lower.spans, strict=True):
            share = [
                (value / top) ** self._given.downward if value else 0.0
                for value, top in zip(own, most, strict=True)
            ]
            for row in alike[span]:
                left = [value * part for value, part in zip(row, share, strict=True)]
                yield [_first_most(left, item) for item in self._upper.spans]

    def likeness(self, claims: Grid) -> Grid:
        """Return the likeness of each lower clause to every upper item, lowered by how far another
        upper item has a closer clause or a greater claim.
        """
        found: Grid = []
        for claim, span in zip(claims, self.lower.spans, strict=True):
            for closest, partners in zip(self._closest[span], self._partners[span], strict=True):
                called = [value * part for value, part in zip(closest, claim, strict=True)]
                most = _most(called)
                found.append(
                    [
                        value * (call / most) ** self._given.upward if value else 0.0
                        for (value, _), call in zip(partners, called, strict=True)
                    ]
                )
        return found

    def pairs(self, cell: Cell, likeness: Grid) -> tuple[ClausePair, ...]:
        """Return the clause pairs of two items, most alike first."""
        i, j = cell
        span = self.lower.spans[i]
        found = [
            ClausePair(clause, self._upper.clauses[partners[j][1]], values[j])
            for clause, partners, values in zip(
                self.lower.clauses[span], self._partners[span], likeness[span], strict=True
            )
            if values[j]
        ]
        return tuple(sorted(found, key=lambda pair: -pair.likeness))


def _evidence(levels: Iterable[_Level], claims: Grid) -> Grid:
    """Return for each pair of items the root of the summed squares of likeness, of all levels."""
    squares: Grid = [[0.0] * len(row) for row in claims]
    for level in levels:
        likeness = level.likeness(claims)
        for row, span in zip(squares, level.lower.spans, strict=True):
            for values in likeness[span]:
                for j, value in enumerate(values):
                    row[j] += value**2
    return [[math.sqrt(value) for value in row] for row in squares]


def _alike(
    lower: Parts, upper: Parts, weights: Weights, given: Parameters
) -> Iterator[list[float]]:
    """Yield for each lower clause its likeness to every upper one: the weight that they share over
    the mean of both weights.
    """
    item_of = [j for j, span in enumerate(upper.spans) for _ in upper.clauses[span]]
    postings, lengths = _postings(upper, item_of, weights)
    for clause, bigrams in zip(lower.clauses, lower.bigrams, strict=True):
        shared = [0.0] * len(lengths)
        length_for = [sum(weights.rarity[pair] for pair in bigrams)] * len(upper.spans)
        for pair in bigrams:
            for d, weight in postings.get(pair, ()):
                shared[d] += weight
            for j, weight in weights.own.get(pair, {}).items():
                length_for[j] += weight
        yield [
            weight
            * given.ground ** (clause.ground + other.ground)
            / (math.sqrt(length_for[j] * length) + given.damping)
            if weight
            else 0.0
            for weight, other, length, j in zip(
                shared, upper.clauses, lengths, item_of, strict=True
            )
        ]


def _postings(
    upper: Parts, item_of: list[int], weights: Weights
) -> tuple[dict[str, list[tuple[int, float]]], list[float]]:
    """Return for each bigram the upper clauses that have it, with its weight there, and the whole
    weight of each clause.
    """
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    lengths = []
    for d, bigrams in enumerate(upper.bigrams):
        own = [weights.own.get(pair, {}).get(item_of[d], 0.0) for pair in bigrams]
        full = [weights.rarity[pair] + more for pair, more in zip(bigrams, own, strict=True)]
        for pair, weight in zip(bigrams, full, strict=True):
            postings[pair].append((d, weight))
        lengths.append(sum(full))
    return postings, lengths


def _most(values: Iterable[float]) -> float:
    return max(values, default=0.0)


def _first_most(values: list[float], span: slice) -> tuple[float, int]:
    """Return the greatest value of a span and where it first stands."""
    own = values[span]
    most = _most(own)
    return most, span.start + own.index(most) if own else 0
