"""The questions as pages: forms that know the graph, answers in the form that fits, files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from lxml import html
from pages import opened
from playwright.sync_api import Browser
from running_server import Server
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.endpoints.endpoint import Answer, LocalEndpoint, TimedOut
from kg.pages import routes
from kg.pages.questions.cells import concept_of
from kg.pages.questions.highlight import highlighted
from kg.questions.ask import ask
from kg.questions.catalogue import BEHIND, Question, load_catalogue

QUESTIONS = [one for one in load_catalogue().values() if one.theme not in BEHIND]
HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
SHANGQIU, NANYANG = "shangqiu-draft", "nanyang-task-list"


def page(
    site: Server, path: str, values: Mapping[str, str] | None = None, status: int = 200
) -> html.HtmlElement:
    """A page as a tree."""
    answer = site.client.get(path, params=values, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text[:300]
    return html.fromstring(answer.text)


def text(tree: html.HtmlElement, path: str) -> str:
    """The words of the first element of a path."""
    return " ".join(tree.xpath(path)[0].text_content().split())


def rows(tree: html.HtmlElement) -> list[html.HtmlElement]:
    return list(tree.xpath("//table[contains(@class, 'res')]/tbody/tr[not(@class = 'g')]"))


@pytest.fixture(scope="module")
def english(site: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{site.url}/en", timeout=60, trust_env=False) as client:
        yield client


def test_the_catalogue_leads_to_every_question(site: Server) -> None:
    tree = page(site, "/questions")
    assert text(tree, "//h1").startswith(f"{len(QUESTIONS)} 个现成的问题")
    found = {link.get("href") for link in tree.xpath("//ul[@class = 'asks']//a")}
    assert found == {f"/questions/{one.name}" for one in QUESTIONS}


def test_words_find_questions_by_what_they_give_too(site: Server) -> None:
    tree = page(site, "/questions", {"q": "可否相加"})
    found = {link.get("href") for link in tree.xpath("//ul[@class = 'asks']//a")}
    assert "/questions/figures-of-places" in found
    assert len(found) < len(QUESTIONS)
    assert tree.xpath("//p[@class = 'empty']") == []
    assert page(site, "/questions", {"q": "zzz"}).xpath("//p[@class = 'empty']")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_a_question_opens_with_the_answer_to_its_example(
    site: Server, endpoint: LocalEndpoint, question: Question
) -> None:
    tree = page(site, f"/questions/{question.name}")
    examples = {one.name: one.example for one in question.parameters if one.required}
    size = len(ask(question.name, examples, endpoint).rows)
    assert text(tree, "//h1") == " ".join(question.question.zh.split())
    said = text(tree, "//h2[contains(@class, 'said')]")
    assert said.startswith(f"查到 {size} 行" if size else "查无")
    for parameter in question.parameters:
        assert tree.xpath(f"//form//*[@name = '{parameter.name}']"), parameter.name


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_a_question_speaks_english_at_its_english_address(
    english: httpx.Client, question: Question
) -> None:
    answer = english.get(f"/questions/{question.name}")
    assert answer.status_code == 200
    tree = html.fromstring(answer.text)
    assert text(tree, "//h1") == " ".join(question.question.en.split())
    ours = [*tree.iter("label", "button")]
    assert [one.text for one in ours if re.search("[一-鿿]", one.text or "")] == []


def test_dropdowns_are_filled_by_queries_and_grouped_by_place(site: Server) -> None:
    tree = page(site, "/questions/target-cascade")
    lower = tree.xpath("//select[@name = 'lower']")[0]
    groups = {one.get("label") for one in lower.iter("optgroup")}
    assert groups == {"安阳市", "南阳市", "商丘市", "驻马店市"}
    assert lower.xpath(".//option[@selected]/@value") == [ZHUMADIAN]
    assert lower.get("required") is not None


def test_an_optional_condition_may_be_left_out(site: Server) -> None:
    tree = page(site, "/questions/document-coverage")
    lower = tree.xpath("//select[@name = 'lower']")[0]
    assert (lower.get("required"), lower.xpath("./option[1]/@value")) == (None, [""])


def test_items_are_offered_of_one_document(site: Server) -> None:
    tree = page(site, "/questions/item-upward", {"item-in": SHANGQIU})
    items = tree.xpath("//select[@name = 'item']//option/@value")
    assert items
    assert all(one.startswith(f"{SHANGQIU}#") for one in items)
    assert tree.xpath("//select[@name = 'item']//option[@selected]/@value") == items[:1]


def test_many_choices_are_found_by_typing(site: Server) -> None:
    tree = page(site, "/questions/body-tasks")
    offered = tree.xpath("//datalist/option/@value")
    assert "驻马店市教育局" in offered
    assert tree.xpath("//input[@name = 'body']/@list") == tree.xpath("//datalist/@id")


def test_a_document_may_be_called_by_its_number(site: Server) -> None:
    tree = page(site, "/questions/document-items", {"document": "驻政办〔2021〕44号"})
    assert tree.xpath("//select[@name = 'document']//option[@selected]/@value") == [ZHUMADIAN]


def test_a_wrong_value_is_told_at_its_field_with_the_nearest(site: Server) -> None:
    tree = page(site, "/questions/body-tasks", {"body": "驻马店教育局"}, 400)
    field = tree.xpath("//input[@name = 'body']")[0]
    told = tree.get_element_by_id(field.get("aria-describedby"))
    assert field.get("aria-invalid") == "true"
    assert "驻马店教育局" in told.text_content()
    assert "驻马店市教育局" in [one.text_content() for one in told.iter("a")]
    nearest = next(one for one in told.iter("a") if one.text_content() == "驻马店市教育局")
    assert "查到" in text(page(site, nearest.get("href")), "//h2[contains(@class, 'said')]")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/questions/links-to-review?below=x", 400, "不是数"),
        ("/questions/items-by-word?word=", 400, "必填"),
        ("/questions/document-items?document=%00", 400, "控制字符"),
        ("/questions/bodies?nothing=1", 404, "没有参数"),
        ("/questions/bodiez", 404, "没有这个问题"),
        ("/questions/item-upward?item=<script>", 400, "<script>"),
    ],
)
def test_what_is_asked_wrongly_is_told(site: Server, path: str, status: int, said: str) -> None:
    assert said in page(site, path, status=status).text_content()


def test_the_nearest_questions_are_offered_for_a_wrong_name(site: Server) -> None:
    tree = page(site, "/questions/bodiez", status=404)
    assert "/questions/bodies" in tree.xpath("//main//a/@href")


def test_a_long_answer_comes_page_by_page(site: Server) -> None:
    path = "/questions/working-together"
    first = page(site, path, {"as": "table"})
    total = int(re.findall(r"\d+", text(first, "//h2[contains(@class, 'said')]"))[0])
    assert total > 400
    assert len(rows(first)) == 200
    following = page(site, first.xpath("//a[@rel = 'next']/@href")[0])
    assert "第 201–400 行" in text(following, "//nav[contains(@class, 'pager')]")
    last = page(site, path, {"as": "table", "from": "999999"})
    assert len(rows(last)) == total % 200


def test_rows_stand_under_the_words_that_they_begin_with(site: Server) -> None:
    tree = page(site, "/questions/target-cascade")
    heads = [" ".join(one.text_content().split()) for one in tree.xpath("//tr[@class = 'g']/th")]
    words = [head.split()[0] for head in heads]
    assert words[:2] == ["改了数", "未定数"]
    assert sum(int(head.split()[1]) for head in heads) == len(rows(tree))


def test_cells_lead_to_the_pages_of_what_they_name(site: Server) -> None:
    tree = page(site, "/questions/target-cascade")
    links = tree.xpath("//table[contains(@class, 'res')]//a")
    assert f"/item/{HENAN}/A2/1" in [one.get("href") for one in links]
    assert "豫政〔2021〕2号 附件2 第1项" in [one.text_content() for one in links]


def test_figures_stand_at_the_right_and_truth_is_yes_or_no(site: Server) -> None:
    tree = page(site, "/questions/shared-bases", {"as": "table"})
    cells = {one.get("data-h"): one for one in rows(tree)[0]}
    assert cells["以它为依据的文件数"].get("class") == "v"
    assert any(cell.text_content() in ("是", "否") for cell in cells.values())


def test_a_matrix_draws_the_states_of_coverage(site: Server) -> None:
    tree = page(site, "/questions/document-coverage")
    heads = [one.text_content() for one in tree.xpath("//table[@class = 'mat']/thead//th")]
    assert len(heads) == 5
    states = {one.get("class"): one.text_content() for one in tree.xpath("//td/span")}
    assert states["st i"] == "落实"
    assert states["st z"] == "查无"
    assert f"/item/{HENAN}/A2/1" in tree.xpath("//table[@class = 'mat']//th/a/@href")


def test_a_network_is_drawn_and_told_in_words(site: Server) -> None:
    tree = page(site, "/questions/item-upward")
    boxes = tree.xpath("//svg//a/@href")
    assert set(boxes) >= {f"/item/{ZHUMADIAN}/A/1", f"/item/{HENAN}/A2/1"}
    assert len(tree.xpath("//*[@class = 'ladder']//li")) == len(tree.xpath("//svg//g/path[1]"))
    table = page(site, "/questions/item-upward", {"as": "table"})
    assert len(rows(table)) == len(tree.xpath("//*[@class = 'ladder']//li"))


def test_no_rows_are_said_and_not_drawn(site: Server) -> None:
    page = site.client.get("/questions/document-descendants?document=shangqiu-draft")
    assert (page.status_code, "没有符合条件的结果" in page.text) == (200, True)


def test_a_chart_is_a_table_with_bars(site: Server) -> None:
    tree = page(site, "/questions/coverage-summary")
    lines = tree.xpath("//table[@class = 'chart']/tbody/tr")
    assert len(lines) == 4 * 4
    widths = [float(one.rstrip("%")) for one in tree.xpath("//td//rect/@width")]
    figures = [int(one) for one in tree.xpath("//td[@class = 'v']/text()")]
    assert max(widths) <= 100
    assert figures[widths.index(max(widths))] == max(figures)


def test_an_answer_is_taken_home_in_four_forms(site: Server) -> None:
    tree = page(site, "/questions/document-items", {"document": SHANGQIU})
    files = {one.text_content(): one.get("href") for one in tree.xpath("//a[@download]")}
    assert set(files) == {"Excel", "CSV", "JSON", "Turtle"}
    sheet = site.client.get(files["CSV"])
    assert sheet.content.startswith("\ufeff".encode())
    records = list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert len(records) == len(rows(tree))
    for href in files.values():
        assert site.client.get(href).status_code == 200


def test_the_query_beside_the_answer_is_the_one_that_ran(site: Server) -> None:
    tree = page(site, "/questions/document-items", {"document": SHANGQIU})
    sparql = tree.xpath("//section[@id = 'sparql']/pre")[0].text_content()
    answer = site.ask(sparql).json()["results"]["bindings"]
    assert len(answer) == len(rows(tree))
    assert tree.xpath("//section[@id = 'sparql']//button/@data-copy")[0].strip() == sparql.strip()


def test_keywords_variables_and_names_of_a_query_are_marked() -> None:
    marked = highlighted('SELECT ?x WHERE { ?x zm:title "《a》"@zh } # done')
    assert '<span class="k">SELECT</span>' in marked
    assert '<span class="v">?x</span>' in marked
    assert '<span class="c"># done</span>' in marked
    assert '<span class="s" lang="zh-CN">《a》</span>' in marked


def test_a_word_means_the_concept_that_its_column_is_about() -> None:
    found = concept_of("state", "落实"), concept_of("link", "落实")
    assert [one[0] for one in found if one] == ["coverage", "link"]
    assert concept_of("title", "实施方案") is None


class _SlowEndpoint(LocalEndpoint):
    """The store, whose time runs out for queries with some word in them."""

    def __init__(self, store: Path, word: str) -> None:
        super().__init__(store)
        self._word = word

    def query(self, sparql: str) -> Answer:
        if self._word in sparql:
            raise TimedOut("查询超过了 30 秒的时限", "the query took more than 30 seconds")
        return super().query(sparql)


def test_a_query_that_takes_too_long_is_told_in_place_of_its_answer(store: Path) -> None:
    app = Starlette(routes=routes())
    app.state.endpoint, app.state.generation = _SlowEndpoint(store, "?bodyName"), None
    app.state.decided = str
    with TestClient(app) as client:
        answer = client.get("/questions/item-across-places")
    tree = html.fromstring(answer.text)
    assert answer.status_code == 502
    assert "已停下" in text(tree, "//main//h2")
    assert "缩小范围" in text(tree, "//p[@class = 'empty']")
    assert tree.xpath("//select[@name = 'item']//option[@selected]")


def test_another_city_changes_the_rows_and_the_way_to_the_editor(
    site: Server, browser: Browser
) -> None:
    with opened(browser, f"{site.url}/questions/target-cascade") as tab:
        before = tab.locator("table.res tbody tr").all_inner_texts()
        tab.get_by_label("下级文件").select_option(NANYANG)
        tab.get_by_role("button", name="查询").click()
        tab.wait_for_url(f"**lower={NANYANG}**")
        after = tab.locator("table.res tbody tr").all_inner_texts()
        assert before != after
        assert any("各部门工作任务清单" in row for row in after)
        editor = tab.get_by_role("link", name="在编辑器中打开").first.get_attribute("href") or ""
        assert editor.startswith("/editor?question=target-cascade")
        assert f"lower={NANYANG}" in editor
        tab.get_by_role("tab", name="说明").click()
        assert tab.get_by_role("tabpanel", name="说明").is_visible()
        assert not tab.locator("#sparql").is_visible()


def test_items_follow_their_document_without_a_new_page(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}/questions/item-upward") as tab:
        tab.get_by_label("条目所在文件").select_option(SHANGQIU)
        tab.wait_for_function(
            "key => [...document.querySelectorAll('#p-item option')]"
            ".every(one => one.value.startsWith(key))",
            arg=SHANGQIU,
        )
        tab.get_by_role("button", name="查询").click()
        tab.wait_for_url("**item=shangqiu-draft**")
        assert "商丘市" in tab.locator("main").inner_text()
