"""Links between the items of documents: each document with those above it, and with itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.align.candidates import candidates
from kg.align.kind import link_kind
from kg.align.lines import date_of
from kg.align.link import (
    Basis,
    ItemRef,
    Link,
    LinkKind,
    MappingSet,
    NoMatch,
    TargetLink,
)
from kg.align.parameters import parameters
from kg.align.score import Scored, Within, between, within
from kg.align.targets import target_links
from kg.align.wording import shared_wording, turned
from kg.resolve import ResolvedCitation
from loaders.document import Document

METHOD = "clause-bigrams 1.1"


def align(
    documents: Iterable[Document], resolved: Iterable[ResolvedCitation], only: str | None = None
) -> MappingSet:
    """Link the items of every document to those of the documents above it, and to its own.

    Upward, only along a line of jurisdictions (a city to its own province and to the nation),
    where the upper document is on the lower one's subject or its declared basis. Inside a
    document, a task row restates the body, and a ministry's support item supports it: a
    `supports` link has the measure as its subject and the support item that it draws on as its
    object. Where the key of one document is given as `only`, its own links are found, and no
    others.
    """
    given = parameters()
    held = sorted(documents, key=lambda document: document.key)
    pairs = [
        (lower, upper, basis)
        for lower, upper, basis in candidates(held, resolved, given)
        if only in (None, lower.key, upper.key)
    ]
    compared = {document.key for lower, upper, _ in pairs for document in (lower, upper)}
    read = {
        document.key: within(document, given)
        for document in held
        if only in (None, document.key) or document.key in compared
    }
    links = [link for key, own in read.items() if only in (None, key) for link in _inside(own)]
    unmatched: list[NoMatch] = []
    for lower, upper, basis in pairs:
        kind = link_kind(basis, date_of(lower.header), date_of(upper.header))
        found = list(_across(read[lower.key], read[upper.key], kind, basis))
        links += found
        unmatched += _unmatched(read[lower.key], read[upper.key], found)
    links.sort(key=lambda link: (link.subject, link.object))
    return with_targets(MappingSet(tuple(links), tuple(sorted(unmatched))), held)


def with_targets(found: MappingSet, documents: Iterable[Document]) -> MappingSet:
    """Follow the targets of upper items along the links, in a fixed order."""
    items = {ItemRef(each.key, item.id): item for each in documents for item in each.items()}
    targets = sorted(target_links(found.links, items), key=_target_order)
    return replace(found, target_links=tuple(targets))


def _across(lower: Within, upper: Within, kind: LinkKind, basis: Basis) -> Iterator[Link]:
    given = parameters()
    for pair in between(lower, upper, given):
        if pair.confidence >= given.related:
            found: LinkKind = kind if pair.confidence >= given.linked else "relatedTo"
            yield _link(lower.lists.key, upper.lists.key, pair, found, basis)


def _inside(own: Within) -> Iterator[Link]:
    key = own.lists.key
    for pair in own.restated:
        if pair.confidence >= own.linked:
            yield _link(key, key, pair, "restates", "none")
    for pair in own.supported:
        if pair.confidence >= own.linked:
            link = _link(key, key, pair, "supports", "none")
            shared = tuple(turned(wording, pair.upper.text) for wording in link.shared)
            yield replace(link, subject=link.object, object=link.subject, shared=shared)


def _link(lower: str, upper: str, pair: Scored, kind: LinkKind, basis: Basis) -> Link:
    return Link(
        ItemRef(lower, pair.lower.id),
        ItemRef(upper, pair.upper.id),
        kind,
        round(pair.confidence, 3),
        basis,
        METHOD,
        shared_wording(pair.likeness.pairs, pair.lower, pair.upper),
    )


def _unmatched(lower: Within, upper: Within, found: Iterable[Link]) -> Iterator[NoMatch]:
    linked = {end for link in found for end in (link.subject, link.object)}
    for own, other in ((lower.lists, upper.lists), (upper.lists, lower.lists)):
        for item in own.told:
            ref = ItemRef(own.key, item.id)
            if ref not in linked:
                yield NoMatch(ref, other.key)


def _target_order(link: TargetLink) -> tuple[ItemRef, ItemRef, int]:
    return link.subject_item, link.object_item, link.object_target_index
