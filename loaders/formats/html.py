"""Web pages, as government sites serve official documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
from lxml.etree import ParserError, XMLSyntaxError

from loaders.errors import UnreadableDocument
from loaders.formats.layout import FileText, row_line

_IS_HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{3,20})", re.I)
_NOT_SHOWN = re.compile(r"script|style|noscript|template|nav|footer|aside|form|select|button")
_INLINE = re.compile(
    r"a|abbr|b|big|cite|code|del|em|font|i|img|ins|label|mark|s|small|span|strong|sub|sup|u"
)
_MOST_LINKS = 4

Element = Any


def is_html(content: bytes) -> bool:
    """Say whether content begins like a web page."""
    return bool(_IS_HTML.match(content[:4000]))


def read(path: Path, content: bytes) -> FileText:
    """Read the visible text of a page, without its menus.

    Raises UnreadableDocument for a page without text.
    """
    declared = _CHARSET.search(content[:4000])
    encoding = declared[1].decode("ascii").lower() if declared else None
    if encoding in ("gb2312", "gbk"):
        encoding = "gb18030"
    try:
        page = content.decode(encoding or _guess(content), errors="replace")
        parser = lxml.html.HTMLParser(encoding="utf-8")
        root = lxml.html.document_fromstring(page.encode(), parser=parser)
    except (ParserError, XMLSyntaxError, LookupError, ValueError) as error:
        raise UnreadableDocument(
            path, None, "网页没有正文或已损坏", "the page is damaged or has no text"
        ) from error
    body = root.find("body")
    text = "".join(_text_of(root if body is None else body))
    return FileText(re.sub(r"[ \t]*\n(?:[ \t\xa0]*\n)+", "\n\n", text))


def _guess(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _text_of(element: Element) -> Iterator[str]:
    """Write an element and what is in it; blocks stand on lines of their own."""
    if not isinstance(element.tag, str) or _NOT_SHOWN.fullmatch(element.tag) or _is_menu(element):
        return
    if element.tag == "br":
        yield "\n"
        return
    if element.tag == "table" and (rows := _data_rows(element)):
        yield "\n"
        yield from (line + "\n" for line in rows)
        return
    block = not _INLINE.fullmatch(element.tag)
    yield "\n" if block else ""
    yield _squeezed(element.text)
    for child in element:
        yield from _text_of(child)
        yield _squeezed(child.tail)
    yield "\n" if block else ""


def _squeezed(text: str | None) -> str:
    """White space as a browser shows it; the wide spaces that indent a paragraph stay."""
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _is_menu(element: Element) -> bool:
    """Say whether an element is mostly links."""
    if element.tag not in ("ul", "ol", "div", "p", "header", "section"):
        return False
    links = element.findall(".//a")
    if len(links) < _MOST_LINKS:
        return False
    linked = sum(len("".join(link.itertext()).strip()) for link in links)
    return linked > 0.7 * len("".join("".join(element.itertext()).split()))


def _data_rows(table: Element) -> list[str]:
    """Write the rows of a table that holds data; none for one that only lays out the page."""
    if table.find(".//table") is not None:
        return []
    rows = [list(row.iterchildren("td", "th")) for row in table.iter("tr")]
    if not rows or max(map(len, rows)) < 2:
        return []
    return [row_line(cells) for cells in _spread(rows)]


def _spread(rows: list[list[Element]]) -> Iterator[list[str]]:
    """Lay cells that span rows or columns out on the grid: words again in each further row, empty
    in further columns.
    """
    below: dict[int, tuple[int, str]] = {}
    for row in rows:
        cells: list[str] = []
        waiting = list(row)
        while waiting or len(cells) in below:
            place = len(cells)
            if place in below:
                left, words = below.pop(place)
                cells.append(words)
                if left > 1:
                    below[place] = (left - 1, words)
                continue
            cell = waiting.pop(0)
            words, rows_down, columns = _cell(cell), _span(cell, "rowspan"), _span(cell, "colspan")
            for column in range(columns):
                cells.append(words if column == 0 else "")
                if rows_down > 1:
                    below[place + column] = (rows_down - 1, cells[-1])
        yield cells


def _span(cell: Element, name: str) -> int:
    printed = cell.get(name, "1").strip()
    return min(max(int(printed), 1), 500) if printed.isdigit() else 1


def _cell(cell: Element) -> str:
    lines = "".join(_text_of(cell)).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())
