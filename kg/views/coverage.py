"""The coverage of a document by the documents below it: every item, every document, four states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.language import say
from kg.views.coverage_cells import (
    STATES,
    CellLink,
    Coverage,
    State,
    read_coverage,
    state_word,
    with_words,
)
from kg.views.coverage_drawing import coverage_graph, draw_strip
from kg.views.coverage_matrix import COLUMNS_SHOWN, Matrix, counted, read_matrix
from kg.views.errors import NothingToDraw
from kg.views.facts import Asker, DocumentFacts, ItemFacts
from kg.views.page import Cell, Detail, DetailGroup, DetailLine, Group, Sheet, View
from kg.views.panels import item_detail
from kg.views.strip import Strip
from kg.views.words import LINKS, REVIEWS, confidence

GAPS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Body:
    """The parts of the page that only this view has."""

    strip: Strip
    matrix: Matrix
    states: Mapping[State, str]
    gaps_shown: int


def compose(asker: Asker, parameters: Mapping[str, str]) -> View:
    """Compose the coverage of the document `document`, a key, number or title."""
    rows = asker.rows("view-document", document=parameters["document"])
    if not rows:
        name = parameters["document"]
        raise NothingToDraw(f"没有这份文件：{name}", f"no such document: {name}")
    coverage = with_words(asker, read_coverage(asker, rows[0]["document"]))
    document = coverage.document
    shown = coverage.columns[:COLUMNS_SHOWN]
    matrix = read_matrix(coverage, shown)
    about = say("落实情况", "Coverage")
    return View(
        name="coverage",
        zh="覆盖",
        en="Coverage",
        title=f"{document.name} {about}",
        heading=_heading(coverage),
        level=document.level,
        crumbs=tuple(filter(None, (document.place, document.name, about))),
        summary=document.title if document.number else "",
        graph=coverage_graph(coverage),
        drawn=say("总图", "Overview"),
        drawn_note=say(
            "上面一行是本文件的条目，下面每行是一份下级文件；点格子看原文。",
            "The upper row holds this document's items, each row below a lower document; "
            "a cell opens the texts.",
        ),
        notes=tuple(_notes(coverage, shown)),
        sheet=_sheet(coverage),
        details=tuple(_detail(coverage, item) for item in coverage.items),
        asked=tuple(asker.asked.values()),
        body=Body(
            draw_strip(coverage, shown),
            matrix,
            {state: state_word(state) for state in STATES},
            GAPS_SHOWN,
        ),
    )


def _heading(coverage: Coverage) -> str:
    """Count over all lower documents, also those without a column of their own."""
    name, total = coverage.document.name, len(coverage.items)
    said = counted(read_matrix(coverage, coverage.columns))
    return say(f"{name} {total} 项：{said}", f"{name}, {total} items: {said}")


def _notes(coverage: Coverage, shown: list[DocumentFacts]) -> Iterator[str]:
    if not coverage.items:
        yield say(
            "此文件没有读出条目，无从比对。",
            "No items were read in this document: there is nothing to compare.",
        )
    elif not coverage.columns:
        yield say(
            "没有入库的下级文件，也没有比对记录。添加下级文件后重新生成。",
            "No lower document is held, and nothing was compared. Add one and build again.",
        )
    hidden = len(coverage.columns) - len(shown)
    if hidden:
        yield say(
            f"只画落实最多的 {len(shown)} 份，另 {hidden} 份以表格查看。",
            f"Drawn are the {len(shown)} that carry out most; {hidden} more stand in the table.",
        )


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
        for column in coverage.columns
    )
    words = tuple(state_word(state) for state in STATES)
    place, own = say("区划", "Place"), say("自有条目", "Own items")
    columns = (say("层级", "Level"), say("下级文件", "Lower document"), place, *words, own)
    heads = ("", "", place, *words, own)
    return Sheet(say("下级文件", "Lower documents"), columns, heads, (Group("", "", rows),))


def _detail(coverage: Coverage, item: ItemFacts) -> Detail:
    units = coverage.units.get(item.iri, [])
    targets = coverage.targets.get(item.iri, [])
    facts = (
        (say("责任单位", "Responsible"), "、".join(name for name, _ in units)),
        (say("时限", "Deadline"), item.deadline),
        (say("目标", "Targets"), "；".join(f"{t.indicator} {t.amount}" for t in targets)),
    )
    return item_detail(item, facts, _detail_groups(coverage, item))


def _detail_groups(coverage: Coverage, item: ItemFacts) -> Iterator[DetailGroup]:
    """Give the linked items of each lower document; then, in a few words, the documents without."""
    for column in coverage.columns:
        if coverage.cell(item, column).links:
            yield _detail_group(coverage, item, column)
    said: dict[State, str] = {
        "none": say("，和它的全部条目比过", ", compared with all its items"),
        "open": say("，还没有比过", ", nothing was compared"),
    }
    for state, words in said.items():
        names = [
            column.place or column.name
            for column in coverage.columns
            if coverage.cell(item, column).state == state
        ]
        if names:
            n = len(names)
            more = say(f"等 {n} 份", f", {n} in all") if n > GAPS_SHOWN else ""
            line = DetailLine("、".join(names[:GAPS_SHOWN]) + more)
            yield DetailGroup(state_word(state) + words, (line,))


def _detail_group(coverage: Coverage, item: ItemFacts, column: DocumentFacts) -> DetailGroup:
    lines = tuple(_detail_line(link) for link in coverage.cell(item, column).links)
    return DetailGroup(column.place or column.name, lines)


def _detail_line(link: CellLink) -> DetailLine:
    review = str(REVIEWS.get(link.review, ""))
    sure = confidence(link.confidence)
    known = (review, say(f"把握 {sure}", f"confidence {sure}") if sure else "")
    name = say(*LINKS[link.kind])
    return DetailLine(
        say(f"{name}：{link.item.name}", f"{name}: {link.item.name}"),
        link.item.text,
        say("，", ", ").join(filter(None, known)),
    )
