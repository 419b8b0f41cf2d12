"""The page of a document: held, cited only, and its source text."""

from __future__ import annotations

import re

import pytest
from lxml import html
from pages import opened
from playwright.sync_api import Browser, expect
from running_server import Server

from kg.endpoints.endpoint import LocalEndpoint
from kg.language import speaking
from kg.pages.address import text_address
from kg.questions.ask import ask

HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
PAGE = f"/document/{ZHUMADIAN}"


def page(site: Server, address: str = PAGE) -> html.HtmlElement:
    answer = site.client.get(address)
    assert answer.status_code == 200, answer.text[:400]
    return html.fromstring(answer.text)


def words(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def row(tree: html.HtmlElement, notation: str) -> html.HtmlElement:
    (found,) = tree.xpath(f"//tr[@id='{notation}']")
    return found


@pytest.fixture(scope="module")
def zhumadian(site: Server) -> html.HtmlElement:
    return page(site)


@pytest.fixture(scope="module")
def text(site: Server) -> html.HtmlElement:
    return page(site, f"{PAGE}?text=1&item=A/1")


# Its head, and its place among others


def test_the_head_says_number_issuer_dates_and_addressees(zhumadian: html.HtmlElement) -> None:
    (head,) = zhumadian.xpath("//dl[@class='meta']")
    fields = dict(zip(map(words, head.findall("dt")), map(words, head.findall("dd")), strict=True))
    assert fields["文号"] == "驻政办〔2021〕44号"
    assert fields["发文机关"] == "驻马店市人民政府办公室"
    assert (fields["成文日期"], fields["印发日期"]) == ("2021年11月30日", "2021年12月1日")
    assert fields["区划"] == "411700 驻马店市"
    assert "市直有关部门" in fields["主送"]


def test_what_was_inferred_is_said_to_be(site: Server) -> None:
    (head,) = page(site, "/document/nanyang-task-list").xpath("//dl[@class='meta']")
    assert "区划、层级由文中推定" in words(head)


def test_the_basis_stands_above_it_level_by_level(zhumadian: html.HtmlElement) -> None:
    steps = [words(step) for step in zhumadian.xpath("//ol[@class='basis']/li")]
    badges = zhumadian.xpath("//ol[@class='basis']/li//span[starts-with(@class, 'lv ')]/@class")
    levels = [badge.removeprefix("lv ") for badge in badges]
    assert levels == sorted(levels, key=["national", "provincial", "municipal"].index)
    (henan,) = (step for step in steps if "豫政〔2021〕2号" in step and "落实" in step)
    assert "38 项落实它的 48 项" in henan
    (indirect,) = (step for step in steps if "中国教育现代化2035" in step and "间接依据" in step)
    assert "未入库" in indirect


def test_a_document_that_is_older_than_the_one_above_says_so(site: Server) -> None:
    tree = page(site, "/document/anyang-2018-anzhengban-2")
    assert "早于上级或没有写明依据" in words(tree.xpath("//p[@class='sub']")[0])
    (henan,) = (
        li for li in tree.xpath("//ol[@class='basis']/li") if "豫政〔2021〕2号" in words(li)
    )
    assert "晚于本文件" in words(henan)


def test_documents_below_stand_below_it(site: Server) -> None:
    steps = [
        words(one) for one in page(site, f"/document/{HENAN}").xpath("//ol[@class='basis']/li")
    ]
    own = next(n for n, step in enumerate(steps) if "本文件" in step)
    assert "驻马店市" in steps[own + 1], "who carries out most comes first"
    assert len(steps) - own - 1 == 4


def test_it_is_cited_by_its_number(zhumadian: html.HtmlElement) -> None:
    citations = zhumadian.xpath("//button/@data-copy")
    assert (
        "《驻马店市加快推进职业教育创新发展高地建设“一地一策”实施方案》（驻政办〔2021〕44号）"
        in citations
    )
    assert any("[Z]. 2021-11-30." in citation for citation in citations)


# What it says


def test_findings_quote_both_wordings(zhumadian: html.HtmlElement) -> None:
    (one,) = (li for li in zhumadian.xpath("//ul[@class='fd']/li") if "一定" in words(li))
    body, annex = (words(quote) for quote in one.xpath(".//q"))
    assert (body, annex) == ("可按一定比例作为绩效工资来源", "可按50%的比例作为绩效工资来源")
    assert one.xpath(".//a/@href")[1].endswith("?text=1&item=12#L85")


def test_a_task_stands_in_the_row_of_the_measure_that_it_restates(
    zhumadian: html.HtmlElement,
) -> None:
    first = row(zhumadian, "1")
    assert "附件 第1项" in words(first.xpath("td[contains(@class,'ti')]")[0])
    assert words(first.xpath("td[contains(@class,'ta')]")[0]) == "市级课程思政优秀教师数 100 名"
    assert "驻马店市教育局" in words(first.xpath("td[contains(@class,'un')]")[0])
    above = words(first.xpath("td[@data-h='上级']")[0])
    assert above == "落实 正文 3、附件2 第1项"


def test_a_target_that_only_one_of_the_two_has_is_marked(zhumadian: html.HtmlElement) -> None:
    said = words(row(zhumadian, "12").xpath("td[contains(@class,'ta')]")[0])
    assert re.search(r"50\s?%\s*仅附件", said)


def test_items_stand_under_the_documents_own_headings(zhumadian: html.HtmlElement) -> None:
    heads = [words(one) for one in zhumadian.xpath("//tr[@class='g']//span[@class='h']")]
    assert heads[0] == "二、具体目标", "the section that states targets of its own"
    assert "（一）突出德技并修，树立崇尚技能的价值导向" in heads
    assert heads[-1] == "四、保障措施"


def test_an_item_without_source_says_what_was_searched(site: Server) -> None:
    above = row(page(site, "/document/nanyang-task-list"), "18").xpath("td[@data-h='上级']")[0]
    assert words(above) == "查无 豫政〔2021〕2号"


def test_an_upper_item_names_who_takes_it_up_and_who_does_not(site: Server) -> None:
    below = words(row(page(site, f"/document/{HENAN}"), "4").xpath("td[@data-h='下级']")[0])
    assert below.startswith("驻马店市 落实 正文 2")
    assert below.endswith("查无 安阳市")


# The source text


def test_every_line_of_the_source_is_there_unchanged(
    text: html.HtmlElement, endpoint: LocalEndpoint
) -> None:
    (source,) = ask("view-document-text", {"document": ZHUMADIAN}, endpoint).texts()
    lines = [line.text_content() for line in text.xpath("//ol[@class='text']/li/span[@class='tx']")]
    assert lines == source["text"].split("\n")
    assert [li.get("id") for li in text.xpath("//ol[@class='text']/li")] == [
        f"L{n}" for n in range(1, len(lines) + 1)
    ]


def test_what_an_item_says_is_marked_where_it_stands(
    text: html.HtmlElement, endpoint: LocalEndpoint
) -> None:
    marked = text.xpath("//ol[@class='text']//span[contains(@class,'on')]")
    (item,) = ask("view-item", {"item": f"{ZHUMADIAN}#A/1"}, endpoint).texts()
    said = "".join(run.text_content() for run in marked if run.tag == "span")
    assert item["text"] in re.sub(r"\s", "", said)
    assert text.xpath(f"//li[@id='L{item['line']}'][@class='on']")


def test_targets_and_bodies_are_marked_where_they_were_read(
    text: html.HtmlElement, endpoint: LocalEndpoint
) -> None:
    marked = "".join(words(run) for run in text.xpath("//span[contains(@class,'tg')]"))
    targets = list(ask("document-targets", {"document": ZHUMADIAN}, endpoint).texts())
    assert [t for t in targets if "100名市级课程思政优秀教师" in t["quote"]]
    assert "100名市级课程思政优秀教师" in re.sub(r"\s", "", marked)


# A document that is only cited


def test_a_document_that_is_not_held_says_who_cites_it(site: Server) -> None:
    tree = page(site, "/document/国发〔2019〕4号")
    assert words(tree.find(".//h1")) == "国家职业教育改革实施方案"
    assert "此文件未入库，只知道名称" in words(tree.xpath("//p[@class='empty']")[0])
    cites = [words(one) for one in tree.xpath("//ul[@class='cites']/li")]
    assert len(cites) == 3
    assert tree.xpath(f"//a[starts-with(@href, '/document/{ZHUMADIAN}?text=1#L17')]")


def test_every_document_has_a_page_by_its_title_too(site: Server, endpoint: LocalEndpoint) -> None:
    for document in ask("view-documents", {}, endpoint).texts():
        with speaking("zh"):
            address = text_address(document["title"]).partition("?")[0]
        assert site.client.get(address).status_code == 200, document["title"]


def test_a_name_that_no_document_has_is_a_page_of_its_own(site: Server) -> None:
    answer = site.client.get("/en/document/没有这份文件")
    assert answer.status_code == 404
    assert "nearest" in answer.text


# The list


def test_documents_are_listed_by_what_a_reader_picks(site: Server) -> None:
    tree = page(site, "/documents?level=municipal&held=yes&year=2018")
    assert [words(one) for one in tree.xpath("//table//td[@class='q']")] == [
        "安阳市人民政府办公室关于加快推进职业教育攻坚二期工程的意见"
    ]
    none = page(site, "/documents?find=没有这样的词")
    assert words(none.find(".//h1")) == "没有符合条件的文件"
    assert "去掉一个条件" in words(none.xpath("//p[@class='empty']")[0])


# In the browser


def test_from_an_item_to_its_lines_and_back(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}{PAGE}") as tab:
        tab.locator("tr[id='4'] .at a").first.click()
        expect(tab).to_have_url(re.compile(r"text=1&item=4#L53$"))
        line = tab.locator("#L53")
        expect(line).to_be_in_viewport()
        expect(line).to_have_class("on")
        tab.get_by_role("navigation", name="条目").get_by_text("附件 第1项").click()
        expect(tab.locator("#L116")).to_be_in_viewport()
        tab.locator("#L116 .its a").click()
        expect(tab).to_have_url(re.compile(f"/item/{ZHUMADIAN}/A/1"))
