"""Task tables in the forms and the disorder in which offices and their sites give them."""

from __future__ import annotations

from loaders.document import Document, Item
from loaders.read import read_source
from loaders.text import SourceText

HEAD = "商丘市任务清单\n\n"


def read(table: str, head: str = HEAD) -> Document:
    return read_source(SourceText(head + table), "any", "any.txt", "")


def rows(document: Document) -> list[tuple[str, str, str | None]]:
    return [(item.id, item.text, item.deadline) for item in document.task_rows]


def units(item: Item) -> list[tuple[str, str]]:
    return [(unit.raw, unit.role) for unit in item.units]


def test_columns_in_any_order_by_any_usual_name() -> None:
    document = read(
        "完成时限\t牵头部门\t工作任务\t配合单位\t序号\n"
        "2021年底\t市教育局\t建设5个中心。\t市财政局、市民政局\t1\n"
        "2022年\t市民政局\t建设站点。\t\t2\n"
    )
    assert rows(document) == [("1", "建设5个中心。", "2021年底"), ("2", "建设站点。", "2022年")]
    assert units(document.task_rows[0]) == [
        ("市教育局", "lead"),
        ("市财政局", "cooperating"),
        ("市民政局", "cooperating"),
    ]


def test_a_remark_in_the_head_does_not_hide_the_column() -> None:
    document = read("序号\t工 作 任 务\t责任单位 (按职责分工负责)\n1\t建中心。\t市教育局\n")
    assert units(document.task_rows[0]) == [("市教育局", "responsible")]


def test_heads_repeated_by_pages_are_no_rows() -> None:
    head = "序号\t工作任务\t责任单位\n"
    document = read(f"{head}1\t建中心。\t市教育局\n\n{head}2\t建站点。\t市民政局\n")
    assert [row[0] for row in rows(document)] == ["1", "2"]


def test_section_rows_are_the_path() -> None:
    document = read(
        "序号\t工作任务\t责任单位\n一、建设设施\n1\t建中心。\t市教育局\n二、培养人才\t\t\n2\t办班。\t市人社局\n"
    )
    assert [item.path for item in document.task_rows] == [("一", "1"), ("二", "2")]


def test_numbers_that_restart_carry_their_section() -> None:
    document = read(
        "序号\t工作任务\t责任单位\n一、建设设施\n1\t建中心。\t市教育局\n2\t建站点。\t市教育局\n"
        "二、培养人才\n1\t办班。\t市人社局\n"
    )
    assert [row[0] for row in rows(document)] == ["一.1", "一.2", "二.1"]


def test_a_markdown_table() -> None:
    document = read(
        "## 附件 2\n\n## 任务清单\n\n| 序号 | 工作任务 | 责任单位 |\n| --- | :--- | --- |\n"
        "| 1 | 建设 **5** 个中心。 | 市教育局<br>市财政局 |\n",
        head="",
    )
    assert rows(document) == [("1", "建设5个中心。", None)]
    assert units(document.task_rows[0]) == [
        ("市教育局", "responsible"),
        ("市财政局", "responsible"),
    ]


def test_an_html_table_inside_a_text() -> None:
    document = read(
        "<table><thead><tr><th>序号</th><th>工作任务</th><th>责任单位</th></tr></thead>\n"
        "<tr><td>1</td><td>建设<u>5</u>个\n中心。</td><td>市教育局</td></tr></table>\n"
    )
    assert rows(document) == [("1", "建设5个中心。", None)]
    text = document.source_text[document.task_rows[0].span.start :]
    assert text.startswith("建设<u>5</u>个")


def test_a_table_that_a_web_page_printed_one_cell_a_line() -> None:
    document = read(
        "序号\n工作事项\n主要内容\n牵头单位\n配合单位\n"
        "1\n扩大来源。\n培养家庭医生。\n市卫生健康委\n市人社局\n"
        "引导医院参与。\n市卫生健康委\n市教育局\n"
        "2\n优化团队。\n组建团队。\n市卫生健康委\n/\n"
    )
    assert [item.id for item in document.task_rows] == ["1", "2"]
    assert "引导医院参与。" in document.task_rows[0].text
    assert units(document.task_rows[0]) == [
        ("市卫生健康委", "lead"),
        ("市人社局", "cooperating"),
        ("市教育局", "cooperating"),
    ]
    assert units(document.task_rows[1]) == [("市卫生健康委", "lead")]


def test_a_row_that_a_page_tore_is_one_row() -> None:
    document = read(
        "序号\t工作任务\t责任单位\n1\t建设一批具有较大影响的\n示范中心。\t市教育局、\n市财政局\n2\t办班。\t市人社局\n"
    )
    assert rows(document)[0][1] == "建设一批具有较大影响的示范中心。"
    assert len(document.task_rows[0].units) == 2
    assert rows(document)[1][1] == "办班。"


def test_a_row_without_a_number_goes_on_with_the_row_above() -> None:
    document = read(
        "序号\t工作任务\t责任单位\n1\t建设一批\t市教育局\n\t示范中心。\t市财政局\n2\t办班。\t市人社局\n"
    )
    assert rows(document)[0][1] == "建设一批示范中心。"
    assert [raw for raw, _ in units(document.task_rows[0])] == ["市教育局", "市财政局"]


def test_ragged_rows_are_read_and_told() -> None:
    document = read(
        "序号\t工作任务\t责任单位\n1\t建中心。\n2\t办班。\t市人社局\t多余\n3\t抓落实。\t市政府办\n"
    )
    assert [row[1] for row in rows(document)] == ["建中心。", "办班。", "抓落实。"]
    assert [warning.line for warning in document.warnings] == [4, 5]


def test_a_table_of_figures_is_no_task_table() -> None:
    document = read("序号\t指标\t2025年\n1\t养老床位\t500张\n")
    assert document.task_rows == ()


def test_one_annex_is_a_and_several_are_numbered() -> None:
    body = "某市意见\n\n一、建设设施。要建设设施。\n\n附件：任务清单\n\n"
    table = "序号\t工作任务\t责任单位\n1\t建中心。\t市教育局\n"
    one = read(f"附件\n\n任务清单\n\n{table}", head=body)
    assert [(item.id, item.table) for item in one.items()] == [("1", None), ("A/1", "附件")]
    two = read(f"附件1\n\n甲\n\n{table}\n附件2\n\n乙\n\n{table}", head=body)
    assert [item.id for item in two.task_rows] == ["A1/1", "A2/1"]


def test_a_table_goes_on_after_a_stray_line() -> None:
    document = read(
        "序号\t工作任务\t责任单位\n1\t建中心。\t市教育局\n某某内部资料\n2\t办班。\t市人社局\n"
    )
    assert [row[0] for row in rows(document)] == ["1", "2"]
