"""The lines before the first sentence, sorted: number, title, metadata, addressees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from loaders.blocks import Block, Row
from loaders.dates import DATE
from loaders.document_number import NUMBER, ORDER_NUMBER, format_number
from loaders.numbering import read_label
from loaders.parts import ONLY_DATE
from loaders.signers import split_signers
from loaders.titles import DRAFT, join_title
from loaders.vocabulary import chinese_terms

_SITE = re.compile(
    r"""
    首页|当前位置|A[+-]|[大中小\s]+$|【|】|-?次$|-+$|点击查看|公众号|基本信息|扫一扫|打印|.{0,6}字体|分享|浏览
  | （?此件|（?主动公开|(?:[0-9-]{8,10}\s*)?(?:[0-9]{2}:){1,2}[0-9]{2}       # 2025-10-17 09:00:00
    """,
    re.VERBOSE,
)
_RED_HEAD = re.compile(r"(?P<names>.{2,200}?)\s*文\s*件")
_ORDER_HEAD = re.compile(r"[一-鿿]{2,30}(?:令|公告)")
_SIGNED_BY = re.compile(r"签发人[:：].{0,20}$")
_DATE_UNDER_TITLE = re.compile(rf"[（(](?P<date>{DATE.pattern})[)）]", re.VERBOSE)
_NUMBER_AT_END = re.compile(rf"[（(]{NUMBER.pattern}[)）]$", re.VERBOSE)
_KEY_LENGTH = 14
_LONGEST_SITE_LINE = 60
_LONGEST_ADDRESS = 1000
_MOST_TITLE_LINES = 8
_LONGEST_TITLE = 300


@dataclass
class Head:
    """What stands before the first sentence, sorted by kind.

    `fields` are the metadata by the names of the vocabulary of fields, `size` is how many blocks
    the head takes.
    """

    fields: dict[str, str] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    red_heads: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    is_draft: bool = False
    date_under_title: str | None = None
    addressees: tuple[str, ...] = ()
    size: int = 0
    _lines: list[str] = field(default_factory=list)
    _awaits: str | None = None

    def close_title(self) -> None:
        """Take the lines seen last as a title, or as bodies of a red head in several lines."""
        lines, self._lines = self._lines, []
        if self.red_heads and all(split_signers(line) for line in lines):
            self.red_heads += lines
        elif lines and sum(map(len, lines)) <= _LONGEST_TITLE:
            title = join_title(lines)
            if number := _NUMBER_AT_END.search(title):
                self.numbers.append(format_number(number))
                title = title[: number.start()]
            self.titles.append(title)

    def add_title_line(self, line: str) -> None:
        """Add a line of what may be a title."""
        if self._lines and DRAFT.fullmatch(line):
            self.close_title()
            self.is_draft = True
            return
        if len(self._lines) == _MOST_TITLE_LINES:
            self.close_title()
        self._lines.append(line)


def read_head(blocks: Sequence[Block]) -> Head:
    """Sort the lines before the first sentence of the main text."""
    head = Head()
    for place, block in enumerate(blocks, start=1):
        is_row = isinstance(block, Row)
        words = "\t".join(map(str, block.cells)) if isinstance(block, Row) else str(block.text)
        if _is_prose(words) or not (_note_field(head, words) or _sort(head, words, is_row)):
            break
        head.size = place
        if head.addressees:
            break
    head.close_title()
    return head


def _is_prose(words: str) -> bool:
    """Say whether a line is of the text itself: a sentence, a numbered heading."""
    sentence = "。" in words or words.startswith("——") or (len(words) > 60 and "，" in words)
    return not _is_address(words) and (sentence or read_label(words) is not None)


def _is_address(words: str) -> bool:
    """Say whether a line names whom the document goes to: 各县、区人民政府，市直有关部门："""
    return (
        words.endswith(("：", ":"))
        and 3 < len(words) < _LONGEST_ADDRESS
        and not re.search(r"。|[如以]下[：:]$|^(?:根据|按照|为|经)", words)
    )


def _sort(head: Head, words: str, is_row: bool) -> bool:
    """Sort a line that is no metadata; say whether it belongs to the head at all."""
    if is_row or chinese_terms("columns").get(words) == "number":
        return False
    squashed = re.sub(r"\s+", "", words)
    number = NUMBER.match(squashed)
    if number and (number.end() == len(squashed) or _SIGNED_BY.match(squashed, number.end())):
        head.close_title()
        head.numbers.append(format_number(number))
    elif ORDER_NUMBER.fullmatch(squashed):
        head.close_title()
        head.numbers.append((head.red_heads[-1] if head.red_heads else "") + squashed)
    elif dated := _DATE_UNDER_TITLE.fullmatch(words):
        head.close_title()
        head.date_under_title = dated["date"]
    elif ONLY_DATE.fullmatch(words) or (len(words) < _LONGEST_SITE_LINE and _SITE.match(words)):
        head.close_title()
    elif red := _RED_HEAD.fullmatch(words):
        head.close_title()
        head.red_heads.append(red["names"].strip())
    elif _ORDER_HEAD.fullmatch(squashed):
        head.close_title()
        head.red_heads.append(squashed)
    elif _is_address(squashed):
        head.close_title()
        head.addressees = split_addressees(words.strip(" \u3000:："))
    else:
        head.add_title_line(words)
    return True


# --- metadata tables of government sites ------------------------------------------------------


@cache
def _field_pattern() -> re.Pattern[str]:
    keys = sorted(chinese_terms("fields"), key=len, reverse=True)
    return re.compile(rf"(?P<key>{'|'.join(keys)})\s*(?:[:：|]\s*(?P<value>.*)|$)", re.DOTALL)


def _note_field(head: Head, words: str) -> bool:
    """Keep what a metadata line says, or the value that the line before it waits for."""
    found = _field_pattern().fullmatch(_without_key_spaces(words))
    if found:
        head.close_title()
        value, *cells = (cell.strip() for cell in re.split(r"[\t|]", found["value"] or ""))
        _keep(head, found["key"], value)
        for key, cell in pairwise(cells):
            if further := _field_pattern().fullmatch(_without_key_spaces(key)):
                _keep(head, further["key"], cell)
        head._awaits = None if value else found["key"]
        return True
    awaited, head._awaits = head._awaits, None
    if awaited:
        _keep(head, awaited, words.strip())
    return awaited is not None


def _keep(head: Head, key: str, value: str) -> None:
    if value:
        head.fields.setdefault(chinese_terms("fields")[key], value)


def _without_key_spaces(words: str) -> str:
    """Take the spaces out of 索 引 号：, not out of its value."""
    key, colon, value = words.strip().partition("：" if "：" in words[:_KEY_LENGTH] else ":")
    return re.sub(r"\s+", "", key) + colon + value


# --- addressees -------------------------------------------------------------------------------

_BODY_END = re.compile(
    r"""
    (?:政府|管委会?|部门|单位|司局|[^方]委|[局办厅院部会校处组团室]|机构|企业|公司|中心|街道|军区|部委|警备区)
    (?:[（(][^）)]*[)）])?$
    """,
    re.VERBOSE,
)
_COMMA = re.compile(r"[，,；;](?![^（(]{0,40}[)）])")
_PAUSE = re.compile(r"、(?![^（(]{0,40}[)）])(?!.{1,2}$)(?!.、)")


def split_addressees(words: str) -> tuple[str, ...]:
    """Part the addressees; a list before one head noun stays together.

    >>> split_addressees("各县、区人民政府，教育部各司局、各有关直属单位")
    ('各县、区人民政府', '教育部各司局', '各有关直属单位')
    """
    return tuple(
        name for part in _COMMA.split(words) for name in _parted(_PAUSE.split(part)) if name
    )


def _parted(pieces: Sequence[str]) -> Iterator[str]:
    name = ""
    for piece in pieces:
        name += ("、" if name else "") + piece.strip()
        if _BODY_END.search(name):
            yield name
            name = ""
    yield name
