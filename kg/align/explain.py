"""Why two items are linked, or are not: everything that speaks for it and against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.align.candidates import candidates, rests_beside
from kg.align.kind import link_kind
from kg.align.likeness import ClausePair
from kg.align.lines import date_of, is_above
from kg.align.link import Basis, ItemRef, LinkKind, SharedWording
from kg.align.parameters import Parameters, parameters
from kg.align.score import Scored, Within, between, within
from kg.align.targets import TargetPair, same_targets
from kg.align.wording import shared_wording
from kg.resolve import ResolvedCitation, basis_between
from loaders.document import Document, Item, Target, Unit


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks against a link, in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class TargetComparison:
    """An upper target and the lower one that counts the same with what became of it, or None."""

    lower: Target | None
    upper: Target
    pair: TargetPair | None


@dataclass(frozen=True, slots=True)
class UnitComparison:
    """A unit of the lower item and its counterpart on the same functional line in the upper."""

    lower: Unit
    upper: Unit


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is to be said of two items.

    `lower` and `upper` are in the order in which they were compared. `kind` is the link that
    they have, None for none. `confidence` and `score` are 0 where they were not compared, or share
    no wording that counts.
    """

    lower: ItemRef
    upper: ItemRef
    kind: LinkKind | None
    confidence: float
    score: float
    basis: Basis
    clause_pairs: tuple[ClausePair, ...]
    shared: tuple[SharedWording, ...]
    targets: tuple[TargetComparison, ...]
    units: tuple[UnitComparison, ...]
    against: tuple[Reason, ...]


def explain(
    documents: Iterable[Document],
    resolved: Iterable[ResolvedCitation],
    one: ItemRef,
    other: ItemRef,
) -> Explanation:
    """Explain two items, given in either order.

    Raises KeyError where a document or item is not among the documents.
    """
    given = parameters()
    held = {document.key: document for document in documents}
    citations = tuple(resolved)
    lower, upper = _in_order(one, other, held, citations)
    below, above = held[lower.document], held[upper.document]
    basis = basis_between(citations, below.key, above.key)
    compared = below is above or any(candidates((below, above), citations, given))
    pairs = _scored(below, above, given)
    here, there = _item(below, lower), _item(above, upper)
    found = next((p for p in pairs if p.lower.id == here.id and p.upper.id == there.id), None)
    return Explanation(
        lower,
        upper,
        _kind(found, below, above, basis, given) if found and compared else None,
        found.confidence if found else 0.0,
        found.score if found else 0.0,
        basis,
        found.likeness.pairs if found else (),
        shared_wording(found.likeness.pairs if found else (), here, there),
        tuple(_targets(here, there, above)),
        tuple(_units(here, there)),
        (
            *_against_documents(below, above, basis, compared),
            *_against_items(found, pairs, here, there, given),
        ),
    )


def _item(document: Document, ref: ItemRef) -> Item:
    for item in document.items():
        if item.id == ref.item:
            return item
    raise KeyError(str(ref))


def _in_order(
    one: ItemRef,
    other: ItemRef,
    held: Mapping[str, Document],
    citations: Iterable[ResolvedCitation],
) -> tuple[ItemRef, ItemRef]:
    first, second = held[one.document], held[other.document]
    if first is second:
        turned = [_item(held[ref.document], ref).kind for ref in (one, other)] == [
            "measure",
            "task",
        ]
    else:
        turned = is_above(first.header, second.header) or rests_beside(second, first, citations)
    return (other, one) if turned else (one, other)


@lru_cache(maxsize=4)  # who asks about one pair of two documents mostly asks about the next
def _scored(below: Document, above: Document, given: Parameters) -> tuple[Scored, ...]:
    own = within(below, given)
    if below is above:
        return own.restated + own.supported
    upper: Within = within(above, given)
    return tuple(between(own, upper, given))


def _kind(
    found: Scored, below: Document, above: Document, basis: Basis, given: Parameters
) -> LinkKind | None:
    sure, alike = found.confidence >= given.linked, found.confidence >= given.related
    if below is above:
        granted = found.lower in within(below, given).lists.supports
        return ("supports" if granted else "restates") if sure else None
    if sure:
        return link_kind(basis, date_of(below.header), date_of(above.header))
    return "relatedTo" if alike else None


def _targets(lower: Item, upper: Item, above: Document) -> Iterator[TargetComparison]:
    """Hold the targets of two items against each other, as the whole upper list is held."""
    uppers = [item for item in above.items() if item.kind == upper.kind]
    same = {pair.upper: pair for pair in same_targets(lower, uppers).get(upper.id, ())}
    for position, target in enumerate(upper.targets):
        pair = same.get(position)
        yield TargetComparison(lower.targets[pair.lower] if pair else None, target, pair)


def _units(lower: Item, upper: Item) -> Iterator[UnitComparison]:
    for unit in lower.units:
        for counterpart in upper.units:
            if unit.line is not None and unit.line == counterpart.line:
                yield UnitComparison(unit, counterpart)


def _against_items(
    found: Scored | None, pairs: Iterable[Scored], here: Item, there: Item, given: Parameters
) -> Iterator[Reason]:
    if found is None:
        yield _against_comparing(here, there)
        return
    if found.confidence < given.linked:
        yield Reason(
            f"置信度 {found.confidence:.2f} 低于 {given.linked}",
            f"confidence {found.confidence:.2f} is below {given.linked}",
        )
    better = [
        pair
        for pair in pairs
        if pair.lower.id == here.id
        and pair.upper.id != there.id
        and pair.confidence > found.confidence
        if pair.upper.kind == there.kind
    ]
    for pair in sorted(better, key=lambda pair: -pair.confidence)[:3]:
        yield Reason(
            f"{pair.upper.id} 与 {here.id} 更相近（{pair.confidence:.2f}）",
            f"{pair.upper.id} is closer to {here.id} ({pair.confidence:.2f})",
        )
    if here.units and there.units and not any(_units(here, there)):
        yield Reason("责任单位没有对口部门", "no responsible unit has a counterpart")


def _against_comparing(here: Item, there: Item) -> Reason:
    if here is there:
        return Reason("这是同一条", "this is one and the same item")
    return Reason(
        "两条没有算得上的共同用语；同一份文件里，只拿任务与正文比对",
        "they share no wording that counts; in one document, only tasks are held against the body",
    )


def _against_documents(
    below: Document, above: Document, basis: Basis, compared: bool
) -> Iterator[Reason]:
    if below is above:
        return
    if not compared and not is_above(above.header, below.header):
        yield Reason(
            "两份文件不在同一条管辖线的上下级，不比对",
            "the documents are not above one another in one line of jurisdictions: not compared",
        )
        return
    if not compared:
        yield Reason(
            "两份文件主题不同，也没有以之为依据，不比对",
            "the documents are on different subjects, and neither is the basis: not compared",
        )
    if basis == "none":
        yield Reason(
            "下级文件没有以上级文件为依据，也没有间接依据",
            "the lower document declares no basis in the upper one, and inherits none",
        )
    early, late = date_of(below.header), date_of(above.header)
    if early is None or late is None:
        yield Reason("日期不全，先后无法核对", "a date is missing: their order cannot be checked")
    elif early < late:
        yield Reason(
            f"下级文件（{early}）早于上级文件（{late}）",
            f"the lower document ({early}) is older than the upper one ({late})",
        )
