"""Recording what a person says of two items: one way in, for the command line and for pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.align.link import ItemRef, LinkKind
from kg.endpoints.endpoint import Endpoint
from kg.questions.ask import ask
from kg.review.decide import Answer, Asked, Made, decide, write
from kg.review.held import Held, UnknownItem
from kg.review.stored import stored_held, stored_proposals


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of two items, which go by `key#notation` or `number#notation`.

    `seen` are the words of what stood on them when the person looked, "" for nothing; None where
    that does not matter.
    """

    one: str
    other: str
    answer: Answer
    reason: str = ""
    kind: LinkKind | None = None
    seen: str | None = None


def record(
    said: Sequence[Said], file: Path, endpoint: Endpoint, reviewer: str, date: str
) -> tuple[Made, ...]:
    """Write decisions on items of a graph into the file of decisions: all of them, or none.

    Raises UnknownItem for a name that no item has, Forbidden for a link that a rule forbids,
    Overtaken where somebody else has decided since the person looked.
    """
    held = _held([key for each in said for key in (each.one, each.other)], endpoint)
    asked = [
        Asked(
            _known(each.one, held, endpoint),
            _known(each.other, held, endpoint),
            each.answer,
            each.reason,
            each.kind,
        )
        for each in said
    ]
    proposals = stored_proposals(endpoint, [(each.one, each.other) for each in asked])
    decisions = decide(asked, held, proposals, reviewer, date)
    return write(file, decisions, [each.seen for each in said])


def _held(keys: Sequence[str], endpoint: Endpoint) -> Held:
    """Read the documents that item keys name."""
    names = {key.strip().partition("#")[0] for key in keys}
    rows = ask("all-documents", {}, endpoint).texts()
    return stored_held(endpoint, [r["key"] for r in rows if names & {r["key"], r["number"]}])


def _known(key: str, held: Held, endpoint: Endpoint) -> ItemRef:
    """Find an item; where there is none, the error names the nearest of the whole graph."""
    try:
        return held.known(key)
    except UnknownItem:
        every = ask("all-items", {}, endpoint).texts()
        raise UnknownItem(key, (row["item"] for row in every)) from None
