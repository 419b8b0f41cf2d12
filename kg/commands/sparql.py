"""`zhengmai sparql`: any SPARQL query, on the store or on a remote endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from kg.commands.options import (
    DEFAULT_TIMEOUT,
    endpoint_option,
    open_endpoint,
    output_option,
    store_option,
    timeout_option,
)

if TYPE_CHECKING:
    from pyoxigraph import Triple


@click.command(short_help="任意 SPARQL any SPARQL query")
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "md", "turtle", "ntriples"]),
    help="默认 table，图则 turtle; table by default, turtle for graphs",
)
@store_option
@endpoint_option
@timeout_option(DEFAULT_TIMEOUT)
@output_option(required=False)
def sparql(
    file: BinaryIO,
    form: str | None,
    store: Path,
    endpoint: str | None,
    timeout: int,
    output: Path | None,
) -> None:
    """运行文件或标准输入（-）里的 SPARQL 查询。

    Run the SPARQL query in FILE, or on standard input (-).
    """
    from kg.commands.printing import write_table
    from kg.endpoints.endpoint import Table
    from loaders.errors import ZhengmaiError

    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ZhengmaiError(
            f"{file.name} 不是 UTF-8 文本", f"{file.name} is not UTF-8 text"
        ) from error
    answer = open_endpoint(store, endpoint, timeout).query(text)
    wants_graph = form in ("turtle", "ntriples")
    if isinstance(answer, bool):
        click.echo("true 是" if answer else "false 否")
    elif isinstance(answer, Table) and not wants_graph:
        write_table(answer, form or "table", {}, output)
    elif isinstance(answer, tuple) and (wants_graph or form is None):
        _write_graph(answer, form or "turtle", output)
    else:
        kind = "表" if isinstance(answer, Table) else "图"
        raise ZhengmaiError(
            f"这条查询的结果是{kind}，不能写成 {form}", f"the result cannot be written as {form}"
        )


def _write_graph(triples: tuple[Triple, ...], form: str, output: Path | None) -> None:
    from kg.commands.printing import replacing
    from kg.exports.export import graph_text

    text = graph_text(triples, form)
    if output is None:
        click.echo(text, nl=False)
        return
    with replacing(output) as aside:
        aside.write_text(text, encoding="utf-8")
