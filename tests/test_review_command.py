"""`zhengmai review` as a person types it: the queue, decisions, slips, other people's files."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg.align.link import ItemRef
from kg.commands import main
from kg.review.decision import Decision, Evidence, Verdict
from kg.review.file import changing, decisions_file, read_decisions

CITY, PROVINCE = "zhumadian-2021-zhuzhengban-44", "henan-2021-yuzheng-2"
OLDER = "anyang-2018-anzhengban-2"
PAIR = (f"{CITY}#A/1", f"{PROVINCE}#A2/1")
TODAY = date.today().isoformat()
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus folder; what it decides about is in the graph."""
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus"


@pytest.fixture
def run(store: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `zhengmai review …` as 张三, on the graph of the corpus and the decisions of a folder."""
    monkeypatch.setenv("ZHENGMAI_REVIEWER", "张三")

    def runs(command: str, *arguments: str | Path, **options: Any) -> Result:
        where = ["--corpus", str(folder)]
        where += [] if command in ("undo", "show") else ["--store", str(store)]
        typed = ["review", command, *where, *map(str, arguments)]
        return CliRunner().invoke(main, typed, catch_exceptions=False, **options)

    return runs


def kept(folder: Path) -> list[Decision]:
    return list(read_decisions(decisions_file(folder)))


def failed(result: Result, *words: str) -> None:
    assert result.exit_code == 1
    assert re.fullmatch(r"错误：.*（.*[a-z].*）\n", result.stderr), result.stderr
    for word in words:
        assert word in result.stderr


def listed(run: Run, *arguments: str) -> list[dict[str, str]]:
    result = run("list", "--format", "csv", *arguments)
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


# Deciding


def test_accepting_says_what_was_recorded_and_when_the_graph_changes(
    run: Run, folder: Path
) -> None:
    said = run("accept", *PAIR, "--reason", "一致").stdout
    assert f"已记下 recorded: {PAIR[0]} → {PAIR[1]}" in said
    assert f"落实 implements（张三，{TODAY}，一致）" in said
    assert f"写在 written to: {folder / 'mappings.sssom.tsv'}" in said
    assert "the graph changes with the next build" in said
    (one,) = kept(folder)
    assert one.verdict == Verdict("implements", False, "张三", TODAY, "一致")
    assert "课程思政优秀教师" in "".join(one.evidence.shared)


def test_another_answer_replaces_the_first_and_says_so(run: Run, folder: Path) -> None:
    run("accept", *PAIR, "--reviewer", "李四")
    said = run("reject", *reversed(PAIR)).stdout
    assert "不成立 rejected" in said
    assert f"取代 instead of: 已核对 accepted：落实 implements（李四，{TODAY}）" in said
    (one,) = kept(folder)
    assert (one.verdict.state, one.earlier) == ("rejected", (f"{TODAY} zm:implements 李四",))


def test_related_shows_no_kind(run: Run) -> None:
    assert "相关 same topic（张三" in run("relate", *PAIR).stdout


def test_undoing_goes_back_a_step_at_a_time(run: Run, folder: Path) -> None:
    run("accept", *PAIR)
    run("reject", *PAIR)
    assert "恢复 in force again: 已核对 accepted" in run("undo", *PAIR).stdout
    assert "恢复" not in run("undo", *PAIR).stdout
    assert kept(folder) == []
    failed(run("undo", *PAIR), "没有结论")


def test_many_pairs_come_from_a_file_or_a_pipe(run: Run, folder: Path, tmp_path: Path) -> None:
    lines = f"\ufeff{PAIR[0]} {PAIR[1]} 做的是同一件事\n\n{CITY}#2,{PROVINCE}#4\n"
    (tmp_path / "pairs.txt").write_text(lines, encoding="utf-8")
    assert run("accept", "--from", tmp_path / "pairs.txt").stdout.count("已记下") == 2
    assert [one.verdict.reason for one in kept(folder)] == ["", "做的是同一件事"]
    run("reject", "--from", "-", "--reason", "都不是", input=lines)
    assert [one.verdict.reason for one in kept(folder)] == ["都不是", "做的是同一件事"]


def test_of_many_pairs_all_or_none_are_recorded(run: Run, folder: Path) -> None:
    lines = f"{PAIR[0]} {PAIR[1]}\n{CITY}#A/1 {PROVINCE}#A2/100\n"
    failed(run("accept", "--from", "-", input=lines), "没有条目", "A2/100")
    assert kept(folder) == []


def test_a_document_goes_by_its_number_too(run: Run, folder: Path) -> None:
    run("accept", "驻政办〔2021〕44号#A/1", "豫政〔2021〕2号#A2/1")
    assert [tuple(map(str, one.pair)) for one in kept(folder)] == [PAIR]


def test_slips_are_met(run: Run, folder: Path, tmp_path: Path) -> None:
    failed(run("accept", f"{CITY}#A/111", PAIR[1]), f"最接近的：{CITY}#A/11、")
    failed(run("accept", "zhumadian#A/1", PAIR[1]), "最接近的：")
    older = (f"{OLDER}#一.1", f"{PROVINCE}#3")
    failed(run("accept", *older, "--kind", "implements"), "2018-01-04", "alignedWith")
    failed(run("relate", f"{CITY}#1", f"{OLDER}#一.1"), "不在", "上级管辖线上")
    for typed in ((), PAIR[:1], (*PAIR, "--from", "-"), (*PAIR, "--kind", "nearly")):
        assert run("accept", *typed, input="").exit_code == 2
    assert run("accept", "--from", "-", input="没有条目\n").exit_code == 2
    assert run("accept", "--from", "-", input="").exit_code == 2
    failed(run("accept", *PAIR, "--store", tmp_path / "none"), "没有图库")
    shutil.rmtree(folder)
    assert "没有" in run("accept", *PAIR).stderr


def test_who_decides_is_gits_user_where_nobody_is_named(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ZHENGMAI_REVIEWER")
    (tmp_path / "gitconfig").write_text("[user]\n\tname = 王五\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "none"))
    run("accept", *PAIR)
    assert kept(folder)[0].verdict.reviewer == "王五"
    (tmp_path / "gitconfig").write_text("", encoding="utf-8")
    nobody = run("accept", *PAIR)
    assert nobody.exit_code == 2
    assert "--reviewer" in nobody.stderr


# Listing and showing


def test_the_queue_begins_with_the_most_doubtful(run: Run) -> None:
    first = run("list").stdout
    assert first.rstrip().endswith("20 行 rows")
    assert "only one" in first
    rows = listed(run)
    assert len(rows) > 300
    assert 0.3 < float(rows[0]["confidence"]) < 0.7
    assert float(rows[-1]["confidence"]) > 0.9


def test_what_was_decided_leaves_the_queue_at_once(run: Run) -> None:
    before = listed(run, "--document", CITY)
    assert all(CITY in row["lower"] + row["upper"] for row in before)
    run("accept", before[0]["lower"], before[0]["upper"])
    assert listed(run, "--document", CITY) == before[1:]
    (row,) = listed(run, "--state", "accepted")
    assert (row["lower"], row["upper"]) == (before[0]["lower"], before[0]["upper"])
    assert (row["state"], row["reviewer"]) == ("已核对 accepted", "张三")


def test_the_list_can_be_narrowed(run: Run) -> None:
    rows = listed(run, "--kind", "restates", "--limit", "3")
    assert [row["link"] for row in rows] == ["重述"] * 3
    answer = json.loads(run("list", "--kind", "supports", "--format", "json").stdout)
    assert answer["head"]["vars"] == ["lower", "link", "upper", "confidence", "stake"]
    failed(run("list", "--document", "zhumadian"), f"最接近的：{CITY}")


def test_showing_gives_the_reasons_and_the_history(run: Run, corpus: Path, folder: Path) -> None:
    for key in (CITY, PROVINCE):
        shutil.copy(corpus / f"{key}.txt", folder)
    assert "没有核对过 nobody has decided" in run("show", *PAIR).stdout
    run("accept", *PAIR, "--reviewer", "李四", "--reason", "一致")
    run("reject", *PAIR)
    said = run("show", *reversed(PAIR)).stdout
    assert "共有文字 shared wording" in said
    assert f"  {TODAY} Not zm:implements 张三\n" in said
    assert f"  此前 before: {TODAY} zm:implements 李四：一致\n" in said


def test_decisions_whose_words_have_moved_are_listed_and_moved(run: Run, folder: Path) -> None:
    run("accept", *PAIR)
    (one,) = kept(folder)
    with changing(decisions_file(folder)) as file:
        gone = Evidence("召开全市职业教育大会，部署有关工作。")
        file.rename(one.pair, Decision(ItemRef(CITY, "A/9"), one.object, one.verdict, one.evidence))
        file.record(Decision(ItemRef(CITY, "A/8"), one.object, one.verdict, gone))
        file.record(Decision(one.object, ItemRef(CITY, "A/7"), one.verdict))
    rows = {row["lower"]: row for row in listed(run, "--state", "gone")}
    assert {row["state"] for row in rows.values()} == {
        "原话已移位 moved",
        "原话已不在 gone",
        "不合规则 barred",
    }
    assert (rows[f"{CITY}#A/9"]["nowLower"], rows[f"{CITY}#A/9"]["nowUpper"]) == PAIR
    assert (
        f"已移 moved: {CITY}#A/9 → {PAIR[1]}  ⇒  {PAIR[0]} → {PAIR[1]}"
        in run("move", "--all").stdout
    )
    assert len(listed(run, "--state", "gone")) == 2
    assert "移位 moved: 0" in run("move", "--all").stdout
    assert run("move").exit_code == 2


# A file that people edit, and other people's files

EDITED = {
    "subject_document": CITY,
    "subject_item": "A/1",
    "predicate_id": "zm:implements",
    "object_document": PROVINCE,
    "object_item": "A2/1",
    "reviewer_label": "李四",
}


def table(*cells: dict[str, str]) -> str:
    columns = list(dict.fromkeys(name for row in cells for name in row))
    lines = [columns, *([row.get(name, "") for name in columns] for row in cells)]
    return "".join("\t".join(line) + "\n" for line in lines)


def test_a_bad_row_is_told_of_by_list_and_build(
    run: Run, folder: Path, corpus: Path, tmp_path: Path
) -> None:
    decisions_file(folder).write_text(table(EDITED | {"predicate_id": "落实"}), encoding="utf-8")
    listing = run("list", "--state", "accepted")
    assert listing.exit_code == 1
    told = "错误：mappings.sssom.tsv:2：predicate_id：“落实”不是条目间的关系"
    assert told in listing.stderr
    for key in (CITY, "nanyang-task-list"):
        shutil.copy(corpus / f"{key}.txt", folder)
    moved = EDITED | {"subject_item": "A/99"}
    text = table(EDITED | {"predicate_id": "落实"}, moved)
    decisions_file(folder).write_text(text, encoding="utf-8")
    built = CliRunner().invoke(main, ["build", str(folder), "--store", str(tmp_path / "store")])
    assert built.exit_code == 1
    assert told in built.stderr
    assert f"提醒：{CITY}#A/99 → {PROVINCE}#A2/1 的核对结论没有用上" in built.stderr
    assert re.search(r"结论落空 gone *│ *1 ", built.stdout)
    assert decisions_file(folder).read_text(encoding="utf-8") == text


def test_an_import_shows_what_changes_and_overwrites_nothing(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("reject", *PAIR, "--reason", "不同")
    file = tmp_path / "theirs.csv"
    new = EDITED | {"subject_item": "2", "object_item": "4"}
    file.write_bytes(table(EDITED, new).replace("\t", ",").encode("gb18030"))
    shown = run("import", file, "--dry-run").stdout
    assert f"新 new: {CITY}#2 → {PROVINCE}#4" in shown
    assert f"不同，未改 differs, kept: {PAIR[0]} → {PAIR[1]}" in shown
    assert "新增 new: 1，相同 same: 0，不同 conflicts: 1" in shown
    assert len(kept(folder)) == 1

    run("import", file)
    assert [one.verdict.state for one in kept(folder)] == ["accepted", "rejected"]
    assert "相同 same: 1，不同 conflicts: 1" in run("import", file).stdout
    assert "改为 becomes" in run("import", file, "--overwrite").stdout
    last = kept(folder)[-1]
    assert (last.verdict.state, last.verdict.reviewer) == ("accepted", "李四")
    assert last.earlier == (f"{TODAY} Not zm:implements 张三：不同",)


def test_an_export_edited_in_a_spreadsheet_comes_back(
    run: Run, store: Path, folder: Path, tmp_path: Path
) -> None:
    """A reviewer's name makes a machine's row a decision; Not makes it a rejection."""
    file = tmp_path / "links.tsv"
    main_run = CliRunner().invoke
    main_run(main, ["export", "--format", "sssom", "-o", str(file), "--store", str(store)])
    lines = file.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if not line.startswith("#"))
    edited = [line + "\t" for line in lines]
    edited[start] = lines[start] + "\treviewer_label\tpredicate_modifier"
    edited[start + 1] = lines[start + 1] + "\t李四\t"
    edited[start + 2] = lines[start + 2] + "\t李四\tNot"
    file.write_text("\r\n".join(edited), encoding="utf-8-sig")
    said = run("import", file).stdout
    assert "新增 new: 2，相同 same: 0，不同 conflicts: 0，读不了 refused: 0" in said
    assert f"机器的行 rows of machines: {len(lines) - start - 3}" in said
    assert sorted(one.verdict.negated for one in kept(folder)) == [False, True]
    assert {one.verdict.reviewer for one in kept(folder)} == {"李四"}


def test_other_tools_name_things_in_other_ways(run: Run, folder: Path, tmp_path: Path) -> None:
    """IRIs, CURIEs of their own prefixes, percent-encoded Chinese, predicates of SKOS."""
    item = "https://w3id.org/zhengmai/id/item"
    file = tmp_path / "theirs.sssom.tsv"
    manual, upper = "semapv:ManualMappingCuration", f"{item}/{PROVINCE}"
    rows = (
        ("subject_id", "predicate_id", "object_id", "mapping_justification", "author_id", "tool"),
        ("zm_city:A/1", "skos:exactMatch", f"{upper}/A2/1", manual, "orcid:0000-0001-2345-6789"),
        (f"<{item}/{OLDER}/%E4%B8%80.1>", "skos:closeMatch", f"{upper}/3", manual, "", "x"),
        (f"{item}/{OLDER}/一.2", "skos:relatedMatch", f"{upper}/3", "semapv:LexicalMatching"),
        (f"{item}/{CITY}/99", "skos:exactMatch", f"{upper}/3", manual, "orcid:1"),
    )
    head = f"#curie_map:\n#  zm_city: {item}/{CITY}/\n"
    file.write_text(head + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    result = run("import", file, "--reviewer", "赵六")
    assert result.exit_code == 1
    assert f"theirs.sssom.tsv:7：没有条目“{CITY}#99”" in result.stderr
    assert "没有并入的列 columns left out: tool" in result.stdout
    assert "机器的行 rows of machines: 1" in result.stdout
    older, city = kept(folder)
    assert (older.subject.item, older.verdict.kind, older.verdict.reviewer) == (
        "一.1",
        "alignedWith",
        "赵六",
    )
    assert (city.verdict.kind, city.verdict.reviewer) == ("implements", "orcid:0000-0001-2345-6789")


def test_a_file_that_cannot_be_read_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "theirs.tsv"
    file.write_text("甲\t乙\n", encoding="utf-8")
    failed(run("import", file), "theirs.tsv:1：应有列名一行")
    assert run("import", tmp_path / "none").exit_code == 2
