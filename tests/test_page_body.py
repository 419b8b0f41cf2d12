"""Bodies: who there is, and what each leads, answers for and supports."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest
from lxml import html
from pages import PHONE, opened
from playwright.sync_api import Browser, expect
from running_server import Server

from kg.pages.body.deadlines import due

EDUCATION = "驻马店市教育局"
TODAY = date(2026, 11, 22)


def words(tree: html.HtmlElement) -> str:
    return " ".join(tree.text_content().split())


def read(site: Server, path: str, **asked: str) -> html.HtmlElement:
    answer = site.client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def named(page: html.HtmlElement) -> list[str]:
    return [words(one) for one in page.xpath("//table[contains(@class, 'loads')]//td[1]/a")]


# The list


def test_bodies_stand_by_how_much_they_have_to_do(site: Server) -> None:
    page = read(site, "/bodies")
    assert words(page.find(".//h1")) == "148 个单位"
    assert named(page)[0] == "河南省教育厅"
    assert len(named(page)) == 100
    rest = html.fromstring(site.client.get(page.xpath("//a[@rel='next']/@href")[0]).text)
    assert len(named(rest)) == 48


def test_bodies_are_found_by_level_line_place_and_short_name(site: Server) -> None:
    education = named(read(site, "/bodies", line="education", level="municipal"))
    assert {"商丘市教育体育局", EDUCATION} <= set(education)
    assert all("教育" in name or "高考" in name for name in education)
    assert named(read(site, "/bodies", find="市工信局", place="南阳市")) == ["南阳市工业和信息化局"]
    assert "河南省教育厅" in named(read(site, "/bodies", find="省教委"))


def test_no_body_is_said_so(site: Server) -> None:
    assert "没有符合条件的单位" in words(read(site, "/bodies", find="宇航局"))


# One of them


@pytest.fixture(scope="module")
def page(site: Server) -> html.HtmlElement:
    return read(site, f"/body/{EDUCATION}")


def test_the_heading_says_what_it_has_to_do(site: Server, page: html.HtmlElement) -> None:
    assert words(page.find(".//h1")) == "驻马店市教育局：负责 19 项"
    shangqiu = read(site, "/body/商丘市教育体育局")
    assert words(shangqiu.find(".//h1")) == "商丘市教育体育局：牵头 19 项，负责 1 项"


def test_a_task_stands_with_its_partners_its_counterpart_and_who_has_it_elsewhere(
    page: html.HtmlElement,
) -> None:
    row = page.xpath("//table[@class='tasks']//tr[td[1]='附件 第1项']")[0]
    assert "加强职业院校思政课程" in words(row)
    assert "驻马店市人力资源和社会保障局" in words(row)
    assert "落实 河南省教育厅 附件2 第1项" in words(row)
    assert "商丘市教育体育局" in words(row)
    assert row.xpath(".//td[2]/a/@href") == ["/item/zhumadian-2021-zhuzhengban-44/A/1"]


def test_its_counterparts_stand_by_level_and_lead_to_their_pages(page: html.HtmlElement) -> None:
    (province,) = page.xpath("//div[@class='levels']/section[.//*[contains(@class,'provincial')]]")
    assert "河南省教育厅 34 项，与本单位相连 18 项" in words(province)
    assert province.xpath(".//a/@href") == [f"/body/{quote('河南省教育厅')}"]


def test_deadlines_stand_in_time_order_with_those_past_marked(page: html.HtmlElement) -> None:
    (section,) = page.xpath("//section[@aria-labelledby='deadlines']")
    assert "今天是" in words(section)
    times = [words(one) for one in section.xpath(".//span[@class='when']")]
    assert times == sorted(times)
    assert set(times) == {"2025 已过"}


def test_its_load_stands_beside_the_other_bodies_of_the_place(page: html.HtmlElement) -> None:
    bars = page.xpath("//ol[@class='bars']/li")
    assert bars[0].get("class") == "own"
    assert words(bars[1]) == "2 驻马店市人力资源和社会保障局 18"
    assert "在驻马店市 23 个单位里排第 1" in words(page)


def test_its_targets_stand_with_the_items_that_set_them(page: html.HtmlElement) -> None:
    (table,) = page.xpath("//table[contains(@class, 'figures-of')]")
    assert "市级课程思政优秀教师数100 名" in words(table)
    assert len(table.xpath(".//tbody/tr")) == 34


def test_a_short_name_leads_there_and_an_unknown_one_to_the_nearest(site: Server) -> None:
    assert "河南省教育厅" in words(read(site, "/body/省教育厅").find(".//h1"))
    for name in ("市教育局", "宇航局"):  # several, none
        answer = site.client.get(f"/body/{name}")
        assert answer.status_code == 404
        assert f"没有叫“{name}”的单位" in answer.text


def test_a_body_that_only_issues_has_no_tasks_and_says_so(site: Server) -> None:
    assert "没有一项把它列为责任单位" in words(read(site, "/body/国务院"))


def test_from_a_bureau_to_its_tasks(site: Server, browser: Browser) -> None:
    with opened(browser, site.url) as page:
        page.get_by_label("单位名称").fill("市教育局")
        page.get_by_role("button", name="找单位").click()
        page.get_by_role("link", name=EDUCATION, exact=True).click()
        expect(page.locator("h1")).to_have_text("驻马店市教育局：负责 19 项")
        page.get_by_role("link", name="加强职业院校思政课程与课程思政建设").first.click()
        expect(page).to_have_url(f"{site.url}/item/zhumadian-2021-zhuzhengban-44/A/1")


def test_on_a_phone_it_fits(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}/en/body/{EDUCATION}", PHONE) as page:
        expect(page.locator("h1")).to_contain_text("responsible 19")


# What is due


@pytest.mark.parametrize(
    ("text", "last", "state"),
    [
        ("2025", "2025-12-31", "past"),
        ("2026", "2026-12-31", "ahead"),
        ("2021年6月底前", "2021-06-30", "past"),
        ("2026年11月22日", "2026-11-22", "ahead"),
        ("2020年至2030年", "2030-12-31", "ahead"),
        ("2017年起实施", "2017-12-31", "begun"),
        ("持续实施", "", "standing"),
        ("2021年6月31日", "", "standing"),
    ],
)
def test_when_something_is_due(text: str, last: str, state: str) -> None:
    found = due(text, TODAY)
    assert (found.last, found.state) == (last, state)
