"""Where everything of a layered drawing stands: lanes, frames, boxes and the lines between them.

The layout of Sugiyama and others, cut to what lineage needs. Lanes run across, the highest level
on top. A lane holds one or more rows; a row holds blocks: a document's frame with its boxes, or
a box alone. A line that jumps a row passes through a channel kept free between its blocks, and
turns only in the gutters between rows, so that it never crosses a box. All lines of one kind
that end in the same box share one trunk.

The same graph gives the same drawing, whatever the order its nodes and edges were added in.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from typing import TypeAlias

import networkx as nx

Graph: TypeAlias = "nx.MultiDiGraph[str]"

LEFT = 84.0
"""Where blocks begin; left of it stand the names of the lanes."""
MARGIN = 14.0
GAP = 20.0
"""Between two blocks of a row, or a block and a channel."""
GUTTER = 34.0
"""Height of the gutter between two rows before lines are counted."""
TRACK = 9.0
"""Between two lines that run side by side in a gutter."""
PAD = 10.0
"""Between a frame and its boxes."""
BOX_GAP = 16.0
PORT = 14.0
"""Between two lines that leave the same side of a box."""
CHANNEL = 10.0
LABEL_ROOM = 18.0
_SWEEPS = 8


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

    @property
    def middle(self) -> float:
        """The x halfway between the sides."""
        return self.x + self.width / 2

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share more than a border."""
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
    """A finished drawing's geometry. `lanes` are (lane, rectangle) from top to bottom."""

    width: float
    height: float
    lanes: tuple[tuple[int, Rect], ...]
    frames: dict[str, Rect]
    boxes: dict[str, Rect]
    routes: tuple[Route, ...]


@dataclass(slots=True)
class _Block:
    """What moves as one in a row: a frame, a box alone, or a channel for a trunk."""

    name: str
    lane: int
    members: list[str]
    width: float
    height: float
    offsets: dict[str, float] = field(default_factory=dict)
    framed: bool = False
    row: int = 0
    x: float = 0.0


@dataclass(frozen=True, slots=True)
class _Hop:
    """One step of a line between neighbouring rows, from a lower to an upper end.

    An end is a box or a channel. Hops of one `trunk` may run on top of each other.
    """

    lower: str
    upper: str
    trunk: tuple[str, str]
    gutter: int
    loop: bool = False


def lay_out(graph: Graph, width: float = 1270) -> Layout:
    """Places the nodes of `graph` and routes its edges.

    Node attributes: `lane` (int, 0 on top), `width`, `height`, `order` (sorts a lane),
    `frame` (name of the frame or None). Edges go from the lower node to the upper one; the key
    is the kind of line.
    A lane wider than `width` goes on in a further row; a block wider than that widens the drawing.
    """
    blocks = _blocks(graph)
    rows = _rows(blocks, graph, width)
    home = {member: block for row in rows for block in row for member in block.members}
    hops, paths = _hops(graph, rows, home)
    _order(rows, hops, home)
    _place(rows, hops, home, width)
    ports = _ports(graph, hops, home)
    return _draw(graph, rows, hops, paths, home, ports, width)


# Blocks and rows


def _blocks(graph: Graph) -> list[_Block]:
    frames: dict[tuple[int, str], list[str]] = {}
    alone: list[_Block] = []
    for node in _sorted_nodes(graph):
        facts = graph.nodes[node]
        if facts.get("frame") is None:
            alone.append(
                _Block(node, facts["lane"], [node], facts["width"], facts["height"], {node: 0.0})
            )
        else:
            frames.setdefault((facts["lane"], facts["frame"]), []).append(node)
    framed = [_frame(graph, lane, frame, nodes) for (lane, frame), nodes in frames.items()]
    key = {node: place for place, node in enumerate(_sorted_nodes(graph))}
    return sorted(framed + alone, key=lambda block: (block.lane, key[block.members[0]]))


def _sorted_nodes(graph: Graph) -> list[str]:
    return sorted(graph.nodes, key=lambda node: (graph.nodes[node]["order"], node))


def _frame(graph: Graph, lane: int, frame: str, nodes: list[str]) -> _Block:
    x, offsets = PAD, dict[str, float]()
    for node in nodes:
        offsets[node] = x
        x += graph.nodes[node]["width"] + BOX_GAP
    tallest = max(graph.nodes[node]["height"] for node in nodes)
    return _Block(frame, lane, nodes, x - BOX_GAP + PAD, tallest + 2 * PAD, offsets, framed=True)


def _rows(blocks: list[_Block], graph: Graph, width: float) -> list[list[_Block]]:
    """Blocks in rows, top to bottom: by lane, within a lane the cited above the citing, and the
    most linked next to the lane they are linked with."""
    rows: list[list[_Block]] = []
    for lane in sorted({block.lane for block in blocks}):
        mine = [block for block in blocks if block.lane == lane]
        for depth in _depths(mine, graph):
            rows.extend(_packed(depth, graph, width - LEFT - MARGIN))
    for place, row in enumerate(rows):
        for block in row:
            block.row = place
    return rows


def _depths(blocks: list[_Block], graph: Graph) -> list[list[_Block]]:
    """The blocks of one lane in layers, so that a line inside the lane goes upward if it can."""
    home = {member: block.name for block in blocks for member in block.members}
    inside: nx.DiGraph[str] = nx.DiGraph()
    inside.add_nodes_from(block.name for block in blocks)
    inside.add_edges_from(
        sorted(
            {
                (home[v], home[u])
                for u, v in graph.edges()
                if u in home and v in home and home[u] != home[v]
            }
        )
    )
    merged = nx.condensation(inside)
    layer = {
        block: depth
        for depth, parts in enumerate(nx.topological_generations(merged))
        for part in parts
        for block in merged.nodes[part]["members"]
    }
    return [
        [block for block in blocks if layer[block.name] == depth]
        for depth in range(max(layer.values(), default=-1) + 1)
    ]


def _packed(blocks: list[_Block], graph: Graph, room: float) -> list[list[_Block]]:
    up = {b.name: sum(graph.out_degree(m) for m in b.members) for b in blocks}
    down = {b.name: sum(graph.in_degree(m) for m in b.members) for b in blocks}
    linked_below = sum(down.values()) > sum(up.values())
    ranked = sorted(blocks, key=lambda b: -(down if linked_below else up)[b.name])
    rows: list[list[_Block]] = [[]]
    used = 0.0
    for block in ranked:
        if rows[-1] and used + block.width > room:
            rows.append([])
            used = 0.0
        rows[-1].append(block)
        used += block.width + GAP
    place = {block.name: n for n, block in enumerate(blocks)}
    for row in rows:
        row.sort(key=lambda block: place[block.name])
    return rows[::-1] if linked_below else rows


# Lines as hops from row to row


def _hops(
    graph: Graph, rows: list[list[_Block]], home: dict[str, _Block]
) -> tuple[list[_Hop], dict[tuple[str, str, str], list[_Hop]]]:
    """Every edge as hops; adds the channels that jumping lines need to `rows` and `home`."""
    hops: dict[_Hop, None] = {}
    paths: dict[tuple[str, str, str], list[_Hop]] = {}
    for source, target, kind in sorted(graph.edges(keys=True)):
        path = _path(source, target, str(kind), rows, home)
        paths[(source, target, kind)] = path
        hops.update(dict.fromkeys(path))
    return list(hops), paths


def _path(
    source: str, target: str, kind: str, rows: list[list[_Block]], home: dict[str, _Block]
) -> list[_Hop]:
    low, high = home[source].row, home[target].row
    trunk = (target, kind)
    if low == high:
        return (
            []
            if _side_by_side(home, source, target)
            else [_Hop(source, target, trunk, low - 1, loop=True)]
        )
    if low < high:  # a line that must go down: the same way, drawn from the other end
        return _path(target, source, kind, rows, home)
    path, at = [], source
    for row in range(low - 1, high, -1):
        channel = f"\x00{target}\x00{kind}\x00{row}"
        if channel not in home:
            block = _Block(channel, -1, [channel], CHANNEL, 0, {channel: 0.0}, row=row)
            home[channel] = block
            rows[row].append(block)
        path.append(_Hop(at, channel, trunk, row))
        at = channel
    path.append(_Hop(at, target, trunk, high))
    return path


def _side_by_side(home: dict[str, _Block], one: str, other: str) -> bool:
    block = home[one]
    return block is home[other] and abs(block.members.index(one) - block.members.index(other)) == 1


# Order within a row


def _order(rows: list[list[_Block]], hops: list[_Hop], home: dict[str, _Block]) -> None:
    """Barycentre sweeps down and up; the order with the fewest crossings is kept."""
    best = [list(row) for row in rows]
    fewest = _crossings(rows, hops, home)
    for sweep in range(_SWEEPS):
        downward = sweep % 2 == 0
        places = range(1, len(rows)) if downward else range(len(rows) - 2, -1, -1)
        for place in places:
            _sort_by_barycentre(rows[place], rows, hops, home, downward)
        crossings = _crossings(rows, hops, home)
        if crossings < fewest:
            fewest, best = crossings, [list(row) for row in rows]
    for row, order in zip(rows, best, strict=True):
        row[:] = order


def _sort_by_barycentre(
    row: list[_Block],
    rows: list[list[_Block]],
    hops: list[_Hop],
    home: dict[str, _Block],
    downward: bool,
) -> None:
    place = _positions(rows)
    pulls: dict[str, list[float]] = {block.name: [] for block in row}
    for hop in hops:
        if hop.loop:
            continue
        near, far = (hop.lower, hop.upper) if downward else (hop.upper, hop.lower)
        if home[near].name in pulls and home[near].row == row[0].row:
            pulls[home[near].name].append(place[far])
    centre = {
        block.name: sum(pulls[block.name]) / len(pulls[block.name])
        if pulls[block.name]
        else place[block.members[0]]
        for block in row
    }
    row.sort(key=lambda block: centre[block.name])


def _positions(rows: list[list[_Block]]) -> dict[str, float]:
    """Where each box stands in its row, from 0 to 1."""
    places: dict[str, float] = {}
    for row in rows:
        members = [member for block in row for member in block.members]
        for n, member in enumerate(members):
            places[member] = (n + 0.5) / len(members)
    return places


def _crossings(rows: list[list[_Block]], hops: list[_Hop], home: dict[str, _Block]) -> int:
    place = _positions(rows)
    gutters: dict[int, list[tuple[float, float]]] = {}
    for hop in hops:
        if not hop.loop:
            gutters.setdefault(home[hop.upper].row, []).append((place[hop.lower], place[hop.upper]))
    return sum(
        (a[0] - b[0]) * (a[1] - b[1]) < 0
        for ends in gutters.values()
        for n, a in enumerate(ends)
        for b in ends[:n]
    )


# Places along x


def _place(
    rows: list[list[_Block]], hops: list[_Hop], home: dict[str, _Block], width: float
) -> None:
    """Moves blocks as near below and above each other as their order and gaps allow."""
    for row in rows:
        x = LEFT
        for block in row:
            block.x = x
            x += block.width + GAP
    right = max([width - MARGIN, *(row[-1].x + row[-1].width for row in rows)])
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            _align(row, hops, home, right)


def _align(row: list[_Block], hops: list[_Hop], home: dict[str, _Block], right: float) -> None:
    """The least-squares places of a row for its given order (pool adjacent violators)."""
    wishes: dict[str, list[float]] = {block.name: [] for block in row}
    for hop in hops:
        if hop.loop:
            continue
        for near, far in ((hop.lower, hop.upper), (hop.upper, hop.lower)):
            if home[near].name in wishes and home[near] in row:
                own = home[near].offsets[near]
                wishes[home[near].name].append(home[far].x + home[far].offsets[far] - own)
    starts, start = [], 0.0
    for block in row:
        starts.append(start)
        start += block.width + GAP
    pools: list[tuple[float, int]] = []  # (mean of shifted wishes, number of blocks)
    for block, offset in zip(row, starts, strict=True):
        wish = wishes[block.name]
        pools.append(((sum(wish) / len(wish) if wish else block.x) - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (mean_b, size_b), (mean_a, size_a) = pools.pop(), pools.pop()
            size = size_a + size_b
            pools.append(((mean_a * size_a + mean_b * size_b) / size, size))
    shifts = [mean for mean, size in pools for _ in range(size)]
    most = right - (start - GAP)
    for block, offset, shift in zip(row, starts, shifts, strict=True):
        block.x = round(offset + min(max(shift, LEFT), most), 1)


# Ports: where lines touch boxes


def _ports(
    graph: Graph, hops: list[_Hop], home: dict[str, _Block]
) -> dict[tuple[str, bool, tuple[str, str]], float]:
    """The x of each (box, at its top, trunk)."""
    labels = graph.graph.get("label_widths", {})
    sides: dict[tuple[str, bool], dict[tuple[str, str], list[float]]] = {}
    for hop in hops:
        ends = ((hop.lower, True, hop.upper), (hop.upper, hop.loop, hop.lower))
        for near, top, far in ends:
            sides.setdefault((near, top), {}).setdefault(hop.trunk, []).append(
                _middle(graph, home, far)
            )
    ports: dict[tuple[str, bool, tuple[str, str]], float] = {}
    for (box, top), trunks in sorted(sides.items()):
        order = sorted(trunks, key=lambda trunk: (sum(trunks[trunk]) / len(trunks[trunk]), trunk))
        room = [PORT + (labels.get((box, *trunk), 0.0) if top else 0.0) for trunk in order]
        x = _middle(graph, home, box) - (sum(room[:-1])) / 2
        for trunk, step in zip(order, room, strict=True):
            ports[(box, top, trunk)] = round(x, 1)
            x += step
    _straighten(graph, hops, home, ports)
    return ports


def _middle(graph: Graph, home: dict[str, _Block], member: str) -> float:
    block = home[member]
    width = graph.nodes[member]["width"] if member in graph else CHANNEL
    return block.x + block.offsets[member] + float(width) / 2


def _straighten(
    graph: Graph,
    hops: list[_Hop],
    home: dict[str, _Block],
    ports: dict[tuple[str, bool, tuple[str, str]], float],
) -> None:
    """Lets a line run straight where its port has the box's side for itself."""
    alone: dict[tuple[str, bool], int] = {}
    for box, top, _ in ports:
        alone[(box, top)] = alone.get((box, top), 0) + 1
    for hop in hops:
        if hop.loop:
            continue
        lower, upper = (hop.lower, True, hop.trunk), (hop.upper, False, hop.trunk)
        for moving, fixed in ((lower, upper), (upper, lower)):
            box = moving[0]
            shared = sum(1 for other in hops if other.upper == box and other.trunk == hop.trunk)
            if alone[moving[:2]] > 1 or box not in graph or (moving is upper and shared > 1):
                continue
            left = home[box].x + home[box].offsets[box] + PORT
            right = left + graph.nodes[box]["width"] - 2 * PORT
            if left <= ports[fixed] <= right:
                ports[moving] = ports[fixed]
                break


# Heights and the finished drawing


def _draw(
    graph: Graph,
    rows: list[list[_Block]],
    hops: list[_Hop],
    paths: dict[tuple[str, str, str], list[_Hop]],
    home: dict[str, _Block],
    ports: dict[tuple[str, bool, tuple[str, str]], float],
    width: float,
) -> Layout:
    tracks = _tracks(hops, ports)
    tops, bottoms, height = _heights(rows, tracks)
    frames = {
        block.name: Rect(block.x, tops[block.row], block.width, block.height)
        for row in rows
        for block in row
        if block.framed
    }
    boxes = {
        member: Rect(
            block.x + block.offsets[member],
            tops[block.row] + (PAD if block.framed else 0.0),
            graph.nodes[member]["width"],
            graph.nodes[member]["height"],
        )
        for row in rows
        for block in row
        for member in block.members
        if member in graph
    }
    routes = tuple(
        Route(s, t, k, _points(s, t, paths[(s, t, k)], boxes, ports, tracks, bottoms))
        for s, t, k in sorted(paths)
    )
    widest = max([width, *(rect.right + MARGIN for rect in (*frames.values(), *boxes.values()))])
    return Layout(
        widest, height, _lanes(rows, tops, bottoms, height, widest), frames, boxes, routes
    )


def _tracks(
    hops: list[_Hop], ports: dict[tuple[str, bool, tuple[str, str]], float]
) -> dict[int, dict[tuple[str, str], int]]:
    """For each gutter the track of each trunk that turns there, counted from the top.

    Gutter n lies under row n; loops of the top row turn in gutter -1.
    """
    spans: dict[int, dict[tuple[str, str], list[float]]] = {}
    for hop in hops:
        x = (ports[(hop.lower, True, hop.trunk)], ports[(hop.upper, hop.loop, hop.trunk)])
        if x[0] != x[1]:
            spans.setdefault(hop.gutter, {}).setdefault(hop.trunk, []).extend(x)
    tracks: dict[int, dict[tuple[str, str], int]] = {}
    for gutter, trunks in spans.items():
        ends: list[float] = []
        tracks[gutter] = {}
        for trunk in sorted(trunks, key=lambda name: (min(trunks[name]), name)):
            left, right = min(trunks[trunk]), max(trunks[trunk])
            free = (n for n, end in enumerate(ends) if end + PORT / 2 <= left)
            track = next(free, len(ends))
            ends[track : track + 1] = [right]
            tracks[gutter][trunk] = track
    return tracks


def _heights(
    rows: list[list[_Block]], tracks: dict[int, dict[tuple[str, str], int]]
) -> tuple[list[float], list[float], float]:
    """The y of the upper and lower side of each row, and of the drawing's end."""
    tops, bottoms = [], []
    y = MARGIN + (_turning_room(tracks.get(-1, {})) if -1 in tracks else 0.0)
    for place, row in enumerate(rows):
        tops.append(y)
        y += max(block.height for block in row)
        bottoms.append(y)
        y += GUTTER + _turning_room(tracks.get(place, {}))
    return tops, bottoms, (bottoms[-1] if bottoms else y) + MARGIN


def _turning_room(tracks: dict[tuple[str, str], int]) -> float:
    return TRACK * (max(tracks.values()) + 1) if tracks else 0.0


def _points(
    source: str,
    target: str,
    path: list[_Hop],
    boxes: dict[str, Rect],
    ports: dict[tuple[str, bool, tuple[str, str]], float],
    tracks: dict[int, dict[tuple[str, str], int]],
    bottoms: list[float],
) -> tuple[tuple[float, float], ...]:
    if not path:
        return _side_line(boxes[source], boxes[target])
    points: list[tuple[float, float]] = []
    for hop in path:
        x1, x2 = ports[(hop.lower, True, hop.trunk)], ports[(hop.upper, hop.loop, hop.trunk)]
        if hop.lower in boxes:
            points.append((x1, boxes[hop.lower].y))
        if x1 != x2:
            floor = bottoms[hop.gutter] if hop.gutter >= 0 else 0.0
            y = floor + GUTTER / 2 + TRACK * tracks[hop.gutter][hop.trunk] - TRACK / 2
            points += [(x1, y), (x2, y)]
        if hop.upper in boxes:
            end = boxes[hop.upper]
            points.append((x2, end.y if hop.loop else end.bottom))
    return tuple(points if path[0].lower == source else points[::-1])


def _side_line(source: Rect, target: Rect) -> tuple[tuple[float, float], ...]:
    y = min(source.bottom, target.bottom) - min(source.height, target.height) / 2
    if source.x < target.x:
        return ((source.right, y), (target.x, y))
    return ((source.x, y), (target.right, y))


def _lanes(
    rows: list[list[_Block]],
    tops: list[float],
    bottoms: list[float],
    height: float,
    width: float,
) -> tuple[tuple[int, Rect], ...]:
    """The band of each lane; neighbouring bands meet halfway between their rows."""
    spans: dict[int, list[float]] = {}
    for place, row in enumerate(rows):
        lane = next(block.lane for block in row if block.lane >= 0)
        spans.setdefault(lane, []).extend((tops[place], bottoms[place]))
    ordered = sorted(spans)
    borders = [0.0]
    for upper, lower in zip(ordered, ordered[1:], strict=False):
        borders.append((max(spans[upper]) + min(spans[lower])) / 2)
    borders.append(height)
    return tuple(
        (lane, Rect(0.0, borders[n], width, borders[n + 1] - borders[n]))
        for n, lane in enumerate(ordered)
    )
