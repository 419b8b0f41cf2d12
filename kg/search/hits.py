"""What a hit shows: its title and some words around what was looked for, both marked."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from kg.questions.question import Bilingual
from kg.search.answer import Hit, Marked
from kg.search.tokens import Phrase, marks

_LONGEST = 90  # characters of a snippet
_BEFORE = 15  # of them before the first mark


def read_hits(
    db: sqlite3.Connection,
    rows: Sequence[tuple[int, int]],
    phrases: Sequence[Phrase],
    labels: Mapping[tuple[str, str], Bilingual],
) -> tuple[Hit, ...]:
    """The hits for pairs of an entry's number and whether its very name was typed."""
    return tuple(_hit(db, entry, bool(exact), phrases, labels) for entry, exact in rows)


def _hit(
    db: sqlite3.Connection,
    entry: int,
    exact: bool,
    phrases: Sequence[Phrase],
    labels: Mapping[tuple[str, str], Bilingual],
) -> Hit:
    kind, key, iri, title, text, document, document_title, number, held = db.execute(
        "SELECT kind, key, iri, title, text, document, document_title, number, held"
        " FROM entry WHERE id = ?",
        (entry,),
    ).fetchone()
    facets: dict[str, Bilingual] = {}
    asked = "SELECT facet, key FROM has JOIN value ON id = value WHERE entry = ? ORDER BY id"
    for facet, value in db.execute(asked, (entry,)):
        facets.setdefault(facet, labels[facet, value])
    return Hit(
        kind,
        key,
        iri,
        Marked(title, marks(title, phrases)),
        snippet(text, phrases),
        document,
        document_title,
        number,
        facets.get("level"),
        facets.get("place"),
        facets.get("year"),
        facets.get("genre"),
        bool(held),
        exact,
    )


def snippet(text: str, phrases: Sequence[Phrase]) -> Marked:
    """The stretch of a text that has the most marks, or its beginning where it has none."""
    text = text.replace("\n", " ")
    spans = marks(text, phrases)
    first = max(
        (start for start, _ in spans),
        key=lambda at: (sum(at <= s and e <= at + _LONGEST - _BEFORE for s, e in spans), -at),
        default=0,
    )
    start = max(0, min(first - _BEFORE, len(text) - _LONGEST))
    end = min(len(text), start + _LONGEST)
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    moved = len(head) - start
    within = [
        (max(s, start) + moved, min(e, end) + moved) for s, e in spans if s < end and e > start
    ]
    return Marked(f"{head}{text[start:end]}{tail}", tuple(within))
