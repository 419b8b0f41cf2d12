"""Page 12: the queue of doubtful links, worked through by keys or by forms."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import DESK, opened
from playwright.sync_api import Browser, Page, expect
from running_server import Server, serving
from starlette.testclient import TestClient

from kg.align.link import ItemRef
from kg.endpoints.endpoint import LocalEndpoint
from kg.questions.ask import ask
from kg.review.decision import Decision, Evidence, Verdict
from kg.review.file import changing, decisions_file, read_decisions
from kg.review.listing import waiting
from kg.server.app import create_app
from kg.server.writing import Writing

CITY, PROVINCE = "zhumadian-2021-zhuzhengban-44", "henan-2021-yuzheng-2"
HERE = ("127.0.0.1", 50000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus in which nothing is decided."""
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus"


@pytest.fixture
def desk(store: Path, folder: Path) -> Iterator[TestClient]:
    """The application with writing open, asked from this machine."""
    app = create_app(store, writing=Writing(folder, token="the token"))
    with TestClient(app, base_url="http://127.0.0.1:8000", client=HERE) as client:
        yield client


def fields(page: str, mark: str = "data-decide") -> dict[str, str]:
    """The hidden fields of the form in a page that has a mark."""
    forms: list[str] = re.findall(r"<form.*?</form>", page, re.DOTALL)
    names = re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)"',
        next(form for form in forms if mark in form),
    )
    return {name: value.replace("&amp;", "&") for name, value in names}


def test_the_queue_begins_with_the_most_doubtful_link(
    desk: TestClient, endpoint: LocalEndpoint
) -> None:
    first, *rest = waiting(endpoint, ())
    page = desk.get("/review").text
    assert f"<h1>{len(rest) + 1} 条关联待核</h1>" in page
    form = fields(page)
    assert (form["lower"], form["upper"]) == tuple(map(str, first.pair))
    assert "<mark>" in page
    for stake in first.stakes:
        assert stake.zh in page


def test_it_is_worked_through_without_script(desk: TestClient, folder: Path) -> None:
    page = desk.get("/review").text
    seen = []
    for answer in ("reject", "relate", "accept"):
        form = fields(page)
        seen.append((form["lower"], form["upper"]))
        page = desk.post("/review/decide", data={**form, "answer": answer, "reviewer": "张三"}).text
    assert len(set(seen)) == 3
    assert len(list(read_decisions(decisions_file(folder)))) == 3
    assert "<h1>457 条关联待核</h1>" in page
    assert 'value="张三"' in page
    undo = fields(page, "撤销上一条")
    back = desk.post("/review/decide", data={**undo, "answer": "undo"}).text
    assert (fields(back)["lower"], fields(back)["upper"]) == seen[-1]
    assert "<h1>458 条关联待核</h1>" in back


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"document": "shangqiu-draft"}, lambda one: "shangqiu-draft" in str(one.pair)),
        ({"kind": "restates"}, lambda one: one.kind == "restates"),
        ({"band": "low"}, lambda one: one.confidence < 0.5),
        ({"kind": "restates", "band": "low"}, lambda _: False),
        ({"kind": "nonsense"}, lambda _: True),
    ],
)
def test_a_reader_chooses_what_to_review(
    desk: TestClient, endpoint: LocalEndpoint, asked: dict[str, str], holds: object
) -> None:
    assert callable(holds)
    wanted = [one for one in waiting(endpoint, ()) if holds(one)]
    page = desk.get("/review", params=asked).text
    assert f"<h1>{len(wanted)} 条关联待核</h1>" in page
    if not wanted:
        assert "去掉一个条件再试" in page


def test_any_pair_can_be_reviewed_and_a_wrong_one_is_told(desk: TestClient) -> None:
    pair = {"lower": f"{CITY}#2", "upper": f"{PROVINCE}#20"}
    page = desk.get("/review", params=pair).text
    assert "机器没有提出这条关联" in page
    assert fields(page)["lower"] == pair["lower"]
    missing = desk.get("/review", params={**pair, "upper": f"{PROVINCE}#A2/100"})
    assert missing.status_code == 404
    assert "没有条目" in missing.text


def test_the_lists_show_what_waits_and_what_was_decided(desk: TestClient) -> None:
    form = fields(desk.get("/review").text)
    desk.post(
        "/review/decide",
        data={**form, "answer": "reject", "reviewer": "张三", "reason": "只有主题相同"},
    )
    assert "待核列表：459 条" in desk.get("/review/list").text
    decided = desk.get("/review/decided").text
    assert "已有 1 条结论" in decided
    for words in ("张三", "只有主题相同", "不成立", "已记下，下次建库生效"):
        assert words in decided
    assert "张三" not in desk.get("/review/decided?state=accepted").text
    assert 'href="/review/list?offset=50"' in desk.get("/review/list").text
    assert desk.get("/review/list?offset=999999").status_code == 200


def test_the_file_of_decisions_is_downloaded_byte_for_byte(desk: TestClient, folder: Path) -> None:
    assert desk.get("/review/mappings.sssom.tsv").status_code == 404
    desk.post(
        "/review/decide",
        data={**fields(desk.get("/review").text), "answer": "accept", "reviewer": "张三"},
    )
    answer = desk.get("/review/mappings.sssom.tsv")
    assert answer.content == decisions_file(folder).read_bytes()


# Decisions from elsewhere


def test_an_import_shows_what_would_change_before_it_is_written(
    desk: TestClient, folder: Path, tmp_path: Path
) -> None:
    one, other = ItemRef(CITY, "A/1"), ItemRef(PROVINCE, "A2/1")
    theirs = tmp_path / "theirs.tsv"
    with changing(theirs) as kept:
        kept.record(Decision(one, other, Verdict("implements", True, "李四", "2026-03-01")))
    upload = {"file": ("他们的.tsv", theirs.read_bytes())}
    shown = desk.post("/review/import", data={"token": "the token"}, files=upload).text
    assert "新 1，相同 0，不同 0" in shown
    assert "李四" in shown
    assert not decisions_file(folder).exists()
    form = fields(shown, "并入 1 条")
    written = desk.post("/review/import", data={**form, "write": "1"})
    assert written.status_code == 200
    (decision,) = read_decisions(decisions_file(folder))
    assert decision.verdict.reviewer == "李四"
    assert "相同 1" in desk.post("/review/import", data={"token": "the token"}, files=upload).text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.tsv", b"no columns\n1\n", "列名"),
        ("x.xls", b"\xd0\xcf\x11\xe0", "xls"),
        ("", b"", "先选"),
    ],
)
def test_a_file_that_is_none_is_told(
    desk: TestClient, name: str, content: bytes, said: str
) -> None:
    answer = desk.post(
        "/review/import", data={"token": "the token"}, files={"file": (name, content)}
    )
    assert 400 <= answer.status_code < 500
    assert said in answer.text


# Words that have moved


def test_a_decision_moves_to_where_its_words_are(
    desk: TestClient, folder: Path, endpoint: LocalEndpoint
) -> None:
    rows = ask("all-items", {}, endpoint).texts()
    quote = next(row["text"] for row in rows if row["item"] == f"{CITY}#A/2")
    moved = Decision(
        ItemRef(CITY, "A/1"),
        ItemRef(PROVINCE, "A2/2"),
        Verdict("implements", False, "张三", "2026-03-01"),
        Evidence(quote, ""),
    )
    with changing(decisions_file(folder)) as kept:
        kept.record(moved)
    form = {"token": "the token", "lower": str(moved.subject), "upper": str(moved.object)}
    desk.post("/review/move", data=form)
    (now,) = read_decisions(decisions_file(folder))
    assert str(now.subject) == f"{CITY}#A/2"
    assert desk.post("/review/move", data=form).status_code == 409


# By keys


@pytest.fixture
def live(store: Path, corpus: Path, tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    """A server that writes into a copy of the corpus."""
    folder = tmp_path / "copy"
    shutil.copytree(corpus, folder)
    with serving("--store", store, "--corpus", folder) as server:
        yield server, decisions_file(folder)


def test_a_reviewer_works_through_the_queue_by_keys(
    live: tuple[Server, Path], browser: Browser
) -> None:
    server, file = live
    with opened(browser, f"{server.url}/review", DESK) as page:
        page.get_by_label("核对人").fill("张三")
        page.get_by_label("理由").press("1")  # a digit in a field is a digit
        page.get_by_label("理由").press("Enter")
        assert not file.exists()
        page.get_by_label("理由").fill("只有主题相同")
        first = heading(page)
        page.locator("h1").click()
        page.keyboard.press("3")
        page.wait_for_function(
            "was => document.getElementById('pair').textContent !== was", arg=first
        )
        expect(page.locator("#done")).to_contain_text("已记下：不成立")
        (one,) = read_decisions(file)
        assert (one.verdict.state, one.verdict.reason) == ("rejected", "只有主题相同")

        second = heading(page)
        page.wait_for_function("performance.getEntriesByType('resource').length > 2")
        page.keyboard.press("0")
        page.wait_for_function(
            "was => document.getElementById('pair').textContent !== was", arg=second
        )
        assert len(list(read_decisions(file))) == 1
        expect(page.locator("h1")).to_have_text("459 条关联待核")

        page.keyboard.press("Backspace")
        page.wait_for_function(
            "was => document.getElementById('pair').textContent === was", arg=first
        )
        assert list(read_decisions(file)) == []


def heading(page: Page) -> str:
    return page.locator("#pair").text_content() or ""


def test_the_next_link_is_there_before_it_is_asked_for(
    live: tuple[Server, Path], browser: Browser
) -> None:
    server, file = live
    with opened(browser, f"{server.url}/review", DESK, forgiven="ERR_FAILED") as page:
        page.get_by_label("核对人").fill("张三")
        page.locator("h1").click()
        first = heading(page)
        page.wait_for_load_state("networkidle")
        page.route("**/review?*", lambda route: route.abort())
        page.keyboard.press("3")
        expect(page.locator("#pair")).not_to_have_text(first)
        expect(page.locator("#done")).to_contain_text("已记下")
    assert len(list(read_decisions(file))) == 1


def test_another_reviewers_decision_is_not_overrun(
    live: tuple[Server, Path], browser: Browser
) -> None:
    server, file = live
    with opened(browser, f"{server.url}/review", DESK, forgiven="409") as page:
        page.get_by_label("核对人").fill("张三")
        form = fields(page.content().replace("&quot;", '"'))
        with changing(file) as kept:
            pair = [ItemRef(*form[end].split("#")) for end in ("lower", "upper")]
            kept.record(Decision(pair[0], pair[1], Verdict("relatedTo", False, "李四")))
        page.locator("h1").click()
        page.keyboard.press("3")
        expect(page.locator("#done")).to_contain_text("没有记下")
        expect(page.locator("#done")).to_contain_text("李四")
        page.get_by_text("回到那一条").click()
        expect(page.locator("#case .decide .said").last).to_contain_text("李四")
    (one,) = read_decisions(file)
    assert one.verdict.reviewer == "李四"
