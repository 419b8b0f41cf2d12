"""From which day a document says that it applies, and until which."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from loaders.dates import read_date
from loaders.document import Document
from loaders.numerals import CHINESE, whole_number
from loaders.vocabulary import chinese_terms

_SPACE = re.compile(r"\s")
_LONGEST = 100
"""Years that a document may be meant to apply; more is a slip."""
_GENRES = "|".join(sorted(chinese_terms("genres"), key=len, reverse=True))
_ITSELF = rf"(?<![基根成资样版]) 本 [^，。；：本自]{{0,4}}? (?:{_GENRES})"  # 本办法, not 基本…标准
_BEGINS = re.compile(
    rf"""
    (?: {_ITSELF} | 现予(?:以)?(?:公布|发布|印发) [，,] ) 自
    (?: (?P<issue> (?:印发|发布|公布|颁布|发文|下发)之日 )
      | (?P<day> [^，。；：]{{4,5}}年[^，。；：]{{2,6}}日 ) )
    起? (?:正式|全面)? (?:施行|实施|执行|生效|试行)
    """,
    re.VERBOSE,
)  # 本办法自2024年4月1日起实施   本措施自发布之日起施行   现予公布，自2021年5月1日起施行
_LASTS = re.compile(
    rf"""
    [，,；;。]? (?P<itself> {_ITSELF} )? (?:有效期限? | 试行期? ) (?:为|至|到)?
    (?: (?P<years> [0-9０-９]{{1,2}} | {CHINESE} ) 年 (?!\d) | (?P<day> [^，。；：]{{8,16}} ) )
    """,
    re.VERBOSE,
)  # ，有效期5年   ，试行一年   本通知有效期1年   ，有效期至2026年12月31日


def with_force(document: Document) -> Document:
    """Fill in from when and until when the document says that it applies.

    A day that follows from another (印发之日, 有效期3年) is marked as inferred. What the text does
    not say stays unknown.
    """
    header, text = document.header, _SPACE.sub("", document.source_text)
    *_, begins = (None, *_BEGINS.finditer(text))
    lasts = _LASTS.match(text, begins.end()) if begins else None
    lasts = lasts or next((found for found in _LASTS.finditer(text) if found["itself"]), None)
    first = read_date(begins["day"] or "") if begins else None
    inferred = set[str]()
    if begins and begins["issue"]:
        first = header.date_printed or header.date_signed
        inferred |= {"date_in_force"} if first else set()
    last = read_date(lasts["day"] or "") if lasts else None
    if lasts and lasts["years"] and first:
        last = _years_on(first, whole_number(lasts["years"]) or 0)
        inferred |= {"date_expires"} if last else set()
    return replace(
        document,
        header=replace(
            header, date_in_force=first, date_expires=last, inferred=header.inferred | inferred
        ),
    )


def _years_on(first: str, years: int) -> str | None:
    """Give the last day of so many years.

    >>> _years_on("2024-04-01", 5)
    '2029-03-31'
    """
    if not 0 < years <= _LONGEST:
        return None
    begin = date.fromisoformat(first)
    leap_day = (begin.month, begin.day) == (2, 29)
    after = begin.replace(year=begin.year + years, day=28 if leap_day else begin.day)
    return (after if leap_day else after - timedelta(days=1)).isoformat()
