"""A copy of the whole site in a folder, which opens from there or from any intranet server."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import httpx

from kg import pages
from kg.language import Language
from kg.server.app import create_app
from kg.server.limits import Limits
from kg.site.crawl import Crawl
from kg.site.search import search_routes, write_search
from kg.store import store_location
from loaders.errors import ASIDE, ZhengmaiError

MARK = "zhengmai-site.json"
"""The file by which a folder is known as a copy that may be replaced."""
_LIMITS = Limits(seconds=300, client_rate=10**9)


class OccupiedFolder(ZhengmaiError):
    """A folder that holds something else than a copy of the site."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy says of itself: its day, and the day on which its graph was built."""

    day: str
    built: str
    version: str


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: pages, all files, their bytes, seconds; `lost` are links to nothing."""

    pages: int
    files: int
    size: int
    seconds: float
    lost: tuple[str, ...]


def write_site(
    store: Path,
    folder: Path,
    languages: Sequence[Language] = ("zh", "en"),
    moved: Callable[[int, int], object] = lambda *_: None,
) -> Written:
    """Write the site over the store in `store` into `folder`, in these languages.

    It is written aside and takes its place when it is whole. OccupiedFolder where the folder holds
    anything but an earlier copy, Unanswered where a page fails. `moved` is told pages written and
    files known so far.
    """
    start = time.perf_counter()
    _refuse_occupied(folder)
    copied = Copied(
        datetime.now().astimezone().date().isoformat(),
        datetime.fromtimestamp(store_location(store).stat().st_mtime).date().isoformat(),
        version("zhengmai"),
    )
    with _replacing(folder) as aside:
        crawl = asyncio.run(_crawl(store, aside, copied, languages, moved))
        mark = {"made": copied.day, "built": copied.built, "version": copied.version}
        (aside / MARK).write_text(json.dumps(mark) + "\n", "utf-8")
        sizes = [path.stat().st_size for path in aside.rglob("*") if path.is_file()]
    seconds = time.perf_counter() - start
    return Written(crawl.pages, len(sizes), sum(sizes), seconds, tuple(sorted(crawl.lost)))


async def _crawl(
    store: Path,
    folder: Path,
    copied: Copied,
    languages: Sequence[Language],
    moved: Callable[[int, int], object],
) -> Crawl:
    app = create_app(store, limits=_LIMITS)
    app.state.copied = copied
    app.router.routes[:0] = search_routes()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=transport,
            base_url="http://localhost",
            headers={"Accept-Encoding": "identity"},
            timeout=None,
        ) as client,
    ):
        crawl = Crawl(client, folder, [*search_routes(), *pages.routes()], languages, moved)
        try:
            await crawl.run()
        except* Exception as group:  # the first that went wrong tells enough
            raise group.exceptions[0] from None
        await asyncio.to_thread(write_search, app.state.endpoint, crawl, folder)
    return crawl


def _refuse_occupied(folder: Path) -> None:
    if folder.is_dir() and (folder / MARK).is_file():
        return
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise OccupiedFolder(
            f"{folder} 不是空目录，也不是以前导出的网站；换一个目录，或先清空它",
            f"{folder} is neither empty nor an earlier copy: name another folder or empty it",
        )


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """A folder that takes the place of `folder` when the block ends well."""
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=ASIDE, dir=folder.parent) as name:
        aside = Path(name) / "new"
        aside.mkdir()
        yield aside
        if folder.exists():
            folder.rename(Path(name) / "old")
        aside.rename(folder)
    shutil.rmtree(Path(name), ignore_errors=True)
