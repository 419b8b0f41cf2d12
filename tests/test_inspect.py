"""What `zhengmai inspect` prints of a document: readable in a pipe, findings after the items."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from kg.commands.inspect import inspect

ZHUMADIAN = "zhumadian-2021-zhuzhengban-44"


def shown(path: Path, *options: str) -> str:
    result = CliRunner().invoke(inspect, [str(path), *options])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def tables(corpus: Path) -> str:
    return shown(corpus / f"{ZHUMADIAN}.txt")


def test_findings_stand_after_the_items_with_line_and_both_wordings(tables: str) -> None:
    _, _, findings = tables.partition("前后不一 findings: 6")
    assert "责任单位" in tables.partition("前后不一")[0]
    (row,) = (line for line in findings.splitlines() if "可按50%的比例作为绩效工资来源" in line)
    before = findings[: findings.index(row)]
    assert "可按一定比例作为绩效工资来源" in before.splitlines()[-1]
    assert "131" in before.splitlines()[-1]
    assert "the amounts differ, “一定”" in findings


def test_no_line_of_a_table_is_wider_than_120_columns_in_a_pipe(tables: str) -> None:
    drawn = [line for line in tables.splitlines() if line[:1] in "│┃┌┏└"]
    assert max(map(cell_len, drawn)) == 120
    assert "…" not in "".join(drawn).replace("……", ""), "folded, not cut"


def test_a_document_that_agrees_with_itself_has_no_table_of_findings(corpus: Path) -> None:
    assert "前后不一" not in shown(corpus / "shangqiu-draft.txt")


def test_json_gives_findings_beside_the_rest(corpus: Path) -> None:
    read = json.loads(shown(corpus / f"{ZHUMADIAN}.txt", "--json"))
    assert list(read) == [
        "document",
        "citations",
        "outline",
        "measures",
        "task_rows",
        "warnings",
        "findings",
    ]
    (amount,) = (finding for finding in read["findings"] if finding["kind"] == "number")
    assert amount["line"] == 131
    assert [(q["item"], q["quote"], q["line"]) for q in amount["quotes"]] == [
        ("12", "可按一定比例作为绩效工资来源", 85),
        ("A/12", "可按50%的比例作为绩效工资来源", 131),
    ]


def test_brackets_of_a_document_are_no_markup(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "某市人民政府文件\n某政〔2021〕1号\n某市人民政府关于加强[bold]培训的意见\n"
        "各县（区）人民政府：\n一、加强[red]培训。培训1万人次。\n",
        encoding="utf-8",
    )
    assert "[red]" in shown(path)
