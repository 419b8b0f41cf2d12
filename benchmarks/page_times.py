"""How long each kind of page takes: to its first byte and to its last, the first time and again.

    python benchmarks/page_times.py --store STORE [--each 3]

Pages of each kind are found by following links from the overview of a server over STORE. First is
the time of an address that the server has not been asked yet, again that of the same address
asked by a browser that does not know it (no ETag).
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import httpx
from lxml import html
from starlette.routing import Match, Route

from kg.pages import routes

_BEGINNING = "/"
_PATIENCE = 120.0


def main() -> None:
    """Print a line for each kind of page, the slowest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path("store"))
    parser.add_argument("--each", type=int, default=3, help="pages of each kind")
    options = parser.parse_args()
    with _serving(options.store) as client:
        timed = _timed(client, options.each)
    print(f"{'page':34} {'first byte':>11} {'whole':>9} {'again':>9} {'size':>10}")
    for kind, times in sorted(timed.items(), key=lambda one: -max(t[1] for t in one[1])):
        first, whole, again, size = map(max, zip(*times, strict=True))
        print(f"{kind:34} {_ms(first):>11} {_ms(whole):>9} {_ms(again):>9} {size / 1000:7.0f} kB")


def _timed(client: httpx.Client, each: int) -> dict[str, list[tuple[float, float, float, float]]]:
    """Seconds to the first byte, to the last, to the last again; bytes: of pages of each kind."""
    timed: dict[str, list[tuple[float, float, float, float]]] = defaultdict(list)
    waiting, known = [_BEGINNING], {_BEGINNING}
    taken: dict[str, int] = defaultdict(int)
    while waiting:
        address = waiting.pop(0)
        first, whole, text = _get(client, address)
        again = _get(client, address)[1] if text else 0.0
        timed[_kind(address) or address].append((first, whole, again, len(text.encode())))
        tree = html.fromstring(text) if text else None
        for link in tree.iter("a") if tree is not None else ():
            to = urldefrag(urljoin(address, link.get("href") or "")).url
            kind = _kind(to)
            if kind and to not in known and taken[kind] < each and not to.startswith("/en"):
                taken[kind] += 1
                known.add(to)
                waiting.append(to)
    return timed


def _get(client: httpx.Client, address: str) -> tuple[float, float, str]:
    start = time.perf_counter()
    with client.stream("GET", address, headers={"Accept": "text/html"}) as answer:
        chunks = answer.iter_bytes()
        beginning = next(chunks, b"")
        first = time.perf_counter() - start
        text = b"".join((beginning, *chunks))
    whole = time.perf_counter() - start
    if answer.status_code != 200:
        print(f"{answer.status_code} {address}", file=sys.stderr)
        return first, whole, ""
    return first, whole, text.decode()


_ROUTES = [route for route in routes() if isinstance(route, Route)]


def _kind(address: str) -> str | None:
    """The pattern of the page's route."""
    path = unquote(urlsplit(address).path)
    if not path.startswith("/") or re.match(r"/static|.*\.(?:docx|xlsx|svg|png)$", path):
        return None
    scope = {"type": "http", "method": "GET", "path": path}
    found = (route.path for route in _ROUTES if route.matches(scope)[0] is Match.FULL)
    kind = next(found, None)
    return f"{kind}?" if kind and "?" in address else kind


@contextmanager
def _serving(store: Path) -> Iterator[httpx.Client]:
    """A client of a server of its own over the store."""
    zhengmai = Path(sys.executable).with_name("zhengmai")
    process = subprocess.Popen(
        [zhengmai, "serve", "--port", "0", "--store", store],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://[^/\s]+", process.stdout.readline())
        if not found:
            raise SystemExit("the server did not start")
        with httpx.Client(base_url=found[0], timeout=_PATIENCE, trust_env=False) as client:
            yield client
    finally:
        process.terminate()
        process.wait()


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


if __name__ == "__main__":
    main()
