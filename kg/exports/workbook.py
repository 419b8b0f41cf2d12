"""The whole graph as a workbook for policy staff: documents, items, bodies, targets, links.

Each sheet is a question of the catalogue, `sheet-*`: its columns are the heads. A document or an
item is a link to its own row. What a row has several of stands in one cell, so that a row is a
thing and counts as one. Links have the texts of both items and the
words that these share beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from kg.endpoints.endpoint import Cell, Endpoint, LocalEndpoint, cell_text
from kg.questions.ask import answer, ask
from kg.questions.question import Bilingual, Column
from kg.questions.tables import readable
from kg.workbook import Linked, Sheet, Value, row_address, typed, workbook_bytes

_DOCUMENTS, _ITEMS, _LINKS = "文件", "条目", "对应关系"
# The sheets in their order: name, question, and the column of which a row may have several values.
_SHEETS = (
    (_DOCUMENTS, "sheet-documents", "issuer"),
    (_ITEMS, "sheet-items", None),
    ("责任单位", "sheet-assignments", None),
    ("目标", "sheet-targets", "upper"),
    (_LINKS, "sheet-links", None),
    ("引用", "sheet-citations", None),
)
_TEXT = Column("text", Bilingual("原文", "text"))
_OTHER_TEXT = Column("otherText", Bilingual("对方原文", "text of the other"))
_WORDING = Column("wording", Bilingual("共有文字", "shared wording"))

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def place(self, column: str) -> int:
        return [one.name for one in self.columns].index(column)


def write_workbook(store: ox.Store, path: Path) -> None:
    """Write the graph as an XLSX workbook."""
    endpoint = LocalEndpoint(store)
    answers = {name: _answer(question, many, endpoint) for name, question, many in _SHEETS}
    answers[_LINKS] = _with_evidence(answers[_LINKS], answers[_ITEMS], endpoint)
    rows_of = {
        row[0]: row_address(name, number)
        for name in (_DOCUMENTS, _ITEMS)
        for number, row in enumerate(answers[name].rows)
    }
    sheets = (_sheet(name, one, rows_of) for name, one in answers.items())
    path.write_bytes(workbook_bytes(sheets, title="政脉 Zhengmai"))


def _answer(question: str, many: str | None, endpoint: Endpoint) -> _Answer:
    """The rows of a question, those that differ in the column `many` alone joined into one."""
    answered = answer(question, {}, endpoint)
    found = _Answer(answered.question.columns, answered.table.rows)
    return replace(found, rows=tuple(_joined(found.rows, found.place(many)))) if many else found


def _joined(rows: Iterable[Row], at: int) -> Iterator[Row]:
    for rest, alike in groupby(rows, key=lambda row: (*row[:at], *row[at + 1 :])):
        yield (*rest[:at], _list(cell_text(row[at]) for row in alike if row[at]), *rest[at:])


def _list(words: Iterable[str]) -> Cell:
    text = "；".join(dict.fromkeys(words))
    return ox.Literal(text) if text else None


def _with_evidence(links: _Answer, items: _Answer, endpoint: Endpoint) -> _Answer:
    """The links with the texts of both items and the wordings that they share."""
    texts = {row[0]: row[items.place("text")] for row in items.rows}
    wordings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in ask("all-link-wordings", {}, endpoint).texts():
        wordings[row["subject"], row["object"]].append(row["quote"])
    lower, upper = links.place("lower"), links.place("upper")

    def widened(row: Row) -> Row:
        ours, theirs = row[lower], row[upper]
        shared = _list(wordings[readable(ours), readable(theirs)])
        return (*row[:upper], theirs, texts.get(ours), texts.get(theirs), shared, *row[upper + 1 :])

    at = upper + 1
    heads = (*links.columns[:at], _TEXT, _OTHER_TEXT, _WORDING, *links.columns[at:])
    return _Answer(heads, tuple(map(widened, links.rows)))


def _sheet(name: str, of: _Answer, rows_of: Mapping[Cell, str]) -> Sheet:
    def value(cell: Cell, at: int) -> Value:
        is_here = at == 0 and name in (_DOCUMENTS, _ITEMS)
        if cell in rows_of and not is_here:
            return Linked(readable(cell), rows_of[cell])
        return typed(cell)

    rows = [[value(cell, at) for at, cell in enumerate(row)] for row in of.rows]
    return Sheet(name, tuple(column.label for column in of.columns), rows)
