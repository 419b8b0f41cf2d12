"""Search as a page: what is typed, what is found, and the ways on from there."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from lxml import html
from pages import opened
from playwright.sync_api import Browser, expect
from running_server import Server

ZHUMADIAN = "zhumadian-2021-zhuzhengban-44"


def words(tree: html.HtmlElement) -> str:
    return " ".join(tree.text_content().split())


def searched(site: Server, **asked: str | list[str]) -> html.HtmlElement:
    answer = site.client.get("/search", params=asked)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def hits(page: html.HtmlElement) -> list[html.HtmlElement]:
    return list(page.xpath("//section[@class='hits']/ol/li"))


def test_the_words_found_are_marked_in_their_sentence(site: Server) -> None:
    page = searched(site, q="产业学院 驻马店")
    assert words(page.find(".//h1")) == "“产业学院 驻马店”：3 条"
    item = next(hit for hit in hits(page) if "第7项" in words(hit))
    assert {words(mark) for mark in item.iter("mark")} == {"产业学院", "驻马店"}
    assert item.xpath(".//h2/a/@href") == [f"/item/{ZHUMADIAN}/7"]
    assert item.xpath(".//span[contains(@class, 'lv municipal')]")


@pytest.mark.parametrize(
    "typed", ["豫政〔2021〕2号", "豫政[2021]2", "豫政 2021 2", "豫政（2021）2号"]
)
def test_a_number_is_found_in_any_brackets(site: Server, typed: str) -> None:
    first = hits(searched(site, q=typed))[0]
    assert first.xpath(".//h2/a/@href") == ["/document/henan-2021-yuzheng-2"]
    assert "名称相符" in words(first)


def test_a_body_is_found_by_an_old_name(site: Server) -> None:
    page = searched(site, q="省教委", kind="body")
    assert "也指 河南省教育厅" in words(page)
    assert hits(page)[0].xpath(".//h2/a/@href") == [f"/body/{quote('河南省教育厅')}"]


def test_facets_are_links_with_counts_that_hold(site: Server) -> None:
    page = searched(site, q="职业教育")
    link = page.xpath("//aside//a[.='条目']")[0]
    count = int(words(link.getnext()).replace(",", ""))
    narrowed: html.HtmlElement = html.fromstring(site.client.get(link.get("href")).text)
    assert words(narrowed.find(".//h1")) == f"“职业教育”：{count} 条"
    chip = narrowed.xpath("//a[@class='chip']")[0]
    assert words(chip) == "类别：条目 ×"
    assert chip.get("href") == f"/search?q={quote('职业教育')}"


def test_hits_are_turned_page_by_page_and_none_is_lost(site: Server) -> None:
    address, seen = "/search?kind=item", []
    while address:
        page: html.HtmlElement = html.fromstring(site.client.get(address).text)
        seen += [hit.xpath("string(.//h2/a/@href)") for hit in hits(page)]
        address = page.xpath("string(//a[@rel='next']/@href)")
    assert len(seen) == len(set(seen)) == 210


def test_where_filters_leave_nothing_each_is_offered_to_be_dropped(site: Server) -> None:
    page = searched(site, q="产业学院", year="2018", place="驻马店")
    ways = {words(one): one.get("href") for one in page.xpath("//ul[@class='plain-list']//a")}
    assert set(ways) == {"去掉“年份：2018年”", "去掉“地区：驻马店市”"}
    assert hits(html.fromstring(site.client.get(ways["去掉“年份：2018年”"]).text))


def test_words_that_stand_nowhere_are_answered_by_words_that_do(site: Server) -> None:
    page = searched(site, q="课程思证")
    assert not hits(page)
    assert "是不是要查" in words(page)
    assert page.xpath("//a[.='课程思']")


def test_without_words_it_says_what_can_be_found(site: Server) -> None:
    page = searched(site)
    assert "可以查什么" in words(page)
    assert page.xpath("//div[@class='browse']//a[.='商丘市']/@href") == ["/search?place=411400"]


@pytest.mark.parametrize("typed", ["<b>", "' OR 1=1 --", '"', "*", "\u0000", "字" * 3000])
def test_anything_may_be_typed(site: Server, typed: str) -> None:
    answer = site.client.get("/search", params={"q": typed})
    assert answer.status_code == 200
    assert "<b>" + typed not in answer.text


def test_a_filter_that_there_is_not_is_told_with_the_nearest(site: Server) -> None:
    answer = site.client.get("/search", params={"q": "教育", "level": "县处级"})
    assert answer.status_code == 404
    assert "省级" in answer.text


def test_beyond_the_last_hit_the_way_back_is_shown(site: Server) -> None:
    page = searched(site, q="产业学院", offset="900")
    back = page.xpath("//p[@class='empty']/a/@href")[0]
    assert hits(html.fromstring(site.client.get(back).text))


def test_from_the_first_page_to_an_item_by_keyboard_alone(site: Server, browser: Browser) -> None:
    with opened(browser, site.url) as page:
        page.locator(".ask input").focus()
        page.keyboard.type("课程思政优秀教师")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("课程思政优秀教师")
        expect(page.locator(".hits mark").first).to_have_text("课程思政优秀教师")
        page.locator(".narrow").get_by_role("link", name="驻马店市", exact=True).click()
        page.locator(".hits h2 a").first.focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{site.url}/item/{ZHUMADIAN}/A/1")
