"""`zhengmai export`: the whole graph as a file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import output_option, store_option


@click.command(short_help="导出整个图 the whole graph as a file")
@click.option(
    "--format",
    "form",
    type=click.Choice(["trig", "nquads", "jsonld", "sssom", "graphml"]),
    default="trig",
    show_default=True,
)
@output_option(required=True)
@store_option
def export(form: str, output: Path, store: Path) -> None:
    """把图写成一个文件；同一个图写出的字节不变。

    Write the graph as one file, always the same bytes for the same graph.
    """
    from kg import export as writers
    from kg.commands.printing import replacing
    from kg.store import open_store

    write = {
        "trig": writers.write_trig,
        "nquads": writers.write_nquads,
        "jsonld": writers.write_jsonld,
        "sssom": writers.write_sssom,
        "graphml": writers.write_graphml,
    }[form]
    opened = open_store(store)
    with replacing(output) as aside:
        write(opened, aside)
    click.echo(str(output), err=True)
