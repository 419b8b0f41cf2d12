"""A new build takes its place under a running server: no request fails, nothing is half."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from running_server import Server, serving, wait_until

from kg.store import load_quads, new_generation

COUNT = "SELECT ?word (COUNT(*) AS ?n) { ?s <https://example.org/says> ?word } GROUP BY ?word"
SLOW = """SELECT (COUNT(*) AS ?n) (SAMPLE(?b) AS ?word)
          { ?s ?p ?a . ?t ?p ?b . ?u ?p ?c FILTER(STRLEN(CONCAT(?a, ?b, ?c)) > 2) }"""
SIZE = 120


def write(folder: Path, word: str) -> None:
    """What a build does with a store."""
    says = NamedNode("https://example.org/says")
    with new_generation(folder) as generation:
        quads = (
            Quad(NamedNode(f"https://example.org/{n}"), says, Literal(word)) for n in range(SIZE)
        )
        load_quads(Store(str(generation)), quads, generation)


def current(folder: Path) -> str:
    return (folder / "current").resolve().name


def generations(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("generation-*") if path.is_dir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "store", "旧")
    return tmp_path / "store"


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with serving("--store", folder) as running:
        yield running


def test_builds_swap_in_under_load_and_no_request_fails(server: Server, folder: Path) -> None:
    done = threading.Event()
    words = "甲乙丙"

    def keep_asking() -> list[str]:
        heard = []
        with httpx.Client(trust_env=False, timeout=20) as client:
            while not done.is_set():
                answer = client.get(server.sparql, params={"query": COUNT})
                assert answer.status_code == 200, answer.text
                (row,) = answer.json()["results"]["bindings"]  # one word, never two
                assert row["n"]["value"] == str(SIZE)  # all of it
                heard.append(row["word"]["value"])
        return heard

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(keep_asking) for _ in range(4)]
        try:
            for word in words:
                write(folder, word)
                wait_until(lambda: server.health["generation"] == current(folder))
                time.sleep(0.2)
        finally:
            done.set()
        heard = [word for each in asking for word in each.result()]
    assert set(heard) == {"旧", *words}
    assert all(each.result()[-1] == words[-1] for each in asking)
    write(folder, "末")
    assert len(generations(folder)) <= 2  # what no engine reads any more is gone


def test_a_query_under_way_ends_on_the_build_that_it_began_on(server: Server, folder: Path) -> None:
    (before,) = generations(folder)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(server.ask, SLOW)
        wait_until(lambda: server.health["running"] == 1)
        write(folder, "新")
        wait_until(lambda: server.health["generation"] != before)
        write(folder, "更新")
        assert not slow.done()
        assert before in generations(folder)  # held by the engine that reads it
        (row,) = slow.result().json()["results"]["bindings"]
    assert (row["n"]["value"], row["word"]["value"]) == (str(SIZE**3), "旧")
    wait_until(lambda: "更新" in server.ask(COUNT).text)
    wait_until(lambda: server.health["running"] == 0)
    write(folder, "末")
    assert before not in generations(folder)


def test_a_store_that_goes_away_or_cannot_be_opened_leaves_the_server_as_it_is(
    server: Server, folder: Path
) -> None:
    (folder / "current").rename(folder / "away")
    time.sleep(1)
    assert server.ask(COUNT).status_code == 200
    broken = folder / "generation-broken"
    broken.mkdir()
    (broken / "CURRENT").write_text("nothing")
    (folder / "current").symlink_to(broken.name)
    wait_until(lambda: any("Oxigraph" in line for line in server.log))
    assert server.ask(COUNT).status_code == 200
    assert server.health["generation"] != broken.name
    write(folder, "新")
    wait_until(lambda: "新" in server.ask(COUNT).text)
