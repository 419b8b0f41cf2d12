"""Numbers as official documents print them: 21, ２１, 1,200, 0.8, 二十一, 二○二一, 三分之一, 半.

Dates, item numbers and targets all read numbers here, so that 二十一 means 21 everywhere.
A number that is no definite amount (十几, 几十, 三四) is None, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

_FORMS = ("零〇○Ｏ", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {form: value for value, forms in enumerate(_FORMS) for form in forms}
_PLACES = {"十": "十", "百": "百", "千": "千", "拾": "十", "佰": "百", "仟": "千"}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_DIGIT, _PLACE = f"[{''.join(_DIGITS)}]", f"[{''.join(_PLACES)}]"

ARABIC = r"""(?:
    [0-9０-９]{1,3}(?:[,，][0-9０-９]{3}){1,5}(?![0-9０-９])(?:[.．][0-9０-９]+)?   # 12,000.5
  | [0-9０-９]{1,15}(?![0-9０-９])(?:[.．][0-9０-９]{1,9})?                  # 16  0.8  ２１
)"""
"""Fragment for re.VERBOSE patterns: one number in Arabic digits."""

CHINESE = rf"""(?:
    (?: {_DIGIT} | [十拾] ) (?: {_DIGIT} | {_PLACE} ){{0,9}}   # 二十一  二○二一  两
    (?: [万亿] {_DIGIT} (?: {_DIGIT} | {_PLACE} ){{0,9}}+ 万? ){{0,2}}  # 三万二千  一亿二千万
)"""
"""Fragment for re.VERBOSE patterns: what may be a whole number in Chinese numerals."""

_NUMBER = re.compile(
    rf"""
      (?<![0-9０-９.．]) (?P<arabic> {ARABIC} )             # 12,000   0.8   ２１
    | (?P<whole> 百|千|{CHINESE} ) 分之 (?P<part> 百|{CHINESE} )  # 三分之一   百分之三十
    | (?P<half> 一半 | 半 (?=[年数]) )                         # 一半   半年   半数
    | (?P<chinese> {CHINESE} )                            # 二十一   两
    """,
    re.VERBOSE,
)

_BELOW_TEN_THOUSAND = re.compile(
    r"""
    (?: (?P<thousands>[^零十百千]) 千 )?
    (?: (?:(?<=千)零)? (?P<hundreds>[^零十百千]) 百 )?
    (?: (?:(?<=[千百])零)? (?P<tens>[^零十百千])? (?P<ten>十) )?
    (?: (?:(?<![千百])|(?<=[千百])零) (?P<ones>[^零十百千]) )?
    """,
    re.VERBOSE,
)  # 二十一   一百零五   三千二百   十; not 一百五, which may mean 105 or 150


@dataclass(frozen=True, slots=True)
class Number:
    """A definite number at `text[start:end]`; `unit` is "%" or "‰" for 百分之三十 and 千分之五,
    else empty. A multiplier that closes the number (万, 亿) is left to the unit after it.
    """

    start: int
    end: int
    value: float
    unit: str = ""


def whole_number(printed: str) -> int | None:
    """Read `printed`, from end to end, as one whole number; None if it is none.

    >>> [whole_number(s) for s in ("21", "２１", "二十一", "二○二一", "两", "一百零五", "三万二千")]
    [21, 21, 21, 2021, 2, 105, 32000]
    >>> [whole_number(s) for s in ("十几", "几十", "三四", "一百五", "", "二十一条")]
    [None, None, None, None, None, None]
    """
    if re.fullmatch(r"[0-9０-９]{1,18}", printed):
        return int(printed.translate(_FULL_WIDTH))
    total = 0
    for name, factor in (("亿", 10**8), ("万", 10**4)):
        head, mark, tail = printed.partition(name)
        if mark:
            if (value := _below_ten_thousand(head)) is None:
                return None
            total, printed = total + value * factor, tail.removeprefix("零") or "零"
    rest = _below_ten_thousand(printed)
    return None if rest is None else total + rest


def _below_ten_thousand(printed: str) -> int | None:
    digits = [str(_DIGITS[c]) for c in printed if c in _DIGITS]
    if digits and len(digits) == len(printed):  # 两, 零, or a year digit by digit
        return int("".join(digits)) if len(digits) in (1, 4) else None
    plain = "".join("零" if _DIGITS.get(c) == 0 else _PLACES.get(c, c) for c in printed)
    found = _BELOW_TEN_THOUSAND.fullmatch(plain)
    if not plain or not found or any(c not in _DIGITS and c not in _PLACES for c in plain):
        return None
    tens = _DIGITS[found["tens"] or "一"] if found["ten"] else 0
    digit = {place: _DIGITS[found[place] or "零"] for place in ("thousands", "hundreds", "ones")}
    return digit["thousands"] * 1000 + digit["hundreds"] * 100 + tens * 10 + digit["ones"]


def find_numbers(text: str) -> Iterator[Number]:
    """Find the definite numbers in `text`, from left to right, never overlapping.

    >>> [(n.value, n.unit) for n in find_numbers("12,000元、0.8万人、百分之三十、三所、十几个")]
    [(12000.0, ''), (0.8, ''), (30.0, '%'), (3.0, '')]
    """
    for found in _NUMBER.finditer(text):
        value, unit = _amount(found)
        if value is not None and not _is_indefinite(text, found):
            yield Number(found.start(), found.end(), float(value), unit)


def _amount(found: re.Match[str]) -> tuple[Fraction | None, str]:
    if arabic := found["arabic"]:
        return Fraction(arabic.translate(_FULL_WIDTH).replace(",", "")), ""
    if found["half"]:
        return Fraction(1, 2), ""
    if found["chinese"]:
        value = whole_number(found["chinese"])
        return (None if value is None else Fraction(value)), ""
    part = 100 if found["part"] == "百" else whole_number(found["part"])
    if part is None or found["whole"] in ("百", "千"):
        return (None if part is None else Fraction(part)), {"百": "%", "千": "‰"}[found["whole"][0]]
    whole = whole_number(found["whole"])
    return (Fraction(part, whole) if whole else None), ""


def _is_indefinite(text: str, found: re.Match[str]) -> bool:
    """Whether 几 or 数 makes it no definite amount: 几十, 数百, 十几."""
    start, end = found.span()
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return (before in ("几", "数") and text[start] in "十百千万") or after == "几"
