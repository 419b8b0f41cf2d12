"""What breaks a shape is caught and told with its place, in Chinese and in English.

That each single constraint can be broken is shown in tests/test_shapes.py.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from example_documents import county, province, reviewed
from rdflib.namespace import SH

from kg.iris import BASE, ZM, ZMV, document_graph_iri, graph_iri
from kg.mapping import (
    alignment_quads,
    document_quads,
    ontology_quads,
    quality_quads,
    vocabulary_quads,
)
from kg.mapping.curation import curation_quads
from kg.mapping.terms import ONTOLOGY_FOLDER
from kg.quality.measured import measured
from kg.resolve import resolve_citations
from kg.store import open_store
from kg.validate import Report, validate

PREFIXES = f"""
PREFIX zm: <{ZM}>
PREFIX : <{BASE}>
PREFIX v: <{ZMV}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
HUA, LINKS, ENTITIES = document_graph_iri("hua"), graph_iri("alignment"), graph_iri("entities")
CURATION = graph_iri("curation")
ITEM, DRAFT = "<item/hua/A/1>", "<document/hua>"
TARGET, ASSIGNMENT = "<target/hua/A/1/1>", "<assignment/hua/1/1>"
FINDING = "<finding/hua/1>"
RECORD = "<alignment/hua/A/1--henan/1>"
ACCEPTED, REJECTED = "<alignment/hua/1--henan/1>", "<alignment/hua/1--henan/2>"
DECISION = "<decision/hua/1--henan/1--2>"
WORDING = f"{RECORD[:-1]}/wording/1>"
COMPARISON = f"{RECORD[:-1]}/target/1/2>"


def sound_graph() -> ox.Store:
    """Two documents and links of every kind, in a graph that keeps to every shape."""
    documents = (province(), county())
    resolved = resolve_citations(documents)
    store = ox.Store()
    for document in documents:
        store.extend(document_quads(document, resolved))
    decided = reviewed()
    store.extend([*alignment_quads(decided.found), *curation_quads(decided)])
    store.extend([*ontology_quads(), *vocabulary_quads(), *quality_quads(measured(), ["hua"])])
    return store


def broken_graph(graph: ox.NamedNode, gone: str, instead: str) -> Report:
    """What validation says when `gone` is taken out of a sound graph and `instead` put in.

    `gone` is a triple pattern, `instead` are triples, both in SPARQL, relative to the data base.
    """
    store = sound_graph()
    if gone:
        store.update(f"BASE <{BASE}> {PREFIXES} DELETE WHERE {{ GRAPH {graph} {{ {gone} }} }}")
    if instead:
        store.update(f"BASE <{BASE}> {PREFIXES} INSERT DATA {{ GRAPH {graph} {{ {instead} }} }}")
    return validate(store)


def test_the_graph_of_the_corpus_conforms(store: Path) -> None:
    report = validate(open_store(store))
    assert report.graphs == 5 + 3
    assert [one for one in report.violations if one.severity == "violation"] == []
    assert report.conforms


def test_a_sound_graph_has_nothing_to_say() -> None:
    assert validate(sound_graph()).violations == ()


BROKEN = [
    # the shape, the graph, what is taken out, what is put in, what is said
    ("Document", HUA, f"{DRAFT} rdfs:label ?l", "", "exactly one label"),
    ("Citation", HUA, "<citation/hua/1> zm:citedDocument ?d",
     f"<citation/hua/1> zm:citedDocument {DRAFT}", "another than its own"),
    ("Passage", HUA, f"{TARGET} zm:endOffset ?e", f"{TARGET} zm:endOffset 4", "not after its end"),
    ("Finding", HUA, f"{FINDING} zm:findingKind ?k", f"{FINDING} zm:findingKind v:finding/x",
     "The kind of a finding"),
    ("Target", HUA, f"{TARGET} zm:maxValue ?v", "", "A range has an upper end"),
    ("Body", ENTITIES, "", "<body/滑县教育局> zm:functionalLine v:line/x", "vocabulary of lines"),
    ("Alignment", CURATION, f"{ACCEPTED} zm:hasDecision ?d", "", "a reviewed one has"),
    ("Alignment", CURATION, "", f"{REJECTED} zm:linkKind v:link/relatedTo", "has no kind"),
    ("Standing", CURATION, f"{DECISION} zm:standing ?s", f"{DECISION} zm:standing v:standing/x",
     "says whether it is in force"),
    ("Links", LINKS, f"{WORDING} zm:quote ?q", f'{WORDING} zm:quote "别的"', "is not what stands"),
    ("Links", LINKS, f"{RECORD} zm:linkKind ?k", f"{RECORD} zm:linkKind v:link/restates",
     "Only items of one document"),
    ("Links", LINKS, f"{WORDING} zm:objectStart ?s ; zm:objectEnd ?e",
     f"{WORDING} zm:objectStart 1 ; zm:objectEnd 3", "not what stands in both items"),
    ("Links", LINKS, "", f"{ITEM} zm:implements <item/henan/2>", "has no record"),
    ("Links", HUA, f"{DRAFT} zm:date ?d", f'{DRAFT} zm:date "2018-01-04"^^xsd:date',
     "is earlier than the implemented one"),
    ("Links", HUA, f"{DRAFT} zm:jurisdiction ?j", f"{DRAFT} zm:jurisdiction <division/130000>",
     "line of divisions"),
    ("Links", HUA, f"{DRAFT} zm:jurisdiction ?j", f"{DRAFT} zm:jurisdiction <division/100000>",
     "line of divisions"),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "graph", "gone", "instead", "said"), BROKEN)
def test_what_breaks_a_shape_is_caught(
    shape: str, graph: ox.NamedNode, gone: str, instead: str, said: str
) -> None:
    report = broken_graph(graph, _full(gone), _full(instead))
    assert not report.conforms
    found = [one for one in report.violations if said in one.en]
    assert found, f"{shape}: {[one.en for one in report.violations]}"
    assert all(one.zh and "：" in one.zh and one.zh != one.en for one in found)


def _full(pattern: str) -> str:
    """`v:level/x` is short for a name that Turtle would not allow."""
    return " ".join(f"<{ZMV}{w[2:]}>" if w.startswith("v:") else w for w in pattern.split(" "))


def test_a_violation_names_file_and_line() -> None:
    report = broken_graph(HUA, f"{TARGET} zm:value ?v", "")
    (found,) = (one for one in report.violations if "has one value" in one.en)
    assert (found.file, found.line) == ("hua.txt", 3)
    assert found.zh == "培训 1-2 万人：目标应有一个数值。"
    assert found.en == "培训 1-2 万人: A target has one value."


def test_a_link_is_placed_where_its_lower_item_was_read() -> None:
    report = broken_graph(LINKS, f"{RECORD} zm:method ?m", "")
    (found,) = report.violations
    assert (found.file, found.line) == ("hua.txt", 3)


def test_an_oddity_of_a_document_is_a_warning_and_no_violation() -> None:
    report = broken_graph(
        HUA, f"{DRAFT} zm:datePrinted ?d", f'{DRAFT} zm:datePrinted "2022-01-01"^^xsd:date'
    )
    (found,) = report.violations
    assert found.severity == "warning"
    assert "after the date printed" in found.en
    assert report.conforms


def test_every_message_is_in_both_languages() -> None:
    shapes = rdflib.Graph().parse(ONTOLOGY_FOLDER / "shapes.ttl")
    for shape in set(shapes.subjects(SH.message)):
        languages = {getattr(text, "language", None) for text in shapes.objects(shape, SH.message)}
        assert languages == {"zh", "en"}
