"""Quantities in running text: a number or a range of two, its unit, and 左右 or 以上 after it.

16 万人左右, 8-10 个, 百分之三十以上, 六个月, 600万, 1.5—2.5%. Whether a quantity sets something to
reach is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from loaders.document import Comparator
from loaders.numerals import Number, find_numbers
from loaders.targets import measure_words as words


def one_of(listed: Iterable[str], barred: Mapping[str, str] | None = None) -> str:
    """Return a pattern of any of the words, the longest first; `barred` says for a word what
    must not follow it.
    """
    parts = []
    for word in sorted(listed, key=len, reverse=True):
        not_before = (barred or {}).get(word)
        parts.append(re.escape(word) + (f"(?!{not_before})" if not_before else ""))
    return f"(?:{'|'.join(parts)})"


_WORD = rf"""(?:
    个? (?P<lesson> {one_of(words.LESSONS)} )                     # 个学时
  | {one_of((*words.SHARES, *words.AMOUNTS))}                     # %  元  吨
  | {one_of((*words.AREAS, *words.AGES))}                         # 平方公里  周岁
  | {one_of(words.SYMBOLS)} (?![A-Za-z0-9])                       # TB  P
  | {one_of(words.TIMES)} (?! 年 | [检岁边期津制级] )                # 年  个月
  | {one_of(words.COUNTERS, words.COUNTERS_NOT_BEFORE)}           # 个  所  人次
)"""
_UNIT = re.compile(
    rf"""
    [ 　]?
    (?: (?P<more> [多余] )? (?P<scale> [十百千]?万?亿 | [十百千]?万 | [百千](?=[元人个名家]) ) )?+
    (?P<more_after> [多余] )?
    (?P<word> {_WORD} )?
    (?P<per> (?: / {one_of(words.PER)} ){{0,2}} )
    """,
    re.VERBOSE,
)  # 万人次   个   万   余名   元/月
_LATIN = re.compile("[A-Za-z]")
_TO = re.compile(r"[ 　]?(?:[-–—－~～〜∼至到]|——)[ 　]?")  # 8-10   10万至20万
_AFTER = re.compile(
    rf"""
    [ 　]? (?: （[^（）]{{1,80}}） )?
    (?: (?P<about> {one_of(words.ABOUT_AFTER)} )
      | (?P<least> {one_of(words.AT_LEAST_AFTER)} )
      | (?P<most> {one_of(words.AT_MOST_AFTER)} ) )
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

    >>> [(q.value, q.value_max, q.unit) for q in find_quantities("建设8-10所，培训7万人")]
    [(8.0, 10.0, '所'), (7.0, None, '万人')]
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
    word = found["lesson"] or found["word"] or ""
    unit = (found["scale"] or "") + word + (found["per"] or "")
    return unit, found.end(), bool(found["more"] or found["more_after"])


def _measured(text: str, low: Number, high: Number | None) -> Quantity | None:
    number = high or low
    unit, unit_end, more = _unit(text, number)
    if not unit or (unit in words.SYMBOLS and _LATIN.match(text, max(low.start - 1, 0))):
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


def _inherit(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Give 95% in 95%和90%以上, and 50万 in 50万、10万元, what closes the list."""
    for index in range(len(quantities) - 2, -1, -1):
        quantity, later = quantities[index : index + 2]
        if text[quantity.end : later.start] not in ("和", "、", "及", "与", "或"):
            continue
        if quantity.unit == later.unit and quantity.comparator is None:
            quantities[index] = replace(quantity, comparator=later.comparator)
        elif quantity.unit in ("万", "亿") and later.unit.startswith(quantity.unit):
            quantities[index] = replace(quantity, unit=later.unit)
    return quantities
