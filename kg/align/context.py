"""What stands around two items and speaks for their belonging together.

An item of the body and the annex row that restates it are read together: where the bodies agree,
the rows that restate them are likelier to. And a lower document mostly follows the order of the
upper one, so that links beside a pair speak for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.align.likeness import Cell, Likeness
from kg.align.parameters import Parameters

NEIGHBOURHOOD = 3


def scores(
    cells: Mapping[Cell, Likeness], counterparts: Mapping[Cell, float], given: Parameters
) -> dict[Cell, float]:
    """Return the score of every cell: its evidence, raised by its context, times its topic.

    `counterparts` gives the evidence between the items that restate the two of a cell.
    """
    evidence = {
        cell: likeness.evidence * (1 + given.counterpart * min(1.0, counterparts.get(cell, 0.0)))
        for cell, likeness in cells.items()
    }
    return {
        cell: value
        * (1 + given.neighbour * _beside(cell, evidence, given.reach))
        * cells[cell].topic ** given.topic
        for cell, value in evidence.items()
    }


def counterpart_evidence(
    cells: Mapping[Cell, Likeness], lower: Sequence[Sequence[int]], upper: Sequence[Sequence[int]]
) -> dict[Cell, float]:
    """Return the best evidence between what restates the one item and what restates the other.

    `lower[i]` and `upper[j]` are the positions, in the lists that `cells` counts in, of the items
    that restate item i and item j.
    """
    found: dict[Cell, float] = {}
    for i, here in enumerate(lower):
        for j, there in enumerate(upper):
            pairs = (cells[a, b].evidence for a in here for b in there if (a, b) in cells)
            if best := max(pairs, default=0.0):
                found[i, j] = best
    return found


def _beside(cell: Cell, evidence: Mapping[Cell, float], reach: float) -> float:
    """Return the best evidence in the neighbourhood, at most 1, less for every step away."""
    i, j = cell
    steps = range(-NEIGHBOURHOOD, NEIGHBOURHOOD + 1)
    near = (
        min(1.0, evidence.get((i + di, j + dj), 0.0)) * reach ** (abs(di) + abs(dj) - 1)
        for di in steps
        for dj in steps
        if di or dj
    )
    return max(near)
