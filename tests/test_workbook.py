"""A workbook holds typed cells, opens the same everywhere, and is the same file every time."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from pyoxigraph import Literal, NamedNode

from kg.questions.catalogue import Bilingual
from kg.workbook import Linked, Sheet, Value, row_address, sheet_name, typed, workbook_bytes

HEADS = (Bilingual("条目", "item"), Bilingual("数", "value"))
XSD = "http://www.w3.org/2001/XMLSchema#"


def opened(*rows: tuple[Value, Value]) -> Worksheet:
    """The first sheet of a workbook of such rows, as another library reads it."""
    book = openpyxl.load_workbook(
        io.BytesIO(workbook_bytes([Sheet("条目", HEADS, rows)], title="政脉"))
    )
    return book["条目"]


def test_cells_have_the_type_of_what_they_hold() -> None:
    sheet = opened(("500名", 500), (None, Decimal("0.97")), ("成文", date(2021, 1, 5)))
    values = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)]
    assert values == [("500名", 500), (None, 0.97), ("成文", datetime(2021, 1, 5))]


def test_heads_are_in_both_languages_stay_in_view_and_filter() -> None:
    sheet = opened(("a", 1))
    assert sheet["A1"].value == "条目\nitem"
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:B2"


def test_columns_are_as_wide_as_their_words_within_bounds() -> None:
    sheet = opened(("职业教育" * 5, 1))
    assert 40 <= sheet.column_dimensions["A"].width <= 45
    assert opened(("职业教育" * 500, 1)).column_dimensions["A"].width < 62


def test_a_link_leads_to_a_row_of_another_sheet_or_to_an_address() -> None:
    there = Linked("见条目", row_address("责任/牵头's", 3))
    sheet = opened((there, 1), (Linked("原文", "https://example.org/文"), 2))
    links = [sheet[place].hyperlink for place in ("A2", "A3")]
    assert [link and link.location for link in links] == ["'责任_牵头''s'!A5", None]
    assert sheet["A2"].value == "见条目"
    assert links[1]
    assert links[1].target == "https://example.org/文"


def test_words_that_look_like_formulas_or_addresses_stay_words() -> None:
    sheet = opened(("=1+1", 1), ("https://example.org", 2), ("{=A1}", 3))
    assert [sheet[f"A{row}"].data_type for row in (2, 3, 4)] == ["s", "s", "s"]
    assert sheet["A3"].hyperlink is None


def test_a_text_too_long_for_excel_says_that_it_goes_on() -> None:
    text = str(opened(("𠮷" * 20_000, 1))["A2"].value)
    assert len(text.encode("utf-16-le")) // 2 <= 32_767
    assert text.endswith("……")


def test_terms_of_an_answer_become_values() -> None:
    decimal = NamedNode(f"{XSD}decimal")
    assert typed(Literal("0.97", datatype=decimal)) == Decimal("0.97")
    assert typed(Literal("INF", datatype=NamedNode(f"{XSD}double"))) == "INF"
    assert typed(Literal("12345678901234567", datatype=NamedNode(f"{XSD}integer"))) == (
        "12345678901234567"
    )
    assert typed(Literal("2021-01-05", datatype=NamedNode(f"{XSD}date"))) == date(2021, 1, 5)
    assert typed(Literal("后天", datatype=NamedNode(f"{XSD}date"))) == "后天"
    assert typed(Literal("007")) == "007"
    assert typed(None) is None


def test_the_same_sheets_are_the_same_bytes(tmp_path: Path) -> None:
    sheets = [Sheet("条目", HEADS, [(Linked("a", row_address("条目", 0)), 1)])]
    first = workbook_bytes(sheets, title="政脉")
    (tmp_path / "book.xlsx").write_bytes(first)
    assert workbook_bytes(sheets, title="政脉") == first
    with ZipFile(tmp_path / "book.xlsx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


@given(words=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_words_can_be_a_cell_and_name_a_sheet(words: str) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(workbook_bytes([Sheet(words, HEADS, [(words, 1)])], title=words))
    )
    assert book.sheetnames == [sheet_name(words)]
