"""Two figures for one thing side by side: may the lower one be added up, and does it fall short?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from rapidfuzz import fuzz

from kg.align.counted import Counted, counted_by, in_base_unit
from kg.align.link import Addition, Shortfall
from loaders.document import Target

ONE_THING = 0.9
"""Likeness of two counted things from which on they are the same and nothing beside."""
_YEAR = re.compile(r"\d{4}")
_ENDLESS = Decimal("Infinity")


def addition(lower: Target, upper: Target) -> Addition:
    """Say whether figures like the lower one, of several places, add up to one like the upper."""
    here, there = counted_by(lower), counted_by(upper)
    if here.each or there.each:
        return "each"
    if here.shared_out or there.shared_out:
        return "rate"
    if here.named_by != there.named_by:
        return "other-level"
    if fuzz.ratio(here.thing, there.thing) / 100 < ONE_THING:
        return "other-thing"
    return "range" if lower.comparator == "range" else "addable"


def shortfalls(lower: Target, upper: Target) -> Iterator[Shortfall]:
    """Yield in what the lower target falls short of the upper one.

    A smaller total is none: a city's 100 is a share of its province's 500.
    """
    if _year(lower) > _year(upper) > 0:
        yield "later"
    here, there = counted_by(lower), counted_by(upper)
    if not there.shared_out:
        return
    if upper.comparator == "<=":
        if _most(lower) > _most(upper):
            yield "looser"
    elif _least(lower) < _least(upper):
        yield "less"
    elif lower.comparator == "~" != upper.comparator and _least(lower) == _least(upper):
        yield "vaguer"
    if _period_left_out(here, there, lower):
        yield "no-period"


def _year(target: Target) -> int:
    found = _YEAR.search(target.by or "")
    return int(found[0]) if found else 0


def _least(target: Target) -> Decimal:
    return Decimal(0) if target.comparator == "<=" else in_base_unit(target.value, target.unit)


def _most(target: Target) -> Decimal:
    if target.comparator == ">=":
        return _ENDLESS
    most = target.value if target.value_max is None else target.value_max
    return in_base_unit(most, target.unit)


def _period_left_out(here: Counted, there: Counted, lower: Target) -> bool:
    """每学期不少于16个学时 above, 不少于16个学时 below."""
    return there.period is not None and here.period is None and there.period not in lower.quote
