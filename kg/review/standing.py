"""Do the words that a decision was made on still stand where they stood?

When a text is read anew, or replaced by a better copy, items may get other numbers and their
wording may be mended. A decision holds for the words, not for the number: it applies where its
words still stand in its items, is proposed for other items where they stand there now, and waits
where they are gone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from rapidfuzz import fuzz

from kg.align.link import ItemRef
from kg.iris import item_iri
from kg.review.decision import Decision, Pair
from kg.review.held import Held
from kg.review.sheet import one_line
from loaders.document import Item

ALIKE: Final = 0.9
"""Likeness from which on two texts are one text that was mended."""
SHORTEST: Final = 8
"""Characters of shared wording that tell an item by themselves."""
LONGEST: Final = 1000
"""Characters of an item that a decision keeps."""
_SIGNS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a decision stands: in force, moved to the pair `now`, or gone.

    `zh` and `en` say why it is not in force.
    """

    state: Literal["stands", "moved", "gone"]
    now: Pair | None = None
    zh: str = ""
    en: str = ""


def standing(decision: Decision, held: Held) -> Standing:
    """Find the words of a decision in the documents as they are now."""
    evidence = decision.evidence
    ends: list[ItemRef] = []
    for ref, quote in ((decision.subject, evidence.subject), (decision.object, evidence.object)):
        if ref.document not in held.documents:
            zh, en = f"语料里没有 {ref.document}", f"{ref.document} is not in the corpus"
            return Standing("gone", None, zh, en)
        place = _place(ref, quote, evidence.shared, held)
        if place is None:
            zh, en = f"{ref} 的原话已不在文件中", f"the words of {ref} are gone from its document"
            return Standing("gone", None, zh, en)
        ends.append(place)
    subject, object_ = ends
    if _is(subject, decision.subject) and _is(object_, decision.object):
        return Standing("stands", (subject, object_))
    return Standing(
        "moved",
        (subject, object_),
        f"原话现在 {subject} 和 {object_}",
        f"the words now stand in {subject} and {object_}",
    )


def _is(now: ItemRef, named: ItemRef) -> bool:
    """Tell whether an item has the name that a decision calls it by."""
    return item_iri(now.document, now.item) == item_iri(named.document, named.item)


def _place(ref: ItemRef, quote: str, shared: Iterable[str], held: Held) -> ItemRef | None:
    """Find the item that an end of a decision means now."""
    own = held.find(ref)
    said, words = _plain(quote), [_plain(one) for one in shared]
    own_text = _plain(quote_of(held.items[own])) if own else ""
    tells = sum(map(len, words)) >= SHORTEST
    if own and (said == own_text or not (said or tells)):
        return own  # nothing has changed, or there is nothing to go by but the number
    likeness = {
        ItemRef(ref.document, item.id): _alike(said, _plain(quote_of(item)))
        for item in held.documents[ref.document].items()
    }
    same = [other for other, value in likeness.items() if value == 1 and _list(other) == _list(ref)]
    if same:
        return min(same, key=lambda other: _steps(ref, other, likeness))
    if own and (likeness[own] >= ALIKE or (tells and all(word in own_text for word in words))):
        return own
    near = [other for other, value in likeness.items() if value >= ALIKE]
    return max(near, key=lambda o: (_list(o) == _list(ref), likeness[o], o), default=None)


def quote_of(item: Item) -> str:
    """Give the words that a decision on an item keeps of it, on one line."""
    return one_line(item.text or item.title or "")[:LONGEST]


def _alike(said: str, text: str) -> float:
    """Measure how far two texts are one, 0 to 1; 1 only where they are the same.

    A part of the text that somebody quoted by hand counts as the text.
    """
    if said == text:
        return 1.0 if said else 0.0
    if len(said) >= SHORTEST and said in text:
        return 0.999
    short, long_ = sorted((len(said), len(text)))
    if 2 * short < long_:
        return 0.0
    return min(0.999, max(fuzz.ratio(said, text), fuzz.partial_ratio(said, text)) / 100)


def _steps(ref: ItemRef, other: ItemRef, texts: Iterable[ItemRef]) -> int:
    order = list(texts)
    return abs(order.index(other) - (order.index(ref) if ref in order else 0))


def _list(ref: ItemRef) -> str:
    """Name the list that an item stands in: the body, or one table."""
    return ref.item.rpartition("/")[0]


def _plain(words: str) -> str:
    """Leave out what typesetting and mending change: white space, punctuation, forms of signs."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", words))
