"""The bytes of a file into its text, whatever form the file has.

A form is told by its first bytes, not by its name. What comes out is plain text: a paragraph a
line, the cells of a table row on one line with tabs between them, U+2028 for a line break inside a
cell. Spans count in this text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from loaders.errors import UnreadableDocument
from loaders.formats import html, ocr, ofd, pdf, plain, spreadsheet, word
from loaders.formats.layout import CELL_BREAK, FileText, even_lines, printable, unread

MOST_BYTES = 100 * 1024 * 1024
MOST_CHARACTERS = 5_000_000

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")

Reader = Callable[[Path, bytes], FileText]


def read_text(path: Path, content: bytes) -> FileText:
    """Read the text of a file; `path` only names it in errors.

    Raises UnreadableDocument for a form or content that cannot be read.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableDocument(
            path,
            None,
            f"文件超过{MOST_BYTES // 1024 // 1024}MB，请拆分后再读",
            f"the file is larger than {MOST_BYTES // 1024 // 1024} MB; split it",
        )
    if not content.strip():
        raise UnreadableDocument(
            path,
            None,
            "文件是空的，请换成有正文的文件",
            "the file is empty; give one that has text",
        )
    reader = _reader(path, content)
    read = reader(path, content)
    text = even_lines(read.chars)
    if len(text) > MOST_CHARACTERS:
        raise UnreadableDocument(
            path,
            None,
            f"正文有{len(text)}字，超过{MOST_CHARACTERS}字，不像一份公文",
            f"{len(text)} characters are more than the {MOST_CHARACTERS} of any official document",
        )
    doubts = unread(text if reader is plain.read else text.replace(CELL_BREAK, ""))
    return FileText(printable(text), (*read.doubts, *doubts))


def _reader(path: Path, content: bytes) -> Reader:
    """Tell the form by the first bytes. Raises UnreadableDocument for a form that is not read."""
    if content.startswith(b"%PDF"):
        return pdf.read
    if content.startswith(_ZIP):
        return _zipped_reader(path, content)
    if content.startswith(_OLD_OFFICE):
        raise UnreadableDocument(
            path,
            None,
            "是旧版 Word、Excel、WPS 文件或加密文件，请另存为不加密的 docx、xlsx 或 pdf",
            "an old Word, Excel or WPS file, or an encrypted one; save it as an unencrypted docx, "
            "xlsx or pdf",
        )
    if content.startswith(_PICTURES):
        return ocr.read_picture
    return html.read if html.is_html(content) else plain.read


def _zipped_reader(path: Path, content: bytes) -> Reader:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        raise UnreadableDocument(
            path, None, "压缩结构已损坏，请重新下载或另存", "the file is damaged; fetch it again"
        ) from None
    if "word/document.xml" in names:
        return word.read
    if "xl/workbook.xml" in names:
        return spreadsheet.read
    if "OFD.xml" in names:
        return ofd.read
    zh, en = "是压缩包，请放进文件夹一起读，或解压", "an archive; put it in a folder or unpack it"
    raise UnreadableDocument(path, None, zh, en)
