"""Lines into blocks: paragraphs that are whole again, and table rows.

A page break leaves a page number, a blank line and half a sentence on either side. Here the
furniture of pages and web sites goes and sentences are joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.markup import lay_out_tables, markdown_cells, paragraphs
from loaders.mending import TYPESETTING, mend, mend_cell
from loaders.numbering import Tier, read_label
from loaders.signers import split_signers
from loaders.text import SourceText, Text


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

_MARKDOWN = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|[-*+]\s+(?=附件))")
_INDENTED = re.compile(r"(?:[ \t]*\u3000){2}| {4}(?!\s*[-—\d])")
_PAGE_NUMBER = re.compile(
    r"""
    \s*(?:
      [-—–－·~]{1,3} \s* \d{1,4} \s* [-—–－·~]{1,3}           # — 3 —
    | 第 \s* \d{1,4} \s* 页 (?: [\s,，/]* 共 \s* \d{1,4} \s* 页 )?
    | \d{1,4} \s* / \s* \d{1,4}
    | [-=_+*·.…]{3,}
    )\s*
    """,
    re.VERBOSE,
)
_BARE_NUMBER = re.compile(r"\s*\d{1,6}\s*")
_FOOTER = re.compile(
    r"""
    公开方式|【|版权所有|中国政府网|网站地图|.{0,8}ICP备|网站标识码|扫一扫|分享|打印|关闭|返回顶部
  | 相关(?:链接|文件|解读|附件|新闻|政策)|附件下载|责任编辑|点击查看|上一篇|下一篇
  | .{2,80}\.(?:docx?|xlsx?|pdf|zip|rar|wps|ofd)$                 # 附件1：收入限额.doc
    """,
    re.VERBOSE,
)


def read_blocks(source: SourceText) -> tuple[Block, ...]:
    """Read the paragraphs and table rows of a source, in print order."""
    blocks: list[Block] = []
    growing = _Growing()
    lines = list(_lines(source))
    for place, raw in enumerate(lines):
        cells = _cells(raw)
        if cells is not None:
            blocks += growing.finish(source)
            if any(cells):
                blocks.append(Row(cells, source.line_of(raw.origins[0])))
            continue
        line = raw.without(TYPESETTING).without(_MARKDOWN)
        indented = bool(_INDENTED.match(line.chars))
        line = line.strip()
        alone = not all(near.chars.strip() for near in lines[max(0, place - 1) : place + 2])
        if not line or _is_furniture(line, growing.tail, alone):
            continue
        if indented or not growing.is_broken() or not _can_continue(line):
            blocks += growing.finish(source)
        growing.add(line)
    blocks += growing.finish(source)
    return tuple(_without_footers(blocks))


def _lines(source: SourceText) -> Iterator[Text]:
    """Yield the lines of a source; tables in HTML are laid out as rows, its paragraphs as lines."""
    for line in lay_out_tables(Text.of(source.chars)).split("\n"):
        if "<" in line.chars and _cells(line) is None:
            yield from paragraphs(line)
        else:
            yield line


def _cells(line: Text) -> tuple[Text, ...] | None:
    """Split a printed table row into its cells; None where the line is no row."""
    cells = markdown_cells(line)
    if cells is None and "\t" in line.chars.strip():
        cells = tuple(line.strip(" \r\u3000").split("\t"))
    return cells if cells is None else tuple(mend_cell(cell) for cell in cells)


def _is_furniture(line: Text, before: str, alone: bool) -> bool:
    """Say whether a line only numbers a page. A number after 索引号： is a value, one with other
    lines on both sides is a cell of a table that lost its lines.
    """
    if before.endswith(("：", ":")):
        return False
    is_number = alone and _BARE_NUMBER.fullmatch(line.chars)
    return bool(is_number or _PAGE_NUMBER.fullmatch(line.chars))


def _without_footers(blocks: list[Block]) -> list[Block]:
    """Take off what a government site prints under a document."""
    while blocks and isinstance(last := blocks[-1], Paragraph) and _FOOTER.match(last.text.chars):
        blocks.pop()
    return blocks


_LONGEST_TAIL = 400
_UNIT_CLAUSE = re.compile(r"[（(][^（(]{0,8}(?:单位|部门|牵头|负责|配合)[^）)]*[)）]$")
_WHOLE_BRACKET = re.compile(r"[（(][^（()）]*[)）]")
_OPENS_SOMETHING = re.compile(
    r"""
    ——|附\s*件|附\s*表|(?:主办|督办|抄送|承办|责任单位|牵头单位|配合单位|责任部门|牵头部门)[:：]
  | [0-9二〇○]{4}年.{1,12}日(?:印发)?$                       # 2021年1月7日
  | .{1,14}[〔﹝\[【（(][0-9]{4}[〕﹞\]】）)]\s*第?\d+\s*号?$       # 豫政〔2021〕2号
    """,
    re.VERBOSE,
)


class _Growing:
    """A paragraph that lines are being added to."""

    def __init__(self) -> None:
        self._pieces: list[Text] = []
        self._length = 0
        self._has_stop = self._has_mark = False
        self.tail = ""

    def add(self, line: Text) -> None:
        """Add a line."""
        self._pieces.append(line)
        self._length += len(line)
        self._has_stop |= "。" in line.chars
        self._has_mark |= bool(re.search("[。；，,]", line.chars))
        self.tail = (self.tail + line.chars)[-_LONGEST_TAIL:]

    def finish(self, source: SourceText) -> list[Paragraph]:
        """Give the paragraph, if there is one, and begin anew."""
        text = mend(Text.join(self._pieces))
        _Growing.__init__(self)
        return [Paragraph(text, source.line_of(text.origins[0]))] if text else []

    def is_broken(self) -> bool:
        """Say whether the paragraph stops in the middle of a sentence."""
        if not self.tail or self.tail[-1] in "。；！？：:;!?…" or _UNIT_CLAUSE.search(self.tail):
            return False
        first = self._pieces[0]
        if _WHOLE_BRACKET.fullmatch(self.tail):
            return False
        if self._length < 12 or not self._has_mark:
            return "、" in self.tail and self._length >= 30
        label = read_label(first)
        is_title = label and label.tier != Tier.ARTICLE and not self._has_stop
        return not (is_title and self._length <= 50)


def _can_continue(line: Text) -> bool:
    """Say whether a line can be the rest of a sentence: it opens nothing of its own."""
    words = line.chars
    is_cell = len(words) <= 3 and words.isdigit()
    opens = read_label(line) or _OPENS_SOMETHING.match(words) or split_signers(words)
    return not (is_cell or opens)
