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
    from kg.catalogue import check_names, find_question
    from kg.commands.printing import write_table

    if name is None:
        _list_questions()
        return
    question = find_question(name)
    check_names(question, values)  # before a store is looked for
    table = ask(name, values, open_endpoint(store, endpoint))
    write_table(table, form, {column.name: column.label for column in question.columns}, output)


def _list_questions() -> None:
    from kg.catalogue import THEMES, load_catalogue

    catalogue = load_catalogue().values()
    for theme in dict.fromkeys(question.theme for question in catalogue):
        zh, en = THEMES.get(theme, (theme, theme))
        click.echo(f"\n【{zh} {en}】")
        for question in catalogue:
            if question.theme == theme:
                _describe(question)
    click.echo("\n运行 run: zhengmai query NAME -p name=value")


def _describe(question: Question) -> None:
    click.secho(question.name, bold=True, nl=False)
    click.echo(f"  {question.question.zh}")
    click.echo(f"    {question.question.en}")
    for parameter in question.parameters:
        optional = "" if parameter.required else "（可不给 optional）"
        label = f"{parameter.label.zh} {parameter.label.en}"
        click.echo(f"    -p {parameter.name}={parameter.example}  {label}{optional}")
