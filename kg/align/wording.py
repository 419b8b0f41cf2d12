"""The wording that two items share, with its place in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from kg.align.clauses import Clause
from kg.align.likeness import ClausePair
from kg.align.link import SharedWording
from loaders.document import Item

SHORTEST = 3
WEAKEST = 0.5


def shared_wording(
    pairs: Iterable[ClausePair], subject: Item, object_: Item
) -> tuple[SharedWording, ...]:
    """Return the runs of characters that the items' most alike clauses share, in text order.

    White space is ignored. Clause pairs half as alike as the best are left out. Where only
    headings agree, the longest run of the two texts stands in.
    """
    in_text = [p for p in pairs if p.lower.start is not None and p.upper.start is not None]
    strong = [p for p in in_text if p.likeness >= WEAKEST * in_text[0].likeness]
    found = {wording for pair in strong for wording in _runs(pair.lower, pair.upper)}
    if not found:
        whole = (Clause(item.text, 0, frozenset(), False) for item in (subject, object_))
        found = set(sorted(_runs(*whole), key=lambda wording: -len(wording.text))[:1])
    return tuple(sorted(found, key=lambda w: (w.subject_start, w.object_start)))


def turned(wording: SharedWording, text: str) -> SharedWording:
    """Return the same wording seen from the object, whose text is given."""
    start, end = wording.object_start, wording.object_end
    return SharedWording(text[start:end], start, end, wording.subject_start, wording.subject_end)


def _runs(subject: Clause, object_: Clause) -> Iterator[SharedWording]:
    here, there = _solid(subject), _solid(object_)
    one, other = ("".join(character for _, character in side) for side in (here, there))
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        if block.size >= SHORTEST:
            first, last = here[block.a][0], here[block.a + block.size - 1][0] + 1
            start, end = there[block.b][0], there[block.b + block.size - 1][0] + 1
            offset = subject.start or 0
            text = subject.text[first - offset : last - offset]
            yield SharedWording(text, first, last, start, end)


def _solid(clause: Clause) -> list[tuple[int, str]]:
    """Pair the clause's characters with their offsets in the item, white space left out."""
    start = clause.start or 0
    return [(start + i, c) for i, c in enumerate(clause.text) if not c.isspace()]
