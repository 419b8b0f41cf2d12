"""Decisions win over the machine: what the links are once people have had their say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from kg.align.align import with_targets
from kg.align.link import ItemRef, Link, MappingSet, NoMatch
from kg.align.lists import lists_of
from kg.align.wording import shared_wording
from kg.review.decision import Decision, Pair
from kg.review.held import Forbidden, Held
from kg.review.standing import standing

MANUAL = "manual"
"""The method of a link that only a person has seen."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A pair that was decided: the link that it is, or that it is not (a rejection).

    The confidence of `link` is 1, or 0 for a rejection. `proposed` is what the machine said, None
    where it said nothing.
    """

    decision: Decision
    link: Link
    proposed: Link | None

    @property
    def rejected(self) -> bool:
        """Tell whether the pair is no link."""
        return self.decision.verdict.negated


@dataclass(frozen=True, slots=True)
class Unapplied:
    """A decision that is not in force: its words have moved or gone, or a rule forbids its link.

    `now` is the pair that it would be about, where its words have moved.
    """

    decision: Decision
    state: Literal["moved", "gone", "barred"]
    zh: str
    en: str
    now: Pair | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The links after review.

    `found` is what the machine found and nobody decided, with what was searched in vain and what
    became of targets, over all links. `misses` are searched in vain because of rejections.
    """

    found: MappingSet
    decided: tuple[Decided, ...] = ()
    misses: tuple[NoMatch, ...] = ()
    unapplied: tuple[Unapplied, ...] = ()

    @property
    def links(self) -> tuple[Link, ...]:
        """All links: undecided, accepted and related, without the rejected."""
        mine = (one.link for one in self.decided if not one.rejected)
        return tuple(
            sorted((*self.found.links, *mine), key=lambda link: (link.subject, link.object))
        )


def apply_decisions(found: MappingSet, decisions: Iterable[Decision], held: Held) -> Reviewed:
    """Let decisions take the place of what was found on their pairs; none is dropped.

    The same items, read anew under other numbers, get no decision of others: see `standing`.
    """
    proposed = {(link.subject, link.object): link for link in found.links}
    judged = [_judged(decision, proposed, held) for decision in decisions]
    decided = tuple(one for one in judged if isinstance(one, Decided))
    unapplied = tuple(one for one in judged if isinstance(one, Unapplied))
    if not decided:
        return Reviewed(found, unapplied=unapplied)
    settled = {(one.link.subject, one.link.object) for one in decided}
    undecided = tuple(link for pair, link in proposed.items() if pair not in settled)
    links = Reviewed(replace(found, links=undecided), decided).links
    linked = set(_ends(links))
    kept = tuple(miss for miss in found.no_matches if (miss.item, miss.searched) not in linked)
    whole = with_targets(replace(found, links=links, no_matches=kept), held.documents.values())
    misses = tuple(sorted(_misses(decided, linked, held)))
    return Reviewed(replace(whole, links=undecided), decided, misses, unapplied)


def _judged(decision: Decision, proposed: Mapping[Pair, Link], held: Held) -> Decided | Unapplied:
    found = standing(decision, held)
    if found.now is None or found.state != "stands":
        state: Literal["moved", "gone"] = "moved" if found.state == "moved" else "gone"
        return Unapplied(decision, state, found.zh, found.en, found.now)
    subject, object_ = found.now
    verdict = decision.verdict
    try:
        held.check(found.now, verdict.kind, denied=verdict.negated)
    except Forbidden as error:
        return Unapplied(decision, "barred", error.zh, error.en)
    machine = proposed.get(found.now)
    link = machine or Link(
        subject,
        object_,
        verdict.kind,
        0.0,
        held.basis(subject.document, object_.document),
        MANUAL,
        shared_wording((), held.items[subject], held.items[object_]),
    )
    sure = replace(link, kind=verdict.kind, confidence=0.0 if verdict.negated else 1.0)
    return Decided(replace(decision, subject=subject, object=object_), sure, machine)


def _ends(links: Iterable[Link]) -> Iterator[tuple[ItemRef, str]]:
    for link in links:
        yield link.subject, link.object.document
        yield link.object, link.subject.document


def _misses(
    decided: Iterable[Decided], linked: set[tuple[ItemRef, str]], held: Held
) -> set[NoMatch]:
    """Give the items whose only links were found by the machine and rejected by people."""
    rejected = (one.link for one in decided if one.rejected and one.proposed)
    ends = set(_ends(link for link in rejected if link.subject.document != link.object.document))
    told = {
        ItemRef(key, item.id)
        for key in {ref.document for ref, _ in ends}
        for item in lists_of(held.documents[key]).told
    }
    return {NoMatch(*end) for end in ends - linked if end[0] in told}
