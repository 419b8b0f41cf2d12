"""The store: an Oxigraph directory that a build replaces whole.

    store/
      current -> generation-k3x9      what readers open
      generation-k3x9/                the quads of the last build and the index of their words,
                                      never written again

A build writes a new generation aside and moves the link `current` over to it in one rename, so
a reader finds the old graph or the new one, never half; a reader that had the old one open keeps
it, for its files are open. A server, whose engines open files later too, holds a shared lock on the
directory of the generation it reads (`flock`, which ends with the process that holds it). What is
not held, and what a crash leaves behind, is cleared away by the next build.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, serialize

from loaders.errors import ZhengmaiError

_CURRENT = "current"
_GENERATION = "generation-"


class MissingStore(ZhengmaiError):
    """There is no store in the folder, or not one that a build finished."""


class BusyStore(ZhengmaiError):
    """Another build is writing into the folder."""


def store_location(folder: Path) -> Path:
    """The Oxigraph directory of the finished build in a store folder; MissingStore without one."""
    location = (folder / _CURRENT).resolve()
    if not (location / "CURRENT").is_file():  # the file every RocksDB directory has
        raise MissingStore(
            f"{folder} 里没有图库，请先运行 zhengmai build --store {folder}",
            f"no store in {folder}: run zhengmai build --store {folder} first",
        )
    return location


def open_store(folder: Path) -> Store:
    """The store of the last finished build, for reading only; MissingStore where there is none."""
    while True:
        location = store_location(folder)
        try:
            store = Store.read_only(str(location))
        except (OSError, RuntimeError) as error:
            failure: Exception | None = error
        else:
            failure = None
        # A build may have swapped and begun to clear away while the files were being opened.
        if store_location(folder) != location:
            continue
        if failure:
            raise MissingStore(
                f"{folder} 里的图库打不开，请重新运行 zhengmai build --store {folder}：{failure}",
                f"the store in {folder} cannot be opened: "
                f"run zhengmai build --store {folder} again",
            ) from failure
        return store


@contextmanager
def new_generation(folder: Path) -> Iterator[Path]:
    """An empty directory for a build's store; it becomes the current one when the block ends well.

    Where the block raises, the directory goes and the store that was there stays as it was.
    BusyStore where another build holds the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _sole_builder(folder):
        _clear(folder)
        generation = Path(tempfile.mkdtemp(prefix=_GENERATION, dir=folder))
        generation.chmod(0o755)
        try:
            yield generation
            _point_to(folder, generation)
        finally:
            _clear(folder)


def load_quads(store: Store, quads: Iterable[Quad], scratch: Path) -> None:
    """Load quads by way of an N-Quads file beside the store: memory stays flat at any size."""
    path = scratch.with_name(scratch.name + ".nq")
    try:
        with path.open("wb") as stream:
            serialize(quads, stream, RdfFormat.N_QUADS)
        store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _sole_builder(folder: Path) -> Iterator[None]:
    """Hold the folder for one build; the system frees it if the process dies."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyStore(
                f"另一个 zhengmai build 正在写 {folder}，等它结束再试",
                f"another zhengmai build is writing {folder}: try again when it is done",
            ) from error
        yield


def _point_to(folder: Path, generation: Path) -> None:
    link = folder / f"{generation.name}.link"
    link.symlink_to(generation.name)
    os.replace(link, folder / _CURRENT)  # noqa: PTH105  # Path.replace would do the same


def _clear(folder: Path) -> None:
    """Remove all that belongs to builds but the current generation."""
    current = (folder / _CURRENT).resolve()
    for path in folder.glob(f"{_GENERATION}*"):
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.resolve() != current:
            _remove_unless_held(path)


def _remove_unless_held(generation: Path) -> None:
    descriptor = os.open(generation, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(generation)
    except BlockingIOError:
        pass  # a server still answers from it; the next build asks again
    finally:
        os.close(descriptor)
