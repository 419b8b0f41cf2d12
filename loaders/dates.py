"""Dates as official documents print them, as ISO dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from loaders.numerals import whole_number

_DIGIT = "[0-9０-９一二三四五六七八九十零〇○Ｏ]"
DATE = re.compile(
    rf"""
    (?P<year> [12１２][0-9０-９]{{3}} | [一二][零〇○Ｏ一二三四五六七八九]{{3}} )
    \s{{0,9}} (?: 年 | [-./] ) \s{{0,9}}
    (?P<month> {_DIGIT}{{1,3}} ) \s{{0,9}} (?: 月 | [-./] ) \s{{0,9}}
    (?P<day> {_DIGIT}{{1,3}} ) \s{{0,9}} 日?
    """,
    re.VERBOSE,
)  # 2021年1月7日   二○一一年四月十四日   2021-01-07


def find_dates(text: str) -> Iterator[tuple[str, int, int]]:
    """Find the dates in `text`, as ISO date, start and end.

    >>> list(find_dates("二○一一年四月十四日，2021年 1月7 日"))
    [('2011-04-14', 0, 10), ('2021-01-07', 11, 22)]
    """
    for found in DATE.finditer(text):
        year, month, day = (whole_number(found[part]) for part in ("year", "month", "day"))
        if year and month and day:
            try:
                yield date(year, month, day).isoformat(), found.start(), found.end()
            except ValueError:
                continue


def read_date(text: str) -> str | None:
    """Read the first date in `text`."""
    return next((day for day, _, _ in find_dates(text)), None)
