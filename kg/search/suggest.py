"""What to try where nothing was found: parts of the words that stand somewhere, names like them."""

from __future__ import annotations

import sqlite3

from rapidfuzz import fuzz, process

from kg.search.matching import Matched
from kg.search.parting import parts

_MOST = 6
_ALIKE = 60  # of 100


def suggestions(db: sqlite3.Connection, matched: Matched) -> tuple[str, ...]:
    """Words that do find something, the likeliest first."""
    named = "SELECT DISTINCT title FROM entry WHERE kind <> 'item' AND title <> '' ORDER BY id"
    names = [name for (name,) in db.execute(named)]
    found: list[str] = []
    for word in matched.words:
        alike = process.extract(
            word.typed, names, scorer=fuzz.partial_ratio, score_cutoff=_ALIKE, limit=None
        )
        found += [part.typed for part in parts(db, word.typed)]
        found += [name for name, _, _ in sorted(alike, key=lambda one: (-one[1], len(one[0])))]
    return tuple(dict.fromkeys(found))[:_MOST]
