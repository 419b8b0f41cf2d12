"""`zhengmai query`: the catalogue, or one of its questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import (
    endpoint_option,
    open_endpoint,
    output_option,
    store_option,
    values_option,
)

if TYPE_CHECKING:
    from kg.catalogue import Question


@click.command(short_help="现成的查询 canned questions")
@click.argument("name", required=False)
@values_option
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "md"]), default="table"
)
@store_option
@endpoint_option
@output_option(required=False)
def query(
    name: str | None,
    values: dict[str, str],
    form: str,
    store: Path,
    endpoint: str | None,
    output: Path | None,
) -> None:
    """运行目录里的一个查询；不给名称则列出目录。Run a canned question; without NAME list them.

    例 example: zhengmai query item-upward -p item=zhumadian-2021-zhuzhengban-44#A/1
    """
    from kg.ask import ask
    from kg.catalogue import find_question
    from kg.commands.printing import write_table

    if name is None:
        _list_questions()
        return
    question = find_question(name)
    table = ask(name, values, open_endpoint(store, endpoint))
    write_table(table, form, {column.name: column.label for column in question.columns}, output)


def _list_questions() -> None:
    from rich.table import Table

    from kg.catalogue import THEMES, load_catalogue
    from kg.commands.printing import draw

    listing = Table(show_header=True, header_style="bold", show_lines=False)
    for head in ("名称 name", "问题 question", "参数 parameters"):
        listing.add_column(head, overflow="fold")
    theme = None
    for question in load_catalogue().values():
        if question.theme != theme:
            theme = question.theme
            zh, en = THEMES.get(theme, (theme, theme))
            listing.add_section()
            listing.add_row(f"【{zh} {en}】", "", "")
        listing.add_row(question.name, *_described(question))
    draw(listing)
    click.echo("运行 run: zhengmai query NAME -p name=value")


def _described(question: Question) -> tuple[str, str]:
    parameters = (
        f"{p.name}{'' if p.required else '?'} {p.label.zh} {p.label.en}，如 e.g. {p.example}"
        for p in question.parameters
    )
    return f"{question.question.zh}\n{question.question.en}", "\n".join(parameters)
