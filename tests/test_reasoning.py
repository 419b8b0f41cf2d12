"""The ontology is proved consistent, and the rules conclude what the reasoner concludes."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
import rdflib

from kg import prove
from kg.iris import (
    ONTOLOGY,
    body_iri,
    concept_iri,
    division_iri,
    document_graph_iri,
    document_iri,
    graph_iri,
    item_iri,
    term,
)
from kg.mapping import ontology_quads
from kg.mapping.facts import TYPE
from kg.mapping.terms import ONTOLOGY_FOLDER
from kg.prove import Proof, check_consistency, is_in_our_terms
from kg.reason import inferred_quads
from kg.store import open_store

HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
ANYANG, SHANGQIU = "anyang-2018-anzhengban-2", "shangqiu-draft"
NOT_IN_OWL = {term("counterpartOf")}
"""What OWL 2 cannot say: a property that holds where two paths hold at once."""


@pytest.fixture(scope="module")
def graph(store: Path) -> ox.Store:
    """The graph of the corpus, as built, in memory."""
    built = ox.Store()
    built.bulk_extend(open_store(store))
    return built


@pytest.fixture(scope="module")
def proof(graph: ox.Store) -> Proof:
    return check_consistency(graph, entailments=True)


def holds(
    graph: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode, object_: ox.NamedNode
) -> bool:
    return next(graph.quads_for_pattern(subject, predicate, object_, None), None) is not None


def test_the_ontology_and_the_corpus_are_consistent(proof: Proof) -> None:
    assert proof.consistent is True
    assert "一致" in proof.zh


def test_every_class_can_have_members_the_ties_included() -> None:
    graph = rdflib.Graph()
    for name in ("policy.ttl", "alignment.ttl"):
        graph.parse(ONTOLOGY_FOLDER / name)
    world = owlready2.World()
    content = io.BytesIO(graph.serialize(format="nt", encoding="utf-8"))
    world.get_ontology(ONTOLOGY).load(fileobj=content, format="ntriples")
    owlready2.JAVA_EXE = prove._java()
    owlready2.sync_reasoner_hermit(world, debug=0)
    assert list(world.inconsistent_classes()) == []


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (HENAN, "ProvincialDocument"),
        (ZHUMADIAN, "MunicipalDocument"),
        (ANYANG, "MunicipalDocument"),
        (SHANGQIU, "DraftDocument"),
        ("国家职业教育改革实施方案", "NationalDocument"),
    ],
)
def test_the_reasoner_classifies_documents_by_level_and_status(
    proof: Proof, graph: ox.Store, key: str, kind: str
) -> None:
    said = ox.Triple(document_iri(key), TYPE, term(kind))
    assert said in proof.entailments
    assert holds(graph, *said)


def test_two_reasoners_conclude_the_same(proof: Proof, graph: ox.Store) -> None:
    other = check_consistency(graph, entailments=True, reasoner="Pellet")
    assert other.consistent is True
    assert other.entailments == proof.entailments


def test_rules_and_reasoner_conclude_the_same(proof: Proof, graph: ox.Store) -> None:
    """Of our terms and of those of the standards, on everything but concepts and divisions."""
    known = {
        quad.subject
        for name in ("ontology", "vocabulary")
        for quad in graph.quads_for_pattern(None, None, None, graph_iri(name))
    }
    by_rule = {
        quad.triple
        for quad in graph
        if is_in_our_terms(quad.triple) and quad.predicate not in NOT_IN_OWL
        if quad.subject not in known
    }
    by_reasoner = {
        one for one in proof.entailments if one.subject not in known and is_in_our_terms(one)
    }
    assert by_rule - by_reasoner == set()
    assert by_reasoner - by_rule == set()


def test_what_the_chains_promise_comes_out(proof: Proof, graph: ox.Store) -> None:
    """Of the reasoner, and of the rules."""
    task = item_iri(ZHUMADIAN, "A/1")
    promised = [
        (document_iri(ZHUMADIAN), "inheritsFrom", document_iri("中国教育现代化2035")),
        (document_iri(ZHUMADIAN), "cites", document_iri(HENAN)),
        (document_iri(ZHUMADIAN), "appliesDocument", document_iri(HENAN)),
        (task, "tracesTo", item_iri(HENAN, "A2/1")),
        (task, "assignedBody", body_iri("驻马店市教育局")),
    ]
    for subject, name, object_ in promised:
        assert ox.Triple(subject, term(name), object_) in proof.entailments
        assert holds(graph, subject, term(name), object_)


def test_what_is_tied_to_a_standard_is_found_by_its_terms(proof: Proof, graph: ox.Store) -> None:
    tied = [
        (body_iri("驻马店市教育局"), TYPE, "http://www.w3.org/ns/org#Organization"),
        (item_iri(ZHUMADIAN, "A/1"), TYPE, "http://www.w3.org/ns/prov#Plan"),
        (document_iri(HENAN), TYPE, "http://www.w3.org/ns/prov#Entity"),
    ]
    for subject, predicate, standard in tied:
        assert ox.Triple(subject, predicate, ox.NamedNode(standard)) in proof.entailments
        assert holds(graph, subject, predicate, ox.NamedNode(standard))
    within = ox.NamedNode("https://schema.org/containedInPlace")
    assert holds(graph, division_iri("411700"), within, division_iri("410000"))


def test_a_document_of_2018_applies_nothing_of_2021(graph: ox.Store) -> None:
    assert not holds(graph, document_iri(ANYANG), term("appliesDocument"), document_iri(HENAN))


def test_departments_of_one_line_are_counterparts_up_and_down(graph: ox.Store) -> None:
    city, above = body_iri("驻马店市教育局"), body_iri("河南省教育厅")
    assert holds(graph, city, term("counterpartOf"), above)
    assert holds(graph, above, term("counterpartOf"), city)
    assert not holds(graph, city, term("counterpartOf"), body_iri("南阳市教育局"))
    assert not holds(graph, city, term("counterpartOf"), body_iri("河南省财政厅"))


def test_a_second_run_of_the_rules_concludes_nothing_new(graph: ox.Store) -> None:
    assert list(inferred_quads(graph)) == []


def chain_of_three() -> ox.Store:
    """A county's item implements a city's, which implements a province's, of an issued plan."""
    store, home = ox.Store(), document_graph_iri("x")
    store.extend(ontology_quads())
    for name, value in (("status", "issued"), ("level", "provincial")):
        concept = concept_iri(name, value)
        store.add(ox.Quad(document_iri("province"), term(name), concept, home))
    places = [item_iri(key, "1") for key in ("county", "city", "province")]
    for lower, upper in pairwise(places):
        store.add(ox.Quad(lower, term("implements"), upper, home))
    return store


def test_an_item_traces_to_the_top_through_the_middle() -> None:
    found = {quad.triple for quad in inferred_quads(chain_of_three())}
    county, province = item_iri("county", "1"), item_iri("province", "1")
    assert ox.Triple(county, term("tracesTo"), province) in found
    assert ox.Triple(province, term("tracesTo"), county) not in found


@pytest.mark.parametrize(
    ("subject", "predicate", "object_"),
    [
        (item_iri("a", "1"), term("implements"), item_iri("a", "1")),
        (item_iri("city", "1"), term("relatedTo"), item_iri("province", "1")),
        (item_iri("province", "1"), term("implements"), item_iri("city", "1")),
        (item_iri("city", "1"), TYPE, term("PolicyDocument")),
        (document_iri("province"), term("level"), concept_iri("level", "municipal")),
        (document_iri("province"), term("status"), concept_iri("status", "draft_for_comment")),
    ],
    ids=["itself", "two kinds of link", "both ways", "two kinds of thing", "levels", "statuses"],
)
def test_a_contradiction_is_found(
    subject: ox.NamedNode, predicate: ox.NamedNode, object_: ox.NamedNode
) -> None:
    store = chain_of_three()
    store.add(ox.Quad(subject, predicate, object_, document_graph_iri("x")))
    assert check_consistency(store).consistent is False


def test_without_java_nothing_is_said_to_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "_java", lambda: None)
    proof = check_consistency()
    assert proof.consistent is None
    assert "未检查" in proof.zh
    assert "not checked" in proof.en
