"""Side by side: two documents, one item across places, a draft and what was issued."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from lxml import html
from pages import PHONE, opened
from playwright.sync_api import Browser
from running_server import Server

from kg.endpoints.endpoint import LocalEndpoint
from kg.questions.ask import ask

HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
TWO = f"/compare?upper={HENAN}&lower={ZHUMADIAN}"
ITEM = f"/compare?item={quote(f'{HENAN}#A2/7')}"


def page(site: Server, path: str) -> html.HtmlElement:
    answer = site.client.get(path)
    assert answer.status_code == 200, answer.text[:300]
    return html.fromstring(answer.text)


def words(nodes: list[html.HtmlElement]) -> list[str]:
    return [" ".join(node.text_content().split()) for node in nodes]


def test_two_documents_stand_item_against_item_in_the_order_of_the_upper_one(
    site: Server, endpoint: LocalEndpoint
) -> None:
    tree = page(site, TWO)
    order = [
        row["key"] for row in ask("view-document-items", {"document": HENAN}, endpoint).texts()
    ]
    shown = [
        href.removeprefix("/item/").replace("/", "#", 1)
        for href in tree.xpath(
            "//table[@class='vs']//tr[contains(@class,'first')]/td[1]/p[@class='no']/a/@href"
        )
    ]
    assert shown == order
    assert len(shown) == 67


def test_the_heading_counts_what_the_queries_say(site: Server, endpoint: LocalEndpoint) -> None:
    values = {"document": HENAN}
    rows = list(ask("coverage-summary", values, endpoint).texts())
    summary = next(row for row in rows if row["lower"].endswith(ZHUMADIAN))
    heading = page(site, TWO).xpath("string(//h1)")
    assert f"落实 {summary['implemented']} 项" in heading
    assert f"{summary['none']} 项查无对应" in heading
    assert "6 项未核对" in heading, "six rows that grant, and are compared with nothing"


def test_a_matched_pair_is_marked_and_leads_to_its_evidence(site: Server) -> None:
    tree = page(site, TWO)
    row = next(
        row
        for row in tree.xpath("//table[@class='vs']//tr[contains(@class,'first')]")
        if row.xpath(f"td[1]//a[@href='/item/{HENAN}/A2/1']")
    )
    left, right = row.xpath("td[1]")[0], row.xpath("td[3]")[0]
    for mark in right.xpath(".//mark"):
        assert mark.text_content() in right.text_content()
    assert left.xpath(".//mark")
    assert "500 名 → 100 名" in words([right])[0]
    (evidence,) = row.xpath("td[2]//a/@href")
    assert evidence == f"/item/{ZHUMADIAN}/A/1#{HENAN}/A2/1"
    target = page(site, evidence.partition("#")[0])
    assert target.xpath(f"//*[@id='{HENAN}/A2/1']")


def test_searched_in_vain_and_not_compared_are_told_apart(site: Server) -> None:
    tree = page(site, TWO)
    none = words(tree.xpath("//tr[td[@class='mid']//span[@class='st z']]/td[3]"))
    open_ones = words(tree.xpath("//tr[td[@class='mid']//span[@class='st u']]/td[3]"))
    assert len(none) == 12
    assert set(none) == {"查过全部条目，没有"}
    assert len(open_ones) == 6
    assert set(open_ones) == {"没有比对过"}


def test_one_state_can_be_shown_alone(site: Server) -> None:
    tree = page(site, f"{TWO}&show=none")
    assert len(tree.xpath("//tr[contains(@class,'first')]")) == 12
    assert words(tree.xpath("//nav[@class='tabs']//a[@aria-current]")) == ["查无 12"]
    nothing = page(site, f"{TWO}&show=alignedWith")
    assert "没有这一类条目" in nothing.text_content()


def test_swapped_the_lower_document_gives_the_order(site: Server) -> None:
    tree = page(site, TWO)
    (swap,) = tree.xpath("//div[@class='heads']//a[contains(., '对调')]/@href")
    turned = page(site, swap)
    assert turned.xpath("string(//h1)").startswith("驻马店市 38 项，落实河南省 38 项")
    assert len(turned.xpath("//section | //tr[contains(@class,'first')]")) >= 38
    assert words(turned.xpath("//div[@id='own']/h2"))[0].startswith("只有河南省有的")


def test_an_older_document_is_said_to_be_older(site: Server) -> None:
    tree = page(site, f"/compare?upper={HENAN}&lower=anyang-2018-anzhengban-2")
    assert "早于上级文件" in tree.text_content()
    assert not tree.xpath("//table[@class='vs']//span[@class='st i']"), "it carries out nothing"


def test_one_item_has_a_column_a_place(site: Server) -> None:
    tree = page(site, ITEM)
    assert words(tree.xpath("//table//thead//b")) == ["驻马店市", "安阳市", "南阳市", "商丘市"]
    states = words(tree.xpath("//tbody[1]/tr[1]/td"))
    assert [state.split()[0] for state in states] == ["落实", "相近", "相近", "相近"]
    rows = words(tree.xpath("//tbody[2]/tr"))
    assert any("≈70 所" in row and "4 所" in row and "市里未定数" in row for row in rows)
    assert any(
        "河南省教育厅" in row and "商丘市教育体育局" in row for row in words(tree.xpath("//tr"))
    )
    chosen = page(site, f"{ITEM}&with=nanyang-task-list")
    assert words(chosen.xpath("//table//thead//b")) == ["南阳市"]
    assert len(chosen.xpath("//p[contains(., '另 3 份')]/a")) == 3


def test_a_draft_stands_beside_an_issued_document(site: Server, endpoint: LocalEndpoint) -> None:
    values = {"draft": "shangqiu-draft", "issued": ZHUMADIAN}
    tree = page(site, f"/compare?draft={values['draft']}&issued={values['issued']}")
    rows = list(ask("draft-against-issued", values, endpoint).texts())
    uppers = {row["upper"]: row["state"] for row in rows}
    heading = tree.xpath("string(//h1)")
    assert f"同一上级 {len(uppers)} 项" in heading
    assert f"都有 {list(uppers.values()).count('都有')} 项" in heading


def test_what_is_compared_is_chosen_without_a_script(site: Server) -> None:
    tree = page(site, "/compare")
    assert set(tree.xpath("//form[contains(@class,'picks')]//select/@name")) == {
        "upper",
        "lower",
        "of",
        "draft",
        "issued",
    }
    assert all(tree.xpath("//select")[n].xpath(".//option[@value!='']") for n in range(5))
    step = page(site, f"/compare?of={HENAN}")
    assert len(step.xpath("//select[@name='item']/option[@value!='']")) == 67


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/compare?upper=nothing&lower=nowhere", 404),
        ("/compare?item=nothing", 404),
        ("/compare?draft=nothing&issued=nowhere", 404),
        (f"/compare?upper={HENAN}&lower={HENAN}", 400),
        (f"{TWO}&show=nonsense", 200),
        (f"/compare?upper={HENAN}", 200),
    ],
)
def test_a_wrong_address_is_answered_by_a_page(site: Server, path: str, status: int) -> None:
    answer = site.client.get(path)
    assert answer.status_code == status
    assert "<h1" in answer.text


@pytest.mark.parametrize(
    "path", [TWO, ITEM, "/compare", f"/compare?draft=shangqiu-draft&issued={ZHUMADIAN}"]
)
def test_english_pages_mark_what_is_chinese(site: Server, path: str) -> None:
    tree = page(site, f"/en{path}")
    outside = tree.xpath(
        "//main//text()[not(ancestor-or-self::*[@lang='zh-CN']) and not(ancestor::pre)]"
    )
    assert not [one for one in outside if re.search(r"[\u4e00-\u9fff]", one)]


def test_choosing_comparing_and_reading_the_evidence(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}/compare") as tab:
        tab.select_option("select[name=upper]", HENAN)
        tab.select_option("select[name=lower]", ZHUMADIAN)
        tab.click("form:has(select[name=upper]) button")
        tab.wait_for_selector("table.vs")
        tab.click("nav.tabs a >> text=查无")
        assert tab.locator("table.vs tr.first").count() == 12
        tab.click("nav.tabs a >> text=落实")
        tab.click("table.vs td.mid a >> nth=0")
        tab.wait_for_url("**/item/**")
        assert tab.locator("article.lk mark").count() > 0


@pytest.mark.parametrize("path", [f"{TWO}&show=none", ITEM])
def test_on_a_phone_columns_are_stacked(site: Server, browser: Browser, path: str) -> None:
    with opened(browser, site.url + path, PHONE) as tab:
        cells = tab.locator("table tbody tr:not(.g) >> nth=1").locator("td")
        tops = [box["y"] for box in (cells.nth(n).bounding_box() for n in (0, 1)) if box]
        assert tops[0] < tops[1]
