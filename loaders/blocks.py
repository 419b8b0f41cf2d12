"""Lines into blocks: paragraphs that are whole again, and table rows.

A page break leaves a page number, a blank line and half a sentence on either side. Here the
furniture of pages goes, sentences are joined, and the spaces and tags of typesetting vanish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.numbering import Tier, read_label
from loaders.signers import split_signers
from loaders.text import SourceText, Text

_GAP = r"[ \t\u00a0\u3000\u2000-\u200a]+"
_WIDE = r"[\u4e00-\u9fff\u3400-\u4dbf〇○，。；：、？！（）《》〈〉〔〕【】“”‘’—]"
_TYPESETTING = re.compile(
    r"""
    [\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+                        # control characters
  | [\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffd]+            # zero-width marks
  | </?(?:p|u|b|i|em|strong|span|font|div|br|sup|sub|center|a|o:p)(?:\s[^<>]{0,300})?/?>  # <u>
  | &(?:nbsp|emsp|ensp|sp|amp\#160);                                # &nbsp;
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
  | (?<=[,;)]) {_GAP} (?={_WIDE}) | (?<={_WIDE}) {_GAP} (?=[,;(])
    """,
    re.VERBOSE,
)
_MARKDOWN = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|[-*+]\s+(?=附件))")
_PAGE_NUMBER = re.compile(
    r"""
    \s*(?:
      [-—–－·~]{1,3} \s* \d{1,4} \s* [-—–－·~]{1,3}           # — 3 —
    | 第 \s* \d{1,4} \s* 页 (?: [\s,，/]* 共 \s* \d{1,4} \s* 页 )?
    | \d{1,4} \s* / \s* \d{1,4}
    | \d{1,6}                                               # 000130
    | [-=_+*·.…]{3,}
    )\s*
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, mended, beginning on `line` of the source."""

    text: Text
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row of a table."""

    cells: tuple[Text, ...]
    line: int


Block = Paragraph | Row


def read_blocks(source: SourceText) -> tuple[Block, ...]:
    """Read the paragraphs and table rows of a source, in print order."""
    blocks: list[Block] = []
    pieces: list[Text] = []
    first_line = 0

    def close() -> None:
        if pieces:
            blocks.append(Paragraph(mend(Text.join(pieces)), first_line))
            pieces.clear()

    for number, raw in enumerate(source.lines(), start=1):
        line = raw.without(_TYPESETTING).without(_MARKDOWN)
        cells = tuple(_cells(line))
        if cells:
            close()
            blocks.append(Row(cells, number))
            continue
        indented = bool(_INDENTED.match(line.chars))
        line = line.strip()
        if not line or _is_furniture(line, pieces):
            continue
        if pieces and not indented and _is_broken(Text.join(pieces)) and _can_continue(line):
            pieces.append(line)
        else:
            close()
            pieces, first_line = [line], number
    close()
    return tuple(_without_footers([b for b in blocks if isinstance(b, Row) or b.text]))


_FOOTER = re.compile(
    r"""
    公开方式|【|版权所有|中国政府网|网站地图|.{0,8}ICP备|网站标识码|扫一扫|分享|打印|关闭|返回顶部
  | 相关(?:链接|文件|解读|附件|新闻|政策)|附件下载|责任编辑|点击查看|上一篇|下一篇
  | .{2,80}\.(?:docx?|xlsx?|pdf|zip|rar|wps|ofd)$                 # 附件1：收入限额.doc
  | /$
    """,
    re.VERBOSE,
)


def _without_footers(blocks: list[Block]) -> list[Block]:
    """Without what a government site prints under a document."""
    while blocks and isinstance(last := blocks[-1], Paragraph) and _FOOTER.match(last.text.chars):
        blocks.pop()
    return blocks


def mend(text: Text) -> Text:
    """Take out the spaces that typesetting put round digits and punctuation, and tags.

    >>> str(mend(Text.of("培养 500 名<u>省级</u>教师，AI plus")))
    '培养500名省级教师，AI plus'
    """
    return text.without(_TYPESETTING).without(_SPACES).strip()


def _cells(line: Text) -> Iterator[Text]:
    """The cells of a printed table row; none where the line is no row."""
    bare = line.strip()
    if bare.chars.startswith("|") and bare.chars.count("|") > 2:
        if not re.fullmatch(r"[|\s:-]+", bare.chars):
            yield from (mend(cell) for cell in bare.strip("|").split("|"))
    elif "\t" in bare.chars:
        yield from (mend(cell) for cell in line.strip(" \r\n\u3000").split("\t"))


def _is_furniture(line: Text, before: list[Text]) -> bool:
    """Whether a line only numbers a page; a number after 索引号： is a value."""
    return bool(_PAGE_NUMBER.fullmatch(line.chars)) and not (
        before and before[-1].chars.endswith(("：", ":"))
    )


_UNIT_CLAUSE = re.compile(r"[（(][^（(]{0,8}(?:单位|部门|牵头|负责|配合)[^）)]*[)）]$")
_WHOLE_BRACKET = re.compile(r"[（(][^（()）]*[)）]")
_INDENTED = re.compile(r"(?:[ \t]*\u3000){2}| {4}(?!\s*[-—\d])")
_OPENS_SOMETHING = re.compile(
    r"""
    ——|附\s*件|附\s*表|主办[:：]|督办[:：]|抄送[:：]|承办[:：]
  | [0-9二〇○]{4}年.{1,12}日(?:印发)?$                       # 2021年1月7日
  | .{1,14}[〔﹝\[【（(][0-9]{4}[〕﹞\]】）)]\s*第?\d+\s*号?$       # 豫政〔2021〕2号
    """,
    re.VERBOSE,
)


def _is_broken(before: Text) -> bool:
    """Whether a paragraph stops in the middle of a sentence."""
    words = before.chars
    if (
        words[-1] in "。；！？：:;!?…"
        or _UNIT_CLAUSE.search(words)
        or _WHOLE_BRACKET.fullmatch(words)
    ):
        return False
    if len(words) < 12 or not re.search("[。；，,]", words):
        return "、" in words and len(words) >= 30
    label = read_label(before)
    is_heading = label and label.tier != Tier.ARTICLE and "。" not in words and len(words) <= 50
    return not is_heading


def _can_continue(line: Text) -> bool:
    """Whether a line can be the rest of a sentence: it opens nothing of its own."""
    return not (read_label(line) or _OPENS_SOMETHING.match(line.chars) or split_signers(line.chars))
