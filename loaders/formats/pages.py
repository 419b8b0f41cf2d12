"""Printed lines of pages into paragraphs, for forms that only know where words stand.

A line that fills the width of the column goes on in the next one, over a page break too; an
indented line begins a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PAGE_NUMBER = re.compile(
    r"[\s—–\-－·]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/共]\s*\d{1,4}\s*页?)?)[\s—–\-－·]*"
)
_INDENT = "\u3000\u3000"


@dataclass(frozen=True)
class PrintedLine:
    """A line or table row on a page: its words, its edges, its height; any unit of length."""

    words: str
    top: float
    left: float = 0.0
    right: float = 0.0
    height: float = 0.0
    is_row: bool = False


def without_page_number(lines: Sequence[PrintedLine], page_height: float) -> list[PrintedLine]:
    """Drop the page number at the top or bottom edge of a page."""
    return [
        line
        for line in lines
        if line.is_row
        or 0.1 * page_height < line.top < 0.85 * page_height
        or not _PAGE_NUMBER.fullmatch(line.words)
    ]


def paragraphs(pages: Sequence[Sequence[PrintedLine]]) -> Iterator[str]:
    """Join the lines of all pages, each page from top to bottom, into paragraphs and rows."""
    lines = [line for page in pages for line in page]
    left, right = _margins(lines)
    paragraph = ""
    goes_on = False
    for line in lines:
        indented = line.left > left + 0.8 * line.height
        if line.is_row or indented or not goes_on:
            yield paragraph
            paragraph = (_INDENT if indented else "") + line.words
        else:
            paragraph += line.words
        goes_on = not line.is_row and line.right > right - 1.6 * line.height
    yield paragraph


def _margins(lines: Sequence[PrintedLine]) -> tuple[float, float]:
    """Find where most lines begin and the far end that many of them reach."""
    printed = [line for line in lines if not line.is_row]
    lefts = Counter(round(line.left) for line in printed)
    left = min((edge for edge, count in lefts.items() if count * 20 >= len(printed)), default=0)
    rights = sorted(line.right for line in printed)
    return float(left), rights[int(len(rights) * 0.9)] if rights else 0.0
