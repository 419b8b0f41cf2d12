"""Making decisions: from what a person says of two items to rows in the file of decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, Literal

from kg.align.link import ItemRef, LinkKind
from kg.review.decision import Decision, Evidence, Pair, Verdict
from kg.review.file import changing
from kg.review.held import Forbidden, Held
from kg.review.sheet import one_line
from kg.review.standing import SHORTEST, quote_of, standing
from loaders.document import Item
from loaders.errors import ZhengmaiError

Answer = Literal["accept", "relate", "reject"]
LABEL: Final = 30
"""Characters of a text that stand for it where it has no heading."""


class Overtaken(ZhengmaiError):
    """Somebody else decided on a pair after the person who decides now had looked at it."""

    def __init__(self, now: Decision | None) -> None:
        zh, en = (
            (f"这一对已另有结论：{now.verdict}", f"the pair was decided meanwhile: {now.verdict}")
            if now
            else ("这一对的结论已被撤回", "the decision on the pair was taken back meanwhile")
        )
        super().__init__(f"{zh}；看过再定", f"{en}; look at it, then decide")
        self.now = now


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says of two items, given in either order.

    `kind` is named where acceptance means another link than basis and time give.
    """

    one: ItemRef
    other: ItemRef
    answer: Answer
    reason: str = ""
    kind: LinkKind | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the graph says of a pair: its kind, and the words that both sides share."""

    kind: LinkKind
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A decision, and the one that it replaced."""

    decision: Decision
    replaced: Decision | None


def decide(
    asked: Iterable[Asked],
    held: Held,
    proposals: Mapping[Pair, Proposal],
    reviewer: str,
    date: str,
) -> tuple[Decision, ...]:
    """Turn answers into decisions; Forbidden where a rule forbids one of them."""
    return tuple(_decision(one, held, proposals, reviewer, date) for one in asked)


def write(
    file: Path, decisions: Sequence[Decision], seen: Sequence[str | None] = ()
) -> tuple[Made, ...]:
    """Add decisions to the file; all of them or, where writing fails, none.

    `seen` are the words of what stood on each pair when its decider looked, "" for nothing; None
    where that does not matter. Overtaken where something else stands there now.
    """
    with changing(file) as kept:
        for decision, looked in zip(decisions, seen, strict=False):
            before = kept.by_pair.get(decision.pair)
            if before is None or before.verdict != decision.verdict:
                _check_seen(before, looked)
        made = []
        for decision in decisions:
            made.append(Made(decision, kept.by_pair.get(decision.pair)))
            kept.record(decision)
    return tuple(made)


def undo(
    file: Path, one: ItemRef, other: ItemRef, seen: str | None = None
) -> tuple[Decision, Decision | None] | None:
    """Take the latest decision on two items back; None where there is none.

    Gives the decision taken back, and the one before it that is in force again, if any. Overtaken
    where it is not the one that was `seen`.
    """
    with changing(file) as kept:
        pair = (one, other) if (one, other) in kept.by_pair else (other, one)
        _check_seen(kept.by_pair.get(pair), seen)
        taken = kept.by_pair.pop(pair, None)
        if taken is None:
            return None
        before = taken.undone()
        if before:
            kept.by_pair[pair] = before
    return taken, before


def move(
    file: Path, held: Held, pairs: Collection[Pair] | None = None
) -> tuple[tuple[Decision, Decision], ...]:
    """Move decisions to the items in which their words stand now: those on `pairs`, or all.

    Gives each as it was and as it is. One stays where it is if the other pair is decided already.
    """
    moved = []
    with changing(file) as kept:
        for was in tuple(kept):
            found = standing(was, held)
            wanted = pairs is None or was.pair in pairs
            if wanted and found.state == "moved" and found.now and found.now not in kept.by_pair:
                evidence = evidence_of(found.now, held, was.evidence.shared)
                now = Decision(*found.now, was.verdict, evidence, was.earlier)
                kept.rename(was.pair, now)
                moved.append((was, now))
    return tuple(moved)


def evidence_of(pair: Pair, held: Held, shared: tuple[str, ...] = ()) -> Evidence:
    """Collect the words of two items; what they share is looked for where it is not given."""
    subject, object_ = (held.items[ref] for ref in pair)
    return Evidence(
        quote_of(subject),
        quote_of(object_),
        shared or tuple(_shared(subject.text, object_.text)),
        label_of(subject),
        label_of(object_),
    )


def label_of(item: Item) -> str:
    """Name an item by its heading, else by how its text begins."""
    text = one_line(item.title or item.text)
    return text if len(text) <= LABEL else text[: LABEL - 1] + "…"


def _check_seen(now: Decision | None, seen: str | None) -> None:
    if seen is not None and seen != (str(now.verdict) if now else ""):
        raise Overtaken(now)


def _decision(
    asked: Asked, held: Held, proposals: Mapping[Pair, Proposal], reviewer: str, date: str
) -> Decision:
    pair = _pair(asked, held, proposals)
    proposal = proposals.get(pair)
    kind = _kind(asked, pair, held, proposal)
    held.check(pair, kind, denied=asked.answer == "reject")
    verdict = Verdict(kind, asked.answer == "reject", reviewer, date, one_line(asked.reason))
    return Decision(*pair, verdict, evidence_of(pair, held, proposal.shared if proposal else ()))


def _pair(asked: Asked, held: Held, proposals: Mapping[Pair, Proposal]) -> Pair:
    """Put the two items in the order of the link that they have, or would have."""
    for pair in ((asked.one, asked.other), (asked.other, asked.one)):
        if pair in proposals:
            return pair
    lower, upper = held.in_order(asked.one, asked.other)
    return (upper, lower) if asked.kind == "supports" else (lower, upper)


def _kind(asked: Asked, pair: Pair, held: Held, proposal: Proposal | None) -> LinkKind:
    within = pair[0].document == pair[1].document
    if asked.answer == "relate":
        if within:
            raise Forbidden(
                f"{pair[0]} 与 {pair[1]} 在同一份文件里，没有“相关”这种关系；可认可或否定",
                f"{pair[0]} and {pair[1]} are of one document, where nothing is merely related: "
                "accept or reject",
            )
        return "relatedTo"
    if asked.kind:
        return asked.kind
    if proposal and (within or asked.answer == "reject"):
        return proposal.kind
    return held.kind(*pair)


def _shared(one: str, other: str) -> Iterable[str]:
    """Give the runs of characters that two texts share, those long enough to tell something."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for block in matcher.get_matching_blocks():
        words = one_line(one[block.a : block.a + block.size])
        if len(words) >= SHORTEST // 2:
            yield words
