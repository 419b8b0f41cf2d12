"""The links between items and what they rest on: what the aligner says, before it is RDF or SSSOM.

A link is a claim of a machine, so it carries everything a reader needs to doubt it: the wording
that both items share, how sure the method is, and whether the lower document declares the upper
one as its basis. An item that was compared and found nothing is said as well (`NoMatch`), which
is different from an item that was never compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LinkKind = Literal["implements", "alignedWith", "restates", "supports", "relatedTo"]
Basis = Literal["declared", "inherited", "none"]
Outcome = Literal["kept", "changed", "no-number"]
Addition = Literal["addable", "other-level", "other-thing", "each", "rate", "range"]
Shortfall = Literal["later", "less", "looser", "vaguer", "no-period"]


@dataclass(frozen=True, slots=True, order=True)
class ItemRef:
    """An item by the key of its document and its notation there (`A2/5`)."""

    document: str
    item: str

    def __str__(self) -> str:
        return f"{self.document}#{self.item}"


@dataclass(frozen=True, slots=True, order=True)
class SharedWording:
    """Words that stand in both items, as they stand in the subject.

    Offsets count characters of `Item.text`, end excluded. White space apart, both slices read
    the same.
    """

    text: str
    subject_start: int
    subject_end: int
    object_start: int
    object_end: int

    def __post_init__(self) -> None:
        if self.subject_end - self.subject_start != len(self.text):
            raise ValueError(f"offsets do not fit the wording: {self}")


@dataclass(frozen=True, slots=True)
class Link:
    """`subject` (the lower item) implements, is aligned with, restates, ... `object`.

    `basis` says how the subject's document rests on the object's. `confidence` lies between 0 and 1
    and is calibrated: of many links at 0.9 about nine in ten are right. `method` is name and
    version of what found the link.
    """

    subject: ItemRef
    object: ItemRef
    kind: LinkKind
    confidence: float
    basis: Basis
    method: str
    shared: tuple[SharedWording, ...]


@dataclass(frozen=True, slots=True)
class TargetLink:
    """A target of a lower item and the upper item's target that it refines.

    The indexes count in `Item.targets`. Where the lower item gives no number for the upper target,
    `outcome` is "no-number", and `subject_target_index` and `addition` are None. `addition` says
    whether figures like the lower one add up to one like the upper, and if not, why.
    """

    subject_item: ItemRef
    subject_target_index: int | None
    object_item: ItemRef
    object_target_index: int
    outcome: Outcome
    addition: Addition | None = None
    shortfalls: tuple[Shortfall, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class NoMatch:
    """`item` was compared with every item of the document `searched`, and none fits."""

    item: ItemRef
    searched: str


@dataclass(frozen=True, slots=True)
class MappingSet:
    """All that one run of the aligner found, in a fixed order."""

    links: tuple[Link, ...] = ()
    no_matches: tuple[NoMatch, ...] = ()
    target_links: tuple[TargetLink, ...] = ()
