"""What decisions are judged by: the documents with their items, and on what each rests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from kg.align.kind import link_kind
from kg.align.lines import date_of, is_above, is_beside
from kg.align.link import Basis, ItemRef, LinkKind
from kg.iris import item_iri
from kg.nearest import nearest
from kg.resolve import ResolvedCitation, basis_between
from kg.review.decision import Pair
from loaders.document import Document, Item
from loaders.errors import ZhengmaiError


class UnknownItem(ZhengmaiError):
    """An item that no document has; the error names the nearest of those there are."""

    def __init__(self, key: str, items: Iterable[str]) -> None:
        near = nearest(key, items)
        super().__init__(
            f"没有条目“{key}”；最接近的：{'、'.join(near) or '无'}",
            f"there is no item {key}; nearest: {', '.join(near) or 'none'}",
        )


class Forbidden(ZhengmaiError):
    """A link that no decision can make: which rule it breaks, and what would do instead."""


@dataclass(frozen=True, slots=True)
class Held:
    """Documents by key, their items by document and notation, and the basis of one in another."""

    documents: Mapping[str, Document]
    items: Mapping[ItemRef, Item]
    basis: Callable[[str, str], Basis]
    _by_iri: Mapping[str, ItemRef]

    @classmethod
    def of(cls, documents: Iterable[Document], basis: Callable[[str, str], Basis]) -> Held:
        """Put documents in order."""
        held = {document.key: document for document in documents}
        items = {ItemRef(key, item.id): item for key in held for item in held[key].items()}
        by_iri = {item_iri(ref.document, ref.item).value: ref for ref in items}
        return cls(held, items, basis, by_iri)

    def find(self, ref: ItemRef) -> ItemRef | None:
        """Find an item by a name that may have lost what an IRI cannot hold."""
        return ref if ref in self.items else self._by_iri.get(item_iri(*_parts(ref)).value)

    def known(self, key: str) -> ItemRef:
        """Find the item of a key such as `henan-2021-yuzheng-2#A2/5`; UnknownItem without one.

        A document's number may stand for its key.
        """
        name, _, notation = key.strip().partition("#")
        numbered = (
            one.key for one in self.documents.values() if name == one.header.document_number
        )
        found = self.find(ItemRef(next(numbered, name), notation))
        if found is None:
            raise UnknownItem(key, map(str, self.items))
        return found

    def in_order(self, one: ItemRef, other: ItemRef) -> Pair:
        """Put two items in the order of a link, the lower first; inside a document, the row."""
        first, second = self.documents[one.document], self.documents[other.document]
        if first is second:
            kinds = self.items[one].kind, self.items[other].kind
            return (other, one) if kinds == ("measure", "task") else (one, other)
        is_upper = is_above(first.header, second.header) or self.rests_beside(second, first)
        return (other, one) if is_upper else (one, other)

    def rests_beside(self, lower: Document, upper: Document) -> bool:
        """Say whether a document declares another one of its own place as its basis.

        Two that declare each other rest on neither.
        """
        declared = self.basis(lower.key, upper.key) == "declared"
        mutual = self.basis(upper.key, lower.key) == "declared"
        return declared and not mutual and is_beside(lower.header, upper.header)

    def kind(self, subject: ItemRef, object_: ItemRef) -> LinkKind:
        """Say what link two items have that belong together, by place, basis and time."""
        if subject.document == object_.document:
            return "restates"
        lower, upper = (self.documents[ref.document].header for ref in (subject, object_))
        return link_kind(self.basis(lower.key, upper.key), date_of(lower), date_of(upper))

    def check(self, pair: Pair, kind: LinkKind, denied: bool = False) -> None:
        """Raise Forbidden where two items cannot have a link of that kind.

        Where it is `denied` they need only be items that are compared, whatever their dates.
        """
        subject, object_ = pair
        if subject == object_:
            raise Forbidden("两边是同一条", "both sides are one item")
        if subject.document == object_.document:
            self._check_within(subject, object_, kind)
            return
        self._check_between(subject, object_, kind)
        if kind == "implements" and not denied:
            self._check_time(subject, object_)

    def _check_within(self, subject: ItemRef, object_: ItemRef, kind: LinkKind) -> None:
        ends = self.items[subject].kind, self.items[object_].kind
        if kind == "restates" and ends == ("task", "measure"):
            return
        if kind == "supports" and ends == ("measure", "task"):
            return
        raise Forbidden(
            f"{subject} 与 {object_} 在同一份文件里：只有任务重述措施（restates）、"
            "任务表支持措施（supports，措施在前）",
            f"{subject} and {object_} are of one document: there a task restates a measure, or "
            "supports one (the measure comes first), and nothing else",
        )

    def _check_between(self, subject: ItemRef, object_: ItemRef, kind: LinkKind) -> None:
        below, above = (self.documents[ref.document] for ref in (subject, object_))
        lower, upper = below.header, above.header
        if kind in ("restates", "supports"):
            raise Forbidden(
                f"{subject} 与 {object_} 不在同一份文件里，不能是 {kind}",
                f"{subject} and {object_} are of two documents and cannot be linked by {kind}",
            )
        if self.rests_beside(below, above):
            return
        if is_above(lower, upper):
            raise Forbidden(
                f"{object_} 在 {subject} 的下级：请把两边对调，下级条目在前",
                f"{object_} is below {subject}: swap the sides, the lower item comes first",
            )
        if not is_above(upper, lower):
            raise Forbidden(
                f"{upper.key} 不在 {lower.key} 的上级管辖线上，也不是它写明的同级依据；"
                "如辖区或层级读错了，请在旁注（.yaml）里写明",
                f"{upper.key} is not of the line of jurisdictions above {lower.key}, nor its "
                "declared basis of the same place; if level or place were read wrong, state them "
                "in a sidecar (.yaml)",
            )

    def _check_time(self, subject: ItemRef, object_: ItemRef) -> None:
        lower, upper = (self.documents[ref.document].header for ref in (subject, object_))
        early, late = date_of(lower), date_of(upper)
        if early and late and early < late:
            raise Forbidden(
                f"{lower.key}（{early}）早于 {upper.key}（{late}），不能落实它；"
                "可定为相近（alignedWith）",
                f"{lower.key} ({early}) is older than {upper.key} ({late}) and cannot implement "
                "it; alignedWith is open",
            )


def held_documents(documents: Iterable[Document], citations: Iterable[ResolvedCitation]) -> Held:
    """Put the documents of a corpus in order, as they were read."""
    return Held.of(documents, partial(basis_between, tuple(citations)))


def _parts(ref: ItemRef) -> tuple[str, str]:
    return ref.document, ref.item
