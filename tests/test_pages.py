"""What holds for every page of the web application, in both languages and at both sizes.

Which pages there are is found by following links from the overview: of each kind of page (the
pattern of its route) one or two are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from lxml import html
from pages import (
    DESK,
    PHONE,
    Walk,
    accessibility,
    focus_is_seen,
    is_too_wide,
    opened,
    walk,
)
from playwright.sync_api import Browser
from running_server import Server

SCREENSHOTS = Path(__file__).parents[1] / "build" / "screenshots"
_CHINESE = re.compile("[一-鿿]")
_LATIN = re.compile("[A-Za-z]{2}")
_SAID = ("aria-label", "aria-description", "title", "alt", "placeholder")
_CODE = ("pre", "code", "textarea")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@pytest.fixture(scope="module")
def walked(site: Server) -> Walk:
    """Pages of every kind."""
    return walk(site.client)


def none_of(wrong: Mapping[str, Sequence[str]]) -> None:
    """Fail with what is wrong, page by page."""
    lines = [f"{page}\n    " + "\n    ".join(said) for page, said in sorted(wrong.items())]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def _beginning(element: html.HtmlElement) -> str:
    return str(html.tostring(element, encoding="unicode")[:90])


def test_the_walk_finds_every_page_of_the_navigation(walked: Walk) -> None:
    missing = {
        *("/", "/search", "/documents", "/document/{key}", "/item/{key}/{notation}"),
        *("/compare", "/coverage", "/coverage/{key}", "/targets", "/bodies", "/body/{name}"),
        *("/network", "/questions", "/questions/{name}", "/editor", "/review", "/add", "/about"),
    } - walked.kinds
    none_of(dict.fromkeys(missing, ("no link leads there",)))


def test_every_link_inside_leads_somewhere(walked: Walk) -> None:
    none_of(
        {
            address: [f"{status}, from {source}"]
            for address, (source, status) in walked.broken.items()
        }
    )


def test_a_page_is_kept_until_the_graph_changes(site: Server) -> None:
    first = site.client.get("/documents")
    again = site.client.get("/documents", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_a_page_speaks_the_language_of_its_address(walked: Walk) -> None:
    wrong = {
        address: [str(tree.get("lang"))]
        for address, tree in walked.trees.items()
        if tree.get("lang") != ("en" if address.startswith("/en") else "zh-CN")
    }
    none_of(wrong)


def test_an_english_page_says_in_chinese_only_what_documents_say(walked: Walk) -> None:
    """What cannot be marked as Chinese, titles and labels, has English words around names."""
    wrong = {
        address: said
        for address, tree in walked.trees.items()
        if address.startswith("/en") and (said := list(_unmarked_chinese(tree)))
    }
    none_of(wrong)


def _unmarked_chinese(tree: html.HtmlElement) -> Iterator[str]:
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", *_CODE):
            continue
        if _language(element) == "en":
            said = (element.text or "", *(child.tail or "" for child in element))
            is_quoted = element.get("data-copy") is not None  # its title tells what it copies
            labels = [] if is_quoted else [element.get(name) or "" for name in _SAID]
            bare = [text for text in (*labels, said[0]) if not _LATIN.search(text)]
            wrong = bare if element.tag == "title" else (*said, *bare)
            yield from (f"<{element.tag}> {text}" for text in wrong if _CHINESE.search(text))


def _language(element: html.HtmlElement) -> str:
    given = next((one for one in element.iterancestors() if one.get("lang")), None)
    found = element.get("lang") or (given.get("lang") if given is not None else "")
    return str(found)[:2]


def test_titles_tell_pages_apart(walked: Walk) -> None:
    titles: dict[tuple[str, bool], list[str]] = {}
    for address, tree in walked.trees.items():
        if "?" not in address:
            title = (tree.findtext(".//title") or "").rpartition(" · ")[0]
            titles.setdefault((title, address.startswith("/en")), []).append(address)
    none_of({title: of for (title, _), of in titles.items() if len(of) > 1 or not title})


def test_a_page_has_its_landmarks_and_headings_in_order(walked: Walk) -> None:
    wrong = {address: found for address, tree in walked.trees.items() if (found := _outline(tree))}
    none_of(wrong)


def _outline(tree: html.HtmlElement) -> list[str]:
    wrong = [
        f"{count} {name}"
        for name, path in (("main", "//main"), ("header", "/html/body/header"), ("h1", "//h1"))
        if (count := len(tree.xpath(path))) != 1
    ]
    wrong += [
        f"nav without a name: {_beginning(nav)}"
        for nav in tree.iter("nav")
        if not nav.get("aria-label")
    ]
    depth = 0
    for heading in tree.iter(*_HEADINGS):
        step = int(heading.tag[1])
        if step > depth + 1:
            wrong.append(f"{heading.tag} after h{depth}: {heading.text_content().strip()[:40]}")
        depth = step
    return wrong


def test_nothing_in_a_page_is_barred_by_its_own_policy(walked: Walk) -> None:
    inline = (
        "//*[@style] | //style | //script[not(@src) and not(@type='application/json')]"
        " | //*[@*[starts-with(name(), 'on')]]"
    )
    wrong = {
        address: [_beginning(one) for one in found[:3]]
        for address, tree in walked.trees.items()
        if (found := tree.xpath(inline))
    }
    none_of(wrong)


def test_every_field_has_a_label(walked: Walk) -> None:
    wrong = {
        address: found
        for address, tree in walked.trees.items()
        if (found := [_beginning(one) for one in _fields(tree) if not _label(one, tree)])
    }
    none_of(wrong)


def _fields(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    hidden = ("hidden", "submit", "button")
    yield from (one for one in tree.iter("input") if one.get("type") not in hidden)
    yield from tree.iter("select", "textarea")


def _label(field: html.HtmlElement, tree: html.HtmlElement) -> bool:
    named = field.get("aria-label") or field.get("aria-labelledby")
    within = any(one.tag == "label" for one in field.iterancestors())
    of_id = field.get("id") and tree.xpath("//label[@for=$id]", id=field.get("id"))
    return bool(named or within or of_id)


def test_what_is_not_there_is_said_in_the_language_of_the_address(
    site: Server, walked: Walk
) -> None:
    wrong: dict[str, list[str]] = {}
    for kind in ["/nothing/here", *sorted(kind for kind in walked.kinds if "{" in kind)]:
        for prefix, language in (("", "zh-CN"), ("/en", "en")):
            address = prefix + re.sub(r"\{[^}]+\}", "没有-nothing", kind)
            answer = site.client.get(address, headers={"Accept": "text/html"})
            tree = html.fromstring(answer.text)
            found = answer.status_code, tree.get("lang"), len(tree.findall(".//main//h1"))
            if found != (404, language, 1):
                wrong[address] = [str(found)]
            elif language == "en" and (said := list(_unmarked_chinese(tree))):
                wrong[address] = said
    none_of(wrong)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each kind of page; which there are is known before the server runs."""
    if "kind" in metafunc.fixturenames:
        from pages import kind_of_route

        from kg.pages import routes

        kinds = {kind for route in routes() if (kind := kind_of_route(route))}
        metafunc.parametrize("kind", sorted(kinds))


def test_a_page_in_the_browser(kind: str, walked: Walk, site: Server, browser: Browser) -> None:
    """Accessible, as wide as its window, quiet, usable by keyboard, printable."""
    address = walked.example(kind)
    if address is None:
        pytest.skip("nothing links to it without a server that people may write to")
    name = re.sub(r"\W+", "-", kind).strip("-") or "overview"
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with opened(browser, site.url + address, forgiven="GPU stall") as page:  # of a drawing
        wrong = [f"desk: {one}" for one in accessibility(page)]
        wrong += [f"keyboard: {one}" for one in focus_is_seen(page)]
        page.screenshot(path=SCREENSHOTS / f"{name}-1366.png", full_page=True)
        page.emulate_media(color_scheme="dark")
        wrong += [f"dark: {one}" for one in accessibility(page, "color-contrast")]
        page.screenshot(path=SCREENSHOTS / f"{name}-1366-dark.png")
        page.set_viewport_size(PHONE)
        wrong += [f"dark phone: {one}" for one in accessibility(page, "color-contrast")]
        page.emulate_media(color_scheme="light")
        wrong += [f"phone: {one}" for one in accessibility(page)]
        if is_too_wide(page):
            wrong.append("phone: wider than its window")
        page.screenshot(path=SCREENSHOTS / f"{name}-390.png", full_page=True)
        page.set_viewport_size(DESK)
        page.emulate_media(media="print")
        if page.locator("header nav").is_visible():
            wrong.append("print: the navigation is printed")
        assert page.pdf()[:4] == b"%PDF"
        page.emulate_media(media="screen")
    none_of({address: wrong} if wrong else {})
