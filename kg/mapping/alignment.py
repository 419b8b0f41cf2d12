"""What the aligner found as quads of the graph `alignment`: direct links, and a record of each."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Literal

from pyoxigraph import NamedNode, Quad

from kg.align.link import ItemRef, Link, MappingSet, NoMatch, SharedWording, TargetLink
from kg.iris import (
    alignment_iri,
    concept_iri,
    document_iri,
    graph_iri,
    item_iri,
    no_match_iri,
    part_iri,
    software_iri,
    target_iri,
    term,
)
from kg.mapping.facts import LABEL, TYPE, describe, prov, zh

GRAPH = graph_iri("alignment")
Status = Literal["unreviewed", "accepted", "rejected"]


def alignment_quads(mapping_set: MappingSet) -> Iterator[Quad]:
    """Give links, misses and target pairs as quads of the graph `alignment`."""
    yield from describe(
        GRAPH,
        GRAPH,
        (TYPE, NamedNode("https://w3id.org/sssom/MappingSet")),
        (LABEL, zh("条目对应（图）")),
        (prov("wasAttributedTo"), software_iri(version("zhengmai"))),
    )
    for link in mapping_set.links:
        yield from link_quads(link)
    for miss in mapping_set.no_matches:
        yield from no_match_quads(miss)
    for pair in mapping_set.target_links:
        yield from _target_quads(pair)


def _item(ref: ItemRef) -> NamedNode:
    return item_iri(ref.document, ref.item)


def link_quads(
    link: Link, status: Status = "unreviewed", graph: NamedNode = GRAPH
) -> Iterator[Quad]:
    """Give a link and its record; a rejected one is a record of no kind, and no link."""
    record = alignment_iri(_pair(link.subject), _pair(link.object))
    wordings = [part_iri(record, "wording", n + 1) for n in range(len(link.shared))]
    linked = status != "rejected"
    if linked:
        yield from describe(graph, _item(link.subject), (link.kind, _item(link.object)))
    yield from describe(
        graph,
        record,
        (TYPE, term("Alignment")),
        (LABEL, zh(f"{link.subject} → {link.object}")),
        ("subjectItem", _item(link.subject)),
        ("objectItem", _item(link.object)),
        ("linkKind", concept_iri("link", link.kind) if linked else None),
        ("confidence", float(link.confidence)),
        ("basis", concept_iri("basis", link.basis)),
        ("method", link.method),
        ("reviewStatus", concept_iri("review", status)),
        ("hasSharedWording", wordings),
    )
    for n, (node, wording) in enumerate(zip(wordings, link.shared, strict=True), 1):
        yield from _wording_quads(graph, node, wording, n)


def _wording_quads(
    graph: NamedNode, node: NamedNode, wording: SharedWording, order: int
) -> Iterator[Quad]:
    yield from describe(
        graph,
        node,
        (TYPE, term("SharedWording")),
        (LABEL, zh(wording.text)),
        ("quote", wording.text),
        ("subjectStart", wording.subject_start),
        ("subjectEnd", wording.subject_end),
        ("objectStart", wording.object_start),
        ("objectEnd", wording.object_end),
        ("order", order),
    )


def no_match_quads(miss: NoMatch, graph: NamedNode = GRAPH) -> Iterator[Quad]:
    """Give the record that an item was searched for in a document, and nothing found."""
    yield from describe(
        graph,
        no_match_iri(_pair(miss.item), miss.searched),
        (TYPE, term("NoMatch")),
        (LABEL, zh(f"{miss.item} → {miss.searched}：未找到")),
        ("unmatchedItem", _item(miss.item)),
        ("searchedDocument", document_iri(miss.searched)),
    )


def _target_quads(pair: TargetLink) -> Iterator[Quad]:
    """Tie a lower target to the upper one it refines, or say that the lower item has no number."""
    subject, upper, lower = pair.subject_item, pair.object_target_index, pair.subject_target_index
    upper_target = target_iri(*_pair(pair.object_item), upper + 1)
    lower_target = None if lower is None else target_iri(*_pair(subject), lower + 1)
    if lower_target:
        yield from describe(GRAPH, lower_target, ("refinesTarget", upper_target))
    alignment = alignment_iri(_pair(subject), _pair(pair.object_item))
    name = f"target/{upper + 1}" if lower is None else f"target/{upper + 1}/{lower + 1}"
    yield from describe(
        GRAPH,
        NamedNode(f"{alignment.value}/{name}"),
        (TYPE, term("TargetComparison")),
        (LABEL, zh(f"{subject} → {pair.object_item}：目标 {upper + 1}")),
        ("lowerItem", _item(subject)),
        ("lowerTarget", lower_target),
        ("upperTarget", upper_target),
        ("outcome", concept_iri("outcome", pair.outcome)),
        ("addition", concept_iri("addition", pair.addition) if pair.addition else None),
        ("shortfall", [concept_iri("shortfall", one) for one in pair.shortfalls]),
    )


def _pair(ref: ItemRef) -> tuple[str, str]:
    return ref.document, ref.item
