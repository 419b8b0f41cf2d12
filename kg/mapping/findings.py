"""What a document says against itself, as quads: both wordings, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.iris import (
    concept_iri,
    document_graph_iri,
    document_iri,
    finding_iri,
    item_iri,
    part_iri,
    term,
)
from kg.mapping.facts import LABEL, TYPE, describe, zh
from kg.mapping.parts import evidence
from loaders.document import Document
from loaders.findings import Finding, Quote, findings_in


def finding_quads(document: Document) -> Iterator[Quad]:
    """Give each finding of `document` with its quotes, in the order in which they were found."""
    for order, finding in enumerate(findings_in(document), 1):
        yield from _finding_quads(document.key, finding, order)


def _finding_quads(key: str, finding: Finding, order: int) -> Iterator[Quad]:
    graph, node = document_graph_iri(key), finding_iri(key, order)
    quotes = [part_iri(node, "quote", n) for n in range(1, len(finding.quotes) + 1)]
    yield from describe(
        graph,
        node,
        (TYPE, term("Finding")),
        (LABEL, zh(finding.message_zh)),
        ("message", (zh(finding.message_zh), Literal(finding.message_en, language="en"))),
        ("findingKind", concept_iri("finding", finding.kind.replace("_", "-"))),
        ("findingIn", document_iri(key)),
        ("concerns", [item_iri(key, item) for item in finding.items]),
        ("hasFindingQuote", quotes),
        ("sourceLine", finding.line),
        ("order", order),
    )
    for n, (part, quote) in enumerate(zip(quotes, finding.quotes, strict=True), 1):
        yield from _quote_quads(key, part, quote, n)


def _quote_quads(key: str, node: NamedNode, quote: Quote, order: int) -> Iterator[Quad]:
    yield from describe(
        document_graph_iri(key),
        node,
        (TYPE, term("FindingQuote")),
        (LABEL, zh(quote.words)),
        ("quotedFrom", item_iri(key, quote.item)),
        ("quote", quote.words),
        ("order", order),
        *evidence(quote.span),
    )
