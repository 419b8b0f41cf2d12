"""A table of mappings as bytes, in whatever form a spreadsheet has left it, as rows of named cells.

Reads what Excel, WPS and LibreOffice make of SSSOM/TSV: a byte order mark or none, UTF-8, UTF-16
or GB18030, tabs, commas or semicolons, quoted cells, lines of metadata filled up with empty cells,
blank lines, columns in any order; and workbooks. Writes one form only: UTF-8, tabs, LF.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from loaders.errors import ZhengmaiError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS: Final = "\t,;"
_WORKBOOK: Final = b"PK\x03\x04"
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
_ONE_OF: Final = ("subject_id", "subject_item", "subject_document")
"""Columns of which a table of mappings has at least one."""


class BadSheet(ZhengmaiError):
    """A file that is no table of mappings, or a row of one: which file and line, what to do."""

    def __init__(self, path: Path, line: int | None, zh: str, en: str) -> None:
        where = f"{path.name}:{line}" if line else path.name
        super().__init__(f"{where}：{zh}", f"{where}: {en}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the names of its columns, and the line that it begins on."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the YAML lines of its metadata, its columns as they stand, its rows."""

    metadata: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def read_sheet(path: Path, content: bytes) -> Sheet:
    """Read a table of mappings; BadSheet where it is none. An empty file is an empty table."""
    if content.startswith(_OLD_WORKBOOK):
        raise BadSheet(
            path,
            None,
            "是旧版 xls 或加密文件，请另存为 xlsx 或 tsv",
            "an old xls or an encrypted file: save it as xlsx or tsv",
        )
    if content.startswith(_WORKBOOK):
        return _sheet(path, _of_workbook(path, content), "\t")
    text = _decoded(path, content)
    delimiter = _delimiter(text)
    return _sheet(path, _of_text(path, text, delimiter), delimiter)


def _sheet(path: Path, lines: Iterable[tuple[int, Sequence[str]]], delimiter: str) -> Sheet:
    metadata: list[str] = []
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    for number, cells in lines:
        if columns:
            rows.append(Row(number, _named(path, number, columns, cells)))
        elif cells[0].startswith("#"):
            whole = delimiter.join(cells)  # a spreadsheet parts it, or fills it up
            metadata.append(whole.rstrip(f"{delimiter} ").removeprefix("#"))
        else:
            columns = _columns(path, number, cells)
    return Sheet(tuple(metadata), columns, tuple(rows))


def sheet_text(sheet: Sheet) -> str:
    """Write a table as SSSOM/TSV; white space in a cell becomes one space."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    stream.writelines(f"#{line}\n" for line in sheet.metadata)
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow(one_line(row.cells.get(name, "")) for name in sheet.columns)
    return stream.getvalue()


def one_line(text: str) -> str:
    """Put text on one line, as a cell holds it."""
    return " ".join(text.split())


def _of_text(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows of a text that are not blank, each with its line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadSheet(
            path,
            line,
            "引号不成对或单元格过长，请改好这一行",
            f"quotes do not match, or a cell is too long ({error}): mend this line",
        ) from error


def _of_workbook(path: Path, content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows of the first sheet of a workbook that are not blank."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for number, values in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            cells = [_cell(value) for value in values]
            if any(map(str.strip, cells)):
                yield number, cells
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
        zh, en = "不是可读的 xlsx 工作簿，请重新另存", "not a readable xlsx workbook: save it again"
        raise BadSheet(path, None, zh, en) from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _decoded(path: Path, content: bytes) -> str:
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadSheet(
        path,
        None,
        "不是 UTF-8 或 GB18030 文本，请另存为 UTF-8",
        "neither UTF-8 nor GB18030 text: save it as UTF-8",
    )


def _delimiter(text: str) -> str:
    """Tell by the header, the first line with words that is no metadata, what parts the cells."""
    lines = (line.lstrip('"') for line in text.splitlines())
    header = next((line for line in lines if line.strip(_DELIMITERS + " ") and line[0] != "#"), "")
    return max(_DELIMITERS, key=header.count)


def _columns(path: Path, line: int, cells: Iterable[str]) -> tuple[str, ...]:
    names = tuple(name.strip() for name in cells)
    while names and not names[-1]:
        names = names[:-1]
    if not set(_ONE_OF) & set(names):
        raise BadSheet(
            path,
            line,
            "应有列名一行，含 subject_id 或 subject_document、subject_item",
            "there should be a line of column names, with subject_id or subject_document and "
            "subject_item",
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        shown = "、".join(name or "（空）" for name in twice)
        zh, en = (
            f"列名重复：{shown}，请改名或删去一列",
            f"columns of one name: {shown}: rename or remove",
        )
        raise BadSheet(path, line, zh, en)
    return names


def _named(
    path: Path, line: int, columns: Sequence[str], cells: Sequence[str]
) -> Mapping[str, str]:
    over = [cell for cell in cells[len(columns) :] if cell.strip()]
    if over:
        raise BadSheet(
            path,
            line,
            f"这一行的单元格比列名多：“{over[0]}”没有列名，请补列名或删去",
            f"more cells than columns: name the column of “{over[0]}” or remove it",
        )
    return dict(zip(columns, (cell.strip() for cell in cells), strict=False))
