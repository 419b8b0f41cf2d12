"""The strip above a coverage matrix: items across, documents down, one mark a state."""

from __future__ import annotations

from kg.language import say
from kg.views.coverage_cells import Coverage, State
from kg.views.drawing import add_box, add_line, new_graph
from kg.views.faces import document_face, plain_face
from kg.views.facts import DocumentFacts, ItemFacts
from kg.views.layout import Graph
from kg.views.layout.geometry import MARGIN
from kg.views.layout.grid import Band, fitting, lay_out_grid
from kg.views.strip import Strip, StripBand, StripCell, number, runs_of
from kg.views.wrapping import ems, shorten

_FORMS: dict[State, str] = {"implements": "i", "related": "r", "none": "z", "open": "u"}


def draw_strip(coverage: Coverage, columns: list[DocumentFacts]) -> Strip:
    """Draw the items of a document, parted by body and annexes, over the lower documents."""
    longest = max((ems(number(item)) for item in coverage.items), default=1)
    least = longest * 12 + 10
    runs = runs_of(coverage.items, fitting(least))
    grid = lay_out_grid([len(run) for _, run in runs], len(columns), least)
    bands, line = [], 0
    for (title, run), band in zip(runs, grid, strict=True):
        bands.append(_band(coverage, columns, title, run, band, line))
        line += len(columns) + 1
    height = (grid[-1].rect.bottom if grid else 0) + MARGIN
    return Strip(1270, height, tuple(bands))


def _band(
    coverage: Coverage,
    columns: list[DocumentFacts],
    title: str,
    run: list[ItemFacts],
    band: Band,
    line: int,
) -> StripBand:
    cells = [
        StripCell(
            rect,
            "n",
            say(f"{item.name}：{item.short}", f"{item.name}: {item.short}"),
            f"d-{item.iri}",
            f"{line},{n}",
            number(item),
        )
        for n, (item, rect) in enumerate(zip(run, band.heads, strict=True))
    ]
    for below, (column, rects) in enumerate(zip(columns, band.rows, strict=True), 1):
        for n, (item, rect) in enumerate(zip(run, rects, strict=True)):
            cell = coverage.cell(item, column)
            where = column.place or column.name
            name = say(
                f"{item.name}，{where}：{cell.word} {cell.names}",
                f"{item.name}, {where}: {cell.word} {cell.names}",
            ).strip()
            place = f"{line + below},{n}"
            cells.append(StripCell(rect, _FORMS[cell.state], name, f"d-{item.iri}", place))
    labels = tuple(
        (rects[0].y + 16, shorten(column.place or column.title, 5), column.level.key)
        for column, rects in zip(columns, band.rows, strict=True)
    )
    return StripBand(title, band.title_y, labels, tuple(cells))


def coverage_graph(coverage: Coverage) -> Graph:
    """Make the network of items: this document's above, those linked with them below."""
    graph = new_graph()
    own = coverage.document
    for n, item in enumerate(coverage.items):
        _add_item(graph, item, n)
    for (upper, _), cell in coverage.cells.items():
        for link in cell.links:
            if link.kind == "relatedTo":
                continue
            if link.item.iri not in graph:
                _add_item(graph, link.item, len(graph))
            add_line(graph, link.item.iri, upper, link.kind)
    for document in (own, *coverage.columns):
        if document.iri not in graph:
            face = document_face(document, 240)
            add_box(
                graph,
                document.iri,
                face,
                lane=document.level.lane,
                order=(0,),
                style=f"doc held {document.level.key}",
                name=document.name,
                tip=document.title,
                label=document.name,
            )
    return graph


def _add_item(graph: Graph, item: ItemFacts, order: int) -> None:
    add_box(
        graph,
        item.iri,
        plain_face(item.name, (item.short,), 160),
        lane=item.document.level.lane,
        order=(1, order),
        style=f"it lk {item.document.level.key}",
        name=item.full_name,
        tip=item.text,
        detail=f"d-{item.iri}",
        label=f"{item.name} {item.short}",
        part_of=item.document.iri,
    )
