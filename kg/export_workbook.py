"""The whole graph as a workbook for policy staff: documents, items, bodies, targets, links.

Each sheet is a question of the catalogue, `sheet-*`: its columns are the heads. A document or an
item is a link to its own row. What a row has several of stands in one cell, so that a row is a
thing and counts as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from kg.ask import Answered, answer
from kg.endpoint import Cell, LocalEndpoint, cell_text
from kg.tables import readable
from kg.workbook import Linked, Sheet, Value, row_address, typed, workbook_bytes

# The sheets in their order: name, question, and the column of which a row may have several values.
_SHEETS = (
    ("文件", "sheet-documents", "issuer"),
    ("条目", "sheet-items", ""),
    ("责任单位", "sheet-assignments", ""),
    ("目标", "sheet-targets", "upper"),
    ("对应关系", "sheet-links", "wording"),
    ("引用", "sheet-citations", ""),
)
_LINKED_TO = ("文件", "条目")  # sheets whose first column names the thing of the row

Row = tuple[Cell, ...]


def write_workbook(store: ox.Store, path: Path) -> None:
    """Write the graph as an XLSX workbook."""
    endpoint = LocalEndpoint(store)
    answers = [(name, answer(question, {}, endpoint), many) for name, question, many in _SHEETS]
    tables = {name: list(_rows(answered, many)) for name, answered, many in answers}
    places = {
        row[0]: row_address(name, number)
        for name in _LINKED_TO
        for number, row in enumerate(tables[name])
    }
    sheets = [
        Sheet(
            name,
            tuple(column.label for column in answered.question.columns),
            [
                [
                    _value(cell, places, linked=at > 0 or name not in _LINKED_TO)
                    for at, cell in enumerate(row)
                ]
                for row in tables[name]
            ],
        )
        for name, answered, _ in answers
    ]
    path.write_bytes(workbook_bytes(sheets, title="政脉 Zhengmai"))


def _rows(answered: Answered, many: str) -> Iterator[Row]:
    """The rows, those that differ in the column `many` alone joined into one."""
    table = answered.table
    if not many:
        yield from table.rows
        return
    at = table.columns.index(many)
    for rest, rows in groupby(table.rows, key=lambda row: (*row[:at], *row[at + 1 :])):
        told = dict.fromkeys(cell_text(row[at]) for row in rows)
        yield (*rest[:at], _joined(filter(None, told)), *rest[at:])


def _joined(words: Iterable[str]) -> Cell:
    text = "；".join(words)
    return ox.Literal(text) if text else None


def _value(cell: Cell, places: Mapping[Cell, str], linked: bool) -> Value:
    """The value of a cell; documents and items lead to their rows where that is elsewhere."""
    if linked and cell in places:
        return Linked(readable(cell), places[cell])
    return typed(cell)
