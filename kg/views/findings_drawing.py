"""Where in a document its findings are: a strip of all items, and a network of those concerned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from kg.language import say
from kg.views.drawing import add_box, add_document, add_line, new_graph
from kg.views.faces import plain_face
from kg.views.facts import DocumentFacts, ItemFacts
from kg.views.layout import Graph
from kg.views.layout.geometry import MARGIN
from kg.views.layout.grid import Band, fitting, lay_out_grid
from kg.views.strip import Strip, StripBand, StripCell, number, runs_of
from kg.views.wrapping import ems

Kinds = Mapping[str, Sequence[str]]
"""What was found in an item, in words, by the item's IRI."""


def draw_findings(items: list[ItemFacts], kinds: Kinds) -> Strip:
    """Draw the items of a document, those with findings framed."""
    least = max((ems(number(item)) for item in items), default=1) * 12 + 10
    runs = runs_of(items, fitting(least))
    grid = lay_out_grid([len(run) for _, run in runs], 0, least)
    bands = tuple(
        _band(title, run, band, line, kinds)
        for line, ((title, run), band) in enumerate(zip(runs, grid, strict=True))
    )
    return Strip(1270, (grid[-1].rect.bottom if grid else 0) + MARGIN, bands)


def _band(title: str, run: list[ItemFacts], band: Band, line: int, kinds: Kinds) -> StripBand:
    cells = []
    for n, (item, rect) in enumerate(zip(run, band.heads, strict=True)):
        found = say("、", ", ").join(kinds.get(item.iri, ()))
        name = say(f"{item.name}：{found or item.short}", f"{item.name}: {found or item.short}")
        form = "f" if found else "n"
        cells.append(StripCell(rect, form, name, f"d-{item.iri}", f"{line},{n}", number(item)))
    return StripBand(title, band.title_y, (), tuple(cells))


def findings_graph(document: DocumentFacts, places: Sequence[Sequence[ItemFacts]]) -> Graph:
    """Make the network of a document and the items that its findings tie; `places` are those of
    each finding.
    """
    graph = new_graph()
    add_document(graph, document.iri, document, 240, (0,))
    for item in (item for one in places for item in one):
        if item.iri not in graph:
            _add_item(graph, item)
    for one in places:
        for body, row in pairwise(one):
            add_line(graph, row.iri, body.iri, "restates")
    return graph


def _add_item(graph: Graph, item: ItemFacts) -> None:
    add_box(
        graph,
        item.iri,
        plain_face(item.name, (item.short,), 160),
        lane=item.document.level.lane,
        order=(1, len(graph)),
        style=f"it lk {item.document.level.key}",
        name=item.full_name,
        tip=item.text,
        detail=f"d-{item.iri}",
        label=f"{item.name} {item.short}",
        part_of=item.document.iri,
    )
