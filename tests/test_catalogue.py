"""Every canned question is documented, valid by itself, and bound by terms alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store
from rdflib.plugins.sparql import prepareQuery

from kg.questions.catalogue import (
    THEMES,
    BadBinding,
    BadQuestion,
    Question,
    UnknownQuestion,
    bind,
    check_question,
    find_question,
    load_catalogue,
    read_question,
)

QUESTIONS = list(load_catalogue().values())
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)

ECHO = """#+ title: {zh: 回声, en: Echo}
#+ question: {zh: 说什么, en: what is said}
#+ parameters:
#+   word: {type: text, zh: 词, en: word, example: 政}
#+   more: {type: text, zh: 另, en: more, example: 脉, required: false}
#+ columns:
#+   word: {zh: 词, en: word}
#+   more: {zh: 另, en: more}
SELECT ?word ?more WHERE {
  VALUES ?word { UNDEF }
  VALUES ?more { UNDEF }
}
"""


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Question:
    path = tmp_path_factory.mktemp("queries") / "echo.rq"
    path.write_text(ECHO, encoding="utf-8")
    return read_question(path)


@each_question
def test_header_and_text_agree(question: Question) -> None:
    assert check_question(question) == ()


@each_question
def test_every_word_is_given_in_chinese_and_english(question: Question) -> None:
    words = [question.title, question.question]
    words += [parameter.label for parameter in question.parameters]
    words += [column.label for column in question.columns]
    for word in words:
        assert word.en.isascii(), word.en
        assert re.search("[一-鿿]", word.zh), word.zh


@each_question
def test_the_theme_has_a_name(question: Question) -> None:
    assert question.theme in THEMES


@each_question
def test_results_have_an_order(question: Question) -> None:
    assert "ORDER BY" in question.text


@each_question
def test_what_two_graphs_say_is_given_once(question: Question) -> None:
    """Two graphs may describe the same body: their union then holds the triple twice."""
    assert re.search(r"^(SELECT DISTINCT|GROUP BY) ", question.text, re.MULTILINE)


@pytest.mark.parametrize(
    "question",
    [question for question in QUESTIONS if question.theme != "views"],  # those ask of one node
    ids=lambda question: question.name,
)
def test_patterns_stand_before_optional_parts(question: Question) -> None:
    """A triple pattern after an OPTIONAL or BIND is joined apart, at worst as a cross product."""
    body = question.text.split("WHERE {", 1)[-1].splitlines()
    optional = [n for n, line in enumerate(body) if re.match(r"  (OPTIONAL|BIND)\b", line)]
    if optional:
        late = [line for line in body[optional[0] :] if re.match(r"  [?<]", line)]
        assert late == []


@each_question
def test_what_a_parameter_can_be_is_a_question_of_its_own(question: Question) -> None:
    """Its rows are values and what to call them; it is narrowed by other parameters at most."""
    for parameter in question.parameters:
        assert (parameter.choices is None) == (parameter.type in ("text", "number"))
        if parameter.choices:
            offering = find_question(parameter.choices)
            assert [column.name for column in offering.columns][:2] == ["value", "label"]
            assert not [one.name for one in offering.parameters if one.required]


def test_the_catalogue_names_the_nearest_question() -> None:
    with pytest.raises(UnknownQuestion, match="最接近的：item-upward、"):
        find_question("item-up")


def test_an_open_question_runs_as_it_stands(echo: Question) -> None:
    assert list(prepareQuery(echo.text).algebra["PV"]) != []


def test_binding_sets_what_is_given_and_leaves_the_rest_open(echo: Question) -> None:
    text = bind(echo, {"word": NamedNode("https://example.org/政")})
    assert "VALUES ?word { <https://example.org/政> }" in text
    assert "VALUES ?more { UNDEF }" in text


@given(word=st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_typed_is_bound_as_one_term(echo: Question, word: str) -> None:
    """Quotes, braces, UNDEF, line ends: a value is a value and never becomes SPARQL."""
    answer = Store().query(bind(echo, {"word": Literal(word), "more": Literal("} UNDEF {")}))
    assert isinstance(answer, QuerySolutions)
    assert [(row["word"], row["more"]) for row in answer] == [(Literal(word), Literal("} UNDEF {"))]


def test_binding_says_which_parameters_there_are(echo: Question) -> None:
    with pytest.raises(BadBinding, match="没有参数“wort”；现有：word、more"):
        bind(echo, {"wort": Literal("政")})
    with pytest.raises(BadBinding, match="缺参数 word（词），例如 -p word=政"):
        bind(echo, {"more": Literal("脉")})


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("#+   more: {type", "#+   format: {type", "named like an option"),
        ("#+   more: {type: text", "#+   more: {type: date", "unknown type date"),
        ("en: more}\nSELECT", "en: more, type: uri}\nSELECT", "unknown type uri"),
        ("\nSELECT", "\n#+ view: drawing\nSELECT", "view drawing"),
        ("\nSELECT", "\n#+ view: chart\nSELECT", "axes of a chart"),
        ("\nSELECT", "\n#+ axes: {x: word}\nSELECT", "axes of a table"),
        ("\nSELECT", "\n#+ view: network\n#+ axes: {source: word, target: wort}\nSELECT", "wort"),
    ],
)
def test_a_header_that_cannot_be_meant_is_refused(
    tmp_path: Path, right: str, wrong: str, reason: str
) -> None:
    path = tmp_path / "broken.rq"
    path.write_text(ECHO.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(BadQuestion, match=reason):
        read_question(path)


@pytest.mark.parametrize(
    ("removed", "reason"),
    [
        ("#+ title: {zh: 回声, en: Echo}\n", "title"),
        ("type: text, zh: 词,", "type"),
        (", en: word, example: 政", "en"),
        ("}\n#+ columns", "while parsing"),
    ],
)
def test_an_incomplete_header_says_what_it_lacks(tmp_path: Path, removed: str, reason: str) -> None:
    path = tmp_path / "broken.rq"
    path.write_text(ECHO.replace(removed, "", 1), encoding="utf-8")
    with pytest.raises(BadQuestion, match=f"broken.rq 的头部.*{reason}"):
        read_question(path)


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("SELECT ?word ?more", "SELECT ?more ?word", "selects"),
        ("VALUES ?more { UNDEF }", "VALUES ?more { 1 }", "opens"),
        ("VALUES ?more { UNDEF }", "VALUES ?more { UNDEF", "not a SPARQL 1.1 SELECT"),
    ],
)
def test_a_text_that_does_not_fit_its_header_is_found(
    tmp_path: Path, right: str, wrong: str, problem: str
) -> None:
    path = tmp_path / "unfit.rq"
    path.write_text(ECHO.replace(right, wrong), encoding="utf-8")
    assert check_question(read_question(path))[0].startswith(problem)
