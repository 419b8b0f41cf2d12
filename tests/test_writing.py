"""What people write in the browser: the same as on the command line, and by nobody else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from running_server import Server, serving, wait_until
from starlette.testclient import TestClient

from kg.commands import main
from kg.review.file import decisions_file, read_decisions
from kg.server.app import create_app
from kg.server.writing import Writing

CITY, PROVINCE = "zhumadian-2021-zhuzhengban-44", "henan-2021-yuzheng-2"
LOWER, UPPER = f"{CITY}#A/1", f"{PROVINCE}#A2/1"
HERE = ("127.0.0.1", 50000)


@pytest.fixture(scope="module")
def desk(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application with writing open, asked from this machine; nothing is decided yet."""
    corpus = tmp_path_factory.mktemp("written") / "corpus"
    corpus.mkdir()
    app = create_app(store, writing=Writing(corpus, token="the token"))
    with TestClient(app, base_url="http://127.0.0.1:8000", client=HERE) as client:
        yield client


@pytest.fixture
def file(desk: TestClient) -> Path:
    """The file of decisions, empty at first."""
    path: Path = desk.app.state.ledger.file  # type: ignore[attr-defined]
    path.unlink(missing_ok=True)
    desk.cookies.clear()
    return path


def decide(desk: TestClient, answer: str, **fields: str) -> Any:
    form = {
        "token": "the token",
        "lower": LOWER,
        "upper": UPPER,
        "answer": answer,
        "reviewer": "张三",
        **fields,
    }
    asks_json = {"Accept": "application/json"}
    return desk.post("/review/decide", data=form, headers=asks_json, follow_redirects=False)


# The same as on the command line


@pytest.mark.parametrize("answer", ["accept", "relate", "reject"])
def test_a_decision_is_written_byte_for_byte_as_on_the_command_line(
    desk: TestClient, file: Path, store: Path, tmp_path: Path, answer: str
) -> None:
    assert decide(desk, answer, reason=" 只有\n主题相同 ").status_code == 200
    typed = ["review", answer, LOWER, UPPER, "--reason", "只有 主题相同", "--reviewer", "张三"]
    typed += ["--corpus", str(tmp_path), "--store", str(store)]
    assert CliRunner().invoke(main, typed).exit_code == 0
    assert file.read_bytes() == decisions_file(tmp_path).read_bytes()


def test_undoing_goes_back_a_step_at_a_time(desk: TestClient, file: Path) -> None:
    decide(desk, "accept")
    decide(desk, "reject", reviewer="李四")
    said = decide(desk, "undo").json()
    assert said["said"] == "已撤回：不成立，恢复 落实 (张三)"
    assert said["answer"] == "accept"
    assert decide(desk, "undo").json()["answer"] is None
    assert list(read_decisions(file)) == []
    assert decide(desk, "undo").status_code == 409


def test_what_breaks_a_rule_or_is_not_there_is_told(desk: TestClient, file: Path) -> None:
    older = decide(desk, "relate", lower=f"{CITY}#1", upper="anyang-2018-anzhengban-2#一.1")
    assert "上级管辖线上" in older.json()["zh"]
    assert "最接近的" in decide(desk, "accept", upper=f"{PROVINCE}#A2/100").json()["zh"]
    assert decide(desk, "maybe").status_code == 400
    assert "姓名" in decide(desk, "accept", reviewer=" \n ").json()["zh"]
    assert not file.exists()


# The reader


def test_a_form_leads_back_to_its_page_and_the_name_is_kept(desk: TestClient, file: Path) -> None:
    form = {"token": "the token", "lower": LOWER, "upper": UPPER, "answer": "accept"}
    back = "/item/somewhere?from=1"
    answer = desk.post(
        "/review/decide",
        data={**form, "reviewer": "张三", "back": back},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    assert re.fullmatch(re.escape(back) + "#on-[0-9a-f]{8}", answer.headers["location"])
    cookie = answer.headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict"} <= set(cookie.split("; "))
    desk.post("/en/review/decide", data={**form, "answer": "reject"}, follow_redirects=False)
    (one,) = read_decisions(file)
    assert (one.verdict.reviewer, one.verdict.state) == ("张三", "rejected")


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example", "/\\evil", "evil"])
def test_a_form_leads_to_no_other_site(desk: TestClient, back: str) -> None:
    form = {"token": "the token", "lower": LOWER, "upper": UPPER, "answer": "accept"}
    answer = desk.post(
        "/review/decide",
        data={**form, "reviewer": "张三", "back": back},
        follow_redirects=False,
    )
    assert answer.headers["location"].startswith("/review#")


# Two at once


def test_nobody_decides_over_what_they_have_not_seen(desk: TestClient, file: Path) -> None:
    decide(desk, "accept", reviewer="李四", seen="")
    late = decide(desk, "reject", seen="")
    assert late.status_code == 409
    assert "李四" in late.json()["zh"]
    (one,) = read_decisions(file)
    assert one.verdict.state == "accepted"
    assert decide(desk, "reject", seen=str(one.verdict)).status_code == 200


def test_a_form_that_is_sent_twice_decides_once(desk: TestClient, file: Path) -> None:
    for _ in range(2):
        assert decide(desk, "accept", seen="").status_code == 200
    (one,) = read_decisions(file)
    assert one.earlier == ()
    decide(desk, "reject", seen=str(one.verdict))
    (two,) = read_decisions(file)
    assert decide(desk, "undo", seen=str(two.verdict)).status_code == 200
    assert decide(desk, "undo", seen=str(two.verdict)).status_code == 409
    assert [one.verdict.state for one in read_decisions(file)] == ["accepted"]


def test_two_who_decide_at_once_lose_nothing(desk: TestClient, file: Path) -> None:
    uppers = [f"{PROVINCE}#A2/{n}" for n in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda upper: decide(desk, "reject", upper=upper), uppers))
    assert {answer.status_code for answer in done} == {200}
    assert len(list(read_decisions(file))) == len(uppers)


# Who may not


def refused(answer: Any, *words: str) -> None:
    assert answer.status_code == 403
    for word in words:
        assert word in answer.json()["zh"]


def test_without_a_corpus_pages_are_for_reading(store: Path) -> None:
    with TestClient(create_app(store), base_url="http://127.0.0.1", client=HERE) as client:
        refused(decide(client, "accept"), "只供查阅", "--corpus")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
        {"Host": "evil.example:8000", "Origin": "http://evil.example:8000"},
        {"X-Forwarded-For": "10.0.0.1"},
    ],
)
def test_no_other_site_writes_through_the_readers_browser(
    desk: TestClient, file: Path, headers: dict[str, str]
) -> None:
    form = {"token": "the token", "lower": LOWER, "upper": UPPER, "answer": "accept"}
    answer = desk.post(
        "/review/decide",
        data={**form, "reviewer": "张三"},
        headers={"Accept": "application/json", **headers},
    )
    refused(answer)
    assert not file.exists()


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("token", ["", "another", "the tokén"])
def test_a_form_needs_the_word_of_this_server(desk: TestClient, token: str) -> None:
    refused(decide(desk, "accept", token=token), "刷新页面")


def test_other_machines_write_only_where_the_server_says_so(store: Path, tmp_path: Path) -> None:
    for names, allowed in (((), False), (("policy.example",), True)):
        app = create_app(store, writing=Writing(tmp_path, names, "the token"))
        with TestClient(app, "http://policy.example", client=("10.1.1.1", 1)) as client:
            answer = decide(client, "accept")
            assert answer.status_code == (200 if allowed else 403)
            if not allowed:
                refused(answer, "--writable-at policy.example")


def test_a_form_has_a_size(desk: TestClient, file: Path) -> None:
    assert decide(desk, "accept", reason="长" * 200_000).status_code == 413
    assert decide(desk, "accept", reason="长" * 5000).status_code == 200
    (one,) = read_decisions(file)
    assert len(one.verdict.reason) == 500


# As people start it


def test_the_command_opens_writing(store: Path, corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(corpus, folder)
    with serving("--store", store, "--corpus", folder) as server:
        page = page_with_forms(server)
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert token
        answer = decide(server.client, "accept", token=token[1])  # type: ignore[arg-type]
        assert answer.status_code == 200
    assert len(list(read_decisions(decisions_file(folder)))) == 1


def page_with_forms(server: Server) -> str:
    return server.client.get("/review").text


def test_the_command_refuses_what_cannot_be_written(store: Path, tmp_path: Path) -> None:
    none = ["serve", "--store", str(store), "--corpus", str(tmp_path / "none")]
    assert "没有" in CliRunner().invoke(main, none).stderr
    assert CliRunner().invoke(main, ["serve", "--writable-at", "x"]).exit_code == 2


# Building anew


def test_a_decision_is_seen_at_once_and_in_force_after_a_build(
    corpus: Path, tmp_path: Path
) -> None:
    folder, store = tmp_path / "corpus", tmp_path / "store"
    folder.mkdir()
    for key in (CITY, PROVINCE):
        shutil.copy(corpus / f"{key}.txt", folder)
    assert CliRunner().invoke(main, ["build", str(folder), "--store", str(store)]).exit_code == 0
    with serving("--store", store, "--corpus", folder) as server:
        pair = {"lower": LOWER, "upper": UPPER}
        before = server.client.get("/review", params=pair)
        token = re.search(r'name="token" value="([^"]+)"', before.text)
        assert token
        decide(server.client, "reject", token=token[1], reason="只有主题相同")  # type: ignore[arg-type]
        tag = {"If-None-Match": before.headers["etag"]}
        after = server.client.get("/review", params=pair, headers=tag)
        assert after.status_code == 200
        assert "已记下，下次建库生效" in after.text
        assert "1 条结论等下次建库" in server.client.get("/rebuild").text

        start = {"token": token[1]}
        assert server.client.post("/rebuild", data=start).status_code == 303
        assert server.client.post("/rebuild", data=start).status_code == 409
        wait_until(lambda: progress(server)["state"] != "running", 60)
        assert progress(server)["state"] == "built"
        wait_until(lambda: progress(server)["isServed"])
        assert "有效" in server.client.get("/review", params=pair).text
        assert "0 条结论等下次建库" in server.client.get("/rebuild").text
        assert "三元组" in (store / "rebuild.log").read_text(encoding="utf-8")

        server.client.post("/review/decide", data={**start, **pair, "answer": "undo"})
        assert "已撤回，下次建库生效" in server.client.get("/review", params=pair).text
        (folder / f"{CITY}.yaml").write_text("level: nowhere\n", encoding="utf-8")
        (folder / f"{PROVINCE}.yaml").write_text("level: nowhere\n", encoding="utf-8")
        server.client.post("/rebuild", data=start)
        wait_until(lambda: progress(server)["state"] == "failed", 60)
        page = server.client.get("/rebuild").text
        assert "原来的图还在" in page
        assert "nowhere" in page
        assert server.client.get("/review", params=pair).status_code == 200


def progress(server: Server) -> dict[str, Any]:
    state: dict[str, Any] = server.client.get("/rebuild/progress").json()
    return state


def test_only_who_may_write_builds(desk: TestClient, store: Path) -> None:
    assert desk.post("/rebuild", data={"token": "no"}).status_code == 403
    with TestClient(create_app(store), base_url="http://127.0.0.1", client=HERE) as client:
        assert client.post("/rebuild", data={"token": ""}).status_code == 403
        assert client.get("/rebuild/progress").json()["state"] == "none"
        assert "只供查阅" in client.get("/rebuild").text
