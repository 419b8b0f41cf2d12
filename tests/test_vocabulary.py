"""Pages and commands say what the vocabulary says, and nothing else."""

from __future__ import annotations

import pytest

from kg.align.link import Basis, LinkKind, Outcome
from kg.endpoints.endpoint import LocalEndpoint, cell_text
from kg.questions.ask import ask
from kg.questions.catalogue import load_catalogue
from kg.views import words
from kg.vocabulary import concepts, term_names
from loaders.document import Level, Role, Status


def test_a_concept_has_names_short_names_and_a_definition() -> None:
    county = concepts("level")["county"]
    assert county.names == ("县级", "county")
    assert (county.short_zh, county.short_en) == ("县", "county")
    assert concepts("role")["lead"].short_zh == "牵头"
    assert concepts("basis")["inherited"].explanations == (
        "沿袭：下级文件的依据又以上级文件为依据",
        "inherited: The upper document is a basis of a basis of the lower one",
    )
    assert str(concepts("outcome")["changed"]) == "改了数 changed"
    assert term_names("counterpartOf") == ("对口部门", "counterpart of")


def test_concepts_come_in_the_order_of_their_file() -> None:
    assert list(concepts("level")) == ["national", "provincial", "municipal", "county"]
    assert list(concepts("finding"))[:2] == ["number", "wording"]


def test_a_scheme_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        concepts("rôle")


@pytest.mark.parametrize(
    ("scheme", "keys"),
    [
        ("level", Level),
        ("role", Role),
        ("status", Status),
        ("link", LinkKind),
        ("basis", Basis),
        ("outcome", Outcome),
    ],
)
def test_what_the_code_writes_is_in_the_vocabulary(scheme: str, keys: object) -> None:
    assert set(getattr(keys, "__args__")) <= set(concepts(scheme))  # noqa: B009


def test_levels_have_a_badge_a_lane_and_a_word_for_themselves() -> None:
    assert [(one.badge, one.lane, one.own) for one in words.LEVELS.values()] == [
        ("国", 1, "国家"),
        ("省", 2, "省里"),
        ("市", 3, "市里"),
        ("县", 4, "县里"),
    ]


def test_the_words_of_review_and_outcome_are_those_of_the_office() -> None:
    assert words.REVIEWS["accepted"].zh == "已核对"
    assert words.REVIEWS["unreviewed"].zh == "待核"
    assert [words.OUTCOMES[key][0] for key in ("kept", "changed", "no-number", "not-taken-up")] == [
        "照写原数",
        "改了数",
        "未定数",
        "未落实",
    ]


SCHEMES = {
    ("state", "状态"): ("coverage",),
    ("outcome", "结果"): ("outcome", "coverage"),
    ("link", "关系"): ("link",),
    ("role", "角色"): ("role",),
    ("role", "引用方式"): ("citation",),
    ("shortfall", "不及之处"): ("shortfall",),
    ("addition", "可否相加"): ("addition",),
}
"""Columns whose cells are words of the vocabulary, wherever they occur."""


@pytest.mark.parametrize("column", SCHEMES)
def test_questions_answer_in_the_words_of_the_vocabulary(
    endpoint: LocalEndpoint, column: tuple[str, str]
) -> None:
    known = {one.zh for scheme in SCHEMES[column] for one in concepts(scheme).values()}
    said = set[str]()
    for question in load_catalogue().values():
        columns = {(one.name, one.label.zh) for one in question.columns if one.type == "text"}
        if column in columns:
            values = {p.name: p.example for p in question.parameters if p.required}
            records = ask(question.name, values, endpoint).records()
            said |= {cell_text(row[column[0]]) for row in records if row[column[0]]}
    assert said
    assert said <= known
