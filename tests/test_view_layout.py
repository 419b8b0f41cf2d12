"""The layered layout keeps its promises on any graph: nothing overlaps, no line crosses a box."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.views.layout import Graph, Layout, Rect, lay_out
from kg.views.layout.geometry import spread
from kg.views.layout.grid import fitting, lay_out_grid


@st.composite
def lineage_graphs(draw: st.DrawFn) -> Graph:
    """Graphs like those of the views: four lanes, frames of items, lines mostly upward."""
    graph: Graph = nx.MultiDiGraph(label_widths={})
    count = draw(st.integers(1, 14))
    for n in range(count):
        lane = draw(st.integers(0, 3))
        frame = draw(st.sampled_from([None, f"frame-{lane}-a", f"frame-{lane}-b"]))
        graph.add_node(
            f"n{n}",
            lane=lane,
            width=float(draw(st.integers(60, 400))),
            height=float(draw(st.integers(30, 110))),
            order=(n,),
            frame=frame,
            tall=frame is not None and draw(st.booleans()),
        )
    for one, other in draw(
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=20)
    ):
        kind = draw(st.sampled_from(["implements", "basis"]))
        lower, upper = sorted((one, other), key=lambda n: -graph.nodes[f"n{n}"]["lane"])
        if lower != upper:
            graph.add_edge(f"n{lower}", f"n{upper}", key=kind)
            if draw(st.booleans()):
                graph.graph["label_widths"][(f"n{lower}", f"n{upper}", kind)] = 40.0
    return graph


def crosses(rect: Rect, a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Whether a horizontal or vertical stretch runs through the inside of a rectangle."""
    (x1, x2), (y1, y2) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    return (
        x1 < rect.right - 0.5 and x2 > rect.x + 0.5 and y1 < rect.bottom - 0.5 and y2 > rect.y + 0.5
    )


def blocks(graph: Graph, layout: Layout) -> dict[str, Rect]:
    alone = {n: rect for n, rect in layout.boxes.items() if graph.nodes[n]["frame"] is None}
    return {**layout.frames, **alone}


@settings(max_examples=150, deadline=None)
@given(lineage_graphs())
def test_nothing_overlaps_and_every_box_stands_in_its_lane(graph: Graph) -> None:
    layout = lay_out(graph)
    assert set(layout.boxes) == set(graph.nodes)
    for rects in (layout.boxes, blocks(graph, layout)):
        assert not [pair for pair in combinations(rects.values(), 2) if pair[0].overlaps(pair[1])]
    lanes = dict(layout.lanes)
    for node, rect in layout.boxes.items():
        band = lanes[graph.nodes[node]["lane"]]
        assert band.y <= rect.y
        assert rect.bottom <= band.bottom
        assert rect.x >= 0
        assert rect.right <= layout.width
    assert [lane for lane, _ in layout.lanes] == sorted(lanes)


@settings(max_examples=150, deadline=None)
@given(lineage_graphs())
def test_lines_run_upward_and_cross_no_box(graph: Graph) -> None:
    layout = lay_out(graph)
    assert {(r.source, r.target, r.kind) for r in layout.routes} == set(graph.edges(keys=True))
    for route in layout.routes:
        source, target = layout.boxes[route.source], layout.boxes[route.target]
        for a, b in pairwise(route.points):
            assert a[0] == b[0] or a[1] == b[1], "lines are horizontal or vertical"
            hit = [n for n, rect in layout.boxes.items() if crosses(rect, a, b)]
            assert not hit, f"{route} runs through {hit}"
        if graph.nodes[route.source]["lane"] > graph.nodes[route.target]["lane"]:
            assert route.points[0][1] == source.y
            assert route.points[-1][1] == target.bottom
            assert all(b[1] <= a[1] for a, b in pairwise(route.points)), "never down again"


@settings(max_examples=60, deadline=None)
@given(lineage_graphs(), st.integers())
def test_the_same_graph_gives_the_same_drawing_however_it_was_put_together(
    graph: Graph, seed: int
) -> None:
    shuffled: Graph = nx.MultiDiGraph(label_widths=graph.graph["label_widths"])
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    random.Random(seed).shuffle(nodes)
    random.Random(seed).shuffle(edges)
    shuffled.add_nodes_from(nodes)
    for lower, upper, kind, facts in edges:
        shuffled.add_edge(lower, upper, key=kind, **facts)
    assert lay_out(shuffled) == lay_out(graph)


def test_the_line_that_matters_most_is_straight() -> None:
    graph: Graph = nx.MultiDiGraph()
    for name, lane, frame in (
        ("parent", 0, "province"),
        ("other", 0, "province"),
        ("item", 1, "city"),
        ("head", 1, "city"),
    ):
        graph.add_node(name, lane=lane, width=200.0, height=60.0, order=(name,), frame=frame)
    graph.add_edge("item", "parent", key="implements", weight=1000)
    graph.add_edge("head", "other", key="basis", weight=1)
    route = next(r for r in lay_out(graph).routes if r.source == "item")
    assert len({x for x, _ in route.points}) == 1


def test_more_lines_than_a_box_is_wide_still_end_at_the_box() -> None:
    graph: Graph = nx.MultiDiGraph(label_widths={})
    graph.add_node("item", lane=1, width=60.0, height=30.0, order=(0,), frame="city")
    graph.add_node("beside", lane=1, width=60.0, height=30.0, order=(1,), frame="city")
    for n in range(8):
        graph.add_node(f"parent{n}", lane=0, width=60.0, height=30.0, order=(n,), frame=None)
        graph.add_edge("item", f"parent{n}", key="implements")
        graph.graph["label_widths"]["item", f"parent{n}", "implements"] = 40.0
    layout = lay_out(graph)
    box = layout.boxes["item"]
    assert all(box.x <= route.points[0][0] <= box.right for route in layout.routes)


def test_a_lane_that_is_too_wide_goes_on_in_a_further_row() -> None:
    graph: Graph = nx.MultiDiGraph()
    for n in range(18):
        graph.add_node(f"city{n:02}", lane=1, width=200.0, height=60.0, order=(n,), frame=None)
    graph.add_node("province", lane=0, width=200.0, height=60.0, order=(0,), frame=None)
    for n in range(18):
        graph.add_edge(f"city{n:02}", "province", key="basis")
    layout = lay_out(graph, 1270)
    assert layout.width == 1270
    assert len({rect.y for n, rect in layout.boxes.items() if n != "province"}) == 4


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(1, 60)), min_size=1, max_size=12))
def test_spreading_keeps_order_and_room(things: list[tuple[float, float]]) -> None:
    wishes, rooms = [wish for wish, _ in things], [room for _, room in things]
    starts = spread(wishes, rooms, 0, 2000)
    assert all(b - a >= room - 0.11 for (a, b), room in zip(pairwise(starts), rooms, strict=False))


@pytest.mark.parametrize(("runs", "rows"), [([26, 6, 35], 4), ([61], 6), ([1], 0)])
def test_the_cells_of_a_coverage_strip_stay_apart(runs: list[int], rows: int) -> None:
    bands = lay_out_grid(runs, rows)
    cells = [rect for band in bands for line in (band.heads, *band.rows) for rect in line]
    assert len(cells) == sum(runs) * (rows + 1)
    assert not [pair for pair in combinations(cells, 2) if pair[0].overlaps(pair[1])]
    assert max(rect.right for rect in cells) <= 1270
    assert fitting(19.0) == 61
