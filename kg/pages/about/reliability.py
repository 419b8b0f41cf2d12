"""Whether confidence means what it says, drawn: what was said against what was right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from kg.views.facts import Asker

SIDE = 260.0
"""The side of the square that stands for 0 to 1 both ways."""
LEFT, TOP = 44.0, 14.0


@dataclass(frozen=True, slots=True)
class Band:
    """Pairs of one band of confidence: their mean confidence, the share that the annotation links.

    `x`, `y` and `radius` place it in the drawing; the area stands for the number of pairs.
    """

    low: float
    high: float
    pairs: int
    said: float
    right: float
    x: float
    y: float
    radius: float


def read_reliability(asker: Asker) -> list[Band]:
    """Read the bands, the lowest first; none where nothing was measured."""
    rows = asker.rows("reliability")
    most = max((int(row["pairs"]) for row in rows), default=1)
    return [
        _band(
            [float(row[name]) for name in ("low", "high", "said", "right")], int(row["pairs"]), most
        )
        for row in rows
    ]


def _band(figures: Sequence[float], pairs: int, most: int) -> Band:
    low, high, said, right = figures
    x, y = LEFT + SIDE * said, TOP + SIDE * (1 - right)
    return Band(low, high, pairs, said, right, x, y, 4 + 12 * sqrt(pairs / most))
