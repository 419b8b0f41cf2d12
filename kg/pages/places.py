"""Where the IRIs of the graph have their pages, for scripts that meet an IRI."""

from __future__ import annotations

from kg.iris import BASE, GRAPH, ONTOLOGY, ZM, ZMV
from kg.pages.address import address


def places() -> dict[str, str]:
    """What takes the place of the beginning of an IRI; the longest beginning counts."""
    parts = {BASE + part: address(f"/{part}") for part in ("document/", "item/", "body/")}
    spaces = {BASE: "/id/", ZMV: "/vocabulary/", GRAPH: "/graph/", ONTOLOGY: "/ontology"}
    own = {start: address(path, into="zh") for start, path in spaces.items()}
    return {**parts, **own, ZM: f"{own[ONTOLOGY]}#"}
