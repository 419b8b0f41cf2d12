"""The web application: the routes of the server's rooms, one engine behind them all.

A room is a module with `routes() -> list[Route]`. Handlers find in `request.app.state`

    endpoint    answers queries of our own (`kg.endpoint.Endpoint`); it blocks, so call it through
                `starlette.concurrency.run_in_threadpool`
    limits      what a client may ask for
    search_index  gives the index of the search (`kg.server.search.CurrentIndex`)
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from kg.endpoint import LocalEndpoint
from kg.remote import RemoteEndpoint
from kg.server.limits import Limits
from kg.server.search import CurrentIndex

ROOMS = ("sparql", "description", "resources", "api", "search")


def create_app(
    store: Path | None, endpoint_url: str | None = None, limits: Limits | None = None
) -> Starlette:
    """The application over the store in a folder, or over a remote endpoint where one is given.

    MissingStore where the folder holds no store.
    """
    limits = limits or Limits()
    app = Starlette(routes=list(_routes()))
    app.state.limits = limits
    if endpoint_url:
        app.state.endpoint = RemoteEndpoint(endpoint_url, limits.seconds)
    else:
        assert store is not None
        app.state.endpoint = LocalEndpoint(store)
    source = endpoint_url or store or Path()
    app.state.search_index = CurrentIndex(lambda: app.state.endpoint, source)
    return app


def _routes() -> list[BaseRoute]:
    names = [f"kg.server.{room}" for room in ROOMS]
    return [r for name in names if find_spec(name) for r in import_module(name).routes()]
