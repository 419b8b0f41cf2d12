"""What can be searched for, by examples from the newest document of the graph."""

from __future__ import annotations

from dataclasses import dataclass

from kg.language import say
from kg.views.facts import Asker

_LONGEST = 14  # characters of a title that is an example


@dataclass(frozen=True, slots=True)
class Example:
    """Words to search for, and what kind of words they are."""

    kind: str
    words: str


def search_examples(asker: Asker) -> list[Example]:
    """One example of each kind of words that the graph has any of."""
    rows = asker.rows("view-search-examples")
    if not rows:
        return []
    titles = [row["title"] for row in rows if 0 < len(row["title"]) <= _LONGEST]
    bodies = [row["printed"] for row in rows if row["printed"]]
    number = rows[0]["number"].replace("〔", "[").replace("〕", "]")
    kinds = (
        (say("文号，括号不论", "a number, in any brackets"), number),
        (say("词句", "words"), titles[0] if titles else ""),
        (
            say("词句加地方", "words and a place"),
            f"{titles[-1]} {rows[0]['place']}" if titles else "",
        ),
        (say("单位，简称也行", "a body, short names too"), bodies[0] if bodies else ""),
    )
    return [Example(kind, words) for kind, words in kinds if words.strip()]
