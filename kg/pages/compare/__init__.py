"""`/compare`: two documents, one item across places, or a draft and what was issued, side by side.

What is compared stands in the address: `upper` and `lower`, `item`, or `draft` and `issued`. Where
something lacks it is chosen first.
"""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.pages.compare.across import across_page
from kg.pages.compare.choosing import choosing_page
from kg.pages.compare.drafts import drafts_page
from kg.pages.compare.two import two_page
from kg.pages.visit import Visit, pages

__all__ = ["routes"]


def routes() -> list[BaseRoute]:
    """The comparison and the choice of what is compared."""
    return pages("/compare", _compare)


def _compare(visit: Visit) -> Response:
    if visit.value("item"):
        return across_page(visit)
    if visit.value("upper") and visit.value("lower"):
        return two_page(visit)
    if visit.value("draft") and visit.value("issued"):
        return drafts_page(visit)
    return choosing_page(visit)
