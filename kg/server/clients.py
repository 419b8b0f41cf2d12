"""How much each client asks for: queries at the same time, and queries a minute."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from kg.server.errors import Refusal
from kg.server.limits import Limits

_PATIENCE = 2.0  # seconds that a query waits for another of the same client to end
_FORGOTTEN_AFTER = 60.0  # seconds without a query: by then all that a client may ask is back
_MOST_KEPT = 10_000


@dataclass(slots=True)
class _Client:
    left: float
    seen: float
    places: asyncio.Semaphore
    asking: int = 0


class Clients:
    """Counts what runs and what came, by address."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._clients: dict[str, _Client] = {}

    @asynccontextmanager
    async def query(self, address: str) -> AsyncIterator[None]:
        """Count one query for as long as it runs; Refusal (429) where it is one too many."""
        client = self._seen(address)
        if client.left < 1:
            raise _too_many(
                f"一分钟最多 {self._limits.client_rate} 条查询",
                f"at most {self._limits.client_rate} queries a minute",
                retry_after=1 + 60 // self._limits.client_rate,
            )
        client.left -= 1
        client.asking += 1
        try:
            await self._enter(client)
            try:
                yield
            finally:
                client.places.release()
        finally:
            client.asking -= 1

    async def _enter(self, client: _Client) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                await client.places.acquire()
        except TimeoutError:
            raise _too_many(
                f"同时最多运行 {self._limits.client_queries} 条查询",
                f"at most {self._limits.client_queries} queries at the same time",
                retry_after=1,
            ) from None

    def _seen(self, address: str) -> _Client:
        now, rate = time.monotonic(), self._limits.client_rate
        if len(self._clients) >= _MOST_KEPT:
            self._forget(now)
        if address not in self._clients:
            places = asyncio.Semaphore(self._limits.client_queries)
            self._clients[address] = _Client(rate, now, places)
        client = self._clients[address]
        client.left = min(rate, client.left + (now - client.seen) * rate / 60)
        client.seen = now
        return client

    def _forget(self, now: float) -> None:
        self._clients = {
            address: client
            for address, client in self._clients.items()
            if client.asking or now - client.seen < _FORGOTTEN_AFTER
        }


def _too_many(zh: str, en: str, retry_after: int) -> Refusal:
    return Refusal(429, f"{zh}，请稍后再试", f"{en}: try later", {"Retry-After": str(retry_after)})
