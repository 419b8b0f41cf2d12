"""What an officer who has never heard of RDF comes for, from the first page to the Word file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from pages import DESK
from playwright.sync_api import Browser, Page, expect
from running_server import serving

from kg.review.file import decisions_file


@pytest.fixture
def folder(corpus: Path, tmp_path: Path) -> Path:
    """A corpus to write into."""
    return Path(shutil.copytree(corpus, tmp_path / "corpus"))


@pytest.fixture
def office(store: Path, folder: Path, browser: Browser) -> Iterator[Page]:
    """A browser at the first page of a server that people may write to."""
    with serving("--store", store, "--corpus", folder) as server:
        context = browser.new_context(viewport=DESK, locale="zh-CN", accept_downloads=True)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.goto(server.url)
        yield page
        context.close()


def test_from_the_first_page_to_evidence_decision_and_word_file(
    office: Page, folder: Path, tmp_path: Path
) -> None:
    # The city's measure is found by its words.
    office.get_by_role("main").get_by_role("searchbox").fill("课程思政优秀教师 驻马店")
    office.keyboard.press("Enter")
    office.locator('main a[href="/item/zhumadian-2021-zhuzhengban-44/A/1"]').first.click()

    # What it carries out, on which words, with which number, and who is responsible.
    expect(office.locator("main")).to_contain_text("500 名 → 100 名")
    pair = office.locator(".lk", has_text="附件2 第1项").first
    shared = pair.locator("mark").first.inner_text()
    sides = [side.inner_text() for side in pair.locator("p.q, div.q, blockquote").all()]
    assert len(shared) >= 4
    assert sum(shared in side for side in sides) >= 2
    for body in ("河南省教育厅", "驻马店市教育局"):
        expect(pair).to_contain_text(body)

    # The link is confirmed, and that is written where the command line writes it.
    pair.get_by_label("核对人").fill("王芳")
    pair.get_by_role("button", name="落实").click()
    expect(office.locator(".lk", has_text="附件2 第1项").first).to_contain_text("王芳")
    written = decisions_file(folder).read_text("utf-8")
    assert "zhumadian-2021-zhuzhengban-44/A/1" in written
    assert "王芳" in written

    # The comparison is taken along.
    with office.expect_download() as coming:
        office.get_by_role("link", name="对照表 Word").first.click()
    path = tmp_path / "table.docx"
    coming.value.save_as(path)
    rows = docx.Document(str(path)).tables[0].rows
    assert any("100名市级课程思政优秀教师" in cell.text for row in rows for cell in row.cells)


def test_from_the_matrix_to_what_the_city_left_out(office: Page) -> None:
    office.get_by_role("link", name="覆盖", exact=True).click()
    office.locator('main a[href^="/coverage/henan-2021-yuzheng-2"]').first.click()
    gaps = office.locator("aside, .side, [aria-labelledby]").filter(has_text="未见对应")
    gaps.first.get_by_role("link", name="开发覆盖主要专业").click()
    expect(office.locator("h1")).to_contain_text("专业")
    expect(office.get_by_text("没有查到落实它的条目").first).to_be_visible()


def test_from_any_page_to_the_query_behind_it(office: Page) -> None:
    office.goto(f"{office.url}item/zhumadian-2021-zhuzhengban-44/A/1")
    office.get_by_text("看查询", exact=True).click()
    office.get_by_role("link", name="在编辑器中打开").first.click()
    office.get_by_role("button", name="运行").click()
    expect(office.locator("#shown tbody tr").first).to_be_visible()
