"""Write `docs/ontology.html`, the reference of the ontology, from the files of `ontology/`.

`python docs/ontology.py` rewrites the page. It needs no network to be made or to be read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
import pyoxigraph
import rdflib
from markupsafe import Markup, escape
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

HERE = Path(__file__).parent
ONTOLOGY = HERE.parent / "ontology"
ZM = "https://w3id.org/zhengmai/ontology#"
KINDS = {
    OWL.Class: ("类", "Classes"),
    OWL.ObjectProperty: ("对象属性", "Object properties"),
    OWL.DatatypeProperty: ("数据属性", "Data properties"),
}
CHARACTERS = {
    OWL.FunctionalProperty: ("单值", "functional"),
    OWL.InverseFunctionalProperty: ("反向单值", "inverse functional"),
    OWL.TransitiveProperty: ("可传递", "transitive"),
    OWL.SymmetricProperty: ("对称", "symmetric"),
    OWL.AsymmetricProperty: ("反对称", "asymmetric"),
    OWL.IrreflexiveProperty: ("不自反", "irreflexive"),
}
RELATIONS = {
    RDFS.subClassOf: ("上位类", "subclass of"),
    OWL.equivalentClass: ("等价于", "equivalent to"),
    RDFS.subPropertyOf: ("上位属性", "subproperty of"),
    RDFS.domain: ("主语", "domain"),
    RDFS.range: ("宾语", "range"),
    OWL.inverseOf: ("互逆于", "inverse of"),
    OWL.propertyChainAxiom: ("由链得出", "chain"),
    OWL.disjointUnionOf: ("分为", "disjoint union of"),
}
FROM_OTHERS = {
    RDFS.subClassOf: ("下位类", "superclass of"),
    RDFS.domain: ("作主语的属性", "in domain of"),
    RDFS.range: ("作宾语的属性", "in range of"),
}
"""What others say of a class."""
SCHEMES = {
    "levels": False, "status": False, "genres": False, "roles": False, "links": False,
    "targets": False, "review": False, "standing": False, "findings": False, "quality": True,
    "units": True, "lines": True, "columns": True, "headings": True, "fields": True,
}  # fmt: skip
"""The vocabularies in the order of the page, and whether they are folded."""
CELL, BOX, ROW = (226, 112), (150, 46), 15
"""Of the diagram, in pixels: a cell of its grid, a box in a cell, a row more in a box."""
CORE = (
    (None, None, "Section", "Target", None),
    ("Citation", None, "DocumentPart", None, "TargetComparison"),
    ("AdministrativeDivision", "PolicyDocument", None, "Item", "Measure"),
    ("FunctionalLine", "PublicBody", "NoMatch", "Alignment", "Task"),
    (None, "CollectiveBody", "Assignment", "SharedWording", None),
)
"""The classes that the diagram shows, each in its cell, so that no line runs through another."""


@dataclass(frozen=True)
class Term:
    """One class or property, as the page shows it."""

    name: str
    zh: str
    en: str
    definition: dict[str, str]
    example: dict[str, str]
    note: dict[str, str]
    source: dict[str, str]
    relations: tuple[tuple[str, str, str], ...]
    characters: tuple[tuple[str, str], ...]
    constraints: tuple[dict[str, str], ...]
    ties: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """One concept, as the page shows it: texts by language."""

    key: str
    label: dict[str, str]
    definition: dict[str, str]
    example: dict[str, str]
    note: dict[str, str]


@dataclass(frozen=True)
class Scheme:
    """A concept scheme with its concepts; a long one is `folded`."""

    key: str
    label: dict[str, str]
    definition: dict[str, str]
    entries: tuple[Entry, ...]
    folded: bool


@dataclass(frozen=True)
class Line:
    """A line from the border of one box to the border of another."""

    x1: float
    y1: float
    x2: float
    y2: float
    label: str
    above: bool


@dataclass(frozen=True)
class Box:
    """A class in the diagram: its middle, in pixels, and rows of properties from it to itself."""

    name: str
    label: str
    x: float
    y: float
    own: tuple[str, ...]

    @property
    def height(self) -> int:
        """Give the height, in pixels."""
        return BOX[1] + ROW * len(self.own)

    def border(self, other: Box) -> tuple[float, float]:
        """Find where the line from the middle of this box to another's crosses its border."""
        dx, dy = other.x - self.x, other.y - self.y
        share = min(BOX[0] / 2 / abs(dx) if dx else 1, self.height / 2 / abs(dy) if dy else 1)
        return round(self.x + dx * share, 1), round(self.y + dy * share, 1)


@dataclass(frozen=True)
class Diagram:
    """Classes in the cells of a grid, and what ties them: property labels, or none for subclass."""

    boxes: tuple[Box, ...]
    edges: tuple[tuple[Box, Box, str], ...]

    @property
    def size(self) -> tuple[int, int]:
        """Give width and height, in pixels."""
        return len(CORE[0]) * CELL[0], len(CORE) * CELL[1]

    @property
    def lines(self) -> list[Line]:
        """Give the lines between boxes, in pixels."""
        return [Line(*a.border(b), *b.border(a), label, not label) for a, b, label in self.edges]


def main() -> None:
    """Rewrite the page."""
    (HERE / "ontology.html").write_text(page(), encoding="utf-8")


def page() -> str:
    """Render the reference of the ontology as one HTML page."""
    policy, ties, shapes = (
        rdflib.Graph().parse(ONTOLOGY / f"{name}.ttl") for name in ("policy", "alignment", "shapes")
    )
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["linked"] = _linked
    return environment.get_template("ontology.html.j2").render(
        header=_texts_of(policy, URIRef(ZM.rstrip("#"))),
        version=policy.value(URIRef(ZM.rstrip("#")), OWL.versionInfo),
        groups=[(names, list(_terms(policy, ties, shapes, kind))) for kind, names in KINDS.items()],
        schemes=list(_schemes()),
        diagram=_diagram(policy),
        box=BOX,
        row=ROW,
    )


def _texts_of(graph: rdflib.Graph, node: Node) -> dict[str, dict[str, str]]:
    return {
        "title": _by_language(graph, node, DCTERMS.title),
        "description": _by_language(graph, node, DCTERMS.description),
    }


def _by_language(graph: rdflib.Graph, node: Node, predicate: URIRef) -> dict[str, str]:
    texts = (text for text in graph.objects(node, predicate) if isinstance(text, rdflib.Literal))
    return {str(text.language): str(text) for text in texts}


def _terms(
    policy: rdflib.Graph, ties: rdflib.Graph, shapes: rdflib.Graph, kind: URIRef
) -> Iterator[Term]:
    """Give the terms of a kind in the order of their English labels."""
    names = [
        n for n in policy.subjects(RDF.type, kind) if isinstance(n, URIRef) and n.startswith(ZM)
    ]
    for node in sorted(names):
        label = _by_language(policy, node, RDFS.label)
        kinds = set(policy.objects(node, RDF.type))
        yield Term(
            node.removeprefix(ZM),
            label["zh"],
            label["en"],
            _by_language(policy, node, SKOS.definition),
            _by_language(policy, node, SKOS.example),
            _by_language(policy, node, SKOS.scopeNote),
            _by_language(policy, node, DCTERMS.source),
            tuple(_relations(policy, node)),
            tuple(words for character, words in CHARACTERS.items() if character in kinds),
            tuple(_constraints(shapes, node)),
            tuple(
                sorted((_short(ties, p), _short(ties, o)) for p, o in ties.predicate_objects(node))
            ),
        )


def _relations(policy: rdflib.Graph, node: URIRef) -> Iterator[tuple[str, str, str]]:
    for relation, (zh, en) in RELATIONS.items():
        said = sorted(_expression(policy, value) for value in policy.objects(node, relation))
        if relation == OWL.disjointUnionOf:
            said = [parts.replace(" ∘ ", " ⊔ ") for parts in said]
        if said:
            yield zh, en, "；".join(said)
    for relation, (zh, en) in FROM_OTHERS.items():
        others = {
            term
            for said, name in policy.subject_objects(relation)
            for term in ([said] if name == node else [])
        }
        others |= {
            said
            for said, union in policy.subject_objects(relation)
            for members in policy.objects(union, OWL.unionOf)
            if node in Collection(policy, members)
        }
        if others and (node, RDF.type, OWL.Class) in policy:
            yield zh, en, "；".join(sorted(_short(policy, one) for one in others))


def _constraints(shapes: rdflib.Graph, node: URIRef) -> Iterator[dict[str, str]]:
    """Give the sentences of the shapes that hold for a property."""
    for shape in sorted(shapes.subjects(SH.path, node), key=lambda one: str(_said(shapes, one))):
        if said := _said(shapes, shape):
            yield said


def _said(shapes: rdflib.Graph, shape: Node) -> dict[str, str]:
    return _by_language(shapes, shape, SH.message)


def _linked(value: str) -> Markup:
    """Make each `zm:` name of an expression lead to its entry."""
    return Markup(re.sub(r"zm:(\w+)", r'<a href="#\1">zm:\1</a>', str(escape(value))))


def _expression(graph: rdflib.Graph, node: Node) -> str:
    """Write a class expression, a list or a name: `zm:PolicyDocument ⊓ zm:level = level/county`."""
    for operator, sign in ((OWL.unionOf, " ⊔ "), (OWL.intersectionOf, " ⊓ "), (OWL.oneOf, "、")):
        if members := graph.value(node, operator):
            return sign.join(_expression(graph, one) for one in Collection(graph, members))
    if on := graph.value(node, OWL.onProperty):
        value = graph.value(node, OWL.hasValue)
        return f"{_short(graph, on)} = {str(value).removeprefix('https://w3id.org/zhengmai/')}"
    if graph.value(node, OWL.onDatatype):
        return "xsd:decimal [0, 1]"
    if graph.value(node, RDF.first) is not None:
        return " ∘ ".join(_expression(graph, one) for one in Collection(graph, node))
    return _short(graph, node)


def _short(graph: rdflib.Graph, node: Node) -> str:
    return node.n3(graph.namespace_manager) if isinstance(node, URIRef) else str(node)


def _schemes() -> Iterator[Scheme]:
    """Give the vocabularies that data take values from, with their concepts in print order."""
    for name, folded in SCHEMES.items():
        file = ONTOLOGY / "vocabulary" / f"{name}.ttl"
        graph = rdflib.Graph().parse(file)
        printed = dict.fromkeys(quad.subject for quad in pyoxigraph.parse(path=str(file)))
        for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
            key = str(scheme).rsplit("/", 1)[-1]
            yield Scheme(
                key,
                _by_language(graph, scheme, SKOS.prefLabel),
                _by_language(graph, scheme, SKOS.definition),
                tuple(
                    _entry(graph, node, node.removeprefix(f"{scheme}/"))
                    for node in map(URIRef, (one.value for one in printed))
                    if (node, SKOS.inScheme, scheme) in graph
                ),
                folded,
            )


def _entry(graph: rdflib.Graph, node: URIRef, key: str) -> Entry:
    return Entry(
        key,
        *(
            _by_language(graph, node, said)
            for said in (SKOS.prefLabel, SKOS.definition, SKOS.example, SKOS.scopeNote)
        ),
    )


# --- the diagram -----------------------------------------------------------------------------


def _diagram(policy: rdflib.Graph) -> Diagram:
    """Draw the classes of the core and the object properties between them.

    Of two inverse properties one is drawn; what follows from another property or a chain is not,
    except from a class to itself, which stands in its box.
    """
    joined: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for relation in sorted(policy.subjects(RDF.type, OWL.ObjectProperty), key=str):
        domain, range_ = (policy.value(relation, end) for end in (RDFS.domain, RDFS.range))
        derived = (RDFS.subPropertyOf, OWL.propertyChainAxiom, OWL.inverseOf)
        if domain == range_ or not any(policy.value(relation, axiom) for axiom in derived):
            label = _by_language(policy, relation, RDFS.label)["zh"]
            for subject in _named(policy, domain):
                for object_ in _named(policy, range_):
                    joined[subject, object_].append(label)
    boxes = {
        name: Box(
            name,
            _by_language(policy, URIRef(ZM + name), RDFS.label)["zh"],
            (column + 0.5) * CELL[0],
            (row + 0.5) * CELL[1],
            _rows(joined[name, name]),
        )
        for row, cells in enumerate(CORE)
        for column, name in enumerate(cells)
        if name
    }
    tied = [(pair, "、".join(labels)) for pair, labels in sorted(joined.items())]
    tied += [
        ((sub.removeprefix(ZM), up.removeprefix(ZM)), "")
        for sub, up in sorted(policy.subject_objects(RDFS.subClassOf), key=str)
        if isinstance(sub, URIRef) and isinstance(up, URIRef)
    ]
    edges = [(boxes[a], boxes[b], label) for (a, b), label in tied if a != b and {a, b} <= {*boxes}]
    return Diagram(tuple(boxes.values()), tuple(edges))


def _rows(labels: list[str]) -> tuple[str, ...]:
    """Write labels in rows of three."""
    rows = ["、".join(labels[at : at + 3]) for at in range(0, len(labels), 3)]
    return tuple(f"↻ {row}" for row in rows)


def _named(policy: rdflib.Graph, node: Node | None) -> Iterable[str]:
    members = policy.value(node, OWL.unionOf) if node is not None else None
    nodes = Collection(policy, members) if members else [node]
    return [str(one).removeprefix(ZM) for one in nodes if str(one).startswith(ZM)]


if __name__ == "__main__":
    main()
