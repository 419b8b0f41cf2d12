"""Every page of the application, asked for in process and written as a file.

The walk begins at the doors of the navigation in both languages and follows the links of each
page: all that lead to pages by their path alone, and what a page asks for by `data-export`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from posixpath import dirname, relpath
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import httpx
from starlette.routing import BaseRoute, Match

from kg.language import Language
from kg.pages import address as addresses
from kg.pages.navigation import DOORS
from kg.site.names import Names, is_file
from kg.site.rewriting import Use, rewritten
from loaders.errors import ZhengmaiError

_AT_ONCE = 4
_STATIC = "/static/"
_HTML = "text/html"


class Unanswered(ZhengmaiError):
    """An address of the site that did not answer, so that no copy was made."""


class Wanted(NamedTuple):
    """An address that belongs into the copy, its file, and what it is for."""

    address: str
    file: str
    use: Use


@dataclass
class Crawl:
    """What the copy holds so far; `moved` is told pages written and pages known."""

    client: httpx.AsyncClient
    folder: Path
    routes: Sequence[BaseRoute]
    languages: Sequence[Language]
    moved: Callable[[int, int], object]
    lost: list[str] = field(default_factory=list)
    pages: int = 0
    _names: Names = field(default_factory=Names)
    _known: dict[str, Wanted] = field(default_factory=dict)
    _waiting: asyncio.Queue[Wanted] = field(default_factory=asyncio.Queue)

    async def run(self) -> None:
        """Write all that can be reached; Unanswered where the server fails at a page.

        `lost` then names the addresses that links lead to and that there are not: in their place
        stands the page that says so.
        """
        paths = [door.path for door in DOORS if not door.needs_server]
        for path, spoken in product(paths, self.languages):
            self.place(addresses.address(path, into=spoken), "page", is_asked_for=False)
        async with asyncio.TaskGroup() as group:
            workers = [group.create_task(self._work()) for _ in range(_AT_ONCE)]
            await self._waiting.join()
            for worker in workers:
                worker.cancel()

    def place(self, address: str, use: Use, is_asked_for: bool) -> str | None:
        """The file of an address, which is then written too; None where it is left out."""
        if known := self._known.get(address):
            return known.file
        is_page = use == "page" and self._is_page(address)
        if use == "page" and not is_asked_for and (not is_page or "?" in address):
            return None
        if addresses.language_of(address) not in self.languages and is_page:
            return None
        wanted = Wanted(address, self._file(address, use, is_page), use)
        self._known[address] = wanted
        self._waiting.put_nowait(wanted)
        return wanted.file

    def file_of(self, address: str) -> str | None:
        """The file of an address that the copy holds."""
        known = self._known.get(address)
        return known.file if known else None

    def _file(self, address: str, use: Use, is_page: bool) -> str:
        if use == "data":
            return self._names.page(address).removesuffix(".html") + ".js"
        if address.startswith(_STATIC):
            return urlsplit(address).path.removeprefix("/")
        return self._names.page(address) if is_page else self._names.download(address)

    def _is_page(self, address: str) -> bool:
        path = urlsplit(address).path
        if is_file(path) or _is_for_a_server(path):
            return False
        scope = {"type": "http", "method": "GET", "path": path, "headers": []}
        return any(route.matches(scope)[0] is Match.FULL for route in self.routes)

    async def _work(self) -> None:
        while True:
            wanted = await self._waiting.get()
            await self._write(wanted)
            self._waiting.task_done()

    async def _write(self, wanted: Wanted) -> None:
        accepts = _HTML if wanted.file.endswith(".html") else "*/*"
        answer = await self.client.get(wanted.address, headers={"Accept": accepts})
        is_html = answer.headers.get("content-type", "").startswith(_HTML)
        if answer.status_code == 404 and (is_html or wanted.use == "drawn"):
            self.lost.append(wanted.address)
            if not is_html:
                return
        elif answer.status_code != 200 and not (is_html and answer.status_code < 500):
            raise Unanswered(
                f"{wanted.address} 没有答上来（{answer.status_code}），副本没有做成",
                f"{wanted.address} did not answer ({answer.status_code}): no copy was made",
            )
        path = self.folder / wanted.file
        path.parent.mkdir(parents=True, exist_ok=True)
        if wanted.use == "data":
            data = json.dumps(
                self._moved(answer.json(), wanted), ensure_ascii=False, separators=(",", ":")
            )
            path.write_text(f"zhengmaiData({data});\n", "utf-8")
        elif is_html:
            path.write_text(rewritten(answer.text, wanted.address, wanted.file, self), "utf-8")
            self.pages += 1
            self.moved(self.pages, len(self._known))
        else:
            path.write_bytes(answer.content)

    def _moved(self, data: Any, wanted: Wanted) -> Any:
        """Data as they are, but the addresses that they call `pages` as seen from their file."""
        if not isinstance(data, dict) or "pages" not in data:
            return data
        files = [self.place(address, "page", is_asked_for=False) for address in data["pages"]]
        here = dirname(wanted.file)
        return data | {"pages": [file and quote(relpath(file, here or ".")) for file in files]}


def _is_for_a_server(path: str) -> bool:
    """Whether a page lies behind a door of the navigation that a copy does not have."""
    path = f"{path.removeprefix('/en')}/"
    return any(door.needs_server and path.startswith(f"{door.path}/") for door in DOORS)
