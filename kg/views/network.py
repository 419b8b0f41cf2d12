"""The same graph as a free network that the reader can drag about (pyvis, vis-network).

The layered drawing is for reading, this is for exploring: physics places the nodes. pyvis keeps
the network and its options and ships vis-network; the page around it is our own, since the one
of pyvis loads Bootstrap from the web. The script and style of vis-network stand in the page.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pyvis
from markupsafe import Markup
from pyvis.network import Network

from kg.language import say
from kg.views.layout import Graph
from kg.views.page import View, digest, environment, source
from kg.views.words import BY_LANE, LINKS
from kg.views.wrapping import wrap

NODES_SHOWN = 600
"""Beyond this, physics in a browser takes too long; what is over is counted on the page."""
_WITH_WHOLES = 120
"""Up to this many, items are tied to their documents; more such lines hide the links."""
_SHAPES = {"unknown": "hexagon", "national": "square", "provincial": "diamond"}
_SHAPES |= {"municipal": "dot", "county": "triangle"}
_COLOURS = {"unknown": "#85898f", "national": "#a5532b", "provincial": "#3f7fd0"}
_COLOURS |= {"municipal": "#2f9c80", "county": "#6aa876"}
_DASHES: dict[str, list[int]] = {
    "basis": [2, 4],
    "alignedWith": [12, 3, 2, 3],
    "relatedTo": [7, 4],
    "partOf": [1, 6],
}
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)  # //# sourceMappingURL=x.map


def network_page(view: View) -> str:
    """Write the network of a view as one HTML file."""
    graph = view.graph
    nodes = [node for node in graph if "rest" not in graph.nodes[node]["style"].split()]
    nodes = [node for node in nodes if "more" not in graph.nodes[node]["style"].split()]
    shown = sorted(nodes, key=lambda node: -graph.degree(node))[:NODES_SHOWN]
    network = _network(graph, sorted(shown))
    library, own = _vis("js"), source("network.js")
    style = source("style.css") + _vis("css")
    return (
        environment()
        .get_template("network.html")
        .render(
            view=view,
            nodes=network.nodes,
            edges=network.edges,
            hidden=len(nodes) - len(shown),
            levels=[(BY_LANE[lane], shape) for lane, shape in _levels(graph, shown)],
            kinds=sorted({edge["kind"] for edge in network.edges if edge["kind"] in LINKS}),
            style=Markup(style),
            library=Markup(library),
            script=Markup(own),
            policy=(
                f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                f"script-src {digest(library)} {digest(own)}; base-uri 'none'; form-action 'none'"
            ),
        )
    )


def _levels(graph: Graph, nodes: list[str]) -> list[tuple[int, str]]:
    lanes = sorted({graph.nodes[node]["lane"] for node in nodes})
    return [(lane, _SHAPES[BY_LANE[lane].key]) for lane in lanes]


def _network(graph: Graph, nodes: list[str]) -> Network:
    network = Network(directed=True)
    for node in nodes:
        network.add_node(node, **_node(graph.nodes[node]))
    shown = set(nodes)
    for lower, upper, kind in sorted(graph.edges(keys=True)):
        if lower in shown and upper in shown:
            network.add_edge(lower, upper, **_edge(kind))
    for node in nodes if len(nodes) <= _WITH_WHOLES else ():
        whole = graph.nodes[node]["part_of"]
        if whole in shown and whole != node:
            network.add_edge(node, whole, **_edge("partOf"))
    return network


def _node(facts: dict[str, Any]) -> dict[str, Any]:
    level = BY_LANE[facts["lane"]].key
    styles = facts["style"].split()
    return {
        "label": "\n".join(wrap(facts["label"], 12, 3)),
        "title": facts["tip"],
        "shape": _SHAPES[level],
        "color": _COLOURS[level],
        "size": 26 if "foc" in styles else 20 if {"doc", "head"} & set(styles) else 12,
        "borderWidth": 4 if "foc" in styles else 1,
        "shapeProperties": {"borderDashes": [5, 4] if "out" in styles else False},
        "detail": facts["detail"],
        "words": f"{facts['label']} {facts['tip']}",
    }


def _edge(kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": LINKS[kind].said if kind in LINKS else say("属于", "part of"),
        "width": 2.5 if kind == "implements" else 1.2,
        "dashes": _DASHES.get(kind, False),
        "arrows": "" if kind in ("counterpart", "partOf", "restates") else "to",
    }


@cache
def _vis(kind: str) -> str:
    """Read the vis-network that pyvis ships: its script (`js`) or its style (`css`)."""
    name = {"js": "vis-network.min.js", "css": "vis-network.css"}[kind]
    folders = sorted((Path(pyvis.__file__).parent / "templates" / "lib").glob("vis-*"))
    return _SOURCE_MAP.sub("", (folders[-1] / name).read_text(encoding="utf-8"))
