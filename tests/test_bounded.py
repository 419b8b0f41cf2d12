"""A query on the embedded store ends when its time or its memory is used up, or by Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Store

from kg.commands import main
from kg.endpoints import bounded
from kg.endpoints.bounded import BoundedEndpoint
from kg.endpoints.endpoint import EndpointFailure
from kg.store import MissingStore

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ZHENGMAI = Path(sys.executable).with_name("zhengmai")


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def is_running(process: int) -> bool:
    try:
        return "(zombie)" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def test_time_that_is_up_ends_the_query_and_not_the_endpoint(store: Path) -> None:
    endpoint = BoundedEndpoint(store, timeout=1)
    worker = endpoint._process.pid
    start = time.monotonic()
    with pytest.raises(EndpointFailure, match="1 秒内没有做完，已停止"):
        endpoint.query(RUNAWAY)
    assert time.monotonic() - start < 5
    assert not is_running(worker)
    assert endpoint.query("ASK { ?s ?p ?o }") is True


def test_memory_that_is_used_up_ends_the_query(store: Path) -> None:
    endpoint = BoundedEndpoint(store, memory=512 * 2**20)
    with pytest.raises(EndpointFailure, match="内存太多"):
        endpoint.query(SORTED)
    assert endpoint.query("ASK { ?s ?p ?o }") is True


def test_an_answer_without_end_is_cut_off(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "LARGEST_ANSWER", 2**20)
    endpoint = BoundedEndpoint(store)
    with pytest.raises(EndpointFailure, match="超过 1 MB"):
        endpoint.query(ENDLESS)
    assert endpoint.query("ASK { ?s ?p ?o }") is True


def test_the_worker_goes_when_nobody_needs_it(store: Path) -> None:
    endpoint = BoundedEndpoint(store)
    worker = endpoint._process.pid
    assert endpoint.query("ASK { ?s ?p ?o }")
    del endpoint
    assert not is_running(worker)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_is_stopped_leaves_nothing_running(store: Path, signum: int) -> None:
    command = [str(ZHENGMAI), "sparql", "-", "--store", str(store), "--timeout", "3"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin
    process.stdin.write(RUNAWAY.encode())
    process.stdin.close()
    while not (workers := children(process.pid)):
        time.sleep(0.01)
    time.sleep(0.5)
    os.kill(process.pid, signum)
    start = time.monotonic()
    assert process.wait(3) == (130 if signum == signal.SIGINT else -signum)
    while any(map(is_running, workers)):  # its own alarm ends a worker that nobody can end
        assert time.monotonic() - start < 6
        time.sleep(0.05)


def test_a_store_that_is_not_there_or_broken_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingStore, match="zhengmai build"):
        BoundedEndpoint(tmp_path)
    Store(str(tmp_path / "generation-1"))
    (tmp_path / "current").symlink_to("generation-1")
    next((tmp_path / "generation-1").glob("MANIFEST*")).write_bytes(b"")
    with pytest.raises(MissingStore, match="打不开"):
        BoundedEndpoint(tmp_path).query("ASK {}")


@pytest.mark.parametrize("seconds", ["0", "-1", "1.5", "soon"])
def test_a_time_limit_is_a_number_of_seconds(store: Path, seconds: str) -> None:
    command = ["sparql", "-", "--store", str(store), "--timeout", seconds]
    result = CliRunner().invoke(main, command, input="ASK {}")
    assert result.exit_code == 2
    assert "错误：" in result.output
