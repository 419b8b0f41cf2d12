"""`zhengmai serve` as a user starts it: a process of its own, on a free port."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
from servers import stopped_at_the_end

ZHENGMAI = Path(sys.executable).with_name("zhengmai")
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""Takes hours over the corpus; Oxigraph's own time limit does not end it."""
CHEAP = "SELECT ?s { ?s ?p ?o } LIMIT 1"
EVERYTHING = "SELECT * { GRAPH ?g { ?s ?p ?o } }"


class Server:
    """A running server: a client for it, its process, its log so far."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.url = url
        self.sparql = f"{url}/sparql"
        self.log: list[str] = []
        self.client = httpx.Client(base_url=url, timeout=60, trust_env=False)
        self._reading = threading.Thread(target=self._read_log, daemon=True)
        self._reading.start()

    def ask(self, query: str, **headers: str) -> httpx.Response:
        """POST a query as a form."""
        return self.client.post("/sparql", data={"query": query}, headers=headers)

    @property
    def health(self) -> dict[str, Any]:
        """What the server says of itself."""
        state: dict[str, Any] = self.client.get("/health").json()
        return state

    def ask_and_leave(self, query: str, after: float) -> None:
        """Ask, and hang up after so many seconds, amidst the answer if there is one."""
        end = time.monotonic() + after
        with (
            suppress(httpx.ReadTimeout),
            httpx.Client(timeout=after, trust_env=False) as client,
            client.stream("POST", self.sparql, data={"query": query}) as answer,
        ):
            for _ in answer.iter_raw():
                if time.monotonic() > end:
                    return
            raise AssertionError("the query came to an end")

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        self.log.extend(self.process.stderr)


@contextmanager
def serving(*options: str | Path, env: dict[str, str] | None = None) -> Iterator[Server]:
    """A server started with these options; ended, by force if need be, when the block ends."""
    command = [str(ZHENGMAI), "serve", "--port", "0", *map(str, options)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})},
    )
    with stopped_at_the_end(process):
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"http://[^/\s]+", said)
        if not found:
            raise AssertionError(f"did not start: {said}{process.communicate()[1]}")
        server = Server(process, found[0])
        wait_until(lambda: server.client.get("/health").status_code == 200)
        yield server
        server.client.close()


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def engines_of(server: Server) -> list[int]:
    """The engine processes that run under a server, as the system knows them."""
    path = Path(f"/proc/{server.process.pid}/task")
    children: list[str] = []
    for task in path.iterdir():
        with suppress(FileNotFoundError):  # a thread that has ended meanwhile
            children += (task / "children").read_text().split()
    return [int(pid) for pid in children if is_engine(int(pid))]


def is_engine(pid: int) -> bool:
    """Whether a process is an engine, and alive."""
    return "oxigraph" in command_of(pid)


def command_of(pid: int) -> str:
    """The command line of a process, "" where it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
