"""Cutting an item into the clauses that are compared, and a clause into weighted pieces.

A Chinese official text has no word boundaries, and a dictionary of its terms is never complete;
pairs of neighbouring characters (bigrams) need neither. A clause is what stands between two
commas: it mostly names one action and its object (培养500名省级课程思政优秀教师).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from loaders.document import Item

_BREAK = re.compile(r"[，,。；;：:！？\n]")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_NUMBER = re.compile(
    r"""\d+(?:\.\d+)?          # 500, 0.8
        (?:[-—–~～至]+\d+(?:\.\d+)?)?   # 1—2, 8～10""",
    re.VERBOSE,
)
_NOT_WORDING = re.compile(r"[\W_]")
NUMBER_SIGN = "#"


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of an item's text, or its heading (`start` and `end` are then None)."""

    text: str
    start: int | None
    end: int | None
    bigrams: frozenset[str]


def clauses(item: Item) -> tuple[Clause, ...]:
    """Return the heading of an item, if it has one, and the clauses of its text in order.

    Brackets that name the responsible bodies are left out: they say who, not what.
    """
    found = [_clause(item.title, None)] if item.title else []
    text = _without_bodies(item)
    start = 0
    for stop in [*(match.start() for match in _BREAK.finditer(text)), len(text)]:
        if item.text[start:stop].strip():
            found.append(_clause(item.text[start:stop], start, text[start:stop]))
        start = stop + 1
    return tuple(clause for clause in found if clause.bigrams)


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters; numbers are one sign, punctuation parts words.

    >>> sorted(bigrams("建设 5 个基地"))
    ['#个', '个基', '基地', '建设', '设#']
    """
    plain = _NUMBER.sub(NUMBER_SIGN, re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    pairs = (plain[i : i + 2] for i in range(len(plain) - 1))
    return frozenset(p for p in pairs if not _NOT_WORDING.search(p.replace(NUMBER_SIGN, "0")))


def _clause(text: str, start: int | None, counted: str | None = None) -> Clause:
    end = None if start is None else start + len(text)
    return Clause(text, start, end, bigrams(text if counted is None else counted))


def _without_bodies(item: Item) -> str:
    """Blank out the brackets that name the item's units, length kept."""

    def blank(match: re.Match[str]) -> str:
        names_bodies = any(unit.raw in match[0] for unit in item.units)
        return " " * len(match[0]) if names_bodies else match[0]

    return _BRACKETED.sub(blank, item.text)
