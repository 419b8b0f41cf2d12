"""Blocks into the parts of a document: head, cover notice, body, annexes, imprint.

The order is that of GB/T 9704: red head and number, title, addressees, text, list of annexes,
signature and date, the annexes, the imprint. A notice that carries a policy text (关于印发…的通知)
puts its own head, text and signature before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.blocks import Block, Paragraph, Row
from loaders.dates import DATE
from loaders.numbering import read_label
from loaders.numerals import whole_number
from loaders.signers import SIGNER, split_signers

ANNEX = re.compile(
    r"""
    [-\s]*(?P<name>附\s*[件表]|附(?=\s*[:：]))\s*(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：.．、]?\s*
    (?P<title>.*)
    """,
    re.VERBOSE | re.DOTALL,
)
_IMPRINT = re.compile(
    r"""
    (?:主办|督办|抄送|承办|抄报|印发)\s*(?:单位|部门|机关)?\s*[:：]   # 主办：市教育局
  | .{0,40}[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日印发$                  # 2021年1月7日印发
  | 信息公开(?:选项|属性|类别)\s*[:：]
    """,
    re.VERBOSE,
)
_LONGEST_IMPRINT = 12
_LONGEST_CLOSING = 60
_NOTE = re.compile(r"[（(].{2,80}[)）]$")
ONLY_DATE = re.compile(rf"\s*{DATE.pattern}\s*(?:发布|公布|印发)?\s*", re.VERBOSE)
SIGNED_AND_DATED = re.compile(
    rf"(?P<signers>.{{2,200}}?)\s*(?P<date>{DATE.pattern})\s*", re.VERBOSE
)


@dataclass(frozen=True)
class Annex:
    """An annex: its label as printed (附件2), its number, and its blocks, title first."""

    label: str
    number: int | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Parts:
    """The main text with its head and closing, the annexes, the imprint."""

    main: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    imprint: tuple[Paragraph, ...]


def read_parts(blocks: Sequence[Block]) -> Parts:
    """Part the imprint from the end and the annexes from the main text."""
    end = _imprint_start(blocks)
    imprint = tuple(block for block in blocks[end:] if isinstance(block, Paragraph))
    starts = list(_annex_starts(blocks[:end]))
    annexes = [_annex(blocks[start:stop]) for start, stop in pairwise([*starts, end])]
    main = blocks[: starts[0] if starts else end]
    return Parts(tuple(main), tuple(annexes), imprint)


def _imprint_start(blocks: Sequence[Block]) -> int:
    """Find where the imprint begins: its first line, or the office's name above 印发."""
    for at in range(max(0, len(blocks) - _LONGEST_IMPRINT), len(blocks)):
        block = blocks[at]
        if isinstance(block, Row) or not _IMPRINT.match(block.text.chars):
            continue
        before = blocks[at - 1] if at else None
        names_office = (
            isinstance(before, Paragraph)
            and block.text.chars.endswith("印发")
            and SIGNER.fullmatch(before.text.chars)
        )
        return at - 1 if names_office else at
    return len(blocks)


def _annex_starts(blocks: Sequence[Block]) -> Iterator[int]:
    """Find the headings of annexes; the lines of the list of annexes are none."""
    announced = False
    before: Block | None = None
    for at, block in enumerate(blocks):
        found = isinstance(block, Paragraph) and _annex_heading(block.text.chars)
        if isinstance(block, Paragraph) and found:
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            if found["title"]:
                numbered = announced and bool(found["number"]) and _is_text(following)
                opens = isinstance(following, Row) or numbered
            else:
                is_list = block.text.chars.endswith(("：", ":"))
                opens = not is_list or _is_dated(before)
            if opens:
                yield at
            announced = True
        before = block


def _annex_heading(words: str) -> re.Match[str] | None:
    short = len(words) <= 60 and not re.search(r"[，。；]", words)
    return ANNEX.fullmatch(words) if short else None


def _is_dated(block: Block | None) -> bool:
    return isinstance(block, Paragraph) and bool(ONLY_DATE.fullmatch(block.text.chars))


def _is_text(block: Block | None) -> bool:
    return (
        isinstance(block, Paragraph)
        and (len(block.text) > 60 or read_label(block.text) is not None)
        and not ANNEX.match(block.text.chars)
    )


def _annex(blocks: Sequence[Block]) -> Annex:
    first = blocks[0]
    assert isinstance(first, Paragraph)
    found = ANNEX.fullmatch(first.text.chars)
    assert found
    number = whole_number(found["number"]) if found["number"] else None
    label = "".join(found["name"].split()) + (found["number"] or "")
    rest = list(blocks[1:])
    if found["title"]:
        title = first.text[found.start("title") :]
        rest.insert(0, Paragraph(title, first.line))
    return Annex(label, number, tuple(rest))


@dataclass(frozen=True)
class Closing:
    """What follows the last sentence of a text: list of annexes, signature and date."""

    signers: tuple[str, ...]
    date: str | None
    size: int


def read_closing(paragraphs: Sequence[Paragraph]) -> Closing:
    """Read signature and date off the end of a text; `size` is how many paragraphs they take."""
    signers: list[str] = []
    date: str | None = None
    start = len(paragraphs)
    while start > max(0, len(paragraphs) - _LONGEST_CLOSING):
        words = paragraphs[start - 1].text.chars
        dated = SIGNED_AND_DATED.fullmatch(words)
        if ONLY_DATE.fullmatch(words):
            date = date or words
        elif dated and (names := split_signers(dated["signers"])):
            date = date or dated["date"]
            signers[:0] = names
        elif date and (names := split_signers(words)):
            signers[:0] = names
        elif not _NOTE.fullmatch(words) or len(words) > 80:
            break
        start -= 1
    return Closing(tuple(signers), date, len(paragraphs) - _list_start(paragraphs, start))


def _list_start(paragraphs: Sequence[Paragraph], end: int) -> int:
    """Where the list of annexes before the signature begins."""
    for at in range(end - 1, max(-1, end - 30), -1):
        words = paragraphs[at].text.chars
        if re.match(r"[-\s]*附\s*件\s*[:：0-9]", words):
            return at
        if len(words) > 60 or "。" in words:
            break
    return end
