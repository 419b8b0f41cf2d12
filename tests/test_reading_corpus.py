"""The five documents of the corpus are read as a careful person reads them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from loaders.document import Document, Item, Section
from loaders.document_json import document_json
from loaders.read import read_corpus, read_document

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
GOLD = ROOT / "tests" / "gold" / "extraction"
KEYS = (
    "anyang-2018-anzhengban-2",
    "henan-2021-yuzheng-2",
    "nanyang-task-list",
    "shangqiu-draft",
    "zhumadian-2021-zhuzhengban-44",
)


@cache
def document(key: str) -> Document:
    return read_document(CORPUS / f"{key}.txt")


def item(key: str, notation: str) -> Item:
    return next(item for item in document(key).items() if item.id == notation)


def ids(items: tuple[Item, ...]) -> list[str]:
    return [item.id for item in items]


def test_the_corpus_is_read_whole_and_in_order() -> None:
    documents, errors = read_corpus(CORPUS)
    assert tuple(each.key for each in documents) == KEYS
    assert errors == ()


def test_numbers_that_run_through_name_the_measures() -> None:
    henan = document("henan-2021-yuzheng-2")
    assert ids(henan.measures) == [str(n) for n in range(3, 29)]
    assert item("henan-2021-yuzheng-2", "13").path == ("五", "（十三）")
    zhumadian = document("zhumadian-2021-zhuzhengban-44")
    assert ids(zhumadian.measures) == [str(n) for n in range(1, 20)]
    assert item("zhumadian-2021-zhuzhengban-44", "4").path == ("三", "（二）", "4")
    assert ids(document("shangqiu-draft").measures) == [str(n) for n in range(1, 21)]


def test_numbers_that_restart_carry_their_section() -> None:
    anyang = document("anyang-2018-anzhengban-2")
    assert ids(anyang.measures) == [
        f"{section}.{n}"
        for section, count in zip("一二三四五六七八", (2, 3, 2, 4, 5, 2, 2, 5), strict=True)
        for n in range(1, count + 1)
    ]


def test_rows_are_named_by_their_annex() -> None:
    assert ids(document("henan-2021-yuzheng-2").task_rows) == [
        *(f"A1/{n}" for n in range(1, 7)),
        *(f"A2/{n}" for n in range(1, 36)),
    ]
    assert ids(document("zhumadian-2021-zhuzhengban-44").task_rows) == [
        f"A/{n}" for n in range(1, 20)
    ]
    assert ids(document("anyang-2018-anzhengban-2").task_rows) == [f"A/{n}" for n in range(1, 34)]
    assert ids(document("nanyang-task-list").task_rows) == [str(n) for n in range(1, 28)]


def test_framing_headings_are_sections_and_no_measures() -> None:
    def titles(sections: tuple[Section, ...]) -> list[str]:
        return [f"{each.label} {each.title}" for each in sections]

    henan = document("henan-2021-yuzheng-2").outline
    assert titles(henan)[0] == "一 指导思想和总体目标"
    assert titles(henan[0].children) == ["（一） 指导思想", "（二） 总体目标"]
    shangqiu = document("shangqiu-draft").outline
    assert titles(shangqiu) == ["一 指导思想", "二 基本原则", "三 主要目标", "四 重点任务"]
    assert titles(shangqiu[1].children)[2:] == ["（三） 注重开放共享", "（四） 注重改革创新"]
    assert titles(shangqiu[2].children) == [
        "（一） 办学水平显著提升",
        "（二） 多元化办学格局基本形成",
        "（三） 服务发展能力显著增强",
    ]


def test_a_number_that_was_given_back_is_a_doubt() -> None:
    assert [warning.line for warning in document("shangqiu-draft").warnings] == [10, 20, 24, 34, 38]


def test_goals_behind_dashes_stand_in_their_section() -> None:
    goals = document("zhumadian-2021-zhuzhengban-44").outline[1]
    assert (goals.label, goals.title) == ("二", "具体目标")
    assert goals.text.startswith("到2025年，全市职业教育规模结构更加合理，职业院校布局和专业结构")
    assert len(goals.targets) == 7


def test_a_sentence_over_a_page_break_is_whole_again() -> None:
    text = item("henan-2021-yuzheng-2", "3").text
    assert "（含中等职业学校、技师学院、专科高等职业学校、本科层次职业学校，下同）" in text
    assert "培养500名省级课程思政优秀教师" in text


def test_a_measure_of_two_paragraphs_is_one() -> None:
    text = item("zhumadian-2021-zhuzhengban-44", "4").text
    assert "或增建1所中等职业学校，在校生规模达到0.8万人；正阳县" in text
    assert text.endswith("鼓励中等职业学校联合中小学开展劳动和职业启蒙教育。")


def test_typesetting_goes_and_what_is_printed_stays() -> None:
    assert "培养模式" in item("henan-2021-yuzheng-2", "20").text
    assert "课程体系 and 人才" in item("henan-2021-yuzheng-2", "20").text
    row = item("zhumadian-2021-zhuzhengban-44", "A/10")
    assert row.text.startswith("深化“放管服”改革")
    assert row.text.endswith("享受同等待遇。")
    assert [unit.raw for unit in item("henan-2021-yuzheng-2", "A2/11").units][:2] == [
        "省发展改革委",
        "教育厅",
    ]


def test_units_at_the_end_of_a_measure_are_its_units_and_stay_in_its_text() -> None:
    measure = item("shangqiu-draft", "9")
    assert [(unit.raw, unit.role) for unit in measure.units] == [
        ("市教育体育局", "lead"),
        ("市人力资源社会保障局", "lead"),
        ("各职业院校", "responsible"),
    ]
    assert measure.units[0].normalized == "商丘市教育体育局"
    assert measure.text.endswith("责任单位：各职业院校。）")


def test_a_time_column_is_the_deadline_and_section_rows_are_the_path() -> None:
    row = item("anyang-2018-anzhengban-2", "A/15")
    assert row.deadline == "2017年起实施"
    assert row.path == ("附件", "四", "15")
    assert row.table == "附件"
    assert [unit.normalized for unit in row.units][:2] == ["安阳市财政局", "安阳市教育局"]


def test_a_bare_task_list_is_titled_by_its_annex_and_placed_by_its_words() -> None:
    header = document("nanyang-task-list").header
    assert header.title == "各部门工作任务清单"
    assert (header.jurisdiction, header.admin_code_gb2260) == ("南阳市", "411300")
    assert header.inferred == {"level", "jurisdiction", "admin_code_gb2260"}
    assert header.document_number is None
    assert header.issuers == ()


def test_a_draft_is_a_draft() -> None:
    header = document("shangqiu-draft").header
    assert header.status == "draft_for_comment"
    assert header.title == "商丘市职业教育高质量发展实施方案"
    assert header.genre == "实施方案"


def test_the_basis_is_told_from_a_mention() -> None:
    found = [(c.number, c.role) for c in document("anyang-2018-anzhengban-2").citations]
    assert found == [("豫政办〔2017〕110号", "basis"), ("安政办〔2016〕37号", "mention")]
    draft = document("shangqiu-draft").citations
    assert [c.number for c in draft] == [
        "国发〔2019〕4号",
        "中办发〔2021〕43号",
        "豫政〔2019〕23号",
    ]
    assert {c.role for c in draft} == {"basis"}
    assert draft[1].issuers == ("中共中央办公厅", "国务院办公厅")


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.json")), ids=lambda path: path.stem)
class TestAgainstHandAnnotations:
    def test_header(self, path: Path) -> None:
        gold, read = both(path)
        for name in ("title", "cover_title", "document_number", "issuers", "level", "jurisdiction"):
            assert read["document"][name] == gold["document"][name]
        for name in ("admin_code_gb2260", "date_signed", "date_printed", "status", "genre"):
            assert read["document"][name] == gold["document"][name]
        assert read["document"]["addressees"] == gold["document"]["addressees"]

    def test_citations(self, path: Path) -> None:
        gold, read = both(path)
        assert [(squash(c["title"]), c["role"], c["issuers"]) for c in read["citations"]] == [
            (squash(c["title"]), c["role"], c["issuers"]) for c in gold["citations"]
        ]
        assert [squash(c["quote"]) for c in read["citations"]] == [
            squash(c["quote"]) for c in gold["citations"]
        ]

    def test_items_begin_and_end_where_a_reader_says(self, path: Path) -> None:
        gold, read = both(path)
        texts = {each["id"]: each for each in (*read["measures"], *read["task_rows"])}
        for expected in (*gold["measures"], *gold["task_rows"]):
            if expected.get("is_measure") is False or expected["id"] not in texts:
                continue
            found = texts[expected["id"]]
            assert squash(found["text"]).startswith(squash(expected["starts"]))
            assert squash(found["text"]).endswith(squash(expected["ends"]))
            assert found["title"] == expected["title"]

    def test_units_with_their_roles(self, path: Path) -> None:
        gold, read = both(path)
        for kind in ("measures", "task_rows"):
            expected = {e["id"]: e["units"] for e in gold[kind]}
            for found in read[kind]:
                assert [(squash(u["normalized"]), u["role"]) for u in found["units"]] == [
                    (squash(u["normalized"]), u["role"]) for u in expected[found["id"]]
                ]


def both(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    return json.loads(path.read_text("utf-8")), document_json(document(path.stem))


def squash(words: str) -> str:
    return "".join(words.split()).translate(str.maketrans("()", "（）"))
