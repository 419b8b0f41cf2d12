"""PDF files: their text layer, ruled tables as rows; where there is none, their pages by OCR."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from loaders.errors import UnreadableDocument
from loaders.formats import ocr
from loaders.formats.layout import FileText, row_line
from loaders.formats.pages import PrintedLine, paragraphs, without_page_number

_MOST_PAGES = 1000


def read(path: Path, content: bytes) -> FileText:
    """Read the text layer of all pages, or recognise the pages of a scan.

    Raises UnreadableDocument for a damaged or locked file, and for a scan where OCR is not
    installed.
    """
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > _MOST_PAGES:
                zh, en = f"超过{_MOST_PAGES}页，请拆分", f"more than {_MOST_PAGES} pages; split it"
                raise UnreadableDocument(path, None, zh, en)
            pages = []
            for page in document.pages:
                pages.append(without_page_number(list(_lines(page)), float(page.height)))
                page.close()
    except PdfminerException as error:
        raise _refusal(path, error.args[0] if error.args else error) from error
    except (PDFSyntaxError, PDFPasswordIncorrect, ValueError, KeyError, TypeError) as error:
        raise _refusal(path, error) from error
    if any(line.words.strip() for page in pages for line in page):
        return FileText("\n".join(paragraphs(pages)))
    return ocr.read_pdf(path, content)


def _refusal(path: Path, cause: object) -> UnreadableDocument:
    zh, en = "PDF 已损坏或不完整，请重新下载", "the PDF is damaged or cut off; fetch it again"
    if isinstance(cause, PDFPasswordIncorrect):
        zh, en = "PDF 已加密，请解除密码后再读", "the PDF is locked; remove its password"
    return UnreadableDocument(path, None, zh, en)


def _lines(page: Page) -> Iterator[PrintedLine]:
    """Yield the lines and table rows of a page from top to bottom."""
    tables = page.find_tables()
    outside = page
    for table in tables:
        outside = outside.outside_bbox(table.bbox)
    lines = [
        PrintedLine(
            words=str(printed["text"]),
            top=float(printed["top"]),
            left=float(printed["x0"]),
            right=float(printed["x1"]),
            height=max(float(char["size"]) for char in printed["chars"]),
        )
        for printed in outside.extract_text_lines(return_chars=True, x_tolerance=3)
    ]
    for table in tables:
        for order, row in enumerate(_rows(table)):
            lines.append(PrintedLine(row, float(table.bbox[1]) + order / 1000, is_row=True))
    yield from sorted(lines, key=lambda line: line.top)


def _rows(table: Any) -> Iterator[str]:
    """Write table rows; Chinese words that a cell's edge broke are whole again."""
    for cells in table.extract():
        filled = [re.sub(r"(?<![A-Za-z])\n(?![A-Za-z])", "", cell or "") for cell in cells]
        alone = [cell for cell in filled if cell.strip()]
        if alone:
            yield alone[0] if len(alone) == 1 and filled[0].strip() else row_line(filled)
