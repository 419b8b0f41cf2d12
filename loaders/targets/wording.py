"""What a target says, read from its clause: the quote, the comparison and the year."""

from __future__ import annotations

import re
from functools import lru_cache

from loaders.document import Comparator
from loaders.targets import measure_words as words
from loaders.targets.indicators import ACTOR
from loaders.targets.place import COMPARISON, COMPARISONS, Place, last
from loaders.targets.quantities import Quantity, find_quantities, one_of

_ABOUT = re.compile(f"{one_of(words.ABOUT)}$")
_FAR_REACHING = frozenset(("至少", "最少", "最低", "最高", "最多", "最长", "至多"))
_NEAR = 12  # characters from a comparison to its number: 不低于在校生数的2倍

_YEAR = re.compile(
    r"(?<![较比以与从自0-9])(?P<year>20[0-9]{2})[ ]?年(?!起|以来|开始|度|[0-9]{1,2}月[0-9]{1,2}日)"
)  # 到2025年   2022年全市…; not 2022年起, 较2020年提高
_EACH_YEAR = re.compile(r"每年|年均|每学年")
_MARK = re.compile(
    r"\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）.．、]\s*)?(?:其中)?"
)  # 3.   （一）
_ONLY_YEAR = re.compile(r"\s*(?:力争|确保)?[到至]20[0-9]{2}年[底末前]?，")  # 到2025年，
_PARTS = re.compile(r"（[^（）]*[0-9][^（）]*）")  # （技师学院1万人，农业学校0.8万人）
_LONGEST_LEAD = 40
_SENTENCE = 600  # characters; how far a sentence may reach
_AND = re.compile(r"以及|[、和与及或]")


def comparator(place: Place) -> Comparator:
    """Return how the value is compared: by the word after it that makes it rough, else by the
    nearest word before it, else by the one after it.
    """
    if place.quantity.comparator == "~" or _ABOUT.search(place.before):
        return "~"
    for found in reversed(list(COMPARISON.finditer(place.before))):
        if found.group() in _FAR_REACHING or len(place.before) - found.end() <= _NEAR:
            return COMPARISONS[found.group()]
    return place.quantity.comparator or "="


def quote_span(place: Place, left: Quantity | None, right: Quantity | None) -> tuple[int, int]:
    """Return where the quote stands: the clause, or the part of it that an 和 or 、 sets apart
    from the targets `left` and `right` of it in the same clause.
    """
    start, end = _start(place), _end(place)
    if left:
        cut = _cut(place.text, left.end, place.quantity.start)
        start = cut[1] if cut else place.clause.start
    if right and (cut := _cut(place.text, place.quantity.end, right.start)):
        end = cut[0]
    while end > place.quantity.end and place.text[end - 1].isspace():
        end -= 1
    return start, end


def _start(place: Place) -> int:
    """Return where the statement begins: with the year before it, or with who acts."""
    text, clause = place.text, place.clause
    if clause.bracketed:
        return clause.start
    lead = text[clause.segment : clause.start]
    if len(lead) <= _LONGEST_LEAD and (
        _ONLY_YEAR.fullmatch(lead) or ACTOR.match(text, clause.segment, clause.start)
    ):
        return clause.segment
    mark = _MARK.match(text, clause.start, place.quantity.start)
    return mark.end() if mark else clause.start


def _end(place: Place) -> int:
    """Return where the clause ends, or where a bracket with the parts of the amount begins."""
    parts = _PARTS.match(place.text, place.quantity.end, place.clause.end)
    is_last = parts and parts.end() == place.clause.end
    return place.quantity.end if is_last else place.clause.end


def _cut(text: str, left: int, right: int) -> tuple[int, int] | None:
    """Return where the last 和 or 、 between two quantities stands, if a noun comes before it."""
    found = last(_AND, text[left:right])
    return (left + found.start(), left + found.end()) if found and found.start() >= 2 else None


def by_year(place: Place) -> str | None:
    """Return the year by which the value is to be reached, if the sentence or the list says one."""
    text, start = place.text, place.quantity.start
    if _EACH_YEAR.search(place.before) and not _YEAR.search(place.before):
        return None
    if years := _YEAR.findall(text, max(place.clause.sentence, start - _SENTENCE), start):
        return str(years[-1])
    return _year_of_dashes(place) or _year_of_total(place)


def _year_of_dashes(place: Place) -> str | None:
    """Return the year of the sentence that a list of —— follows."""
    dash = place.text.find("——")
    line = place.text.rfind("\n", 0, place.quantity.start) + 1
    if not 0 <= dash < place.quantity.start or (
        line > dash and not place.text.startswith("——", line)
    ):
        return None
    lead = place.text[max(0, dash - _SENTENCE) : dash].rstrip("。： \n")
    years = _YEAR.findall(lead[max(lead.rfind("。"), lead.rfind("\n")) + 1 :])
    return str(years[-1]) if years else None


def _year_of_total(place: Place) -> str | None:
    """Return the year of the sentence before, if this one lists the parts of its total."""
    text, begin = place.text, place.clause.sentence
    before = text[max(0, begin - _SENTENCE) : begin].rstrip("。 \n")
    before = before[before.rfind("。") + 1 :]
    years = _YEAR.findall(before)
    if not years:
        return None
    end = text.find("。", begin, begin + 2 * _SENTENCE)
    parts = _amounts(text[begin : end if end >= 0 else begin + 2 * _SENTENCE])
    for total in _amounts(before):
        same = [part.value for part in parts if part.unit == total.unit]
        if len(same) > 1 and abs(sum(same) - total.value) < 1e-6:
            return str(years[-1])
    return None


@lru_cache(maxsize=16)
def _amounts(sentence: str) -> tuple[Quantity, ...]:
    return find_quantities(sentence)
