"""One process of the real Oxigraph server, on loopback, over one generation of the store."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
import sysconfig
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from kg.server import confine
from loaders.errors import ZhengmaiError

_LISTENS = b"Listening for requests"
_PATIENCE = 20.0  # seconds for a process to open a large store on a busy machine
_BEHIND = 10  # of the priorities that the system knows, 0 being that of most and 19 the lowest
_LONGEST_WORDS = 300


class EngineFailure(ZhengmaiError):
    """The engine cannot be started."""


class EngineProcess:
    """An engine that answers at `url` until it is killed; `words` is what it said last."""

    def __init__(self, process: asyncio.subprocess.Process, url: str, location: Path) -> None:
        self.url = url
        self.location = location
        self.words = ""
        self.stepped_back = False
        self._process = process
        self.is_up = False
        self._settled = asyncio.Event()  # it answers, or it has ended
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(
        cls,
        program: str,
        location: Path,
        memory_bytes: int,
        ended: Callable[[EngineProcess], None],
    ) -> EngineProcess:
        """Start `program` on the store in `location`; it answers when this returns.

        `ended` is called when the process is gone, whoever ended it. EngineFailure where it ends
        before it answers.
        """
        address = f"127.0.0.1:{_free_port()}"
        serve = [program, "serve-read-only", "--location", str(location)]
        serve += ["--bind", address, "--union-default-graph"]
        confined = [sys.executable, "-I", "-S", confine.__file__, str(os.getpid())]
        process = await asyncio.create_subprocess_exec(
            *confined,
            str(memory_bytes),
            str(location),
            *serve,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env={},  # what our environment holds, passwords too, is not for it
            process_group=0,  # Ctrl-C is for the server, which lets running queries end
        )
        engine = cls(process, f"http://{address}", location)
        try:
            async with asyncio.timeout(_PATIENCE):
                await engine._settled.wait()
        except TimeoutError:
            pass
        finally:
            if not engine.is_up:
                engine.kill()
                await engine.gone()
        if not engine.is_up:
            raise EngineFailure(
                f"Oxigraph 没有启动起来：{engine.words or '超时'}",
                f"Oxigraph did not start: {engine.words or 'timeout'}",
            )
        engine._reading.add_done_callback(lambda _: ended(engine))
        return engine

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs, asked of the system and not of what it has told us."""
        if self._process.returncode is not None or self._reading.done():
            return False
        if not hasattr(os, "waitid"):  # macOS
            return True
        try:  # a question only: the end stays to be heard of by whoever waits for it
            ended = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return False
        return ended is None

    def kill(self) -> None:
        """End the process at once; it only reads, so nothing is lost."""
        with suppress(ProcessLookupError):
            self._process.kill()

    def step_back(self) -> None:
        """Let every other process of the machine go first, from now on and for good."""
        self.stepped_back = True
        with suppress(OSError):  # it, or one of its threads, has ended meanwhile
            for thread in os.listdir(f"/proc/{self.pid}/task"):  # noqa: PTH208
                os.setpriority(os.PRIO_PROCESS, int(thread), _BEHIND)

    async def gone(self) -> None:
        """Wait until the process has ended, and what it was heard by is put away."""
        await asyncio.wait([self._reading])
        await asyncio.sleep(0)

    async def _read(self) -> None:
        """Follow what the engine says on standard error, to its end."""
        assert self._process.stderr is not None
        while line := await self._process.stderr.readline():
            if line.startswith(_LISTENS):
                self.is_up = True
                self._settled.set()
            else:
                self.words = f"{self.words} {line.decode(errors='replace')}".strip()
                self.words = self.words[:_LONGEST_WORDS]
        await self._process.wait()
        self._settled.set()


def oxigraph() -> str:
    """The path of the Oxigraph program: the one beside our own, else one on the PATH."""
    folder = sysconfig.get_path("scripts")
    found = shutil.which("oxigraph", path=folder) or shutil.which("oxigraph")
    if not found:
        raise EngineFailure(
            "找不到 oxigraph 程序，请安装 pip install oxigraph",
            "the program oxigraph is missing: pip install oxigraph",
        )
    return found


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
