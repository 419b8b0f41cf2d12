"""How commands print: drawings on the terminal, plain text everywhere else."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.questions.catalogue import Bilingual
from loaders.errors import ASIDE

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from kg.endpoints.endpoint import Table

# Wide enough that no cell is folded where the output goes into a file or a pipe.
_UNFOLDED = 10_000


def console(piped: int = _UNFOLDED) -> Console:
    """A console on standard output, as wide as the terminal, or `piped` columns in a pipe.

    Brackets in the words of a document are no markup.
    """
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else piped, highlight=False, markup=False)


def draw(*drawings: RenderableType, piped: int = _UNFOLDED) -> None:
    """Print drawings without the blanks that fill up lines, in a pipe at most `piped` wide."""
    on = console(piped)
    with on.capture() as captured:
        on.print(*drawings, sep="\n")
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """A file beside `output` that takes its place when the block ends well.

    What was there stays whole where writing fails. A device (/dev/stdout) is written to at once.
    """
    if output.exists() and not output.is_file():
        yield output
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=ASIDE, dir=output.parent) as folder:
        aside = Path(folder) / output.name
        yield aside
        aside.replace(output)


def write_table(
    table: Table, form: str, labels: Mapping[str, Bilingual], output: Path | None
) -> None:
    """Print a table in one of `kg.questions.tables.FORMATS`, or write it to a file.

    CSV in a file begins with a byte order mark, by which Excel knows that it is UTF-8.
    """
    from kg.questions.tables import csv_text, drawn_table, json_text, markdown_text

    if form == "table" and output is None:
        draw(drawn_table(table, labels))
        count = len(table.rows)
        click.echo(f"{count} 行 {'row' if count == 1 else 'rows'}")
        return
    if form == "json":
        text = json_text(table)
    elif form == "csv":
        text = csv_text(table)
    else:
        text = markdown_text(table, labels)
    if output is None:
        click.echo(text, nl=False)
    else:
        encoding = "utf-8-sig" if form == "csv" else "utf-8"
        with replacing(output) as aside:
            aside.write_text(text, encoding=encoding, newline="")
