"""Places: found by name, by number prefix, by what a document says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import divisions as places
from loaders.divisions import NATION, find, find_place, full_name, leading_place

CORPUS = Path(__file__).parent.parent / "corpus"


def named(name: str) -> places.Place:
    place = find(name)
    assert place, name
    return place


@pytest.mark.parametrize(
    ("name", "code", "level"),
    [
        ("河南省", "410000", "provincial"),
        ("河南", "410000", "provincial"),
        ("驻马店", "411700", "municipal"),
        ("平舆县", "411723", "county"),
        ("济源市", "419001", "county"),
        ("内蒙古", "150000", "provincial"),
        ("恩施", "422800", "municipal"),
        ("北京市", "110000", "provincial"),
        ("海淀区", "110108", "county"),
        ("台湾省", "710000", "provincial"),
        ("全国", "100000", "national"),
    ],
)
def test_divisions_have_their_code_and_level(name: str, code: str, level: str) -> None:
    place = named(name)
    assert (place.code, place.level) == (code, level)


def test_a_division_knows_what_lies_above_it() -> None:
    assert [p.name for p in places.lineage(named("平舆县"))] == [
        "平舆县",
        "驻马店市",
        "河南省",
        "全国",
    ]
    assert full_name(named("天河区")) == "广东省广州市天河区"
    assert full_name(NATION) == "全国"


def test_namesakes_are_told_apart_by_what_is_near() -> None:
    assert find("朝阳区") is None
    near_beijing = find("朝阳区", within=named("北京"))
    assert near_beijing == places.divisions()["110105"]
    assert named("吉林").level == "provincial"


def test_a_short_name_of_one_character_stays_whole() -> None:
    assert named("滑县").short_name == "滑县"
    assert named("新疆维吾尔自治区").short_name == "新疆"


@pytest.mark.parametrize(
    ("name", "place", "rest"),
    [
        ("广东省广州市天河区教育局", "天河区", "教育局"),
        ("河南教育厅", "河南省", "教育厅"),
        ("延边州教育局", "延边朝鲜族自治州", "教育局"),
        ("北京市朝阳区科学技术局", "朝阳区", "科学技术局"),
    ],
)
def test_names_open_with_a_chain_of_places(name: str, place: str, rest: str) -> None:
    found = leading_place(name)
    assert found
    assert (found[0].name, name[found[1] :]) == (place, rest)


def test_everyday_words_are_not_counties() -> None:
    assert leading_place("公安部办公厅") is None
    assert leading_place("合作社") is None


@pytest.mark.parametrize(
    ("issuers", "number", "place"),
    [
        (("驻马店市人民政府办公室",), None, "驻马店市"),
        (("教育部", "河南省人民政府"), "豫政〔2021〕2号", "河南省"),
        (("国务院",), "国发〔2019〕4号", "全国"),
        (("生态环境部办公厅",), None, "全国"),
        (("税务总局办公厅", "发展改革委办公厅"), None, "全国"),
        (("中共广州市天河区委统战部",), None, "天河区"),
        (("国家税务总局河南省税务局",), None, "河南省"),
        (("审计署",), None, "全国"),
        ((), "豫政〔2021〕2号", "河南省"),
        ((), "穗府办规〔2024〕13号", "广州市"),
        ((), "苏府办〔2025〕146号", "苏州市"),
        ((), "国办发〔2018〕129号", "全国"),
    ],
)
def test_issuers_and_numbers_state_the_jurisdiction(
    issuers: tuple[str, ...], number: str | None, place: str
) -> None:
    found = find_place(issuers, number)
    assert found
    assert found.place.name == place
    assert not found.inferred


@pytest.mark.parametrize(
    ("issuer", "zone", "parent"),
    [
        ("苏州工业园区管理委员会", "苏州工业园区", "320500"),
        ("长沙经济技术开发区管理委员会", "长沙经济技术开发区", "430100"),
        (
            "中国（上海）自由贸易试验区临港新片区管理委员会",
            "上海自由贸易试验区临港新片区",
            "310000",
        ),
    ],
)
def test_a_zone_speaks_for_itself_and_has_no_code(issuer: str, zone: str, parent: str) -> None:
    found = find_place((issuer,))
    assert found
    assert (found.place.name, found.place.code, found.place.level) == (zone, None, "county")
    assert found.place.nearest_code == parent


def test_one_prefix_of_two_places_is_decided_by_the_text() -> None:
    text = "青岛市支持企业发展，青岛市各区。"
    found = find_place((), "青政办发〔2020〕1号", "", text)
    assert found
    assert found.place.name == "青岛市"
    assert find_place((), "青政办发〔2020〕1号") is None


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("shangqiu-draft", "商丘市"),
        ("nanyang-task-list", "南阳市"),
        ("zhumadian-2021-zhuzhengban-44", "驻马店市"),
        ("henan-2021-yuzheng-2", "河南省"),
    ],
)
def test_a_text_without_a_head_is_read_by_its_place_names(name: str, place: str) -> None:
    text = (CORPUS / f"{name}.txt").read_text("utf-8")
    found = find_place(text=text)
    assert found
    assert found.place.name == place
    assert found.inferred


def test_a_text_that_names_no_place_has_none() -> None:
    assert find_place(text="加强职业教育，推进校企合作。") is None


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    find_place((text,), text, text, text)
    found = leading_place(text)
    assert found is None or 0 < found[1] <= len(text)
