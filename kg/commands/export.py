"""`zhengmai export`: the whole graph as a file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import output_option, store_option
from kg.language import Language

# The formats, and how the names of their files end.
_FORMATS = {
    "trig": ".trig",
    "nquads": ".nq",
    "jsonld": ".jsonld",
    "sssom": ".tsv",
    "graphml": ".graphml",
    "gexf": ".gexf",
    "xlsx": ".xlsx",
    "site": "/",
}


@click.command(short_help="导出整个图 the whole graph as a file")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMATS)),
    help="默认按 -o 文件名，否则 trig；by default what the name of -o says, else trig",
)
@click.option(
    "--language",
    "languages",
    type=click.Choice(["zh", "en"]),
    multiple=True,
    default=("zh", "en"),
    help="网站的语言，默认两种 of the site, both by default",
)
@output_option(required=True, folders=True)
@store_option
def export(form: str | None, languages: tuple[Language, ...], output: Path, store: Path) -> None:
    """把图写成一个文件；同一个图写出的字节不变。--format site 把整个网站写成一个目录。

    Write the graph as one file, always the same bytes for the same graph; with --format site, the
    whole web site as a folder that opens with no program behind it.
    """
    if form == "site":
        _export_site(store, output, languages)
        return
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


def _export_site(store: Path, folder: Path, languages: tuple[Language, ...]) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    from kg.site.write import write_site

    on = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=on, transient=True, disable=not on.is_terminal) as progress:
        task = progress.add_task("", total=None)
        written = write_site(
            store,
            folder,
            languages,
            lambda done, known: progress.update(task, completed=done, total=known),
        )
    size = f"{written.size / 1e6:.1f} MB"
    click.echo(
        f"{folder / 'index.html'}：{written.pages} 页，{written.files} 个文件，{size}，"
        f"{written.seconds:.0f} 秒（{written.pages} pages, {written.files} files）",
        err=True,
    )
    for address in written.lost:
        click.echo(f"提醒：有链接指向不存在的 {address}（a link leads to nothing）", err=True)
