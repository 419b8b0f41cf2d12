"""The canned questions, asked of the graph of the corpus: real rows, checked against the texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode
from write_answers import answer_path, answer_text

from kg.endpoints.endpoint import LocalEndpoint
from kg.questions.ask import ask, choices, read_values
from kg.questions.catalogue import BadBinding, Question, load_catalogue
from kg.questions.tables import readable

HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
ANYANG, SHANGQIU, NANYANG = "anyang-2018-anzhengban-2", "shangqiu-draft", "nanyang-task-list"

# The corpus holds no decision of a person: tests/test_review_graph.py asks these of one that does.
OF_DECISIONS = {"all-decisions", "decisions", "decisions-waiting", "view-item-decisions"}
ANSWERED = [q for q in load_catalogue().values() if q.name not in OF_DECISIONS]
QUESTIONS = [q for q in ANSWERED if q.theme != "views"]


def rows(endpoint: LocalEndpoint, name: str, **values: str) -> list[dict[str, str]]:
    """The answer as a person reads it: items by key, documents by key, the rest as text."""
    table = ask(name, values, endpoint)
    return [{column: readable(cell) for column, cell in row.items()} for row in table.records()]


def examples(question: Question) -> dict[str, str]:
    return {p.name: p.example for p in question.parameters if p.required}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_example_gives_rows(endpoint: LocalEndpoint, question: Question) -> None:
    assert ask(question.name, examples(question), endpoint).rows


@pytest.mark.parametrize("question", load_catalogue().values(), ids=lambda question: question.name)
def test_the_answer_is_the_one_that_was_read_and_kept(
    endpoint: LocalEndpoint, question: Question
) -> None:
    """`python tests/write_answers.py` writes all answers anew, for reading as a diff."""
    kept = answer_path(question).read_text(encoding="utf-8").splitlines()
    assert answer_text(question, endpoint).splitlines() == kept


@pytest.mark.parametrize(
    "question",
    [q for q in QUESTIONS if any(not p.required for p in q.parameters)],
    ids=lambda question: question.name,
)
def test_an_optional_parameter_narrows_the_answer(
    endpoint: LocalEndpoint, question: Question
) -> None:
    every = set(ask(question.name, examples(question), endpoint).rows)
    narrowed = {p.name: p.example for p in question.parameters}
    some = set(ask(question.name, narrowed, endpoint).rows)
    assert some
    assert some <= every


@pytest.mark.parametrize("question", load_catalogue().values(), ids=lambda question: question.name)
def test_values_are_of_the_types_that_the_header_says(
    endpoint: LocalEndpoint, question: Question
) -> None:
    table = ask(question.name, examples(question), endpoint)
    for column in question.columns:
        cells = {record[column.name] for record in table.records()} - {None}
        if column.type == "iri":
            assert {type(cell) for cell in cells} <= {NamedNode}, column.name
        elif column.type != "text":
            kinds = {"decimal": {"integer", "decimal", "double"}}.get(column.type, {column.type})
            literals = [cell for cell in cells if isinstance(cell, Literal)]
            assert len(literals) == len(cells), column.name
            assert {one.datatype.value.rpartition("#")[2] for one in literals} <= kinds, column.name


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_examples_are_among_the_choices(endpoint: LocalEndpoint, question: Question) -> None:
    """A form offers what the header gives as an example, by the value or by what it is called."""
    for parameter in question.parameters:
        offered = choices(question.name, parameter.name, {}, endpoint)
        if offered:
            rows = [row.values() for row in offered.table.texts()]
            assert any(parameter.example in row for row in rows), parameter.name


@pytest.mark.parametrize("choosing", [q.name for q in QUESTIONS if q.theme == "choices"])
def test_every_choice_is_a_value_that_is_understood(endpoint: LocalEndpoint, choosing: str) -> None:
    taking = (
        (question, parameter)
        for question in QUESTIONS
        for parameter in question.parameters
        if parameter.choices == choosing
    )
    question, parameter = next(taking)
    offered = [row["value"] for row in ask(choosing, {}, endpoint).texts()]
    assert len(offered) == len(set(offered))
    others = {p.name: p.example for p in question.parameters if p.required}
    for value in offered:
        assert read_values(question, others | {parameter.name: value}, endpoint)


HOSTILE = ['" } UNION { ?s ?p ?o } #', "UNDEF } {", "> ; DROP ALL", "http://x/> } #", "\\", "\x00"]


@settings(max_examples=25, deadline=None)
@given(value=st.one_of(st.sampled_from(HOSTILE), st.text()), place=st.integers(0, 5))
def test_whatever_is_typed_is_a_value_or_an_error(
    endpoint: LocalEndpoint, value: str, place: int
) -> None:
    """No value of any type becomes SPARQL: it names a thing, is a term, or is refused."""
    name, parameter = [
        ("item-upward", "item"),
        ("document-items", "document"),
        ("body-tasks", "body"),
        ("documents-of-year", "year"),
        ("links-to-review", "below"),
        ("items-by-word", "word"),
    ][place]
    try:
        table = ask(name, {parameter: value}, endpoint)
    except BadBinding:
        return
    assert len(table.columns) == len(load_catalogue()[name].columns)


# Lineage


def test_a_city_task_traces_to_the_provincial_task_it_carries_out(endpoint: LocalEndpoint) -> None:
    upward = {
        (row["lower"], row["link"], row["upper"]): row
        for row in rows(endpoint, "item-upward", item=f"{ZHUMADIAN}#A/1")
    }
    task = upward[f"{ZHUMADIAN}#A/1", "落实", f"{HENAN}#A2/1"]
    assert task["upperGist"].startswith("加强职业院校思政课程与课程思政建设")
    assert task["basis"] == "写明"
    assert float(task["confidence"]) > 0.9
    # The chain goes on inside the provincial document: the row restates item （三） of its body.
    assert (f"{HENAN}#A2/1", "重述", f"{HENAN}#3") in upward


def test_a_provincial_task_finds_the_city_tasks_below_it(endpoint: LocalEndpoint) -> None:
    below = {
        (row["lower"], row["link"]) for row in rows(endpoint, "item-downward", item=f"{HENAN}#A2/1")
    }
    assert (f"{ZHUMADIAN}#A/1", "落实") in below
    assert {lower.partition("#")[0] for lower, _ in below} > {ZHUMADIAN, NANYANG}


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("item-upward", {"item": f"{ZHUMADIAN}#A/1"}),
        ("item-downward", {"item": f"{HENAN}#3"}),
        ("links-to-review", {"below": "1"}),
    ],
)
def test_a_link_within_one_document_shows_no_basis(
    endpoint: LocalEndpoint, question: str, values: dict[str, str]
) -> None:
    links = rows(endpoint, question, **values)
    inside = [r for r in links if r["lower"].partition("#")[0] == r["upper"].partition("#")[0]]
    assert inside
    assert {row["link"] for row in inside} <= {"重述", "支持"}
    assert {row["basis"] for row in inside} == {""}
    assert all(row["basis"] for row in links if row not in inside)


def test_a_link_shows_its_wording_at_its_place(endpoint: LocalEndpoint) -> None:
    wordings = rows(endpoint, "link-wording", lower=f"{ZHUMADIAN}#A/1", upper=f"{HENAN}#A2/1")
    assert "课程思政优秀教师" in "".join(row["quote"] for row in wordings)
    for side in ("lower", "upper"):
        key = {"lower": f"{ZHUMADIAN}#A/1", "upper": f"{HENAN}#A2/1"}[side]
        text = rows(endpoint, "item", item=key)[0]["text"]
        for row in wordings:
            if side == "lower":
                assert text[int(row["lowerStart"]) : int(row["lowerEnd"])] == row["quote"]
            assert 0 <= int(row[f"{side}Start"]) < int(row[f"{side}End"]) <= len(text)


def test_a_title_alone_resolves_to_the_document_that_is_held(endpoint: LocalEndpoint) -> None:
    """Zhumadian names 《教育部 河南省人民政府关于…的意见》 without its number."""
    bases = {row["upper"]: row for row in rows(endpoint, "document-basis", document=ZHUMADIAN)}
    assert bases[HENAN]["upperNumber"] == "豫政〔2021〕2号"
    assert bases[HENAN]["held"] == "true"
    assert bases["国家职业教育改革实施方案"]["upperNumber"] == "国发〔2019〕4号"


def test_an_older_document_implements_nothing_of_a_later_one(endpoint: LocalEndpoint) -> None:
    links = {row["link"] for row in rows(endpoint, "links-between", lower=ANYANG, upper=HENAN)}
    assert "落实" not in links
    assert not endpoint.query(
        f"""PREFIX zm: <https://w3id.org/zhengmai/ontology#>
            ASK {{ ?item zm:inDocument/zm:key "{ANYANG}" ; zm:implements ?other }}"""
    )


def test_what_the_older_document_does_rest_on_is_named_though_not_held(
    endpoint: LocalEndpoint,
) -> None:
    cited = rows(endpoint, "cited-not-held", citing=ANYANG)
    assert ("豫政办〔2017〕110号", "依据") in {(row["number"], row["role"]) for row in cited}
    assert all(row["citing"] == ANYANG for row in cited)


def test_one_document_cited_by_two_cities_is_one_node(endpoint: LocalEndpoint) -> None:
    citing = {
        row["citing"]
        for row in rows(endpoint, "cited-not-held")
        if row["number"] == "中办发〔2021〕43号"
    }
    assert citing == {ZHUMADIAN, SHANGQIU}


def test_the_inventory_counts_what_stands_in_the_documents(endpoint: LocalEndpoint) -> None:
    counts = {
        row["document"]: (row["measures"], row["tasks"]) for row in rows(endpoint, "documents")
    }
    assert counts == {
        HENAN: ("26", "41"),
        ZHUMADIAN: ("19", "19"),
        SHANGQIU: ("20", "0"),
        NANYANG: ("0", "27"),
        ANYANG: ("25", "33"),
    }


def test_a_draft_is_known_as_one(endpoint: LocalEndpoint) -> None:
    drafts = rows(endpoint, "drafts")
    assert {row["document"] for row in drafts} == {SHANGQIU}
    assert {row["basisNumber"] for row in drafts} >= {"国发〔2019〕4号", "豫政〔2019〕23号"}


# Coverage


def test_the_matrix_has_a_state_for_every_item_and_city(endpoint: LocalEndpoint) -> None:
    matrix = rows(endpoint, "document-coverage", document=HENAN)
    assert len(matrix) == 67 * 4
    states = {(row["item"], row["lower"]): row for row in matrix}
    assert states[f"{HENAN}#A2/1", ZHUMADIAN]["state"] == "落实"
    assert states[f"{HENAN}#A2/1", SHANGQIU]["state"] == "相近"
    assert states[f"{HENAN}#20", ZHUMADIAN]["state"] == "查无"
    # What the ministry promises to support (annex 1) is nothing that cities are held against.
    assert {row["item"] for row in matrix if row["state"] == "未核对"} == {
        f"{HENAN}#A1/{n}" for n in range(1, 7)
    }
    # Only Zhumadian says that it carries out this document.
    assert {row["lower"] for row in matrix if row["state"] == "落实"} == {ZHUMADIAN}
    for row in matrix:
        assert (int(row["links"]) > 0) == (row["state"] in ("落实", "相近"))


def test_the_summary_adds_up_to_the_matrix(endpoint: LocalEndpoint) -> None:
    matrix = rows(endpoint, "document-coverage", document=HENAN)
    columns = {"implemented": "落实", "aligned": "相近", "related": "相关", "none": "查无"}
    for city in rows(endpoint, "coverage-summary", document=HENAN):
        for column, state in columns.items():
            counted = [r for r in matrix if (r["lower"], r["state"]) == (city["lower"], state)]
            assert int(city[column]) == len(counted), (city["lower"], state)


def test_what_was_never_compared_is_not_a_gap(endpoint: LocalEndpoint) -> None:
    """No document stands above Henan's here, and none stands below a city's."""
    assert rows(endpoint, "items-without-parent", document=HENAN) == []
    assert rows(endpoint, "uncovered-items", document=ZHUMADIAN) == []


def test_an_item_that_no_city_mentions_is_a_gap(endpoint: LocalEndpoint) -> None:
    """职业能力重构 stands in Henan's document alone."""
    gaps = {row["item"] for row in rows(endpoint, "uncovered-items", document=HENAN)}
    assert f"{HENAN}#20" in gaps
    assert f"{HENAN}#A2/1" not in gaps


def test_a_gap_and_a_link_exclude_each_other(endpoint: LocalEndpoint) -> None:
    for city in (ZHUMADIAN, SHANGQIU, NANYANG, ANYANG):
        orphans = {row["item"] for row in rows(endpoint, "items-without-parent", document=city)}
        linked = {
            row["lowerItem"]
            for row in rows(endpoint, "links-between", lower=city, upper=HENAN)
            if row["link"] in ("落实", "相近", "内容对应")
        }
        assert not orphans & linked


# Responsibility


def test_a_department_finds_its_tasks_under_its_full_name(endpoint: LocalEndpoint) -> None:
    tasks = rows(endpoint, "body-tasks", body="驻马店市教育局")
    first = tasks[0]
    assert (first["item"], first["role"], first["printed"]) == (
        f"{ZHUMADIAN}#A/1",
        "负责",
        "市教育局",
    )
    assert {row["document"] for row in tasks} == {
        "驻马店市加快推进职业教育创新发展高地建设“一地一策”实施方案"
    }


def test_a_city_sees_who_leads_the_same_task_elsewhere(endpoint: LocalEndpoint) -> None:
    others = rows(endpoint, "same-task-elsewhere", item=f"{ZHUMADIAN}#A/1")
    assert ("商丘市教育体育局", "牵头") in {(row["bodyName"], row["role"]) for row in others}
    assert all(ZHUMADIAN not in row["otherItem"] for row in others)


def test_a_department_has_counterparts_along_its_line(endpoint: LocalEndpoint) -> None:
    counterparts = {
        row["counterpartName"] for row in rows(endpoint, "counterpart-tasks", body="驻马店市教育局")
    }
    assert "河南省教育厅" in counterparts
    assert "河南省财政厅" not in counterparts


def test_roles_are_kept_apart(endpoint: LocalEndpoint) -> None:
    load = {row["name"]: row for row in rows(endpoint, "bodies", division="商丘市")}
    education = load["商丘市教育体育局"]
    assert int(education["leads"]) > int(education["answersFor"])
    assert education["functionalLine"] == "教育"
    assert {row["place"] for row in load.values()} == {"商丘市"}


# Targets


def test_a_target_is_given_with_its_figure_and_wording(endpoint: LocalEndpoint) -> None:
    teachers = [
        row
        for row in rows(endpoint, "item-targets", item=f"{HENAN}#A2/1")
        if "优秀教师" in row["upperQuote"]
    ]
    assert {(float(row["upperValue"]), row["unit"]) for row in teachers} == {(500.0, "名")}
    assert f"{ZHUMADIAN}#A/1" in {row["lower"] for row in teachers}


def test_a_word_finds_its_indicators_in_all_documents(endpoint: LocalEndpoint) -> None:
    found = {
        (row["document"], row["comparator"], float(row["value"]), row["unit"])
        for row in rows(endpoint, "targets-by-word", word="双师型")
    }
    assert (ANYANG, ">=", 70.0, "%") in found
    assert (ZHUMADIAN, ">=", 50.0, "%") in found


def test_items_of_the_body_set_figures_without_saying_who_answers(endpoint: LocalEndpoint) -> None:
    open_items = rows(endpoint, "targets-without-body", document=ZHUMADIAN)
    assert {row["item"] for row in open_items} >= {f"{ZHUMADIAN}#1"}
    assert all("#A/" not in row["item"] for row in open_items)
    assert {row["twin"] for row in open_items if row["item"] == f"{ZHUMADIAN}#1"} == {
        f"{ZHUMADIAN}#A/1"
    }


# How questions are asked


@pytest.mark.parametrize(
    "name", ["豫政〔2021〕2号", HENAN, f"https://w3id.org/zhengmai/id/document/{HENAN}"]
)
def test_a_document_goes_by_key_number_or_iri(endpoint: LocalEndpoint, name: str) -> None:
    assert len(rows(endpoint, "document-items", document=name)) == 67


@pytest.mark.parametrize("name", ["驻马店市", "411700"])
def test_a_division_goes_by_name_or_code(endpoint: LocalEndpoint, name: str) -> None:
    assert {row["place"] for row in rows(endpoint, "bodies", division=name)} == {"驻马店市"}


@pytest.mark.parametrize(
    ("question", "values", "message"),
    [
        ("item-upward", {"item": f"{ZHUMADIAN}#A/99"}, f"最接近的：{ZHUMADIAN}#A/9"),
        ("document-items", {"document": "henan-2021"}, f"最接近的：{HENAN}"),
        ("body-tasks", {"body": "驻马店教育局"}, "最接近的：驻马店市教育局"),
        (
            "body-tasks",
            {"body": "市教育局"},
            "不是唯一的名称，可写：南阳市教育局、安阳市教育局、驻马店市教育局",
        ),
        ("documents-of-year", {"year": "去年"}, "不是年份，例如 2021"),
        ("links-to-review", {"below": "low"}, "not a number such as 30"),
    ],
)
def test_a_slip_is_met_with_the_nearest_name(
    endpoint: LocalEndpoint, question: str, values: dict[str, str], message: str
) -> None:
    with pytest.raises(BadBinding, match=message):
        ask(question, values, endpoint)
