"""PDF files with a text layer: lines put together again into paragraphs, ruled tables into rows."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from loaders.errors import UnreadableDocument
from loaders.formats.layout import row_line

_MOST_PAGES = 1000
_PAGE_NUMBER = re.compile(
    r"[\s—–\-－·]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/共]\s*\d{1,4}\s*页?)?)[\s—–\-－·]*"
)
_INDENT = "\u3000\u3000"


@dataclass(frozen=True)
class _Line:
    """A printed line: its words, its edges and the size of its type; a table row has no edges."""

    words: str
    left: float = 0.0
    right: float = 0.0
    size: float = 0.0
    is_row: bool = False


def read(path: Path, content: bytes) -> str:
    """Read the text layer of all pages.

    Raises UnreadableDocument for a damaged or locked file and for one that has no text layer.
    """
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > _MOST_PAGES:
                raise UnreadableDocument(
                    path,
                    None,
                    f"超过{_MOST_PAGES}页，请拆分",
                    f"more than {_MOST_PAGES} pages; split it",
                )
            pages = []
            for page in document.pages:
                pages.append(list(_lines(page)))
                page.close()
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        raise _refusal(path, cause) from error
    except (PDFSyntaxError, PDFPasswordIncorrect, ValueError, KeyError, TypeError) as error:
        raise _refusal(path, error) from error
    if not any(line.words.strip() for page in pages for line in page):
        raise UnreadableDocument(
            path,
            None,
            "是扫描件，没有文字层，请先做文字识别（OCR）",
            "a scan without a text layer; run OCR on it first",
        )
    return "\n".join(_paragraphs(pages))


def _refusal(path: Path, cause: object) -> UnreadableDocument:
    if isinstance(cause, PDFPasswordIncorrect):
        return UnreadableDocument(
            path, None, "PDF 已加密，请解除密码后再读", "the PDF is locked; remove its password"
        )
    return UnreadableDocument(
        path,
        None,
        "PDF 已损坏或不完整，请重新下载",
        "the PDF is damaged or cut off; fetch it again",
    )


def _lines(page: Page) -> Iterator[_Line]:
    """Yield the lines and table rows of a page from top to bottom, without its page number."""
    tables = page.find_tables()
    outside = page
    for table in tables:
        outside = outside.outside_bbox(table.bbox)
    found: list[tuple[float, _Line]] = []
    for printed in outside.extract_text_lines(return_chars=True, x_tolerance=3):
        words = str(printed["text"])
        at_edge = printed["top"] > 0.85 * page.height or printed["bottom"] < 0.1 * page.height
        if not (at_edge and _PAGE_NUMBER.fullmatch(words)):
            size = max(float(char["size"]) for char in printed["chars"])
            line = _Line(words, float(printed["x0"]), float(printed["x1"]), size)
            found.append((float(printed["top"]), line))
    for table in tables:
        top = float(table.bbox[1])
        for order, row in enumerate(_rows(table)):
            found.append((top + order / 1000, _Line(row, is_row=True)))
    yield from (line for _, line in sorted(found, key=lambda each: each[0]))


def _rows(table: Any) -> Iterator[str]:
    """Write table rows; Chinese words that a cell's edge broke are whole again."""
    for cells in table.extract():
        filled = [re.sub(r"(?<![A-Za-z])\n(?![A-Za-z])", "", cell or "") for cell in cells]
        if any(cell.strip() for cell in filled):
            alone = [cell for cell in filled if cell.strip()]
            yield alone[0] if len(alone) == 1 and filled[0].strip() else row_line(filled)


def _paragraphs(pages: Sequence[Sequence[_Line]]) -> Iterator[str]:
    """Join lines that fill the width of the column with the line after them, over pages too."""
    lines = [line for page in pages for line in page]
    left, right = _margins(lines)
    paragraph = ""
    full = False
    for line in lines:
        indented = line.left > left + 0.8 * line.size
        if line.is_row or indented or not full:
            yield paragraph
            paragraph = (_INDENT if indented else "") + line.words
        else:
            paragraph += line.words
        full = not line.is_row and line.right > right - 1.6 * line.size
    yield paragraph


def _margins(lines: Sequence[_Line]) -> tuple[float, float]:
    """Find where most lines begin and the far end that many of them reach."""
    printed = [line for line in lines if not line.is_row]
    lefts = Counter(round(line.left) for line in printed)
    left = min((edge for edge, count in lefts.items() if count * 20 >= len(printed)), default=0)
    rights = sorted(line.right for line in printed)
    return float(left), rights[int(len(rights) * 0.9)] if rights else 0.0
