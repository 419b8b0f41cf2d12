"""Quantities in running text: a number or a range of two, its unit, and 左右, 以上 or 以下 after it.

16 万人左右, 8-10 个, 百分之三十以上, 六个月, 600万, 1.5—2.5%. Whether a quantity sets something to
reach is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from loaders import measure_words as words
from loaders.document import Comparator
from loaders.numerals import Number, find_numbers


def _any(*groups: list[str] | tuple[str, ...]) -> str:
    return "|".join(re.escape(w) for w in sorted((w for g in groups for w in g), key=len, reverse=True))


def _counter(word: str) -> str:
    barred = words.COUNTERS_NOT_BEFORE.get(word)
    return re.escape(word) + (f"(?!{barred})" if barred else "")


_COUNTERS = "|".join(_counter(word) for word in sorted(words.COUNTERS, key=len, reverse=True))
_WORD = rf"""(?:
    个? (?P<lesson> {_any(words.LESSONS)} )                             # 个学时
  | {_any(words.SHARES, words.AMOUNTS)} | {_any(words.AGES)}            # %  元  平方公里  周岁
  | (?:{_any(words.TIMES)}) (?! 年 | [检岁边期] | 津 | 制 | 级 )          # 年  个月
  | {_COUNTERS}                                                        # 个  所  人次
)"""
_UNIT = re.compile(
    rf"""
    [ 　]? (?: (?P<more> [多余] )? (?P<scale> [十百千]?[万亿] | [百千](?=[元人个名家]) ) )?+
    (?P<more_after> [多余] )? (?P<word> {_WORD} )?
    (?P<per> (?: [/／] (?: 人 | 户 | 家 | 月 | 年 | 天 | 日 | 次 | 件 | 亩 | 吨 | 平方米 | 小时 ) ){{0,2}} )
    """,
    re.VERBOSE,
)  # 万人次   个   万   余名   元/月
_TO = re.compile(r"[ 　]?(?:[-–—－~～〜∼至到]|——)[ 　]?")  # 8-10   3—5   10万至20万
_AFTER = re.compile(
    rf"""
    [ 　]? (?: （[^（）]{{1,80}}） )?
    (?: (?P<about> {_any(words.ABOUT_AFTER)} ) | (?P<least> {_any(words.AT_LEAST_AFTER)} )
      | (?P<most> {_any(words.AT_MOST_AFTER)} ) )
    """,
    re.VERBOSE,
)  # 左右   及以上   以内


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount printed at `text[start:unit_end]`, a word that compares it up to `end`.

    `value_max` is given for a range. `comparator` is what stands after the amount (左右, 以上,
    以下, or 多 and 余 within it), else None. `in_words` tells Chinese numerals from digits.
    """

    start: int
    unit_end: int
    end: int
    value: float
    value_max: float | None
    unit: str
    comparator: Comparator | None
    in_words: bool


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Find the numbers of `text` that have a unit, from left to right; a range is one quantity.

    >>> [(q.value, q.value_max, q.unit) for q in find_quantities("建设8-10所，培训7万人，占30%以上")]
    [(8.0, 10.0, '所'), (7.0, None, '万人'), (30.0, None, '%')]
    """
    return tuple(_inherit(text, list(_quantities(text))))


def _quantities(text: str) -> Iterator[Quantity]:
    numbers = list(find_numbers(text))
    index = 0
    while index < len(numbers):
        low = numbers[index]
        high = _upper_end(text, low, numbers[index + 1 : index + 2])
        index += 2 if high else 1
        if quantity := _measured(text, low, high):
            yield quantity


def _upper_end(text: str, low: Number, following: list[Number]) -> Number | None:
    """Return the number that makes a range with `low`: same unit, or one unit for both."""
    if not following or following[0].value <= low.value:
        return None
    high = following[0]
    for low_unit, end in (("", low.end), _unit(text, low)[:2]):
        to = _TO.match(text, end)
        if to and to.end() == high.start:
            high_unit = _unit(text, high)[0]
            return high if high_unit and high_unit.startswith(low_unit) else None
    return None


def _unit(text: str, number: Number) -> tuple[str, int, bool]:
    """Return the unit after `number`, where it ends, and whether 多 or 余 stands in it."""
    if number.unit:
        return number.unit, number.end, False
    found = _UNIT.match(text, number.end)
    if not found or not (found["scale"] or found["word"]):
        share = text[number.start : number.end]
        is_share = "分之" in share or share == "一半" or text.startswith("半数", number.start)
        return ("%" if is_share else ""), number.end, False
    word = (found["lesson"] or found["word"] or "").replace("％", "%")
    unit = (found["scale"] or "") + word + (found["per"] or "").replace("／", "/")
    return unit, found.end(), bool(found["more"] or found["more_after"])


def _measured(text: str, low: Number, high: Number | None) -> Quantity | None:
    number = high or low
    unit, unit_end, more = _unit(text, number)
    if not unit:
        return None
    of_hundred = 100 if unit == "%" and number.value < 1 and unit_end == number.end else 1
    after = _AFTER.match(text, unit_end)
    comparator: Comparator | None = ">=" if more else None
    if after:
        comparator = "~" if after["about"] else ">=" if after["least"] else "<="
    return Quantity(
        start=low.start,
        unit_end=unit_end,
        end=after.end() if after else unit_end,
        value=round(low.value * of_hundred, 4) if of_hundred > 1 else low.value,
        value_max=high.value if high else None,
        unit=unit,
        comparator=comparator,
        in_words=not text[low.start].isdigit(),
    )


def _inherit(text: str, quantities: list[Quantity]) -> Iterator[Quantity]:
    """Give 95% in 95%和90%以上 the word that closes the pair."""
    for quantity, later in zip_longest(quantities, quantities[1:]):
        joined = later and text[quantity.unit_end : later.start] in ("和", "、", "及", "与", "或")
        if later and joined and quantity.comparator is None and later.unit == quantity.unit:
            yield replace(quantity, comparator=later.comparator)
        else:
            yield quantity
