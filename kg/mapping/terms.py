"""The ontology and the vocabularies, files beside the code, as quads of their named graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from kg.iris import BASE, DEFAULT_BASE, graph_iri
from kg.mapping.bodies import place_quads
from loaders.divisions import divisions

ONTOLOGY_FOLDER = Path(__file__).parents[2] / "ontology"


def ontology_quads() -> Iterator[Quad]:
    """Give the terms and their ties to the outside as quads of the graph `ontology`."""
    names = ("policy.ttl", "alignment.ttl")
    return _file_quads((ONTOLOGY_FOLDER / name for name in names), graph_iri("ontology"))


def vocabulary_quads() -> Iterator[Quad]:
    """Give all concept schemes and divisions as quads of the graph `vocabulary`."""
    files = sorted((ONTOLOGY_FOLDER / "vocabulary").glob("*.ttl"))
    yield from _file_quads(files, graph_iri("vocabulary"))
    yield from place_quads(graph_iri("vocabulary"), divisions().values())


def _file_quads(files: Iterable[Path], graph: NamedNode) -> Iterator[Quad]:
    """Read Turtle `files`, with no blank nodes and with divisions named as the data name them."""
    for file in files:
        names: dict[object, NamedNode] = {}
        for quad in parse(path=str(file), format=RdfFormat.TURTLE):
            for node in (quad.subject, quad.object):
                if isinstance(node, BlankNode):  # a list or a class expression, named by its order
                    name = f"{graph.value}/{file.stem}/{len(names) + 1}"
                    names.setdefault(node, NamedNode(name))
                elif isinstance(node, NamedNode) and node.value.startswith(DEFAULT_BASE):
                    names[node] = NamedNode(node.value.replace(DEFAULT_BASE, BASE, 1))
            subject = names.get(quad.subject, quad.subject)
            yield Quad(subject, quad.predicate, names.get(quad.object, quad.object), graph)
