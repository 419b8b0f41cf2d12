"""The concept schemes: every concept explained in two languages, and sound as SKOS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, SH, SKOS, Literal, URIRef
from rdflib.term import Node

from kg.iris import ZM, ZMV
from kg.mapping.terms import ONTOLOGY_FOLDER
from loaders.vocabulary import chinese_terms


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    """All concept schemes, as one graph."""
    graph = rdflib.Graph()
    for file in (ONTOLOGY_FOLDER / "vocabulary").glob("*.ttl"):
        graph.parse(file)
    return graph


def concepts(vocabulary: rdflib.Graph) -> set[Node]:
    kinds = (SKOS.Concept, URIRef(f"{ZM}FunctionalLine"))
    return {one for kind in kinds for one in vocabulary.subjects(RDF.type, kind)}


def schemes(vocabulary: rdflib.Graph) -> set[Node]:
    kinds = (SKOS.ConceptScheme, SKOS.Collection)
    return {one for kind in kinds for one in vocabulary.subjects(RDF.type, kind)}


def languages(vocabulary: rdflib.Graph, node: Node, predicate: URIRef) -> list[str]:
    said = [one for one in vocabulary.objects(node, predicate) if str(one).strip()]
    return sorted(str(one.language) for one in said if isinstance(one, Literal))


@pytest.mark.parametrize("predicate", [SKOS.prefLabel, SKOS.definition])
def test_every_concept_and_scheme_is_named_and_defined_in_both_languages(
    vocabulary: rdflib.Graph, predicate: URIRef
) -> None:
    assert len(concepts(vocabulary)) > 400
    for node in concepts(vocabulary) | schemes(vocabulary):
        assert languages(vocabulary, node, predicate) == ["en", "zh"], node


def test_every_concept_has_an_example_and_stands_in_one_scheme(vocabulary: rdflib.Graph) -> None:
    """Names of bodies and phrases with a unit are examples that need no translation."""
    untranslated = ("line", "ending", "body", "unit")
    for node in concepts(vocabulary):
        (scheme,) = vocabulary.objects(node, SKOS.inScheme)
        only_chinese = str(scheme).rsplit("/", 1)[-1] in untranslated
        expected = ["zh"] if only_chinese else ["en", "zh"]
        assert languages(vocabulary, node, SKOS.example) == expected, node


@pytest.mark.parametrize(
    ("genre", "other"),
    [("意见", "通知"), ("办法", "细则"), ("规定", "条例"), ("报告", "请示"), ("公告", "通告")],
)
def test_genres_that_are_confused_say_how_they_differ(
    vocabulary: rdflib.Graph, genre: str, other: str
) -> None:
    notes = list(vocabulary.objects(URIRef(f"{ZMV}genre/{genre}"), SKOS.scopeNote))
    assert sorted(one.language for one in notes) == ["en", "zh"]  # type: ignore[attr-defined]
    assert all(other in str(note) for note in notes)


def test_what_is_noted_is_noted_in_both_languages(vocabulary: rdflib.Graph) -> None:
    for predicate in (SKOS.scopeNote, DCTERMS.source):
        for node in set(vocabulary.subjects(predicate)):
            assert languages(vocabulary, node, predicate) == ["en", "zh"], node


def test_units_convert_to_a_unit_that_is_its_own_base(vocabulary: rdflib.Graph) -> None:
    base_unit, factor = URIRef(f"{ZM}baseUnit"), URIRef(f"{ZM}factor")
    for unit in vocabulary.subjects(SKOS.inScheme, URIRef(f"{ZMV}unit")):
        base = vocabulary.value(unit, base_unit)
        assert vocabulary.value(base, base_unit) == base, unit
        assert float(str(vocabulary.value(unit, factor))) > 0
        assert base != unit or float(str(vocabulary.value(unit, factor))) == 1


def test_ten_thousand_persons_are_persons(vocabulary: rdflib.Graph) -> None:
    unit = URIRef(f"{ZMV}unit/{chinese_terms('units')['万人']}")
    assert vocabulary.value(unit, URIRef(f"{ZM}baseUnit")) == URIRef(f"{ZMV}unit/人")
    assert float(str(vocabulary.value(unit, URIRef(f"{ZM}factor")))) == 10000


def test_the_fifteen_statutory_genres_are_all_there(vocabulary: rdflib.Graph) -> None:
    members = set(vocabulary.objects(URIRef(f"{ZMV}genre/法定"), SKOS.member))
    assert len(members) == 15
    assert all((member, RDF.type, SKOS.Concept) in vocabulary for member in members)


def test_a_link_kind_is_named_after_its_property(vocabulary: rdflib.Graph) -> None:
    policy = rdflib.Graph().parse(ONTOLOGY_FOLDER / "policy.ttl")
    for kind in vocabulary.subjects(SKOS.inScheme, URIRef(f"{ZMV}link")):
        name = str(kind).rsplit("/")[-1]
        assert (URIRef(f"{ZM}{name}"), RDF.type, OWL.ObjectProperty) in policy


# --- SKOS ------------------------------------------------------------------------------------


def scheme_of(vocabulary: rdflib.Graph, concept: Node) -> Node | None:
    return vocabulary.value(concept, SKOS.inScheme)


def chain_above(vocabulary: rdflib.Graph, concept: Node) -> Iterator[Node]:
    for up in vocabulary.objects(concept, SKOS.broader):
        yield from (one for one in vocabulary.transitive_objects(up, SKOS.broader) if one)


def test_a_name_is_official_or_alternative_not_both(vocabulary: rdflib.Graph) -> None:
    for concept in concepts(vocabulary):
        official = set(vocabulary.objects(concept, SKOS.prefLabel))
        assert not official & set(vocabulary.objects(concept, SKOS.altLabel)), concept


def test_what_is_broader_is_a_concept_of_the_scheme_and_no_circle(
    vocabulary: rdflib.Graph,
) -> None:
    known = concepts(vocabulary)
    for concept, up in vocabulary.subject_objects(SKOS.broader):
        assert up in known, (concept, up)
        body = str(scheme_of(vocabulary, concept)).endswith("/body")
        assert body or scheme_of(vocabulary, concept) == scheme_of(vocabulary, up), concept
        assert concept not in chain_above(vocabulary, concept)


def test_what_is_related_is_not_broader(vocabulary: rdflib.Graph) -> None:
    known = concepts(vocabulary)
    for one, other in vocabulary.subject_objects(SKOS.related):
        assert other in known, (one, other)
        assert other not in chain_above(vocabulary, one)
        assert one not in chain_above(vocabulary, other)


def test_the_top_of_a_scheme_has_nothing_above_it(vocabulary: rdflib.Graph) -> None:
    for concept, scheme in vocabulary.subject_objects(SKOS.topConceptOf):
        assert (concept, SKOS.inScheme, scheme) in vocabulary
        assert vocabulary.value(concept, SKOS.broader) is None, concept


def test_no_two_concepts_of_a_scheme_share_an_english_name(vocabulary: rdflib.Graph) -> None:
    """Chinese stems may: 教育 of the department and of the Party's work committee."""
    seen: dict[tuple[Node | None, str], Node] = {}
    for concept in concepts(vocabulary):
        for name in vocabulary.objects(concept, SKOS.prefLabel):
            if isinstance(name, Literal) and name.language == "en":
                key = scheme_of(vocabulary, concept), str(name)
                assert seen.setdefault(key, concept) == concept, key


def test_values_that_shapes_close_are_told_apart_by_the_ontology(
    vocabulary: rdflib.Graph,
) -> None:
    """A functional property with two values of these would else make them one."""
    policy = rdflib.Graph().parse(ONTOLOGY_FOLDER / "policy.ttl")
    shapes = rdflib.Graph().parse(ONTOLOGY_FOLDER / "shapes.ttl")
    apart = {frozenset(policy.items(one)) for one in policy.objects(None, OWL.distinctMembers)}
    closed = {
        frozenset(shapes.items(values))
        for property_, values in shapes.subject_objects(SH["in"])
        for path in shapes.objects(property_, SH.path)
        if (path, RDF.type, OWL.FunctionalProperty) in policy
    }
    named = {one for one in closed if one <= concepts(vocabulary)}
    assert len(named) > 5
    for values in named:
        assert any(values <= group for group in apart), values
