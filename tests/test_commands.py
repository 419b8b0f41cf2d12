"""The command line: what a person types, what comes back, and how a slip is met."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg.commands import main

ZHENGMAI = Path(sys.executable).with_name("zhengmai")
TASK = "zhumadian-2021-zhuzhengban-44#A/1"
Run = Callable[..., Result]


@pytest.fixture
def run(store: Path) -> Run:
    """Run a command of `zhengmai`, on the store of the corpus where it takes one."""

    def runs(*arguments: str | Path, **options: Any) -> Result:
        command, *rest = map(str, arguments)
        takes_store = "--store" not in rest and command not in ("build", "inspect", "explain")
        where = ["--store", str(store)] if takes_store else []
        return CliRunner().invoke(main, [command, *rest, *where], catch_exceptions=False, **options)

    return runs


def failed(result: Result, *words: str) -> None:
    """Failed with one line in Chinese and English that holds the words."""
    assert result.exit_code == 1
    assert result.stdout == ""
    assert re.fullmatch(r"错误：.*（.*[a-z].*）\n", result.stderr), result.stderr
    for word in words:
        assert word in result.stderr


# query


def test_without_a_name_the_catalogue_is_listed_by_theme(run: Run) -> None:
    listing = run("query").stdout
    assert listing.index("【脉络 Lineage】") < listing.index("item-upward  这一项")
    assert f"-p item={TASK}  条目 item" in listing
    assert "（可不给 optional）" in listing


def test_a_question_prints_a_table_with_heads_in_both_languages(run: Run) -> None:
    table = run("query", "item-upward", "-p", f"item={TASK}").stdout
    assert "上级条目" in table
    assert "upper item" in table
    assert "henan-2021-yuzheng-2#A2/1" in table
    assert table.rstrip().endswith("rows")


def test_csv_has_variable_names_and_full_iris(run: Run) -> None:
    result = run("query", "item-upward", "-p", f"item={TASK}", "--format", "csv")
    records = list(csv.DictReader(io.StringIO(result.stdout)))
    assert ("落实", "https://w3id.org/zhengmai/id/item/henan-2021-yuzheng-2/A2/1") in {
        (record["link"], record["upper"]) for record in records
    }


def test_csv_in_a_file_opens_in_excel_as_utf8(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    run("query", "documents", "--format", "csv", "-o", path)
    assert path.read_bytes().startswith("\ufeffdocument,title".encode())


def test_json_is_the_sparql_results_format(run: Run) -> None:
    answer = json.loads(run("query", "documents", "--format", "json").stdout)
    assert answer["head"]["vars"][0] == "document"
    assert len(answer["results"]["bindings"]) == 5
    first = answer["results"]["bindings"][0]
    assert first["document"]["type"] == "uri"
    assert first["measures"]["datatype"].endswith("#integer")


def test_markdown_is_a_table(run: Run) -> None:
    lines = run("query", "documents", "--format", "md").stdout.splitlines()
    assert lines[0].startswith("| 文件 document | 标题 title |")
    assert len(lines) == 2 + 5


def test_an_unknown_question_names_the_nearest(run: Run) -> None:
    failed(run("query", "item-upwards"), "没有名为“item-upwards”的查询", "最接近的：item-upward、")


def test_an_unknown_parameter_names_those_there_are(run: Run) -> None:
    failed(run("query", "item-upward", "-p", "itme=1"), "没有参数“itme”；现有：item")


def test_a_missing_parameter_shows_an_example(run: Run) -> None:
    failed(run("query", "item-upward"), f"例如 -p item={TASK}")


def test_an_unknown_item_names_the_nearest(run: Run) -> None:
    failed(run("query", "item-upward", "-p", f"item={TASK}99"), "最接近的：", TASK)


def test_a_parameter_without_a_value_is_a_usage_error(run: Run) -> None:
    result = run("query", "item-upward", "-p", "item")
    assert result.exit_code == 2
    assert "名=值" in result.stderr


def test_a_missing_store_says_to_build_one(run: Run, tmp_path: Path) -> None:
    for command in (("query", "documents"), ("validate",), ("export", "-o", tmp_path / "x")):
        result = run(*command, "--store", tmp_path / "none")
        failed(result, "没有图库", f"zhengmai build --store {tmp_path / 'none'}")
    assert not (tmp_path / "x").exists()


# sparql


def test_sparql_comes_from_a_file_or_from_standard_input(run: Run, tmp_path: Path) -> None:
    query = """PREFIX zm: <https://w3id.org/zhengmai/ontology#>
               SELECT ?key WHERE { ?document zm:key ?key } ORDER BY ?key"""
    path = tmp_path / "keys.rq"
    path.write_text(query, encoding="utf-8")
    from_file = run("sparql", path, "--format", "csv").stdout
    assert from_file.splitlines()[:2] == ["key", "anyang-2018-anzhengban-2"]
    assert run("sparql", "--format", "csv", input=query).stdout == from_file


def test_sparql_gives_graphs_as_turtle(run: Run) -> None:
    item = "<https://w3id.org/zhengmai/id/item/zhumadian-2021-zhuzhengban-44/A/1>"
    described = run("sparql", input=f"DESCRIBE {item}").stdout
    assert "@prefix zm:" in described
    assert "zm:text" in described
    assert run("sparql", input=f"ASK {{ {item} ?p ?o }}").stdout == "true 是\n"


def test_sparql_says_where_it_is_wrong(run: Run) -> None:
    failed(run("sparql", input="SELECT * WHERE { ?s ?p }"), "第1行第25列有语法错误")
    failed(run("sparql", input="SELECT * { ?s foo:a ?o }"), "前缀没有声明")
    update = "# words\nPREFIX a: <a:> DELETE WHERE { ?s ?p ?o }"
    failed(run("sparql", input=update), "只接受查询")
    failed(run("sparql", "--endpoint", "http://[", input="ASK {}"), "不是端点地址")
    failed(run("sparql", "--format", "turtle", input="SELECT * {}"), "不能写成 turtle")
    failed(run("sparql", "--endpoint", "http://127.0.0.1:9/", input="ASK {}"), "连不上")


# view, export, explain, validate


def test_a_view_is_one_html_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "item.html"
    assert run("view", "item", "-p", f"item={TASK}", "-o", path).exit_code == 0
    assert "豫政〔2021〕2号" in path.read_text(encoding="utf-8")


def test_views_are_listed_and_a_slip_is_met(run: Run, tmp_path: Path) -> None:
    assert "item -p item=…  条目脉络" in run("view").stdout
    failed(run("view", "itme", "-o", tmp_path / "x.html"), "没有名为“itme”的视图", "item")
    assert run("view", "item").exit_code == 2
    assert not (tmp_path / "x.html").exists()


def test_an_export_that_cannot_be_written_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("keep", encoding="utf-8")
    failed(run("export", "--format", "nquads", "-o", tmp_path / "file" / "x"), "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "keep"
    assert run("export", "--format", "docx", "-o", tmp_path / "x").exit_code == 2


def test_explain_gives_wording_targets_and_basis(run: Run, corpus: Path) -> None:
    said = run("explain", TASK, "henan-2021-yuzheng-2#A2/1", "--corpus", corpus).stdout
    assert "落实 implements" in said
    assert "文件依据 basis: 写明" in said
    assert "培养500名省级课程思政优秀教师 → 培养100名市级课程思政优秀教师" in said
    assert "河南省教育厅 → 驻马店市教育局" in said


def test_explain_asks_no_basis_within_one_document(run: Run, corpus: Path) -> None:
    said = run("explain", TASK, "zhumadian-2021-zhuzhengban-44#1", "--corpus", corpus).stdout
    assert "重述 restates" in said
    assert "无需依据" in said
    assert "没有写明" not in said


def test_explain_says_what_speaks_against(run: Run, corpus: Path) -> None:
    said = run("explain", TASK, "henan-2021-yuzheng-2#20", "--corpus", corpus).stdout
    assert "不相连 not linked" in said
    assert "反面理由" in said
    failed(run("explain", TASK, "henan#1", "--corpus", corpus), "没有条目“henan#1”")


def test_explain_says_why_a_document_was_refused(run: Run, corpus: Path, tmp_path: Path) -> None:
    shutil.copy(corpus / "zhumadian-2021-zhuzhengban-44.txt", tmp_path)
    (tmp_path / "henan-2021-yuzheng-2.txt").touch()
    result = run("explain", TASK, "henan-2021-yuzheng-2#A2/1", "--corpus", tmp_path)
    failed(result, "henan-2021-yuzheng-2.txt", "没有读入", "空")


def test_validate_reports_on_graph_and_ontology(run: Run) -> None:
    result = run("validate")
    assert result.exit_code == 0
    assert re.search(r"SHACL: \d+ 个图 graphs, 0 处违反 violations", result.stdout)
    assert re.search(r"OWL: 本体(一致|未检查)", result.stdout)


# inspect and build


def test_inspect_shows_what_was_read(run: Run, corpus: Path) -> None:
    path = corpus / "zhumadian-2021-zhuzhengban-44.txt"
    shown = run("inspect", path).stdout
    assert "驻政办〔2021〕44号" in shown
    assert "培养100名市级课程思政优秀教师" in shown
    read = json.loads(run("inspect", path, "--json").stdout)
    assert read["document"]["document_number"] == "驻政办〔2021〕44号"
    assert (len(read["measures"]), len(read["task_rows"])) == (19, 19)


def test_inspect_meets_files_that_are_no_documents(run: Run, tmp_path: Path) -> None:
    failed(run("inspect", tmp_path / "none.txt"), "none.txt")
    empty = tmp_path / "empty.txt"
    empty.touch()
    failed(run("inspect", empty), "empty.txt")


def test_build_refuses_a_bad_file_and_builds_the_rest(
    run: Run, corpus: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    shutil.copy(corpus / "nanyang-task-list.txt", folder)
    (folder / "empty.txt").touch()
    result = run("build", folder, "--store", tmp_path / "store")
    assert result.exit_code == 1
    assert re.search(r"条目 items *│ *27 ", result.stdout)
    assert re.fullmatch(r"错误：empty.txt：.*（empty.txt: .*）\n", result.stderr)
    rows = run("query", "documents", "--format", "csv", "--store", tmp_path / "store").stdout
    assert "nanyang-task-list" in rows

    shutil.rmtree(folder)
    failed(run("build", folder, "--store", tmp_path / "store"), "没有", "corpus")
    again = run("query", "documents", "--format", "csv", "--store", tmp_path / "store").stdout
    assert again == rows


# The program itself


def test_the_program_answers_in_a_shell(store: Path) -> None:
    done = subprocess.run(
        [ZHENGMAI, "query", "cited-not-held", "--format", "csv", "--store", store],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "豫政办〔2017〕110号" in done.stdout
    assert done.stderr == ""


def test_the_program_says_a_slip_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [ZHENGMAI, "query", "documents", "--store", tmp_path], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_error(store: Path) -> None:
    done = subprocess.run(
        f"'{ZHENGMAI}' query network-edges --format csv --store '{store}' | head -1",
        shell=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "source,relation,target,confidence,basis\n"
    assert done.stderr == ""


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from kg.commands import main; print(sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    for heavy in ("rdflib", "networkx", "pyoxigraph", "sklearn", "owlready2", "jinja2", "yaml"):
        assert f"'{heavy}'" not in loaded


def test_every_command_says_what_it_does_in_both_languages() -> None:
    for name, command in main.commands.items():
        text = CliRunner().invoke(main, [name, "--help"]).stdout
        assert re.search("[一-鿿]", text), name
        assert re.search("[a-z]{4}", command.get_short_help_str()), name
