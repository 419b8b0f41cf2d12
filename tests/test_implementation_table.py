"""The implementation table 落实对照表 of the real documents, as rows, as Word and as Excel."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document
from docx.oxml.ns import qn
from running_server import Server

from kg.commands import main
from kg.endpoints.endpoint import LocalEndpoint
from kg.exports.implementation import (
    ImplementationRow,
    ImplementationTable,
    NothingToCompare,
    read_tables,
)
from kg.exports.implementation_docx import implementation_docx
from kg.exports.implementation_xlsx import implementation_xlsx
from kg.language import speaking
from kg.questions.ask import ask
from kg.questions.catalogue import BadBinding
from kg.views.facts import Asker

HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
ANYANG = "anyang-2018-anzhengban-2"


@pytest.fixture(scope="module")
def table(endpoint: LocalEndpoint) -> ImplementationTable:
    """The table of Zhumadian's document with the province's."""
    (table,) = read_tables(Asker(endpoint), ZHUMADIAN)
    return table


@pytest.fixture(scope="module")
def word(table: ImplementationTable) -> bytes:
    return implementation_docx([table])


@pytest.fixture(scope="module")
def book(table: ImplementationTable) -> bytes:
    return implementation_xlsx([table])


def rows_of(table: ImplementationTable, upper: str) -> list[ImplementationRow]:
    return [row for row in table.rows if row.upper and row.upper.item.key == f"{HENAN}#{upper}"]


# Rows


def test_every_item_of_the_province_has_a_row(
    table: ImplementationTable, endpoint: LocalEndpoint
) -> None:
    items = [
        row["key"] for row in ask("view-document-items", {"document": HENAN}, endpoint).texts()
    ]
    assert list(dict.fromkeys(row.upper.item.key for row in table.rows if row.upper)) == items


def test_a_row_says_what_became_of_the_targets_and_who_answers_for_them(
    table: ImplementationTable,
) -> None:
    (row,) = (r for r in rows_of(table, "A2/1") if r.lower and r.lower.item.notation == "A/1")
    assert row.word == "落实"
    assert row.upper
    assert "河南省教育厅" in row.upper.units
    assert row.lower
    assert "驻马店市教育局" in row.lower.units
    (target,) = (t for t in row.targets if t.upper and t.upper.amount == "500 名")
    assert (target.lower and target.lower.amount, target.outcome) == ("100 名", "changed")


def test_items_of_the_same_topic_are_not_held_against_each_others_numbers(
    table: ImplementationTable,
) -> None:
    related = [row for row in table.rows if row.link and row.link.kind == "relatedTo"]
    assert related
    assert not any(row.targets for row in related)


def test_the_evidence_of_a_row_stands_in_both_texts(table: ImplementationTable) -> None:
    linked = [row for row in table.rows if row.link]
    assert linked
    for row in linked:
        assert row.upper
        assert row.lower
        for quote in row.shared:
            assert quote in row.lower.item.text


def test_a_gap_is_told_from_what_nobody_compared(table: ImplementationTable) -> None:
    assert {row.word for row in rows_of(table, "A2/24")} == {"查无"}
    assert {row.word for row in rows_of(table, "A1/1")} == {"未核对"}


def test_what_was_left_out_of_a_long_text_is_marked(table: ImplementationTable) -> None:
    for row in table.rows:
        for side in (row.upper, row.lower):
            if side and side.words != side.item.text:
                assert "……" in side.words
                assert all(part in side.item.text for part in side.words.split("……"))


def test_an_upper_document_has_one_table_over_all_cities(endpoint: LocalEndpoint) -> None:
    (table,) = read_tables(Asker(endpoint), HENAN)
    assert {lower.place for lower in table.lowers} == {"驻马店市", "商丘市", "南阳市", "安阳市"}
    assert table.lowers[0].key == ZHUMADIAN, "who carries out most comes first"
    assert {row.places[0].key for row in table.own} >= {ANYANG}
    words = {row.word for row in table.rows if row.places[0].key == ANYANG}
    assert "落实" not in words, "a document of 2018 carries out nothing of 2021"


def test_one_city_can_be_chosen_from_either_side(
    table: ImplementationTable, endpoint: LocalEndpoint
) -> None:
    assert read_tables(Asker(endpoint), HENAN, ZHUMADIAN) == (table,)


def test_documents_that_were_not_compared_give_no_table(endpoint: LocalEndpoint) -> None:
    with pytest.raises(NothingToCompare, match="没有与 驻政办〔2021〕44号 比对过"):
        read_tables(Asker(endpoint), ZHUMADIAN, ANYANG)
    with pytest.raises(NothingToCompare, match="没有与 豫政〔2021〕2号 比对过"):
        read_tables(Asker(endpoint), HENAN, "国发〔2019〕4号")
    with pytest.raises(BadBinding, match="不是图里有的文件"):
        read_tables(Asker(endpoint), "没有这份文件")


# Word


def test_word_opens_on_a_landscape_page_with_heads_that_repeat(word: bytes) -> None:
    document = Document(io.BytesIO(word))
    page = document.sections[0]
    assert page.page_width
    assert page.page_height
    assert [round(side.mm) for side in (page.page_width, page.page_height)] == [297, 210]
    assert document.paragraphs[0].text == "驻马店市落实豫政〔2021〕2号对照表"
    (table,) = document.tables
    first = table.rows[0]
    assert [cell.text for cell in first.cells] == [
        "序号",
        "省级条目",
        "市级条款",
        "责任单位",
        "目标",
        "状态",
        "依据与证据",
    ]
    assert first._tr.trPr is not None
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    widths = [int(column.get(qn("w:w"), "0")) for column in table._tbl.tblGrid]
    assert sum(widths) <= (297 - 40) / 25.4 * 1440 + 10, "no wider than the page"


def test_word_is_set_in_song_and_hei_with_numbered_pages(word: bytes) -> None:
    document = Document(io.BytesIO(word))
    fonts = {font.get(qn("w:eastAsia")) for font in document.element.iter(qn("w:rFonts"))}
    assert fonts == {"宋体", "黑体"}
    assert "PAGE" in document.sections[0].footer._element.xml
    assert "没有经人核对" in " ".join(p.text for p in document.paragraphs)


def test_word_says_what_the_rows_say(word: bytes, table: ImplementationTable) -> None:
    (written,) = Document(io.BytesIO(word)).tables
    cells = list(written._tbl.iter(qn("w:tr")))
    assert len(cells) == len(table.rows) + 1
    text = written._tbl.xml
    assert "500 名 → 100 名（改了数）" in text
    assert "继续办好产教融合发展战略国际论坛" in text


# Excel


def test_excel_has_a_frozen_head_filters_and_numbers(book: bytes) -> None:
    opened = openpyxl.load_workbook(io.BytesIO(book))
    rows, targets = opened.worksheets
    assert rows.freeze_panes == "B2"
    assert rows.auto_filter.ref
    heads = [cell.value for cell in rows[1]]
    assert heads[:3] == ["序号", "省级条目", "省级原文"]
    sure = heads.index("把握")
    assert all(isinstance(row[sure].value, float | None) for row in rows.iter_rows(min_row=2))
    assert rows["C2"].alignment.wrap_text
    values = [cell.value for cell in targets[1]]
    figures = [row[values.index("省级数")].value for row in targets.iter_rows(min_row=2)]
    assert 500 in figures


def test_excel_gives_texts_whole(book: bytes, table: ImplementationTable) -> None:
    rows = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    texts = [row[2] for row in rows.iter_rows(min_row=2, values_only=True)]
    assert texts == [row.upper and row.upper.item.text for row in table.rows]


# The same bytes, the languages, the ways to get it


def test_the_same_graph_gives_the_same_bytes(
    table: ImplementationTable, word: bytes, book: bytes
) -> None:
    assert implementation_docx([table]) == word
    assert implementation_xlsx([table]) == book


def test_heads_are_english_where_english_is_spoken(endpoint: LocalEndpoint) -> None:
    with speaking("en"):
        tables = read_tables(Asker(endpoint), ZHUMADIAN)
        word, book = implementation_docx(tables), implementation_xlsx(tables)
    heads = [cell.text for cell in Document(io.BytesIO(word)).tables[0].rows[0].cells]
    assert heads[0] == "No."
    assert heads[-1] == "Basis and evidence"
    (first, *_) = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(values_only=True)
    assert "".join(map(str, first)).isascii()


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_server_and_the_command_give_the_same_file(
    form: str, site: Server, store: Path, tmp_path: Path
) -> None:
    answer = site.client.get(f"/table.{form}", params={"document": ZHUMADIAN})
    assert answer.status_code == 200
    assert f'filename="table.{form}"' in answer.headers["content-disposition"]
    path = tmp_path / f"对照表.{form}"
    run = CliRunner().invoke(
        main, ["table", "驻政办〔2021〕44号", "--store", str(store), "-o", str(path)]
    )
    assert run.exit_code == 0, run.output
    assert path.read_bytes() == answer.content


def test_a_table_that_cannot_be_is_one_clear_error(site: Server, store: Path) -> None:
    assert site.client.get("/table.docx", params={"document": "没有"}).status_code == 404
    assert site.client.get("/table.docx").status_code == 404
    run = CliRunner().invoke(main, ["table", ZHUMADIAN, "--store", str(store), "-o", "x.pdf"])
    assert run.exit_code == 2
    assert ".docx" in run.output
