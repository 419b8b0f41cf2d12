"""The process that queries of `kg.endpoints.bounded` run in, until its input ends.

It carries its own alarm: the system ends it when a query's time is up, even where nobody waits
for it any more. Both sides speak in frames: what it is in a byte, its length in four, its content.
It imports little, for it is started with every command.
"""

from __future__ import annotations

import io
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from kg.store import open_store
from loaders.errors import ZhengmaiError

_HEAD = struct.Struct("!cI")
QUERY, ROWS, TRIPLES, ERROR, END = b"q", b"r", b"t", b"e", b"."


class _Frames(io.RawIOBase):
    """A file that sends on what is written to it."""

    def __init__(self, stream: IO[bytes], kind: bytes) -> None:
        self._stream, self._kind = stream, kind

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        send(self._stream, self._kind, bytes(content))
        return len(content)


def main(folder: Path, timeout: float, memory: int) -> None:
    """Answer queries on a store until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    queries, answers = sys.stdin.buffer, sys.stdout.buffer
    store: ox.Store | None = None
    while True:
        try:
            sparql = receive(queries)[1].decode()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, timeout)
        try:
            store = store or open_store(folder)
            _answer(store, sparql, answers)
        except ZhengmaiError as error:
            _tell(answers, "store", error.zh, error.en)
        except SyntaxError as error:
            _tell(answers, "syntax", str(error))
        except (OSError, RuntimeError, ValueError) as error:
            _tell(answers, "query", f"查询未能完成：{error}", f"the query failed: {error}")
        signal.setitimer(signal.ITIMER_REAL, 0)
        send(answers, END)


def _answer(store: ox.Store, sparql: str, answers: IO[bytes]) -> None:
    result = store.query(sparql, use_default_graph_as_union=True)
    is_graph = isinstance(result, ox.QueryTriples)
    with io.BufferedWriter(_Frames(answers, TRIPLES if is_graph else ROWS), 2**16) as out:
        if isinstance(result, ox.QueryTriples):
            ox.serialize(result, out, ox.RdfFormat.N_TRIPLES)
        else:
            result.serialize(out, ox.QueryResultsFormat.JSON)


def _tell(answers: IO[bytes], *words: str) -> None:
    send(answers, ERROR, "\0".join(words).encode())


def send(stream: IO[bytes], kind: bytes, content: bytes = b"") -> None:
    """Write a frame."""
    stream.write(_HEAD.pack(kind, len(content)) + content)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[bytes, bytes]:
    """The next frame; EOFError where the other side is gone."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    kind, length = _HEAD.unpack(head)
    return kind, stream.read(length)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
