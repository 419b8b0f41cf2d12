"""Who answers queries: a pool of engine processes over the store, or a remote endpoint.

Oxigraph goes on computing when its client has hung up, and its own time limit does not end every
query (a COUNT over a cross product runs for hours). So each process runs one query at a time and is
killed when the query is not to go on; the next is ready before it is needed. A query of more than
a tenth of a second steps back behind all others, so that those of milliseconds stay that.

A new build is found by the store's link `current`: engines start on the new generation, and the
old ones end as soon as they have answered what they were asked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import httpx

from kg.endpoints.http import Http
from kg.server.confine import can_confine
from kg.server.engine_process import EngineFailure, EngineProcess
from kg.server.limits import Limits
from kg.store import MissingStore, store_location
from loaders.errors import ZhengmaiError, system_error

SPARE = 8
"""Engines that are ready beyond those at work."""
OWN = 4
"""Queries of our own pages that run at the same time, whatever the endpoint's clients do."""
_PATIENCE = 2.0  # seconds that a client's query waits for a place
_STEPS_BACK_AFTER = 0.1  # seconds
_FILLS_AFTER = 0.3  # seconds, so that what is being asked now goes first
_LOOKS_EVERY = 0.5  # seconds, for a new build
_SHRINKS_AFTER = 60.0  # seconds of an engine without work
_PAUSES = (0.1, 0.3, 1.0, 3.0, 10.0)  # seconds after one failure to start, after two …

_log = logging.getLogger(__name__)


class Unavailable(ZhengmaiError):
    """No query can run now; it may in `retry_after` seconds."""

    def __init__(self, zh: str, en: str, retry_after: int = 1) -> None:
        super().__init__(zh, en)
        self.retry_after = retry_after


@dataclass(slots=True)
class Lane:
    """Who may wait for an engine: so many at once, each so many seconds in the queue."""

    places: asyncio.Semaphore
    patience: float

    async def enter(self) -> None:
        """Wait for a place; Unavailable where none comes free in time."""
        try:
            async with asyncio.timeout(self.patience):
                await self.places.acquire()
        except TimeoutError:
            raise Unavailable(
                "同时运行的查询已达上限，请稍后再试",
                "as many queries run as may at the same time: try again in a moment",
                retry_after=5,
            ) from None


@dataclass(slots=True)
class Lease:
    """An address that takes one query; it is ended unless `finished` is set."""

    url: str
    engine: EngineProcess | None = None
    finished: bool = False

    @property
    def is_fresh(self) -> bool:
        """Whether the query has just begun: if its engine is gone, it was so before."""
        return self.engine is not None and not self.engine.stepped_back

    @property
    def words(self) -> str:
        """What the engine said when it broke off."""
        return self.engine.words if self.engine else ""


class Engines(Protocol):
    """Whatever answers queries one by one."""

    def client(self) -> httpx.AsyncClient:
        """What to send a query with to the address of a lease."""

    async def open(self) -> None:
        """Be ready to answer."""

    async def close(self) -> None:
        """End what runs."""

    def lease(self, own: bool = False) -> AbstractAsyncContextManager[Lease]:
        """An engine for one query of a client, or of our `own` pages; Unavailable without one."""

    def state(self) -> dict[str, object]:
        """What an operator wants to know."""


@dataclass
class Pool:
    """Processes of `program` over the store in `folder`; `changed` is told the generation.

    On opening, MissingStore where there is no store, EngineFailure where no engine starts.
    """

    folder: Path
    program: str
    limits: Limits
    changed: Callable[[str], None]
    _idle: list[tuple[EngineProcess, float]] = field(default_factory=list)
    _busy: set[EngineProcess] = field(default_factory=set)
    _alive: set[EngineProcess] = field(default_factory=set)
    _starting: set[asyncio.Task[EngineProcess]] = field(default_factory=set)
    _is_closing: bool = False
    _failures: int = 0
    _not_before: float = 0

    def client(self) -> httpx.AsyncClient:
        """A client that keeps its connections to engines, and looks for no proxy."""
        bounds = httpx.Limits(max_connections=None, max_keepalive_connections=64)
        return httpx.AsyncClient(timeout=None, limits=bounds, trust_env=False)

    async def open(self) -> None:
        """Start the first engines on the current generation, and watch for the next."""
        self._is_closing = False
        self._guests = Lane(asyncio.Semaphore(self.limits.queries), _PATIENCE)
        self._own = Lane(asyncio.Semaphore(OWN), patience=self.limits.seconds)
        self._filling: asyncio.Task[None] | None = None
        if not can_confine():
            _log.warning(
                "这台机器不能禁止引擎向外连接，只靠检查查询"
                "（this machine cannot bar engines from calling out: only queries are checked）"
            )
        await self._move_to(store_location(self.folder))
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """End every engine."""
        self._is_closing = True
        tasks = [task for task in (self._watching, self._filling) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*self._starting, return_exceptions=True)
        engines = tuple(self._alive)
        self._idle.clear()
        for engine in engines:
            engine.kill()
        await asyncio.gather(*(engine.gone() for engine in engines))

    @asynccontextmanager
    async def lease(self, own: bool = False) -> AsyncIterator[Lease]:
        """Lend an engine for one query; it is killed unless the query is said to be finished."""
        lane = self._own if own else self._guests
        await lane.enter()
        try:
            engine = await self._take()
            self._busy.add(engine)
            ageing = asyncio.get_running_loop().call_later(_STEPS_BACK_AFTER, engine.step_back)
            lease = Lease(f"{engine.url}/query", engine)
            try:
                yield lease
            finally:
                ageing.cancel()
                self._busy.discard(engine)
                self._give_back(engine, lease.finished)
        finally:
            lane.places.release()

    @property
    def generation(self) -> str:
        """The name of the build that answers."""
        return self._location.name

    def state(self) -> dict[str, object]:
        """The generation, and how many engines work and wait."""
        return {
            "generation": self.generation,
            "running": len(self._busy),
            "ready": len(self._idle),
            "engines": sorted(e.pid for e in (*self._busy, *(idle for idle, _ in self._idle))),
        }

    async def _take(self) -> EngineProcess:
        while self._idle:
            engine, _ = self._idle.pop()
            if engine.is_alive:
                self._fill()
                return engine
        engine = await self._start()
        self._fill()
        return engine

    def _give_back(self, engine: EngineProcess, is_sound: bool) -> None:
        current = engine.location == self._location
        if is_sound and current and engine.is_alive and not engine.stepped_back:
            self._idle.append((engine, asyncio.get_running_loop().time()))
        else:
            engine.kill()
            self._fill()

    async def _start(self) -> EngineProcess:
        """Start an engine on the current generation; after a failure not at once again."""
        loop = asyncio.get_running_loop()
        if self._is_closing:
            raise Unavailable("服务器正在停下", "the server is about to end")
        if (wait := self._not_before - loop.time()) > 0:
            raise _not_started(wait)
        try:
            engine = await self._launch(self._location)
        except EngineFailure as error:
            pause = _PAUSES[min(self._failures, len(_PAUSES) - 1)]
            self._failures += 1
            self._not_before = loop.time() + pause
            _log.error("%s", error)
            raise _not_started(pause) from error
        self._failures = 0
        return engine

    async def _launch(self, location: Path) -> EngineProcess:
        """Start an engine, to its end in any case: half a process cannot be ended."""
        starting = asyncio.create_task(self._begin(location))
        self._starting.add(starting)
        starting.add_done_callback(self._starting.discard)
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(_put_down)
            raise

    async def _begin(self, location: Path) -> EngineProcess:
        try:
            engine = await EngineProcess.start(
                self.program, location, self.limits.memory_bytes, self._ended
            )
        except OSError as error:  # no process, no file handle left
            told = system_error(error)
            raise EngineFailure(told.zh, told.en) from error
        self._alive.add(engine)
        return engine

    def _ended(self, engine: EngineProcess) -> None:
        """Replace an engine that died without work; one at work is missed where it was lent."""
        self._alive.discard(engine)
        before = len(self._idle)
        self._idle = [one for one in self._idle if one[0] is not engine]
        if len(self._idle) < before:
            self._fill()

    def _fill(self) -> None:
        """Have spare engines started in the background."""
        if not self._is_closing and (self._filling is None or self._filling.done()):
            self._filling = asyncio.create_task(self._fill_up())

    async def _fill_up(self) -> None:
        await asyncio.sleep(_FILLS_AFTER)
        while len(self._idle) < SPARE:
            try:
                engine = await self._start()
            except Unavailable as error:
                await asyncio.sleep(error.retry_after)
                continue
            self._give_back(engine, is_sound=True)

    async def _watch(self) -> None:
        refused = None
        while True:
            await asyncio.sleep(_LOOKS_EVERY)
            self._shrink()
            try:
                location = store_location(self.folder)
                if location not in (self._location, refused):
                    await self._move_to(location)
            except (MissingStore, OSError):
                continue  # what is open stays good
            except EngineFailure as error:
                refused = location
                _log.error("%s %s", location.name, error)

    async def _move_to(self, location: Path) -> None:
        """Answer from a generation as soon as an engine stands on it."""
        engine = await self._launch(location)
        self._location = location
        old, self._idle = self._idle, []
        self._give_back(engine, is_sound=True)
        for idle, _ in old:
            idle.kill()
        self._fill()
        self.changed(location.name)

    def _shrink(self) -> None:
        long_ago = asyncio.get_running_loop().time() - _SHRINKS_AFTER
        if len(self._idle) > SPARE and self._idle[0][1] < long_ago:
            self._idle.pop(0)[0].kill()


def _put_down(starting: asyncio.Task[EngineProcess]) -> None:
    """End an engine that nobody waits for any more."""
    if not starting.cancelled() and not starting.exception():
        starting.result().kill()


@dataclass
class Remote:
    """A SPARQL endpoint elsewhere; it ends its queries by itself when we hang up, or not."""

    http: Http
    limits: Limits

    def client(self) -> httpx.AsyncClient:
        """A client that is known there, if a user or token is given."""
        return self.http.async_client()

    async def open(self) -> None:
        """Be ready to ask."""
        self._is_closing = False
        self._guests = Lane(asyncio.Semaphore(self.limits.queries), _PATIENCE)

    async def close(self) -> None:
        """Nothing runs here."""

    @asynccontextmanager
    async def lease(self, own: bool = False) -> AsyncIterator[Lease]:
        """Lend the address for one query; our own pages need no place."""
        if own:
            yield Lease(self.http.url)
            return
        await self._guests.enter()
        try:
            yield Lease(self.http.url)
        finally:
            self._guests.places.release()

    def state(self) -> dict[str, object]:
        """The address."""
        return {"endpoint": self.http.url}


def _not_started(wait: float) -> Unavailable:
    return Unavailable(
        "查询引擎正在重新启动，请稍后再试",
        "the query engine is being started again: try again in a moment",
        retry_after=max(1, round(wait)),
    )
