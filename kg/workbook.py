"""Excel workbooks for people who work in tables: typed cells, links between sheets, same bytes.

    sheet = Sheet("条目", (Bilingual("条目", "item"), Bilingual("数", "value")), [("A/1", 500)])
    Path("items.xlsx").write_bytes(workbook_bytes([sheet], title="政脉"))

Every sheet has one row of heads in Chinese and English that stays in view and filters, columns as
wide as what stands in them, and prints across the page. The same sheets give the same bytes:
nothing in the file is taken from the clock. Words never become formulas.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.endpoints.endpoint import Cell, cell_text
from kg.questions.catalogue import Bilingual
from kg.questions.tables import readable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MADE = datetime(2000, 1, 1)  # the day of making that every workbook states: it must not vary
_LONGEST_TEXT = 32_767  # UTF-16 units in a cell of Excel
_MOST_LINKS = 65_530  # in a sheet of Excel
_MOST_ROWS = 1_048_575  # below the heads
_LONGEST_SHEET_NAME = 31
_WIDEST, _NARROWEST = 60, 8  # columns, in Latin letters
_MEASURED_ROWS = 500  # so many rows say how wide a column is
_EXACT = 10**15  # Excel keeps fifteen digits
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Linked:
    """Words that lead somewhere: to an address on the web, or to what `row_address` gives."""

    text: str
    target: str


Value: TypeAlias = str | bool | int | float | Decimal | date | Linked | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, the head of each column, and rows as long as there are heads."""

    name: str
    heads: tuple[Bilingual, ...]
    rows: Sequence[Sequence[Value]]


def row_address(sheet: str, row: int) -> str:
    """Where the `row`th row of another sheet is, counted from 0 below its heads."""
    quoted = sheet_name(sheet).replace("'", "''")
    return f"internal:'{quoted}'!A{row + 2}"


def sheet_name(words: str) -> str:
    """Words as Excel allows them to name a sheet.

    >>> sheet_name("责任[牵头/配合]：" + "很" * 40)
    '责任_牵头_配合_：很很很很很很很很很很很很很很很很很很很很很'
    """
    allowed = re.sub(r"[\[\]:*?/\\]", "_", " ".join(_NO_XML.sub("", words).split()))
    return _cut(allowed.strip("' "), _LONGEST_SHEET_NAME).rstrip("' ") or "_"


def typed(cell: Cell) -> Value:
    """A term as a value of a sheet: numbers and dates as such, IRIs as people say them.

    >>> typed(Literal("500", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")))
    500
    >>> typed(NamedNode("https://w3id.org/zhengmai/id/item/henan-2021-yuzheng-2/A2/5"))
    'henan-2021-yuzheng-2#A2/5'
    """
    if cell is None or isinstance(cell, NamedNode) or not isinstance(cell, Literal):
        return readable(cell) if cell else None
    kind, text = cell.datatype.value.rpartition("#")[2], cell_text(cell)
    try:
        if kind == "integer":
            return int(text) if abs(int(text)) < _EXACT else text
        if kind in ("decimal", "double", "float"):
            number = Decimal(text)
            return number if number.is_finite() else text
        if kind == "boolean":
            return text in ("true", "1")
        if kind == "date":
            return date.fromisoformat(text)
    except (ValueError, ArithmeticError):  # a literal that is not what it says it is
        return text
    return text


def workbook_bytes(sheets: Iterable[Sheet], title: str) -> bytes:
    """The sheets as an XLSX file."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(stream, options)
    book.set_properties({"title": _NO_XML.sub("", title), "created": _MADE})
    top = {"valign": "top"}
    forms = {
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#E8EDF3", "bottom": 1, **top}
        ),
        "text": book.add_format({"text_wrap": True, **top}),
        "number": book.add_format(top),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", **top}),
        "link": book.add_format({"font_color": "#0B57D0", "underline": 1, **top}),
    }
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet_name(sheet.name)), sheet, forms)
    book.close()
    return stream.getvalue()


def _write_sheet(page: Worksheet, sheet: Sheet, forms: dict[str, Format]) -> None:
    last = len(sheet.heads) - 1
    for column, head in enumerate(sheet.heads):
        page.set_column(column, column, _width(head, column, sheet.rows))
        said = "\n".join(filter(None, (head.zh, head.en)))
        page.write_string(0, column, said, forms["head"])
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet.rows), last)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    links = 0
    for row, values in enumerate(islice(sheet.rows, _MOST_ROWS), start=1):
        for column, value in enumerate(values):
            if isinstance(value, Linked) and links >= _MOST_LINKS:
                value = value.text
            links += isinstance(value, Linked)
            _write(page, row, column, value, forms)


def _write(page: Worksheet, row: int, column: int, value: Value, forms: dict[str, Format]) -> None:
    if isinstance(value, Linked):
        page.write_url(row, column, value.target, forms["link"], _fitting(value.text))
    elif isinstance(value, str):
        page.write_string(row, column, _fitting(value), forms["text"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, forms["date"])
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, forms["text"])
    elif value is not None:
        page.write_number(row, column, value, forms["number"])


def _fitting(text: str) -> str:
    """As much of a text as a cell can hold."""
    text = _NO_XML.sub("", text)
    cut = _cut(text, _LONGEST_TEXT)
    return text if cut == text else _cut(text, _LONGEST_TEXT - 2) + "……"


def _cut(text: str, units: int) -> str:
    """The beginning of a text, as long as Excel counts it: in units of UTF-16."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def _width(head: Bilingual, column: int, rows: Iterable[Sequence[Value]]) -> int:
    """Room for the longest word of a column, within bounds; Chinese takes twice the room."""
    words = [head.zh, head.en]
    for values in islice(rows, _MEASURED_ROWS):
        value = values[column]
        words.append(value.text if isinstance(value, Linked) else str(value))
    return min(_WIDEST, max(_NARROWEST, *(_room(word) + 3 for word in words)))


def _room(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
