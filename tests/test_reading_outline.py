"""How documents number what they want done, and what is read as an item."""

from __future__ import annotations

from loaders.document import Document
from loaders.read import read_source
from loaders.text import SourceText

HEAD = "某市人民政府关于加快发展养老服务的意见\n\n各县人民政府：\n\n现提出如下意见。\n\n"


def read(body: str) -> Document:
    return read_source(SourceText(HEAD + body), "any", "any.txt", "")


def ids(document: Document) -> list[str]:
    return [item.id for item in document.measures]


def test_one_tier_only() -> None:
    document = read(
        "一、加强领导。各地要加强领导。\n二、增加投入。各地要增加投入。\n三、抓好落实。抓好。\n"
    )
    assert ids(document) == ["1", "2", "3"]
    assert document.measures[0].title == "加强领导"
    assert document.measures[0].text == "各地要加强领导。"
    assert document.measures[0].path == ("一",)


def test_framing_sections_give_no_items_even_where_they_are_divided() -> None:
    document = read(
        "一、总体要求\n（一）指导思想。以人为本。\n（二）工作目标。到2025年建成5个中心。\n"
        "二、重点任务\n（一）建设设施。各地要建设设施。\n（二）培养人才。各地要培养人才。\n"
        "三、保障措施\n（一）加强领导。要加强领导。\n"
    )
    assert ids(document) == ["二.1", "二.2", "三.1"]
    goals = document.outline[0].children[1]
    assert [target.value for target in goals.targets] == [5.0]


def test_a_heading_that_does_more_than_frame_has_items() -> None:
    document = read(
        "一、进一步明确总体要求和目标任务\n1. 总体要求。以人为本。\n"
        "2. 主要目标任务。到2025年建成。\n"
        "二、建设设施\n1. 建设中心。要建设中心。\n"
    )
    assert ids(document) == ["一.1", "一.2", "二.1"]


def test_numbers_that_restart_on_two_tiers() -> None:
    document = read(
        "一、建设设施\n（一）城市\n1. 建中心。要建中心。\n2. 建站点。要建站点。\n"
        "（二）农村\n1. 建院。要建院。\n二、培养人才\n（一）院校\n1. 办班。要办班。\n"
    )
    assert ids(document) == ["一.1.1", "一.1.2", "一.2.1", "二.1.1"]
    assert document.measures[3].path == ("二", "（一）", "1")


def test_points_within_an_item_stay_in_it() -> None:
    document = read(
        "一、建设设施\n（一）城市中心。各地要建设：\n1. 日间照料中心；\n2. 老年食堂。\n"
        "（二）农村站点。各地要建设站点。\n二、培养人才\n（三）办班。各地要办班。\n"
    )
    assert ids(document) == ["1", "2", "3"]
    assert document.measures[0].text == "各地要建设：\n1. 日间照料中心；\n2. 老年食堂。"


def test_articles_are_items_with_their_chapters() -> None:
    document = read(
        "第一章　总　　则\n第一条　为了规范服务，制定本办法。\n第二条 各级政府负责。\n"
        "（一）市级；\n（二）县级。\n第二章 附则\n第三条　本办法自印发之日起施行。\n"
    )
    assert ids(document) == ["1", "2", "3"]
    assert document.measures[1].text == "各级政府负责。\n（一）市级；\n（二）县级。"
    assert document.measures[2].path == ("第二章", "第三条")
    assert document.measures[0].title is None


def test_a_section_without_parts_is_an_item_among_numbered_ones() -> None:
    document = read(
        "一、建设设施\n（一）建中心。要建中心。\n（二）建站点。要建站点。\n"
        "二、培养人才\n（三）办班。要办班。\n三、抓好落实\n各地要抓好落实。\n"
    )
    assert ids(document) == ["1", "2", "3", "三"]


def test_headings_with_and_without_a_full_stop() -> None:
    document = read("一、加强领导。\n各地要加强领导。\n二、增加投入\n各地要增加投入。\n")
    assert [(item.title, item.text) for item in document.measures] == [
        ("加强领导", "各地要加强领导。"),
        ("增加投入", "各地要增加投入。"),
    ]


def test_a_number_printed_twice_is_a_doubt_and_both_stay() -> None:
    document = read(
        "一、甲\n1. 建甲。要建甲。\n1. 建乙。要建乙。\n2. 建丙。要。\n二、乙\n1. 建丁。要。\n"
    )
    assert ids(document) == ["一.1", "一.1-2", "一.2", "二.1"]
    assert any("重复" in warning.message for warning in document.warnings)


def test_a_title_that_is_all_the_wording_is_the_text_and_its_numbers_are_targets() -> None:
    document = read(
        "一、稳定增长\n1. 地区生产总值增长6%以上。\n责任单位：市发展改革委\n完成时限：2021年底\n"
        "2. 新建学校。（市教育局牵头）\n二、抓好落实\n3. 加强督查。要加强督查。\n"
    )
    first, second, third = document.measures
    assert first.text.startswith("地区生产总值增长6%以上。")
    assert [(target.value, target.unit) for target in first.targets] == [(6.0, "%")]
    assert first.deadline == "2021年底"
    assert second.text == "新建学校。（市教育局牵头）"
    assert [(unit.raw, unit.role) for unit in second.units] == [("市教育局", "lead")]
    assert third.text == "要加强督查。"


def test_paragraphs_that_only_html_parts() -> None:
    document = read("<p>一、<b>加强领导</b>。要加强领导。</p><p>二、抓好落实。<br/>要抓好。</p>\n")
    assert [item.text for item in document.measures] == ["要加强领导。", "要抓好。"]


def test_page_numbers_and_running_lines_vanish() -> None:
    document = read(
        "一、加强领导。各地要加强对养老服务工作的领\n\n— 3 —\n\n导，建立机制。\n\n第 4 页 共 9 页\n"
        "二、增加投入。各地要增加投入，建设\n\n5\n\n500 个中心。\n"
    )
    assert document.measures[0].text == "各地要加强对养老服务工作的领导，建立机制。"
    assert document.measures[1].text == "各地要增加投入，建设500个中心。"


def test_the_closing_is_not_part_of_the_last_item() -> None:
    document = read(
        "一、加强领导。各地要加强领导。\n\n附件：1. 任务清单\n2. 名单\n\n"
        "某市人民政府\n2021年3月5日\n\n"
        "（此件公开发布）\n\n附件1\n\n任务清单\n\n略。\n"
    )
    assert document.measures[0].text == "各地要加强领导。"
    assert document.header.date_signed == "2021-03-05"


def test_a_lost_number_is_given_back_only_where_its_place_tells_it() -> None:
    document = read(
        "一、总体要求\n以人为本。\n基本原则\n统筹兼顾。\n三、建设设施\n（一）建中心。\n要建中心。\n"
        "建好站点。\n要建站点。\n四、抓好落实\n要抓好。\n"
    )
    assert [section.label for section in document.outline] == ["一", "二", "三"]
    assert [item.path for item in document.measures] == [
        ("三", "（一）"),
        ("三", "（二）"),
        ("四",),
    ]
    assert len(document.warnings) == 2
