"""`/why?lower=&upper=`: why two items are linked, or are not; also shown within other pages."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.align.parameters import parameters
from kg.language import say
from kg.pages.visit import Visit, pages
from kg.server.errors import Refusal
from kg.views.why import read_why


def routes() -> list[BaseRoute]:
    """The reasons for a link."""
    return pages("/why", _why)


def _why(visit: Visit) -> Response:
    lower, upper = visit.value("lower"), visit.value("upper")
    if not (lower and upper):
        raise Refusal(400, "写明要说哪两项：lower 和 upper", "say which two items: lower, upper")
    why = read_why(visit.asker, lower, upper)
    heading = (
        say("为什么相连", "Why they are linked")
        if why.found.kind
        else say("为什么不相连", "Why they are not linked")
    )
    return visit.show("why.html", heading, door="documents", why=why, given=parameters())
