"""Ask the index: `search(index, SearchRequest("产业学院 驻马店"))`."""

from __future__ import annotations

import sqlite3

from kg.questions.question import Bilingual
from kg.search.answer import SearchAnswer, SearchRequest
from kg.search.facets import chosen_values, count_facets, filtering
from kg.search.hits import read_hits
from kg.search.index import SearchIndex
from kg.search.matching import Matched, match, match_everything
from kg.search.suggest import suggestions
from kg.search.words import LONGEST, MOST, read_words

_MOST_HITS = 1000


def search(index: SearchIndex, request: SearchRequest) -> SearchAnswer:
    """What the index has for a request, the best first; UnknownFilter for a filter that is none.

    Any words will do, quotes, signs and SQL among them: what holds nothing that could be found
    finds nothing, and the notes say so.
    """
    with index.connection() as db:
        chosen = chosen_values(db, index.labels, request.filters)
        matched, notes = _matched(db, request)
        within, values = filtering(chosen)
        total = db.execute(f"SELECT count(*) FROM found WHERE {within}", values).fetchone()[0]
        before = db.execute("SELECT count(*) FROM found").fetchone()[0]
        if before and not total:
            notes = (*notes, _all_filtered(before))
        limit = max(0, min(request.limit, _MOST_HITS))
        rows = db.execute(
            "SELECT found.entry, found.exact FROM found CROSS JOIN entry ON entry.id = found.entry"
            f" WHERE {within} ORDER BY exact DESC, score * weight, found.entry LIMIT ? OFFSET ?",
            (*values, limit, max(0, request.offset)),
        ).fetchall()
        hits = read_hits(db, rows, matched.phrases, index.labels)
        facets = count_facets(db, index.labels, chosen)
        tries = suggestions(db, matched) if not before else ()
    return SearchAnswer(request, total, hits, facets, notes, tries)


def _matched(
    db: sqlite3.Connection, request: SearchRequest
) -> tuple[Matched, tuple[Bilingual, ...]]:
    if not request.words.strip():
        return match_everything(db), ()
    words = read_words(request.words)
    matched = match(db, request.words, words[:MOST])
    if not words:
        return matched, (_NOTHING_TO_FIND,)
    if len(words) > MOST or len(request.words) > LONGEST:
        return matched, (_TOO_LONG, *matched.notes)
    return matched, matched.notes


_NOTHING_TO_FIND = Bilingual(
    "没有可查的字：请输入汉字、字母或数字", "nothing to look for: type Chinese, letters or digits"
)
_TOO_LONG = Bilingual(
    f"检索词太长：只查了前 {LONGEST} 个字里的前 {MOST} 个词",
    f"too long: only the first {MOST} words of the first {LONGEST} characters were looked for",
)


def _all_filtered(before: int) -> Bilingual:
    return Bilingual(
        f"筛选之后没有结果；不筛选有 {before} 条", f"nothing is left of {before} by these filters"
    )
