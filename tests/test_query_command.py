"""`zhengmai query`: one question in every format, its SPARQL, its help, its name completed."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import rdflib
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.commands import main
from kg.endpoints.endpoint import LocalEndpoint, Table
from kg.questions.tables import csv_text

TASK = "zhumadian-2021-zhuzhengban-44#A/1"
ABOVE = "https://w3id.org/zhengmai/id/item/henan-2021-yuzheng-2/A2/1"
UPWARD = ("item-upward", "-p", f"item={TASK}")
Run = Callable[..., Result]


@pytest.fixture
def run(store: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ZHENGMAI_STORE", str(store))
    return lambda *arguments: CliRunner().invoke(main, ["query", *map(str, arguments)])


def test_the_name_of_the_file_says_the_format(run: Run, tmp_path: Path) -> None:
    for suffix, begins in {
        ".csv": b"\xef\xbb\xbflower,",
        ".tsv": b"?lower\t?link",
        ".json": b'{\n  "head"',
        ".ttl": b"@prefix ",
        ".xlsx": b"PK",
        ".md": "| 下级条目".encode(),
    }.items():
        path = tmp_path / f"answer{suffix}"
        assert run(*UPWARD, "-o", path).exit_code == 0
        assert path.read_bytes().startswith(begins), suffix


def test_a_workbook_has_typed_cells_that_lead_somewhere(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "upward.xlsx"
    run(*UPWARD, "-o", path)
    sheet, about = openpyxl.load_workbook(path).worksheets
    by_name = {str(row[2].value): row for row in sheet.iter_rows(min_row=2)}
    above = by_name["henan-2021-yuzheng-2#A2/1"]
    assert above[2].hyperlink
    assert above[2].hyperlink.target == ABOVE
    assert isinstance(above[6].value, float)
    assert sheet.freeze_panes
    assert sheet.auto_filter.ref
    assert about["B2"].value == "item-upward"


def test_the_same_question_gives_the_same_workbook(run: Run, tmp_path: Path) -> None:
    paths = [tmp_path / "first.xlsx", tmp_path / "second.xlsx"]
    for path in paths:
        run(*UPWARD, "-o", path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_turtle_can_be_loaded_and_asked_again(run: Run) -> None:
    graph = rdflib.Graph().parse(data=run(*UPWARD, "--format", "turtle").stdout)
    implements = rdflib.URIRef("https://w3id.org/zhengmai/ontology#implements")
    assert rdflib.URIRef(ABOVE) in set(graph.objects(predicate=implements))


def test_a_workbook_goes_into_a_file(run: Run) -> None:
    result = run(*UPWARD, "--format", "xlsx")
    assert result.exit_code == 1
    assert "-o FILE.xlsx" in result.stderr


def test_the_sparql_is_shown_as_it_runs_anywhere(run: Run, endpoint: LocalEndpoint) -> None:
    open_text = run("item-upward", "--show").stdout
    assert "VALUES ?item { UNDEF }" in open_text
    bound = run(*UPWARD, "--show").stdout
    table = endpoint.query(bound)
    assert isinstance(table, Table)
    assert NamedNode(ABOVE) in {row[2] for row in table.rows}


def test_help_on_a_question_says_what_it_takes(run: Run) -> None:
    told = run("item-upward", "-h").stdout
    assert f"-p item={TASK}" in told
    assert "zhengmai query choose-item" in told
    assert "confidence  把握 confidence  (decimal)" in told
    assert "--format" in run("-h").stdout
    assert run("item-upwards", "-h").exit_code == 1


def test_questions_of_programs_are_listed_on_demand(run: Run) -> None:
    assert "choose-item" not in run().stdout
    assert "choose-item" in run("--all").stdout


def test_names_are_completed_by_the_shell() -> None:
    completing = {"_ZHENGMAI_COMPLETE": "bash_complete", "COMP_WORDS": "zhengmai query item-up"}
    answer = subprocess.run(
        [Path(sys.executable).with_name("zhengmai")],
        env=os.environ | completing | {"COMP_CWORD": "2"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout == "plain,item-upward\n"


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(1)", "\t=1", "＝1"]
)
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    table = Table(("text",), ((Literal(text),),))
    assert list(csv.reader(io.StringIO(csv_text(table), newline="")))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", ["-0.5", "+3", "2021-01-05", "“=”", "", "https://x/=1"])
def test_other_cells_of_a_csv_are_as_they_are(text: str) -> None:
    table = Table(("text", "more"), ((Literal(text), Literal("x")),))
    assert list(csv.reader(io.StringIO(csv_text(table), newline="")))[1] == [text, "x"]


def test_tsv_keeps_every_term(run: Run) -> None:
    """Each line, put back into a query as it is, is the same terms."""
    head, *lines = run(*UPWARD, "--format", "tsv").stdout.splitlines()
    names = head.split("\t")
    values = "\n".join(f"({' '.join(line.split(chr(9)))})" for line in lines)
    back = Store().query(f"SELECT * {{ VALUES ({' '.join(names)}) {{ {values} }} }}")
    assert isinstance(back, QuerySolutions)
    assert ABOVE in {solution["upper"].value for solution in back}
