"""Does the graph keep to its shapes? Documents, links, decisions and measurements, by pySHACL.

A graph is validated with what it needs of the others: the types and schemes of what it points to,
and for links the text, document, date and divisions of the items they tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, Final, Literal

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, RDFS, SH, SKOS, XSD

from kg.iris import GRAPH, ZM, term
from kg.mapping.alignment import GRAPH as LINKS
from kg.mapping.bodies import ENTITIES
from kg.mapping.curation import GRAPH as DECISIONS
from kg.mapping.facts import TYPE
from kg.mapping.quality import GRAPH as QUALITY
from kg.mapping.terms import ONTOLOGY_FOLDER

Severity = Literal["violation", "warning"]
_NEEDED_OF_OTHERS: Final = (
    TYPE,
    ox.NamedNode(str(SKOS.inScheme)),
    *map(term, ("inDocument", "text", "date", "jurisdiction", "parentDivision")),
)
_TOO_LONG: Final = term("sourceText")


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that breaks a shape: where it was read, and a sentence in each language.

    `file` and `line` are None where nothing was read (a division, a link between two files
    counts as read where its lower item was).
    """

    severity: Severity
    file: str | None
    line: int | None
    node: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Report:
    """What validation found in how many graphs, in the order of files and lines."""

    graphs: int
    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Tell whether nothing is wrong; warnings are about the documents, not about the graph."""
        return not any(one.severity == "violation" for one in self.violations)


def validate(store: ox.Store) -> Report:
    """Validate the graphs that the mapping writes in `store` against `shapes.ttl`."""
    graphs = [graph for graph in store.named_graphs() if _is_data(graph)]
    found = {one for graph in graphs for one in _violations(store, graph)}
    return Report(len(graphs), tuple(sorted(found, key=_by_place)))


def _by_place(one: Violation) -> tuple[str, int, str, str]:
    return one.file or "", one.line or 0, one.node, one.en


def _is_data(graph: ox.NamedNode | ox.BlankNode) -> bool:
    known = (ENTITIES, LINKS, DECISIONS, QUALITY)
    return graph.value.startswith(f"{GRAPH}document/") or graph in known


@cache
def _shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY_FOLDER / "shapes.ttl")


@cache
def _subclasses() -> rdflib.Graph:
    """Give the hierarchy of classes, by which a shape for items holds for measures and tasks."""
    terms, hierarchy = rdflib.Graph().parse(ONTOLOGY_FOLDER / "policy.ttl"), rdflib.Graph()
    for triple in terms.triples((None, RDFS.subClassOf, None)):
        hierarchy.add(triple)
    return hierarchy


def _violations(store: ox.Store, graph: ox.NamedNode | ox.BlankNode) -> Iterator[Violation]:
    own = list(store.quads_for_pattern(None, None, None, graph))
    described = {_term(quad.subject) for quad in own if quad.predicate == TYPE}
    data = rdflib.Graph() + _subclasses()
    for quad in chain(own, _context(store, own)):
        if quad.predicate != _TOO_LONG:
            data.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    _, results, _ = pyshacl.validate(
        data, shacl_graph=_shapes(), inference="none", use_shapes=list(_asked(own))
    )
    for result, focus in results.subject_objects(SH.focusNode):
        if focus in described:
            yield _violation(store, results, result)


def _asked(own: Iterable[ox.Quad]) -> Iterator[rdflib.URIRef]:
    """Give the shapes that have a target in `own`, and those that they refer to.

    The context only helps: to validate it too would take most of the time.
    """
    properties = {_term(quad.predicate) for quad in own}
    said = {_term(quad.object) for quad in own if quad.predicate == TYPE}
    kinds = {up for one in said for up in _subclasses().transitive_objects(one, RDFS.subClassOf)}
    for shape in _shapes().subjects(RDF.type, SH.NodeShape):
        classes = set(_shapes().objects(shape, SH.targetClass))
        ends = {*_shapes().objects(shape, SH.targetSubjectsOf)}
        ends |= {*_shapes().objects(shape, SH.targetObjectsOf)}
        asked = classes & kinds or ends & properties or not (classes or ends)
        if asked and isinstance(shape, rdflib.URIRef):
            yield shape


def _context(store: ox.Store, own: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Give what shapes ask of the nodes that `own` points to, and of what those point to."""
    known = set[ox.NamedNode]()
    ahead = {quad.object for quad in own if isinstance(quad.object, ox.NamedNode)}
    while ahead:
        known |= ahead
        needed = [quad for node in ahead for quad in _needed(store, node)]
        yield from needed
        ahead = {quad.object for quad in needed if isinstance(quad.object, ox.NamedNode)} - known


def _needed(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Quad]:
    for predicate in _NEEDED_OF_OTHERS:
        yield from store.quads_for_pattern(node, predicate, None, None)


def _term(node: Any) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(node, ox.NamedNode):
        return rdflib.URIRef(node.value)
    if node.language or node.datatype.value == str(XSD.string):
        return rdflib.Literal(node.value, lang=node.language)
    return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype.value))


def _violation(store: ox.Store, results: rdflib.Graph, result: Any) -> Violation:
    focus, value = results.value(result, SH.focusNode), results.value(result, SH.value)
    if focus in (_term(LINKS), _term(DECISIONS)) and value is not None:
        focus, value = value, None  # such a shape is asked once and names the record at fault
    node = ox.NamedNode(str(focus))
    file, line, name = _place(store, node)
    said = {str(text.language): text for text in _texts(results, result)}
    shown = f"（{value}）" if value is not None else ""
    return Violation(
        "warning" if results.value(result, SH.resultSeverity) == SH.Warning else "violation",
        file,
        line,
        node.value,
        f"{name}：{said.get('zh', '不合约束。')}{shown}",
        f"{name}: {said.get('en', 'It breaks a shape.')}{shown}",
    )


def _texts(results: rdflib.Graph, result: Any) -> Iterator[rdflib.Literal]:
    """Give the messages; pySHACL drops their language where a SPARQL constraint has them."""
    constraint = results.value(result, SH.sourceConstraint)
    if constraint is not None:
        texts = _shapes().objects(constraint, SH.message)
    else:
        texts = results.objects(result, SH.resultMessage)
    yield from (text for text in texts if isinstance(text, rdflib.Literal))


_PLACE: Final = f"""
PREFIX zm: <{ZM}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?node ?file ?line ?name WHERE {{
  OPTIONAL {{ ?node rdfs:label ?name }}
  OPTIONAL {{
    ?node (zm:subjectItem|zm:unmatchedItem|zm:lowerItem|^zm:hasSharedWording/zm:subjectItem)?
      ?read .
    ?read (zm:targetOf|zm:assignmentOf|zm:quotedFrom)?/(zm:inDocument|zm:citedBy|zm:findingIn)?
      /zm:sourceFile ?file
    OPTIONAL {{ ?read zm:sourceLine ?line }}
  }}
}} ORDER BY ?file ?line ?name LIMIT 1
"""


def _place(store: ox.Store, node: ox.NamedNode) -> tuple[str | None, int | None, str]:
    """Find the file and line that `node` was read from, and its label (its IRI without one)."""
    found = store.query(
        _PLACE, substitutions={ox.Variable("node"): node}, use_default_graph_as_union=True
    )
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("the query for a place is a SELECT")
    _, file, line, name = next(found)
    return file and file.value, line and int(line.value), name.value if name else node.value
