"""Table rows into tasks: columns in any order, headers repeated by pages, section rows between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from loaders.blocks import Block, Paragraph, Row
from loaders.document import Warning
from loaders.numbering import Tier, read_label
from loaders.numerals import whole_number
from loaders.text import Text
from loaders.vocabulary import chinese_terms

Column = Literal["number", "title", "task", "lead", "responsible", "cooperating", "deadline"]
UNIT_COLUMNS: tuple[Column, ...] = ("lead", "responsible", "cooperating")
_REMARK = re.compile(r"[(（].*?[)）]|[\s\u3000:：]")


@dataclass(frozen=True)
class TaskRow:
    """One task of a table: its number, its cells by column, and the section rows above it."""

    number: int
    sections: tuple[str, ...]
    cells: Mapping[Column, Text]
    line: int


@dataclass
class Table:
    """The columns of one task table and the rows read so far."""

    columns: dict[int, Column]
    width: int
    rows: list[TaskRow] = field(default_factory=list)


def read_tables(blocks: Sequence[Block]) -> tuple[list[list[TaskRow]], list[Warning]]:
    """Read the task tables among `blocks`; other tables are left out."""
    tables: list[Table] = []
    warnings: list[Warning] = []
    table: Table | None = None
    sections: tuple[str, ...] = ()
    for block in blocks:
        if isinstance(block, Row):
            columns = _columns(block)
            if columns and table and table.columns == columns:
                continue
            if columns:
                table = Table(columns, len(block.cells))
                tables.append(table)
                sections = ()
            elif table:
                section = _section_row(block)
                if section:
                    sections = (section,)
                else:
                    _add(table, block, sections, warnings)
        elif table:
            label = read_label(block.text)
            if label and label.tier <= Tier.SECOND and len(block.text) < 60:
                sections = (label.words,)
            elif table.rows and len(block.text) > 0:
                table, sections = None, ()
    return [table.rows for table in tables if table.rows], warnings


def _columns(row: Row) -> dict[int, Column] | None:
    """What the columns hold, if the row is the head of a task table."""
    terms = chinese_terms("columns")
    columns: dict[int, Column] = {}
    for place, cell in enumerate(row.cells):
        kind = terms.get(_REMARK.sub("", cell.chars))
        if kind:
            columns[place] = kind  # type: ignore[assignment]
    kinds = set(columns.values())
    has_text = "task" in kinds or ("title" in kinds and kinds & set(UNIT_COLUMNS))
    return columns if has_text and len(kinds) >= 2 else None


def _section_row(row: Row) -> str | None:
    filled = [cell for cell in row.cells if cell]
    if len(filled) == 1:
        label = read_label(filled[0])
        return label.words if label else filled[0].chars
    return None


def _add(table: Table, row: Row, sections: tuple[str, ...], warnings: list[Warning]) -> None:
    if len(row.cells) != table.width:
        warnings.append(Warning(row.line, f"表格此行有{len(row.cells)}栏，表头有{table.width}栏"))
    cells: dict[Column, Text] = {}
    for place, kind in table.columns.items():
        if place < len(row.cells) and row.cells[place]:
            cell = row.cells[place]
            cells[kind] = Text.join([cells[kind], cell], "\n") if kind in cells else cell
    number = _number(cells.get("number")) or (table.rows[-1].number + 1 if table.rows else 1)
    if "task" not in cells and "title" in cells:
        cells["task"] = cells.pop("title")
    if "task" in cells:
        table.rows.append(TaskRow(number, sections, cells, row.line))


def _number(cell: Text | None) -> int | None:
    return whole_number(cell.chars.strip(" .．、（）()")) if cell else None
