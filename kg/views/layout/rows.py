"""Which block stands in which row: boxes alone and frames of boxes, in the rows of their lanes."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from kg.views.layout.geometry import BOX_GAP, GAP, LEFT, MARGIN, PAD, Graph


@dataclass(slots=True, eq=False)
class Block:
    """What moves as one in a row: a frame, a box alone, or a channel for a passing line.

    `offsets` are the x of its members, counted from its own. A channel has no lane (-1).
    """

    name: str
    lane: int
    members: list[str]
    width: float
    height: float
    offsets: dict[str, float]
    framed: bool = False
    row: int = 0
    x: float = 0.0


Rows = list[list[Block]]


def make_rows(graph: Graph, width: float) -> Rows:
    """Put the blocks in rows, top to bottom, each row in the order of its nodes.

    Within a lane the cited stand above the citing, and the most linked next to the lane that
    they are linked with.
    """
    blocks, rows = _blocks(graph), Rows()
    for lane in sorted({block.lane for block in blocks}):
        mine = [block for block in blocks if block.lane == lane]
        for layer in _layers(mine, graph):
            rows.extend(_packed(layer, graph, width - LEFT - MARGIN))
    for place, row in enumerate(rows):
        for block in row:
            block.row = place
    return rows


def _blocks(graph: Graph) -> list[Block]:
    nodes = sorted(graph.nodes, key=lambda node: (graph.nodes[node]["order"], node))
    frames: dict[tuple[int, str], list[str]] = {}
    blocks: list[Block] = []
    for node in nodes:
        facts = graph.nodes[node]
        if facts.get("frame") is None:
            blocks.append(
                Block(node, facts["lane"], [node], facts["width"], facts["height"], {node: 0.0})
            )
        else:
            frames.setdefault((facts["lane"], facts["frame"]), []).append(node)
    blocks += [_frame(graph, lane, frame, members) for (lane, frame), members in frames.items()]
    place = {node: n for n, node in enumerate(nodes)}
    return sorted(blocks, key=lambda block: (block.lane, place[block.members[0]]))


def _frame(graph: Graph, lane: int, frame: str, members: list[str]) -> Block:
    x, offsets = PAD, dict[str, float]()
    for member in members:
        offsets[member] = x
        x += graph.nodes[member]["width"] + BOX_GAP
    tallest = max(graph.nodes[member]["height"] for member in members)
    width = x - BOX_GAP + PAD
    return Block(frame, lane, members, width, tallest + 2 * PAD, offsets, framed=True)


def _layers(blocks: list[Block], graph: Graph) -> list[list[Block]]:
    """Part the blocks of one lane so that a line inside the lane goes upward where it can."""
    home = {member: block.name for block in blocks for member in block.members}
    inside: nx.DiGraph[str] = nx.DiGraph()
    inside.add_nodes_from(block.name for block in blocks)
    inside.add_edges_from(
        (home[upper], home[lower])
        for lower, upper in sorted(graph.edges())
        if lower in home and upper in home and home[lower] != home[upper]
    )
    merged = nx.condensation(inside)
    layers = [
        {block for part in parts for block in merged.nodes[part]["members"]}
        for parts in nx.topological_generations(merged)
    ]
    return [[block for block in blocks if block.name in layer] for layer in layers]


def _packed(blocks: list[Block], graph: Graph, room: float) -> Rows:
    up = {b.name: sum(graph.out_degree(m) for m in b.members) for b in blocks}
    down = {b.name: sum(graph.in_degree(m) for m in b.members) for b in blocks}
    linked_below = sum(down.values()) > sum(up.values())
    degree = down if linked_below else up
    rows, used = Rows([[]]), 0.0
    for block in sorted(blocks, key=lambda b: -degree[b.name]):
        if rows[-1] and used + block.width > room:
            rows.append([])
            used = 0.0
        rows[-1].append(block)
        used += block.width + GAP
    place = {block.name: n for n, block in enumerate(blocks)}
    for row in rows:
        row.sort(key=lambda block: place[block.name])
    return rows[::-1] if linked_below else rows
