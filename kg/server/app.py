"""The web application: the rooms of the server behind one door, over one set of engines.

A room is a module with `routes() -> list[Route]`. Handlers find in `request.app.state`

    endpoint     answers the queries of our own pages (`kg.endpoints.endpoint.Endpoint`); it
                 blocks, so it is called in a worker thread: by a handler that is no coroutine,
                 or by `run_in_threadpool`
    generation   the build that answers, None where a remote endpoint does
    search_index   gives the index of that build (`kg.server.search.CurrentIndex`)
    limits       what a client may ask for
    writing      the corpus that people write into, None where they may not
    ledger       what stands decided, also since that build
    rebuild      builds of that corpus that pages start, None where they may not
    tray         files that wait to be added, None where nobody may
    decided      tells apart what a client may see of that, and may write
    error_page   the page that tells people of an error (`kg.pages.plain`)

All of it stands while the application runs, between the two ends of its lifespan.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg import pages
from kg.adding.tray import Tray
from kg.endpoints.http import Http
from kg.endpoints.remote import RemoteEndpoint
from kg.pages.assets import warn_without_scripts
from kg.pages.plain import error_page
from kg.review.file import decisions_file
from kg.review.ledger import Ledger
from kg.server import api, description, ontology, resources, search, sparql
from kg.server.clients import Clients
from kg.server.engine_process import oxigraph
from kg.server.engines import Engines, Pool, Remote
from kg.server.errors import refused
from kg.server.limits import Limits
from kg.server.own_endpoint import OwnEndpoint
from kg.server.rebuild import Rebuild
from kg.server.search import CurrentIndex
from kg.server.security import Guarded
from kg.server.warming import keep_warm
from kg.server.writing import Writing, desk
from kg.store import open_store
from loaders.errors import ZhengmaiError

ROOMS = (sparql, description, api, search, ontology, resources, pages)


def create_app(
    store: Path,
    endpoint_url: str | None = None,
    limits: Limits | None = None,
    writing: Writing | None = None,
) -> Starlette:
    """The application over the store in a folder, or over a remote endpoint if one is given.

    Without `writing` its pages are for reading.

    MissingStore where the folder holds no store, EngineFailure where Oxigraph is not installed,
    EndpointFailure where the address is none.
    """
    limits = limits or Limits()
    app = Starlette(
        routes=_routes(),
        lifespan=_lifespan,
        middleware=[
            Middleware(Guarded),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers=dict.fromkeys((HTTPException, ZhengmaiError, Exception), _refuse),
    )
    state = app.state
    state.limits, state.clients, state.counts = limits, Clients(limits), None
    state.writing, state.decided = writing, _decided
    state.tray = None
    state.error_page = error_page
    state.rebuild = Rebuild(writing.corpus, store) if writing and not endpoint_url else None
    if endpoint_url:
        state.endpoint = RemoteEndpoint(endpoint_url, limits.seconds)
        state.engines = Remote(Http(endpoint_url, limits.seconds), limits)
        state.generation = None
    else:
        open_store(store)  # says what is wrong with it better than an engine
        state.engines = Pool(store, oxigraph(), limits, partial(setattr, state, "generation"))
    state.ledger = Ledger(
        decisions_file(writing.corpus) if writing else None,
        lambda: state.endpoint,
        lambda: state.generation,
    )
    state.search_index = CurrentIndex(lambda: state.endpoint, endpoint_url or store)
    return app


def _routes() -> list[BaseRoute]:
    rooms = [route for room in ROOMS for route in room.routes()]
    return [Route("/health", _health), *rooms]


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Have engines and a way to ask them for as long as the application runs."""
    warn_without_scripts()
    engines: Engines = app.state.engines
    async with engines.client() as client:
        app.state.client = client
        await engines.open()
        if isinstance(engines, Pool):
            app.state.endpoint = OwnEndpoint(engines, client)
        if app.state.writing:
            app.state.tray = Tray(app.state.writing.corpus)
        warming: list[asyncio.Task[None]] = []
        try:
            if isinstance(engines, Pool):
                is_open = asyncio.Event()
                warming.append(asyncio.create_task(keep_warm(app, is_open)))
                await is_open.wait()
            yield
        finally:
            for task in warming:
                task.cancel()
            await asyncio.gather(*warming, return_exceptions=True)
            if app.state.rebuild:
                app.state.rebuild.stop()
            if app.state.tray:
                app.state.tray.close()
            await engines.close()


def _decided(request: Request) -> str:
    return f"{request.app.state.ledger.state()} {desk(request)}"


def _health(request: Request) -> Response:
    """Say that the server runs, and on what."""
    return JSONResponse({"status": "ok", **request.app.state.engines.state()})


async def _refuse(request: Request, error: Exception) -> Response:
    return refused(request, error)
