"""Page 13: a file is read and looked at before it is added, whatever it is."""

from __future__ import annotations

import html
import io
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from pages import DESK, opened
from playwright.sync_api import Browser, expect
from running_server import serving
from starlette.testclient import TestClient

from kg.adding import tray as trays
from kg.adding.stated import sidecar_text
from kg.adding.tray import MOST, Tray
from kg.commands import main
from kg.server.app import create_app
from kg.server.writing import Writing
from loaders.read import read_document

LIST = "nanyang-task-list"  # names no issuer and no date
PROVINCE = "henan-2021-yuzheng-2"
HERE = ("127.0.0.1", 50000)
TOKEN = {"token": "the token"}


@pytest.fixture
def folder(corpus: Path, tmp_path: Path) -> Path:
    """A corpus with the document of the province alone."""
    (tmp_path / "corpus").mkdir()
    shutil.copy(corpus / f"{PROVINCE}.txt", tmp_path / "corpus")
    return tmp_path / "corpus"


@pytest.fixture
def desk(store: Path, folder: Path) -> Iterator[TestClient]:
    """The application with writing open, asked from this machine."""
    app = create_app(store, writing=Writing(folder, token=TOKEN["token"]))
    with TestClient(app, base_url="http://127.0.0.1:8000", client=HERE) as client:
        yield client


def send(desk: TestClient, *files: tuple[str, bytes], state: str = "done") -> str:
    """Send files, wait until the first is read, and give the address of its page."""
    answer = desk.post("/add", data=TOKEN, files=[("file", one) for one in files])
    assert answer.status_code == 200, answer.text
    path = answer.url.path
    if path == "/add":
        found = re.search(r'href="(/add/[\w-]+)"', answer.text)
        assert found
        path = found[1]
    return wait(desk, path, state)


def wait(desk: TestClient, path: str, state: str = "done") -> str:
    end = time.monotonic() + 60
    while (now := desk.get(f"{path}/progress").json()["state"]) in ("reading", "comparing"):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
    assert now == state
    return path


def said(page: str) -> str:
    """The words of a page."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def tray_of(desk: TestClient) -> Tray:
    found: Tray = desk.app.state.tray  # type: ignore[attr-defined]
    return found


def test_what_was_read_and_what_is_doubtful_is_shown(desk: TestClient, corpus: Path) -> None:
    path = send(desk, (f"{LIST}.txt", (corpus / f"{LIST}.txt").read_bytes()))
    page = said(desk.get(path).text)
    document = read_document(corpus / f"{LIST}.txt")
    assert f"读出 {len(document.task_rows) + len(document.measures)} 条" in page
    for warning in document.warnings:
        assert warning.message in page
    for words in ("没有读到发文机关", "没有读到成文日期", "辖区 南阳市 是推断的"):
        assert words in page
    assert "培养100名市级课程思政优秀教师" in page
    assert "相近 54，相关 13" in page
    assert "27 items" in desk.get(f"/en{path}").text


def test_what_is_stated_becomes_the_sidecar(desk: TestClient, corpus: Path, folder: Path) -> None:
    path = send(desk, (f"{LIST}.txt", (corpus / f"{LIST}.txt").read_bytes()))
    page = desk.get(path).text
    fields = dict(re.findall(r'<input id="f-\w+" name="(\w+)" value="([^"]*)"', page))
    stated = {
        "issuers": "南阳市教育局、南阳市财政局",
        "date_signed": "2022-03-01",
        "key": "南阳清单",
    }
    desk.post(path, data={**TOKEN, **fields, **stated, "do": "state"})
    wait(desk, path)
    page = desk.get(path).text
    assert "没有读到发文机关" not in page
    assert 'value="南阳市教育局、南阳市财政局"' in page

    added = desk.post(path, data={**TOKEN, "do": "add"})
    assert "已加入" in added.text
    assert (folder / "南阳清单.txt").read_bytes() == (corpus / f"{LIST}.txt").read_bytes()
    document = read_document(folder / "南阳清单.txt")
    assert document.header.issuers == ("南阳市教育局", "南阳市财政局")
    assert document.header.stated == {"issuers", "date_signed"}
    assert tray_of(desk).entries() == []


def test_a_wrong_statement_is_told_and_can_be_taken_back(desk: TestClient, corpus: Path) -> None:
    path = send(desk, (f"{LIST}.txt", (corpus / f"{LIST}.txt").read_bytes()))
    desk.post(path, data={**TOKEN, "date_signed": "去年", "do": "state"})
    wait(desk, path, "failed")
    page = desk.get(path).text
    assert "不是日期" in page
    desk.post(path, data={**TOKEN, "do": "state"})
    wait(desk, path)
    assert desk.post(path, data={**TOKEN, "key": "../x", "do": "state"}).status_code == 422


def test_nothing_is_left_of_what_is_dropped(desk: TestClient, corpus: Path, folder: Path) -> None:
    path = send(desk, (f"{LIST}.txt", (corpus / f"{LIST}.txt").read_bytes()))
    home = tray_of(desk).entries()[0].folder.parent
    desk.post(path, data={**TOKEN, "do": "drop"})
    assert list(home.iterdir()) == []
    assert [one.name for one in folder.iterdir()] == [f"{PROVINCE}.txt"]
    assert desk.get(path).status_code == 404
    assert desk.post(path, data={**TOKEN, "do": "add"}).status_code == 404


def test_the_tray_goes_with_the_server(store: Path, folder: Path) -> None:
    app = create_app(store, writing=Writing(folder, token=TOKEN["token"]))
    with TestClient(app, base_url="http://127.0.0.1:8000", client=HERE) as client:
        send(client, ("x.txt", b"nothing"), state="failed")
        home = tray_of(client).entries()[0].folder.parent
        assert home.is_dir()
    assert not home.exists()


def test_one_document_is_not_added_twice_unless_it_replaces(
    desk: TestClient, corpus: Path, folder: Path
) -> None:
    content = (corpus / f"{PROVINCE}.txt").read_bytes()
    path = send(desk, (f"{PROVINCE}.txt", content))
    page = said(desk.get(path).text)
    assert "已是这份文件" in page
    assert "--" not in page.partition("看查询")[0].partition("文件头")[0]
    assert desk.post(path, data={**TOKEN, "do": "add"}).status_code == 409
    assert desk.post(path, data={**TOKEN, "do": "add", "replace": "1"}).status_code == 200
    assert [one.name for one in folder.iterdir()] == [f"{PROVINCE}.txt"]


def test_a_sidecar_comes_with_its_document(desk: TestClient, corpus: Path) -> None:
    path = send(
        desk,
        (f"{LIST}.yaml", "issuers: 南阳市人民政府\n".encode()),
        (f"{LIST}.txt", (corpus / f"{LIST}.txt").read_bytes()),
    )
    assert 'value="南阳市人民政府"' in desk.get(path).text


# Files that are none


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(900_000_000))
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("旧.doc", encrypted, "另存为不加密的 docx"),
        ("空.txt", bytes, "文件是空的"),
        ("坏.pdf", lambda: b"%PDF-1.7 nonsense", "PDF 已损坏"),
        ("炸弹.docx", bomb, "不像一份公文"),
        ("坏.docx", lambda: b"PK\x03\x04 nonsense", "已损坏"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_clearly(
    desk: TestClient, name: str, content: Callable[[], bytes], words: str
) -> None:
    path = send(desk, (name, content()), state="failed")
    page = desk.get(path).text
    assert words in page
    assert "读不出来" in page
    assert 'value="drop"' in page
    assert 'value="add"' not in page


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\json.py", "json"),
        ("豫政〔2021〕2号 (终稿).txt", "豫政-2021-2号-终稿"),
        ("？？.txt", "document"),
        ("a" * 300 + ".txt", "a" * 60),
    ],
)
def test_names_are_cleaned(desk: TestClient, name: str, key: str) -> None:
    desk.post("/add", data=TOKEN, files={"file": (name, b"text")})
    entry = tray_of(desk).entries()[0]
    assert entry.key == key
    assert entry.file.parent == entry.folder


def test_what_a_file_says_is_never_markup(desk: TestClient, corpus: Path) -> None:
    text = (corpus / f"{LIST}.txt").read_text(encoding="utf-8")
    text = text.replace("市教育局", "市教育局<script>alert(1)</script>", 3)
    path = send(desk, ("<img src=x>.txt", text.encode()))
    page = desk.get(path).text
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<img src=x>" not in page


def test_a_file_that_takes_too_long_is_given_up(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trays, "READS", 0.05)
    path = send(desk, ("x.txt", b"text"), state="failed")
    assert "没有读完" in desk.get(path).text


def test_reading_has_no_way_out_and_little_memory(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = {}
    for name, program in {
        "calls": "import socket; socket.create_connection(('127.0.0.1', 1), 1)",
        "eats": "x = bytearray(10**10)",
    }.items():
        said = """print('{"said":"' + type(error).__name__ + '"}')"""
        caught = f"try: {program}\nexcept Exception as error: {said}"
        monkeypatch.setattr(trays, "_PROGRAM", caught)
        entry = tray_of(desk).put("x.txt", io.BytesIO(b"text"))
        end = time.monotonic() + 20
        while "said" not in entry.facts:
            assert time.monotonic() < end
            time.sleep(0.05)
        heard[name] = entry.facts["said"]
    assert heard == {"calls": "PermissionError", "eats": "MemoryError"}


def test_there_is_an_end_to_what_waits(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tray, "read", lambda *_: None)
    for n in range(MOST):
        tray_of(desk).put(f"{n}.txt", io.BytesIO(b"text"))
    answer = desk.post("/add", data=TOKEN, files={"file": ("one.txt", b"text")})
    assert answer.status_code == 409
    assert "待添加" in answer.text


def test_only_who_may_write_adds(desk: TestClient, store: Path) -> None:
    upload = {"file": ("x.txt", b"text")}
    assert desk.post("/add", data={"token": "no"}, files=upload).status_code == 403
    with TestClient(create_app(store), base_url="http://127.0.0.1", client=HERE) as client:
        assert client.post("/add", data=TOKEN, files=upload).status_code == 403
        assert "只供查阅" in client.get("/add").text
    assert desk.post("/add", data=TOKEN).status_code == 400


def test_a_form_states_what_differs_and_no_more() -> None:
    read = {"title": "清单", "issuers": "甲、乙"}
    assert sidecar_text({"title": "清单", "issuers": "甲、乙", "note": " "}, read) == ""
    assert sidecar_text({"issuers": "甲", "note": "存"}, read) == "issuers:\n- 甲\nnote: 存\n"


# The story


def word_of(path: Path, target: Path) -> Path:
    """A Word file with the words of a text."""
    document = docx.Document()
    for line in path.read_text(encoding="utf-8").splitlines():
        document.add_paragraph(line)
    document.save(str(target))
    return target


def test_a_word_file_is_dropped_read_added_built_and_found(
    corpus: Path, folder: Path, tmp_path: Path, browser: Browser
) -> None:
    store = tmp_path / "store"
    assert CliRunner().invoke(main, ["build", str(folder), "--store", str(store)]).exit_code == 0
    word = word_of(corpus / "shangqiu-draft.txt", tmp_path / "商丘实施方案.docx")
    with (
        serving("--store", store, "--corpus", folder) as server,
        opened(browser, f"{server.url}/add", DESK) as page,
    ):
        handle = page.evaluate_handle(
            """([name, bytes]) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([new Uint8Array(bytes)], name));
                return transfer;
            }""",
            [word.name, list(word.read_bytes())],
        )
        page.dispatch_event("#drop", "drop", {"dataTransfer": handle})
        expect(page.locator("h1")).to_contain_text("读出", timeout=60_000)
        expect(page.get_by_label("标题")).to_have_value(re.compile("商丘市职业教育"))
        expect(page.locator(".counts")).to_contain_text("深化职业教育改革", timeout=60_000)
        page.get_by_role("button", name="加入").click()
        expect(page.locator("main")).to_contain_text("已加入：商丘实施方案")
        assert (folder / "商丘实施方案.docx").read_bytes() == word.read_bytes()

        page.get_by_role("link", name="重新建图").first.click()
        page.get_by_role("button", name="重新建图").click()
        expect(page.locator("#build")).to_contain_text("建好了", timeout=90_000)
        page.goto(f"{server.url}/search?q=商丘市职业教育")
        expect(page.locator("main")).to_contain_text("商丘市职业教育高质量发展实施方案")
