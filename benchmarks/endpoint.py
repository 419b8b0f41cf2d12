"""How the endpoint holds up: beside runaway queries, while a build swaps in, on long answers.

    python benchmarks/endpoint.py [CORPUS]

Builds the corpus into a folder that goes again and runs `zhengmai serve` on it, as a user would.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from kg.build import build
from kg.store import new_generation, store_location

CHEAP = "SELECT ?s { ?s ?p ?o } LIMIT 1"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 400000"


def main() -> None:
    """Build, serve, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=Path("corpus"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        build(options.corpus, store)
        start = time.perf_counter()
        with _serving(store) as (client, pid):
            print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
            print(f"ready to answer after         {_ms(time.perf_counter() - start)}")
            time.sleep(3)  # its spare engines come up
            _alone(client)
            _beside_runaways(client)
            _hanging_up(client)
            _swapping(client, store)
            _streaming(client, pid)


def _alone(client: httpx.Client) -> None:
    _report("cheap query alone", [_ask(client) for _ in range(300)])


def _beside_runaways(client: httpx.Client) -> None:
    for n in range(3):
        with ThreadPoolExecutor(10) as pool:
            runaways = [pool.submit(_leave_after, client, 3.0) for _ in range(10)]
            print(f"cheap query sent with ten runaways, {n + 1}: {_ms(_ask(client))}")
            while client.get("/health").json()["running"] < 10:
                time.sleep(0.01)
            _report("  while the ten run", [_ask(client) for _ in range(100)])
            for runaway in runaways:
                runaway.result()


def _hanging_up(client: httpx.Client) -> None:
    ends = []
    for _ in range(5):
        _leave_after(client, 0.5)
        start = time.perf_counter()
        while client.get("/health").json()["running"]:
            time.sleep(0.001)
        ends.append(time.perf_counter() - start)
    _report("query dead after its client left", ends)


def _swapping(client: httpx.Client, store: Path) -> None:
    done = threading.Event()
    with ThreadPoolExecutor(4) as pool:

        def keep_asking() -> list[float]:
            took = []
            while not done.is_set():
                took.append(_ask(client))
            return took

        asking = [pool.submit(keep_asking) for _ in range(4)]
        for _ in range(3):
            with new_generation(store) as generation:
                source = store_location(store)
                shutil.copytree(source, generation, dirs_exist_ok=True)
            while client.get("/health").json()["generation"] != store_location(store).name:
                time.sleep(0.01)
            time.sleep(1)
        done.set()
        took = [seconds for each in asking for seconds in each.result()]
    _report(f"three swaps under {len(took)} requests, none failed", took)


def _streaming(client: httpx.Client, pid: int) -> None:
    before, start, size = _memory(pid), time.perf_counter(), 0
    data, headers = {"query": LONG}, {"Accept-Encoding": "identity"}
    with client.stream("POST", "/sparql", data=data, headers=headers) as answer:
        for part in answer.iter_raw():
            size += len(part)
    seconds = time.perf_counter() - start
    print(
        f"400,000 rows, {size / 1e6:.0f} MB in {seconds:.1f} s; "
        f"the server grew by {(_memory(pid) - before) / 1000:.1f} MB"
    )


def _ask(client: httpx.Client) -> float:
    start = time.perf_counter()
    client.post("/sparql", data={"query": CHEAP}).raise_for_status()
    return time.perf_counter() - start


def _leave_after(client: httpx.Client, seconds: float) -> None:
    with suppress(httpx.TimeoutException):
        client.post("/sparql", data={"query": RUNAWAY}, timeout=seconds)


def _report(what: str, seconds: list[float]) -> None:
    p99 = sorted(seconds)[int(len(seconds) * 0.99)]
    print(
        f"{what:34} median {_ms(statistics.median(seconds))}  99 % {_ms(p99)}  "
        f"slowest {_ms(max(seconds))}"
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:7.1f} ms"


def _memory(pid: int) -> int:
    """The most memory the process has had, in kB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


@contextmanager
def _serving(store: Path) -> Iterator[tuple[httpx.Client, int]]:
    zhengmai = Path(sys.executable).with_name("zhengmai")
    process = subprocess.Popen(
        [str(zhengmai), "serve", "--port", "0", "--store", str(store), "--timeout", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        address = re.search(r"http://[^/\s]+", process.stdout.readline())
        assert address
        bounds = httpx.Limits(max_connections=None)
        with httpx.Client(
            base_url=address[0], timeout=90, limits=bounds, trust_env=False
        ) as client:
            client.get("/health")
            yield client, process.pid
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
