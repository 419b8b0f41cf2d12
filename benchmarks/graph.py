"""How long the graph takes: each stage of a build, each canned question, each export.

    python benchmarks/graph.py [CORPUS] [--rounds N]

Questions are asked with the example parameters of their headers; the best of N rounds counts.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kg.build import build
from kg.endpoints.endpoint import LocalEndpoint
from kg.exports.export import (
    write_gexf,
    write_graphml,
    write_jsonld,
    write_nquads,
    write_sssom,
    write_trig,
)
from kg.exports.workbook import write_workbook
from kg.questions.ask import read_values
from kg.questions.catalogue import bind, load_catalogue
from kg.store import open_store

_EXPORTS = (
    *(write_nquads, write_trig, write_jsonld, write_graphml, write_gexf, write_sssom),
    write_workbook,
)


def main() -> None:
    """Build the corpus into a folder that goes again, and time what is done with it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=Path("corpus"))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        summary = build(options.corpus, store)
        print(f"build: {summary.documents} documents, {summary.triples:,} triples")
        for stage, seconds in summary.seconds.items():
            print(f"  {stage:10} {seconds:8.2f} s")
        _time_questions(LocalEndpoint(store), options.rounds)
        _time_exports(store, Path(folder), options.rounds)


def _time_questions(endpoint: LocalEndpoint, rounds: int) -> None:
    print("questions, slowest first")
    timed = []
    for question in load_catalogue().values():
        values = {p.name: p.example for p in question.parameters if p.required}
        sparql = bind(question, read_values(question, values, endpoint))
        rows = len(endpoint.select(sparql).rows)
        timed.append((_best(partial(endpoint.select, sparql), rounds), question, rows))
    for seconds, question, rows in sorted(timed, key=lambda one: -one[0]):
        print(f"  {question.name:28} {seconds * 1000:8.1f} ms {rows:6} rows")


def _time_exports(store: Path, folder: Path, rounds: int) -> None:
    print("exports")
    opened = open_store(store)
    for write in _EXPORTS:
        path = folder / write.__name__
        seconds = _best(partial(write, opened, path), rounds)
        print(f"  {write.__name__:28} {seconds:8.2f} s  {path.stat().st_size:12,} bytes")


def _best(action: Callable[[], object], rounds: int) -> float:
    """Run an action and give the seconds of its fastest round."""
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


if __name__ == "__main__":
    main()
