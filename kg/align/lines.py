"""Which documents are compared at all: along a line of jurisdictions, and upward."""

from __future__ import annotations

from loaders.document import Header

_RANK = {"national": 0, "provincial": 1, "municipal": 2, "county": 3}


def is_above(upper: Header, lower: Header) -> bool:
    """Say whether `upper` speaks for a higher level of the jurisdiction that `lower` lies in.

    GB/T 2260 codes nest by twos: 41 Henan, 4117 Zhumadian, 411725 a county of it. The nation is
    above everyone; another province, or a city beside, is above nobody here.
    """
    if upper.level is None or lower.level is None or _RANK[upper.level] >= _RANK[lower.level]:
        return False
    if upper.level == "national":
        return True
    here, there = upper.admin_code_gb2260, lower.admin_code_gb2260
    width = 2 * _RANK[upper.level]
    return here is not None and there is not None and here[:width] == there[:width]


def date_of(header: Header) -> str | None:
    """Return when a document was signed (成文日期), else printed (印发日期)."""
    return header.date_signed or header.date_printed
