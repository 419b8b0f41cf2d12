"""The first page is asked for before the first person does, of every build."""

from __future__ import annotations

import asyncio
import logging

import httpx
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

_FIRST = "/"
_LOOKS_EVERY = 0.5  # seconds, for a new build

_log = logging.getLogger(__name__)


async def keep_warm(app: Starlette) -> None:
    """Have the answers behind the first page kept (`kg.server.kept_answers`), until cancelled."""

    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        await app.router({**scope, "app": app}, receive, send)  # beside guard and log

    warm = None
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(inside), base_url="http://localhost", timeout=None
    ) as client:
        while True:
            if app.state.generation != warm:
                warm = app.state.generation
                try:
                    await client.get(_FIRST, headers={"Accept": "text/html"})
                except Exception:  # whoever asks for the page next is told
                    _log.debug("the first page is not warm", exc_info=True)
            await asyncio.sleep(_LOOKS_EVERY)
