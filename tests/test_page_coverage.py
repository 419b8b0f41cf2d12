"""The page of a document's coverage: what became of each item below, as people look at it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from example_documents import SPAN, county, province
from lxml import html
from pages import DESK, PHONE, opened
from playwright.sync_api import Browser, ViewportSize, expect
from pyoxigraph import Store
from running_server import Server

from kg.align.link import ItemRef, MappingSet, NoMatch
from kg.build import graph_quads
from kg.endpoints.endpoint import LocalEndpoint
from kg.iris import document_iri
from kg.questions.ask import ask
from kg.resolve import resolve_citations
from kg.views.coverage_cells import read_coverage
from kg.views.coverage_matrix import read_matrix
from kg.views.facts import Asker
from loaders.document import Unit

HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
ANYANG, NANYANG = "anyang-2018-anzhengban-2", "nanyang-task-list"
PAGE = f"/coverage/{HENAN}"


def page(site: Server, address: str = PAGE, **values: str) -> html.HtmlElement:
    answer = site.client.get(address, params=values or None)
    assert answer.status_code == 200, answer.text[:400]
    return html.fromstring(answer.text)


def words(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def shown(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """The rows that a reader sees."""
    rows: list[html.HtmlElement] = tree.xpath(
        "//table[@id='matrix']/tbody/tr[@data-states][not(@hidden)]"
    )
    return rows


def names(rows: list[html.HtmlElement]) -> list[str]:
    return [words(row.xpath("th[@class='tk']")[0]) for row in rows]


@pytest.fixture(scope="module")
def whole(site: Server) -> html.HtmlElement:
    return page(site)


@pytest.fixture(scope="module")
def zhumadian(site: Server) -> html.HtmlElement:
    return page(site, **{"with": ZHUMADIAN})


# The matrix


def test_the_heading_says_what_became_of_the_items_of_one_city(
    zhumadian: html.HtmlElement, endpoint: LocalEndpoint
) -> None:
    values = {"document": HENAN, "lower": ZHUMADIAN}
    states = [row["state"] for row in ask("document-coverage", values, endpoint).texts()]
    done, none = states.count("落实"), states.count("查无")
    assert (
        words(zhumadian.find(".//h1"))
        == f"省里 {len(states)} 项，驻马店市落实 {done} 项，{none} 项查无，"
        f"{states.count('未核对')} 项未核对"
    )


def test_every_item_has_a_row_and_every_city_a_cell(
    whole: html.HtmlElement, endpoint: LocalEndpoint
) -> None:
    items = list(ask("view-document-items", {"document": HENAN}, endpoint).texts())
    rows = shown(whole)
    assert len(rows) == len(items)
    cities = [words(one) for one in whole.xpath("//thead//span[@class='city']")]
    assert cities[0] == "驻马店市", "who carries out most comes first"
    assert set(cities) == {"驻马店市", "商丘市", "南阳市", "安阳市"}
    assert {len(row.xpath("td[@class='cx']")) for row in rows} == {len(cities)}


def test_the_four_states_differ_in_form_and_in_word(whole: html.HtmlElement) -> None:
    forms = {
        (mark.get("class"), words(mark).split()[0])
        for mark in whole.xpath("//td[@class='cx']/*[contains(@class, 'st ')]")
    }
    assert forms == {
        ("st i", "落实"),
        ("st r", "相近"),
        ("st r", "相关"),
        ("st z", "查无"),
        ("st u", "未核对"),
    }


def test_a_document_of_2018_carries_out_nothing_of_2021(site: Server) -> None:
    tree = page(site, **{"with": ANYANG})
    assert not tree.xpath("//td[@class='cx']/span[@class='st i']")
    assert "安阳市落实 0 项" in words(tree.find(".//h1"))


def test_each_number_in_a_cell_leads_to_the_evidence(
    zhumadian: html.HtmlElement, site: Server
) -> None:
    (row,) = (r for r in shown(zhumadian) if "加强职业院校思政课程" in names([r])[0])
    links = row.xpath("td[@class='cx']//a/@href")
    assert links == [
        f"/item/{ZHUMADIAN}/1#{HENAN}/A2/1",
        f"/item/{ZHUMADIAN}/A/1#{HENAN}/A2/1",
    ]
    evidence = html.fromstring(site.client.get(links[1]).text)
    assert evidence.xpath(f"//*[@id='{HENAN}/A2/1']"), "the link stands where the cell leads"


def test_rows_stand_under_the_documents_own_headings(zhumadian: html.HtmlElement) -> None:
    heads = [words(one) for one in zhumadian.xpath("//tr[@class='g']/th/b")]
    assert heads[0] == "二、突出德技并修，树立崇尚技能的价值导向"
    assert "附件2 二、突出德技并修，树立崇尚技能的价值导向" in heads
    notes = [words(one) for one in zhumadian.xpath("//tr[@class='g']/th/span")]
    assert sum(int(note.split()[0]) for note in notes) == len(shown(zhumadian))


# What is left out, and what is added


def test_gaps_say_whether_the_body_text_is_met(zhumadian: html.HtmlElement) -> None:
    gaps = {
        words(one.xpath("*[@class='mute']")[0]): words(one)
        for one in zhumadian.xpath("//aside//ul[@class='gaps'][1]/li")
    }
    assert "查无" in gaps["附件2 第4项"], "not in the body either"
    assert "驻马店市 文12、附12 有对应，未必是这一句" in gaps["附件2 第25项"]
    assert words(zhumadian.find(".//aside/h2")) == f"未见对应的 {len(gaps)} 项"


def test_what_a_city_added_is_listed_the_other_way_round(site: Server) -> None:
    tree = page(site, **{"with": NANYANG})
    (own,) = tree.xpath("//aside/ul[@class='gaps'][2]/li")
    assert "南阳市 2 项" in words(own)
    assert "建立职业院校“双渠道”教师招聘制度" in words(own)


# Filters, order, columns: all in the address


def test_rows_are_filtered_by_state_body_and_words(site: Server) -> None:
    gone = page(site, state="none", **{"with": ZHUMADIAN})
    assert {row.get("data-states") for row in shown(gone)} == {"none"}
    body = page(site, body="河南省发展和改革委员会", part="A2")
    assert shown(body)
    assert all("河南省发展和改革委员会" in row.get("data-bodies") for row in shown(body))
    word = page(site, find="产业学院")
    assert names(shown(word)) == [
        "加快推进产业学院建设",
        "制定河南省推进高等学校产业学院建设的指导意见",
    ]


def test_a_filter_that_nothing_meets_says_so(site: Server) -> None:
    tree = page(site, find="没有这样的词")
    assert not shown(tree)
    (nothing,) = tree.xpath("//p[@id='nothing'][not(@hidden)]")
    assert "去掉一个条件再试" in words(nothing)


def test_rows_are_sorted_by_state_or_by_cities(site: Server) -> None:
    first = shown(page(site, sort="state", **{"with": ZHUMADIAN}))[0]
    assert first.get("data-states") == "none"
    by_cities = shown(page(site, sort="cities"))
    counts = [len(row.xpath("td/span[@class='st i']")) for row in by_cities]
    assert counts == sorted(counts, reverse=True)


def test_columns_are_chosen_in_the_address(site: Server) -> None:
    tree = page(site, f"{PAGE}?with={NANYANG}&with={ZHUMADIAN}")
    assert [words(one) for one in tree.xpath("//thead//span[@class='city']")] == [
        "驻马店市",
        "南阳市",
    ]
    assert site.client.get(PAGE, params={"with": "nowhere"}).status_code == 404


def test_a_wrong_value_in_the_address_does_no_harm(site: Server) -> None:
    tree = page(site, sort="<x>", state="nonsense", part="A9", body="无此单位")
    assert not shown(tree)


def test_a_document_without_lower_ones_says_so(site: Server) -> None:
    tree = page(site, f"/coverage/{ZHUMADIAN}")
    assert "没有入库的下级文件" in words(tree.xpath("//p[@class='empty']")[0])


def test_a_document_is_chosen_from_those_with_documents_below(site: Server) -> None:
    tree = page(site, "/coverage")
    assert tree.xpath("//table//a/@href") == [PAGE]


def test_what_is_not_there_is_a_page_of_its_own(site: Server) -> None:
    answer = site.client.get("/en/coverage/没有这份文件")
    assert answer.status_code == 404
    assert "is not a document in the graph" in answer.text or "not in the graph" in answer.text


def test_the_matrix_speaks_english_behind_en(site: Server) -> None:
    tree = page(site, f"/en{PAGE}")
    assert words(tree.find(".//h1")).startswith("67 items: 48 implemented below")
    assert tree.xpath("//a[starts-with(@href, '/en/item/')]")
    one = page(site, f"/en{PAGE}", **{"with": ZHUMADIAN}).find(".//h1")
    assert words(one.find("span[@lang='zh-CN']")) == "驻马店市"


# A city named by the province itself


def test_a_gap_that_names_the_city_stands_on_top() -> None:
    named = Unit("滑县政府", "滑县人民政府", "responsible", SPAN, False, None, "410526")
    first, second = province().measures
    upper = replace(province(), measures=(first, replace(second, units=(named,))))
    gaps = MappingSet(no_matches=tuple(NoMatch(ItemRef("henan", n), "hua") for n in "12"))
    documents = (upper, county())
    store = Store()
    store.extend(graph_quads(documents, resolve_citations(documents), gaps))
    coverage = read_coverage(Asker(LocalEndpoint(store)), document_iri("henan").value)
    matrix = read_matrix(coverage, coverage.columns)
    assert [(gap.item.notation, gap.named) for gap in matrix.named] == [("2", "滑县")]
    assert [gap.item.notation for gap in matrix.gaps] == ["1"]


# In the browser


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_matrix_over_a_gap_to_the_evidence(
    size: ViewportSize, site: Server, browser: Browser
) -> None:
    with opened(browser, f"{site.url}{PAGE}?with={ZHUMADIAN}", size) as tab:
        rows = tab.locator("#matrix tr[data-states]:visible")
        everything = rows.count()
        for state in ("落实", "相关", "未核对"):
            tab.get_by_role("checkbox", name=state, exact=True).uncheck()
        expect(tab.locator("#found")).to_have_text("12 项")
        assert rows.count() == 12 < everything
        expect(tab).to_have_url(re.compile("state=none"))
        tab.get_by_role("searchbox", name="找条目").fill("学分银行")
        expect(tab.locator("#found")).to_have_text("2 项")
        tab.get_by_role("searchbox", name="找条目").fill("")
        tab.get_by_role("checkbox", name="落实", exact=True).check()
        expect(rows.first).to_be_visible()
        tab.locator("#matrix tr", has_text="加强职业院校思政课程").locator(".st a").first.click()
        expect(tab).to_have_url(re.compile(f"/item/{ZHUMADIAN}/1#"))
        expect(tab.locator("main mark").first).to_be_visible()
