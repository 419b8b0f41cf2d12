"""`zhengmai search`: words in titles, items, names of bodies, document numbers."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import endpoint_option, open_endpoint, output_option, store_option

if TYPE_CHECKING:
    from rich.text import Text

    from kg.endpoints.endpoint import Table
    from kg.search import Hit, SearchAnswer
    from kg.search.answer import Marked

_COLUMNS = (
    *("kind", "key", "title", "snippet", "document", "number"),
    *("level", "place", "year", "genre", "iri"),
)


@click.command(short_help="全文检索 search for words")
@click.argument("words", nargs=-1)
@click.option("--kind", multiple=True, help="类别 document, item, body, division")
@click.option("--level", multiple=True, help="层级，如 市级 level")
@click.option("--place", multiple=True, help="地区，如 驻马店市 place")
@click.option("--year", multiple=True, help="年份 year")
@click.option("--genre", multiple=True, help="文种，如 意见 genre")
@click.option("--line", multiple=True, help="条线，如 教育 functional line")
@click.option("--document", multiple=True, help="文件的键或文号 key or number of a document")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    help="默认 table，或按 -o 文件名；table by default, or what the name of -o says",
)
@store_option
@endpoint_option
@output_option(required=False)
def search(
    words: tuple[str, ...],
    limit: int,
    form: str | None,
    store: Path,
    endpoint: str | None,
    output: Path | None,
    **filters: tuple[str, ...],
) -> None:
    """查标题、条目原文、单位、文号；几个词要同时出现。筛选可重复给出。

    Search titles, items, bodies and document numbers; all words must be found. Filters may be
    repeated.

    例 example: zhengmai search 产业学院 驻马店 --kind item
    """
    from kg.search import SearchRequest, open_index
    from kg.search import search as ask_index

    pairs = tuple((facet, value) for facet, values in filters.items() for value in values)
    if not words and not pairs:
        raise click.UsageError("要给检索词或筛选条件 (give words or a filter)")
    index = open_index(open_endpoint(store, endpoint), endpoint or store)
    typed = " ".join(words).encode("utf-8", "replace").decode()  # what is no text is found nowhere
    answer = ask_index(index, SearchRequest(typed, pairs, limit))
    form = form or {".json": "json", ".csv": "csv"}.get(output.suffix.lower() if output else "")
    if output is None and form in (None, "table"):
        _show(answer)
    else:
        _write(answer, form or "csv", output)


def _show(answer: SearchAnswer) -> None:
    from rich.table import Table as Drawing

    from kg.commands.printing import draw

    for note in answer.notes:
        click.echo(f"{note.zh}（{note.en}）", err=True)
    if not answer.hits:
        _show_nothing(answer)
        return
    table = Drawing(show_lines=False, header_style="bold")
    for head in ("类别\nkind", "键\nkey", "标题\ntitle", "原文\nwords", "文件\ndocument"):
        table.add_column(head, overflow="fold")
    for hit in answer.hits:
        table.add_row(*_cells(hit))
    draw(table)
    click.echo(f"{len(answer.hits)} / {answer.total} 条 hits")
    for facet in answer.facets:
        values = [value for value in facet.values if value.count]
        if len(values) > 1:
            counts = "，".join(f"{one.label.zh} {one.count}" for one in values[:8])
            more = "……" if len(values) > 8 else ""
            click.echo(f"  {facet.label.zh} --{facet.name}: {counts}{more}")


def _cells(hit: Hit) -> tuple[str | Text, ...]:
    from kg.search.answer import KINDS

    document = hit.document_title if hit.kind == "item" else hit.number
    document += "" if hit.held else "（未入库 cited only）"
    return KINDS[hit.kind].zh, hit.key, _marked(hit.title), _marked(hit.snippet), document


def _marked(text: Marked) -> Text:
    """A text with what was looked for in bold, or in 【】 where there is no terminal."""
    from rich.text import Text

    plain = not sys.stdout.isatty()
    shown = Text()
    for piece, marked in text.pieces():
        shown.append(f"【{piece}】" if marked and plain else piece, "bold red" if marked else "")
    return shown


def _show_nothing(answer: SearchAnswer) -> None:
    click.echo("没有找到 nothing found")
    if answer.suggestions:
        click.echo(f"可以试试 try: {'、'.join(answer.suggestions)}")
    elif not answer.notes:
        click.echo("可以换一个词，或少写几个字 (try another word, or fewer signs)")


def _write(answer: SearchAnswer, form: str, output: Path | None) -> None:
    from kg.commands.printing import replacing, write_table
    from kg.search.answer_json import answer_json

    if form == "csv":
        write_table(_as_table(answer), form, {}, output)
        return
    text = json.dumps(answer_json(answer), ensure_ascii=False, indent=1) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    with replacing(output) as aside:
        aside.write_text(text, encoding="utf-8")


def _as_table(answer: SearchAnswer) -> Table:
    from pyoxigraph import Literal

    from kg.endpoints.endpoint import Table

    rows = []
    for hit in answer.hits:
        named = [one.zh if one else "" for one in (hit.level, hit.place, hit.year, hit.genre)]
        texts = (hit.kind, hit.key, hit.title.text, hit.snippet.text, hit.document, hit.number)
        rows.append(tuple(map(Literal, (*texts, *named, hit.iri))))
    return Table(_COLUMNS, tuple(rows))
