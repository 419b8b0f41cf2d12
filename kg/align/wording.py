"""The wording that two items share, with its place in both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from kg.align.clauses import Clause
from kg.align.likeness import ClausePair
from kg.align.link import SharedWording
from loaders.document import Item

_SIGN = re.compile(r"\d+(?:\.\d+)?|\S")  # 12.5 or one character
_MARKS = frozenset("，,。；;：:！？、·（）()〔〕《》“”‘’\"'—-")
"""Marks that say nothing at the ends of a wording."""
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
        whole = (
            Clause(item.text, 0, frozenset(), frozenset(), False) for item in (subject, object_)
        )
        found = set(sorted(_runs(*whole), key=lambda wording: -len(wording.text))[:1])
    return tuple(sorted(found, key=lambda w: (w.subject_start, w.object_start)))


def turned(wording: SharedWording, text: str) -> SharedWording:
    """Return the same wording seen from the object, whose text is given."""
    start, end = wording.object_start, wording.object_end
    return SharedWording(text[start:end], start, end, wording.subject_start, wording.subject_end)


def _runs(subject: Clause, object_: Clause) -> Iterator[SharedWording]:
    here, there = _signs(subject), _signs(object_)
    matcher = SequenceMatcher(None, [s for _, s in here], [s for _, s in there], autojunk=False)
    for block in matcher.get_matching_blocks():
        words = [n for n in range(block.size) if here[block.a + n][1] not in _MARKS]
        run = slice(words[0], words[-1] + 1) if words else slice(0)
        same = here[block.a : block.a + block.size][run], there[block.b : block.b + block.size][run]
        if sum(len(sign) for _, sign in same[0]) >= SHORTEST:
            (first, last), (start, end) = (_ends(signs) for signs in same)
            offset = subject.start or 0
            text = subject.text[first - offset : last - offset]
            yield SharedWording(text, first, last, start, end)


def _signs(clause: Clause) -> list[tuple[int, str]]:
    """Part a clause into characters and whole numbers, with their offsets in the item."""
    start = clause.start or 0
    return [(start + match.start(), match[0]) for match in _SIGN.finditer(clause.text)]


def _ends(run: list[tuple[int, str]]) -> tuple[int, int]:
    return run[0][0], run[-1][0] + len(run[-1][1])
