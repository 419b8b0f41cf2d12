"""What a target says, read from its clause: the quote, the indicator, the comparison, the year."""

from __future__ import annotations

import re

from loaders.document import Comparator
from loaders.target_rules import ABOUT, LEAST, MOST, Place

_BY = re.compile(r"(?:到|至|截至|截止|力争)?(?P<year>20[0-9]{2})[ ]?年(?!起|以来|开始|度|[0-9]{1,2}月[0-9]{1,2}日)")


def comparator(place: Place) -> Comparator:
    """Return how the value is compared: the word nearest before it, else the one after it."""
    if ABOUT.search(place.before):
        return "~"
    found = [(m.end(), sign) for sign, pattern in ((">=", LEAST), ("<=", MOST)) for m in pattern.finditer(place.before)]
    if place.quantity.comparator == "~":
        return "~"
    if found:
        return ">=" if max(found)[1] == ">=" else "<="
    return place.quantity.comparator or "="


def quote_span(place: Place, places: tuple[Place, ...]) -> tuple[int, int]:
    return place.clause.start, place.clause.end


def indicator(place: Place) -> str:
    return place.after or place.before


def by_year(place: Place) -> str | None:
    sentence = place.text[max(place.clause.sentence, place.quantity.start - 400) : place.quantity.start]
    years = [m["year"] for m in _BY.finditer(sentence)]
    return years[-1] if years else None
