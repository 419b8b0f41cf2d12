"""A list of items, cut into clauses and sentences and counted, once for all comparisons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.align.clauses import Clause, clauses, sentences
from loaders.document import Item

Bag = Mapping[str, int]
"""In how many clauses of an item each run of characters stands; sorted, so that sums over it are
always the same."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The clauses (or the sentences) of a list of items: those of item i are `clauses[spans[i]]`.

    `bigrams` are theirs, sorted.
    """

    clauses: tuple[Clause, ...]
    spans: tuple[slice, ...]
    bigrams: tuple[list[str], ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """The parts of a list of items, and for each item the bigrams and the trigrams it has."""

    clauses: Parts
    sentences: Parts
    bigrams: tuple[Bag, ...]
    trigrams: tuple[Bag, ...]


def texts(items: Iterable[Item]) -> Texts:
    """Cut and count a list of items."""
    held = tuple(items)
    cut = [clauses(item) for item in held]
    return Texts(
        _parts(cut),
        _parts([sentences(item) for item in held]),
        tuple(_bag(clause.bigrams for clause in item) for item in cut),
        tuple(_bag(clause.trigrams for clause in item) for item in cut),
    )


def _parts(cut: Sequence[tuple[Clause, ...]]) -> Parts:
    every = tuple(clause for item in cut for clause in item)
    spans: list[slice] = []
    start = 0
    for item in cut:
        spans.append(slice(start, start + len(item)))
        start += len(item)
    return Parts(every, tuple(spans), tuple(sorted(clause.bigrams) for clause in every))


def _bag(runs: Iterable[frozenset[str]]) -> Bag:
    count = Counter(run for clause in runs for run in clause)
    return dict(sorted(count.items()))
