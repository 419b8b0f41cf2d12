"""Whatever goes wrong is said in one line in two languages, with its exit code; nothing is lost."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.commands import main
from kg.store import open_store

ONE_LINE = re.compile(r"错误：.*[一-鿿].*（.*[a-z].*）\n")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("nonsense", "nonsense"),
        ("inspect", "FILE"),
        ("add", "FILE"),
        ("export", "--output"),
        ("export --format docx -o x", "docx"),
        ("query documents --format docx", "docx"),
        ("query item-upward -p item", "item"),
        ("query item-upward -p item=a -p item=b", "一次"),
        ("sparql missing.rq", "missing.rq"),
        ("view documents", "-o"),
        ("add one.txt two.txt --key x", "--key"),
    ],
)
def test_a_wrong_command_line(command: str, says: str) -> None:
    done = run(*command.split())

    assert done.exit_code == 2
    assert ONE_LINE.fullmatch(done.stderr), done.stderr
    assert says in done.stderr
    assert "--help" in done.stderr


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("inspect {tmp}/missing.txt", "没有这个文件"),
        ("inspect {tmp}", "是目录"),
        ("build {tmp}/missing", "missing"),
        ("build {tmp}/file", "file"),
        ("build {corpus} --store {tmp}/file", "{tmp}/file：已有同名的文件"),
        ("build {corpus} --store {tmp}/file/store", "不是目录"),
        ("sparql {tmp}/ask.rq --store {tmp}/file", "zhengmai build"),
        ("export -o {tmp}/file/x.nq --store {store}", "{tmp}/file"),
        ("query documents --format csv -o {tmp}/file/x.csv --store {store}", "{tmp}/file"),
        ("view documents -o {tmp}/file/x.html --store {store}", "{tmp}/file"),
    ],
)
def test_a_path_that_does_not_serve(
    command: str, says: str, tmp_path: Path, corpus: Path, store: Path
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "ask.rq").write_text("ASK {}", encoding="utf-8")
    here = {"tmp": tmp_path, "corpus": corpus, "store": store}

    done = run(*command.format(**here).split())

    assert done.exit_code == 1
    assert ONE_LINE.fullmatch(done.stderr), done.stderr
    assert says.format(**here) in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ask.rq", "file"]


def test_a_link_to_nowhere_in_a_corpus_is_not_passed_over(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    shutil.copy(corpus / "nanyang-task-list.txt", folder)
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")

    done = run("build", folder, "--store", tmp_path / "store")

    assert done.exit_code == 1
    assert ONE_LINE.fullmatch(done.stderr)
    assert "gone.txt" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_is_closed_is_not_passed_over(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    closed = folder / "closed"
    closed.mkdir(parents=True)
    shutil.copy(corpus / "nanyang-task-list.txt", folder)
    closed.chmod(0)

    done = run("build", folder, "--store", tmp_path / "store")
    closed.chmod(0o755)

    assert done.exit_code == 1
    assert "closed：打不开：没有权限" in done.stderr


def test_a_build_that_is_interrupted_leaves_the_store_as_it_was(
    corpus: Path, tmp_path: Path
) -> None:
    few = tmp_path / "few"
    few.mkdir()
    shutil.copy(corpus / "nanyang-task-list.txt", few)
    store = tmp_path / "store"
    assert run("build", few, "--store", store).exit_code == 0
    before = len(open_store(store))
    command = "from kg.commands import main; main(prog_name='zhengmai')"
    with subprocess.Popen(
        [sys.executable, "-c", command, "build", str(corpus), "--store", str(store)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as child:
        while len(list(store.glob("generation-*"))) < 2 and child.poll() is None:
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        output, error = child.communicate()

    assert child.returncode == 130
    assert output == ""
    assert ONE_LINE.fullmatch(error), error
    assert len(open_store(store)) == before
    assert len(list(store.glob("generation-*"))) == 1
