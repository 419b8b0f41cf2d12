"""A laid-out graph as marks that the SVG template draws: boxes, lines, lanes, with their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import networkx as nx

from kg.language import say
from kg.views.faces import Face, Words, document_face, plain_face
from kg.views.facts import DocumentFacts
from kg.views.layout import Graph, Layout, Rect, Route, lay_out
from kg.views.words import BY_LANE, LINKS, Level
from kg.views.wrapping import ems

MORE_WIDTH = 112.0
"""Width of a box that stands for what is not drawn."""
_BEND = 6.0
_ARROW = 2.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A box with its text, in the drawing's coordinates."""

    node: str
    rect: Rect
    style: str
    words: tuple[Words, ...]
    name: str
    tip: str
    detail: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: SVG path, style, arrow, and the word beside it.

    The path begins at the target, so that the dashes of lines on one trunk fall on each other.
    """

    source: str
    target: str
    kind: str
    path: str
    context: bool
    label: Words | None
    tip: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: where it lies, which level it is, what it is called."""

    rect: Rect
    level: Level
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the SVG template needs."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    frames: tuple[Rect, ...]
    boxes: tuple[Mark, ...]
    strokes: tuple[Stroke, ...]


def new_graph() -> Graph:
    """Make an empty graph of a view: nodes by `add_box`, edges by `add_line`."""
    return nx.MultiDiGraph(label_widths={})


def add_box(
    graph: Graph,
    node: str,
    face: Face,
    *,
    lane: int,
    order: tuple[object, ...],
    style: str,
    name: str,
    tip: str = "",
    detail: str = "",
    frame: str | None = None,
    tall: bool = False,
    label: str = "",
    part_of: str = "",
) -> None:
    """Add a box; `name` is its accessible name, `detail` the panel that it opens.

    `label` and `part_of` (the box of its document) are for the network, which has no frames.
    """
    graph.add_node(
        node,
        lane=lane,
        width=face.width,
        height=face.height,
        words=face.words,
        order=order,
        style=style,
        name=name,
        tip=tip or name,
        detail=detail,
        frame=frame,
        tall=tall,
        label=label or name,
        part_of=part_of,
    )


def add_document(
    graph: Graph, node: str, document: DocumentFacts, width: float, order: tuple[object, ...]
) -> None:
    """Add the box of a document in its lane, dashed where its text is not held."""
    add_box(
        graph,
        node,
        document_face(document, width),
        lane=document.level.lane,
        order=order,
        style=f"doc held {document.level.key}" if document.held else "doc out",
        name=say(
            f"{document.level.zh}，{document.name}，{'已入库' if document.held else '未入库'}",
            f"{document.level.en}, {document.name}, {'held' if document.held else 'not held'}",
        ),
        tip=f"{document.number} {document.title}".strip(),
        detail=f"d-{document.iri}",
        label=document.name,
    )


def add_more(
    graph: Graph,
    node: str,
    words: str,
    *,
    lane: int,
    order: tuple[object, ...],
    frame: str | None = None,
    detail: str = "",
    opens: str = "",
) -> None:
    """Add the box that stands for what is not drawn; without a panel it opens the table.

    `opens` is the key of the document that a page, which can be asked anew, shows in full.
    """
    does = say("看全部", "see all") if detail else say("以表格查看", "see as a table")
    if opens:
        does = say("＋ 展开", "＋ expand")
    add_box(
        graph,
        node,
        plain_face(words, (does,), MORE_WIDTH, "t2", to=f"open-{opens}" if opens else ""),
        lane=lane,
        order=order,
        style="it ctx more",
        name=words if opens else say(f"{words}，{does}", f"{words}, {does}"),
        detail=detail,
        frame=frame,
    )


def name_lanes(graph: Graph, places: Iterable[tuple[int, str]]) -> None:
    """Name a lane after its place where all in it (lane, place) belong to one, but the nation."""
    names: dict[int, set[str]] = {}
    for lane, place in places:
        if place and lane > 1:
            names.setdefault(lane, set()).add(place[:5])
    graph.graph["lane_names"] = {n: tuple(some) for n, some in names.items() if len(some) == 1}


def add_line(
    graph: Graph,
    lower: str,
    upper: str,
    kind: str,
    *,
    label: str = "",
    context: bool = False,
    tip: str = "",
    weight: float = 1,
) -> None:
    """Add a line of a kind of `words.LINKS`; `label` stands beside its lower end."""
    graph.add_edge(lower, upper, key=kind, label=label, context=context, tip=tip, weight=weight)
    if label:
        graph.graph["label_widths"][(lower, upper, kind)] = ems(label) * 13 + 10


def draw(graph: Graph, width: float = 1270) -> Drawing:
    """Lay out the graph of a view and dress it."""
    layout = lay_out(graph, width)
    return Drawing(
        layout.width,
        layout.height,
        tuple(_lane(graph, lane, rect) for lane, rect in layout.lanes),
        tuple(rect for _, rect in sorted(layout.frames.items())),
        tuple(_box(graph, node, rect) for node, rect in _reading_order(layout)),
        tuple(sorted((_stroke(graph, route) for route in layout.routes), key=_grey_first)),
    )


def _grey_first(stroke: Stroke) -> bool:
    """Sort context below the lines of the item itself."""
    return not stroke.context


def _reading_order(layout: Layout) -> list[tuple[str, Rect]]:
    return sorted(layout.boxes.items(), key=lambda entry: (entry[1].y, entry[1].x))


def _lane(graph: Graph, lane: int, rect: Rect) -> Lane:
    names = graph.graph.get("lane_names", {}).get(lane, (BY_LANE[lane].said,))
    return Lane(rect, BY_LANE[lane], names)


def _box(graph: Graph, node: str, rect: Rect) -> Mark:
    facts = graph.nodes[node]
    words = moved(facts["words"], rect)
    return Mark(node, rect, facts["style"], words, facts["name"], facts["tip"], facts["detail"])


def moved(words: Iterable[Words], rect: Rect) -> tuple[Words, ...]:
    """Place words that are relative to a box."""
    return tuple(replace(w, x=rect.x + w.x, y=rect.y + w.y) for w in words)


def _stroke(graph: Graph, route: Route) -> Stroke:
    facts = graph.edges[route.source, route.target, route.kind]
    label = None
    if facts["label"]:
        (x, y), _ = route.points[0], route.points[1]
        level = route.points[0][1] == route.points[-1][1]
        label = (
            Words(facts["label"], (x + route.points[-1][0]) / 2, y - 6, "t3", "middle")
            if level
            else Words(facts["label"], x + 7, y - 14, "t3" if facts["context"] else "t1")
        )
    return Stroke(
        route.source,
        route.target,
        route.kind,
        path_of(route.points[::-1]),
        facts["context"],
        label,
        facts["tip"] or LINKS[route.kind].said,
    )


def path_of(points: tuple[tuple[float, float], ...]) -> str:
    """Write an SVG path through `points` with round corners.

    >>> path_of(((0, 40), (0, 20), (30, 20), (30, 0)))
    'M0 40V26Q0 20 6 20H24Q30 20 30 14V0'
    """
    (x, y), *rest = points
    path = f"M{_n(x)} {_n(y)}"
    for place, (cx, cy) in enumerate(rest):
        if place == len(rest) - 1:
            path += f"V{_n(cy)}" if cx == x else f"H{_n(cx)}"
            break
        nx_, ny = rest[place + 1]
        bend = min(_BEND, _gap(x, y, cx, cy) / 2, _gap(cx, cy, nx_, ny) / 2)
        bx, by = cx - bend * _sign(cx - x), cy - bend * _sign(cy - y)
        ex, ey = cx + bend * _sign(nx_ - cx), cy + bend * _sign(ny - cy)
        step = f"V{_n(by)}" if cx == x else f"H{_n(bx)}"
        straight = (ex == cx) == (bx == cx)
        path += step if straight else f"{step}Q{_n(cx)} {_n(cy)} {_n(ex)} {_n(ey)}"
        x, y = (bx, by) if straight else (ex, ey)
    return path


def _gap(x1: float, y1: float, x2: float, y2: float) -> float:
    return abs(x2 - x1) + abs(y2 - y1)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _n(value: float) -> str:
    return f"{round(value, 1):g}"
