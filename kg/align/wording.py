"""The wording that two clauses share, with its place in both items."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import LCSseq

from kg.align.clauses import Clause
from kg.align.link import SharedWording


def shared_wording(subject: Clause, object_: Clause) -> Iterator[SharedWording]:
    """Yield runs of at least two characters that stand in both clauses in the same order."""
    if subject.start is None or object_.start is None:
        return
    here, there = _solid(subject), _solid(object_)
    matches = LCSseq.editops(
        "".join(c for _, c in here), "".join(c for _, c in there)
    ).as_matching_blocks()
    for block in matches:
        if block.size >= 2:
            first, last = here[block.a][0], here[block.a + block.size - 1][0] + 1
            start, end = there[block.b][0], there[block.b + block.size - 1][0] + 1
            text = subject.text[first - subject.start : last - subject.start]
            yield SharedWording(text, first, last, start, end)


def _solid(clause: Clause) -> list[tuple[int, str]]:
    """Pair the clause's characters with their offsets in the item, white space left out."""
    start = clause.start or 0
    return [(start + i, c) for i, c in enumerate(clause.text) if not c.isspace()]
