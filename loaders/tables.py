"""Table rows into tasks: columns in any order, heads repeated by pages, section rows between.

A table is a task table where its head says so: a column of tasks or measures and one more that the
vocabulary knows. Other tables (indicators, fees) are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast, get_args

from loaders.blocks import Block, Paragraph, Row
from loaders.document import Warning
from loaders.numbering import Tier, read_label
from loaders.numerals import whole_number
from loaders.text import Text
from loaders.vocabulary import chinese_terms

Column = Literal["number", "title", "task", "lead", "responsible", "cooperating", "deadline"]
_REMARK = re.compile(r"[(（].*?[)）]|[\s\u3000:：]")
_LONGEST_SECTION_ROW = 60
_CELL_GOES_ON = "、，,；;（("
_EMPTY_CELL = re.compile(r"[-—–－/／\\无]*")
_LONGEST_FLAT_ROW = 200


@dataclass(frozen=True)
class TaskRow:
    """One task of a table: its number, the section rows above it, its cells by column."""

    number: str
    sections: tuple[str, ...]
    cells: Mapping[Column, Text]
    line: int


@dataclass(frozen=True)
class TaskTable:
    """The tasks of one table, and the offsets in the source where it begins and ends."""

    rows: tuple[TaskRow, ...]
    start: int
    end: int

    def holds(self, text: Text) -> bool:
        """Say whether words stand inside the table, as a section row does."""
        return self.start <= text.origins[0] < self.end


@dataclass
class _Table:
    columns: Mapping[int, Column]
    width: int
    start: int
    end: int = 0
    sections: tuple[str, ...] = ()
    rows: list[TaskRow] = field(default_factory=list)


def read_tables(blocks: Sequence[Block]) -> tuple[list[TaskTable], list[Warning]]:
    """Read each task table among `blocks`, with what was odd about it."""
    tables: list[_Table] = []
    warnings: list[Warning] = []
    is_open = False
    for row in _whole_rows(_unflattened(blocks)):
        table = tables[-1] if tables else None
        if isinstance(row, Paragraph):
            is_open = is_open and table is not None and _note_section(table, row.text)
            continue
        columns = read_columns(row)
        if columns and not (table and table.columns == columns and is_open):
            tables.append(_Table(columns, len(row.cells), row.cells[min(columns)].origins[0]))
            is_open = True
        elif table and not columns and (is_open or _goes_on(table, row)):
            warnings += _add(table, row)
            table.end = max(cell.origins[-1] + 1 for cell in row.cells if cell)
            is_open = True
    found = _whole_tables(tables)
    return [TaskTable(_numbered(each.rows), each.start, each.end) for each in found], warnings


def _goes_on(table: _Table, row: Row) -> bool:
    """Say whether a row, after words that are no part of the table, carries it on."""
    last = whole_number(table.rows[-1].number) if table.rows else None
    same_width = len(row.cells) == table.width
    return last is not None and same_width and whole_number(row.cells[0].chars) == last + 1


def _whole_tables(tables: Sequence[_Table]) -> list[_Table]:
    """Join tables of one form whose numbers go on from one to the next; leave out empty ones."""
    joined: list[_Table] = []
    for table in tables:
        if not table.rows:
            continue
        before = joined[-1] if joined else None
        ends = before and whole_number(before.rows[-1].number)
        if (
            before
            and ends
            and before.columns == table.columns
            and (whole_number(table.rows[0].number) == ends + 1)
        ):
            before.rows += table.rows
            before.end = table.end
        else:
            joined.append(table)
    return joined


def read_columns(row: Row) -> Mapping[int, Column] | None:
    """Say what the columns hold, if the row is the head of a task table."""
    terms = chinese_terms("columns")
    columns: dict[int, Column] = {}
    for place, cell in enumerate(row.cells):
        kind = terms.get(_REMARK.sub("", cell.chars))
        if kind in get_args(Column):
            columns[place] = cast("Column", kind)
    kinds = set(columns.values())
    names_tasks = "task" in kinds or {"title", "responsible"} <= kinds or {"title", "lead"} <= kinds
    return columns if names_tasks and len(kinds) >= 2 else None


# --- rows as they were before pages and web sites broke them ----------------------------------


def _whole_rows(blocks: Sequence[Block]) -> Iterator[Block]:
    """Join rows that a line break inside a cell tore apart."""
    width = 0
    waiting: Row | None = None
    for block in blocks:
        if waiting and (joined := _join(waiting, block, width)):
            waiting = joined
            continue
        if waiting:
            yield waiting
            waiting = None
        if isinstance(block, Paragraph):
            yield block
            continue
        if read_columns(block):
            width = len(block.cells)
        waiting = block
    if waiting:
        yield waiting


def _join(row: Row, block: Block, width: int) -> Row | None:
    """Join a row with what follows, if that is the rest of it."""
    last = row.cells[-1].chars
    if isinstance(block, Paragraph):
        short = len(row.cells) < width and not read_label(block.text)
        if row.cells and (short or last.endswith(tuple(_CELL_GOES_ON))) and not read_columns(row):
            return replace(row, cells=(*row.cells[:-1], Text.join([row.cells[-1], block.text])))
        return None
    torn = len(row.cells) < width and len(row.cells) + len(block.cells) - 1 == width
    if torn and whole_number(block.cells[0].chars) is None:
        middle = Text.join([row.cells[-1], block.cells[0]])
        return replace(row, cells=(*row.cells[:-1], middle, *block.cells[1:]))
    return None


def _unflattened(blocks: Sequence[Block]) -> list[Block]:
    """Lay out again the tables that a web page printed as one cell a line."""
    found: list[Block] = []
    place = 0
    while place < len(blocks):
        head = _flat_head(blocks, place)
        if not head:
            found.append(blocks[place])
            place += 1
            continue
        found.append(head)
        place += len(head.cells)
        rows, place = _flat_rows(blocks, place, read_columns(head) or {}, len(head.cells))
        found += rows
    return found


def _flat_head(blocks: Sequence[Block], place: int) -> Row | None:
    """Read the head of a table whose cells are lines: 序号 and names of columns, one a line."""
    first = blocks[place]
    if isinstance(first, Row) or chinese_terms("columns").get(first.text.chars) != "number":
        return None
    cells: list[Text] = []
    for block in blocks[place : place + 12]:
        if isinstance(block, Row) or len(block.text) > 20 or _is_number(block, 1):
            break
        cells.append(block.text)
    head = Row(tuple(cells), first.line)
    return head if len(cells) >= 3 and read_columns(head) else None


def _flat_rows(
    blocks: Sequence[Block], place: int, columns: Mapping[int, Column], width: int
) -> tuple[list[Row], int]:
    """Read the rows under such a head; return them and the place after them."""
    task = max(at for at, kind in columns.items() if kind in ("task", "title"))
    rows: list[Row] = []
    number = 1
    while place < len(blocks) and _is_number(blocks[place], number):
        stop = _flat_row_end(blocks, place, number + 1)
        is_last = stop >= len(blocks) or not _is_number(blocks[stop], number + 1)
        stop = min(stop, place + width) if is_last else stop
        lines = [block.text for block in blocks[place:stop] if isinstance(block, Paragraph)]
        if len(lines) < width:
            break
        rows += _flat_cells(lines, task, width, blocks[place].line)
        place, number = stop, number + 1
    return rows, place


def _flat_row_end(blocks: Sequence[Block], place: int, following: int) -> int:
    """Find where the next number stands, or the lines stop looking like cells."""
    for stop in range(place + 1, min(len(blocks), place + _LONGEST_FLAT_ROW)):
        if isinstance(blocks[stop], Row) or _is_number(blocks[stop], following):
            return stop
    return min(len(blocks), place + _LONGEST_FLAT_ROW)


def _flat_cells(lines: Sequence[Text], task: int, width: int, line: int) -> Iterator[Row]:
    """Deal the lines of one number out to the columns: whole further rows where the number spans
    several, else what is too much belongs to the task.
    """
    head, body = lines[:task], lines[task:]
    each = width - task
    if len(body) % each:
        surplus = len(lines) - width
        yield Row((*head, Text.join(body[: surplus + 1], "\n"), *body[surplus + 1 :]), line)
        return
    for start in range(0, len(body), each):
        before = head if start == 0 else [lines[0][:0]] * task
        yield Row((*before, *body[start : start + each]), line)


def _is_number(block: Block, number: int) -> bool:
    return isinstance(block, Paragraph) and block.text.chars == str(number)


# --- rows into tasks --------------------------------------------------------------------------


def _note_section(table: _Table, text: Text) -> bool:
    """Take a line between rows as a section row; say whether the table goes on."""
    label = read_label(text)
    if label and label.tier <= Tier.SECOND and len(text) <= _LONGEST_SECTION_ROW:
        table.sections = (label.words,)
        return True
    return not table.rows


def _section_row(row: Row) -> str | None:
    """Return the label or words of a row that is one cell over all columns."""
    filled = {cell.chars for cell in row.cells if cell}
    if len(filled) != 1 or len(row.cells) < 2:
        return None
    (words,) = filled
    label = read_label(words)
    return label.words if label and label.tier <= Tier.SECOND else words


def _add(table: _Table, row: Row) -> Iterator[Warning]:
    if section := _section_row(row):
        table.sections = (section,)
        return
    if len(row.cells) != table.width:
        found, expected = len(row.cells), table.width
        yield Warning(row.line, f"表格此行有{found}栏，表头有{expected}栏，按栏目次序读取")
    cells: dict[Column, Text] = {}
    for place, kind in table.columns.items():
        if place < len(row.cells) and not _EMPTY_CELL.fullmatch(row.cells[place].chars):
            cell = row.cells[place]
            cells[kind] = Text.join([cells[kind], cell], "\n") if kind in cells else cell
    if "task" not in cells and "title" in cells:
        cells["task"] = cells.pop("title")
    number = cells["number"].chars if "number" in cells else ""
    before = table.rows[-1] if table.rows else None
    continues = before and "number" in table.columns.values() and number in ("", before.number)
    if before and continues and before.sections == table.sections:
        table.rows[-1] = _continued(before, cells)
    elif "task" in cells:
        table.rows.append(TaskRow(number, table.sections, cells, row.line))


def _continued(row: TaskRow, cells: Mapping[Column, Text]) -> TaskRow:
    """Add to a task the cells of a further row, which a page or merged cells parted from it."""
    joined = dict(row.cells)
    for kind, cell in cells.items():
        before = joined.get(kind)
        if kind == "number" or (before and cell.chars in before.chars):
            continue
        broken = before and before.chars[-1] not in "。；！？"
        joined[kind] = Text.join([before, cell], "" if broken else "\n") if before else cell
    return replace(row, cells=joined)


def _numbered(rows: Sequence[TaskRow]) -> tuple[TaskRow, ...]:
    """Give the rows plain numbers; those that begin anew in each section get its label."""
    numbers = [whole_number(row.number.strip(" .．、（）()")) for row in rows]
    if not all(numbers):
        numbers = list(range(1, len(rows) + 1))
    restarts = max(Counter(numbers).values()) > 1
    return tuple(
        replace(row, number=f"{row.sections[-1].strip('（）')}.{number}")
        if restarts and row.sections
        else replace(row, number=str(number))
        for row, number in zip(rows, numbers, strict=True)
    )
