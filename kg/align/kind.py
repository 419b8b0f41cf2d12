"""Which link two items have, once their wording says that they belong together."""

from __future__ import annotations

from kg.align.link import Basis, LinkKind


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
