"""The network page: found, filtered, walked through, read as a table, taken away."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import networkx as nx
import pytest
from pages import FLAGS, PHONE, chromium, opened
from playwright.sync_api import Browser, Page, expect
from running_server import Server

_ITEM = "item/zhumadian-2021-zhuzhengban-44/A/1"
_DRAWS_SLOWLY = "GPU stall"  # a warning of drivers in software


@pytest.fixture(scope="module")
def painter(browser: Browser) -> Iterator[Browser]:
    """A Chromium that draws with WebGL, in software where the machine has no better way."""
    yield from _launched(browser, "--enable-unsafe-swiftshader")


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Browser]:
    """A Chromium without WebGL."""
    yield from _launched(browser, "--disable-3d-apis")


def _launched(browser: Browser, flag: str) -> Iterator[Browser]:
    other = browser.browser_type.launch(executable_path=chromium(), args=[*FLAGS, flag])
    yield other
    other.close()


def test_a_node_is_found_and_walked_from(site: Server, painter: Browser) -> None:
    with opened(painter, f"{site.url}/network", forgiven=_DRAWS_SLOWLY) as page:
        expect(page.locator("#shown")).to_have_text("显示 364 个点、1,424 条线")
        page.get_by_label("找一个点").fill("驻政办 44号 课程思政")
        page.locator("#found button", has_text="A/1").first.click()
        panel = page.get_by_label("选中的点")
        expect(panel.get_by_role("heading", level=2)).to_contain_text("驻政办〔2021〕44号 A/1")
        expect(panel.get_by_role("link")).to_have_attribute("href", f"{site.url}/{_ITEM}")
        one_step = page.locator("#shown").inner_text()
        panel.get_by_role("button", name="2 步").click()
        assert page.locator("#shown").inner_text() != one_step
        assert parse_qs(urlsplit(page.url).query) == {"node": [_ITEM], "steps": ["2"]}
        expect(page.locator(".lang a")).to_have_attribute("href", re.compile("/en/.*steps=2"))
        panel.get_by_role("button", name="豫政〔2021〕2号 A2/1", exact=True).click()
        page.go_back()
        expect(panel.get_by_role("heading", level=2)).to_contain_text("44号 A/1")


def test_the_path_between_two_nodes_says_its_steps(site: Server, painter: Browser) -> None:
    with opened(painter, f"{site.url}/network?node={_ITEM}", forgiven=_DRAWS_SLOWLY) as page:
        page.get_by_label("找到另一点的路").fill("国发〔2019〕4号")
        page.locator("#found-to button").first.click()
        steps = page.locator("#about ol li")
        expect(steps.first).to_contain_text("44号 A/1")
        expect(steps.nth(1)).to_contain_text("↓ 所在文件")
        expect(steps.last).to_contain_text("国家职业教育改革实施方案")
        address = page.url
    with opened(painter, address, forgiven=_DRAWS_SLOWLY) as page:
        expect(page.locator("#about ol li").last).to_contain_text("国家职业教育改革实施方案")
        page.get_by_label("落实", exact=True).check()
        expect(page.locator("#about")).to_contain_text("两点之间没有路")


def test_the_table_has_what_the_drawing_has(site: Server, painter: Browser) -> None:
    address = f"{site.url}/en/network?kind=body&level=provincial&view=table"
    with opened(painter, address, PHONE, forgiven=_DRAWS_SLOWLY) as page:
        expect(page.locator("#shown")).to_contain_text("30 nodes")
        expect(page.locator("#table tbody tr")).to_have_count(30)
        page.get_by_role("link", name="河南省教育厅", exact=True).wait_for()
        page.get_by_label("City").check()
        expect(page.locator("#shown")).to_contain_text("130 nodes")
        expect(page.locator("#table tbody tr")).to_have_count(100)
        page.get_by_role("button", name="100 more of 30").click()
        expect(page.locator("#table tbody tr")).to_have_count(130)
        assert parse_qs(urlsplit(page.url).query)["level"] == ["provincial", "municipal"]


def test_what_is_shown_can_be_taken_away(site: Server, painter: Browser) -> None:
    with opened(painter, f"{site.url}/network?node={_ITEM}", forgiven=_DRAWS_SLOWLY) as page:
        expect(page.locator("#shown")).to_contain_text("个点")
        shown = page.locator("#shown").inner_text()
        files = {form: _download(page, form) for form in ("PNG", "SVG", "GraphML", "GEXF", "JSON")}
    assert files["PNG"].startswith(b"\x89PNG")
    texts = ET.fromstring(files["SVG"]).iter("{http://www.w3.org/2000/svg}text")
    assert any("驻政办〔2021〕44号" in (text.text or "") for text in texts)
    graphs = [
        nx.read_graphml(io.BytesIO(files["GraphML"])),
        nx.read_gexf(io.BytesIO(files["GEXF"])),
        nx.node_link_graph(json.loads(files["JSON"]), edges="links"),
    ]
    for graph in graphs:
        assert f"显示 {len(graph)} 个点、{graph.number_of_edges()} 条线" == shown
        assert f"https://w3id.org/zhengmai/id/{_ITEM}" in graph


def _download(page: Page, form: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=form, exact=True).click()
    return Path(download.value.path()).read_bytes()


def test_without_webgl_the_drawing_stands_still(site: Server, plain: Browser) -> None:
    with opened(plain, f"{site.url}/network?node={_ITEM}") as page:
        expect(page.locator("#still")).to_contain_text("没有 WebGL")
        expect(page.locator("#stage svg text").first).to_be_visible()
        page.get_by_role("button", name="以表格查看").click()
        expect(page.locator("#table tbody tr")).not_to_have_count(0)


def test_an_address_that_names_nothing_shows_the_whole(site: Server, plain: Browser) -> None:
    with opened(plain, f"{site.url}/network?node=item/nowhere&steps=x&confidence=y") as page:
        expect(page.locator("#shown")).to_have_text(
            "没有“item/nowhere”这个点。显示 364 个点、1,424 条线"
        )
        page.get_by_label("地区").select_option("安阳市")
        page.locator("input[value=national]").check()
        expect(page.locator("#nothing")).to_be_visible()


def test_the_data_are_those_of_the_exported_network(site: Server) -> None:
    data = site.client.get("/network.json").json()
    names = [f"https://w3id.org/zhengmai/id/{node[0]}" for node in data["nodes"]]
    edges = {(names[edge[0]], names[edge[1]]) for edge in data["edges"]}
    assert set(names) == {row["node"] for row in _rows(site, "network-nodes")}
    assert edges == {(row["source"], row["target"]) for row in _rows(site, "network-edges")}


def _rows(site: Server, question: str) -> list[dict[str, str]]:
    found = site.client.get(f"/api/queries/{question}?format=json").json()["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]
