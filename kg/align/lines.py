"""Lines of jurisdictions: the nation above a province, the province above its own cities.

GB/T 2260 codes nest by twos (41 Henan, 4117 Zhumadian, 411725 a county of it), so the place that
a document speaks for is the beginning of its code, and every beginning of that lies above it.
Another province, or a city beside, is above nobody here.
"""

from __future__ import annotations

from loaders.document import Header

_RANK = {"national": 0, "provincial": 1, "municipal": 2, "county": 3}


def place_of(header: Header) -> str | None:
    """Return the part of the code that says for whom a document speaks; None where it is unknown.

    The nation's is empty.
    """
    if header.level == "national":
        return ""
    if header.level is None or header.admin_code_gb2260 is None:
        return None
    return header.admin_code_gb2260[: 2 * _RANK[header.level]]


def places_above(header: Header) -> tuple[str, ...]:
    """Return the places that stand above a document's own, the nation first."""
    place = place_of(header)
    return tuple((place or "")[:end] for end in range(0, len(place or ""), 2))


def is_above(upper: Header, lower: Header) -> bool:
    """Say whether `upper` speaks for a higher level of the jurisdiction that `lower` lies in."""
    return place_of(upper) in places_above(lower)


def is_beside(one: Header, other: Header) -> bool:
    """Say whether two documents speak for one place: a city government, and its departments."""
    place = place_of(one)
    return place is not None and place == place_of(other)


def date_of(header: Header) -> str | None:
    """Return when a document was signed (成文日期), else printed (印发日期)."""
    return header.date_signed or header.date_printed
