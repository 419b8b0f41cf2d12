"""Numbers as documents print them, and the amounts they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.numerals import Number, find_numbers, whole_number


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("21", 21),
        ("２１", 21),
        ("三", 3),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十一", 21),
        ("一百", 100),
        ("一百零五", 105),
        ("三千二百", 3200),
        ("三万二千", 32000),
        ("一亿二千万", 120_000_000),
        ("二○二一", 2021),
        ("二〇一八", 2018),
        ("壹佰", 100),
    ],
)
def test_whole_numbers(printed: str, value: int) -> None:
    assert whole_number(printed) == value


@pytest.mark.parametrize("printed", ["", "十几", "几十", "三四", "一百五", "百", "万", "二十一条"])
def test_what_is_no_definite_whole_number(printed: str) -> None:
    assert whole_number(printed) is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("生均拨款水平不低于12000元", [12000]),
        ("生均拨款水平不低于12,000元", [12000]),
        ("在校生规模达到0.8万人", [0.8]),
        ("每批次不超过六个月", [6]),
        ("中心城区三分之一以上的街道", [1 / 3]),
        ("8～10个职业教育集团", [8, 10]),
        ("总投资３．５亿元", [3.5]),
        ("十几个项目、几十所学校、数百名教师", []),
    ],
)
def test_numbers_in_running_text(text: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(text)] == values


def test_a_per_cent_in_words_carries_its_unit() -> None:
    assert list(find_numbers("不低于百分之三十")) == [Number(3, 8, 30.0, "%")]
    assert list(find_numbers("千分之五")) == [Number(0, 4, 5.0, "‰")]


def test_the_closing_multiplier_is_left_to_the_unit() -> None:
    (number,) = find_numbers("奖励三十万元")
    assert number == Number(2, 4, 30.0)


def _chinese(value: int) -> str:
    digits, places = "零一二三四五六七八九", ["", "十", "百", "千"]
    printed = str(value)
    parts = [
        digits[int(d)] + (places[len(printed) - i - 1] if d != "0" else "")
        for i, d in enumerate(printed)
    ]
    joined = "".join(parts).rstrip("零")
    while "零零" in joined:
        joined = joined.replace("零零", "零")
    return joined.removeprefix("一") if joined.startswith("一十") else joined


@given(st.integers(1, 9999))
def test_every_number_below_ten_thousand_reads_back(value: int) -> None:
    assert whole_number(_chinese(value)) == value


@given(st.text(alphabet="0123456789,.，．〇零一二两三十百千万亿分之半几数年以 个", max_size=60))
def test_numbers_stand_in_the_text_in_order(text: str) -> None:
    numbers = list(find_numbers(text))
    ends = [0, *(number.end for number in numbers)]
    assert all(end <= number.start < number.end for end, number in zip(ends, numbers, strict=False))


@pytest.mark.parametrize("piece", ["一", "1", "十", "1,", "万一", "分之", "百分之", "1.", "几十"])
def test_hostile_repetition_is_read_and_comes_to_an_end(piece: str) -> None:
    assert all(number.end <= 50_000 * len(piece) for number in find_numbers(piece * 50_000))
