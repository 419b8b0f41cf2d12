"""`zhengmai add` brings documents into a corpus: it shows, refuses with a reason, loses nothing."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from shlex import quote

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kg.commands import main
from loaders.corpus import safe_key
from loaders.read import read_corpus, read_document

LIST = "nanyang-task-list"  # names no issuer and no date
PLAN = "zhumadian-2021-zhuzhengban-44"  # has a full head


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a corpus is to be; nothing is there yet."""
    return tmp_path / "语料"


def add(folder: Path, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["add", "--corpus", str(folder), *map(str, arguments)])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def test_a_document_is_copied_byte_for_byte_and_built_from(corpus: Path, folder: Path) -> None:
    done = add(folder, corpus / f"{PLAN}.txt")

    assert done.exit_code == 0, done.output
    assert names(folder) == [f"{PLAN}.txt"]
    assert (folder / f"{PLAN}.txt").read_bytes() == (corpus / f"{PLAN}.txt").read_bytes()
    assert done.stdout.splitlines()[-1].endswith(f"zhengmai build {quote(str(folder))}")
    assert read_corpus(folder)[0][0].header.document_number == "驻政办〔2021〕44号"


def test_it_shows_what_was_read(corpus: Path, folder: Path) -> None:
    shown = add(folder, corpus / f"{PLAN}.txt").stdout

    for words in ("驻政办〔2021〕44号", "驻马店市人民政府办公室", "2021-11-30", "驻马店市 411700"):
        assert words in shown
    document = read_document(corpus / f"{PLAN}.txt")
    assert f"措施 measures: {len(document.measures)}，" in shown
    assert f"任务 tasks: {len(document.task_rows)}，" in shown


def test_it_shows_what_is_doubtful_and_the_line_that_would_settle_it(
    corpus: Path, folder: Path
) -> None:
    shown = add(folder, corpus / f"{LIST}.txt").stdout

    warnings = read_document(corpus / f"{LIST}.txt").warnings
    for warning in warnings:
        assert f"{LIST}.txt:{warning.line} {warning.message}" in shown
    for line in ("issuers: ", "document_number: ", "date_signed: ", "jurisdiction: 南阳市"):
        assert any(f"{LIST}.yaml" in each and line in each for each in shown.splitlines())

    (folder / f"{LIST}.yaml").write_text(
        "issuers: 南阳市人民政府\ndate_signed: 2022-03-01\njurisdiction: 南阳市\n"
        "document_number: 宛政〔2022〕1号\n",
        encoding="utf-8",
    )
    settled = add(folder, "--replace", corpus / f"{LIST}.txt").stdout
    assert "state it there" not in settled


def test_a_draft_needs_no_number(corpus: Path, folder: Path) -> None:
    shown = add(folder, corpus / "shangqiu-draft.txt").stdout

    assert "date_signed: " in shown
    assert "document_number: " not in shown


def test_a_sidecar_comes_along(corpus: Path, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "来件.txt"
    shutil.copy(corpus / f"{LIST}.txt", file)
    file.with_suffix(".yml").write_text("date_signed: 2022-03-01\n", encoding="utf-8")

    done = add(folder, file, "--key", "nanyang")

    assert done.exit_code == 0, done.output
    assert names(folder) == ["nanyang.txt", "nanyang.yml"]
    assert read_corpus(folder)[0][0].header.date_signed == "2022-03-01"


def test_a_name_becomes_a_key(corpus: Path, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "驻政办〔2021〕44号 (终稿#2).TXT"
    shutil.copy(corpus / f"{PLAN}.txt", file)

    assert add(folder, file).exit_code == 0
    assert names(folder) == ["驻政办-2021-44号-终稿-2.TXT"]


@given(st.text())
def test_a_key_is_safe_everywhere(name: str) -> None:
    key = safe_key(name)

    assert safe_key(key) == key
    assert len(f"{key}.docx".encode()) <= 255
    assert not set(key) & set("#/\\.:*?\"'<>|%& \t\n\0")
    assert not key.startswith(("-", "_"))


@pytest.mark.parametrize("key", ["a/b", "..", "x#1", "a.b", "", "甲 乙"])
def test_a_key_that_is_not_safe_is_refused(corpus: Path, folder: Path, key: str) -> None:
    done = add(folder, corpus / f"{PLAN}.txt", "--key", key)

    assert done.exit_code == 1
    assert "--key" in done.stderr
    assert not folder.exists()


def test_one_key_goes_with_one_file(corpus: Path, folder: Path) -> None:
    done = add(folder, corpus / f"{PLAN}.txt", corpus / f"{LIST}.txt", "--key", "x")

    assert done.exit_code == 2
    assert not folder.exists()


def test_a_key_that_exists_is_refused(corpus: Path, folder: Path, tmp_path: Path) -> None:
    add(folder, corpus / f"{LIST}.txt")
    other = tmp_path / f"{LIST}.txt"
    shutil.copy(corpus / f"{PLAN}.txt", other)

    done = add(folder, other)

    assert done.exit_code == 1
    assert "--replace" in done.stderr
    assert (folder / other.name).read_bytes() == (corpus / other.name).read_bytes()


def test_replacing_leaves_one_document_and_keeps_its_sidecar(
    corpus: Path, folder: Path, tmp_path: Path
) -> None:
    shelf = folder / "2022"
    shelf.mkdir(parents=True)
    shutil.copy(corpus / f"{LIST}.txt", shelf / f"{LIST}.md")
    (shelf / f"{LIST}.yaml").write_text("date_signed: 2022-03-01\n", encoding="utf-8")
    newer = tmp_path / f"{LIST}.txt"
    newer.write_bytes((corpus / newer.name).read_bytes() + b"\n")

    done = add(folder, newer, "--replace")

    assert done.exit_code == 0, done.output
    assert "2022-03-01" in done.stdout
    assert names(folder) == ["2022", f"{LIST}.txt", f"{LIST}.yaml"]
    assert (shelf / newer.name).read_bytes() == newer.read_bytes()


def test_a_new_sidecar_does_not_push_out_an_old_one_unasked(
    corpus: Path, folder: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    (folder / f"{LIST}.yaml").write_text("date_signed: 2022-03-01\n", encoding="utf-8")
    file = tmp_path / f"{LIST}.txt"
    shutil.copy(corpus / file.name, file)
    file.with_suffix(".yaml").write_text("date_signed: 2022-03-02\n", encoding="utf-8")

    done = add(folder, file)

    assert done.exit_code == 1
    assert f"{LIST}.yaml" in done.stderr
    assert names(folder) == [f"{LIST}.yaml"]


def test_the_same_bytes_under_another_key_are_refused(corpus: Path, folder: Path) -> None:
    add(folder, corpus / f"{LIST}.txt")

    done = add(folder, corpus / f"{LIST}.txt", "--key", "another", "--replace")

    assert done.exit_code == 1
    assert LIST in done.stderr
    assert names(folder) == [f"{LIST}.txt"]


def test_the_same_number_under_another_key_is_refused(
    corpus: Path, folder: Path, tmp_path: Path
) -> None:
    add(folder, corpus / f"{PLAN}.txt")
    retyped = tmp_path / "retyped.txt"
    retyped.write_bytes((corpus / f"{PLAN}.txt").read_bytes() + b"\n")

    done = add(folder, retyped)

    assert done.exit_code == 1
    assert "驻政办〔2021〕44号" in done.stderr
    assert f"--key {PLAN} --replace" in done.stderr
    assert add(folder, retyped, "--key", PLAN, "--replace").exit_code == 0
    assert (folder / f"{PLAN}.txt").read_bytes() == retyped.read_bytes()


def test_two_cities_may_use_the_same_number(corpus: Path, folder: Path, tmp_path: Path) -> None:
    text = (corpus / "anyang-2018-anzhengban-2.txt").read_text(encoding="utf-8")
    other = tmp_path / "anqing.txt"
    other.write_text(text.replace("安阳", "安庆"), encoding="utf-8")
    add(folder, corpus / "anyang-2018-anzhengban-2.txt")

    done = add(folder, other)

    assert "安政办〔2018〕2号" in done.stdout
    assert done.exit_code == 0, done.output


def test_a_document_of_an_archive_is_in_the_corpus_too(corpus: Path, folder: Path) -> None:
    folder.mkdir()
    with zipfile.ZipFile(folder / "来件.zip", "w") as archive:
        archive.write(corpus / f"{LIST}.txt", f"{LIST}.txt")

    done = add(folder, corpus / f"{LIST}.txt", "--key", "another")

    assert done.exit_code == 1
    assert LIST in done.stderr


def test_what_is_no_official_document_is_refused_and_the_rest_added(
    corpus: Path, folder: Path, tmp_path: Path
) -> None:
    novel = tmp_path / "novel.txt"
    novel.write_text("话说天下大势，分久必合，合久必分。\n" * 20, encoding="utf-8")
    empty = tmp_path / "empty.txt"
    empty.touch()
    bad = tmp_path / f"{LIST}.txt"
    shutil.copy(corpus / bad.name, bad)
    bad.with_suffix(".yaml").write_text("issuer: 南阳市教育局\n", encoding="utf-8")
    refused = [novel, empty, tmp_path / "missing.txt", tmp_path, bad, bad.with_suffix(".yaml")]

    done = add(folder, *refused, corpus / f"{PLAN}.txt")

    assert done.exit_code == 1
    assert names(folder) == [f"{PLAN}.txt"]
    lines = done.stderr.splitlines()
    assert len(lines) == len(refused)
    for line, file in zip(lines, refused, strict=True):
        assert line.startswith(f"错误：{file} 没有加入：")
    assert "加入 added: 1，拒收 refused: 6" in done.stdout


def test_where_nothing_was_added_nothing_is_to_be_built(folder: Path, tmp_path: Path) -> None:
    done = add(folder, tmp_path / "missing.txt")

    assert done.exit_code == 1
    assert "zhengmai build" not in done.output
    assert not folder.exists()


def test_a_corpus_that_is_a_file_is_said_in_one_line(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = add(tmp_path / "file", corpus / f"{PLAN}.txt")

    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(tmp_path / "file") in done.stderr


@pytest.mark.parametrize(("answer", "is_added"), [("y\n", True), ("n\n", False)])
def test_on_a_terminal_it_asks(corpus: Path, folder: Path, answer: str, is_added: bool) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from kg.commands import main; main()", "add"]
    with subprocess.Popen(
        [*command, str(corpus / f"{PLAN}.txt"), "--corpus", str(folder)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as child:
        os.write(ours, answer.encode())
        output, _ = child.communicate()
    os.close(ours)
    os.close(theirs)

    assert child.returncode == 0
    assert "Add it?" in output
    assert (folder / f"{PLAN}.txt").exists() == is_added


def test_a_terminal_is_not_asked_with_yes(corpus: Path, folder: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from kg.commands import main; main()", "add", "--yes"]
    done = subprocess.run(
        [*command, str(corpus / f"{PLAN}.txt"), "--corpus", str(folder)],
        stdin=theirs,
        capture_output=True,
        timeout=60,
        check=True,
    )
    os.close(ours)
    os.close(theirs)

    assert b"Add it?" not in done.stdout
    assert names(folder) == [f"{PLAN}.txt"]
