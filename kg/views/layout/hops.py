"""Lines as hops from row to row, through channels where they jump one."""

from __future__ import annotations

from dataclasses import dataclass

from kg.views.layout.geometry import CHANNEL, Graph
from kg.views.layout.rows import Block, Rows

Trunk = tuple[str, str]
"""Target and kind of a line: lines that share both may run on top of each other."""
Edge = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a line between neighbouring rows, from a lower to an upper end.

    An end is a box or a channel. The step turns in the gutter under the row `gutter`. A `loop`
    joins two boxes of one row through the gutter above it.
    """

    lower: str
    upper: str
    trunk: Trunk
    gutter: int
    loop: bool = False


@dataclass(slots=True)
class Lines:
    """All hops, each once; the hops of each edge; where each box and channel is; how much a hop
    wants to be straight.
    """

    hops: list[Hop]
    paths: dict[Edge, list[Hop]]
    home: dict[str, Block]
    weights: dict[Hop, float]


def make_lines(graph: Graph, rows: Rows) -> Lines:
    """Cut every edge into hops; adds the channels that jumping lines need to `rows`."""
    home = {member: block for row in rows for block in row for member in block.members}
    paths: dict[Edge, list[Hop]] = {}
    weights: dict[Hop, float] = {}
    for source, target, kind in sorted(graph.edges(keys=True)):
        path = _path(source, target, str(kind), rows, home)
        paths[(source, target, kind)] = path
        for hop in path:
            weight = float(graph.edges[source, target, kind].get("weight", 1))
            weights[hop] = max(weight, weights.get(hop, 0))
    return Lines(list(weights), paths, home, weights)


def _path(source: str, target: str, kind: str, rows: Rows, home: dict[str, Block]) -> list[Hop]:
    low, high = home[source].row, home[target].row
    trunk = (target, kind)
    if low < high:  # a line that must go down: the same way, drawn from the other end
        return _path(target, source, kind, rows, home)
    if low == high:
        beside = _side_by_side(home[source], source, target)
        return [] if beside else [Hop(source, target, trunk, low - 1, loop=True)]
    path, at = [], source
    for row in range(low - 1, high, -1):
        channel = f"\x00{target}\x00{kind}\x00{row}"
        if channel not in home:
            home[channel] = Block(channel, -1, [channel], CHANNEL, 0, {channel: 0.0}, row=row)
            rows[row].append(home[channel])
        path.append(Hop(at, channel, trunk, row))
        at = channel
    return [*path, Hop(at, target, trunk, high)]


def _side_by_side(block: Block, one: str, other: str) -> bool:
    if other not in block.members:
        return False
    return abs(block.members.index(one) - block.members.index(other)) == 1
