"""`zhengmai export`: the whole graph as a file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import output_option, store_option

# The formats, and how the names of their files end.
_FORMATS = {
    "trig": ".trig",
    "nquads": ".nq",
    "jsonld": ".jsonld",
    "sssom": ".tsv",
    "graphml": ".graphml",
    "gexf": ".gexf",
    "xlsx": ".xlsx",
}


@click.command(short_help="导出整个图 the whole graph as a file")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMATS)),
    help="默认按 -o 文件名，否则 trig；by default what the name of -o says, else trig",
)
@output_option(required=True)
@store_option
def export(form: str | None, output: Path, store: Path) -> None:
    """把图写成一个文件；同一个图写出的字节不变。

    Write the graph as one file, always the same bytes for the same graph.
    """
    from kg.commands.printing import replacing
    from kg.exports import export as writers
    from kg.exports.workbook import write_workbook
    from kg.store import open_store

    named = (name for name, suffix in _FORMATS.items() if suffix == output.suffix.lower())
    write = {
        "trig": writers.write_trig,
        "nquads": writers.write_nquads,
        "jsonld": writers.write_jsonld,
        "sssom": writers.write_sssom,
        "graphml": writers.write_graphml,
        "gexf": writers.write_gexf,
        "xlsx": write_workbook,
    }[form or next(named, "trig")]
    opened = open_store(store)
    with replacing(output) as aside:
        write(opened, aside)
    click.echo(str(output), err=True)
