"""The whole site as a folder: `zhengmai export --format site`."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pages import opened
from playwright.sync_api import Browser

from kg.build import build
from kg.commands import main
from kg.site.names import Names
from kg.site.rewriting import Use, rewritten
from kg.site.write import MARK, OccupiedFolder, Written, write_site


@pytest.fixture(scope="module")
def copy(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Written]:
    """The site over a province's document and a city's as a folder, and what was said of it."""
    given = tmp_path_factory.mktemp("copied")
    (given / "corpus").mkdir()
    for key in _TWO:
        shutil.copy(corpus / f"{key}.txt", given / "corpus")
    build(given / "corpus", given / "store")
    return given / "site", apart(write_site, given / "store", given / "site")


def apart(write: Callable[..., Written], *given: object) -> Written:
    """Write in a thread of its own: Playwright has an event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(write, *given).result()


_TWO = ("henan-2021-yuzheng-2", "nanyang-task-list")


class _Places:
    def place(self, address: str, use: Use, is_asked_for: bool) -> str | None:
        is_taken = is_asked_for or use != "page" or "?" not in address
        return Names().page(address) if is_taken else None


def shown(text: str) -> str:
    return rewritten(text, "/item/KEY/A/1", "item/KEY/A/1.html", _Places())


def test_a_file_is_called_like_its_address() -> None:
    names = Names()
    assert names.page("/") == "index.html"
    assert names.page("/en/item/KEY/A2/1") == "en/item/KEY/A2/1.html"
    assert names.download("/table.docx?document=KEY").endswith(".docx")
    assert names.download("/api/queries/items?format=csv").endswith(".csv")


@given(st.lists(st.text("aA豫〔. /?=%:\\", max_size=60), max_size=8, unique=True))
def test_no_two_addresses_have_one_file_and_every_file_can_be_packed(paths: list[str]) -> None:
    names = Names()
    addresses = dict.fromkeys(f"/page/{path}".rstrip("/") for path in paths)
    files = [names.page(address) for address in addresses]
    assert len({file.lower() for file in files}) == len(files)
    for file in files:
        assert re.fullmatch(r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,64}/?)+", file), file


def test_links_become_relative() -> None:
    assert (
        shown('<a href="/document/KEY#L3">x</a>') == '<a href="../../../document/KEY.html#L3">x</a>'
    )
    assert shown('<a href="#main">x</a>') == '<a href="#main">x</a>'
    assert shown('<a href="https://w3id.org/x">x</a>') == '<a href="https://w3id.org/x">x</a>'


def test_what_needs_the_server_is_left_out() -> None:
    assert shown("a<div data-needs-server>b<div>c</div><br>d</div>e") == "ae"
    assert shown("a<input data-needs-server>b") == "ab"
    assert shown('<form method="post" action="/review/decide"><p>x</p></form>') == ""


def test_a_link_to_a_state_is_its_words_unless_the_page_asks_for_it() -> None:
    assert shown('<a class="c" href="?up=2">x</a>') == '<span class="c">x</span>'
    assert (
        shown('<svg><a href="?up=2"><text>x</text></a></svg>') == "<svg><g><text>x</text></g></svg>"
    )
    text = rewritten(
        '<a data-export="text" href="?text=1&amp;item=3#L5">x</a>', "/a", "a.html", _Places()
    )
    assert text == f'<a href="{Names().page("/a?text=1")}#L5">x</a>'
    assert ".html" in shown('<p data-export><a href="?up=2">x</a></p>')
    assert shown('<p data-export></p><a href="?up=2">x</a>') == "<p></p><span>x</span>"


def test_the_search_goes_on_in_the_copy() -> None:
    assert shown('<a href="/search?q=%E8%B1%AB">x</a>').startswith(
        '<a href="../../../search.html?q='
    )
    assert shown('<form action="/search"><input name="q"></form>').startswith("<form action=")


def test_everything_else_stays_as_it_is() -> None:
    text = '<!doctype html><svg viewBox="0 0 1 1"><path d="M0"/></svg>&amp;&#x4e00;<p hidden>“x”'
    assert shown(text) == text


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            is_data = name == "data-source" and (value or "").endswith(".js")
            if value and (is_data or name in ("href", "src", "action")):
                self.found.append(value)
            if name == "id" and value:
                self.ids.add(value)


def links(page: Path) -> Iterator[str]:
    parser = _Links()
    parser.feed(page.read_text("utf-8"))
    yield from parser.found


def test_no_link_of_the_copy_is_broken_or_leads_to_a_server(copy: tuple[Path, Written]) -> None:
    folder, written = copy
    assert written.lost == ()
    for page in folder.rglob("*.html"):
        for link in links(page):
            parts = urlsplit(link)
            if parts.scheme in ("http", "https"):
                continue
            assert not parts.path.startswith("/"), (page, link)
            there = page.parent / unquote(parts.path) if parts.path else page
            assert there.is_file(), (page, link)


def test_the_copy_has_every_document_and_item_in_both_languages(
    copy: tuple[Path, Written],
) -> None:
    folder, _ = copy
    for root in (folder, folder / "en"):
        assert len(list((root / "item").rglob("*.html"))) == 67 + 27
        assert all((root / "document" / f"{key}.html").is_file() for key in _TWO)


def test_the_copy_says_what_it_is_and_asks_for_no_decision(copy: tuple[Path, Written]) -> None:
    folder, _ = copy
    for page in folder.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "data-needs-server" not in text
        assert 'class="copied"' in text
        assert 'method="post"' not in text.lower()


def test_the_copy_opens_from_a_folder_and_is_searched_there(
    copy: tuple[Path, Written], browser: Browser
) -> None:
    folder, _ = copy
    with opened(browser, (folder / "index.html").as_uri()) as page:
        page.get_by_role("search").get_by_role("searchbox").first.fill("产业学院 南阳")
        page.keyboard.press("Enter")
        page.wait_for_selector("#found li")
        assert page.locator("#found mark").first.inner_text() in ("产业学院", "南阳")
        page.locator("#found a").first.click()
        page.wait_for_load_state()
        assert "search" not in page.url
        assert page.locator("h1").count() == 1


def test_only_an_empty_folder_or_an_earlier_copy_is_written_into(
    store: Path, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(OccupiedFolder):
        write_site(store, tmp_path)
    done = CliRunner().invoke(
        main, ["export", "--format", "site", "--store", str(store), "-o", str(tmp_path)]
    )
    assert done.exit_code == 1
    assert done.stderr.startswith("错误：")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_copy_takes_the_place_of_an_earlier_one_when_it_is_whole(
    store: Path, tmp_path: Path
) -> None:
    earlier = tmp_path / "site"
    earlier.mkdir()
    (earlier / MARK).write_text("{}")
    (earlier / "gone.html").write_text("")

    def full(*_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        apart(write_site, store, earlier, ("zh",), full)
    assert (earlier / "gone.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
