"""The numbers that GB/T 9704 puts before headings: 第一章, 第一条, 一、, （一）, 1., （1）, ①."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from loaders.numerals import whole_number
from loaders.text import Text


class Tier(IntEnum):
    """The tiers of numbering, from the widest to the narrowest."""

    PART = 0
    CHAPTER = 1
    DIVISION = 2
    ARTICLE = 3
    FIRST = 4
    SECOND = 5
    THIRD = 6
    FOURTH = 7
    FIFTH = 8


_CHINESE = "[一二三四五六七八九十百零〇]"
_LABEL = re.compile(
    rf"""
    第 \s? (?P<named> {_CHINESE}{{1,7}} | [0-9]{{1,4}} ) \s?
        (?: (?P<part>编) | (?P<chapter>章) | (?P<division>节) | (?P<article>条) )
        (?! [款项] ) [:：]?
        (?= \s | 【 | $ | (?<=[条:：]) )                    # 第一章 总则   第十二条　为了
  | (?P<first> {_CHINESE}{{1,5}} ) \s? [、．.]               # 一、
  | [(（] \s? (?P<second> {_CHINESE}{{1,5}} ) \s? [)）] [、.．]?  # （一）  (十二)
  | (?P<third> [0-9０-９]{{1,3}} ) \s? (?: [.．] (?![0-9０-９]) | 、 )  # 1.  1．  1、
  | [(（] \s? (?P<fourth> [0-9０-９]{{1,3}} ) \s? [)）] [、.．]?   # （1）
  | (?P<closed> [0-9]{{1,3}} ) [)）]                        # 1）
  | (?P<fifth> [①-⑳] ) [、.．]?                            # ①
    """,
    re.VERBOSE,
)
_TIERS = {
    "part": Tier.PART,
    "chapter": Tier.CHAPTER,
    "division": Tier.DIVISION,
    "article": Tier.ARTICLE,
    "first": Tier.FIRST,
    "second": Tier.SECOND,
    "third": Tier.THIRD,
    "fourth": Tier.FOURTH,
    "closed": Tier.FOURTH,
    "fifth": Tier.FIFTH,
}
_LONGEST_LABEL = 20


@dataclass(frozen=True, slots=True)
class Label:
    """A printed number: its tier, its value, its words as quoted (二, （十三）, 1, 第一条), and
    how many characters it takes at the start of its line.
    """

    tier: Tier
    number: int
    words: str
    length: int


def read_label(text: Text | str) -> Label | None:
    """Read the number that opens a line, None where there is none.

    >>> read_label("(十三) 深化教师队伍建设改革。")
    Label(tier=<Tier.SECOND: 5>, number=13, words='（十三）', length=5)
    >>> read_label("3.5万人") is read_label("2021年") is None
    True
    """
    line = str(text)[:_LONGEST_LABEL]
    found = _LABEL.match(line)
    if not found:
        return None
    group = next(name for name in _TIERS if found[name])
    printed = found["named"] or found[group]
    number = ord(printed) - ord("①") + 1 if group == "fifth" else whole_number(printed)
    if not number:
        return None
    words = printed
    if found["named"]:
        words = f"第{printed}{found[group]}"
    elif group in ("second", "fourth", "closed"):
        words = f"（{printed}）"
    following = line[found.end() :]
    length = found.end() + len(following) - len(following.lstrip())
    return Label(_TIERS[group], number, words, length)
