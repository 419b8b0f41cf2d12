"""What cannot be read is refused with one sentence that says what to do, and costs little."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from forms import as_docx, as_html, as_pdf
from lxml import etree
from reportlab.pdfgen.canvas import Canvas

from loaders.document import Document
from loaders.errors import UnreadableDocument
from loaders.formats import MOST_BYTES, ocr
from loaders.read import read_bytes, read_corpus, read_document, read_source
from loaders.text import SourceText

CORPUS = Path(__file__).parent.parent / "corpus"
SHANGQIU = (CORPUS / "shangqiu-draft.txt").read_text("utf-8")


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def pdf_without_text(password: str | None = None) -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, encrypt=password)
    canvas.rect(100, 100, 300, 500)
    canvas.showPage()
    canvas.save()
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空"),
        (b" \n\t\n", "空"),
        (bytes(range(256)) * 50, "UTF-8"),
        (b"\x00" * 500, "UTF-8"),
        ("红烧肉的做法\n\n1. 五花肉切块。\n2. 加冰糖炒色。\n3. 小火炖1个小时。\n".encode(), "公文"),
        ("床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n".encode(), "公文"),
        (b"Dear all, the meeting is at nine.", "UTF-8"),
        (b"%PDF-1.7\n1 0 obj <<", "PDF"),
        (as_pdf(SHANGQIU)[:3000], "PDF"),
        (pdf_without_text(password="secret"), "密码"),
        (as_docx(SHANGQIU)[:2000], "损坏"),
        (zipped("word/document.xml", b"<broken"), "Word"),
        (zipped("word/document.xml", b" " * 300_000_000), "MB"),
        (zipped("xl/workbook.xml", b"<broken"), "Excel"),
        (zipped("OFD.xml", b"<ofd/>"), "OFD"),
        (zipped("a.txt", b"a"), "压缩包"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "docx"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, "图片"),
        (b"<html><body></body></html>", "公文"),
        (Path(__file__).with_name("test_reading_header.py").read_bytes(), "公文"),
        (Path(__file__).with_name("test_reading_tables.py").read_bytes(), "公文"),
        ((CORPUS.parent / "docs" / "ontology.html").read_bytes(), "公文"),
        (
            "<html>南阳市人民政府办公室：南阳市旅游指南<p>南阳市欢迎各位来到这里。</html>".encode(),
            "公文",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refusal_names_the_file_and_says_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes(Path("某文件.txt"), content)
    assert says in refused.value.zh
    assert refused.value.zh.startswith("某文件.txt")
    assert refused.value.en.startswith("某文件.txt")


@pytest.mark.parametrize("content", [pdf_without_text(), b"\x89PNG\r\n\x1a\n" + b"\x00" * 500])
def test_a_scan_without_ocr_says_what_would_read_it(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "_load_engine", lambda: None)
    with pytest.raises(UnreadableDocument, match=r"OCR.*zhengmai\[ocr\]"):
        read_bytes(Path("scan.pdf"), content)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="没有的"):
        read_document(tmp_path / "没有的.txt")


def test_too_much_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableDocument, match="MB"):
        read_bytes(Path("big.txt"), b"\xe4" * (MOST_BYTES + 1))
    with pytest.raises(UnreadableDocument, match="字"):
        read_bytes(Path("long.txt"), "工作，".encode() * 2_000_000)


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04broken")
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (tmp_path / "shangqiu.txt").write_text(SHANGQIU, "utf-8")
    (tmp_path / "shangqiu.docx").write_bytes(as_docx(SHANGQIU))
    documents, errors = read_corpus(tmp_path)
    assert [document.key for document in documents] == ["shangqiu"]
    assert sorted(error.path.name for error in errors) == ["bad.docx", "old.doc", "shangqiu.txt"]


def test_of_two_files_of_one_name_both_paths_are_named(tmp_path: Path) -> None:
    for folder in ("2020", "2021"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "方案.txt").write_text(SHANGQIU, "utf-8")
    (error,) = read_corpus(tmp_path)[1]
    for path in (tmp_path / "2020" / "方案.txt", tmp_path / "2021" / "方案.txt"):
        assert str(path) in error.zh
        assert str(path) in error.en


TRAPS = {
    "brackets": "（" * 100_000,
    "title marks": "《" * 100_000,
    "numbers": "国发〔" * 30_000,
    "spaces": "一" + " " * 100_000 + "二",
    "tabs": "\t" * 100_000,
    "tables": "<table><tr><td>" * 20_000,
    "pages": "— 3 —\n" * 30_000,
    "annexes": "附件1：甲\n" * 20_000,
    "labels": "一、\n" * 10_000,
    "short lines": "工作目标\n" * 20_000,
    "unfinished": "工作，任务工作，任务工作，任务\n" * 10_000,
    "commas": "甲，" * 50_000 + "：",
    "control": "\x00\x01\x02" * 30_000,
    "units": "（责任单位：" * 20_000,
    "aliases": "以下简称《" * 20_000,
}


@pytest.mark.parametrize("name", TRAPS)
@pytest.mark.parametrize("before", ["", "一、做好工作。"])
def test_a_text_made_to_trap_a_reader_is_read_and_done(name: str, before: str) -> None:
    document = read_source(SourceText(before + TRAPS[name]), "any", "any.txt", "")
    assert len(document.source_text) == len(before + TRAPS[name])


def test_control_characters_in_a_document_are_left_out() -> None:
    spoilt = SHANGQIU.replace("职业教育", "职业\x00教\u200b育\ufeff")
    document = read_bytes(Path("shangqiu.txt"), spoilt.encode())
    assert document.header.title == "商丘市职业教育高质量发展实施方案"
    assert [item.id for item in document.measures] == [str(n) for n in range(1, 21)]


def in_xml(document: Document) -> None:
    """Put all that was read into XML, which refuses what it cannot hold."""
    node = etree.Element("read")
    for item in document.items():
        node.text = item.text
    node.text = document.source_text


@pytest.mark.parametrize("char", ["\x01", "\x91", "\ufffe", "\ufdd0"])
def test_what_is_no_text_is_left_out_and_told_of(char: str) -> None:
    plain = read_bytes(Path("a.txt"), SHANGQIU.encode())
    spoilt = SHANGQIU.replace("职业院校", f"职业{char}院校")
    document = read_bytes(Path("a.txt"), spoilt.encode())
    assert [item.text for item in document.items()] == [item.text for item in plain.items()]
    in_xml(document)
    (told,) = [warning for warning in document.warnings if "控制字符" in warning.message]
    first = document.source_text.index("职业\ufffd院校")
    assert told.line == document.source_text.count("\n", 0, first) + 1
    for item in document.items():
        printed = document.source_text[item.span.start : item.span.end]
        assert (
            "".join(printed.replace("\ufffd", "").split())[-8:] == "".join(item.text.split())[-8:]
        )


def test_a_vertical_tab_in_a_text_is_told_of_and_one_in_a_cell_is_a_line_break() -> None:
    document = read_bytes(Path("a.txt"), SHANGQIU.replace("职业院校", "职业\v院校", 1).encode())
    assert any("共有1个控制字符" in warning.message for warning in document.warnings)
    in_xml(document)
    table = (
        "<html><table><tr><td>序号</td><td>工作任务</td><td>责任单位</td></tr>"
        "<tr><td>1</td><td>建设学校</td><td>市教育局<br>市财政局</td></tr></table></html>"
    )
    listed = read_bytes(Path("list.html"), table.encode())
    assert [unit.raw for unit in listed.task_rows[0].units] == ["市教育局", "市财政局"]
    assert not any("控制字符" in warning.message for warning in listed.warnings)
    in_xml(listed)


@pytest.mark.parametrize("form", [str.encode, as_html], ids=["text", "web page"])
def test_bytes_that_are_no_characters_are_told_of_with_line_and_count(
    form: Callable[[str], bytes],
) -> None:
    content = form(SHANGQIU)
    at = content.index("指导思想".encode())
    document = read_bytes(Path("a.txt"), content[:at] + b"\xff\xfe\xff" + content[at:])
    line = document.source_text.count("\n", 0, document.source_text.index("\ufffd")) + 1
    assert (line, True) in [(w.line, "共有3处字节" in w.message) for w in document.warnings]
    assert [item.id for item in document.measures] == [str(n) for n in range(1, 21)]


def test_a_text_cut_within_a_character_is_told_of() -> None:
    cut = SHANGQIU.encode()[: len(SHANGQIU[:5000].encode()) + 1]
    assert any("共有1处字节" in w.message for w in read_bytes(Path("a.txt"), cut).warnings)


def test_a_long_stretch_of_lost_bytes_is_told_of_and_a_text_mostly_lost_is_refused() -> None:
    content = SHANGQIU.encode()
    document = read_bytes(Path("a.txt"), content[:6000] + b"\xff" * 500 + content[6000:])
    assert any("共有500处字节" in warning.message for warning in document.warnings)
    with pytest.raises(UnreadableDocument, match="UTF-8"):
        read_bytes(Path("a.txt"), content[:6000] + b"\xff" * 5000)


@pytest.mark.parametrize(
    ("encoding", "assumed"),
    [("utf-8", ""), ("gb18030", ""), ("utf-16", ""), ("big5", "big5"), ("utf-16-le", "utf-16-le")],
)
def test_an_encoding_that_is_a_guess_is_named(encoding: str, assumed: str) -> None:
    document = read_bytes(Path("a.txt"), SHANGQIU.encode(encoding, "ignore"))
    guesses = [warning.message for warning in document.warnings if "编码" in warning.message]
    assert len(guesses) == bool(assumed)
    assert all(f"按 {assumed} 解读" in guess for guess in guesses)
