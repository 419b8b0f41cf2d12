"""A document that is only cited by title: whose it is, where the title says so, and marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from kg.endpoints.endpoint import LocalEndpoint
from kg.views import render
from loaders.divisions import divisions
from loaders.title_place import place_opening


@pytest.mark.parametrize(
    ("title", "place", "level"),
    [
        ("河南省职业教育校企合作促进办法（试行）", "河南省", "provincial"),
        ("驻马店市深化产教融合促进高质量跨越发展实施方案", "驻马店市", "municipal"),
        ("广东省广州市天河区促进就业办法", "天河区", "county"),
        ("恩施州优化营商环境办法", "恩施土家族苗族自治州", "municipal"),
        ("2023年河南省重点民生实事工作方案", "河南省", "provincial"),
        ("中共河南省委工作规则", "河南省", "provincial"),
        ("中国教育现代化2035", "全国", "national"),
        ("国家开放大学综合改革方案", "全国", "national"),
        ("中华人民共和国职业教育法", "全国", "national"),
        ("教育部产学合作协同育人项目管理办法", "全国", "national"),
    ],
)
def test_a_title_opens_with_the_name_of_its_place(title: str, place: str, level: str) -> None:
    found = place_opening(title)
    assert found
    assert (found.place.name, found.place.level) == (place, level)
    assert found.inferred


@pytest.mark.parametrize(
    "title",
    [
        "关于推动现代职业教育高质量发展的意见",
        "支持河南省建设职业教育创新发展高地的意见",
        "北京大学章程",
        "安康工程实施方案",
        "干部教育培训工作条例",
        "中西部地区重点领域技能人才培养计划",
        "城区老旧小区改造方案",
        "中国（河南）自由贸易试验区条例",
        "",
    ],
)
def test_what_only_names_a_place_or_sounds_like_one_is_nobodys(title: str) -> None:
    assert place_opening(title) is None


@given(st.text(max_size=60))
def test_any_title_is_survived(title: str) -> None:
    place_opening(title)


@given(st.sampled_from(sorted(divisions())), st.text(max_size=20))
def test_an_inferred_place_stands_in_the_title(code: str, rest: str) -> None:
    found = place_opening(f"{divisions()[code].name}{rest}")
    assert found is None or found.place.name[:2] in f"{divisions()[code].name}{rest}全国"


def test_the_graph_says_that_it_is_inferred(endpoint: LocalEndpoint) -> None:
    rows = endpoint.select(
        """PREFIX zm: <https://w3id.org/zhengmai/ontology#>
           PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
           SELECT ?title ?place WHERE { ?cited zm:textHeld false ; rdfs:label ?title ;
             zm:jurisdiction/rdfs:label ?place ; zm:inferredField "jurisdiction" , "level"
           } ORDER BY ?title"""
    ).texts()
    assert {(row["title"], row["place"]) for row in rows} == {
        ("中国教育现代化2035", "全国"),
        ("国家开放大学综合改革方案", "全国"),
        ("河南省职业教育校企合作促进办法（试行）", "河南省"),
        ("驻马店市深化产教融合促进高质量跨越发展实施方案", "驻马店市"),
    }


def test_what_a_number_or_an_issuer_states_is_not_called_inferred(endpoint: LocalEndpoint) -> None:
    rows = endpoint.select(
        """PREFIX zm: <https://w3id.org/zhengmai/ontology#>
           SELECT ?cited WHERE { ?cited zm:textHeld false ; zm:inferredField ?field
             { ?cited zm:documentNumber ?said } UNION { ?cited zm:issuedBy ?said } }"""
    )
    assert not rows.rows


def test_no_document_of_the_corpus_stands_in_a_lane_of_unknown_level(
    endpoint: LocalEndpoint,
) -> None:
    tree: html.HtmlElement = html.fromstring(render("documents", endpoint, {}))
    names = tree.xpath("//svg[@id='drawing']//g[contains(@class,'node')]/@aria-label")
    assert len(names) > 10
    assert not [name for name in names if "层级不明" in name]
    assert "国家，中国教育现代化2035，未入库" in names
