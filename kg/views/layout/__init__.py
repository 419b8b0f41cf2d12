"""Where everything of a layered drawing stands: lanes, frames, boxes and the lines between them.

The layout of Sugiyama and others, cut to what lineage needs. Lanes run across, the highest level
on top. A lane holds one or more rows; a row holds frames of boxes and boxes alone. A line that
jumps a row passes through a channel kept free between its blocks, and turns only in the gutters
between rows, so that it never crosses a box. All lines of one kind that end in the same box share
one trunk. The same graph gives the same drawing, whatever the order its nodes and edges came in.
"""

from kg.views.layout.geometry import BOX_GAP, Graph, Layout, Rect, Route
from kg.views.layout.hops import make_lines
from kg.views.layout.order import order_rows, place_blocks
from kg.views.layout.ports import make_ports
from kg.views.layout.routes import finish
from kg.views.layout.rows import make_rows

__all__ = ["BOX_GAP", "Graph", "Layout", "Rect", "Route", "lay_out"]


def lay_out(graph: Graph, width: float = 1270) -> Layout:
    """Place the nodes of `graph` and route its edges.

    Node attributes: `lane` (int, 0 on top), `width`, `height`, `order` (sorts a lane), `frame`
    (its name, or None), `tall` (as high as its frame). Edges go from the lower node to the upper
    one; the key is the kind of line, the attribute `weight` how much it wants to be straight. The
    graph attribute `label_widths` keeps room beside (lower, upper, kind). A lane wider than
    `width` goes on in a further row; a block wider than that widens the drawing.
    """
    rows = make_rows(graph, width)
    lines = make_lines(graph, rows)
    order_rows(rows, lines)
    place_blocks(rows, lines, width)
    return finish(graph, rows, lines, make_ports(graph, lines), width)
