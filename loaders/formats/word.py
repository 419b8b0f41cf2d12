"""Word documents (docx), with the numbers that Word puts before paragraphs by itself."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from loaders.errors import UnreadableDocument
from loaders.formats.layout import FileText, refuse_bomb, row_line

_CHINESE_FORMATS = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
}
_CHINESE = "〇一二三四五六七八九"


def read(path: Path, content: bytes) -> FileText:
    """Read paragraphs and tables in print order.

    Raises UnreadableDocument for a damaged file or one that unpacks to too much.
    """
    refuse_bomb(path, content)
    try:
        document = docx.Document(io.BytesIO(content))
        return FileText("\n".join(_lines(document)))
    except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise UnreadableDocument(
            path, None, "Word 文件已损坏，请重新另存", "the Word file is damaged; save it again"
        ) from error


def _lines(document: WordDocument) -> Iterator[str]:
    numbers = _Numbers(document)
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield numbers.of(block) + block.text
        else:
            yield from _rows(block, numbers)


def _rows(table: Table, numbers: _Numbers) -> Iterator[str]:
    """Write a table row a line; a cell merged over columns is written once, one merged over rows
    again in each.
    """
    for row in table.rows:
        seen: set[Any] = set()
        cells = []
        for cell in row.cells:
            words = "\n".join(numbers.of(each) + each.text for each in cell.paragraphs)
            cells.append("" if cell._tc in seen else words)
            seen.add(cell._tc)
        yield row_line(cells)


@dataclass
class _Numbers:
    """Counts the automatic numbers of a document's lists."""

    document: WordDocument
    _counts: Counter[tuple[str, int]] = field(default_factory=Counter)

    def of(self, paragraph: Paragraph) -> str:
        """Return the number that Word prints before a paragraph, empty where it prints none."""
        found = self._list_of(paragraph)
        level = found and self._level(*found)
        if not found or level is None:
            return ""
        number, depth = found
        self._counts[number, depth] += 1
        for deeper in range(depth + 1, 9):
            self._counts[number, deeper] = 0
        pattern = str(level.find(qn("w:lvlText")).get(qn("w:val"), ""))
        for below in range(depth + 1):
            pattern = pattern.replace(f"%{below + 1}", self._printed(number, below))
        return pattern + " " if pattern.isascii() else pattern

    def _list_of(self, paragraph: Paragraph) -> tuple[str, int] | None:
        places = [paragraph._p.pPr]
        style = paragraph.style
        if style is not None:
            places.append(style.element.find(qn("w:pPr")))
        for place in places:
            properties = place.find(qn("w:numPr")) if place is not None else None
            number = properties.find(qn("w:numId")) if properties is not None else None
            if properties is not None and number is not None:
                depth = properties.find(qn("w:ilvl"))
                value = depth.get(qn("w:val")) if depth is not None else "0"
                return str(number.get(qn("w:val"))), int(value or 0)
        return None

    def _level(self, number: str, depth: int) -> Any:
        """Find the definition of a list level in the numbering part, None where there is none."""
        try:
            numbering = self.document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return None
        used = numbering.find(f"{qn('w:num')}[@{qn('w:numId')}='{number}']")
        link = used.find(qn("w:abstractNumId")) if used is not None else None
        if link is None:
            return None
        key = link.get(qn("w:val"))
        abstract = numbering.find(f"{qn('w:abstractNum')}[@{qn('w:abstractNumId')}='{key}']")
        level = (
            abstract.find(f"{qn('w:lvl')}[@{qn('w:ilvl')}='{depth}']")
            if abstract is not None
            else None
        )
        return level if level is not None and level.find(qn("w:lvlText")) is not None else None

    def _printed(self, number: str, depth: int) -> str:
        level = self._level(number, depth)
        start = level.find(qn("w:start")) if level is not None else None
        first = int(start.get(qn("w:val"), "1")) if start is not None else 1
        value = first - 1 + max(1, self._counts[number, depth])
        form = level.find(qn("w:numFmt")) if level is not None else None
        name = form.get(qn("w:val")) if form is not None else "decimal"
        if name == "bullet":
            return ""
        if name == "decimalEnclosedCircle" and value <= 20:
            return chr(ord("①") + value - 1)
        return _chinese(value) if name in _CHINESE_FORMATS else str(value)


def _chinese(value: int) -> str:
    """Write a number up to 99 in Chinese.

    >>> [_chinese(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else ("" if tens == 1 else _CHINESE[tens]) + "十"
    return head + (_CHINESE[ones] if ones else "")
