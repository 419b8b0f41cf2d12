"""Pages are asked for before people do, of every build: what is behind them is then kept.

First the first page, for which the server waits before it takes anybody in; then, when it has
settled, those of the navigation one by one.
"""

from __future__ import annotations

import asyncio
import logging

import httpx
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from kg.pages.navigation import DOORS

_FIRST, *_OTHERS = (door.path for door in DOORS)
_SETTLES_IN = 5.0  # seconds
_LOOKS_EVERY = 0.5  # seconds, for a new build

_log = logging.getLogger(__name__)


async def keep_warm(app: Starlette, is_open: asyncio.Event) -> None:
    """Have the answers behind pages kept (`kg.server.kept_answers`), until cancelled.

    `is_open` is set when the first page has been asked for.
    """

    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        await app.router({**scope, "app": app}, receive, send)  # beside guard and log

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(inside), base_url="http://localhost", timeout=None
    ) as client:
        while True:
            build = app.state.generation
            await _visit(client, _FIRST)
            is_open.set()
            await asyncio.sleep(_SETTLES_IN)
            for address in _OTHERS:
                if app.state.generation == build:
                    await _visit(client, address)
            while app.state.generation == build:
                await asyncio.sleep(_LOOKS_EVERY)


async def _visit(client: httpx.AsyncClient, address: str) -> None:
    try:
        await client.get(address, headers={"Accept": "text/html"})
    except Exception:  # whoever asks for the page next is told
        _log.debug("%s is not warm", address, exc_info=True)
