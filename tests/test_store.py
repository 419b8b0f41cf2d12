"""The store is replaced whole: a reader sees the old graph or the new one, never half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.store import BusyStore, MissingStore, load_quads, new_generation, open_store


def quads(word: str, count: int = 100) -> list[Quad]:
    says = NamedNode("https://example.org/says")
    return [
        Quad(NamedNode(f"https://example.org/{n}"), says, Literal(f"{word}{n}"))
        for n in range(count)
    ]


def write(folder: Path, word: str) -> None:
    with new_generation(folder) as generation:
        load_quads(Store(str(generation)), quads(word), generation)


def words(store: Store) -> set[str]:
    found = [quad.object for quad in store.quads_for_pattern(None, None, None, None)]
    return {node.value[0] for node in found if isinstance(node, Literal | NamedNode)}


def generations(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith("generation-")]


def test_a_store_is_what_the_last_build_wrote(tmp_path: Path) -> None:
    write(tmp_path / "store", "旧")
    write(tmp_path / "store", "新")

    store = open_store(tmp_path / "store")

    assert words(store) == {"新"}
    assert len(store) == 100
    assert len(generations(tmp_path / "store")) == 1


def test_a_reader_keeps_the_graph_it_opened(tmp_path: Path) -> None:
    write(tmp_path, "旧")
    reader = open_store(tmp_path)
    write(tmp_path, "新")

    assert words(reader) == {"旧"}
    assert len(reader) == 100
    assert words(open_store(tmp_path)) == {"新"}


def test_a_build_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, "旧")

    def failing() -> Iterator[Quad]:
        yield from quads("半")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), new_generation(tmp_path) as generation:
        load_quads(Store(str(generation)), failing(), generation)

    assert words(open_store(tmp_path)) == {"旧"}
    assert len(generations(tmp_path)) == 1


def test_a_build_killed_half_way_leaves_a_usable_store_and_no_litter(tmp_path: Path) -> None:
    write(tmp_path, "旧")
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent("""
                import sys
                from pathlib import Path
                from kg.store import new_generation
                with new_generation(Path(sys.argv[1])):
                    print("inside", flush=True)
                    sys.stdin.read()
            """),
            str(tmp_path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "inside\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert child.stdin is not None
    child.stdin.close()
    child.stdout.close()

    assert len(generations(tmp_path)) == 2
    assert words(open_store(tmp_path)) == {"旧"}
    write(tmp_path, "新")
    assert words(open_store(tmp_path)) == {"新"}
    assert len(generations(tmp_path)) == 1


def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    with new_generation(tmp_path) as generation:
        with pytest.raises(BusyStore, match="另一个"):
            write(tmp_path, "别")
        load_quads(Store(str(generation)), quads("我"), generation)

    assert words(open_store(tmp_path)) == {"我"}


def test_readers_never_miss_the_store_while_builds_replace_it(tmp_path: Path) -> None:
    write(tmp_path, "初")
    reading = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent("""
                import sys
                from pathlib import Path
                from kg.store import open_store
                print("ready", flush=True)
                seen = set()
                while True:
                    store = open_store(Path(sys.argv[1]))
                    size = len(store)
                    word = next(iter(store.quads_for_pattern(None, None, None))).object.value[0]
                    assert size == 100, size
                    seen.add(word)
                    if word == "末":
                        break
                print(len(seen))
            """),
            str(tmp_path),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reading.stdout is not None
    reading.stdout.readline()
    for word in "甲乙丙丁戊己庚辛末":
        write(tmp_path, word)
    output, _ = reading.communicate(timeout=60)

    assert reading.returncode == 0
    assert int(output) > 1


def test_a_damaged_store_says_what_to_run(tmp_path: Path) -> None:
    write(tmp_path, "旧")
    next(tmp_path.glob("generation-*/MANIFEST-*")).write_bytes(b"not a manifest")

    with pytest.raises(MissingStore, match=r"打不开.*zhengmai build"):
        open_store(tmp_path)


def test_a_folder_without_a_store_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(MissingStore, match="zhengmai build"):
        open_store(tmp_path)
    with pytest.raises(MissingStore, match=f"run zhengmai build --store {tmp_path}/nowhere first"):
        open_store(tmp_path / "nowhere")
