"""The order of a row and the places along it: few crossings, straight lines."""

from __future__ import annotations

from kg.views.layout.geometry import GAP, LEFT, MARGIN, spread, weighted_mean
from kg.views.layout.hops import Lines
from kg.views.layout.rows import Block, Rows

_SWEEPS = 8


def order_rows(rows: Rows, lines: Lines) -> None:
    """Sweep down and up by barycentre, and keep the order with the fewest crossings."""
    best, fewest = [list(row) for row in rows], _crossings(rows, lines)
    for sweep in range(_SWEEPS):
        downward = sweep % 2 == 0
        for place in range(1, len(rows)) if downward else range(len(rows) - 2, -1, -1):
            _sort_by_barycentre(rows[place], rows, lines, downward)
        crossings = _crossings(rows, lines)
        if crossings < fewest:
            fewest, best = crossings, [list(row) for row in rows]
    for row, order in zip(rows, best, strict=True):
        row[:] = order


def _sort_by_barycentre(row: list[Block], rows: Rows, lines: Lines, downward: bool) -> None:
    place = _positions(rows)
    pulls: dict[str, list[float]] = {block.name: [] for block in row}
    for hop in lines.hops:
        near, far = (hop.lower, hop.upper) if downward else (hop.upper, hop.lower)
        if not hop.loop and lines.home[near].name in pulls:
            pulls[lines.home[near].name].append(place[far])
    centre = {
        block.name: _mean(pulls[block.name]) if pulls[block.name] else place[block.members[0]]
        for block in row
    }
    row.sort(key=lambda block: centre[block.name])


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _positions(rows: Rows) -> dict[str, float]:
    """Say where each box stands in its row, from 0 to 1."""
    places: dict[str, float] = {}
    for row in rows:
        members = [member for block in row for member in block.members]
        places.update({member: (n + 0.5) / len(members) for n, member in enumerate(members)})
    return places


def _crossings(rows: Rows, lines: Lines) -> int:
    place = _positions(rows)
    gutters: dict[int, list[tuple[float, float]]] = {}
    for hop in lines.hops:
        if not hop.loop:
            gutters.setdefault(hop.gutter, []).append((place[hop.lower], place[hop.upper]))
    return sum(
        (a[0] - b[0]) * (a[1] - b[1]) < 0
        for ends in gutters.values()
        for n, a in enumerate(ends)
        for b in ends[:n]
    )


def place_blocks(rows: Rows, lines: Lines, width: float) -> None:
    """Move blocks as near above and below what they are linked with as order and gaps allow."""
    for row in rows:
        x = LEFT
        for block in row:
            block.x = x
            x += block.width + GAP
    right = max([width - MARGIN, *(row[-1].x + row[-1].width for row in rows)])
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            _align(row, lines, right)
    spare = min((row[0].x for row in rows), default=LEFT) - LEFT
    for block in (block for row in rows for block in row):
        block.x -= spare


def _align(row: list[Block], lines: Lines, right: float) -> None:
    wishes: dict[str, list[tuple[float, float]]] = {block.name: [] for block in row}
    for hop in lines.hops:
        for near, far in ((hop.lower, hop.upper), (hop.upper, hop.lower)):
            own, other = lines.home[near], lines.home[far]
            if not hop.loop and own.name in wishes and own.row != other.row:
                x = other.x + other.offsets[far] - own.offsets[near]
                wishes[own.name].append((x, lines.weights[hop]))
    wanted = [weighted_mean(wishes[block.name]) if wishes[block.name] else block.x for block in row]
    starts = spread(wanted, [block.width + GAP for block in row], LEFT, right - row[-1].width)
    for block, start in zip(row, starts, strict=True):
        block.x = start
