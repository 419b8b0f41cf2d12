"""Write `docs/ontology.html`, the reference of the ontology, from the files of `ontology/`.

`python docs/ontology.py` rewrites the page. It needs no network to be made or to be read.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, URIRef
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
CELL, BOX = (226, 96), (150, 46)
"""Of the diagram, in pixels: a cell of its grid, a box in a cell."""
GRID, EXCHANGES = (5, 6), 40_000


@dataclass(frozen=True)
class Term:
    """One class or property, as the page shows it."""

    name: str
    zh: str
    en: str
    definition: dict[str, str]
    example: dict[str, str]
    note: dict[str, str]
    source: tuple[str, ...]
    relations: tuple[tuple[str, str, str], ...]
    characters: tuple[tuple[str, str], ...]
    ties: tuple[tuple[str, str], ...]


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
class Diagram:
    """Classes in the cells of a grid, and what ties them: property labels, or none for subclass."""

    boxes: dict[str, tuple[int, int]]
    labels: dict[str, str]
    edges: tuple[tuple[str, str, str], ...]

    def lines(self, cell: tuple[int, int], box: tuple[int, int]) -> list[Line]:
        """Give the lines between boxes, in pixels."""
        return [
            Line(*self._border(a, b, cell, box), *self._border(b, a, cell, box), label, not label)
            for a, b, label in self.edges
            if a != b
        ]

    def _border(
        self, name: str, other: str, cell: tuple[int, int], box: tuple[int, int]
    ) -> tuple[float, float]:
        """Find where the line from the middle of one box to another's crosses its border."""
        (x, y), (to_x, to_y) = (
            (self.boxes[one][0] * cell[0] + cell[0] / 2, self.boxes[one][1] * cell[1] + cell[1] / 2)
            for one in (name, other)
        )
        dx, dy = to_x - x, to_y - y
        share = min(box[0] / 2 / abs(dx) if dx else 1, box[1] / 2 / abs(dy) if dy else 1)
        return round(x + dx * share, 1), round(y + dy * share, 1)


def main() -> None:
    """Rewrite the page."""
    (HERE / "ontology.html").write_text(page(), encoding="utf-8")


def page() -> str:
    """Render the reference of the ontology as one HTML page."""
    policy = rdflib.Graph().parse(ONTOLOGY / "policy.ttl")
    ties = rdflib.Graph().parse(ONTOLOGY / "alignment.ttl")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("ontology.html.j2").render(
        header=_texts_of(policy, URIRef(ZM.rstrip("#"))),
        version=policy.value(URIRef(ZM.rstrip("#")), OWL.versionInfo),
        groups=[(names, list(_terms(policy, ties, kind))) for kind, names in KINDS.items()],
        schemes=list(_schemes()),
        diagram=_diagram(policy),
        cell=CELL,
        box=BOX,
    )


def _texts_of(graph: rdflib.Graph, node: Node) -> dict[str, dict[str, str]]:
    return {
        "title": _by_language(graph, node, DCTERMS.title),
        "description": _by_language(graph, node, DCTERMS.description),
    }


def _by_language(graph: rdflib.Graph, node: Node, predicate: URIRef) -> dict[str, str]:
    texts = (text for text in graph.objects(node, predicate) if isinstance(text, rdflib.Literal))
    return {str(text.language): str(text) for text in texts}


def _terms(policy: rdflib.Graph, ties: rdflib.Graph, kind: URIRef) -> Iterator[Term]:
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
            tuple(sorted(map(str, policy.objects(node, DCTERMS.source)))),
            tuple(_relations(policy, node)),
            tuple(words for character, words in CHARACTERS.items() if character in kinds),
            tuple(
                sorted((_short(ties, p), _short(ties, o)) for p, o in ties.predicate_objects(node))
            ),
        )


def _relations(policy: rdflib.Graph, node: URIRef) -> Iterator[tuple[str, str, str]]:
    for relation, (zh, en) in RELATIONS.items():
        said = sorted(_expression(policy, value) for value in policy.objects(node, relation))
        if said:
            yield zh, en, "；".join(said)


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


def _schemes() -> Iterator[tuple[str, dict[str, str], list[tuple[str, dict[str, str], str]]]]:
    """Give the vocabularies that data take values from, with their concepts."""
    for name in ("levels", "status", "genres", "roles", "links", "review", "units"):
        graph = rdflib.Graph().parse(ONTOLOGY / "vocabulary" / f"{name}.ttl")
        for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
            concepts = [
                (
                    str(concept).rsplit("/", 1)[-1],
                    _by_language(graph, concept, SKOS.prefLabel),
                    _by_language(graph, concept, SKOS.definition).get("zh", ""),
                )
                for concept in sorted(graph.subjects(SKOS.inScheme, scheme), key=str)
            ]
            yield (
                str(scheme).rsplit("/", 1)[-1],
                _by_language(graph, scheme, SKOS.prefLabel),
                concepts,
            )


# --- the diagram -----------------------------------------------------------------------------


def _diagram(policy: rdflib.Graph) -> Diagram:
    """Lay out the classes and the object properties between them.

    Of two inverse properties one is drawn; what follows from another property or a chain is not,
    nor is the abstract class of passages, from which nothing goes out.
    """
    joined: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for relation in sorted(policy.subjects(RDF.type, OWL.ObjectProperty), key=str):
        derived = (RDFS.subPropertyOf, OWL.propertyChainAxiom, OWL.inverseOf)
        if any(policy.value(relation, axiom) for axiom in derived):
            continue
        label = _by_language(policy, relation, RDFS.label)["zh"]
        domain, range_ = (policy.value(relation, end) for end in (RDFS.domain, RDFS.range))
        for subject in _named(policy, domain):
            for object_ in _named(policy, range_):
                if subject != object_:
                    joined[subject, object_].append(label)
    above = [
        (str(sub).removeprefix(ZM), str(up).removeprefix(ZM))
        for sub, up in sorted(policy.subject_objects(RDFS.subClassOf), key=str)
        if str(up).startswith(ZM) and up != URIRef(f"{ZM}Passage")
    ]
    edges = [(a, b, "、".join(names)) for (a, b), names in sorted(joined.items())]
    edges += [(sub, up, "") for sub, up in above]
    boxes = _grid(edges)
    labels = {name: _by_language(policy, URIRef(ZM + name), RDFS.label)["zh"] for name in boxes}
    return Diagram(boxes, labels, tuple(edges))


def _named(policy: rdflib.Graph, node: Node | None) -> Iterable[str]:
    members = policy.value(node, OWL.unionOf) if node is not None else None
    nodes = Collection(policy, members) if members else [node]
    return [str(one).removeprefix(ZM) for one in nodes if str(one).startswith(ZM)]


def _grid(edges: Iterable[tuple[str, str, str]]) -> dict[str, tuple[int, int]]:
    """Put each class into a cell so that lines are short and run through no other class.

    Pairs of cells are exchanged as long as that helps; the random numbers are the same in every
    run, and so is the drawing.
    """
    ties = [(a, b) for a, b, _ in edges]
    names = sorted({name for tie in ties for name in tie})
    columns, rows = GRID
    cells: list[str | None] = [*names, *[None] * (columns * rows - len(names))]
    chance, cost = random.Random(0), math.inf
    for _ in range(EXCHANGES):
        a, b = chance.sample(range(len(cells)), 2)
        if cells[a] == cells[b]:
            continue
        cells[a], cells[b] = cells[b], cells[a]
        now = _cost({name: divmod(at, rows) for at, name in enumerate(cells) if name}, ties)
        if now > cost:
            cells[a], cells[b] = cells[b], cells[a]
        cost = min(now, cost)
    return {name: divmod(at, rows) for at, name in enumerate(cells) if name}


def _cost(places: Mapping[str, tuple[int, int]], ties: Iterable[tuple[str, str]]) -> float:
    """Sum the lengths of lines, ten for a class that a line runs through, two for a meeting of
    the middles of two lines, where their labels stand.
    """
    taken, cost = set(places.values()), 0.0
    middles: Counter[tuple[float, float]] = Counter()
    for a, b in ties:
        (ax, ay), (bx, by) = places[a], places[b]
        cost += math.dist((ax, ay), (bx, by)) ** 1.5
        middles[round(ax + bx), round(ay + by)] += 1
        steps = 4 * max(abs(ax - bx), abs(ay - by))
        for step in range(1, steps):
            x, y = ax + (bx - ax) * step / steps, ay + (by - ay) * step / steps
            near = (round(x), round(y))
            if near in taken - {(ax, ay), (bx, by)} and abs(x - near[0]) < 0.45 > abs(y - near[1]):
                cost += 10
    return cost + 4 * sum(n - 1 for n in middles.values())


if __name__ == "__main__":
    main()
