"""The coverage of a document by the documents below it: every item, every document, four states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.views.coverage_cells import STATES, Coverage, CoverageCell, State, read_coverage
from kg.views.coverage_drawing import coverage_graph, draw_strip
from kg.views.errors import NothingToDraw
from kg.views.facts import Asker, DocumentFacts, ItemFacts
from kg.views.page import Cell, Detail, DetailGroup, DetailLine, Group, Sheet, View
from kg.views.panels import item_detail
from kg.views.strip import Strip
from kg.views.words import LINKS, REVIEWS, confidence

COLUMNS_SHOWN = 6
"""Lower documents with a column of their own; the rest stand in the table of documents."""
GAPS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One item's row of the matrix."""

    item: ItemFacts
    number: str
    targets: tuple[str, ...]
    cells: tuple[CoverageCell, ...]

    @property
    def states(self) -> str:
        """The states of its cells, for the filter."""
        return " ".join(sorted({cell.state for cell in self.cells}))


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading of the document."""

    heading: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One lower document: its name, and its counts."""

    document: DocumentFacts
    counts: dict[State, int]
    pending: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The parts of the page that only this view has."""

    strip: Strip
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    states: Mapping[State, tuple[str, str]]
    named: tuple[tuple[ItemFacts, str], ...]
    nowhere: tuple[ItemFacts, ...]
    nowhere_hidden: int
    own: tuple[tuple[DocumentFacts, tuple[ItemFacts, ...]], ...]


def compose(asker: Asker, parameters: Mapping[str, str]) -> View:
    """Compose the coverage of the document `document`, a key, number or title."""
    rows = asker.rows("view-document", document=parameters["document"])
    if not rows:
        name = parameters["document"]
        raise NothingToDraw(f"没有这份文件：{name}", f"no such document: {name}")
    coverage = read_coverage(asker, rows[0]["document"])
    document = coverage.document
    shown = _shown(coverage)
    return View(
        name="coverage",
        zh="覆盖",
        en="Coverage",
        title=f"{document.name} 落实情况",
        heading=_heading(coverage),
        level=document.level,
        crumbs=tuple(filter(None, (document.place, document.name, "落实情况"))),
        summary=document.title if document.number else "",
        graph=coverage_graph(coverage),
        drawn="总图",
        drawn_note="上面一行是本文件的条目，下面每行是一份下级文件；点格子看原文。",
        notes=tuple(_notes(coverage, shown)),
        sheet=_sheet(coverage),
        details=tuple(_detail(coverage, item) for item in coverage.items),
        asked=tuple(asker.asked.values()),
        body=_matrix(coverage, shown),
    )


def _shown(coverage: Coverage) -> list[DocumentFacts]:
    """Choose the lower documents that get a column."""
    return _ranked(coverage)[:COLUMNS_SHOWN]


def _ranked(coverage: Coverage) -> list[DocumentFacts]:
    """Sort the lower documents: those that carry out most come first."""
    return sorted(
        coverage.columns,
        key=lambda c: (-coverage.count(c, "implements"), -coverage.count(c, "related"), c.iri),
    )


def _heading(coverage: Coverage) -> str:
    states = [coverage.states(item) for item in coverage.items]
    done = sum("implements" in some for some in states)
    nowhere = sum(_is_nowhere(some) for some in states)
    if not coverage.columns:
        return f"{coverage.document.name} 的 {len(states)} 项，还没有下级文件可比"
    none = STATES["none"][0]
    name, total = coverage.document.name, len(states)
    return f"{name} {total} 项：{done} 项有下级文件落实，{nowhere} 项处处{none}"


def _is_nowhere(states: list[State]) -> bool:
    """Say whether an item was searched somewhere and found nowhere, not even by topic."""
    return "none" in states and not {"implements", "related"} & set(states)


def _notes(coverage: Coverage, shown: list[DocumentFacts]) -> Iterator[str]:
    if not coverage.items:
        yield "此文件没有读出条目，无从比对。"
    elif not coverage.columns:
        yield "没有入库的下级文件，也没有比对记录。添加下级文件后重新生成。"
    hidden = len(coverage.columns) - len(shown)
    if hidden:
        yield f"只画落实最多的 {len(shown)} 份，另 {hidden} 份以表格查看。"


# The matrix


def _matrix(coverage: Coverage, shown: list[DocumentFacts]) -> Matrix:
    nowhere = [i for i in coverage.items if _is_nowhere(coverage.states(i))]
    named = _named_gaps(coverage)
    return Matrix(
        strip=draw_strip(coverage, shown),
        columns=tuple(_column(coverage, column) for column in shown),
        groups=tuple(_groups(coverage, shown)),
        states=STATES,
        named=tuple(named),
        nowhere=tuple(nowhere[:GAPS_SHOWN]),
        nowhere_hidden=len(nowhere[GAPS_SHOWN:]),
        own=tuple(
            (column, tuple(coverage.own[column.iri]))
            for column in shown
            if coverage.own.get(column.iri)
        ),
    )


def _column(coverage: Coverage, column: DocumentFacts) -> Column:
    counts = {state: coverage.count(column, state) for state in STATES}
    done = [
        cell
        for (_, lower), cell in coverage.cells.items()
        if lower == column.iri and cell.state == "implements"
    ]
    return Column(column, counts, sum(not cell.reviewed for cell in done))


def group_name(item: ItemFacts) -> str:
    """Name the heading that an item stands under: its section, else its table, else the body."""
    return item.section or item.table or ("附件" if item.task else "正文")


def _groups(coverage: Coverage, shown: list[DocumentFacts]) -> Iterator[RowGroup]:
    groups: dict[str, list[ItemFacts]] = {}
    for item in coverage.items:
        groups.setdefault(group_name(item), []).append(item)
    for heading, items in groups.items():
        done = sum("implements" in coverage.states(item) for item in items)
        rows = tuple(
            Row(
                item,
                item.notation.rpartition("/")[2],
                tuple(target.amount for target in coverage.targets.get(item.iri, [])[:4]),
                tuple(coverage.cells[item.iri, column.iri] for column in shown),
            )
            for item in items
        )
        yield RowGroup(heading, f"{len(items)} 项，{done} 项有落实", rows)


def _named_gaps(coverage: Coverage) -> Iterator[tuple[ItemFacts, str]]:
    """Find items that name a place below among those responsible, and that it did not take up."""
    for item in coverage.items:
        for column in coverage.columns:
            named = any(place == column.place for _, place in coverage.units.get(item.iri, []))
            if named and coverage.cells[item.iri, column.iri].state == "none":
                yield item, column.place


# Table of documents and panels


def _sheet(coverage: Coverage) -> Sheet:
    rows = tuple(
        (
            Cell(level=column.level),
            Cell(column.title, quoted=True),
            Cell(column.place),
            *(Cell(f"{coverage.count(column, state)}") for state in STATES),
            Cell(f"{len(coverage.own.get(column.iri, []))}"),
        )
        for column in _ranked(coverage)
    )
    columns = ("层级", "下级文件", "区划", *(zh for zh, _ in STATES.values()), "自有条目")
    heads = ("", "", "区划", *(zh for zh, _ in STATES.values()), "自有")
    return Sheet("下级文件", columns, heads, (Group("", "", rows),))


def _detail(coverage: Coverage, item: ItemFacts) -> Detail:
    facts = (
        ("责任单位", "、".join(name for name, _ in coverage.units.get(item.iri, []))),
        ("时限", item.deadline),
        (
            "目标",
            "；".join(f"{t.indicator} {t.amount}" for t in coverage.targets.get(item.iri, [])),
        ),
    )
    return item_detail(item, facts, _detail_groups(coverage, item))


def _detail_groups(coverage: Coverage, item: ItemFacts) -> Iterator[DetailGroup]:
    """Give the linked items of each lower document; then, in a few words, the documents without."""
    for column in coverage.columns:
        if coverage.cells[item.iri, column.iri].links:
            yield _detail_group(coverage, item, column)
    said = {
        "none": f"{STATES['none'][0]}，和它的全部条目比过",
        "open": f"{STATES['open'][0]}，还没有比过",
    }
    for state, words in said.items():
        names = [
            column.place or column.name
            for column in coverage.columns
            if coverage.cells[item.iri, column.iri].state == state
        ]
        if names:
            more = f"等 {len(names)} 份" if len(names) > GAPS_SHOWN else ""
            line = DetailLine("、".join(names[:GAPS_SHOWN]) + more)
            yield DetailGroup(words, (line,))


def _detail_group(coverage: Coverage, item: ItemFacts, column: DocumentFacts) -> DetailGroup:
    cell = coverage.cells[item.iri, column.iri]
    lines = tuple(
        DetailLine(
            f"{LINKS[link.kind].said}：{link.item.name}",
            link.item.text,
            "，".join(
                filter(
                    None,
                    (
                        str(REVIEWS.get(link.review, "")),
                        f"把握 {confidence(link.confidence)}" if link.confidence else "",
                    ),
                )
            ),
        )
        for link in cell.links
    )
    return DetailGroup(column.place or column.name, lines)
