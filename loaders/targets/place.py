"""A quantity where it stands in its clause, and the verbs and comparisons to look for around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.clauses import Clause, Clauses
from loaders.document import Comparator
from loaders.targets import measure_words as words
from loaders.targets.quantities import Quantity, one_of

COMPARISONS: dict[str, Comparator] = {
    **dict.fromkeys(words.AT_LEAST, ">="),
    **dict.fromkeys(words.AT_MOST, "<="),
}
COMPARISON = re.compile(one_of(COMPARISONS, words.COMPARISONS_NOT_BEFORE))
ACTION = re.compile(one_of(words.ACTIONS, words.VERBS_NOT_BEFORE))
BUILDING = re.compile(one_of(words.BUILDING, words.VERBS_NOT_BEFORE))
PAYMENT = re.compile(one_of(words.PAYMENTS))

REACH = 160
"""Characters of a clause looked at on either side of a quantity; hardly a clause is longer."""


@dataclass(frozen=True, slots=True)
class Place:
    """A quantity where it stands in its clause, `before` and `after` it."""

    text: str
    quantity: Quantity
    clause: Clause
    clauses: Clauses
    before: str
    after: str

    @property
    def is_time(self) -> bool:
        """Whether the quantity is a stretch of time."""
        return self.quantity.unit in words.TIMES

    @property
    def printed(self) -> str:
        """The number and its unit, as printed."""
        return self.text[self.quantity.start : self.quantity.unit_end]


def place_of(text: str, clauses: Clauses, quantity: Quantity) -> Place:
    """Find the clause of `quantity` and the words around it there."""
    clause = clauses.at(quantity.start)
    before = text[max(clause.start, quantity.start - REACH) : quantity.start].strip()
    after = text[quantity.end : min(clause.end, quantity.end + REACH)].strip()
    return Place(text, quantity, clause, clauses, before, after)


def last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the last match of `pattern` in `text`."""
    return next(reversed(list(pattern.finditer(text))), None)
