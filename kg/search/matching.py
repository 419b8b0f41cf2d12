"""Which entries have the words: they are put into the temporary table `found` with a score.

All words must be found, at least one of them in what a thing is called or says, the others perhaps
in what stands around it: the document's title and place, the bodies that answer for it. A word
that stands nowhere as typed is parted where the index knows its parts. Only where nothing has all
the words do some of them suffice, and a note says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.questions.question import Bilingual
from kg.search.bodies import bodies_meant
from kg.search.parting import parts, stands
from kg.search.tokens import Phrase, phrase
from kg.search.words import Word, folded, plain_words

_OWN = "{names text}"
# The lower the better; a word in a name counts six times as much as one in the text.
_SCORE = "bm25(words, 6.0, 1.0, 0.3)"


@dataclass(frozen=True, slots=True)
class Matched:
    """The words as they were looked for, and what to say about that."""

    words: tuple[Word, ...]
    notes: tuple[Bilingual, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All that may be marked in what was found."""
        return tuple(one for word in self.words for one in word.phrases)


def match_everything(db: sqlite3.Connection) -> Matched:
    """Find every entry."""
    _empty(db)
    db.execute("INSERT INTO found SELECT id, 0, 0 FROM entry")
    return Matched(())


def match(db: sqlite3.Connection, typed: str, words: Sequence[Word]) -> Matched:
    """Find the entries that have the words."""
    _empty(db)
    notes: list[Bilingual] = []
    known: list[Word] = []
    for word in words:
        known += _known(db, word, notes)
    if known:
        _find(db, _all_of(known))
        if not _found(db) and len(known) > 1:
            standing = [word for word in known if stands(db, word.fts())]
            if standing:
                _find(db, f"{_OWN} : ({' OR '.join(word.fts() for word in standing)})")
                notes.append(_only_some(known, standing))
        _find_exact(db, typed, known)
    return Matched(tuple(known), tuple(notes))


def _known(db: sqlite3.Connection, word: Word, notes: list[Bilingual]) -> Sequence[Word]:
    """A word with the bodies that it may mean, or its parts where it stands nowhere."""
    meant = bodies_meant(db, word.typed)
    if meant:
        notes.append(_means(word, meant))
        phrases = tuple(one for one in map(phrase, meant) if one)
        names = tuple(map(folded, meant))
        return [replace(word, phrases=word.phrases + phrases, names=word.names + names)]
    if stands(db, word.fts()) or _is_known(db, word):
        return [word]
    pieces = plain_words(word.typed)
    if len(pieces) < 2:
        pieces = parts(db, word.typed)
    covered = sum(len(piece.typed) for piece in pieces)
    if len(pieces) < 2 or covered * 2 < len(word.typed):
        return [word]
    notes.append(_parted(word, pieces))
    return pieces


def _all_of(words: Sequence[Word]) -> str:
    every = " AND ".join(word.fts() for word in words)
    own = " OR ".join(word.fts() for word in words)
    return f"{_OWN} : ({own})" if len(words) == 1 else f"({_OWN} : ({own})) AND ({every})"


def _empty(db: sqlite3.Connection) -> None:
    db.execute("CREATE TEMP TABLE IF NOT EXISTS found (entry INTEGER PRIMARY KEY, score, exact)")
    db.execute("DELETE FROM found")


def _find(db: sqlite3.Connection, expression: str) -> None:
    db.execute(
        f"INSERT INTO found SELECT rowid, {_SCORE}, 0 FROM words WHERE words MATCH ?", (expression,)
    )


def _found(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM found LIMIT 1").fetchone() is not None


def _find_exact(db: sqlite3.Connection, typed: str, words: Sequence[Word]) -> None:
    """Put first what goes by a name that was typed; by the only one, found by words or not."""
    whole = [folded(typed), *(words[0].names if len(words) == 1 else ())]
    for name in whole:
        db.execute(
            "INSERT OR IGNORE INTO found SELECT entry, 0, 1 FROM known WHERE name = ?", (name,)
        )
    for name in (*whole, *(name for word in words for name in word.names)):
        db.execute(
            "UPDATE found SET exact = 1 WHERE entry IN (SELECT entry FROM known WHERE name = ?)",
            (name,),
        )


def _is_known(db: sqlite3.Connection, word: Word) -> bool:
    asked = (db.execute("SELECT 1 FROM known WHERE name = ?", (name,)) for name in word.names)
    return any(answer.fetchone() for answer in asked)


def _listed(words: Sequence[Word]) -> str:
    return "、".join(word.typed for word in words)


def _means(word: Word, bodies: Sequence[str]) -> Bilingual:
    names = "、".join(bodies)
    return Bilingual(f"“{word.typed}”也指 {names}", f"{word.typed} also means {names}")


def _parted(word: Word, pieces: Sequence[Word]) -> Bilingual:
    listed = _listed(pieces)
    return Bilingual(
        f"没有连写的“{word.typed}”，改查 {listed}",
        f"{word.typed} stands nowhere in one: looked for {listed}",
    )


def _only_some(words: Sequence[Word], standing: Sequence[Word]) -> Bilingual:
    gone = [word for word in words if word not in standing]
    zh = f"；“{_listed(gone)}”没有出现过" if gone else ""
    en = f"; {_listed(gone)} stands nowhere" if gone else ""
    return Bilingual(
        f"没有同时含有 {_listed(words)} 的内容，以下只含其中一部分{zh}",
        f"nothing has all of {_listed(words)}: what follows has some of them{en}",
    )
