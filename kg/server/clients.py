"""How much each client asks for: queries at the same time, and queries a minute."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kg.server.errors import Refusal
from kg.server.limits import Limits

_FORGOTTEN_AFTER = 60.0  # seconds without a query: by then all that a client may ask is back
_MOST_KEPT = 10_000


@dataclass(slots=True)
class _Client:
    left: float
    seen: float
    running: int = 0


class Clients:
    """Counts what runs and what came, by address."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._clients: dict[str, _Client] = {}

    @contextmanager
    def query(self, address: str) -> Iterator[None]:
        """Count one query for as long as it runs; Refusal (429) where it is one too many."""
        client = self._seen(address)
        if client.left < 1:
            raise _too_many(
                f"一分钟最多 {self._limits.client_rate} 条查询",
                f"at most {self._limits.client_rate} queries a minute",
                retry_after=1 + 60 // self._limits.client_rate,
            )
        if client.running >= self._limits.client_queries:
            raise _too_many(
                f"同时最多运行 {self._limits.client_queries} 条查询",
                f"at most {self._limits.client_queries} queries at the same time",
                retry_after=1,
            )
        client.left -= 1
        client.running += 1
        try:
            yield
        finally:
            client.running -= 1

    def _seen(self, address: str) -> _Client:
        now, rate = time.monotonic(), self._limits.client_rate
        if len(self._clients) >= _MOST_KEPT:
            self._forget(now)
        client = self._clients.setdefault(address, _Client(rate, now))
        client.left = min(rate, client.left + (now - client.seen) * rate / 60)
        client.seen = now
        return client

    def _forget(self, now: float) -> None:
        self._clients = {
            address: client
            for address, client in self._clients.items()
            if client.running or now - client.seen < _FORGOTTEN_AFTER
        }


def _too_many(zh: str, en: str, retry_after: int) -> Refusal:
    return Refusal(429, f"{zh}，请稍后再试", f"{en}: try later", {"Retry-After": str(retry_after)})
