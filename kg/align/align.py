"""Links between the items of documents: each document with those above it, and with itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kg.align.kind import date_of, is_above, link_kind
from kg.align.link import Basis, ItemRef, Link, LinkKind, MappingSet, NoMatch
from kg.align.score import Likeness, compare
from kg.align.wording import shared_wording
from kg.resolve import ResolvedCitation, basis_between
from loaders.document import Document, Item

METHOD = "clause-bigrams 0.1"
LINKED, RELATED, RESTATED = 0.4, 0.28, 0.93


def align(documents: Iterable[Document], resolved: Iterable[ResolvedCitation]) -> MappingSet:
    """Link the items of every document to those of the documents above it.

    Documents are compared only along a line of jurisdictions and upward (city to its own
    province and to the nation), and within themselves (a task row restates the body).
    """
    held, citations = sorted(documents, key=lambda d: d.key), tuple(resolved)
    links: list[Link] = []
    unmatched: list[NoMatch] = []
    for lower in held:
        links += _within(lower)
        for upper in held:
            if is_above(upper.header, lower.header):
                basis = basis_between(citations, lower.key, upper.key)
                found = list(_between(lower, upper, basis))
                links += found
                unmatched += _unmatched(lower, upper, found)
    return MappingSet(
        tuple(sorted(links, key=lambda link: (link.subject, link.object))), tuple(sorted(unmatched))
    )


def _between(lower: Document, upper: Document, basis: Basis) -> Iterator[Link]:
    kind = link_kind(basis, date_of(lower.header), date_of(upper.header))
    for below in (lower.measures, _tasks(lower)):
        for above in (upper.measures, _tasks(upper)):
            for (i, j), likeness in compare(below, above).items():
                if likeness.score >= RELATED:
                    found: LinkKind = kind if likeness.score >= LINKED else "relatedTo"
                    yield _link(lower, below[i], upper, above[j], found, basis, likeness)


def _within(document: Document) -> Iterator[Link]:
    for rows, kind in ((_tasks(document), "restates"), (_supports(document), "supports")):
        for (i, j), likeness in compare(rows, document.measures).items():
            if likeness.score >= RESTATED:
                row, measure = rows[i], document.measures[j]
                if kind == "restates":
                    yield _link(document, row, document, measure, "restates", "none", likeness)
                else:
                    turned = Likeness(likeness.score, likeness.upper, likeness.lower)
                    yield _link(document, measure, document, row, "supports", "none", turned)


def _tasks(document: Document) -> tuple[Item, ...]:
    support = _supports(document)
    return tuple(row for row in document.task_rows if row not in support)


def _supports(document: Document) -> tuple[Item, ...]:
    """Find the rows of tables that name no unit and begin with 支持 throughout: what a ministry
    grants, not what anyone is told to do.
    """
    found: list[Item] = []
    for _, group in groupby(document.task_rows, key=lambda row: row.id.partition("/")[0]):
        rows = list(group)
        if all(not row.units and row.text.startswith("支持") for row in rows):
            found += rows
    return tuple(found)


def _link(
    lower: Document,
    below: Item,
    upper: Document,
    above: Item,
    kind: LinkKind,
    basis: Basis,
    likeness: Likeness,
) -> Link:
    return Link(
        ItemRef(lower.key, below.id),
        ItemRef(upper.key, above.id),
        kind,
        round(min(0.99, likeness.score), 3),
        basis,
        METHOD,
        tuple(shared_wording(likeness.lower, likeness.upper)),
    )


def _unmatched(lower: Document, upper: Document, found: Sequence[Link]) -> Iterator[NoMatch]:
    linked = {
        ref for link in found if link.kind != "relatedTo" for ref in (link.subject, link.object)
    }
    for document, other in ((lower, upper), (upper, lower)):
        for item in document.items():
            ref = ItemRef(document.key, item.id)
            if ref not in linked and item not in _supports(document):
                yield NoMatch(ref, other.key)
