"""Part a run of words that was typed without spaces: 驻马店产业学院 -> 驻马店, 产业学院.

No dictionary is asked, only the index: the parts are what stands in it, the fewest and then the
most frequent ones.
"""

from __future__ import annotations

import math
import sqlite3

from kg.search.tokens import phrase, tokens
from kg.search.words import Word, word_of

_LONGEST_RUN = 30  # signs of a run that is parted
_LONGEST_PART = 10
_ENOUGH = 500  # a part that stands so often is as good as any


def stands(db: sqlite3.Connection, expression: str) -> bool:
    """Whether anything in the index matches an expression of FTS5."""
    return _often(db, expression, 1) > 0


def parts(db: sqlite3.Connection, typed: str) -> tuple[Word, ...]:
    """The parts of a run that the index knows; what none of them covers is left out."""
    units = _units(typed)[:_LONGEST_RUN]
    # best[n]: how the first n units are parted best: (units left out, parts, -frequency), parts
    best: list[tuple[tuple[int, int, float], tuple[str, ...]]] = [((0, 0, 0.0), ())]
    for end in range(1, len(units) + 1):
        (gone, count, rare), taken = best[end - 1]
        ways = [((gone + 1, count, rare), taken)]
        for start in range(max(0, end - _LONGEST_PART), end):
            often = _often_part(db, units[start:end])
            if often:
                (gone, count, rare), taken = best[start]
                score = (gone, count + 1, rare - math.log(often))
                ways.append((score, (*taken, "".join(units[start:end]))))
        best.append(min(ways))
    words = (word_of(part) for part in best[-1][1])
    return tuple(word for word in words if word)


def _units(typed: str) -> list[str]:
    """The signs of a run, with numbers and Latin words left whole."""
    return [token.text[0] if token.chinese else token.text for token in tokens(typed)]


def _often_part(db: sqlite3.Connection, units: list[str]) -> int:
    """How often a part stands in the index; one Chinese sign alone is no part."""
    if len(units) == 1 and not units[0].isascii():
        return 0
    found = phrase("".join(units))
    return _often(db, found.fts(), _ENOUGH) if found else 0


def _often(db: sqlite3.Connection, expression: str, most: int) -> int:
    counted = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
    return int(db.execute(counted, (expression, most)).fetchone()[0])
