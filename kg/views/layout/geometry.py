"""Rectangles, routes and the distances that a drawing keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import networkx as nx

Graph: TypeAlias = "nx.MultiDiGraph[str]"

LEFT = 84.0
"""Where boxes begin; left of it stand the names of the lanes."""
MARGIN = 14.0
GAP = 20.0
"""Between two boxes or frames of a row."""
GUTTER = 34.0
"""Height of the gutter between two rows, before the lines that turn there."""
TRACK = 9.0
"""Between two lines that run side by side in a gutter."""
PAD = 10.0
"""Between a frame and its boxes."""
BOX_GAP = 16.0
"""Between two boxes of a frame."""
PORT = 14.0
"""Between two lines at the same side of a box."""
CHANNEL = 10.0
"""Width kept free in a row for a line that passes through it."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; y grows downward."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    def overlaps(self, other: Rect) -> bool:
        """Say whether the two share more than a border."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Route:
    """A line from `source` (lower) to `target` (upper): corner points, the source's end first."""

    source: str
    target: str
    kind: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A finished drawing's geometry; `lanes` are (lane, rectangle) from top to bottom."""

    width: float
    height: float
    lanes: tuple[tuple[int, Rect], ...]
    frames: dict[str, Rect]
    boxes: dict[str, Rect]
    routes: tuple[Route, ...]


def spread(wishes: list[float], rooms: list[float], least: float, most: float) -> list[float]:
    """Place things in their order as near their wishes as their rooms allow (least squares).

    `rooms[n]` is what thing n takes before the next may begin; all starts lie between `least` and
    `most` minus the room that those after them need. The pool-adjacent-violators algorithm.

    >>> spread([10, 10, 50], [20, 20, 20], 0, 100)
    [0.0, 20.0, 50.0]
    """
    before = [sum(rooms[:n]) for n in range(len(rooms))]
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, before, strict=True):
        pools.append((wish - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (mean_b, size_b), (mean_a, size_a) = pools.pop(), pools.pop()
            size = size_a + size_b
            pools.append(((mean_a * size_a + mean_b * size_b) / size, size))
    highest = max(least, most - (before[-1] if before else 0))
    shifts = [min(max(mean, least), highest) for mean, size in pools for _ in range(size)]
    return [round(offset + shift, 1) for offset, shift in zip(before, shifts, strict=True)]


def weighted_mean(values: list[tuple[float, float]]) -> float:
    """Give the mean of (value, weight)."""
    return sum(value * weight for value, weight in values) / sum(weight for _, weight in values)
