"""The forms in which an answer is shown: a table, a matrix, a chart; `drawn` makes the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from kg.language import say
from kg.pages.charts import Chart, Figure, Line, scaled
from kg.pages.questions.cells import NOTHING, Cell, concept_of, read_cells
from kg.questions.question import Column, Question
from kg.views.facts import Asker, Row

Cells: TypeAlias = Mapping[str, Cell]

_GROUPS_MOST = 8
_CHARTED_MOST = 40
_MATRIX_MOST = (200, 12)
"""Rows and columns of a matrix; the table has the rest."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows with one word in the first column, and how many there are in the whole answer."""

    cell: Cell
    size: int
    rows: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its columns, its rows in groups; one without a word where they are not grouped."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of a matrix: what it is about, a remark on it, its cells."""

    head: Cell
    note: Cell
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """What stands where a row meets a column."""

    corner: str
    heads: tuple[Cell, ...]
    rows: tuple[MatrixRow, ...]
    left_out: str


def tally(question: Question, rows: Sequence[Row]) -> dict[str, int]:
    """How many rows begin with each word; {} where the first column holds no few, parted words."""
    first = question.columns[0].name
    runs = [word for word, _ in groupby(row[first] for row in rows)]
    few = 1 <= len(runs) <= _GROUPS_MOST and len(runs) == len(set(runs))
    if not few or not all(concept_of(first, word) for word in runs):
        return {}
    return Counter(row[first] for row in rows)


def sheet(question: Question, rows: Sequence[Row], start: int, cells: Sequence[Cells]) -> Sheet:
    """The table of a page of the answer: `cells` are those of the rows from `start` on.

    It is grouped by its first column where `tally` counts the words of that.
    """
    first, *others = question.columns
    sizes = tally(question, rows)
    if not sizes:
        return Sheet(question.columns, (Group(NOTHING, len(rows), tuple(cells)),))
    groups: dict[str, list[Cells]] = {}
    for row, of in zip(rows[start:], cells, strict=False):
        groups.setdefault(row[first.name], []).append(of)
    parted = (Group(some[0][first.name], sizes[word], tuple(some)) for word, some in groups.items())
    return Sheet(tuple(others), tuple(parted))


def charted(asker: Asker, question: Question, rows: Sequence[Row]) -> Chart:
    """The first rows as bars: one for each column of the axis y."""
    (x,), ys = question.axes["x"], question.axes["y"]
    labels = question.labels
    shown = rows[:_CHARTED_MOST]
    lines = [
        Line(
            cells[x].text,
            cells[x].address or _address(question, cells, {x}),
            tuple(
                Figure(cells[y].text, row[y], series=n) for n, y in enumerate(ys) if cells[y].text
            ),
        )
        for row, cells in zip(shown, read_cells(asker, question, shown), strict=True)
    ]
    more = len(rows) - len(shown)
    left_out = (
        say(
            f"图上是前 {len(shown)} 行，另 {more} 行见表格。",
            f"The first {len(shown)} rows; {more} more are in the table.",
        )
        if more
        else ""
    )
    return scaled(lines, tuple(labels[y].said for y in ys), left_out)


def crossed(asker: Asker, question: Question, rows: Sequence[Row]) -> Matrix:
    """The answer as a matrix."""
    (row_axis,), (column_axis,), (cell_axis,) = (
        question.axes[axis] for axis in ("row", "column", "cell")
    )
    most_rows, most_columns = _MATRIX_MOST
    all_rows = list(dict.fromkeys(row[row_axis] for row in rows))
    all_columns = list(dict.fromkeys(row[column_axis] for row in rows))
    down, across = all_rows[:most_rows], all_columns[:most_columns]
    shown = [row for row in rows if row[row_axis] in {*down} and row[column_axis] in {*across}]
    heads: dict[str, Cell] = {}
    starts: dict[str, tuple[Cell, Cell]] = {}
    meeting: dict[tuple[str, str], dict[str, Cell]] = {}
    for row, cells in zip(shown, read_cells(asker, question, shown), strict=True):
        heads.setdefault(row[column_axis], cells[column_axis])
        starts.setdefault(row[row_axis], _start(question, cells, row_axis, column_axis))
        cell = _linked(question, cells, row_axis, column_axis, cell_axis)
        meeting.setdefault((row[row_axis], row[column_axis]), {}).setdefault(cell.text, cell)
    lines = tuple(
        MatrixRow(*starts[one], tuple(tuple(meeting.get((one, to), {}).values()) for to in across))
        for one in down
        if one in starts
    )
    return Matrix(
        question.labels[row_axis].said,
        tuple(heads[to] for to in across if to in heads),
        lines,
        _left_out(len(all_rows) - len(down), len(all_columns) - len(across)),
    )


def _left_out(rows: int, columns: int) -> str:
    zh = [f"{n} {what}" for n, what in ((rows, "行"), (columns, "列")) if n > 0]
    en = [f"{n} {what}" for n, what in ((rows, "rows"), (columns, "columns")) if n > 0]
    if not zh:
        return ""
    return say(f"另有 {'、'.join(zh)}见表格。", f"{' and '.join(en)} more are in the table.")


def _start(question: Question, cells: Cells, row: str, column: str) -> tuple[Cell, Cell]:
    """What a row of a matrix is about, and the column after it that says more of that."""
    names = [one.name for one in question.columns]
    place = names.index(row) + 1
    follows = question.columns[place] if place < len(names) else None
    has_note = (
        follows is not None
        and question.columns[place - 1].type == "iri"
        and follows.type == "text"
        and follows.name not in {column, *question.axes["cell"]}
    )
    head = cells[row]
    address = head.address or _address(question, cells, {column}, first=True)
    note = cells[names[place]] if has_note else NOTHING
    return replace(head, address=address), note


def _linked(question: Question, cells: Cells, row: str, column: str, cell: str) -> Cell:
    """A cell that leads to the thing that it speaks of, the last one of its row."""
    own = cells[cell]
    address = own.address or _address(question, cells, {row, column})
    return replace(own, address=address)


def _address(question: Question, cells: Cells, but: set[str], first: bool = False) -> str:
    """Where the first or the last thing named in a row leads, save those of some columns."""
    found = [
        cells[one.name].address
        for one in question.columns
        if one.type == "iri" and one.name not in but and cells[one.name].address
    ]
    return (found[0] if first else found[-1]) if found else ""
