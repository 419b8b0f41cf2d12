"""The web application in a real browser, with an eye on what it must never do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, ViewportSize

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}


def chromium() -> str:
    """Where the browser is; without one the pages are not tested, which is a failure."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(
            "没有浏览器：apt-get install chromium，或设 CHROMIUM (no Chromium to open the pages in)"
        )
    return found


@contextmanager
def opened(
    browser: Browser, url: str, size: ViewportSize | None = None, *, forgiven: str = ""
) -> Iterator[Page]:
    """A page in a window of its own.

    It fails at the end if the console said an error, save one with the words `forgiven`, if the
    page asked another machine for anything, or if it is wider than its window.
    """
    context = browser.new_context(viewport=size or DESK, locale="zh-CN")
    page = context.new_page()
    home = urlsplit(url).netloc
    wrongs: list[str] = []

    def look_at(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "file") and parts.netloc != home:
            wrongs.append(f"asked another machine: {request.url}")

    page.on("request", look_at)
    page.on("pageerror", lambda error: wrongs.append(str(error)))
    page.on(
        "console",
        lambda said: wrongs.append(said.text) if said.type in ("error", "warning") else None,
    )
    try:
        page.goto(url, wait_until="load")
        yield page
        wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
        assert page.evaluate(wide) <= 0, "the page is wider than its window"
        assert [wrong for wrong in wrongs if not forgiven or forgiven not in wrong] == []
    finally:
        context.close()
