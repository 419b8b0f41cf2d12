"""The pitfalls of the OOPS! catalogue that can be seen without a network: none is there, and each
check finds one where it is put in. Those that take judgement are argued in ontology/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
import rdflib
from rdflib import DCTERMS, ODRL2, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN, Literal, URIRef
from rdflib.namespace import DefinedNamespace
from rdflib.term import Node

from kg.iris import ONTOLOGY, ZM
from kg.mapping.terms import ONTOLOGY_FOLDER

PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)
MEMBERS = (
    OWL.unionOf,
    OWL.intersectionOf,
    OWL.members,
    OWL.disjointUnionOf,
    OWL.propertyChainAxiom,
)
STANDARDS = (DCTERMS, ODRL2, ORG, PROV, SDO, SKOS, VANN)
"""Vocabularies of which rdflib knows every term."""
OVERLAP = {
    ("DraftDocument", "NationalDocument"),
    ("DraftDocument", "ProvincialDocument"),
    ("DraftDocument", "MunicipalDocument"),
    ("CountyDocument", "DraftDocument"),
}
"""Classes that may share members: a draft is of some level."""
Faults = Iterator[object]


def read(*names: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in names:
        graph.parse(ONTOLOGY_FOLDER / name)
    return graph


def own(graph: rdflib.Graph, *kinds: URIRef) -> list[URIRef]:
    """Our terms of these kinds."""
    found = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return sorted(term for term in found if isinstance(term, URIRef) and term.startswith(ZM))


def labels(graph: rdflib.Graph, term: Node) -> list[Literal]:
    return [one for one in graph.objects(term, RDFS.label) if isinstance(one, Literal)]


def named(graph: rdflib.Graph, node: Node | None) -> Iterator[URIRef]:
    """The names in a class expression or a list."""
    if isinstance(node, URIRef):
        yield node
    elif node is not None:
        for property_, value in graph.predicate_objects(node):
            if property_ != RDF.type and value != RDF.nil:
                yield from named(graph, value)


def above(graph: rdflib.Graph, term: Node) -> set[Node]:
    return {one for one in graph.transitive_objects(term, RDFS.subClassOf) if one is not None}


# --- the checks --------------------------------------------------------------------------------


def synonyms(graph: rdflib.Graph) -> Faults:
    """P02, P12, P27, P30, P31: two names for one class or property."""
    for axiom in (OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs):
        yield from (pair for pair in graph.subject_objects(axiom) if isinstance(pair[1], URIRef))


def relation_is(graph: rdflib.Graph) -> Faults:
    """P03: a property for what rdf:type and rdfs:subClassOf say."""
    bad = r"(is|isA|isAn|instanceOf|typeOf|subClassOf|kindOf|sameAs)"
    yield from (t for t in own(graph, *PROPERTIES) if re.fullmatch(bad, t.removeprefix(ZM)))


def unconnected(graph: rdflib.Graph) -> Faults:
    """P04: a class that no path of axioms ties to the documents."""
    near: dict[URIRef, set[URIRef]] = {}
    groups = [set(own(graph, OWL.Class)) & {t, *_tied(graph, t)} for t in own(graph, OWL.Class)]
    for term in own(graph, OWL.ObjectProperty):
        ends = (graph.value(term, RDFS.domain), graph.value(term, RDFS.range))
        groups.append({name for end in ends for name in named(graph, end)})
    for group in groups:
        for one in group:
            near.setdefault(one, set()).update(group)
    reached, ahead = set[URIRef](), {URIRef(f"{ZM}PolicyDocument")}
    while ahead:
        reached |= ahead
        ahead = {other for one in ahead for other in near.get(one, ())} - reached
    yield from set(own(graph, OWL.Class)) - reached


def _tied(graph: rdflib.Graph, term: Node) -> Iterator[URIRef]:
    for axiom in (RDFS.subClassOf, OWL.disjointUnionOf, OWL.equivalentClass):
        for value in graph.objects(term, axiom):
            yield from named(graph, value)


def wrong_inverses(graph: rdflib.Graph) -> Faults:
    """P05, P25: an inverse that does not go back, or goes back to itself."""
    for one, other in graph.subject_objects(OWL.inverseOf):
        ends = [graph.value(one, end) for end in (RDFS.domain, RDFS.range)]
        back = [graph.value(other, end) for end in (RDFS.range, RDFS.domain)]
        if one == other or ends != back:
            yield one, other


def cycles(graph: rdflib.Graph) -> Faults:
    """P06, P24: a term above itself, or defined by itself."""
    for axiom in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term, up in graph.subject_objects(axiom):
            if term in graph.transitive_objects(up, axiom):
                yield term
    for term, definition in graph.subject_objects(OWL.equivalentClass):
        if term in set(named(graph, definition)):
            yield term


def merged(graph: rdflib.Graph) -> Faults:
    """P07, P21: a class of two things, or of the rest."""
    bad = re.compile(
        r"\b(and|or|other|others|misc\w*|various)\b|[和与或及、]|其他|杂项", re.IGNORECASE
    )
    for term in own(graph, OWL.Class):
        yield from (label for label in labels(graph, term) if bad.search(label))


def not_explained(graph: rdflib.Graph) -> Faults:
    """P08: no label or definition in one of the languages."""
    for term in own(graph, OWL.Class, *PROPERTIES):
        for annotation in (RDFS.label, SKOS.definition):
            said = [one for one in graph.objects(term, annotation) if isinstance(one, Literal)]
            if sorted(str(one.language) for one in said) != ["en", "zh"]:
                yield term, annotation


def not_disjoint(graph: rdflib.Graph) -> Faults:
    """P10: two classes that have no class in common below, and are not said to be disjoint."""
    apart = set[frozenset[Node]]()
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for members in graph.objects(axiom, OWL.members):
            apart |= _pairs(graph, members)
    for parts in graph.objects(None, OWL.disjointUnionOf):
        apart |= _pairs(graph, parts)
    for one, other in combinations(own(graph, OWL.Class), 2):
        mine, theirs = (
            above(graph, one) | _genus(graph, one),
            above(graph, other) | _genus(graph, other),
        )
        if one in theirs or other in mine:
            continue
        if not any(frozenset((a, b)) in apart for a in mine for b in theirs):
            pair = tuple(sorted(term.removeprefix(ZM) for term in (one, other)))
            if pair not in OVERLAP:
                yield pair


def _pairs(graph: rdflib.Graph, members: Node) -> set[frozenset[Node]]:
    return {frozenset(pair) for pair in combinations(graph.items(members), 2)}


def _genus(graph: rdflib.Graph, term: Node) -> set[Node]:
    """The class that a defined class is a part of."""
    return {name for end in graph.objects(term, OWL.equivalentClass) for name in _first(graph, end)}


def _first(graph: rdflib.Graph, definition: Node) -> Iterator[Node]:
    for part in graph.objects(definition, OWL.intersectionOf):
        yield from (one for one in graph.items(part) if isinstance(one, URIRef))


def without_ends(graph: rdflib.Graph) -> Faults:
    """P11, P19: no domain or range, or several."""
    for term in own(graph, *PROPERTIES):
        for end in (RDFS.domain, RDFS.range):
            if len(list(graph.objects(term, end))) != 1:
                yield term, end


def only_and_not(graph: rdflib.Graph) -> Faults:
    """P14, P15: a restriction by "only" or "not", where they are so often meant otherwise."""
    yield from graph.subjects(OWL.allValuesFrom)
    yield from graph.subjects(OWL.complementOf)


def misused_annotations(graph: rdflib.Graph) -> Faults:
    """P20: a label that is a sentence, a definition that is none."""
    for term in own(graph, OWL.Class, *PROPERTIES):
        yield from (
            one for one in labels(graph, term) if len(one) > 40 or one.endswith((".", "。"))
        )
        definitions = graph.objects(term, SKOS.definition)
        yield from (one for one in definitions if not str(one).endswith((".", "。")))


def misnamed(graph: rdflib.Graph) -> Faults:
    """P22: a class in lower case, a property in upper case, a name with a sign in it."""
    for term in own(graph, OWL.Class, *PROPERTIES):
        start = "[A-Z]" if (term, RDF.type, OWL.Class) in graph else "[a-z]"
        if not re.fullmatch(f"{start}[A-Za-z]+", term.removeprefix(ZM)):
            yield term


def own_datatypes(graph: rdflib.Graph) -> Faults:
    """P23: a datatype of our own beside those of XML Schema."""
    yield from own(graph, RDFS.Datatype)


def turned_both_ways(graph: rdflib.Graph) -> Faults:
    """P26, P28, P29: a symmetric or transitive property with an inverse, or between two classes."""
    for kind in (OWL.SymmetricProperty, OWL.TransitiveProperty):
        for term in graph.subjects(RDF.type, kind):
            if graph.value(term, RDFS.domain) != graph.value(term, RDFS.range):
                yield term
    for term in graph.subjects(RDF.type, OWL.SymmetricProperty):
        yield from graph.objects(term, OWL.inverseOf)
        yield from graph.subjects(OWL.inverseOf, term)


def shared_labels(graph: rdflib.Graph) -> Faults:
    """P01, P32: two terms of one label."""
    seen = dict[Literal, URIRef]()
    for term in own(graph, OWL.Class, *PROPERTIES):
        for label in labels(graph, term):
            if seen.setdefault(label, term) != term:
                yield label


def bad_chains(graph: rdflib.Graph) -> Faults:
    """P33: a chain of one link, or of links that do not meet."""
    for term, chain in graph.subject_objects(OWL.propertyChainAxiom):
        links = list(graph.items(chain))
        ends = [graph.value(term, end) for end in (RDFS.domain, RDFS.range)]
        reach = [graph.value(links[0], RDFS.domain), graph.value(links[-1], RDFS.range)]
        if len(links) < 2 or ends != reach:
            yield term


def untyped(graph: rdflib.Graph) -> Faults:
    """P34, P35: a class or property that is spoken of and not declared."""
    kinds = {OWL.Class: (RDFS.subClassOf, RDFS.domain), OWL.ObjectProperty: (OWL.inverseOf,)}
    kinds[RDF.Property] = (RDFS.subPropertyOf, OWL.onProperty)
    declared = {
        term for kind in (OWL.Class, *PROPERTIES) for term in graph.subjects(RDF.type, kind)
    }
    for axiom in (axiom for axioms in kinds.values() for axiom in axioms):
        yield from (
            t
            for t in graph.objects(None, axiom)
            if isinstance(t, URIRef | Literal) and t not in declared
        )
    for axiom in MEMBERS:
        for members in graph.objects(None, axiom):
            items = (one for one in graph.items(members) if isinstance(one, URIRef))
            yield from (one for one in items if one not in declared)


def file_extensions(graph: rdflib.Graph) -> Faults:
    """P36: a name that ends like a file."""
    names = {*graph.subjects(RDF.type, OWL.Ontology), *graph.objects(None, OWL.versionIRI)}
    yield from (one for one in names if re.search(r"\.(ttl|owl|rdf|xml|html?)#?$", str(one)))


def no_header(graph: rdflib.Graph) -> Faults:
    """P38, P39, P41: no ontology, none of this namespace, no licence."""
    header = URIRef(ONTOLOGY)
    if (header, RDF.type, OWL.Ontology) not in graph:
        yield "no ontology"
    if str(graph.value(header, VANN.preferredNamespaceUri)) != ZM:
        yield "no namespace"
    if graph.value(header, DCTERMS.license) is None:
        yield "no licence"


def hijacked(graph: rdflib.Graph) -> Faults:
    """P40: something said of a term of others, or a term of theirs that there is not."""
    for subject, predicate in graph.subject_predicates():
        if (
            isinstance(subject, URIRef)
            and not subject.startswith(ONTOLOGY)
            and predicate != RDF.type
        ):
            yield subject, predicate
    for node in {node for triple in graph for node in triple if isinstance(node, URIRef)}:
        yield from (node for standard in STANDARDS if _is_no_term(standard, node))


def _is_no_term(standard: type[DefinedNamespace], node: URIRef) -> bool:
    return node.startswith(str(standard)) and node not in standard


CHECKS: dict[Callable[[rdflib.Graph], Faults], str] = {
    synonyms: "zm:Item owl:equivalentClass zm:Task .",
    relation_is: "zm:isA a owl:ObjectProperty .",
    unconnected: "zm:Alone a owl:Class .",
    wrong_inverses: "zm:hasItem owl:inverseOf zm:inDocument .",
    cycles: "zm:DocumentPart rdfs:subClassOf zm:Item .",
    merged: 'zm:Mixed a owl:Class ; rdfs:label "plans and tasks"@en .',
    not_explained: "zm:Silent a owl:Class .",
    not_disjoint: "zm:Annex a owl:Class .",
    without_ends: "zm:partOf rdfs:range zm:Item .",
    only_and_not: "zm:Item rdfs:subClassOf [ owl:complementOf zm:Section ] .",
    misused_annotations: 'zm:Item skos:definition "item"@en .',
    misnamed: "zm:has_item a owl:ObjectProperty .",
    own_datatypes: "zm:Date a rdfs:Datatype .",
    turned_both_ways: "zm:counterpartOf owl:inverseOf zm:jurisdiction .",
    shared_labels: 'zm:Task rdfs:label "措施"@zh .',
    bad_chains: "zm:cites owl:propertyChainAxiom ( zm:basedOn ) .",
    untyped: "zm:Item rdfs:subClassOf zm:Undeclared .",
    file_extensions: "<https://w3id.org/zhengmai/ontology.ttl> a owl:Ontology .",
    no_header: "",
    hijacked: "prov:Plan rdfs:subClassOf prov:Enttiy .",
}
"""Each check with what makes it find something."""
PREFIXES = f"""
@prefix zm: <{ZM}> .
@prefix owl: <{OWL}> .
@prefix rdfs: <{RDFS}> .
@prefix prov: <{PROV}> .
@prefix skos: <{SKOS}> .
"""


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return read("policy.ttl", "alignment.ttl")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.__doc__).partition(":")[0])
def test_no_pitfall_is_there(
    ontology: rdflib.Graph, check: Callable[[rdflib.Graph], Faults]
) -> None:
    assert list(check(ontology)) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.__doc__).partition(":")[0])
def test_a_pitfall_is_found(
    ontology: rdflib.Graph, check: Callable[[rdflib.Graph], Faults]
) -> None:
    broken = ontology if CHECKS[check] else rdflib.Graph()
    assert list(check(broken + rdflib.Graph().parse(data=PREFIXES + CHECKS[check])))


def test_every_pitfall_of_the_catalogue_is_tested_or_argued() -> None:
    text = (ONTOLOGY_FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (P\d\d(?:, P\d\d)*) \| (.+?) \| (.+) \|$", text, re.MULTILINE)
    spoken_of = {code for codes, _, _ in rows for code in codes.split(", ")}
    assert spoken_of == {f"P{n:02}" for n in range(1, 42)}
    tested = {code for codes, _, how in rows for code in codes.split(", ") if how == "tested"}
    assert tested == {code for check in CHECKS for code in re.findall(r"P\d\d", str(check.__doc__))}
