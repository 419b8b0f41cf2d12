"""The views in a real browser with the network switched off: they open, draw, and answer keys.

Chromium is needed. Without it these tests fail, since a view that nobody opened is not tested:
install it (`apt-get install chromium`), or say where it is with CHROMIUM=/path/to/chromium.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from kg.endpoints.endpoint import LocalEndpoint
from kg.views import render

HENAN, TASK = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44#A/1"
CASES = {
    "documents": ("documents", {}),
    "item-of-a-city": ("item", {"item": TASK}),
    "item-of-a-province": ("item", {"item": f"{HENAN}#A2/1"}),
    "item-of-a-draft": ("item", {"item": "shangqiu-draft#1"}),
    "coverage": ("coverage", {"document": HENAN}),
    "department": ("department", {"body": "河南省教育厅"}),
    "findings": ("findings", {"document": HENAN}),
}

# Text that leaves its box, boxes that overlap: measured by the browser with its own fonts.
MISFITS = """() => {
  const misfits = [], nodes = Array.from(document.querySelectorAll("#drawing .node"));
  const boxes = nodes.map((node) => node.querySelector(".face").getBBox());
  nodes.forEach((node, n) => node.querySelectorAll("text").forEach((text) => {
    const t = text.getBBox(), b = boxes[n];
    if (t.x < b.x - 1 || t.x + t.width > b.x + b.width + 3 ||
        t.y < b.y - 3 || t.y + t.height > b.y + b.height + 3)
      misfits.push("text leaves its box: " + text.textContent);
  }));
  boxes.forEach((a, n) => boxes.slice(n + 1).forEach((b) => {
    if (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      misfits.push("boxes overlap: " + nodes[n].getAttribute("aria-label"));
  }));
  return misfits;
}"""


@pytest.fixture(scope="module")
def files(endpoint: LocalEndpoint, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every view as a file, and the same as a network."""
    folder = tmp_path_factory.mktemp("views")
    written = {}
    for case, (name, values) in CASES.items():
        for network in (False, True):
            file = folder / f"{case}{'-network' if network else ''}.html"
            file.write_text(render(name, endpoint, values, as_network=network), encoding="utf-8")
            written[file.stem] = file
    return written


class Watched:
    """A page with no network, and what it complained of or asked for."""

    def __init__(self, context: BrowserContext, file: Path) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())

    def is_calm(self) -> bool:
        assert self.complaints == []
        assert len(self.requests) == 1, "nothing but the file itself"
        return True


Opened: TypeAlias = Callable[..., Watched]


@pytest.fixture
def opened(browser: Browser, files: dict[str, Path]) -> Iterator[Opened]:
    """Opens a view by its case: opened("coverage", width=390)."""
    contexts: list[BrowserContext] = []

    def open_(case: str, width: int = 1366, dark: bool = False) -> Watched:
        context = browser.new_context(
            viewport={"width": width, "height": 768},
            offline=True,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        return Watched(context, files[case])

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("case", CASES)
def test_a_view_opens_offline_and_everything_fits(case: str, opened: Opened) -> None:
    watched = opened(case)
    assert watched.page.locator("#drawing .node").count() > 3
    assert watched.page.evaluate(MISFITS) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 1366
    assert watched.is_calm()


@pytest.mark.parametrize("case", CASES)
def test_a_click_on_a_box_opens_its_panel_and_escape_closes_it(case: str, opened: Opened) -> None:
    watched = opened(case)
    node = watched.page.locator("#drawing .node[data-detail]").last
    node.locator(".face").click(position={"x": 4, "y": 4})
    panel = watched.page.locator("#panel")
    assert panel.is_visible()
    detail = panel.locator(f"[id='{node.get_attribute('data-detail')}']")
    assert detail.is_visible()
    assert len(detail.inner_text()) > 10
    watched.page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert watched.is_calm()


def test_the_panel_of_an_item_shows_its_wording_and_its_units(opened: Opened) -> None:
    page = opened("item-of-a-city").page
    page.locator("#drawing .node[aria-label*='本条'] text").first.click()
    said = page.locator("#panel").inner_text()
    assert "打造一批市级课程思政示范课程" in said
    assert "驻马店市人力资源和社会保障局（负责）" in said


def test_a_panel_opens_and_closes_by_keys_alone(opened: Opened) -> None:
    page = opened("item-of-a-city").page
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#drawing .node[data-detail]')"):
            break
    name = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    assert page.evaluate("document.activeElement.className") == "detail"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == name


def test_the_search_marks_what_it_finds_and_says_how_much(opened: Opened) -> None:
    page = opened("documents").page
    page.fill("#find", "豫政〔2021〕2号")
    assert page.locator("#drawing .node.hit[aria-label*='豫政〔2021〕2号']").count() == 1
    assert "处" in page.locator("#found").inner_text()
    page.fill("#find", "没有这个词句")
    assert page.locator("#found").inner_text() == "没有查到"
    assert page.locator(".hit").count() == 0


def test_the_table_opens_under_the_drawing(opened: Opened) -> None:
    page = opened("documents").page
    assert page.locator("#list").is_hidden()
    page.click(".toggle")
    assert page.locator("#list").is_visible()
    assert "国家职业教育改革实施方案" in page.locator("#list").inner_text()


def test_the_drawing_zooms_and_comes_back(opened: Opened) -> None:
    page = opened("documents").page
    drawing = page.locator("#drawing")
    home = drawing.get_attribute("viewBox") or ""
    page.click("[data-zoom=in]")
    near = drawing.get_attribute("viewBox") or ""
    assert float(near.split()[2]) < float(home.split()[2])
    page.locator("#drawing .node").first.focus()
    page.keyboard.press("ArrowRight")
    assert drawing.get_attribute("viewBox") != near
    page.click("[data-zoom=reset]")
    assert drawing.get_attribute("viewBox") == " ".join(f"{float(n):g}" for n in home.split())


def test_arrow_keys_walk_the_cells_of_a_coverage(opened: Opened) -> None:
    page = opened("coverage").page
    page.locator("[data-cell='0,0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.cell") == "1,1"
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()


def test_a_filter_leaves_the_rows_of_the_states_asked_for(opened: Opened) -> None:
    page = opened("coverage").page
    rows = page.locator("tr[data-states]")
    for state in ("implements", "related", "none"):
        page.uncheck(f"[data-only={state}]")
    shown = [rows.nth(n) for n in range(rows.count()) if rows.nth(n).is_visible()]
    assert 0 < len(shown) < rows.count()
    assert all("open" in (row.get_attribute("data-states") or "") for row in shown)


@pytest.mark.parametrize("case", CASES)
def test_a_phone_shows_the_same_without_sideways_scrolling(case: str, opened: Opened) -> None:
    watched = opened(case, width=390)
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert watched.page.locator("#list").is_visible()
    assert watched.is_calm()


@pytest.mark.parametrize("case", CASES)
def test_dark_mode_is_dark_and_readable(case: str, opened: Opened) -> None:
    page = opened(case, dark=True).page
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 25, 29)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(232, 230, 225)"
    fills = page.evaluate(
        "Array.from(document.querySelectorAll('#drawing .face'), (f) => getComputedStyle(f).fill)"
    )
    assert "rgb(255, 255, 255)" not in fills


@pytest.mark.parametrize("case", ["documents", "item-of-a-city", "department"])
def test_the_network_draws_offline_and_opens_panels(case: str, opened: Opened) -> None:
    watched = opened(f"{case}-network")
    page = watched.page
    page.wait_for_selector("body[data-drawn=yes]", timeout=30_000)
    ink = """() => {
      const canvas = document.querySelector("#network canvas");
      const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      return pixels.filter((value, n) => n % 4 === 3 && value > 0).length;
    }"""
    assert page.evaluate(ink) > 2000
    page.click("summary")
    page.locator("[data-focus]").first.click()
    assert page.locator("#panel").is_visible()
    assert watched.is_calm()
