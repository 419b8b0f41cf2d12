"""The parts of a document as quads: sections, items, their targets and responsible bodies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode, Quad

from kg.align.counted import counted_by
from kg.iris import (
    assignment_iri,
    body_iri,
    concept_iri,
    document_graph_iri,
    document_iri,
    item_iri,
    section_iri,
    target_iri,
    term,
)
from kg.mapping.facts import LABEL, TYPE, Fact, describe, zh
from loaders.document import Document, Item, Section, Span, Target, Unit
from loaders.vocabulary import chinese_terms

_LABEL_LENGTH = 12
Path = tuple[str, ...]


def part_quads(document: Document) -> Iterator[Quad]:
    """Give everything that stands in the outline, the body and the annexes of `document`."""
    sections = dict(_sections(document.outline, ()))
    for order, (path, section) in enumerate(sections.items(), 1):
        yield from _section_quads(document, path, section, order)
    for order, item in enumerate(document.items(), 1):
        yield from _item_quads(document, item, order, _whole_of(document, item, sections))


def evidence(span: Span) -> tuple[Fact, ...]:
    """Say where something stands in the source text of its document."""
    return (
        ("sourceLine", span.line),
        ("startOffset", span.start),
        ("endOffset", span.end),
    )


def short_name(document: Document) -> str:
    """Name a document as in a drawing: its number, else the beginning of its title."""
    header = document.header
    if header.document_number or len(header.title) <= _LABEL_LENGTH:
        return header.document_number or header.title
    return f"{header.title[:_LABEL_LENGTH]}…"


def _sections(outline: Iterable[Section], above: Path) -> Iterator[tuple[Path, Section]]:
    """Give sections in print order, each with a path that no other has.

    The path is made of labels (titles where there is none), counted where a text repeats one.
    """
    seen: Counter[str] = Counter()
    for section in outline:
        label = section.label or section.title
        seen[label] += 1
        path = (*above, label if seen[label] == 1 else f"{label}~{seen[label]}")
        yield path, section
        yield from _sections(section.children, path)


def _whole_of(document: Document, item: Item, sections: Mapping[Path, Section]) -> NamedNode:
    """Find the innermost section that `item` stands in, or the document."""
    for depth in range(len(item.path) - 1, 0, -1):
        if item.path[:depth] in sections:
            return section_iri(document.key, item.path[:depth])
    return document_iri(document.key)


def _section_quads(document: Document, path: Path, section: Section, order: int) -> Iterator[Quad]:
    graph, node = document_graph_iri(document.key), section_iri(document.key, path)
    above = section_iri(document.key, path[:-1]) if path[1:] else document_iri(document.key)
    targets = _target_iris(document, f"section/{'.'.join(path)}", section.targets)
    yield from describe(
        graph,
        node,
        (TYPE, term("Section")),
        (LABEL, zh(f"{section.label} {section.title}".strip())),
        ("notation", section.label),
        ("title", section.title),
        ("text", section.text),
        ("order", order),
        ("partOf", above),
        ("inDocument", document_iri(document.key)),
        ("hasTarget", targets),
        *evidence(section.span),
    )
    yield from _target_quads(graph, node, targets, section.targets)


def _item_quads(document: Document, item: Item, order: int, whole: NamedNode) -> Iterator[Quad]:
    graph, node = document_graph_iri(document.key), item_iri(document.key, item.id)
    home = document_iri(document.key)
    targets = _target_iris(document, item.id, item.targets)
    assignments = [assignment_iri(document.key, item.id, n + 1) for n in range(len(item.units))]
    yield from describe(graph, home, ("hasItem", node))
    yield from describe(
        graph,
        node,
        (TYPE, term("Measure" if item.kind == "measure" else "Task")),
        (LABEL, zh(f"{short_name(document)} {item.id}")),
        ("notation", item.id),
        ("itemKey", f"{document.key}#{item.id}"),
        ("title", item.title),
        ("text", item.text),
        ("deadline", item.deadline),
        ("table", item.table),
        ("order", order),
        ("partOf", whole),
        ("inDocument", home),
        ("hasTarget", targets),
        ("hasAssignment", assignments),
        *((f"{unit.role}Body", body_iri(unit.normalized)) for unit in item.units),
        *evidence(item.span),
    )
    yield from _target_quads(graph, node, targets, item.targets)
    for n, (assignment, unit) in enumerate(zip(assignments, item.units, strict=True), 1):
        yield from _assignment_quads(graph, node, assignment, unit, n)


def _target_iris(document: Document, notation: str, targets: Sequence[Target]) -> list[NamedNode]:
    return [target_iri(document.key, notation, n + 1) for n in range(len(targets))]


def _target_quads(
    graph: NamedNode, whole: NamedNode, nodes: Sequence[NamedNode], targets: Sequence[Target]
) -> Iterator[Quad]:
    for n, (node, target) in enumerate(zip(nodes, targets, strict=True), 1):
        known = chinese_terms("units").get(target.unit)
        level = counted_by(target).named_by
        yield from describe(
            graph,
            node,
            (TYPE, term("Target")),
            (LABEL, zh(target.quote)),
            ("targetOf", whole),
            ("order", n),
            ("indicator", target.indicator),
            ("comparator", target.comparator),
            ("value", float(target.value)),
            ("maxValue", None if target.value_max is None else float(target.value_max)),
            ("unit", target.unit),
            ("unitOfMeasure", concept_iri("unit", known) if known else None),
            ("designatedLevel", concept_iri("level", level) if level else None),
            ("byYear", target.by),
            ("quote", target.quote),
            *evidence(target.span),
        )


def _assignment_quads(
    graph: NamedNode, item: NamedNode, node: NamedNode, unit: Unit, order: int
) -> Iterator[Quad]:
    yield from describe(
        graph,
        node,
        (TYPE, term("Assignment")),
        (LABEL, zh(unit.raw)),
        ("assignmentOf", item),
        ("body", body_iri(unit.normalized)),
        ("role", concept_iri("role", unit.role)),
        ("raw", unit.raw),
        ("order", order),
        ("quote", unit.raw),
        *evidence(unit.span),
    )
