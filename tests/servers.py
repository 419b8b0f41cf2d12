"""Real SPARQL servers for tests, each in a folder of its own on free ports of this machine."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens, and who may write."""

    url: str
    user: str = ""
    password: str = ""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def oxigraph_server(
    command: str, location: Path, union_default_graph: bool = True
) -> Iterator[Server]:
    """The Oxigraph server on a directory; `command` is serve or serve-read-only."""
    url = f"http://127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [
            *(str(OXIGRAPH), command, "--location", str(location)),
            *("--bind", url.removeprefix("http://")),
            *(["--union-default-graph"] if union_default_graph else []),
        ],
        stderr=subprocess.DEVNULL,
    )
    with stopped_at_the_end(process):
        _wait_until_up(url, process)
        yield Server(f"{url}/query")


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[Server]:
    """Virtuoso with an empty database: small, on the loopback alone, under a password of chance.

    It is set up as docs/other-endpoints.md says, but for a limit that the corpus runs into: it cuts
    answers at 1,000 rows.
    """
    assert VIRTUOSO
    password = secrets.token_hex(8)  # Virtuoso takes no more than 16 characters
    http_port = free_port()
    (folder / "virtuoso.ini").write_text(
        _VIRTUOSO_INI.format(sql_port=free_port(), http_port=http_port)
    )
    run = [VIRTUOSO, "+configfile", "virtuoso.ini", "+foreground"]
    # Makes the database and leaves: nothing ever listens under the password that all know.
    subprocess.run(
        [*run, "+pwdold", "dba", "+pwddba", password, "+pwddav", secrets.token_hex(8)],
        cwd=folder,
        capture_output=True,
        check=True,
        timeout=180,
    )
    process = subprocess.Popen(
        run, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with stopped_at_the_end(process):
        url = f"http://127.0.0.1:{http_port}"
        _wait_until_up(f"{url}/sparql?query=ASK%7B%7D", process)
        yield Server(f"{url}/sparql", "dba", password)


_VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
CaseMode = 2
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .

[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
Charset = UTF-8
EnabledGzipContent = 1

[SPARQL]
ResultSetMaxRows = 1000
MaxQueryExecutionTime = 60

[Flags]
enable_min_card = 0
"""


@contextmanager
def stopped_at_the_end(process: subprocess.Popen[Any]) -> Iterator[None]:
    """A process that is ended, by force if need be, when the block ends."""
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, f"it ended with {process.returncode}"
        try:
            httpx.get(url, timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"nobody listens at {url}")
