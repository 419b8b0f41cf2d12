"""Heads of official documents in the many ways that offices and their sites print them."""

from __future__ import annotations

import pytest

from loaders.document import Header
from loaders.read import read_source
from loaders.text import SourceText


def header(text: str) -> Header:
    return read_source(SourceText(text), "any", "any.txt", "").header


LETTER = """某市人民政府文件

{number}

某市人民政府关于加快发展养老服务的意见

各县（市、区）人民政府：

为加快发展养老服务，提出如下意见。

一、加强领导。各地要加强领导。
"""


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("豫政〔2021〕2号", "豫政〔2021〕2号"),
        ("豫政﹝2011﹞12号", "豫政〔2011〕12号"),
        ("国发[2019] 4 号", "国发〔2019〕4号"),
        ("豫政办（2020）35号", "豫政办〔2020〕35号"),
        ("穗府办规【2022】13号", "穗府办规〔2022〕13号"),
        ("工信部信管函﹝2020﹞224号", "工信部信管函〔2020〕224号"),
        ("中办发〔2021〕43号", "中办发〔2021〕43号"),
        ("豫办〔2021〕5号", "豫办〔2021〕5号"),
        ("豫教职成〔2021〕5号        签发人：张三", "豫教职成〔2021〕5号"),
    ],
)
def test_document_numbers_in_every_bracket_and_spacing(printed: str, read: str) -> None:
    assert header(LETTER.format(number=printed)).document_number == read


def test_an_order_has_the_number_of_its_series() -> None:
    order = header(
        """某省人民政府令
第12号
《某省养老服务办法》已经省政府常务会议通过，现予公布。
省长　张三
2020年3月1日
某省养老服务办法
第一条 为了规范养老服务，根据《中华人民共和国老年人权益保障法》，制定本办法。
第二条 各级人民政府应当加强领导。
"""
    )
    assert order.document_number == "某省人民政府令第12号"
    assert order.title == "某省养老服务办法"
    assert order.issuers == ("某省人民政府",)
    assert order.date_signed == "2020-03-01"


def test_a_metadata_table_of_a_government_site() -> None:
    found = header(
        """索 引 号：\t000014349/2018-00219\t主题分类：\t财政\\税务
发文机关：\t国务院\t成文日期：\t2018年12月13日
标　　题：\t国务院关于印发个人所得税专项附加扣除暂行办法的通知
发文字号：\t国发〔2018〕41号\t发布日期：\t2018年12月22日
主 题 词：
国务院关于印发个人所得税
专项附加扣除暂行办法的通知
国发〔2018〕41号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
现将《个人所得税专项附加扣除暂行办法》印发给你们，请认真贯彻执行。
国务院
2018年12月13日
（此件公开发布）
个人所得税专项附加扣除暂行办法
第一章　总　　则
第一条　根据《中华人民共和国个人所得税法》规定，制定本办法。
第二条　本办法所称专项附加扣除，是指子女教育等支出。
"""
    )
    assert found.title == "个人所得税专项附加扣除暂行办法"
    assert found.cover_title == "国务院关于印发个人所得税专项附加扣除暂行办法的通知"
    assert found.document_number == "国发〔2018〕41号"
    assert found.issuers == ("国务院",)
    assert (found.level, found.jurisdiction) == ("national", "全国")
    assert found.date_signed == "2018-12-13"
    assert found.genre == "暂行办法"
    assert found.addressees == ("各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构")


def test_metadata_part_the_day_of_signature_from_that_of_printing() -> None:
    found = header(
        """发文机关：\t某市人民政府办公室\t成文日期：\t2021年11月30日
标　　题：\t某市人民政府办公室关于推进职业教育发展的通知
发文字号：\t某政办〔2021〕44号\t印发日期：\t2021年12月1日
某市人民政府办公室关于推进职业教育发展的通知
各县、区人民政府：
现将有关事项通知如下。
一、扩大招生。各校要扩大招生规模。
"""
    )
    assert (found.date_signed, found.date_printed) == ("2021-11-30", "2021-12-01")


def test_metadata_with_the_value_on_the_next_line() -> None:
    found = header(
        """当前位置：首页 > 政务公开
文　　号：
穗人社规字〔2019〕6号
实施日期：
2019年10月16日
发布机关：
广州市人力资源和社会保障局
广州市人力资源和社会保障局 广州市财政局关于印发广州市就业见习基地管理办法的通知
分享到
-
穗人社规字〔2019〕6号
广州市人力资源和社会保障局 广州市财政局关于印发广州市就业见习
基地管理办法的通知
各区人力资源和社会保障局：
现将《广州市就业见习基地管理办法》印发给你们，请认真贯彻执行。
广州市人力资源和社会保障局       广州市财政局
2019年10月9日
广州市就业见习基地管理办法
第一条 为加强见习基地管理，制定本办法。
第二条 本办法所指见习基地，由市局认定。
"""
    )
    assert found.document_number == "穗人社规字〔2019〕6号"
    assert found.issuers == ("广州市人力资源和社会保障局", "广州市财政局")
    assert found.date_signed == "2019-10-09"
    assert found.title == "广州市就业见习基地管理办法"
    assert (found.jurisdiction, found.admin_code_gb2260) == ("广州市", "440100")


def test_joint_issuers_of_a_red_head_in_two_lines() -> None:
    found = header(
        """发展改革委办公厅  文件
税务总局办公厅
发改办财金规〔2019〕860号
关于加强个人所得税纳税信用建设的通知
各省、自治区、直辖市税务局：
为贯彻落实个人所得税法，现就有关事项通知如下。
"""
    )
    assert found.issuers == ("发展改革委办公厅", "税务总局办公厅")
    assert found.level == "national"


def test_dates_in_chinese_numerals() -> None:
    found = header(LETTER.format(number="豫政〔2011〕9号") + "某市人民政府\n二○一一年四月十四日\n")
    assert found.date_signed == "2011-04-14"


def test_signature_and_imprint_are_two_dates() -> None:
    found = header(
        LETTER.format(number="豫政〔2021〕9号")
        + "2021年3月5日\n\n主办：市民政局\n\n抄送：市委各部门。\n\n"
        + "某市人民政府办公室\n\n2021年3月9日印发\n"
    )
    assert (found.date_signed, found.date_printed) == ("2021-03-05", "2021-03-09")


def test_a_party_document_is_dated_under_its_title() -> None:
    found = header(
        """中共河南省委 河南省人民政府关于推进职业教育发展的意见
（2021年3月5日）
为推进职业教育发展，提出如下意见。
一、加强领导。各地要加强领导。
"""
    )
    assert found.issuers == ("中共河南省委", "河南省人民政府")
    assert found.date_signed == "2021-03-05"
    assert found.title == "中共河南省委 河南省人民政府关于推进职业教育发展的意见"


def test_a_number_behind_the_title_on_a_page_of_a_site() -> None:
    found = header(
        """广东省人民政府关于印发重点任务分工方案的通知 (粤府〔2021〕22号)
时间: 2023-02-21
发布文号 | 粤府〔2021〕22号 |
各地级以上市人民政府:
《重点任务分工方案》已经同意,现印发给你们。
广东省人民政府
2021年3月21日
为贯彻落实会议精神,制定本方案。
一、加强领导。各地要加强领导。
"""
    )
    assert found.document_number == "粤府〔2021〕22号"
    assert found.cover_title == "广东省人民政府关于印发重点任务分工方案的通知"
    assert found.title == "重点任务分工方案"
    assert found.addressees == ("各地级以上市人民政府",)


def test_the_text_that_a_notice_carries_may_be_its_annex() -> None:
    document = read_source(
        SourceText(
            """南阳市人民政府办公室关于印发南阳市养老服务实施方案的通知
宛政办〔2021〕3号
各县区人民政府：
《南阳市养老服务实施方案》已经同意，现印发给你们，请认真贯彻执行。

附件：1.南阳市养老服务实施方案
2.任务清单

南阳市人民政府办公室
2021年3月5日

附件1

南阳市养老服务实施方案

为发展养老服务，制定本方案。
一、加强领导。各地要加强领导。
二、抓好落实。各地要抓好落实。

附件2

任务清单

序号\t工作任务\t责任单位
1\t建中心。\t市民政局
"""
        ),
        "any",
        "any.txt",
        "",
    )
    assert document.header.title == "南阳市养老服务实施方案"
    assert document.header.cover_title == "南阳市人民政府办公室关于印发南阳市养老服务实施方案的通知"
    assert document.header.date_signed == "2021-03-05"
    assert document.header.issuers == ("南阳市人民政府办公室",)
    assert [item.id for item in document.items()] == ["1", "2", "A/1"]


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("某市养老服务条例（征求意见稿）", "draft_for_comment"),
        ("某市养老服务条例\n（公开征求意见稿）", "draft_for_comment"),
        ("某市养老服务条例（草案）", "draft_for_comment"),
        ("关于征求《某市养老服务条例（征求意见稿）》意见的函", "issued"),
        ("某市养老服务办法（试行）", "issued"),
    ],
)
def test_a_draft_is_told_by_its_own_title(title: str, status: str) -> None:
    text = f"{title}\n为加快发展养老服务，制定本办法。\n一、加强领导。各地要加强领导。\n"
    assert header(text).status == status


def test_what_nothing_says_is_unknown() -> None:
    found = header("关于做好当前工作的通知\n各单位：\n请做好工作。\n一、加强领导。要加强领导。\n")
    assert found.document_number is None
    assert found.issuers == ()
    assert found.date_signed is None
    assert found.date_printed is None
    assert found.jurisdiction is None
    assert found.level is None
