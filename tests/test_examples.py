"""Whoever has the endpoint finds the questions in it, and each runs as it stands."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.endpoints.endpoint import LocalEndpoint, cell_text
from kg.iris import document_graph_iri, query_iri
from kg.prefixes import PREFIXES
from kg.questions.catalogue import BEHIND, load_catalogue
from kg.questions.examples import GRAPH, example_quads

ZHUMADIAN = "zhumadian-2021-zhuzhengban-44"
SELECT = NamedNode(f"{PREFIXES['sh']}select")
PEOPLE = [one.name for one in load_catalogue().values() if one.theme not in BEHIND]
# What editors ask an endpoint for, by the convention of the SIB.
DISCOVERY = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:label|rdfs:comment ?comment ;
      sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq"""


def selects(quads: list[Quad]) -> dict[str, str]:
    found = [quad for quad in quads if quad.predicate == SELECT]
    return {
        str(quad.subject.value).rpartition("/")[2]: quad.object.value
        for quad in found
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }


def test_an_editor_finds_every_question_in_both_languages(endpoint: LocalEndpoint) -> None:
    rows = endpoint.select(DISCOVERY).rows
    assert {cell_text(row[0]) for row in rows} == {query_iri(name).value for name in PEOPLE}
    for name in PEOPLE:
        words = [row[1] for row in rows if row[0] == query_iri(name)]
        assert {word.language for word in words if isinstance(word, Literal)} == {"zh", "en"}


def test_prefixes_targets_and_keywords_are_there(endpoint: LocalEndpoint) -> None:
    found = endpoint.select(
        f"""PREFIX sh: <{PREFIXES["sh"]}> PREFIX schema: <{PREFIXES["schema"]}>
        SELECT DISTINCT ?word WHERE {{ GRAPH {GRAPH} {{
          {query_iri("item-upward")} schema:keywords ?word ; schema:target ?endpoint ;
             sh:prefixes/sh:declare [ sh:prefix "zm" ; sh:namespace ?zm ] .
          FILTER(STR(?zm) = "{PREFIXES["zm"]}" && STRENDS(STR(?endpoint), "/sparql")) }} }}"""
    )
    assert {cell_text(row[0]) for row in found.rows} == {"脉络", "Lineage", "network"}


@pytest.mark.parametrize("name", PEOPLE)
def test_an_example_runs_as_it_stands(endpoint: LocalEndpoint, name: str) -> None:
    (row,) = endpoint.select(f"SELECT ?text WHERE {{ {query_iri(name)} {SELECT} ?text }}").rows
    text = cell_text(row[0])
    assert not text.startswith("#+")
    needed = [one.name for one in load_catalogue()[name].parameters if one.required]
    assert all(f"VALUES ?{one} {{ UNDEF }}" not in text for one in needed)
    columns = endpoint.select(text).columns
    assert list(columns) == [column.name for column in load_catalogue()[name].columns]


def test_parameters_take_values_that_the_graph_has(endpoint: LocalEndpoint) -> None:
    """Without the document of the headers' examples, other documents and items stand in."""
    without = Store()
    gone = document_graph_iri(ZHUMADIAN)
    without.bulk_extend(quad for quad in endpoint.store if quad.graph_name != gone)
    examples = selects(list(example_quads(LocalEndpoint(without))))
    assert set(examples) == set(PEOPLE)
    assert not [name for name, text in examples.items() if f"/document/{ZHUMADIAN}>" in text]
    (first, second) = (
        line for line in examples["two-places"].splitlines() if line.strip().startswith("VALUES")
    )
    assert first.partition("{")[2] != second.partition("{")[2]


def test_an_empty_graph_has_questions_that_need_no_value() -> None:
    examples = selects(list(example_quads(LocalEndpoint(Store()))))
    assert "documents" in examples
    assert "item-upward" not in examples
