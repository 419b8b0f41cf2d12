"""What the views of the five real documents say, and that what they say is only text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from example_documents import cites, county, document, province
from lxml import html
from pyoxigraph import Store

from kg.align.link import ItemRef, Link, MappingSet, NoMatch, SharedWording
from kg.build import graph_quads
from kg.endpoints.endpoint import LocalEndpoint
from kg.language import speaking
from kg.questions.ask import ask
from kg.questions.catalogue import BadBinding
from kg.resolve import resolve_citations
from kg.views import VIEWS, render
from kg.views.compare import pieces, target_rows, unit_rows
from kg.views.drawing import path_of
from kg.views.errors import NothingToDraw, UnknownView
from kg.views.facts import Asker, TargetFacts, UnitFacts
from kg.views.item_plan import make_plan
from kg.views.lineage import Reach, read_lineage
from kg.views.words import amount, confidence, day, item_name
from kg.views.wrapping import ems, wrap
from loaders.document import Document
from loaders.errors import ZhengmaiError

HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
ANYANG = "anyang-2018-anzhengban-2"
TASK = f"{ZHUMADIAN}#A/1"
EXAMPLES = {
    "documents": {},
    "item": {"item": TASK},
    "coverage": {"document": HENAN},
    "department": {"body": "河南省教育厅"},
    "findings": {"document": ZHUMADIAN},
}
EVERY = [(name, network) for name in EXAMPLES for network in (False, True)]


def page(
    name: str, endpoint: LocalEndpoint, network: bool = False, **values: str
) -> html.HtmlElement:
    return html.fromstring(render(name, endpoint, values or EXAMPLES[name], as_network=network))


def words(nodes: list[html.HtmlElement]) -> list[str]:
    return [" ".join(node.text_content().split()) for node in nodes]


def everything(tree: html.HtmlElement) -> str:
    return " ".join(tree.text_content().split())


@pytest.fixture(scope="session")
def lineage(endpoint: LocalEndpoint) -> html.HtmlElement:
    """The page of the first task of Zhumadian's list."""
    return page("item", endpoint)


@pytest.fixture(scope="session")
def coverage(endpoint: LocalEndpoint) -> html.HtmlElement:
    """The coverage of the provincial document."""
    return page("coverage", endpoint)


# Documents


def test_documents_stand_in_the_lane_of_their_level(endpoint: LocalEndpoint) -> None:
    tree = page("documents", endpoint)
    names = words(tree.xpath("//svg[@id='drawing']//g[@class='node']/@aria-label/.."))
    assert "5 份文件入库" in tree.xpath("string(//h1)")
    assert [n for n in names if "豫政〔2021〕2号" in n]
    labels = tree.xpath("//g[contains(@class,'node')]/@aria-label")
    assert "省，豫政〔2021〕2号，已入库" in labels
    assert "市，驻政办〔2021〕44号，已入库" in labels
    assert "省，豫政办〔2017〕110号，未入库" in labels
    assert "国家，国发〔2019〕4号，未入库" in labels


def test_a_document_without_text_is_dashed_and_says_so(endpoint: LocalEndpoint) -> None:
    tree = page("documents", endpoint)
    (box,) = tree.xpath("//g[@aria-label='国家，国发〔2019〕4号，未入库']")
    assert "doc out" in box.xpath("string(rect[1]/@class)")
    assert "未入库" in words(box.xpath("text"))


def test_documents_are_tied_by_what_they_say_themselves(endpoint: LocalEndpoint) -> None:
    tree = page("documents", endpoint)
    tips = words(tree.xpath("//g[contains(@class,'stroke')]/title"))
    assert "驻政办〔2021〕44号 依据 豫政〔2021〕2号" in tips
    assert "安政办〔2018〕2号 依据 豫政办〔2017〕110号" in tips
    lines = tree.xpath(f"//g[contains(@data-source,'{ANYANG}')]/path/@class")
    assert "e-implements" not in lines, "a document of 2018 carries out nothing of 2021"


def test_one_document_can_be_asked_for_with_what_it_is_tied_to(endpoint: LocalEndpoint) -> None:
    tree = page("documents", endpoint, document="豫政办〔2017〕110号")
    labels = " ".join(tree.xpath("//g[contains(@class,'node')]/@aria-label"))
    assert "安政办〔2018〕2号" in labels
    assert "驻政办〔2021〕44号" not in labels


# One item


def test_an_item_is_drawn_below_what_it_carries_out(lineage: html.HtmlElement) -> None:
    (focus,) = lineage.xpath("//g[contains(@aria-label,'本条')]")
    (parent,) = lineage.xpath("//g[contains(@aria-label,'豫政〔2021〕2号 附件2 第1项')]")
    assert float(parent.xpath("string(rect[1]/@y)")) < float(focus.xpath("string(rect[1]/@y)"))
    (line,) = lineage.xpath(
        f"//g[@data-source='{focus.get('data-node')}'][@data-target='{parent.get('data-node')}']"
    )
    assert line.xpath("path/@class") == ["e-implements"]
    assert re.fullmatch(r"M[\d.]+ [\d.]+V[\d.]+", line.xpath("string(path/@d)")), (
        "one straight line"
    )


def test_the_two_texts_stand_side_by_side_word_for_word(
    lineage: html.HtmlElement, endpoint: LocalEndpoint
) -> None:
    (pair,) = lineage.xpath(
        "//article[contains(h3 | header/h3, '附件2 第1项')]//div[@class='pair']"
    )
    texts = [quote.text_content() for quote in pair.xpath(".//blockquote")]
    for key, text in zip((f"{HENAN}#A2/1", TASK), texts, strict=True):
        assert text == next(ask("view-item", {"item": key}, endpoint).texts())["text"]
    assert pair.xpath(".//mark"), "shared wording is marked"


def test_targets_and_units_stand_against_each_other(lineage: html.HtmlElement) -> None:
    article = lineage.xpath("//article[contains(header/h3, '附件2 第1项')]")[0]
    rows = words(article.xpath(".//table[@class='cmp']//tr"))
    assert [row for row in rows if "500 名" in row]
    assert [row for row in rows if "100 名" in row]
    assert [
        row for row in rows if "河南省教育厅" in row and "对口" in row and "驻马店市教育局" in row
    ]


def test_every_box_of_the_drawing_opens_a_panel(lineage: html.HtmlElement) -> None:
    wanted = set(lineage.xpath("//@data-detail"))
    assert wanted <= set(lineage.xpath("//article[@class='detail']/@id"))
    (focus,) = lineage.xpath("//g[contains(@aria-label,'本条')]")
    (panel,) = lineage.xpath(f"//article[@id='{focus.get('data-detail')}']")
    said = everything(panel)
    assert "加强职业院校思政课程与课程思政建设" in said
    assert "驻马店市教育局（负责）" in said


def test_an_item_without_a_parent_says_what_was_looked_at(endpoint: LocalEndpoint) -> None:
    rows = ask("view-coverage-own", {"document": HENAN}, endpoint).texts()
    alone = next(row["key"] for row in rows)
    tree = page("item", endpoint, item=alone)
    assert re.search(r"没有查到上级条目。查过.*豫政〔2021〕2号.*记为“查无”", everything(tree))
    assert "查无" in words(tree.xpath("//dl[@class='facts']//span"))


def test_an_item_with_nothing_above_it_is_not_called_a_gap(endpoint: LocalEndpoint) -> None:
    tree = page("item", endpoint, item=f"{HENAN}#A2/1")
    assert "未核对" in words(tree.xpath("//dl[@class='facts']//span"))
    assert "还没有核对上级条目" in everything(tree)


# Coverage


def test_every_item_has_a_cell_for_every_lower_document(
    coverage: html.HtmlElement, endpoint: LocalEndpoint
) -> None:
    items = list(ask("view-document-items", {"document": HENAN}, endpoint).texts())
    rows = coverage.xpath("//table[contains(@class,'mx')]//tr[@data-states]")
    assert len(rows) == len(items) == 67
    assert {len(row.xpath("td[@class='cx']")) for row in rows} == {4}


def test_a_cell_is_what_the_links_and_the_searches_say(
    coverage: html.HtmlElement, endpoint: LocalEndpoint
) -> None:
    """The cells of the drawing, recomputed from the two queries by themselves."""
    linked: dict[tuple[str, str], set[str]] = {}
    for row in ask("view-coverage-links", {"document": HENAN}, endpoint).texts():
        kind = row["kind"].rpartition("/")[2]
        linked.setdefault((row["item"], row["otherDocument"]), set()).add(kind)
    searched = {
        (row["item"], row["searched"])
        for row in ask("view-coverage-gaps", {"document": HENAN}, endpoint).texts()
    }
    cities = {
        row["lower"]
        for row in ask("view-coverage-documents", {"document": HENAN}, endpoint).texts()
    }
    items = [
        row["item"] for row in ask("view-document-items", {"document": HENAN}, endpoint).texts()
    ]
    expected = {"i": 0, "r": 0, "z": 0, "u": 0}
    for item in items:
        for city in cities:
            kinds = linked.get((item, city), set())
            form = "i" if "implements" in kinds else "r" if kinds else None
            expected[form or ("z" if (item, city) in searched else "u")] += 1
    drawn = {form: len(coverage.xpath(f"//g[@class='node c-{form}']")) for form in expected}
    assert drawn == expected
    assert all(expected.values()), "all four states occur in the corpus"


def test_the_counts_of_a_column_are_the_marks_in_it(coverage: html.HtmlElement) -> None:
    heads = words(coverage.xpath("//table[contains(@class,'mx')]//th[@class='cx']"))
    rows = coverage.xpath("//table[contains(@class,'mx')]//tr[@data-states]")
    for column, head in enumerate(heads):
        marks = sum(
            bool(row.xpath(f"td[@class='cx'][{column + 1}]//span[@class='st i']")) for row in rows
        )
        assert f"落实 {marks}" in head


def test_the_four_states_differ_in_form_and_have_a_word(coverage: html.HtmlElement) -> None:
    for form, word in (("i", "落实"), ("r", "相"), ("z", "查无"), ("u", "未核对")):
        cell = coverage.xpath(f"//g[@class='node c-{form}']")[0]
        assert word in cell.get("aria-label")
    style = coverage.xpath("string(//style)")
    assert ".c-r{fill:url(#hatch)" in style
    assert ".c-z{fill:none" in style


# A department


def test_a_department_shows_its_roles_and_its_line(endpoint: LocalEndpoint) -> None:
    rows = list(ask("view-department-tasks", {"body": "河南省教育厅"}, endpoint).texts())
    tree = page("department", endpoint)
    assert f"负责 {len({row['item'] for row in rows})} 项" in tree.xpath("string(//h1)")
    assert len(tree.xpath("//table[@class='tasks']//tr[@data-find]")) == len(
        {r["item"] for r in rows}
    )
    labels = " ".join(tree.xpath("//g[contains(@class,'node')]/@aria-label"))
    assert "市，驻马店市教育局" in labels
    assert "落实 驻马店市教育局 附件 第1项" in everything(tree)


def test_a_department_that_leads_shares_and_supports_has_a_table_for_each() -> None:
    tree = page("department", LocalEndpoint(graph_of(county())), body="滑县教育局")
    assert "牵头 2 项" in tree.xpath("string(//h1)")
    assert words(tree.xpath("//h2"))[:2] == ["对口", "牵头"]
    assert "没有对口单位" in everything(tree)


# Always


@pytest.mark.parametrize(("name", "network"), EVERY)
def test_nothing_is_loaded_from_anywhere(name: str, network: bool, endpoint: LocalEndpoint) -> None:
    tree = page(name, endpoint, network)
    attributes = tree.xpath("//@src | //@href | //@srcset | //@action | //@data | //@poster")
    assert all(value.startswith("#") for value in attributes), attributes
    assert not tree.xpath("//link | //iframe | //object | //embed | //base | //img")
    style = tree.xpath("string(//style)")
    assert "@import" not in style
    assert all(url.startswith(("#", '"data:')) for url in re.findall(r"url\(([^)]{1,8})", style))
    assert "sourceMappingURL" not in html.tostring(tree, encoding="unicode")
    policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "unsafe" not in policy.replace("style-src 'unsafe-inline'", "" if network else "?")


@pytest.mark.parametrize(("name", "network"), EVERY)
def test_the_same_graph_gives_the_same_page(
    name: str, network: bool, endpoint: LocalEndpoint
) -> None:
    one, other = (render(name, endpoint, EXAMPLES[name], network) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_page_shows_its_queries_and_they_give_the_rows_it_says(
    name: str, endpoint: LocalEndpoint
) -> None:
    tree = page(name, endpoint)
    queries = tree.xpath("//details/pre")
    assert len(queries) > 2
    for query in queries:
        said = re.search(r"(\d+) 行", query.getprevious().text_content())
        assert said
        assert len(endpoint.select(query.text_content()).rows) == int(said[1])


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_drawing_is_also_a_table(name: str, endpoint: LocalEndpoint) -> None:
    tree = page(name, endpoint)
    assert len(tree.xpath("//table[@id='list']/tbody/tr")) > 1
    assert tree.xpath("//button[@aria-controls='list']")


EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}</title></svg>"


def hostile() -> tuple[Document, Document]:
    """A province and a city whose every word looks like markup."""
    upper, lower = province(), county()
    items = tuple(replace(i, title=EVIL, text=f"{EVIL}，{i.text}") for i in upper.measures)
    below = tuple(replace(i, title=EVIL, text=f"{EVIL}，{i.text}") for i in lower.items())
    return (
        replace(
            upper, header=replace(upper.header, title=EVIL, document_number=EVIL), measures=items
        ),
        replace(
            lower,
            header=replace(lower.header, title=f"{EVIL}二"),
            measures=below,
            task_rows=(),
            citations=(cites(f"{EVIL}三"),),
        ),
    )


def graph_of(*documents: Document, links: MappingSet | None = None) -> Store:
    store = Store()
    store.extend(graph_quads(documents, resolve_citations(documents), links or MappingSet()))
    return store


@pytest.fixture(scope="module")
def hostile_endpoint() -> LocalEndpoint:
    """The graph of the two hostile documents, linked."""
    upper, lower = hostile()
    first, last = upper.measures[0], lower.measures[0]
    shared = SharedWording(EVIL, 0, len(EVIL), 0, len(EVIL))
    link = Link(
        ItemRef(lower.key, last.id),
        ItemRef(upper.key, first.id),
        "implements",
        0.9,
        "none",
        EVIL,
        (shared,),
    )
    gaps = (NoMatch(ItemRef(upper.key, upper.measures[1].id), lower.key),)
    return LocalEndpoint(graph_of(upper, lower, links=MappingSet((link,), gaps)))


def evil_pages() -> Iterator[tuple[str, dict[str, str]]]:
    upper, lower = hostile()
    yield "documents", {}
    yield "item", {"item": f"{lower.key}#{lower.measures[0].id}"}
    yield "coverage", {"document": upper.key}
    yield "findings", {"document": upper.key}
    yield "department", {"body": next(u.normalized for i in lower.items() for u in i.units)}


@pytest.mark.parametrize("network", [False, True])
@pytest.mark.parametrize(("name", "values"), list(evil_pages()))
def test_words_that_look_like_markup_stay_words(
    name: str, values: dict[str, str], network: bool, hostile_endpoint: LocalEndpoint
) -> None:
    text = render(name, hostile_endpoint, values, as_network=network)
    tree: html.HtmlElement = html.fromstring(text)
    assert len(list(tree.iter("script"))) == (3 if network else 1)
    assert not tree.xpath("//img | //*[@onerror]")
    assert "<script>alert(1)" not in text
    assert "<script>alert(1)</script>" in everything(tree)
    assert "{{7*7}}" in everything(tree)


def chain() -> tuple[tuple[Document, ...], MappingSet]:
    """A nation, a province and a county, each carrying out the one above."""
    upper, lower = province(), county()
    nation = replace(
        upper,
        header=replace(
            upper.header,
            key="nation",
            title="国家技能提升方案",
            document_number="国发〔2020〕1号",
            issuers=("国务院",),
            level="national",
            jurisdiction="全国",
            admin_code_gb2260="100000",
        ),
    )
    links = [
        Link(ItemRef("henan", "1"), ItemRef("nation", "1"), "implements", 0.8, "none", "m", ()),
        Link(
            ItemRef("hua", lower.measures[0].id),
            ItemRef("henan", "1"),
            "implements",
            0.8,
            "none",
            "m",
            (),
        ),
    ]
    return (nation, upper, lower), MappingSet(tuple(links))


def test_an_item_in_the_middle_is_drawn_between_both_ends() -> None:
    documents, links = chain()
    tree = page("item", LocalEndpoint(graph_of(*documents, links=links)), item="henan#1")
    heights = {
        level: float(tree.xpath(f"string(//g[starts-with(@aria-label,'{level}，')]/rect[1]/@y)"))
        for level in ("国家", "省", "县")
    }
    assert heights["国家"] < heights["省"] < heights["县"]
    facts = words(tree.xpath("//dl[@class='facts']/div"))
    assert "落实的上级条目正文 1国发〔2020〕1号，共 1 项" in facts
    assert [fact for fact in facts if fact.startswith("下级条目1 项")]


@pytest.mark.parametrize(("decision", "form"), [("accepted", "i"), ("rejected", "u")])
def test_what_a_reviewer_decided_counts_more_than_the_machine(decision: str, form: str) -> None:
    documents, links = chain()
    store = graph_of(*documents, links=links)
    review = "https://w3id.org/zhengmai/vocabulary/review"
    store.update(
        f"""PREFIX zm: <https://w3id.org/zhengmai/ontology#>
        INSERT {{ GRAPH <https://w3id.org/zhengmai/graph/curation>
                  {{ ?link zm:reviewStatus <{review}/{decision}> }} }}
        WHERE {{ GRAPH ?graph {{ ?link a zm:Alignment }} }}"""
    )
    endpoint = LocalEndpoint(store)
    tree = page("coverage", endpoint, document="henan")
    cell = tree.xpath("//g[contains(@aria-label,'滑县')]")[0]
    assert cell.get("class") == f"node c-{form}"
    item = page("item", endpoint, item="henan#1")
    assert bool(item.xpath("//article[@class='lk']")) == (decision == "accepted")
    assert ("已核对" in everything(item)) == (decision == "accepted")


def test_too_many_documents_are_folded_but_counted_and_listed() -> None:
    many = document(
        "city",
        "驻马店市方案",
        *(cites(f"关于第{n}件事的意见", f"国发〔2020〕{n}号") for n in range(1, 41)),
        level="municipal",
        issuers=("驻马店市人民政府",),
    )
    tree = page("documents", LocalEndpoint(graph_of(many)))
    assert "另有 40 份被引用而未入库" in tree.xpath("string(//h1)")
    assert len(tree.xpath("//rect[contains(@class,'doc out')]")) < 10
    assert "另 33 份" in everything(tree.xpath("//svg[@id='drawing']")[0])
    assert len(tree.xpath("//table[@id='list']//tr[@data-find]")) == 41


def test_a_document_with_nothing_below_it_says_so() -> None:
    tree = page("coverage", LocalEndpoint(graph_of(province())), document="henan")
    assert "还没有下级文件可比" in tree.xpath("string(//h1)")
    assert "添加下级文件" in everything(tree)


@pytest.mark.parametrize(
    ("name", "values", "error", "said"),
    [
        ("itme", {}, UnknownView, "item"),
        ("item", {}, UnknownView, "缺参数 item"),
        ("item", {"item": TASK, "body": "x"}, UnknownView, "没有参数“body”"),
        ("item", {"item": f"{ZHUMADIAN}#A/99"}, BadBinding, f"{ZHUMADIAN}#A/9"),
        ("item", {"item": "http://example.org/none"}, BadBinding, "不是图里有的条目"),
        ("coverage", {"document": "豫政〔2021〕3号"}, BadBinding, "豫政〔2021〕2号"),
        ("coverage", {"document": "http://example.org/none"}, BadBinding, "不是图里有的文件"),
        ("department", {"body": "河南省教育亭"}, BadBinding, "河南省教育厅"),
        ("findings", {"document": "http://example.org/none"}, BadBinding, "不是图里有的文件"),
        ("department", {"body": "http://example.org/none"}, BadBinding, "不是图里有的单位"),
    ],
)
def test_what_is_not_there_is_one_clear_error(
    name: str,
    values: dict[str, str],
    error: type[ZhengmaiError],
    said: str,
    endpoint: LocalEndpoint,
) -> None:
    with pytest.raises(error) as raised:
        render(name, endpoint, values)
    assert said in raised.value.zh
    assert "\n" not in raised.value.zh + raised.value.en
    assert raised.value.en


def test_an_empty_graph_says_what_to_do() -> None:
    with pytest.raises(NothingToDraw, match="zhengmai build"):
        render("documents", LocalEndpoint(Store()), {})


def test_every_view_has_an_example_here() -> None:
    assert set(VIEWS) == set(EXAMPLES)


# Words and lines


def test_wrapping_breaks_chinese_where_printers_do() -> None:
    lines = wrap("建设“一地一策”实施方案，培养1000名教师（含技工院校）。", 8, 9)
    assert "".join(lines) == "建设“一地一策”实施方案，培养1000名教师（含技工院校）。"
    assert all(ems(line) <= 8 for line in lines)
    assert not [line for line in lines if line[0] in "，。）”" or line[-1] in "（“"]
    assert [line for line in lines if "1000" in line], "a number is not parted"
    assert wrap("培养优秀教师", 4, 1) == ("培养优…",)


def test_pieces_of_a_text_are_the_text() -> None:
    text = "培养500名省级课程思政优秀教师"
    cut = pieces(text, [(0, 2), (6, 14)], [(2, 5, "num")])
    assert "".join(piece.text for piece in cut) == text
    assert [piece.style for piece in cut] == ["mark", "num", "", "mark", ""]


def test_targets_that_changed_come_first() -> None:
    upper = [
        TargetFacts("u1", "学校", ">=", "10", "", "所", ""),
        TargetFacts("u2", "教师", "=", "500", "", "名", ""),
        TargetFacts("u3", "课程", "=", "200", "", "门", ""),
    ]
    lower = [
        TargetFacts("l1", "学校", ">=", "10.0", "", "所", "", refines=("u1",)),
        TargetFacts("l2", "教师", "=", "100", "", "名", "", refines=("u2",)),
        TargetFacts("l3", "基地", "=", "3", "", "个", ""),
    ]
    rows = target_rows(upper, lower)
    assert [row.outcome for row in rows] == ["changed", "no-number", "kept", "own"]


def test_units_meet_on_their_line() -> None:
    upper = [UnitFacts("p", "河南省教育厅", "省教育厅", "lead", "education", "教育", False)]
    lower = [
        UnitFacts("c", "驻马店市教育局", "市教育局", "lead", "education", "教育", False),
        UnitFacts("f", "驻马店市财政局", "市财政局", "responsible", "finance", "财政", False),
        UnitFacts("g", "驻马店市各县区人民政府", "各县区人民政府", "responsible", "", "", True),
    ]
    rows = unit_rows(upper, lower)
    assert [(row.line, row.verdict) for row in rows] == [
        ("教育", "对口"),
        ("财政", "仅下级列"),
        ("其他", "泛指，不比"),
    ]


def test_figures_and_names_read_as_people_write_them() -> None:
    assert amount(">=", "16", "", "学时") == "≥16 学时"
    assert amount("range", "8.0", "10", "所") == "8–10 所"
    assert amount("~", "20", "", "%") == "≈20%"
    assert item_name("A2/5", "附件 2") == "附件2 第5项"
    assert item_name("13") == "正文 13"
    assert item_name("7", task=True) == "第7项"
    assert confidence("0.934") == "0.93（高）"
    assert day("2021-01-07") == "2021年1月7日"
    assert path_of(((0, 40), (0, 0))) == "M0 40V0"


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_speaks_english_where_asked_and_marks_what_is_chinese(
    name: str, endpoint: LocalEndpoint
) -> None:
    with speaking("en"):
        tree = page(name, endpoint)
    assert tree.get("lang") == "en"
    apart = "not(ancestor-or-self::*[@lang='zh-CN'] or ancestor::pre or ancestor::script)"
    ours = tree.xpath(f"//body//text()[{apart}] | //@data-h")
    assert not [words for words in ours if re.search(r"[\u4e00-\u9fff]", words)]
    assert re.search("[a-z]", tree.xpath("string(//span[@class='where'])"))


def test_a_lineage_is_read_as_far_as_asked_and_counts_what_lies_beyond() -> None:
    documents, links = chain()
    asker = Asker(LocalEndpoint(graph_of(*documents, links=links)))
    county_item = f"hua#{documents[2].measures[0].id}"
    near = read_lineage(asker, county_item, Reach(up=1))
    assert [near.items[item].key for item in near.at(1)] == ["henan#1"]
    assert near.beyond(up=True) == 1
    far = read_lineage(asker, county_item, Reach(up=2))
    assert [far.items[item].key for item in far.at(2)] == ["nation#1"]
    assert far.beyond(up=True) == 0
    drawn = {near.items[item].key for column in make_plan(near).frames.values() for item in column}
    assert drawn == {county_item, "henan#1"}
    below = read_lineage(asker, "nation#1", Reach(down=1))
    assert below.beyond(up=False) == 1
