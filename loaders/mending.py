"""What typesetting leaves in a text, taken out again: spaces round digits, tags, control marks."""

from __future__ import annotations

import re

from loaders.text import Text

_GAP = r"(?<![ \t\u00a0\u3000\u2000-\u200a])[ \t\u00a0\u3000\u2000-\u200a]+"
_WIDE = r"[\u4e00-\u9fff\u3400-\u4dbf〇○，。；：、？！（）《》〈〉〔〕【】“”‘’—]"

TYPESETTING = re.compile(
    r"""
    [\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+                        # control characters
  | [\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffd]+            # zero-width marks
  | </?(?:p|u|b|i|em|strong|span|font|div|br|sup|sub|center|a|o:p)(?:\s[^<>]{0,300})?/?>  # <u>
  | &(?:nbsp|emsp|ensp|sp|amp\#160);                         # &nbsp;
  | \*\*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPACES = re.compile(
    rf"""
    (?<={_WIDE}|[,;:)）%]) {_GAP} (?=[0-9０-９])             # 建设 500 名
  | (?<=[0-9０-９%％]) {_GAP} (?={_WIDE}|[,;:()])            # 500 名
  | (?<=[0-9]\+[A-Za-z]) {_GAP} (?={_WIDE})                 # 1+X 证书
  | (?<=[，。；：、？！（《〈〔【“‘]) {_GAP}                   # 、 市
  | {_GAP} (?=[，。；：、？！）》〉〕】”’])                    # 教育厅 、
  | (?<=[,;)]) {_GAP} (?={_WIDE})                           # ) 指导思想
  | (?<={_WIDE}) {_GAP} (?=[,;(])                           # 责任单位 (
    """,
    re.VERBOSE,
)
_CELL_BREAK = re.compile(r"[\v\u2028]|<br\s?/?>", re.IGNORECASE)


def mend(text: Text) -> Text:
    """Take out tags, control marks and the spaces that typesetting put round digits and stops.

    >>> str(mend(Text.of("培养 500 名<u>省级</u>教师，AI plus")))
    '培养500名省级教师，AI plus'
    """
    return text.without(TYPESETTING).without(_SPACES).strip()


def mend_cell(cell: Text) -> Text:
    """Mend the text of a table cell; its line breaks stay, as newlines."""
    lines, start = [], 0
    for found in _CELL_BREAK.finditer(cell.chars):
        lines.append(mend(cell[start : found.start()]))
        start = found.end()
    return Text.join([*lines, mend(cell[start:])], "\n")
