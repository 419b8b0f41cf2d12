"""What whole documents are about, and which documents are therefore held against each other.

What a document is about it says again and again: its most frequent bigrams (职业, 院校, 教育) are
its subject, and drown the phrases that every official text uses. The cosines of documents on one
subject lie above 0.5 with few exceptions, those of documents on different ones below 0.3.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kg.align.clauses import clauses
from kg.align.lines import place_of, places_above
from loaders.document import Document

STRONGEST = 100


class Subjects:
    """An index, place by place, from bigrams to the documents that are about them.

    Asking what stands above a document costs by its own bigrams and by the documents of its own
    line of jurisdictions, however many there are elsewhere.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._subjects: dict[str, dict[str, float]] = {}
        self._index: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
        for document in documents:
            subject = self._subjects[document.key] = _subject(document)
            place = place_of(document.header)
            if place is not None:
                for pair, weight in subject.items():
                    self._index[place, pair].append((document.key, weight))

    def above(self, lower: Document) -> Iterator[tuple[str, float]]:
        """Yield the keys of the documents above `lower`, each with its cosine to it, 0 to 1."""
        likeness: dict[str, float] = defaultdict(float)
        for place in places_above(lower.header):
            for pair, weight in self._subjects[lower.key].items():
                for key, other in self._index.get((place, pair), ()):
                    likeness[key] += weight * other
        yield from sorted(likeness.items())


def _subject(document: Document) -> dict[str, float]:
    """Return the strongest bigrams of a document as a vector of length 1."""
    count = Counter(pair for item in document.items() for c in clauses(item) for pair in c.bigrams)
    strongest = sorted(count.items(), key=lambda entry: (-entry[1], entry[0]))[:STRONGEST]
    length = math.sqrt(sum(number**2 for _, number in strongest)) or 1.0
    return {pair: number / length for pair, number in strongest}
