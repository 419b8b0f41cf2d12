"""When what is due, and what of it is past: 2022年底前, 2025, 2018年春季学期开始实施, 持续实施.

Documents state deadlines in words. Those that name a year have an order; of those that name the
end of something it can be said whether it is past.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["past", "ahead", "begun", "standing"]

_WHEN = re.compile(
    r"""
    (?P<year> (?:19|20)[0-9]{2} ) \s* 年?
    (?: \s* (?P<month> 1[0-2] | 0?[1-9] ) \s* 月
        (?: \s* (?P<day> [12][0-9] | 3[01] | 0?[1-9] ) \s* 日 )?
    )?
    """,
    re.VERBOSE,
)  # 2025, 2022年12月, 2021年6月30日
_FROM = re.compile(r"起|开始|启动")  # 2017年起实施


@dataclass(frozen=True, slots=True)
class Due:
    """A time that a document names: its last day ("" for none), and how it stands to today."""

    words: str
    last: str
    state: State


def due(words: str, today: date) -> Due:
    """Read a deadline; what names no year is standing.

    >>> due("2022年底前完成", date(2026, 1, 1)).state
    'past'
    >>> due("2018年春季学期开始实施", date(2026, 1, 1)).state
    'begun'
    >>> due("持续实施", date(2026, 1, 1)).state
    'standing'
    """
    last = max(filter(None, map(_last_day, _WHEN.finditer(words))), default=None)
    if last is None:
        return Due(words, "", "standing")
    if last >= today:
        return Due(words, last.isoformat(), "ahead")
    return Due(words, last.isoformat(), "begun" if _FROM.search(words) else "past")


def _last_day(found: re.Match[str]) -> date | None:
    """The last day of the year, the month or the day that is named."""
    year, month, day = int(found["year"]), int(found["month"] or 12), found["day"]
    if day:
        try:
            return date(year, month, int(day))
        except ValueError:  # 6月31日
            return None
    return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
