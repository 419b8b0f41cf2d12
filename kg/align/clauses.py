"""Cutting an item into the clauses that are compared, and a clause into bigrams.

A Chinese official text has no word boundaries, and a dictionary of its terms is never complete;
pairs of neighbouring characters (bigrams) need neither. A clause is what stands between two
commas: it mostly names one action and its object (培养500名省级课程思政优秀教师).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from loaders.document import Item

_CLAUSE_END = re.compile(r"[，,。；;：:！？\n]")
_SENTENCE_END = re.compile(r"[。；;！？\n]")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_QUANTITY = re.compile(
    r"""\d+(?:\.\d+)?                        # 500, 0.8
        | 不少于|不低于|不小于|不超过|不高于      # 不少于1课时
        | 至少|左右|以上|以内|达到|超过           # 达到50%以上
    """,
    re.VERBOSE,
)
_PARTING = re.compile(r"[\W_]")
_GROUND = re.compile(
    r"""\s*(?:按照|根据|依据|依照|遵循|结合|适应|围绕|紧紧围绕|为)   # 结合1+X证书制度试点工作""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of an item's text (a clause or a whole sentence), or its heading (then `start` is
    None).

    `ground` marks a clause that only says according to what, or in view of what, something is
    done; what is done follows it.
    """

    text: str
    start: int | None
    bigrams: frozenset[str]
    trigrams: frozenset[str]
    ground: bool

    @property
    def end(self) -> int | None:
        """Where the clause ends in the item's text."""
        return None if self.start is None else self.start + len(self.text)


def clauses(item: Item) -> tuple[Clause, ...]:
    """Return the heading of an item, if it has one, and the clauses of its text in order.

    Brackets that name the responsible bodies are left out: they say who, not what.
    """
    return _cut(item, _CLAUSE_END)


def sentences(item: Item) -> tuple[Clause, ...]:
    """Return the heading of an item, if it has one, and the sentences of its text in order."""
    return tuple(replace(sentence, ground=False) for sentence in _cut(item, _SENTENCE_END))


def _cut(item: Item, ends: re.Pattern[str]) -> tuple[Clause, ...]:
    found = [_clause(item.title, None, item.title)] if item.title else []
    text = _without_bodies(item)
    start = 0
    for stop in [*(match.start() for match in ends.finditer(text)), len(text)]:
        found.append(_clause(item.text[start:stop], start, text[start:stop]))
        start = stop + 1
    return tuple(clause for clause in found if clause.bigrams)


def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters; punctuation and quantities part words.

    Quantities are left out, since they are compared apart, as targets.

    >>> sorted(bigrams("建设不少于 5 个基地"))
    ['个基', '基地', '建设']
    """
    return _runs(_words(text), 2)


def _words(text: str) -> list[str]:
    """Return what stands between punctuation and quantities."""
    plain = _SPACE.sub("", unicodedata.normalize("NFKC", text))
    return [word for word in _PARTING.split(_QUANTITY.sub("，", plain)) if len(word) > 1]


def _runs(words: list[str], length: int) -> frozenset[str]:
    return frozenset(word[i : i + length] for word in words for i in range(len(word) - length + 1))


def _clause(text: str, start: int | None, counted: str) -> Clause:
    words = _words(counted)
    return Clause(text, start, _runs(words, 2), _runs(words, 3), bool(_GROUND.match(text)))


def _without_bodies(item: Item) -> str:
    """Blank out the brackets that name the item's units, length kept."""

    def blank(match: re.Match[str]) -> str:
        names_bodies = any(unit.raw in match[0] for unit in item.units)
        return " " * len(match[0]) if names_bodies else match[0]

    return _BRACKETED.sub(blank, item.text)
