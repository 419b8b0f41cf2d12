"""Running text cut into clauses, the parts of a sentence that one statement each stands in.

A clause ends at a comma, semicolon, colon or full stop that stands outside brackets; what a pair
of brackets holds is cut into clauses of its own. The text has full-width punctuation, as `even`
makes it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_HALF_WIDTH = re.compile(r"(?<![0-9])[,:]|[,:](?![0-9])|[;()?!％／]")  # not 12,000 and 1:20
_FULL_WIDTH = str.maketrans(",:;()?!％／", "，：；（）？！%/")
_BRACKETS = re.compile(r"（[^（）]{1,300}）")  # （技师学院1万人，农业学校0.8万人）
_ENDS = re.compile(r"[，；。：！？\n①-⑳]|——")
_ENDS_IN_BRACKETS = re.compile(r"[，、；。：\n]")
_SENTENCE_ENDS = frozenset("。！？\n")
_SEGMENT_ENDS = _SENTENCE_ENDS | frozenset("；①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


@dataclass(frozen=True, slots=True)
class Clause:
    """`text[start:end]`, in the segment (up to a semicolon) and the sentence that start where
    `segment` and `sentence` say; `bracketed` where a pair of brackets holds it.
    """

    start: int
    end: int
    segment: int
    sentence: int
    bracketed: bool = False


def even(text: str) -> str:
    """Return `text` with full-width punctuation, character for character.

    >>> even("确保每周1课时;职业院校(含技工院校),12,000元")
    '确保每周1课时；职业院校（含技工院校），12,000元'
    """
    return _HALF_WIDTH.sub(lambda found: found.group().translate(_FULL_WIDTH), text)


class Clauses:
    """The clauses of a text, found by position."""

    def __init__(self, text: str) -> None:
        brackets = [m.span() for m in _BRACKETS.finditer(text)]
        self._outer = list(_outer_clauses(text, brackets))
        self._inner = [
            c for span in brackets for c in _inner_clauses(text, span, self._at(span[0]))
        ]
        self._outer_starts = [c.start for c in self._outer]
        self._inner_starts = [c.start for c in self._inner]

    def _at(self, position: int) -> Clause:
        return self._outer[max(0, bisect_right(self._outer, position, key=lambda c: c.start) - 1)]

    def at(self, position: int) -> Clause:
        """Return the innermost clause that holds the character at `position`."""
        index = bisect_right(self._inner_starts, position) - 1
        if index >= 0 and position < self._inner[index].end:
            return self._inner[index]
        return self._at(position)

    def next(self, clause: Clause, limit: int = 8) -> Iterator[Clause]:
        """Yield up to `limit` clauses that follow `clause` in its segment, outside brackets."""
        index = bisect_right(self._outer_starts, clause.start)
        for later in self._outer[index : index + limit]:
            if later.segment != clause.segment:
                return
            yield later


def _outer_clauses(text: str, brackets: list[tuple[int, int]]) -> Iterator[Clause]:
    starts = [start for start, _ in brackets]
    ends = dict(brackets)
    start = segment = sentence = 0
    for found in _ENDS.finditer(text):
        index = bisect_right(starts, found.start()) - 1
        if index >= 0 and found.start() < brackets[index][1]:
            continue
        opening = ends.get(start, start)  # a clause does not begin with （一） or （责任单位：…）
        yield Clause(opening, found.start(), segment, sentence)
        start = found.end()
        if found.group() in _SENTENCE_ENDS:
            sentence = start
        if found.group() in _SEGMENT_ENDS:
            segment = start
    yield Clause(start, len(text), segment, sentence)


def _inner_clauses(text: str, span: tuple[int, int], outer: Clause) -> Iterator[Clause]:
    start, end = span[0] + 1, span[1] - 1
    for found in _ENDS_IN_BRACKETS.finditer(text, start, end):
        yield Clause(start, found.start(), outer.segment, outer.sentence, True)
        start = found.end()
    yield Clause(start, end, outer.segment, outer.sentence, True)
