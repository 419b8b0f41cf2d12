"""`/questions/{name}`: a question with its form, its answer in the form that fits, its SPARQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from kg.endpoints.endpoint import EndpointFailure, TimedOut
from kg.language import say
from kg.nearest import nearest
from kg.pages.address import data_address, editor_address, question_address
from kg.pages.questions.cells import concept_of, read_cells
from kg.pages.questions.drawn import networked
from kg.pages.questions.fields import START, VIEW, Form, read_form
from kg.pages.questions.highlight import highlighted
from kg.pages.questions.shapes import charted, crossed, sheet, tally
from kg.pages.visit import Visit
from kg.questions.catalogue import (
    BEHIND,
    THEMES,
    UnknownQuestion,
    bind,
    find_question,
    load_catalogue,
)
from kg.questions.question import Bilingual, ColumnType, Question, View, without_header
from kg.server.errors import as_refusal
from kg.views.facts import Asked, Row

PAGE = 200
"""Rows on one page of a table."""
VIEWS: Mapping[View, Bilingual] = {
    "table": Bilingual("表格", "Table"),
    "matrix": Bilingual("矩阵", "Matrix"),
    "network": Bilingual("脉络图", "Network"),
    "chart": Bilingual("图表", "Chart"),
}
_TYPES: Mapping[ColumnType, Bilingual] = {
    "text": Bilingual("文字", "text"),
    "iri": Bilingual("链接", "link"),
    "integer": Bilingual("整数", "integer"),
    "decimal": Bilingual("数", "number"),
    "date": Bilingual("日期", "date"),
    "boolean": Bilingual("是否", "yes or no"),
}
_FILES = {"xlsx": "Excel", "csv": "CSV", "json": "JSON", "turtle": "Turtle"}


@dataclass(frozen=True, slots=True)
class Pager:
    """Which rows are shown, and where those before and after them are."""

    first: int
    last: int
    total: int
    before: str
    after: str


def show_question(visit: Visit) -> Response:
    """The page of a question; wrong values and a query that takes too long are told on it."""
    try:
        question = find_question(visit.value("name"))
    except UnknownQuestion:
        return _unknown(visit)
    form = read_form(visit, question)
    facts: dict[str, Any] = {
        "question": question,
        "theme": Bilingual(*THEMES[question.theme]),
        "form": form,
        "sparql": without_header(bind(question, form.terms)) if form.is_sound else "",
        "highlighted": highlighted,
        "types": _TYPES,
        "rows": None,
        "failure": None,
    }
    status = 200
    if not form.is_sound:
        status = 400
    else:
        try:
            rows = _ask(visit, question, form)
            facts |= {"rows": rows, **_answer(visit, question, form, rows)}
        except EndpointFailure as error:
            failure = as_refusal(error)
            status = failure.status
            facts |= {"failure": failure, "is_too_slow": isinstance(error, TimedOut)}
    template, title = "questions/question.html", question.question.said
    return visit.show(template, title, door="questions", status=status, **facts)


def _unknown(visit: Visit) -> Response:
    """The page for a name that no question has: those that people ask, the nearest first."""
    catalogue = load_catalogue()
    asked = {name: one for name, one in catalogue.items() if one.theme not in BEHIND}
    near = [asked[name] for name in nearest(visit.value("name"), asked)]
    title = say("没有这个问题", "There is no such question")
    return visit.show("questions/unknown.html", title, door="questions", status=404, near=near)


def _ask(visit: Visit, question: Question, form: Form) -> list[Row]:
    sparql = bind(question, form.terms)
    rows = list(visit.asker.endpoint.select(sparql).texts())
    asked = Asked(question.name, question.title, form.values, sparql, len(rows))
    visit.asker.asked[question.name] = asked
    return rows


def _answer(visit: Visit, question: Question, form: Form, rows: list[Row]) -> dict[str, object]:
    """What the page shows of an answer."""
    views: tuple[View, ...] = ("table",) if question.view == "table" else (question.view, "table")
    view = next((one for one in views if one == visit.value(VIEW)), views[0])
    values = form.values
    drawn: object
    pager = None
    if not rows:
        drawn = None
    elif view == "matrix":
        drawn = crossed(visit.asker, question, rows)
    elif view == "chart":
        drawn = charted(visit.asker, question, rows)
    elif view == "network":
        drawn = networked(visit.asker, question, rows)
    else:
        start = _start(visit.value(START), len(rows))
        cells = read_cells(visit.asker, question, rows[start : start + PAGE])
        drawn = sheet(question, rows, start, cells)
        pager = _pager(question, {**values, VIEW: "table"}, start, len(rows))
    return {
        "view": view,
        "views": [
            (one, VIEWS[one], question_address(question.name, {**values, VIEW: one}))
            for one in views
        ],
        "drawn": drawn,
        "pager": pager,
        "answer": _sentence(question, rows),
        "files": [(name, data_address(question.name, key, values)) for key, name in _FILES.items()],
        "here": question_address(question.name, {**values, VIEW: view}),
        "editor": editor_address(question.name, values),
        "is_wide": view in ("matrix", "network") or len(question.columns) > 6,
    }


def _start(said: str, total: int) -> int:
    """The first row of a page, from what the address says; the last page where that is beyond."""
    start = int(said) if said.isdecimal() and len(said) < 9 else 0
    return min(start, max(total - 1, 0)) // PAGE * PAGE


def _pager(question: Question, values: dict[str, str], start: int, total: int) -> Pager | None:
    if total <= PAGE:
        return None

    def to(row: int) -> str:
        return question_address(question.name, {**values, START: str(row) if row else ""})

    last = min(start + PAGE, total)
    return Pager(
        start + 1,
        last,
        total,
        to(start - PAGE) if start else "",
        to(last) if last < total else "",
    )


def _sentence(question: Question, rows: list[Row]) -> str:
    """The answer in figures, each a count of rows."""
    if not rows:
        return say("查无：没有一行符合", "None: no row fits")
    whole = say(f"查到 {len(rows)} 行", f"{len(rows)} rows" if len(rows) > 1 else "One row")
    parts = []
    for word, size in tally(question, rows).items():
        found = concept_of(question.columns[0].name, word)
        parts.append(f"{say(*found[1].names) if found else word} {size}")
    if len(parts) < 2:
        return whole
    return say(f"{whole}：{'，'.join(parts)}", f"{whole}: {', '.join(parts)}")
