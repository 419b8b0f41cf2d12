"""`zhengmai query`: the catalogue, or one of its questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kg.commands.options import (
    DEFAULT_TIMEOUT,
    endpoint_option,
    open_endpoint,
    output_option,
    store_option,
    timeout_option,
    values_option,
)

if TYPE_CHECKING:
    from kg.endpoints.endpoint import Endpoint
    from kg.questions.ask import Answered
    from kg.questions.catalogue import Question

_FORMATS = ("table", "csv", "tsv", "json", "xlsx", "md", "turtle")


def _complete(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    from kg.questions.catalogue import load_catalogue

    return [
        CompletionItem(question.name, help=question.title.zh)
        for question in load_catalogue().values()
        if question.name.startswith(begun)
    ]


@click.command(short_help="现成的查询 canned questions", add_help_option=False)
@click.argument("name", required=False, shell_complete=_complete)
@values_option
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="默认 table，或按 -o 文件名；table by default, or what the name of -o says",
)
@click.option("--show", is_flag=True, help="只显示 SPARQL，不运行 print the SPARQL, do not run it")
@click.option("--all", "everything", is_flag=True, help="连同程序所用的 list those of programs too")
@store_option
@endpoint_option
@timeout_option(DEFAULT_TIMEOUT)
@output_option(required=False)
@click.option(
    "-h",
    "--help",
    "explain",
    is_flag=True,
    help="用法；给了名称则说明该查询 usage; with NAME, what the question takes",
)
@click.pass_context
def query(
    ctx: click.Context,
    name: str | None,
    values: dict[str, str],
    form: str | None,
    show: bool,
    everything: bool,
    store: Path,
    endpoint: str | None,
    timeout: int,
    output: Path | None,
    explain: bool,
) -> None:
    """运行目录里的一个查询；不给名称则列出目录。Run a canned question; without NAME list them.

    例 example: zhengmai query item-upward -p item=zhumadian-2021-zhuzhengban-44#A/1
    """
    from kg.questions.ask import answer, read_values
    from kg.questions.catalogue import bind, check_names, find_question

    if name is None:
        click.echo(ctx.get_help()) if explain else _list_questions(everything)
        return
    question = find_question(name)
    if explain:
        _explain(question)
        return
    if show and not values:
        click.echo(question.text, nl=False)
        return
    check_names(question, values)  # before a store is looked for
    at = open_endpoint(store, endpoint, timeout)
    if show:
        click.echo(bind(question, read_values(question, values, at)), nl=False)
        return
    _write(answer(name, values, at), at, form or _format_of(output), output)


def _format_of(output: Path | None) -> str:
    """The format that a file's name speaks of: Excel for `links.xlsx`."""
    from kg.questions.answer_formats import FORMATS

    suffix = output.suffix.lower() if output else ""
    return next((name for name, form in FORMATS.items() if form.suffix == suffix), "table")


def _write(answered: Answered, endpoint: Endpoint, form: str, output: Path | None) -> None:
    from kg.commands.printing import replacing, write_table
    from kg.iris import BASE
    from kg.questions.answer_formats import FORMATS
    from loaders.errors import ZhengmaiError

    if form == "table" or (output is None and form in ("csv", "md")):
        write_table(answered.table, form, answered.question.labels, output)
        return
    if output is None and form == "xlsx":
        raise ZhengmaiError(
            "xlsx 不能打在屏幕上，请用 -o 文件名.xlsx", "xlsx goes into a file: add -o FILE.xlsx"
        )
    content = FORMATS[form].write(answered, endpoint, BASE)
    if output is None:
        click.echo(content.decode(), nl=False)
        return
    with replacing(output) as aside:
        aside.write_bytes(content)


def _list_questions(everything: bool) -> None:
    from kg.questions.catalogue import BEHIND, THEMES, load_catalogue

    catalogue = load_catalogue().values()
    for theme in dict.fromkeys(question.theme for question in catalogue):
        if theme in BEHIND and not everything:
            continue
        zh, en = THEMES.get(theme, (theme, theme))
        click.echo(f"\n【{zh} {en}】")
        for question in catalogue:
            if question.theme == theme:
                _describe(question)
    click.echo("\n运行 run: zhengmai query NAME -p name=value    详情 more: zhengmai query NAME -h")


def _describe(question: Question) -> None:
    click.secho(question.name, bold=True, nl=False)
    click.echo(f"  {question.question.zh}")
    click.echo(f"    {question.question.en}")
    for parameter in question.parameters:
        optional = "" if parameter.required else "（可不给 optional）"
        click.echo(f"    -p {parameter.name}={parameter.example}  {parameter.label}{optional}")


def _explain(question: Question) -> None:
    """Describe one question in full: where its values come from, what its columns are."""
    _describe(question)
    for parameter in question.parameters:
        if parameter.choices:
            click.echo(f"    可填 choices for {parameter.name}: zhengmai query {parameter.choices}")
    click.echo("    列 columns:")
    for column in question.columns:
        click.echo(f"      {column.name}  {column.label}  ({column.type})")
    click.echo(f"    显示为 shown as: {question.view}")
