"""Targets: the quantities of an item that set something to reach, keep or pay.

The quantities come from `quantities`, `rules` says which of them are targets, and
`wording` reads from the clause what is measured, how it is compared and by when.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaders.clauses import Clauses, even
from loaders.document import Comparator
from loaders.targets.indicators import indicator
from loaders.targets.place import Place, place_of
from loaders.targets.quantities import Quantity, find_quantities
from loaders.targets.rules import refusal
from loaders.targets.wording import by_year, comparator, quote_span


@dataclass(frozen=True, slots=True)
class TargetMention:
    """A target read from one text: the fields of `document.Target`, its quote at
    `text[start:end]`.
    """

    quote: str
    indicator: str
    comparator: Comparator
    value: float
    value_max: float | None
    unit: str
    by: str | None
    start: int
    end: int


def read_targets(text: str) -> tuple[TargetMention, ...]:
    """Read the targets that one item, or one section of goals, sets.

    `text` is the mended wording. The mentions come in print order, offsets count in `text`.
    """
    places = [place for place, reason in judged_quantities(text) if reason is None]
    return tuple(
        _mention(text, place, _beside(place, left), _beside(place, right))
        for left, place, right in zip([None, *places], places, [*places[1:], None], strict=False)
    )


def judged_quantities(text: str) -> Iterator[tuple[Place, str | None]]:
    """Yield every quantity of `text` with the reason why it is no target, None if it is one."""
    text = even(text)
    clauses = Clauses(text)
    for quantity in find_quantities(text):
        place = place_of(text, clauses, quantity)
        yield place, refusal(place)


def _beside(place: Place, other: Place | None) -> Quantity | None:
    return other.quantity if other and other.clause == place.clause else None


def _mention(
    text: str, place: Place, left: Quantity | None, right: Quantity | None
) -> TargetMention:
    start, end = quote_span(place, left, right)
    quantity = place.quantity
    return TargetMention(
        quote=text[start:end],
        indicator=indicator(place, start, end),
        comparator="range" if quantity.value_max is not None else comparator(place),
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        by=by_year(place),
        start=start,
        end=end,
    )
