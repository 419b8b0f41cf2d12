"""Figures as pages: found, compared between two documents, followed from above to each place."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lxml import html
from pages import opened
from playwright.sync_api import Browser
from running_server import Server

from kg.pages.charts import Figure, Line, scaled
from kg.pages.targets.figures import nearest_words

HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
ANYANG, SHANGQIU = "anyang-2018-anzhengban-2", "shangqiu-draft"
PAIR = {"upper": HENAN, "lower": ZHUMADIAN}


def page(
    site: Server, path: str, values: Mapping[str, str] | None = None, status: int = 200
) -> html.HtmlElement:
    """A page as a tree."""
    answer = site.client.get(path, params=values, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text[:300]
    return html.fromstring(answer.text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def cells(tree: html.HtmlElement) -> list[list[str]]:
    """The rows of the page's table, without the headings of groups."""
    found = tree.xpath("//table[contains(@class, 'res')]/tbody/tr[not(@class = 'g')]")
    return [[words(cell) for cell in row.iter("td")] for row in found]


def row_of(tree: html.HtmlElement, first: str) -> list[str]:
    return next(row for row in cells(tree) if row[0].startswith(first))


def test_the_first_page_shows_what_each_city_made_of_the_province_s_figures(site: Server) -> None:
    tree = page(site, "/targets")
    rows = {row[0].split()[1]: row for row in cells(tree)}
    assert set(rows) == {"安阳市", "南阳市", "商丘市", "驻马店市"}
    changed, without, kept = (int(one) for one in rows["驻马店市"][1:4])
    pair = page(site, "/targets", PAIR)
    said = words(pair.xpath("//h2[contains(@class, 'said')]")[0])
    assert f"照写 {kept} 个" in said
    assert f"改了 {changed} 个" in said
    assert f"{without} 个未定数" in said


def test_a_pair_of_documents_has_its_exceptions_first(site: Server) -> None:
    tree = page(site, "/targets", PAIR)
    heads = [words(one).split()[0] for one in tree.xpath("//tr[@class = 'g']/th")]
    assert heads[0] == "改了数"
    assert heads[-1] == "照写原数"
    sizes = [int(words(one).split()[-1]) for one in tree.xpath("//tr[@class = 'g']/th")]
    assert sum(sizes) == len(cells(tree))


def test_a_changed_figure_says_why_the_two_do_not_add_up(site: Server) -> None:
    row = row_of(page(site, "/targets", PAIR), "省级课程思政优秀教师数")
    assert row[1:4] == ["500 名", "→", "100 名"]
    assert "评定级别不同，不相加" in row[0]
    assert "附件2 第1项" in row[4]


def test_a_figure_left_out_shows_the_words_that_stand_in_its_place(site: Server) -> None:
    row = row_of(page(site, "/targets", PAIR), "省级课程思政示范课程数")
    assert row[3] == "“打造一批市级课程思政示范课程”"


def test_a_figure_of_an_item_that_was_not_taken_up_says_so(site: Server) -> None:
    row = row_of(page(site, "/targets", {**PAIR, "only": "not-taken-up"}), "“职业技能”")
    assert row[1] == "≥50%"
    assert row[3] in ("查无对应", "仅相关：只有主题相同的条目")


def test_one_kind_of_outcome_may_be_looked_at_alone(site: Server) -> None:
    whole = page(site, "/targets", PAIR)
    kept = page(site, "/targets", {**PAIR, "only": "kept"})
    assert 0 < len(cells(kept)) < len(cells(whole))
    assert [words(one).split()[0] for one in kept.xpath("//tr[@class = 'g']/th")] == ["照写原数"]


def test_documents_of_a_pair_are_known_by_number_and_told_when_not(site: Server) -> None:
    by_number = page(site, "/targets", {"upper": "豫政〔2021〕2号", "lower": "驻政办〔2021〕44号"})
    assert len(cells(by_number)) == len(cells(page(site, "/targets", PAIR)))
    wrong = page(site, "/targets", {"upper": HENAN, "lower": "驻政办〔2021〕45号"}, 404)
    assert "驻政办〔2021〕44号" in wrong.text_content()


@pytest.mark.parametrize(
    ("values", "indicator"),
    [
        ({"word": "双师型"}, "职业院校“双师型”教师占比"),
        ({"year": "2025", "document": SHANGQIU}, "中等职业学校在校生规模"),
        ({"outcome": "changed", "place": "河南省"}, "省级课程思政优秀教师数"),
        ({"word": "在校生规模", "place": "安阳市"}, "全市职业院校在校生规模"),
    ],
)
def test_figures_are_found_by_conditions(
    site: Server, values: dict[str, str], indicator: str
) -> None:
    tree = page(site, "/targets", values)
    found = cells(tree)
    assert words(tree.xpath("//h1")[0]).startswith(f"{len(found)} 处")
    assert indicator in [row[0] for row in found]


def test_beyond_the_last_page_is_the_last_page(site: Server) -> None:
    whole = cells(page(site, "/targets", {"year": "2025"}))
    assert cells(page(site, "/targets", {"year": "2025", "from": "99999"})) == whole != []


def test_conditions_that_nothing_fits_say_what_to_do(site: Server) -> None:
    tree = page(site, "/targets", {"word": "月球基地"})
    assert "去掉一个条件" in words(tree.xpath("//p[@class = 'empty']")[0])
    assert cells(page(site, "/targets", {"place": "没有的市", "word": "教师"})) == []


def test_a_figure_is_followed_to_each_place(site: Server) -> None:
    tree = page(site, f"/target/{HENAN}/A2/2/1")
    rows = {row[0].split()[1]: row[1:] for row in cells(tree)}
    assert rows["驻马店市"][:2] == ["改了数", "≥1 个"]
    assert rows["南阳市"][:2] == ["改了数", "1–2 个"]
    assert rows["商丘市"][0] == "未定数"
    assert rows["安阳市"][0] == "查无"
    assert rows["南阳市"][3] == "区间，不相加"
    heading = words(tree.xpath("//h1")[0])
    assert heading == "省定 ≈5 个，4 份下级文件里：改了数 2，未定数 1，查无 1"


def test_only_figures_that_count_the_same_are_added(site: Server) -> None:
    added = words(page(site, f"/target/{HENAN}/A2/2/1").xpath("//ul[@class = 'sums']")[0])
    assert "1 个地方的数可相加，合计 1 个" in added
    apart = words(page(site, f"/target/{HENAN}/A2/1/1").xpath("//ul[@class = 'sums']")[0])
    assert "评定级别不同，不相加" in apart
    assert "合计" not in apart


def test_a_shortfall_is_said_and_explained(site: Server) -> None:
    tree = page(site, f"/target/{HENAN}/A2/3/2")
    assert "专题教育" in words(tree.xpath("//dl")[0])
    row = next(row for row in cells(tree) if "驻马店市" in row[0])
    assert "没有写周期" in row[5]


def test_a_city_s_figure_leads_to_the_one_above(site: Server) -> None:
    tree = page(site, f"/target/{ZHUMADIAN}/A/2/1")
    assert f"/target/{HENAN}/A2/2/1" in tree.xpath("//dl//a/@href")
    assert cells(tree) == []


def test_figures_of_sections_have_a_page_too(site: Server) -> None:
    found = page(site, "/targets", {"document": ZHUMADIAN, "word": "在校生规模"})
    links = found.xpath("//td[1]/a[contains(@href, '/section/')]/@href")
    assert links
    assert "万人" in words(page(site, links[0]).xpath("//dl")[0])


@pytest.mark.parametrize("path", ["A2/1/99", "A2/1/x", "A9/1/1", "section/无/1"])
def test_a_figure_that_there_is_not_is_told(site: Server, path: str) -> None:
    assert "没有第" in words(page(site, f"/target/{HENAN}/{path}", status=404).xpath("//h1")[0])


def test_bars_say_no_more_than_the_figures() -> None:
    chart = scaled(
        [
            Line("省", "", (Figure("≈100 个", "100", "", "~"),)),
            Line("甲", "", (Figure("≥50 个", "50", "", ">="),)),
            Line("乙", "", (Figure("10–20 个", "10", "20", "range"),)),
            Line("丙", "", (Figure("≤5 个", "5", "", "<="),)),
            Line("丁", "", ()),
        ]
    )
    about, floor, between, ceiling = (line.bars[0] for line in chart.lines[:4])
    assert [one.form for one in (about, floor, between, ceiling)] == [
        *("about", "floor", "range", "ceiling")
    ]
    assert floor.end == about.end / 2
    assert between.tail == 2 * between.end
    assert chart.lines[4].bars == ()


def test_bars_of_nothing_have_no_width() -> None:
    chart = scaled([Line("甲", "", (Figure("0", "0"),)), Line("乙", "", (Figure("无", "x"),))])
    assert [bar.end for line in chart.lines for bar in line.bars] == [0, 0]


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("建设20个左右示范基地", "加强领导。规划建设示范基地，完善设施。", "规划建设示范基地"),
        ("建设20个左右示范基地", "加强领导。", ""),
        ("", "加强领导。", ""),
        ("建设20个左右示范基地", "", ""),
    ],
)
def test_the_nearest_words_are_quoted_or_none(quote: str, text: str, found: str) -> None:
    assert nearest_words(quote, text) == found


def test_from_a_pair_to_a_figure_to_another_city(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}/targets?upper={HENAN}&lower={ZHUMADIAN}") as tab:
        tab.get_by_label("下级文件").select_option(ANYANG)
        tab.get_by_role("button", name="查询").click()
        tab.wait_for_url(f"**lower={ANYANG}**")
        assert "安阳市" in tab.locator("h1").inner_text()
        tab.get_by_role("link", name="公办高等职业学校生均拨款水平").first.click()
        tab.wait_for_url("**/target/**")
        assert "≥12000 元" in tab.locator("table.chart").inner_text()
