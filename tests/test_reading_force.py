"""A document says from when and until when it applies, in the words of its last articles."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from example_documents import document
from hypothesis import given
from hypothesis import strategies as st

from loaders.document import Document
from loaders.force import with_force
from loaders.read import read_corpus


def saying(text: str, signed: str | None = "2024-03-14", printed: str | None = None) -> Document:
    told = document("x", "某市补助办法", date_signed=signed, date_printed=printed)
    return with_force(told.__class__(told.header, "x.txt", told.source_sha256, text))


@pytest.mark.parametrize(
    ("text", "first", "last", "inferred"),
    [
        ("第三十八条 本办法自2024年4月1日起实施，有效期5年。",
         "2024-04-01", "2029-03-31", {"date_expires"}),
        ("第二十三条  本办法自2019年2月1日实施。", "2019-02-01", None, set()),
        ("本措施自2026年3月18日起施行,有效期至2028年12月31日。", "2026-03-18", "2028-12-31", set()),
        ("会议通过，现予公布，自2021年5月1日起施行。", "2021-05-01", None, set()),
        ("本实施细则自印发之日起施行。", "2024-03-14", None, {"date_in_force"}),
        ("第十九条 本措施自印发之日起施行，试行一年。",
         "2024-03-14", "2025-03-13", {"date_in_force", "date_expires"}),
        ("本办法自印发之\n　日起正式施行。", "2024-03-14", None, {"date_in_force"}),
        ("本办法自二○二一年五月一日起执行。", "2021-05-01", None, set()),
        ("本办法自2024年1月1日起施行，有效期三万年。", "2024-01-01", None, set()),
        ("本办法自2024年2月29日起施行，有效期1年。", "2024-02-29", "2025-02-28", {"date_expires"}),
    ],
)  # fmt: skip
def test_what_the_last_article_says_is_read(
    text: str, first: str, last: str | None, inferred: set[str]
) -> None:
    header = saying(text).header
    assert (header.date_in_force, header.date_expires) == (first, last)
    assert header.inferred == inferred


def test_the_day_of_issue_is_the_day_of_printing_where_there_is_one() -> None:
    header = saying("本办法自印发之日起施行，有效期3年。", printed="2024-03-20").header
    assert (header.date_in_force, header.date_expires) == ("2024-03-20", "2027-03-19")


@pytest.mark.parametrize(
    "text",
    [
        "2019年1月1日起全面施行的《中华人民共和国个人所得税法》",
        "基本生活补贴标准自2025年6月1日起执行。",
        "星级评定结果有效期三年。",
        "本措施自2026年X月X日起施行，有效期2年。",
        "若有效期届满之日为法定节假日",
        "",
    ],
)
def test_what_is_said_of_other_things_is_left_alone(text: str) -> None:
    header = saying(text).header
    assert (header.date_in_force, header.date_expires) == (None, None)


def test_an_issue_without_a_known_day_stays_unknown() -> None:
    header = saying("本办法自印发之日起施行，有效期5年。", signed=None).header
    assert (header.date_in_force, header.date_expires) == (None, None)
    assert header.inferred == set()


@given(st.dates(date(1979, 1, 1), date(2079, 12, 31)), st.integers(1, 20))
def test_a_term_of_years_ends_before_its_anniversary(first: date, years: int) -> None:
    text = f"本办法自{first.year}年{first.month}月{first.day}日起施行，有效期{years}年。"
    header = saying(text).header
    assert header.date_in_force == first.isoformat()
    last = date.fromisoformat(header.date_expires or "")
    assert first < last
    assert 0 <= (last - first).days - 365 * years + 1 <= years // 4 + 1


def test_the_documents_of_the_corpus_say_nothing_of_it(corpus: Path) -> None:
    for one in read_corpus(corpus)[0]:
        assert (one.header.date_in_force, one.header.date_expires) == (None, None)
