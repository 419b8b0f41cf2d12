"""Tables that stand in a plain text as HTML or Markdown, laid out as lines with tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.text import Text

_TABLE_BEGINS = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_ENDS = re.compile(r"</table\s{0,9}>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(table|thead|tbody|tfoot|tr|td|th|br|p)\b[^<>]{0,500}>", re.IGNORECASE)
_LINE_END = re.compile(r"[\r\n]+")
_PARAGRAPH_END = re.compile(r"</(?:p|div|li|h[1-6])\s?>|<br\s?/?>", re.IGNORECASE)
_MARKDOWN_RULE = re.compile(r"[|\s:-]+")


def lay_out_tables(text: Text) -> Text:
    r"""Turn every HTML table into lines of cells with tabs between them.

    >>> str(lay_out_tables(Text.of("<table><tr><td>1</td><td>任务</td></tr></table>")))
    '\n1\t任务\n\n'
    """
    pieces: list[Text] = []
    start = 0
    while opening := _TABLE_BEGINS.search(text.chars, start):
        closing = _TABLE_ENDS.search(text.chars, opening.end())
        if not closing:
            break
        pieces += [text[start : opening.start()], *_rows(text[opening.start() : closing.end()])]
        start = closing.end()
    return Text.join([*pieces, text[start:]]) if pieces else text


def _rows(table: Text) -> list[Text]:
    pieces: list[Text] = []
    start, first_cell = 0, True
    for tag in _TAG.finditer(table.chars):
        pieces.append(table[start : tag.start()].without(_LINE_END))
        closes, name = bool(tag[1]), tag[2].lower()
        here = tag.start()
        if name == "tr" or (name == "table" and closes):
            pieces.append(table.mark("\n", here))
            first_cell = True
        elif name in ("td", "th") and not closes:
            if not first_cell:
                pieces.append(table.mark("\t", here))
            first_cell = False
        start = tag.end()
    return [*pieces, table[start:]]


def paragraphs(line: Text) -> Iterator[Text]:
    """Part a line where HTML ends a paragraph."""
    start = 0
    for end in _PARAGRAPH_END.finditer(line.chars):
        yield line[start : end.start()]
        start = end.end()
    yield line[start:]


def markdown_cells(line: Text) -> tuple[Text, ...] | None:
    """Split a Markdown table row into its cells: none for the rule under a head, None for a line
    that is no row.
    """
    bare = line.strip()
    if not bare.chars.startswith("|") or bare.chars.count("|") < 3:
        return None
    if _MARKDOWN_RULE.fullmatch(bare.chars):
        return ()
    inner = bare[1:-1] if bare.chars.endswith("|") else bare[1:]
    return tuple(inner.split("|"))
