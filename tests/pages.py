"""The web application in a real browser, with an eye on what it must never do."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from posixpath import splitext
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import httpx
import pytest
from lxml import html
from playwright.sync_api import Browser, Error, Page, Request, ViewportSize
from starlette.routing import BaseRoute, Match, Route

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
        assert not is_too_wide(page), "the page is wider than its window"
        said = [wrong for wrong in wrongs if not forgiven or forgiven not in wrong]
        assert said == [], said
    finally:
        context.close()


def is_too_wide(page: Page) -> bool:
    """Whether one would have to scroll sideways."""
    wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    return bool(page.evaluate(wide) > 0)


_AXE = Path(__file__).parents[1] / "web" / "node_modules" / "axe-core" / "axe.min.js"
_RUN_AXE = """rules => axe.run(document, rules.length
    ? {runOnly: {type: "rule", values: rules}}
    : {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
).then(({violations}) => violations.flatMap(({id, help, nodes}) => nodes.slice(0, 3).map(
    ({target, failureSummary}) => `${id} (${help}; ${nodes.length} times): ${target.join(" ")}: `
        + failureSummary.split("\\n").slice(1, 2).join("").trim())))"""


def accessibility(page: Page, *rules: str) -> list[str]:
    """What axe finds against WCAG 2.1 A and AA, or against some of its rules."""
    page.wait_for_load_state()
    try:
        page.evaluate(f"window.axe ? 0 : ({{}}, eval({json.dumps(_AXE.read_text('utf-8'))}), 0)")
        found: list[str] = page.evaluate(_RUN_AXE, list(rules))
    except Error as error:  # a page that draws anew in the colours of the night
        if "navigation" not in str(error):
            raise
        return accessibility(page, *rules)
    return found


_FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return [one.tagName + "." + one.className, ring || style.boxShadow !== "none"];
}"""
_STOPS = 25


def focus_is_seen(page: Page) -> list[str]:
    """What is wrong with going through the page by the tab key."""
    wrong = []
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.className") != "skip":
        return ["the first stop is not the link to the content"]
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.id") != "main":
        wrong.append("the link to the content does not lead there")
    for _ in range(_STOPS):
        page.keyboard.press("Tab")
        name, is_seen = page.evaluate(_FOCUSED)
        if name.startswith("BODY"):
            break
        if not is_seen:
            wrong.append(f"focus is not seen on {name}")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    return wrong


@dataclass
class Walk:
    """Pages found by following links: their trees, and links that do not answer with a page."""

    trees: dict[str, html.HtmlElement] = field(default_factory=dict)
    broken: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def kinds(self) -> set[str]:
        """The kinds of page among them."""
        return {kind for address in self.trees if (kind := kind_of(address))}

    def example(self, kind: str) -> str | None:
        """A page of a kind, in Chinese, with a query where it is nothing without."""
        found = [one for one in self.trees if kind_of(one) == kind and not one.startswith("/en")]
        return min(found, key=lambda one: "?" in one, default=None)


_EACH = 2
_BEGINNINGS = ("/", "/en/")


def walk(client: httpx.Client) -> Walk:
    """Follow links from the overview to two pages of each kind, with a query and without."""
    walked = Walk()
    taken: Counter[tuple[str, bool, bool]] = Counter()
    waiting = deque((address, "") for address in _BEGINNINGS)
    known = set(_BEGINNINGS)
    while waiting:
        address, source = waiting.popleft()
        answer = client.get(address, headers={"Accept": "text/html"}, follow_redirects=True)
        if answer.status_code != 200:
            walked.broken[address] = (source, answer.status_code)
            continue
        if "html" not in answer.headers["content-type"] or not kind_of(address):
            continue
        tree = walked.trees[address] = html.fromstring(answer.text)
        for link in tree.iter("a", "{*}a"):
            to = urldefrag(urljoin(address, link.get("href") or "")).url
            if not to.startswith("/") or to in known:
                continue
            group = (kind_of(to) or "/".join(to.split("/")[:3]), to.startswith("/en"), "?" in to)
            if taken[group] < _EACH:
                taken[group] += 1
                known.add(to)
                waiting.append((to, address))
    return walked


@cache
def _kinds() -> tuple[tuple[BaseRoute, str], ...]:
    from kg.pages import routes

    return tuple((route, kind) for route in routes() if (kind := kind_of_route(route)))


def kind_of_route(route: BaseRoute) -> str | None:
    """The pattern of a page's addresses, the same in both languages; None if it is no page."""
    if not isinstance(route, Route) or "GET" not in (route.methods or ()):
        return None
    path = route.path.removeprefix("/en").replace(":path}", "}")
    return path if is_page(route) else None


def is_page(route: Route) -> bool:
    """Whether people read what is there: every page has a twin in English, and is no file."""
    from kg.pages import routes

    if splitext(route.path)[1]:
        return False

    paths = {other.path for other in routes() if isinstance(other, Route)}
    return route.path.startswith("/en/") or f"/en{route.path}" in paths


def kind_of(address: str) -> str | None:
    """The kind of page at an address."""
    scope = {"type": "http", "method": "GET", "path": unquote(urlsplit(address).path)}
    return next((k for route, k in _kinds() if route.matches(scope)[0] is Match.FULL), None)
