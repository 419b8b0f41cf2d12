"""`/sparql`: the SPARQL 1.1 Protocol over the engines, within the limits."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kg.server.answer import Answer, Asking
from kg.server.description import describe_service
from kg.server.negotiation import FOR_ALL
from kg.server.protocol import read_query

METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def routes() -> list[Route]:
    """The endpoint, and how to use it in English."""
    return [
        Route("/sparql", _sparql, methods=METHODS, middleware=[FOR_ALL]),
        Route("/en/sparql", describe_service),
    ]


async def _sparql(request: Request) -> Response | ASGIApp:
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
    if request.method != "POST" and request.query_params.keys() <= {"format", "output"}:
        return await describe_service(request)
    state = request.app.state
    asking = Asking(state.engines, state.client, state.clients, state.limits)
    return Answer(await read_query(request, state.limits), asking)
