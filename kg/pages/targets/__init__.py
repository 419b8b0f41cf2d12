"""Figures that documents set: found, compared between two documents, followed downward."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.pages.targets.cascade import show_target
from kg.pages.targets.pair import show_pair
from kg.pages.targets.search import show_targets
from kg.pages.visit import Visit, pages


def routes() -> list[BaseRoute]:
    """The figures of the graph, and each of them."""
    return [
        *pages("/targets", _targets),
        *pages("/target/{key}/{notation:path}/{n}", show_target),
    ]


def _targets(visit: Visit) -> Response:
    is_pair = visit.value("upper") and visit.value("lower")
    return show_pair(visit) if is_pair else show_targets(visit)
