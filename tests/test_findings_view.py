"""What a document says against itself, from the graph to the page: quoted, marked, never judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from example_documents import document, province
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from pyoxigraph import Store

from kg.align.link import MappingSet
from kg.build import Summary, graph_quads
from kg.endpoints.endpoint import LocalEndpoint
from kg.iris import ZMV
from kg.questions.ask import ask
from kg.questions.tables import readable
from kg.resolve import resolve_citations
from kg.views import render
from kg.views.differences import differing
from loaders.clauses import even
from loaders.document import Document, Item, Span, Unit

HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}</title></svg>"


def findings(endpoint: LocalEndpoint, **values: str) -> list[dict[str, str]]:
    table = ask("findings", values, endpoint)
    return [{column: readable(cell) for column, cell in row.items()} for row in table.records()]


def page(endpoint: LocalEndpoint, key: str, network: bool = False) -> html.HtmlElement:
    return html.fromstring(render("findings", endpoint, {"document": key}, as_network=network))


def words(nodes: list[html.HtmlElement]) -> list[str]:
    return [" ".join(node.text_content().split()) for node in nodes]


def graph_of(*documents: Document) -> LocalEndpoint:
    store = Store()
    store.extend(graph_quads(documents, resolve_citations(documents), MappingSet()))
    return LocalEndpoint(store)


def with_annex(body: str, *rows: str) -> Document:
    """A document whose body is one measure, with an annex table of these rows."""
    span = Span(1, 0, 2)
    return replace(
        document("plan", "某市方案", level="municipal", issuers=("驻马店市人民政府",)),
        measures=(Item("1", "measure", ("一", "1"), None, body, span),),
        task_rows=tuple(
            Item(f"A/{n}", "task", ("附件", str(n)), None, text, span)
            for n, text in enumerate(rows, 1)
        ),
    )


@pytest.fixture(scope="module")
def zhumadian(endpoint: LocalEndpoint) -> html.HtmlElement:
    return page(endpoint, ZHUMADIAN)


# The graph


def test_the_build_counts_them(built: tuple[Path, Summary], endpoint: LocalEndpoint) -> None:
    assert built[1].findings == len(findings(endpoint)) == 11


@pytest.mark.parametrize(
    ("key", "kind", "items", "ours", "theirs"),
    [
        (HENAN, "数字不一致", ("5", "A2/3"), "专题教育不少于16个学时", "每学期不少于16个学时"),
        (HENAN, "用词不一致", ("17", "A2/21"), "养教结合", "产教结合"),
        (ZHUMADIAN, "数字不一致", ("12", "A/12"), "可按一定比例", "可按50%的比例"),
        (ZHUMADIAN, "用词不一致", ("4", "A/4"), "市区（含省属）", "市属（含省属）"),
        (ZHUMADIAN, "用词不一致", ("4", "A/4"), "重点建好", "重点建设"),
    ],
)
def test_both_wordings_are_given_with_the_item_each_stands_in(
    key: str, kind: str, items: tuple[str, str], ours: str, theirs: str, endpoint: LocalEndpoint
) -> None:
    found = [
        row
        for row in findings(endpoint, document=key)
        if (row["item"], row["otherItem"]) == (f"{key}#{items[0]}", f"{key}#{items[1]}")
        and ours in row["quote"]
    ]
    assert [row["kind"] for row in found] == [kind]
    assert theirs in found[0]["otherQuote"]
    assert int(found[0]["line"]) < int(found[0]["otherLine"])


def test_a_total_that_is_off_has_one_wording_and_both_figures(endpoint: LocalEndpoint) -> None:
    (row,) = (r for r in findings(endpoint, document=ZHUMADIAN) if r["kind"] == "合计有差")
    assert row["item"] == f"{ZHUMADIAN}#4"
    assert "达到3.5万人左右（技师学院1万人" in row["quote"]
    assert (row["otherItem"], row["otherQuote"]) == ("", "")
    assert "合计是3.5万人" in row["message"]
    assert "相加是3.4万人" in row["message"]


def test_every_wording_stands_on_the_line_that_is_named(
    corpus: Path, endpoint: LocalEndpoint
) -> None:
    for row in findings(endpoint):
        lines = (corpus / f"{row['document']}.txt").read_text(encoding="utf-8").split("\n")
        for quote, line in ((row["quote"], row["line"]), (row["otherQuote"], row["otherLine"])):
            if quote:
                assert "".join(quote.split())[:6] in "".join(lines[int(line) - 1].split())


def test_each_is_said_in_chinese_and_english(endpoint: LocalEndpoint) -> None:
    rows = endpoint.select(
        """PREFIX zm: <https://w3id.org/zhengmai/ontology#>
           SELECT ?zh ?en WHERE { ?finding a zm:Finding ; zm:message ?zh , ?en
             FILTER (LANG(?zh) = "zh" && LANG(?en) = "en") }"""
    )
    assert len(rows.rows) == 11


def test_every_kind_can_be_told_from_the_others() -> None:
    said = with_annex(
        "每个县区至少建设1个养教结合的老年教育中心，培训1万人（农民0.4万人，职工0.5万人）。",
        "每个县区至少建设2个养教结合的老年教育中心。",
        "每个县区至少建设1个产教结合的老年教育中心。",
        "完成全市农村公路养护和桥梁检测。",
    )
    unit = Unit("市交通局", "驻马店市交通运输局", "lead", Span(1, 0, 2))
    rows = tuple(replace(row, units=() if row.id == "A/2" else (unit,)) for row in said.task_rows)
    assert last_item_of_each_kind(graph_of(replace(said, task_rows=rows))) == {
        "number": "A/1",
        "wording": "A/2",
        "total": "1",
        "no-unit": "A/2",
        "no-body-item": "A/3",
    }


def last_item_of_each_kind(endpoint: LocalEndpoint) -> dict[str, str]:
    rows = endpoint.select(
        """PREFIX zm: <https://w3id.org/zhengmai/ontology#>
           SELECT ?kind ?notation WHERE { ?finding zm:findingKind ?kind ; zm:order ?order ;
               zm:hasFindingQuote ?quote .
             ?quote zm:order ?place ; zm:quotedFrom/zm:notation ?notation }
           ORDER BY ?order ?place"""
    ).texts()
    return {row["kind"].removeprefix(f"{ZMV}finding/"): row["notation"] for row in rows}


# The page


def test_the_heading_is_the_answer(zhumadian: html.HtmlElement, endpoint: LocalEndpoint) -> None:
    count = len(findings(endpoint, document=ZHUMADIAN))
    assert zhumadian.xpath("string(//h1)") == f"驻政办〔2021〕44号 自己前后有 {count} 处不一致"
    assert len(zhumadian.xpath("//ul[@class='fd']/li")) == count


def test_counts_by_kind_are_the_rows_below(zhumadian: html.HtmlElement) -> None:
    kinds = words(zhumadian.xpath("//ul[@class='fd']/li/span[@class='tagk']"))
    facts = words(zhumadian.xpath("//dl[@class='facts']/div"))
    for kind in ("数字不一致", "用词不一致", "合计有差"):
        assert f"{kind}{kinds.count(kind)} 处" in facts
    assert kinds.index("数字不一致") == 0, "amounts first"


def test_what_differs_is_framed_and_nothing_else(zhumadian: html.HtmlElement) -> None:
    (row,) = (li for li in zhumadian.xpath("//ul[@class='fd']/li") if "绩效" in li.text_content())
    quotes = row.xpath(".//q")
    assert words(quotes) == ["可按一定比例作为绩效工资来源", "可按50%的比例作为绩效工资来源"]
    assert [words(quote.xpath("b[@class='num']")) for quote in quotes] == [["一定"], ["50%的"]]
    assert words(row.xpath(".//span[@class='who']")) == [
        "正文 12，原文第 85 行",
        "附件 第12项，原文第 131 行",
    ]


def test_an_item_opens_its_whole_text(zhumadian: html.HtmlElement) -> None:
    ids = set(zhumadian.xpath("//article[@class='detail']/@id"))
    assert set(zhumadian.xpath("//@data-detail")) <= ids
    (name,) = zhumadian.xpath("//ul[@class='fd']//button[.='附件 第12项']/@data-detail")
    (panel,) = zhumadian.xpath(f"//article[@id='{name}']")
    assert "可按50%的比例作为绩效工资来源" in panel.xpath("string(blockquote)")
    assert "附件作“50%的”" in panel.text_content()


def test_the_strip_frames_the_items_concerned(
    zhumadian: html.HtmlElement, endpoint: LocalEndpoint
) -> None:
    framed = zhumadian.xpath("//g[@class='node c-f']/@data-detail")
    rows = findings(endpoint, document=ZHUMADIAN)
    concerned = {row[column] for row in rows for column in ("item", "otherItem") if row[column]}
    assert len(framed) == len(concerned) == 8
    assert len(zhumadian.xpath("//svg[@id='drawing']//g[@data-cell]")) == 19 + 19


def test_nothing_found_says_what_was_looked_at() -> None:
    endpoint = graph_of(with_annex("建设公共实训基地。", "建设公共实训基地。"))
    tree = page(endpoint, "plan")
    assert tree.xpath("string(//h1)").endswith("没有发现前后不一致")
    (said,) = words(tree.xpath("//p[@class='empty']"))
    assert said.startswith("没有发现前后不一致。查过：附件 1 项与正文 1 条重述之处的数字和用词")
    assert not tree.xpath("//ul[@class='fd']")


def test_without_an_annex_nothing_is_said_to_agree() -> None:
    tree = page(graph_of(province()), "henan")
    assert "没有附件任务，无从比对重述" in tree.xpath("string(//p[@class='empty'])")


def test_a_document_that_is_not_held_was_not_looked_at(endpoint: LocalEndpoint) -> None:
    tree = page(endpoint, "国发〔2019〕4号")
    assert "没有核对" in tree.xpath("string(//h1)")
    assert "没有发现" not in tree.xpath("string(//main//p[@class='empty'])")


def test_a_missing_unit_is_no_contradiction() -> None:
    said = with_annex("建设公共实训基地若干。", "建设公共实训基地若干。", "建设公共实训基地若干。")
    unit = Unit("市教育局", "驻马店市教育局", "lead", Span(1, 0, 2))
    first, second = said.task_rows
    tree = page(graph_of(replace(said, task_rows=(replace(first, units=(unit,)), second))), "plan")
    assert tree.xpath("string(//h1)").endswith("某市方案 1 项任务缺责任单位")
    assert "任务 A/2 没有责任单位" in tree.xpath("string(//ul[@class='fd'])")


@pytest.mark.parametrize("network", [False, True])
def test_words_that_look_like_markup_stay_words(network: bool) -> None:
    said = with_annex(f"{EVIL}养教结合的老年教育中心1个。", f"{EVIL}产教结合的老年教育中心1个。")
    text = render("findings", graph_of(said), {"document": "plan"}, as_network=network)
    tree: html.HtmlElement = html.fromstring(text)
    assert len(tree.xpath("//script")) == (3 if network else 1)
    assert not tree.xpath("//img | //*[@onerror]")
    assert "<script>alert(1)" not in text
    if not network:
        assert words(tree.xpath("//ul[@class='fd']//b")) == ["养", "产"]
        assert EVIL in tree.xpath("string(//ul[@class='fd']//q)")


def test_the_network_ties_each_row_to_the_measure_it_restates(endpoint: LocalEndpoint) -> None:
    data = page(endpoint, ZHUMADIAN, network=True).xpath("string(//script[@id='data'])")
    assert data.count('"kind": "restates"') == 4


# What differs


@pytest.mark.parametrize(
    ("ours", "theirs", "left", "right"),
    [
        ("可按一定比例", "可按50%的比例", ["一定"], ["50%的"]),
        ("达到3.5万人", "达到3.4万人", ["3.5"], ["3.4"]),
        ("建设30所", "建设300所", ["30"], ["300"]),
        ("专题教育不少于", "专题教育每学期不少于", [], ["每学期"]),
        ("企业和院校", "企业 and 院校", ["和"], ["and"]),
        ("开放、共享(含县区)", "开放共享（含县区）", [], []),
    ],
)
def test_what_differs_is_whole_numbers_and_single_words(
    ours: str, theirs: str, left: list[str], right: list[str]
) -> None:
    mine, other = differing(ours, theirs)
    assert [ours[start:end] for start, end in mine] == left
    assert [theirs[start:end] for start, end in other] == right


@given(
    st.text("养产教结合1239.%、， (（", max_size=20),
    st.text("养产教结合1239.%、， (（", max_size=20),
)
def test_without_what_differs_two_wordings_are_the_same(ours: str, theirs: str) -> None:
    mine, other = differing(ours, theirs)
    assert _rest(ours, mine) == _rest(theirs, other)


def _rest(text: str, spans: list[tuple[int, int]]) -> str:
    kept = even(text)
    for start, end in reversed(spans):
        kept = kept[:start] + kept[end:]
    return "".join(c for c in kept if c not in " 、")
