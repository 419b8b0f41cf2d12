"""Excel workbooks (xlsx): task ledgers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from loaders.errors import UnreadableDocument
from loaders.formats.layout import FileText, refuse_bomb, row_line

_MOST_ROWS = 20_000
_MOST_COLUMNS = 100
_ANNEX = re.compile(r"附\s*[件表]")


def read(path: Path, content: bytes) -> FileText:
    """Read the sheets one after another, a row a line; a row of one cell is a line of text.

    Raises UnreadableDocument for a damaged workbook or one that unpacks to too much.
    """
    refuse_bomb(path, content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile, InvalidFileException) as error:
        raise UnreadableDocument(
            path, None, "Excel 文件已损坏，请重新另存", "the Excel file is damaged; save it again"
        ) from error
    lines: list[str] = []
    for sheet in book.worksheets:
        if _ANNEX.match(sheet.title):
            lines.append(sheet.title)
        lines += _lines(sheet)
    return FileText("\n".join(lines))


def _lines(sheet: Worksheet) -> Iterator[str]:
    merged = _merged(sheet)
    rows = sheet.iter_rows(
        max_row=min(sheet.max_row, _MOST_ROWS),
        max_col=min(sheet.max_column, _MOST_COLUMNS),
        values_only=True,
    )
    for at, row in enumerate(rows, start=1):
        cells = [
            merged.get((at, place), _printed(value)) for place, value in enumerate(row, start=1)
        ]
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:
            yield " ".join(filled[0].split())
        elif filled:
            yield row_line(cells)


def _merged(sheet: Worksheet) -> dict[tuple[int, int], str]:
    """Say what merged cells show: the words again in further rows, nothing in further columns."""
    shown: dict[tuple[int, int], str] = {}
    for area in sheet.merged_cells.ranges:
        words = _printed(sheet.cell(area.min_row, area.min_col).value)
        for row in range(area.min_row, min(area.max_row, _MOST_ROWS) + 1):
            for column in range(area.min_col, min(area.max_col, _MOST_COLUMNS) + 1):
                shown[row, column] = words if column == area.min_col else ""
    return shown


def _printed(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value).strip()
