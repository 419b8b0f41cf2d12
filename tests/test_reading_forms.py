"""The same document in any form that offices use gives the same items."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from forms import as_docx, as_html, as_ofd, as_pdf, as_xlsx

from loaders.document import Document
from loaders.formats import read_text
from loaders.read import read_bytes, read_corpus, read_document

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))
FORMS: dict[str, Callable[[str], bytes]] = {
    ".html": as_html,
    ".docx": as_docx,
    ".pdf": as_pdf,
    ".xlsx": as_xlsx,
}


def wording(document: Document) -> list[tuple[str, str, list[tuple[str, str]], str | None]]:
    return [
        (
            item.id,
            "".join(item.text.split()),
            [(unit.normalized, unit.role) for unit in item.units],
            item.deadline,
        )
        for item in document.items()
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_corpus_written_in_another_form_reads_the_same(path: Path, form: str) -> None:
    text = read_document(path)
    other = read_bytes(path.with_suffix(form), FORMS[form](path.read_text("utf-8")))
    assert wording(other) == wording(text)
    assert other.header == text.header
    assert [(c.title, c.number, c.role) for c in other.citations] == [
        (c.title, c.number, c.role) for c in text.citations
    ]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_text_in_any_encoding_reads_the_same(encoding: str, line_end: str) -> None:
    path = CORPUS[0]
    text = path.read_text("utf-8").replace("\n", line_end)
    document = read_bytes(path, text.encode(encoding))
    assert wording(document) == wording(read_document(path))
    assert [item.span for item in document.items()] == [
        item.span for item in read_document(path).items()
    ]


def test_a_text_in_big5() -> None:
    text = (
        "臺北市政府文件\n\n北市府〔2021〕3號\n\n臺北市政府關於發展職業教育的意見\n\n各區公所：\n\n"
        "為發展職業教育，提出以下意見。\n\n一、加強領導。各區要加強領導，落實工作任務。\n"
    )
    assert read_text(Path("taipei.txt"), text.encode("big5")).chars == text


def test_numbers_that_word_counts_by_itself_are_printed() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    define_list(numbering, "90", ["chineseCounting", "decimal"], ["%1、", "%2."])
    document.add_paragraph("南阳市人民政府关于发展职业教育的意见")
    document.add_paragraph("为发展职业教育，现提出如下意见。")
    for level, words in (
        (0, "建设设施"),
        (1, "建设中心。要建设5个中心。"),
        (1, "建设站点。要建设站点。"),
        (0, "培养人才"),
        (1, "办好班次。要办好班次。"),
    ):
        numbered(document.add_paragraph(words), "90", level)
    content = io.BytesIO()
    document.save(content)
    read = read_bytes(Path("nanyang.docx"), content.getvalue())
    assert [(item.id, item.title) for item in read.measures] == [
        ("一.1", "建设中心"),
        ("一.2", "建设站点"),
        ("二.1", "办好班次"),
    ]


def define_list(numbering: object, key: str, forms: list[str], patterns: list[str]) -> None:
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), key)
    for depth, (form, pattern) in enumerate(zip(forms, patterns, strict=True)):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", pattern)):
            part = OxmlElement(tag)
            part.set(qn("w:val"), value)
            level.append(part)
        abstract.append(level)
    used = OxmlElement("w:num")
    used.set(qn("w:numId"), key)
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), key)
    used.append(link)
    numbering.append(abstract)  # type: ignore[attr-defined]
    numbering.append(used)  # type: ignore[attr-defined]


def numbered(paragraph: object, key: str, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = int(key)


def test_cells_merged_in_word_and_excel() -> None:
    document = docx.Document()
    document.add_paragraph("南阳市任务清单")
    table = document.add_table(rows=4, cols=3)
    words = [
        ("序号", "工作任务", "责任单位"),
        ("一、建设设施", "", ""),
        ("1", "建设中心。", "市教育局"),
        ("2", "建设站点。", ""),
    ]
    for row, cells in zip(table.rows, words, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(2, 2).merge(table.cell(3, 2))
    content = io.BytesIO()
    document.save(content)
    in_word = read_bytes(Path("word.docx"), content.getvalue())

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["南阳市任务清单"])
    for cells in words:
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in cells])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:C3")
    sheet.merge_cells("C4:C5")
    content = io.BytesIO()
    book.save(content)
    in_excel = read_bytes(Path("excel.xlsx"), content.getvalue())

    for read in (in_word, in_excel):
        assert [(item.id, item.path, item.text) for item in read.task_rows] == [
            ("1", ("一", "1"), "建设中心。"),
            ("2", ("一", "2"), "建设站点。"),
        ]
        assert {unit.normalized for item in read.task_rows for unit in item.units} == {
            "南阳市教育局"
        }
        assert all(item.units for item in read.task_rows)


def test_a_page_of_a_government_site() -> None:
    page = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>南阳市</title></head><body>
    <div><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li>
    <li><a>服务</a></li><li><a>互动</a></li></ul></div>
    <table width="100%"><tr><td>
      <h1>南阳市人民政府关于发展<br>职业教育的意见</h1>
      <p align="center">宛政〔2021〕3号</p>
      <p>各县区人民政府：</p>
      <p>&emsp;&emsp;为发展职业教育，提出如下意见。</p>
      <p>&emsp;&emsp;一、<b>建设设施</b>。要建设<span>5</span>个中心。</p>
      <p>&emsp;&emsp;二、培养人才。要培养人才。</p>
      <p style="text-align:right">南阳市人民政府</p><p>2021年3月5日</p>
    </td></tr></table>
    <script>document.write("三、不是正文。")</script><footer>版权所有</footer></body></html>"""
    read = read_bytes(Path("page.html"), page.encode("gb18030"))
    assert read.header.title == "南阳市人民政府关于发展职业教育的意见"
    assert read.header.document_number == "宛政〔2021〕3号"
    assert read.header.date_signed == "2021-03-05"
    assert [(item.id, item.text) for item in read.measures] == [
        ("1", "要建设5个中心。"),
        ("2", "要培养人才。"),
    ]


LETTER = """南阳市人民政府文件

宛政〔2021〕3号

南阳市人民政府关于发展职业教育的意见

各县区人民政府：

为发展职业教育，提出如下意见。

一、建设设施。要建设5个中心，推动全市公办中等职业学校的办学条件基本达到国家标准。

二、培养人才。要培养人才。
"""
READ = [
    ("1", "要建设5个中心，推动全市公办中等职业学校的办学条件基本达到国家标准。"),
    ("2", "要培养人才。"),
]


def test_an_ofd_file() -> None:
    pytest.importorskip("ofdkit")
    read = read_bytes(Path("letter.ofd"), as_ofd(LETTER))
    assert read.header.document_number == "宛政〔2021〕3号"
    assert [(item.id, item.text) for item in read.measures] == READ
    assert "OFD" in read.warnings[0].message


def test_a_scan_and_a_picture_of_it() -> None:
    pytest.importorskip("rapidocr")
    page = pypdfium2.PdfDocument(as_pdf(LETTER))[0]
    picture = page.render(scale=1.5).to_pil().crop((0, 0, 893, 560))
    photograph, scan = io.BytesIO(), io.BytesIO()
    picture.save(photograph, "PNG")
    picture.save(scan, "PDF", resolution=108)
    for name, content in (("photo.png", photograph), ("scan.pdf", scan)):
        read = read_bytes(Path(name), content.getvalue())
        assert read.header.title == "南阳市人民政府关于发展职业教育的意见"
        assert [item.id for item in read.measures] == ["1", "2"]
        assert "OCR" in read.warnings[0].message


def test_an_archive_in_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path in CORPUS[:2]:
            archive.write(path, f"文件/{path.name}")
        archive.writestr("说明.txt", "这里没有公文，只是一段说明文字。")
    (tmp_path / "公文.zip").write_bytes(content.getvalue())
    documents, errors = read_corpus(tmp_path)
    assert [document.key for document in documents] == [path.stem for path in CORPUS[:2]]
    assert [error.path.name for error in errors] == ["说明.txt"]
