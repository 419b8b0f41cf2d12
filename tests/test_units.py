"""Responsible units: read out of unit columns, out of brackets, and out of running text."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.bodies import find_unit_clauses, read_clauses, read_units
from loaders.divisions import NATION, Place, find

ROOT = Path(__file__).parent.parent


def place(name: str) -> Place:
    found = find(name)
    assert found, name
    return found


def read(clause: str, where: str) -> list[str]:
    """Units as `role name`, the role by its first letter."""
    return [f"{u.role[0]} {u.normalized}" for u in read_units(clause, place(where))]


def spotted(text: str) -> list[str]:
    return [f"{u.role[0]} {u.raw}" for u in read_clauses(text, None)]


# --- unit columns ----------------------------------------------------------------------------


def unit_cells(document: str) -> dict[str, str]:
    """The last cell of every numbered row of the document's tables, by row number."""
    rows = (line.split("\t") for line in (ROOT / f"corpus/{document}.txt").open(encoding="utf-8"))
    return {row[0].strip(): row[-1] for row in rows if len(row) > 2 and row[0].strip().isdigit()}


@pytest.mark.parametrize(
    ("document", "where"),
    [("henan-2021-yuzheng-2", "河南"), ("zhumadian-2021-zhuzhengban-44", "驻马店")],
)
def test_the_unit_columns_of_real_task_tables(document: str, where: str) -> None:
    gold = json.loads((ROOT / f"tests/gold/extraction/{document}.json").read_text("utf-8"))
    cells = unit_cells(document)
    for row in gold["task_rows"]:
        if not row["units"]:
            continue
        units = read_units(cells[row["id"].rsplit("/", 1)[1]], place(where))
        expected = [(u["raw"], u["normalized"], u["role"]) for u in row["units"]]
        assert [(u.raw, u.normalized, u.role) for u in units] == expected, row["id"]


def test_a_form_without_a_level_takes_that_of_the_list() -> None:
    assert read("省委编办,省财政厅、教育厅", "河南") == [
        "r 中共河南省委机构编制委员会办公室",
        "r 河南省财政厅",
        "r 河南省教育厅",
    ]


def test_et_cetera_is_dropped_and_the_group_after_it_kept() -> None:
    assert read("市教育局、市财政局等市直有关部门，南阳开放大学，各县区政府等", "南阳") == [
        "r 南阳市教育局",
        "r 南阳市财政局",
        "r 南阳市直有关部门",
        "r 南阳开放大学",
        "r 南阳市各县区政府",
    ]
    assert read("市司法局、市税务局等相关单位", "太仓") == [
        "r 太仓市司法局",
        "r 国家税务总局太仓市税务局",
    ]


def test_departments_named_by_their_lines() -> None:
    assert read("教育、人力资源社会保障、财政、扶贫等部门和县(市、区)政府", "安阳") == [
        "r 安阳市教育局",
        "r 安阳市人力资源和社会保障局",
        "r 安阳市财政局",
        "r 安阳市扶贫开发办公室",
        "r 安阳市县（市、区）政府",
    ]


@pytest.mark.parametrize(
    ("cell", "raws"),
    [
        ("市发展改革委和各县(市、区)政府", ["市发展改革委", "各县(市、区)政府"]),
        ("市工业和信息化局、市自然资源和规划局", ["市工业和信息化局", "市自然资源和规划局"]),
        ("各县(市、区)政府及相关部门", ["各县(市、区)政府", "相关部门"]),
        ("市发展和改革委员会市教育局", ["市发展和改革委员会", "市教育局"]),
        ("市农业局(市畜牧局)、市民政局", ["市农业局(市畜牧局)", "市民政局"]),
        ("各区、县级市，市财政局", ["各区、县级市", "市财政局"]),
        ("各县（区）党委、政府", ["各县（区）党委、政府"]),
        ("省发展改革委、 <u>教育厅</u> 、财政厅", ["省发展改革委", "教育厅", "财政厅"]),
        ("市教育局 市财政局 市人社局", ["市教育局", "市财政局", "市人社局"]),
        ("市教育局/市财政局", ["市教育局", "市财政局"]),
        ("1.市教育局\n2.市财政局", ["市教育局", "市财政局"]),
        ("市人力资源和\n社会保障局", ["市人力资源和\n社会保障局"]),
        ("各区人民政府〈含开发区、长江新区,下同〉", ["各区人民政府"]),
        ("市委组织部（人才办）、市委宣传部", ["市委组织部（人才办）", "市委宣传部"]),
        ("/", []),
        ("", []),
    ],
)
def test_where_one_body_ends_and_the_next_begins(cell: str, raws: list[str]) -> None:
    assert [unit.raw for unit in read_units(cell, place("驻马店"))] == raws


def test_one_level_list_covers_several_organisations() -> None:
    assert read("省、市、县级工会、团委、妇联", "河南") == [
        "r 河南省省、市、县级工会",
        "r 河南省省、市、县级团委",
        "r 河南省省、市、县级妇联",
    ]


# --- roles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "units"),
    [
        ("牵头单位：市教育局；责任单位：市财政局", ["l 市教育局", "r 市财政局"]),
        ("牵头单位：市科协，配合单位：市国资委", ["l 市科协", "c 市国资委"]),
        ("市教育局牵头，市财政局、市人社局配合", ["l 市教育局", "c 市财政局", "c 市人社局"]),
        ("市经信局、市科技局按职责分工负责", ["r 市经信局", "r 市科技局"]),
        ("市教育局（牵头）、市财政局", ["l 市教育局", "r 市财政局"]),
        ("责任领导：张三；责任单位：市教育局；完成时限：2022年", ["r 市教育局"]),
        ("责任单位（按职责分工负责）：市教育局", ["r 市教育局"]),
        ("牵头单位：市委组织部，配合单位：各项目牵头单位", ["l 市委组织部", "c 各项目牵头单位"]),
    ],
)
def test_labels_and_verbs_give_roles(clause: str, units: list[str]) -> None:
    assert [f"{u.role[0]} {u.raw}" for u in read_units(clause, None)] == units


def test_a_column_gives_its_role() -> None:
    assert [u.role for u in read_units("市教育局、市财政局", None, "cooperating")] == [
        "cooperating",
        "cooperating",
    ]


# --- running text ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("优化布局。（责任单位：市科创局,各区人民政府）", ["r 市科创局", "r 各区人民政府"]),
        ("优化布局（牵头单位：市教育局；配合单位：市人社局）。", ["l 市教育局", "c 市人社局"]),
        ("〔责任单位：市教育局，各县（市、区）政府〕", ["r 市教育局", "r 各县（市、区）政府"]),
        (
            "准入环境。（市场监管总局负责）转播技术。（体育总局、空管委办公室负责）",
            ["r 市场监管总局", "r 体育总局", "r 空管委办公室"],
        ),
        (
            "带头参与。（扶贫办、中央和国家机关工委等和各省级人民政府负责）",
            ["r 扶贫办", "r 中央和国家机关工委", "r 各省级人民政府"],
        ),
        (
            "（省自然资源厅、住房城乡建设厅，省海洋综合执法总队按职责分工负责）",
            ["r 省自然资源厅", "r 住房城乡建设厅", "r 省海洋综合执法总队"],
        ),
        ("共建共享。\n责任单位：市科技局，各开发区管委会", ["r 市科技局", "r 各开发区管委会"]),
        ("此项工作由市教育局牵头，市财政局配合。", ["l 市教育局", "c 市财政局"]),
        ("推进。（市教育局、市财政局、各县区政府）", ["r 市教育局", "r 市财政局", "r 各县区政府"]),
        ("推进改革。（牵头单位：市教育局，配合单位：市财政局", ["l 市教育局", "c 市财政局"]),
        ("20\n拓宽通道。\n改革评审。\n市人社局\n市卫生健康委、各区政府\n人事处\n/",
         ["l 市人社局", "c 市卫生健康委", "c 各区政府"]),
    ],
)  # fmt: skip
def test_assignments_stand_in_brackets_lines_and_sentences(text: str, units: list[str]) -> None:
    assert spotted(text) == units


@pytest.mark.parametrize(
    "text",
    [
        "财政、国税、地税、教育等部门要全面落实各项税收政策。",
        "市民政局负责本市养老服务的统筹、指导。",
        "由市教育局负责解释。",
        "坚持“政府主导、人社牵头、部门配合、上下联动”的工作机制。",
        "各有关部门各负其责，密切配合。",
        "发挥政府主导作用，由企业牵头，学校参与。",
        "单位：万元",
        "联系人：市教育局张三",
        "（技工院校内由人力资源社会保障行政部门负责）",
        "组织部门牵头制定办法（以下简称《办法》）。",
    ],
)
def test_a_sentence_that_merely_names_a_body_assigns_nothing(text: str) -> None:
    assert spotted(text) == []


def test_bodies_of_the_corpus_whose_measures_assign_nothing() -> None:
    """Henan, Zhumadian and Anyang assign in their task tables only."""
    for document in (
        "henan-2021-yuzheng-2",
        "zhumadian-2021-zhuzhengban-44",
        "anyang-2018-anzhengban-2",
    ):
        text = (ROOT / f"corpus/{document}.txt").read_text("utf-8")
        body = "\n".join(line for line in text.splitlines() if "\t" not in line)
        assert spotted(body) == [], document


def test_every_measure_of_shangqiu_has_one_clause() -> None:
    text = (ROOT / "corpus/shangqiu-draft.txt").read_text("utf-8")
    clauses = find_unit_clauses(text)
    assert len(clauses) == 20
    units = [read_units(clause.inner, place("商丘"), clause.role) for clause in clauses]
    assert all(unit.known for each in units for unit in each)
    assert [f"{u.role[0]} {u.normalized}" for u in units[12]] == [
        "l 商丘市发展和改革委员会",
        "l 商丘市教育体育局",
        "r 商丘市人力资源和社会保障局",
        "r 商丘市科学技术局",
        "r 商丘市财政局",
        "r 中共商丘市委外事工作委员会办公室",
        "r 商丘市各职业学校",
    ]


# --- what must always hold -------------------------------------------------------------------

WORDS = st.lists(
    st.sampled_from(
        [
            *"省市县区各等和及、，；：（）〔〕()<>。\n委办由1/",
            *("有关", "教育局", "财政厅", "牵头", "配合", "负责", "责任单位", "部门", "政府"),
            *("河南", "驻马店市", "平舆县", "学院", "<u>", "工业和信息化"),
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.one_of(WORDS, st.text()), st.sampled_from([None, NATION, place("河南"), place("天河区")]))
def test_offsets_always_give_back_the_printed_form(text: str, where: Place | None) -> None:
    for unit in read_units(text, where) + read_clauses(text, where):
        assert text[unit.start : unit.end] == unit.raw
        assert unit.raw.strip() == unit.raw != ""


@given(st.one_of(WORDS, st.text()))
def test_clauses_stand_apart_and_hold_their_inner_text(text: str) -> None:
    clauses = find_unit_clauses(text)
    for clause in clauses:
        inner_end = clause.inner_start + len(clause.inner)
        assert clause.start <= clause.inner_start <= inner_end <= clause.end
        assert text[clause.inner_start : inner_end] == clause.inner
    assert all(a.end <= b.start for a, b in pairwise(clauses))


@pytest.mark.parametrize(
    "piece",
    ["（", "(责任单位：", "责任单位：", "市教育局和", "省、市、县", "等和", "由市教育局", "<a "],
)
def test_hostile_repetition_comes_to_an_end(piece: str) -> None:
    """Would run for hours, or out of stack, if cost grew faster than length."""
    text = piece * 20_000
    find_unit_clauses(text)
    read_units(text, place("河南"))
