"""Which link two items have, once their wording says that they belong together."""

from __future__ import annotations

from kg.align.link import Basis, LinkKind
from loaders.document import Header

_RANK = {"national": 0, "provincial": 1, "municipal": 2, "county": 3}


def link_kind(basis: Basis, lower_date: str | None, upper_date: str | None) -> LinkKind:
    """Say `implements` wherever the lower document rests on the upper one and does not precede it,
    else `alignedWith`: same content, but without that claim.

    A declared or inherited basis stands in for a date that the text does not give.

    >>> link_kind("declared", "2021-11-30", "2021-01-07")
    'implements'
    >>> link_kind("declared", "2018-01-04", "2021-01-07")
    'alignedWith'
    >>> link_kind("none", None, "2021-01-07")
    'alignedWith'
    """
    too_early = lower_date is not None and upper_date is not None and lower_date < upper_date
    return "alignedWith" if basis == "none" or too_early else "implements"


def date_of(header: Header) -> str | None:
    """When a document was signed (成文日期), else printed (印发日期)."""
    return header.date_signed or header.date_printed


def is_above(upper: Header, lower: Header) -> bool:
    """Whether `upper` speaks for a higher level of the jurisdiction that `lower` lies in.

    GB/T 2260 codes nest by twos: 41 Henan, 4117 Zhumadian, 411725 a county of it. The nation is
    above everyone; another province, or a city beside, is above nobody here.
    """
    if upper.level is None or lower.level is None or _RANK[upper.level] >= _RANK[lower.level]:
        return False
    if upper.level == "national":
        return True
    width = 2 * _RANK[upper.level]
    codes = upper.admin_code_gb2260, lower.admin_code_gb2260
    return None not in codes and len({(code or "")[:width] for code in codes}) == 1
