"""Each constraint of the shapes catches what it is for: a node is copied, one thing in the copy is
made wrong, and the shape must say so of the copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import pyshacl
import pytest
import rdflib
from rdflib import RDF, RDFS, SH, XSD, Literal, URIRef
from rdflib.term import Node
from test_validation import BROKEN, sound_graph

from kg import validate
from kg.mapping.terms import ONTOLOGY_FOLDER

NOTHING = URIRef("urn:nothing")
WORDS, NUMBER = Literal("?"), Literal(-1)
LATE = {
    XSD.date: Literal("9999-12-31", datatype=XSD.date),
    XSD.integer: Literal(10**6),
    XSD.decimal: Literal("1000000.0", datatype=XSD.decimal),
}
Values = list[Node]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One parameter of one property of a shape, as `sh:minCount 1`."""

    shape: Node
    property: Node
    path: Node
    parameter: URIRef
    value: Node

    def __str__(self) -> str:
        names = (str(node).rsplit("#")[-1] for node in (self.shape, self.path, self.parameter))
        return " ".join(names)


def wrong(constraint: Constraint, values: Values, compared: Values) -> Values:
    """The values of a path made wrong, in the way that the constraint must notice; `compared` are
    those of the other property that it names.
    """
    parameter = constraint.parameter
    if parameter == SH.minCount:
        return []
    if parameter == SH.maxCount:
        return [*values, one_more(values[0] if values else NOTHING)]
    if parameter == SH.disjoint:
        return compared
    if parameter in (SH.lessThan, SH.lessThanOrEquals):
        return [LATE[one.datatype] for one in values if isinstance(one, Literal) and one.datatype]
    if parameter == SH.languageIn:
        return [*values, Literal("?", "fr")]
    if parameter == SH.uniqueLang:
        return [*values, Literal("?", "zh")]
    if parameter == SH.minInclusive or (parameter, constraint.value) == (SH.datatype, XSD.string):
        return [NUMBER]
    if parameter == SH.maxInclusive:
        return [LATE[XSD.decimal]]
    return [WORDS if parameter in (SH.datatype, SH.nodeKind, SH.pattern) else NOTHING]


def one_more(value: Node) -> Node:
    """Another value of the same kind."""
    if not isinstance(value, Literal):
        return NOTHING
    if value.datatype == XSD.boolean:
        return Literal(not value.toPython())
    return LATE.get(value.datatype or RDF.nil) or Literal(f"{value}?", value.language)


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY_FOLDER / "shapes.ttl")


@pytest.fixture(scope="module")
def data() -> rdflib.Graph:
    """All that a sound graph says, with what the shapes need of vocabulary and hierarchy."""
    store = sound_graph()
    graphs = [graph for graph in store.named_graphs() if validate._is_data(graph)]
    own = [quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)]
    found = rdflib.Graph() + validate._subclasses()
    for quad in chain(own, validate._context(store, own)):
        found.add(tuple(map(validate._term, quad.triple)))  # type: ignore[arg-type]
    found.remove((None, RDF.type, URIRef("https://w3id.org/sssom/MappingSet")))  # by hand
    return found


def constraints(shapes: rdflib.Graph) -> Iterator[Constraint]:
    """Every parameter of every property of the shapes that have targets."""
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    for shape in sorted({one for target in targets for one in shapes.subjects(target)}, key=str):
        for property_ in shapes.objects(shape, SH.property):
            path = shapes.value(property_, SH.path)
            for parameter, value in shapes.predicate_objects(property_):
                if parameter not in (SH.path, SH.message, SH.severity) and path is not None:
                    yield Constraint(shape, property_, path, parameter, value)  # type: ignore[arg-type]


def targets(shapes: rdflib.Graph, data: rdflib.Graph, shape: Node) -> list[Node]:
    """The nodes that a shape is for."""
    found: set[Node] = set()
    for kind in shapes.objects(shape, SH.targetClass):
        below = (one for one in data.transitive_subjects(RDFS.subClassOf, kind) if one)
        found |= {node for one in below for node in data.subjects(RDF.type, one)}
    for path in shapes.objects(shape, SH.targetSubjectsOf):
        found |= set(data.subjects(path))
    for path in shapes.objects(shape, SH.targetObjectsOf):
        found |= set(data.objects(None, path))
    return sorted(found, key=str)


def ways(shapes: rdflib.Graph, path: Node) -> tuple[list[Node], bool]:
    """The properties of a path, and whether they are followed backwards."""
    if back := shapes.value(path, SH.inversePath):
        return [back], True
    if others := shapes.value(path, SH.alternativePath):
        return list(shapes.items(others)), False
    return ([path] if isinstance(path, URIRef) else []), False


def broken_copy(
    shapes: rdflib.Graph, data: rdflib.Graph, constraint: Constraint, copy: URIRef
) -> bool:
    """Add a copy of a node that the constraint is for, with the one thing made wrong; say whether
    there is such a node and such a way.
    """
    properties, backwards = ways(shapes, constraint.path)
    nodes = targets(shapes, data, constraint.shape)
    compared = isinstance(constraint.value, URIRef) and (None, constraint.value, None) in data

    def values_of(node: Node) -> list[tuple[Node, Node]]:
        if backwards:
            return [(p, v) for p in properties for v in data.subjects(p, node)]
        return [(p, v) for p in properties for v in data.objects(node, p)]

    def fits(node: Node) -> bool:
        there = not compared or (node, constraint.value, None) in data
        return bool(values_of(node)) and there

    if not (properties and nodes):
        return False
    node = next(filter(fits, nodes), nodes[0])
    values = values_of(node)
    first = values[0][0] if values else properties[0]
    for predicate, value in list(data.predicate_objects(node)):
        if backwards or (predicate, value) not in values:
            data.add((copy, predicate, value))
    for predicate in shapes.objects(constraint.shape, SH.targetObjectsOf):
        for subject in list(data.subjects(predicate, node)):
            data.add((subject, predicate, copy))
    compared_with = list(data.objects(node, constraint.value))
    made = wrong(constraint, [value for _, value in values], compared_with)
    for value in made:
        data.add((value, first, copy) if backwards else (copy, first, value))
    return True


def test_every_constraint_is_broken_by_something(shapes: rdflib.Graph, data: rdflib.Graph) -> None:
    every = list(constraints(shapes))
    assert len(every) > 250
    copies = {URIRef(f"urn:copy:{n}"): constraint for n, constraint in enumerate(every)}
    not_copied = [c for copy, c in copies.items() if not broken_copy(shapes, data, c, copy)]
    assert [str(constraint) for constraint in not_copied] == []
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    found = {
        (results.value(one, SH.focusNode), said_in_english(results, one))
        for one in results.subjects(RDF.type, SH.ValidationResult)
    }
    unbroken = [
        str(constraint)
        for copy, constraint in copies.items()
        if (copy, message_of(shapes, constraint.property)) not in found
    ]
    assert unbroken == []


def test_what_is_no_property_is_broken_by_hand(shapes: rdflib.Graph) -> None:
    """Rules in SPARQL, and alternatives of several properties."""
    alternatives = set(shapes.subjects(SH["or"])) & set(shapes.subjects(RDF.type, SH.NodeShape))
    shapes_with = {*alternatives, *shapes.objects(None, SH.sparql)}
    by_hand = {message_of(shapes, one) for one in shapes_with if message_of(shapes, one)}
    said = [words for *_, words in BROKEN]
    assert len(by_hand) > 5
    assert [message for message in by_hand if not any(s in message for s in said)] == []


def message_of(graph: rdflib.Graph, shape: Node) -> str:
    texts = (one for one in graph.objects(shape, SH.message) if isinstance(one, Literal))
    return next((str(text) for text in texts if text.language == "en"), "")


def said_in_english(results: rdflib.Graph, result: Node) -> str:
    texts = (one for one in results.objects(result, SH.resultMessage) if isinstance(one, Literal))
    return next((str(text) for text in texts if text.language == "en"), "")
