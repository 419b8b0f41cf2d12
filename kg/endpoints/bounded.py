"""The store within limits of time and memory: queries run in a process that can be ended.

A query in Oxigraph cannot be called off from Python, so it runs in a worker (`kg.endpoints.worker`)
which the system ends when time is up; the next query starts a new one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import weakref
from pathlib import Path

import pyoxigraph as ox

from kg.endpoints.endpoint import (
    Answer,
    BadQuery,
    EndpointFailure,
    TypedAnswers,
    bad_syntax,
    read_answer,
    shape_of_query,
)
from kg.endpoints.worker import END, ERROR, QUERY, ROWS, receive, send
from kg.store import MissingStore, store_location
from loaders.errors import ZhengmaiError

LARGEST_ANSWER = 256 * 2**20  # bytes; a table takes some ten times as much in memory


class BoundedEndpoint(TypedAnswers):
    """The embedded store in a folder (MissingStore without one), within limits.

    A query may take `timeout` seconds and `memory` bytes, by default half of what the machine has.
    For use by one thread.
    """

    def __init__(self, store: Path, timeout: float = 60, memory: int | None = None) -> None:
        store_location(store)
        limits = (str(timeout), str(memory or _half_of_memory()))
        self._command = [sys.executable, "-P", "-m", "kg.endpoints.worker", str(store), *limits]
        self._timeout = timeout
        self._start()

    def query(self, sparql: str) -> Answer:
        """Answer any query form; EndpointFailure where it takes too long or too much memory."""
        shape_of_query(sparql)
        if self._process.poll() is not None:
            self._start()
        try:
            kind, body = self._ask(sparql)
        except BaseException:  # interrupted as well: nothing may go on counting
            self._end()
            raise
        if kind == ERROR:
            raise _told(body, sparql)
        if kind == ROWS:
            return read_answer(ox.parse_query_results(body, ox.QueryResultsFormat.JSON))
        quads = ox.parse(body, ox.RdfFormat.N_TRIPLES, lenient=True)
        return tuple(sorted((quad.triple for quad in quads), key=str))

    def _ask(self, sparql: str) -> tuple[bytes, bytes]:
        """What kind of answer there is, and its content."""
        process = self._process
        assert process.stdin
        assert process.stdout
        kind, body = ROWS, bytearray()
        try:
            send(process.stdin, QUERY, sparql.encode("utf-8", "replace"))
            while (frame := receive(process.stdout))[0] != END:
                if frame[0] != kind:
                    kind, body = frame[0], bytearray()
                body += frame[1]
                if len(body) > LARGEST_ANSWER:
                    raise _too_long()
        except (EOFError, BrokenPipeError) as error:
            raise self._died(process.wait()) from error
        return kind, bytes(body)

    def _died(self, code: int) -> EndpointFailure:
        if code == -signal.SIGALRM:
            return EndpointFailure(
                f"查询在 {self._timeout:g} 秒内没有做完，已停止；请缩小范围或加长时限 --timeout",
                f"the query was stopped after {self._timeout:g} seconds: "
                "narrow it or raise --timeout",
            )
        if code in (-signal.SIGABRT, -signal.SIGKILL):
            return EndpointFailure(
                "查询用的内存太多，已停止；请缩小范围或加 LIMIT",
                "the query took too much memory and was stopped: narrow it or add LIMIT",
            )
        return EndpointFailure(
            f"查询中断（{code}），请再试一次", f"the query broke off ({code}): try again"
        )

    def _start(self) -> None:
        root = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("ZHENGMAI_DEBUG") else subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._end = weakref.finalize(self, _end, self._process)


def _half_of_memory() -> int:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


def _told(body: bytes, sparql: str) -> ZhengmaiError:
    """The error that the worker met, as it would have been raised here."""
    kind, *said = body.decode().split("\0")
    if kind == "syntax":
        return bad_syntax(said[0], sparql)
    return MissingStore(*said) if kind == "store" else BadQuery(*said)


def _too_long() -> EndpointFailure:
    size = LARGEST_ANSWER // 2**20
    return EndpointFailure(
        f"结果超过 {size} MB，请缩小查询范围或加 LIMIT",
        f"the answer is longer than {size} MB: narrow the query or add LIMIT",
    )
