"""How well this version reads and links, as quads of the graph `quality`: DQV and PROV-O."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pyoxigraph import NamedNode, Quad

from kg.iris import (
    concept_iri,
    document_graph_iri,
    evaluation_iri,
    gold_iri,
    graph_iri,
    software_iri,
    term,
)
from kg.mapping.documents import software_quads
from kg.mapping.facts import LABEL, TYPE, describe, en, midnight, prov, zh
from kg.quality.measured import Evaluation, Measured
from loaders.vocabulary import chinese_terms

GRAPH = graph_iri("quality")
_IDENTIFIER = NamedNode("http://purl.org/dc/terms/identifier")
_DQV = "http://www.w3.org/ns/dqv#"


def quality_quads(run: Measured, held: Collection[str]) -> Iterator[Quad]:
    """Give what was measured as quads of the graph `quality`.

    `held` are the keys of the documents in the store: that a measurement was computed on a graph
    is said only of graphs that stand there.
    """
    agent = software_iri(run.version)
    yield from software_quads(run.version)
    for name, (path, digest) in run.golds.items():
        yield from describe(
            GRAPH,
            gold_iri(name),
            (TYPE, prov("Entity")),
            (LABEL, (zh(f"人工标注 {path}"), en(f"annotation by hand {path}"))),
            (_IDENTIFIER, f"sha256:{digest}"),
        )
    for one in run.evaluations:
        yield from _evaluation_quads(one, run, agent)
        yield from _measurement_quads(one, _computed_on(one, held))


def _evaluation_quads(one: Evaluation, run: Measured, agent: NamedNode) -> Iterator[Quad]:
    low, high = one.band or (None, None)
    yield from describe(
        GRAPH,
        _evaluation(one),
        (TYPE, term("Evaluation")),
        (LABEL, zh(f"{_aspect(one)}：{'、'.join(one.documents)}")),
        ("evaluatedAspect", concept_iri("aspect", one.aspect)),
        ("evaluatedMethod", concept_iri("method", one.method)),
        ("goldDocument", one.documents),
        ("goldSize", one.size),
        ("fromConfidence", low),
        ("toConfidence", high),
        (prov("used"), gold_iri(one.gold)),
        (prov("wasAssociatedWith"), agent),
        (prov("endedAtTime"), midnight(run.day)),
    )


def _measurement_quads(one: Evaluation, graph: NamedNode | None) -> Iterator[Quad]:
    for metric, value in one.values.items():
        yield from describe(
            GRAPH,
            evaluation_iri(*_name(one), metric),
            (TYPE, NamedNode(f"{_DQV}QualityMeasurement")),
            (LABEL, zh(f"{_aspect(one)}：{metric} {value:.3f}")),
            (NamedNode(f"{_DQV}isMeasurementOf"), concept_iri("metric", metric)),
            (NamedNode(f"{_DQV}value"), float(value)),
            (NamedNode(f"{_DQV}computedOn"), graph),
            (prov("wasGeneratedBy"), _evaluation(one)),
        )


def _computed_on(one: Evaluation, held: Collection[str]) -> NamedNode | None:
    """The graph of the document that was read, or that of the links."""
    if not set(one.documents) <= set(held):
        return None
    return document_graph_iri(*one.documents) if one.gold == "reading" else graph_iri("alignment")


def _evaluation(one: Evaluation) -> NamedNode:
    return evaluation_iri(*_name(one))


def _name(one: Evaluation) -> tuple[str, ...]:
    band = [f"{one.band[0]:.2f}-{one.band[1]:.2f}"] if one.band else []
    document = one.documents if one.gold == "reading" else ()
    return (one.gold, *document, one.aspect, one.method, *band)


def _aspect(one: Evaluation) -> str:
    names = {key: label for label, key in chinese_terms("quality").items()}
    return names[one.aspect]
