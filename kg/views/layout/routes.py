"""Tracks in the gutters, heights of the rows, and the finished drawing."""

from __future__ import annotations

from itertools import pairwise

from kg.views.layout.geometry import GUTTER, MARGIN, PAD, PORT, TRACK, Graph, Layout, Rect, Route
from kg.views.layout.hops import Hop, Lines, Trunk
from kg.views.layout.ports import Port, lower_port, upper_port
from kg.views.layout.rows import Rows

Tracks = dict[int, dict[Trunk, int]]
"""For each gutter the track of each trunk that turns there, counted from the top. Gutter n lies
under row n; loops of the top row turn in gutter -1."""


def finish(
    graph: Graph, rows: Rows, lines: Lines, ports: dict[Port, float], width: float
) -> Layout:
    """Give rows their heights and lines their corners."""
    tracks = _tracks(lines.hops, ports)
    tops, bottoms, height = _heights(rows, tracks)
    frames, boxes = _rectangles(graph, rows, tops)
    routes = tuple(
        Route(s, t, k, _points(s, t, lines.paths[(s, t, k)], boxes, ports, tracks, bottoms))
        for s, t, k in sorted(lines.paths)
    )
    widest = max([width, *(rect.right + MARGIN for rect in (*frames.values(), *boxes.values()))])
    lanes = _lanes(rows, tops, bottoms, height, widest)
    return Layout(widest, height, lanes, frames, boxes, routes)


def _tracks(hops: list[Hop], ports: dict[Port, float]) -> Tracks:
    spans: dict[int, dict[Trunk, list[float]]] = {}
    for hop in hops:
        ends = (ports[lower_port(hop)], ports[upper_port(hop)])
        if ends[0] != ends[1]:
            spans.setdefault(hop.gutter, {}).setdefault(hop.trunk, []).extend(ends)
    return {gutter: _packed(trunks) for gutter, trunks in spans.items()}


def _packed(trunks: dict[Trunk, list[float]]) -> dict[Trunk, int]:
    """Put spans on as few tracks as keep them apart."""
    ends: list[float] = []
    tracks: dict[Trunk, int] = {}
    for trunk in sorted(trunks, key=lambda name: (min(trunks[name]), name)):
        left, right = min(trunks[trunk]), max(trunks[trunk])
        track = next((n for n, end in enumerate(ends) if end + PORT / 2 <= left), len(ends))
        ends[track : track + 1] = [right]
        tracks[trunk] = track
    return tracks


def _heights(rows: Rows, tracks: Tracks) -> tuple[list[float], list[float], float]:
    """Give the y of the upper and lower side of each row, and the drawing's height."""
    tops, bottoms = [], []
    y = MARGIN + _turning_room(tracks.get(-1, {}))
    for place, row in enumerate(rows):
        tops.append(y)
        y += max(block.height for block in row)
        bottoms.append(y)
        y += GUTTER + _turning_room(tracks.get(place, {}))
    return tops, bottoms, (bottoms[-1] if bottoms else y) + MARGIN


def _turning_room(tracks: dict[Trunk, int]) -> float:
    return TRACK * (max(tracks.values()) + 1) if tracks else 0.0


def _rectangles(
    graph: Graph, rows: Rows, tops: list[float]
) -> tuple[dict[str, Rect], dict[str, Rect]]:
    frames, boxes = {}, {}
    for block in (block for row in rows for block in row):
        top = tops[block.row]
        if block.framed:
            frames[block.name] = Rect(block.x, top, block.width, block.height)
        for member in block.members:
            if member in graph:
                facts = graph.nodes[member]
                x, inset = block.x + block.offsets[member], PAD if block.framed else 0.0
                boxes[member] = (
                    Rect(x, top, facts["width"], block.height)
                    if facts.get("tall")
                    else Rect(x, top + inset, facts["width"], facts["height"])
                )
    return frames, boxes


def _points(
    source: str,
    target: str,
    path: list[Hop],
    boxes: dict[str, Rect],
    ports: dict[Port, float],
    tracks: Tracks,
    bottoms: list[float],
) -> tuple[tuple[float, float], ...]:
    if not path:
        return _side_line(boxes[source], boxes[target])
    points: list[tuple[float, float]] = []
    for hop in path:
        x1, x2 = ports[lower_port(hop)], ports[upper_port(hop)]
        if hop.lower in boxes:
            points.append((x1, boxes[hop.lower].y))
        if x1 != x2:
            floor = bottoms[hop.gutter] if hop.gutter >= 0 else 0.0
            y = floor + GUTTER / 2 + TRACK * (tracks[hop.gutter][hop.trunk] - 0.5)
            points += [(x1, y), (x2, y)]
        if hop.upper in boxes:
            end = boxes[hop.upper]
            points.append((x2, end.y if hop.loop else end.bottom))
    return tuple(points if path[0].lower == source else points[::-1])


def _side_line(source: Rect, target: Rect) -> tuple[tuple[float, float], ...]:
    """Join two neighbours of a frame."""
    y = source.y + min(source.height, target.height) / 2
    if source.x < target.x:
        return ((source.right, y), (target.x, y))
    return ((source.x, y), (target.right, y))


def _lanes(
    rows: Rows, tops: list[float], bottoms: list[float], height: float, width: float
) -> tuple[tuple[int, Rect], ...]:
    """Give the band of each lane; neighbouring bands meet halfway between their rows."""
    spans: dict[int, list[float]] = {}
    for place, row in enumerate(rows):
        lane = next(block.lane for block in row if block.lane >= 0)
        spans.setdefault(lane, []).extend((tops[place], bottoms[place]))
    halves = [(max(spans[a]) + min(spans[b])) / 2 for a, b in pairwise(spans)]
    borders = list(pairwise((0.0, *halves, height)))
    return tuple(
        (lane, Rect(0.0, top, width, bottom - top))
        for lane, (top, bottom) in zip(spans, borders, strict=True)
    )
