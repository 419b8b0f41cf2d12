"""Which bodies of the index somebody means who types a short or an old name of one.

    省教委 -> 河南省教育厅     市工信局 -> 驻马店市工业和信息化局, 南阳市工业和信息化局 …

How bodies are called is the vocabulary's to say (`loaders.bodies`): a form names a functional line
and a level, and the index knows who answers for that line in each place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from rapidfuzz.distance import Prefix

from kg.search.words import BODY, folded
from loaders.bodies import Body, resolve_body
from loaders.divisions import NATION, Place, divisions

_MOST = 20


def bodies_meant(db: sqlite3.Connection, typed: str) -> tuple[str, ...]:
    """The full names of the bodies of the index that `typed` may mean but is no part of."""
    if not BODY.fullmatch(typed):
        return ()
    found: dict[str, None] = {}
    for place in _places(db):
        body = resolve_body(typed, place)
        if body.known and body.line and not body.collective:
            found.update(dict.fromkeys(_in_index(db, body, asked_of=place)))
        if len(found) > _MOST:
            break
    return tuple(name for name in found if typed not in name)[:_MOST]


def _places(db: sqlite3.Connection) -> Iterator[Place]:
    """The places of the index, the nation only where there is no other."""
    keys = db.execute("SELECT DISTINCT place FROM body ORDER BY place").fetchall()
    known = [place for (key,) in keys if (place := divisions().get(key))]
    yield from [place for place in known if place != NATION] or known


def _in_index(db: sqlite3.Connection, body: Body, asked_of: Place) -> Iterator[str]:
    """The body itself, else the one on its line whose name begins most like it."""
    same = db.execute(
        "SELECT entry.title FROM known JOIN entry ON entry.id = known.entry"
        " WHERE known.name = ? AND entry.kind = 'body' ORDER BY entry.id",
        (folded(body.name),),
    ).fetchall()
    if same or (body.place == asked_of and not body.own_place):  # 教育局 is no 河南省教育厅
        yield from (title for (title,) in same)
        return
    others = db.execute(
        "SELECT entry.title FROM body JOIN entry ON entry.id = body.entry"
        " WHERE body.line = ? AND body.place = ? ORDER BY weight DESC, entry.id",
        (body.line, body.jurisdiction),
    ).fetchall()
    if others:
        yield max(
            (title for (title,) in others), key=lambda title: Prefix.similarity(title, body.name)
        )
