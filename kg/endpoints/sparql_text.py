"""What the text of a SPARQL request says of itself: its form, and how it orders and limits.

Enough for those who send it on: a client that fetches a long answer page by page must add its own
LIMIT. Nothing here judges the text; that is for the engine that answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATE_FORMS = (
    *("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"),
)

# PREFIX zm: <https://…#> SELECT ?a { ?a zm:key "load {" } # LIMIT 3
_TOKEN = re.compile(
    r"""
      \#[^\n]*                                                        # a comment
    | <[^<>"{}|^`\\\s]*>                                              # an IRI
    | \"{3} (?: [^"\\] | \\. | \"{1,2}(?!\") )* \"{3}                 # strings of all four kinds
    | '{3} (?: [^'\\] | \\. | '{1,2}(?!') )* '{3}
    | " (?: [^"\\\n] | \\. )* " | ' (?: [^'\\\n] | \\. )* '
    | [?$@]\w+ | [\w.-]*+:[\w.%:\\-]*                                 # variable, language, name
    | (?P<open> [{(] ) | (?P<close> [})] )
    | (?P<word> [\w.-]++ )                        # whole, so that none is looked at twice
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Bound:
    """LIMIT or OFFSET: its number, and where in the text it stands."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The outer shape of a request; `form` is "" where there is none.

    `start` is where the form begins, after the prologue; `end` where its modifiers end, before a
    VALUES block that closes the query, `order` where ORDER BY does, None without one.
    """

    form: str
    start: int
    end: int
    distinct: bool = False
    order: int | None = None
    limit: Bound | None = None
    offset: Bound | None = None


def outline(sparql: str) -> Outline:
    """Read the outer shape of a query or an update."""
    words = list(_outer_words(sparql))
    at = next((n for n, word in enumerate(words) if _upper(word) in _FORMS), None)
    if at is None:
        return Outline("", 0, len(sparql))
    tail = words[at + 1 :]
    names = [_upper(word) for word in tail]
    values = next((word.start() for word in tail if _upper(word) == "VALUES"), len(sparql))
    return Outline(
        form=_upper(words[at]),
        start=words[at].start(),
        end=values,
        distinct=names[:1] == ["DISTINCT"],
        order=next((word.start() for word in tail if _upper(word) == "ORDER"), None),
        limit=_bound(tail, "LIMIT"),
        offset=_bound(tail, "OFFSET"),
    )


def page(
    sparql: str,
    shape: Outline,
    columns: Sequence[str],
    size: int,
    start: int,
    of_subquery: bool = False,
) -> str:
    """The query for rows `start` to `start + size` of a SELECT's answer.

    The order that the query asks for is kept, and made total by all its columns, so that pages
    neither overlap nor leave a gap. As a page of a subquery it is cut out of the whole ordered
    answer: the standard promises no order for that, but Virtuoso keeps it, and for an ORDER BY
    with an OFFSET gives repeated rows and sorts no more than the first 10,000.
    """
    sorted_by = _sorted_by(sparql, shape)
    rest = " ".join(f"?{column}" for column in columns if column not in sorted_by)
    order = rest if shape.order is not None else f"ORDER BY {rest}"
    whole, values = f"{_without_bounds(sparql, shape)}\n{order}", sparql[shape.end :]
    count = min(size, shape.limit.number - start) if shape.limit else size
    bounds = f"LIMIT {count} OFFSET {start + (shape.offset.number if shape.offset else 0)}"
    if not of_subquery:
        return f"{whole}\n{bounds}\n{values}"
    prologue, inner = whole[: shape.start], whole[shape.start :]
    every = " ".join(f"?{column}" for column in columns)
    return f"{prologue}SELECT {every} WHERE {{ {{ {inner}\n{values}\n}} }}\n{bounds}"


def count_of_construct(sparql: str, shape: Outline) -> str:
    """The query for how many solutions a CONSTRUCT is made of."""
    depth, start = 0, shape.end
    for token in _TOKEN.finditer(sparql, shape.start + len(shape.form)):
        depth += bool(token["open"]) - bool(token["close"])
        if depth == 0 and (token["close"] or token["word"]):  # after the template; before WHERE
            start = token.end() if token["close"] else token.start()
            break
    prologue, solutions = sparql[: shape.start], sparql[start:]
    return f"{prologue}SELECT (COUNT(*) AS ?n) WHERE {{ {{ SELECT * {solutions}\n}} }}"


_FORMS = frozenset((*QUERY_FORMS, *UPDATE_FORMS))


_DIRECTED = re.compile(r"\b(?:ASC|DESC)\s*\(\s*([?$]\w+)\s*\)", re.IGNORECASE)  # DESC(?date)
_BRACKETED = re.compile(r"\([^()]*\)")  # (?a + 1), STRLEN(?text)
_VARIABLE = re.compile(r"[?$](\w+)")


def _sorted_by(sparql: str, shape: Outline) -> set[str]:
    """The variables that the answer is sorted by as they are: Virtuoso mixes up columns where
    one is named twice.
    """
    if shape.order is None:
        return set()
    text, count = _DIRECTED.sub(r" \1 ", sparql[shape.order : shape.end]), 1
    while count:
        text, count = _BRACKETED.subn(" ", text)
    return set(_VARIABLE.findall(text))


def _upper(word: re.Match[str]) -> str:
    return word[0].upper()


def _outer_words(sparql: str) -> Iterator[re.Match[str]]:
    depth = 0
    for token in _TOKEN.finditer(sparql):
        depth += bool(token["open"]) - bool(token["close"])
        if token["word"] and depth == 0:
            yield token


def _bound(words: Sequence[re.Match[str]], name: str) -> Bound | None:
    for word, number in pairwise(words):
        if _upper(word) == name and number[0].isdecimal():
            return Bound(int(number[0]), word.start(), number.end())
    return None


def _without_bounds(sparql: str, shape: Outline) -> str:
    """The text up to the end of its modifiers, LIMIT and OFFSET blanked out."""
    text = sparql[: shape.end]
    for bound in filter(None, (shape.limit, shape.offset)):
        text = text[: bound.start] + " " * (bound.end - bound.start) + text[bound.end :]
    return text
