"""The SPARQL editor: written, asked, answered, stopped, linked to."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from pages import opened
from playwright.sync_api import Browser, Page, expect
from running_server import RUNAWAY, Server, wait_until

_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/zhengmai/ontology#Item> }"


def write(page: Page, query: str) -> None:
    """Put a query in the place of what the editor holds."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)


def written(page: Page) -> str:
    """What the editor holds."""
    return "\n".join(page.locator(".cm-line").all_inner_texts()).replace("\u200b", "")


def test_a_question_of_the_catalogue_is_opened_asked_and_linked_to(
    site: Server, browser: Browser
) -> None:
    with opened(browser, f"{site.url}/editor") as page:
        page.get_by_label("筛选示例").fill("各地 汇总")
        page.get_by_role("link", name="各地落实情况汇总").click()
        assert "henan-2021-yuzheng-2" in written(page)
        page.keyboard.press("Control+Enter")  # the cursor is not in the editor: nothing happens
        page.get_by_role("button", name="运行").click()
        expect(page.locator("#summary")).to_contain_text("4 行，")
        address = page.url
        assert parse_qs(urlsplit(address).query)["view"] == ["table"]
    with opened(browser, address) as page:
        expect(page.locator("#summary")).to_contain_text("4 行，")
        link = page.get_by_role("link", name="<document/zhumadian-2021-zhuzhengban-44>")
        expect(link).to_have_attribute("href", "/document/zhumadian-2021-zhuzhengban-44")


def test_an_error_is_shown_at_its_line(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}/editor", forgiven="400") as page:
        write(page, "SELECT ?s WHERE {\n  ?s zm:textHeld ?held\n}")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#shown")).to_contain_text("第2行第17列")
        expect(page.locator(".cm-lintRange-error")).to_have_count(1)
        page.get_by_role("button", name="补上前缀").click()
        page.keyboard.press("Control+Enter")
        expect(page.locator("#summary")).to_contain_text("15 行，")
        expect(page.locator(".cm-lintRange-error")).to_have_count(0)


def test_a_query_that_is_stopped_ends_on_the_server(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}/editor") as page:
        write(page, RUNAWAY)
        page.keyboard.press("Control+Enter")
        wait_until(lambda: site.health["running"] > 0)
        page.get_by_role("button", name="停止").click()
        expect(page.locator("#summary")).to_contain_text("已停下")
        wait_until(lambda: site.health["running"] == 0)
        expect(page.get_by_role("button", name="运行")).to_be_enabled()


def test_terms_are_completed_by_their_chinese_names(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}/editor") as page:
        page.wait_for_load_state("networkidle")
        write(page, "SELECT * WHERE { ?lower ")
        page.keyboard.type("落实")
        option = page.locator(".cm-tooltip-autocomplete li", has_text="zm:implements")
        expect(option).to_contain_text("落实")
        option.click()
        page.keyboard.type(" ?upper }")
        text = written(page)
        assert text.startswith("PREFIX zm: <https://w3id.org/zhengmai/ontology#>")
        assert text.endswith("{ ?lower zm:implements ?upper }")


def test_the_keyboard_leaves_the_editor(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}/editor") as page:
        page.locator(".cm-content").click()
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="运行")).to_be_focused()


def test_a_draft_is_kept_and_can_be_thrown_away(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}/en/editor") as page:
        write(page, _COUNT)
        page.reload()
        assert written(page) == _COUNT
        page.get_by_role("button", name="Discard it").click()
        assert "zm:PolicyDocument" in written(page)


def test_a_long_query_is_linked_to_behind_the_hash(site: Server, browser: Browser) -> None:
    query = f"# {'很长' * 1000}\n{_COUNT}"
    with opened(browser, f"{site.url}/editor") as page:
        write(page, query)
        page.keyboard.press("Control+Enter")
        expect(page.locator("#shown")).to_contain_text("写在 # 之后")
        address = page.url
    with opened(browser, address) as page:
        expect(page.locator("#shown td.number")).to_have_text("210")
        assert written(page).startswith("# 很长很长")


def test_triples_and_a_yes_are_answers_too(site: Server, browser: Browser) -> None:
    item = "<https://w3id.org/zhengmai/id/item/zhumadian-2021-zhuzhengban-44/A/1>"
    asked = urlencode({"query": f"DESCRIBE {item}", "view": "table"})
    with opened(browser, f"{site.url}/en/editor?{asked}") as page:
        expect(page.locator("#summary")).to_contain_text(" triples, ")
        page.get_by_role("link", name="<item/henan-2021-yuzheng-2/A2/1>").first.wait_for()
        with page.expect_download() as download:
            page.get_by_role("button", name="TURTLE").click()
        assert "ontology#implements" in download.value.path().read_text()
    with opened(
        browser, f"{site.url}/editor?{urlencode({'query': 'ASK {}', 'view': 'table'})}"
    ) as page:
        expect(page.locator("#shown td").last).to_have_text("true")


def test_a_csv_from_the_editor_opens_in_chinese_excel(site: Server, browser: Browser) -> None:
    asked = urlencode({"query": 'SELECT ("政脉" AS ?name) {}', "view": "table"})
    with opened(browser, f"{site.url}/editor?{asked}") as page:
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").click()
        assert download.value.path().read_bytes() == "\ufeffname\r\n政脉\r\n".encode()


def test_without_script_the_page_is_a_form(site: Server, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site.url}/editor")
    page.get_by_label("查询").fill(_COUNT)
    page.get_by_label("格式").select_option("json")
    page.get_by_role("button", name="运行").click()
    assert '"210"' in page.content()
    page.context.close()


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("question=coverage-sumary", 404, "coverage-summary"),
        ("question=coverage-summary&document=nowhere", 404, "nowhere"),
        ("query=</textarea><script>", 200, "&lt;/textarea&gt;"),
    ],
)
def test_wrong_addresses_are_told(site: Server, asked: str, status: int, said: str) -> None:
    response = site.client.get(f"/editor?{asked}")
    assert response.status_code == status
    assert said in response.text
