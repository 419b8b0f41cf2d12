"""One document, however it is cited, is one node; two documents of one name are two."""

from __future__ import annotations

from pathlib import Path

import pytest
from example_documents import cites, document
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve import ResolvedCitation, basis_between, resolve_citations
from kg.titles import core_title
from loaders.read import read_corpus

HENAN, ANYANG = "henan-2021-yuzheng-2", "anyang-2018-anzhengban-2"
ZHUMADIAN, SHANGQIU = "zhumadian-2021-zhuzhengban-44", "shangqiu-draft"


@pytest.fixture(scope="module")
def resolved(corpus: Path) -> tuple[ResolvedCitation, ...]:
    return resolve_citations(read_corpus(corpus)[0])


def cited_by(resolved: tuple[ResolvedCitation, ...], key: str) -> dict[str | None, str]:
    return {one.citation.title: one.cited.name for one in resolved if one.citing == key}


def test_zhumadian_cites_henan_by_its_title_alone(resolved: tuple[ResolvedCitation, ...]) -> None:
    title = "教育部 河南省人民政府关于深化职业教育改革推进技能社会建设的意见"
    assert cited_by(resolved, ZHUMADIAN)[title] == HENAN


def test_the_national_plan_cited_three_ways_is_one_node(
    resolved: tuple[ResolvedCitation, ...],
) -> None:
    plan = [one for one in resolved if "国家职业教育改革实施方案" in (one.citation.title or "")]
    assert {one.citing for one in plan} == {HENAN, SHANGQIU, ZHUMADIAN}
    assert len({one.citation.title for one in plan}) >= 2
    assert {one.cited for one in plan} == {plan[0].cited}
    assert plan[0].cited.name == "国家职业教育改革实施方案"
    assert plan[0].cited.number == "国发〔2019〕4号"
    assert plan[0].cited.issuers == ("国务院",)


def test_a_notice_with_a_number_and_a_bare_title_are_one_node(
    resolved: tuple[ResolvedCitation, ...],
) -> None:
    opinions = {one.cited for one in resolved if "现代职业教育高质量" in (one.citation.title or "")}
    assert {one.number for one in opinions} == {"中办发〔2021〕43号"}


def test_a_citys_opinions_of_the_same_title_are_not_the_provinces(
    resolved: tuple[ResolvedCitation, ...],
) -> None:
    basis = next(one for one in resolved if one.citing == ANYANG and one.citation.role == "basis")
    assert basis.cited.key is None
    assert basis.cited.number == "豫政办〔2017〕110号"


def test_basis_is_declared_inherited_or_none(resolved: tuple[ResolvedCitation, ...]) -> None:
    assert basis_between(resolved, ZHUMADIAN, HENAN) == "declared"
    assert basis_between(resolved, ZHUMADIAN, "中国教育现代化2035") == "inherited"
    assert basis_between(resolved, ANYANG, HENAN) == "none"
    assert basis_between(resolved, SHANGQIU, HENAN) == "none"
    assert basis_between(resolved, HENAN, ZHUMADIAN) == "none"


def test_a_circle_of_bases_ends() -> None:
    one = document("a", "甲市技能方案", cites("乙市技能方案"))
    other = document("b", "乙市技能方案", cites("甲市技能方案"))
    resolved = resolve_citations((one, other))
    assert basis_between(resolved, "a", "b") == "declared"
    assert basis_between(resolved, "a", "c") == "none"


@pytest.mark.parametrize(
    ("title", "core"),
    [
        ("国务院关于印发国家职业教育改革实施方案的通知", "国家职业教育改革实施方案"),
        ("省政府办公厅关于印发〈“人人持证”工作方案〉的通知", "“人人持证”工作方案"),
        ("市政府关于印发《甲市乙办法》的通知", "甲市乙办法"),
        ("省卫生健康委等5部门印发关于家庭医生实施方案的通知", "关于家庭医生实施方案"),
        ("中共中央办公厅 国务院办公厅印发关于卫生服务体系的意见", "关于卫生服务体系的意见"),
        ("安阳市人民政府办公室 关于职业教育攻坚的意见", "关于职业教育攻坚的意见"),
        ("中共广州市委、广州市人民政府关于城市化的决定", "关于城市化的决定"),
        ("全国人大常委会关于修改〈职业教育法〉的决定", "关于修改《职业教育法》的决定"),
        ("贯彻落实国务院关于教育的意见的实施方案", "贯彻落实国务院关于教育的意见的实施方案"),
        ("中国教育现代化 2035", "中国教育现代化2035"),
    ],
)
def test_the_core_of_a_title_has_no_issuers_notice_or_brackets(title: str, core: str) -> None:
    assert core_title(title) == core


@given(st.text("职业教育改革发展规划实施办法建设", min_size=2, max_size=30))
def test_a_plan_is_found_inside_the_notice_that_issues_it(plan: str) -> None:
    assert core_title(f"某省人民政府办公厅关于印发〈{plan}〉的通知") == core_title(plan)
    assert core_title(core_title(plan)) == core_title(plan)


def test_numbers_are_compared_however_their_brackets_are_printed() -> None:
    upper = document("upper", "技能方案", document_number="豫政〔2021〕2号")
    lower = document(
        "lower", "别的方案", cites(None, "豫政[2021] 2号"), cites(None, "豫政（2021）3号")
    )
    first, second = resolve_citations((upper, lower))
    assert first.cited.key == "upper"
    assert second.cited.key is None


def test_same_title_by_two_issuers_is_two_documents_with_two_names() -> None:
    citing = document(
        "citing",
        "某某方案",
        cites("甲省人民政府关于就业的意见", "甲政〔2020〕1号"),
        cites("乙省人民政府关于就业的意见", "乙政〔2020〕9号"),
    )
    names = {one.cited.name for one in resolve_citations((citing,))}
    assert names == {"关于就业的意见", "关于就业的意见（乙政〔2020〕9号）"}


def test_a_short_title_means_what_the_same_text_names_in_full() -> None:
    one = document("one", "甲方案", cites("甲市住房保障办法"), cites("办法"))
    other = document("other", "乙方案", cites("办法"))
    full, short, elsewhere = resolve_citations((one, other))
    assert short.cited == full.cited
    assert elsewhere.cited != full.cited
    assert elsewhere.cited.name == "办法（other）"


def test_spans_of_years_are_the_same_with_any_dash() -> None:
    dashes = [cites(f"甲市行动计划（2026{dash}2028年）") for dash in "-~—–"]
    resolved = resolve_citations((document("one", "甲方案", *dashes),))
    assert len({one.cited for one in resolved}) == 1


def test_a_document_that_names_itself_cites_nothing() -> None:
    assert resolve_citations((document("plan", "甲市技能方案", cites("甲市技能方案")),)) == ()


def test_an_issuer_in_short_is_the_body_it_is_short_for() -> None:
    upper = document(
        "upper",
        "关于推进职业教育的意见",
        issuers=("河南省人民政府办公厅",),
        admin_code_gb2260="410000",
    )
    lower = document(
        "lower", "某某方案", cites("省政府关于推进职业教育的意见"), admin_code_gb2260="411700"
    )
    assert [one.cited.key for one in resolve_citations((upper, lower))] == ["upper"]


def test_nothing_cites_what_was_signed_after_it() -> None:
    old = document("old", "某某方案", cites("甲省职业教育条例"), date_signed="2018-01-04")
    new = document("new", "别的方案", cites("甲省职业教育条例"), date_signed="2024-05-01")
    revised = document("revised", "甲省职业教育条例", date_signed="2023-09-28")
    cited = {one.citing: one.cited.key for one in resolve_citations((old, new, revised))}
    assert cited == {"old": None, "new": "revised"}


def test_one_document_held_in_two_files_is_still_found_by_its_number() -> None:
    twins = [document(key, "某省技能方案", document_number="某政〔2021〕2号") for key in "ab"]
    lower = document("lower", "某市技能方案", cites("某省技能方案", "某政〔2021〕2号"))
    assert [one.cited.key for one in resolve_citations((*twins, lower))] == ["a"]
