"""The first page: what is in the graph, how its documents inherit, where to begin."""

from __future__ import annotations

import re

import pytest
from lxml import html
from pages import PHONE, opened
from playwright.sync_api import Browser
from running_server import Server

from kg.pages.overview.timeline import UNDATED, draw_timeline, year_of
from kg.views.facts import DocumentFacts
from kg.views.words import LEVELS

HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"


def words(tree: html.HtmlElement) -> str:
    return " ".join(tree.text_content().split())


@pytest.fixture(scope="module")
def page(site: Server) -> html.HtmlElement:
    return html.fromstring(site.client.get("/").text)


def test_the_heading_counts_what_is_in_the_graph(page: html.HtmlElement) -> None:
    assert words(page.find(".//h1")) == "5 份文件、210 个条目，找出 460 条关联"


def test_every_figure_leads_to_what_it_counts(page: html.HtmlElement) -> None:
    figures = {words(link): link.get("href") for link in page.xpath("//ul[@class='figures']/li/a")}
    assert figures["5 份文件入库"] == "/documents?held=yes"
    assert figures["210 个条目"] == "/search?kind=item"
    assert figures["460 条待核"] == "/review"


def test_documents_stand_by_level_and_year_with_their_bases(page: html.HtmlElement) -> None:
    (drawing,) = page.xpath("//svg[@class='wide']")
    years = [words(one) for one in drawing.xpath("./text[@class='t1']")]
    assert years == [*sorted(years[:-1]), "日期不详"]
    bases = [words(one) for one in drawing.xpath(".//g/title")]
    assert "驻政办〔2021〕44号 的依据：豫政〔2021〕2号" in bases
    boxes = {a.get("href"): a.xpath("string(.//rect/@class)") for a in drawing.xpath("./a")}
    assert "municipal" in boxes[f"/document/{ZHUMADIAN}"]
    assert boxes["/document/%E4%B8%AD%E5%9B%BD%E6%95%99%E8%82%B2%E7%8E%B0%E4%BB%A3%E5%8C%962035"]


def test_examples_of_what_to_search_for_find_something(
    site: Server, page: html.HtmlElement
) -> None:
    examples = page.xpath("//p[@class='tries']/a")
    assert len(examples) == 4
    for example in examples:
        answer = site.client.get(example.get("href")).text
        assert 'class="what sm"' in answer, words(example)


def test_a_city_is_chosen_and_shows_what_it_carries_out_and_lacks(site: Server) -> None:
    page: html.HtmlElement = html.fromstring(site.client.get("/", params={"place": "411700"}).text)
    (place,) = page.xpath("//section[@id='place']")
    said = words(place)
    assert said.startswith("驻马店市：1 份文件，23 个单位有任务")
    assert "落实 48 项" in said
    assert "查无 12 项" in said
    assert "驻马店市教育局" in said
    gaps = place.xpath(".//a[contains(., '查无')]")[0].get("href")
    assert gaps.startswith(f"/coverage/{HENAN}?with={ZHUMADIAN}&state=")
    assert site.client.get(gaps).status_code == 200


def test_a_place_that_is_none_is_told_with_the_nearest(site: Server) -> None:
    answer = site.client.get("/", params={"place": "驻马店"})
    assert answer.status_code == 404
    assert "驻马店市" in answer.text


def test_quality_stands_with_its_day(page: html.HtmlElement) -> None:
    (quality,) = page.xpath("//section[@aria-labelledby='quality']")
    assert "市任务对省任务 共 2495.8%95.8%" in words(quality)
    assert re.search(r"20\d\d年\d+月\d+日", words(quality))


def test_in_english_only_what_documents_say_is_chinese(site: Server) -> None:
    page: html.HtmlElement = html.fromstring(site.client.get("/en/").text)
    assert words(page.find(".//h1")) == "5 documents, 210 items, 460 links found between them"


def test_on_a_phone_the_drawing_is_a_ladder(site: Server, browser: Browser) -> None:
    with opened(browser, site.url, PHONE) as page:
        assert not page.locator(".times svg.wide").is_visible()
        assert "依据：豫政〔2021〕2号" in page.locator(".ladder").inner_text()


# The drawing by itself


def document(n: int, level: str, date: str = "", number: str = "") -> DocumentFacts:
    return DocumentFacts(
        f"d{n}", f"d{n}", f"文件{n}", number, LEVELS[level], "某市", date, "", True, (), 1
    )


def test_a_year_is_read_off_the_date_else_off_the_number() -> None:
    assert year_of(document(1, "municipal", "2021-11-30", "驻政办〔2020〕44号")) == "2021"
    assert year_of(document(2, "municipal", "", "国发〔2019〕4号")) == "2019"
    assert year_of(document(3, "municipal")) == UNDATED


def test_no_two_documents_and_no_line_and_document_overlap() -> None:
    levels = ("national", "provincial", "municipal", "county")
    documents = [
        document(n, levels[n % 4], f"{2012 + n % 9}-01-01" if n % 7 else "") for n in range(40)
    ]
    bases = [(f"d{n}", f"d{m}") for n in range(40) for m in (n // 2, n - 1) if 0 <= m != n]
    drawn = draw_timeline(documents, bases)
    assert {box.document.iri for box in drawn.boxes} == {one.iri for one in documents}
    for one in drawn.boxes:
        assert one.rect.right <= drawn.width
        assert one.rect.bottom <= drawn.height
        assert not any(one is not other and one.rect.overlaps(other.rect) for other in drawn.boxes)
    assert len(drawn.columns) == 7
    assert drawn.columns[0].older
