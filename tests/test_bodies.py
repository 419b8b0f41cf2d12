"""Bodies: every printed form is one official body, with its line and its jurisdiction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.bodies import lines, resolve_body
from loaders.divisions import NATION, Place, find, place_of_issuer


def place(name: str) -> Place:
    found = find(name)
    assert found, name
    return found


@pytest.mark.parametrize(
    ("printed", "where", "official", "line"),
    [
        # the level word means the document's own place, short stems are spelled out
        ("市工信局", "南阳", "南阳市工业和信息化局", "industry"),
        ("市科技局", "驻马店", "驻马店市科学技术局", "science"),
        ("市人力资源社会保障局", "商丘", "商丘市人力资源和社会保障局", "human-resources"),
        ("市卫健体委", "南阳", "南阳市卫生健康体育委员会", "health"),
        ("市文广旅局", "南阳", "南阳市文化广电和旅游局", "culture-tourism"),
        ("市退役军人局", "商丘", "商丘市退役军人事务局", "veterans"),
        ("市粮食和储备局", "商丘", "商丘市粮食和物资储备局", "grain-reserves"),
        ("市地税局", "安阳", "安阳市地方税务局", "tax"),
        # a department keeps the kind it prints
        ("市教育体育局", "商丘", "商丘市教育体育局", "education"),
        ("市教委", "重庆", "重庆市教育委员会", "education"),
        ("市经信局", "武汉", "武汉市经济和信息化局", "industry"),
        ("市政府办公厅", "广州", "广州市人民政府办公厅", "government-office"),
        # Party, government, tax and mass organisations have patterns of their own
        ("省委编办", "河南", "中共河南省委机构编制委员会办公室", "staffing"),
        ("省委组织部", "河南", "中共河南省委组织部", "organisation"),
        ("自治区党委组织部", "广西", "中共广西壮族自治区委员会组织部", "organisation"),
        ("市委外事办", "商丘", "中共商丘市委外事工作委员会办公室", "foreign-affairs"),
        ("省政府外办", "河南", "河南省人民政府外事办公室", "foreign-affairs"),
        ("省国资委", "河南", "河南省人民政府国有资产监督管理委员会", "state-assets"),
        ("市政府国资委", "武汉", "武汉市人民政府国有资产监督管理委员会", "state-assets"),
        ("税务局", "河南", "国家税务总局河南省税务局", "tax"),
        ("团市委", "安阳", "共青团安阳市委员会", "youth-league"),
        ("残联", "河南", "河南省残疾人联合会", "disabled"),
        ("市政协", "商丘", "中国人民政治协商会议商丘市委员会", "consultative-conference"),
        ("市法院", "广州", "广州市中级人民法院", "court"),
        ("省法院", "河南", "河南省高级人民法院", "court"),
        ("人行湖北省分行", "湖北", "中国人民银行湖北省分行", "central-bank"),
        ("湖北金融监管局", "湖北", "国家金融监督管理总局湖北监管局", "financial-regulation"),
        ("省政务和数据局", "广东", "广东省政务服务和数据管理局", "government-services"),
        (
            "中国证监会广东监管局",
            "广东",
            "中国证券监督管理委员会广东监管局",
            "financial-regulation",
        ),
        ("市高院", "上海", "上海市高级人民法院", "court"),
        # a named place wins over the document's own
        ("驻马店市政府", "河南", "驻马店市人民政府", "government"),
        ("平舆县人民政府", "驻马店", "平舆县人民政府", "government"),
        ("越秀区", "广州", "越秀区人民政府", "government"),
        # national bodies, with and without 国家
        ("教育部", "河南", "教育部", "education"),
        ("发展改革委", "全国", "国家发展和改革委员会", "development-reform"),
        ("中央宣传部", "全国", "中共中央宣传部", "publicity"),
        ("扶贫办", "全国", "国务院扶贫开发领导小组办公室", "rural-revitalisation"),
        # names of their own, and departments named by their line alone
        ("济源示范区管委会", "河南", "济源产城融合示范区管理委员会", "zone"),
        ("教育", "安阳", "安阳市教育局", "education"),
        ("市民政部门", "广州", "广州市民政局", "civil-affairs"),
    ],
)
def test_a_printed_form_is_one_official_body(
    printed: str, where: str, official: str, line: str
) -> None:
    body = resolve_body(printed, place(where))
    assert (body.name, body.line) == (official, line)
    assert (body.known, body.collective) == (True, False)


def test_the_same_body_under_every_name() -> None:
    henan = place("河南")
    forms = ["省人社厅", "人社厅", "省人力资源社会保障厅", "河南省人力资源和社会保障厅"]
    assert {resolve_body(form, henan).name for form in forms} == {"河南省人力资源和社会保障厅"}


@pytest.mark.parametrize(
    ("printed", "where", "kept"),
    [
        ("各县区人民政府", "驻马店", "驻马店市各县区人民政府"),
        ("各县〔市、区〕人民政府", "商丘", "商丘市各县（市、区）人民政府"),
        ("县(市、区)政府", "安阳", "安阳市县（市、区）政府"),
        ("有关省直管县(市)政府", "河南", "河南省有关省直管县（市）政府"),
        ("市直有关部门", "驻马店", "驻马店市直有关部门"),
        ("市政府相关部门", "安阳", "安阳市政府相关部门"),
        ("有关院校", "河南", "河南省有关院校"),
        ("各区、县级市", "广州", "广州市各区、县级市"),
        ("各市州人民政府", "湖北", "湖北省各市州人民政府"),
        (
            "市职业教育攻坚工作领导小组成员单位",
            "安阳",
            "安阳市职业教育攻坚工作领导小组成员单位",
        ),
        ("各省级人民政府", "全国", "各省级人民政府"),
    ],
)
def test_group_phrases_stay_as_printed_after_their_jurisdiction(
    printed: str, where: str, kept: str
) -> None:
    body = resolve_body(printed, place(where))
    assert (body.name, body.collective) == (kept, True)


def test_schools_and_companies_keep_their_names() -> None:
    zhumadian = place("驻马店")
    assert resolve_body("黄淮学院", zhumadian).name == "黄淮学院"
    assert resolve_body("驻马店幼儿师专", zhumadian).name == "驻马店幼儿师范高等专科学校"
    assert resolve_body("武汉投控集团", place("武汉")).known


def test_a_second_name_in_brackets_is_part_of_the_name_an_office_is_not() -> None:
    anyang = place("安阳")
    body = resolve_body("市农业局(市畜牧局)", anyang)
    assert (body.name, body.line) == ("安阳市农业局（安阳市畜牧局）", "agriculture")
    assert resolve_body("市委组织部（人才办）", anyang).name == "中共安阳市委组织部"


def test_an_unknown_form_is_a_body_of_its_own_and_says_so() -> None:
    body = resolve_body("市复建办", place("南阳"))
    assert (body.name, body.known, body.jurisdiction) == ("南阳市复建办", False, "411300")
    party = resolve_body("市委智慧办", place("郑州"))
    assert (party.name, party.known) == ("中共郑州市委智慧办", False)


def test_districts_that_share_a_name_are_named_with_their_city() -> None:
    beijing = resolve_body("朝阳区政府", place("北京"))
    assert beijing.name == "北京市朝阳区人民政府"
    assert beijing.jurisdiction == "110105"


def test_in_a_zone_the_park_is_the_zone_and_the_city_the_city_around_it() -> None:
    zone = place_of_issuer("苏州工业园区管理委员会")
    assert resolve_body("园区科技创新委员会", zone).name == "苏州工业园区科技创新委员会"
    assert resolve_body("市教育局", zone).name == "苏州市教育局"


def test_a_form_without_a_place_is_spelled_out_all_the_same() -> None:
    body = resolve_body("市工信局", None)
    assert (body.name, body.jurisdiction) == ("市工业和信息化局", None)


def test_a_short_form_of_one_city_does_not_hold_in_another() -> None:
    assert resolve_body("示范区管委会", place("南阳")).name == "南阳市城乡一体化示范区管理委员会"
    assert "南阳" not in resolve_body("示范区管委会", place("许昌")).name


# --- the vocabulary itself -------------------------------------------------------------------


def test_every_official_name_of_the_vocabulary_reads_as_itself() -> None:
    """What a pattern makes, printed in full, must be found again, on its own line."""
    areas = {"provincial": place("河南"), "municipal": place("驻马店"), "county": place("平舆县")}
    for line in lines.lines().values():
        for level, pattern in line.patterns.items():
            area = areas[level]
            name = pattern.replace("{place}", area.name).replace("{short}", area.short_name)
            body = resolve_body(name, area)
            assert (body.name, body.line) == (name, line.top), (name, line.key)


def test_every_national_body_of_the_vocabulary_reads_as_itself() -> None:
    for line in lines.lines().values():
        if line.national:
            assert resolve_body(line.national, NATION).name == line.national


def test_every_line_has_labels_and_every_shared_body_a_line() -> None:
    known = lines.lines()
    for line in known.values():
        assert line.label
        assert known[line.top].top == line.top


@given(st.text(), st.sampled_from([None, NATION, place("河南"), place("天河区")]))
def test_any_form_is_survived(printed: str, where: Place | None) -> None:
    resolve_body(printed, where)
