"""`zhengmai view`: a network view as one HTML file that needs no network."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import (
    DEFAULT_TIMEOUT,
    endpoint_option,
    open_endpoint,
    output_option,
    store_option,
    timeout_option,
    values_option,
)
from kg.language import Language, speaking


@click.command(short_help="网络视图 network views")
@click.argument("name", required=False)
@values_option
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", help="页面用语 language of the page"
)
@click.option("--network", is_flag=True, help="可拖动的网络图 a free network instead of lanes")
@output_option(required=False)
@store_option
@endpoint_option
@timeout_option(DEFAULT_TIMEOUT)
def view(
    name: str | None,
    values: dict[str, str],
    lang: Language,
    network: bool,
    output: Path | None,
    store: Path,
    endpoint: str | None,
    timeout: int,
) -> None:
    """把一个视图写成自成一体的 HTML 文件；不给名称则列出视图。

    Write a view as one self-contained HTML file; without NAME list the views.

    例 example: zhengmai view item -p item=zhumadian-2021-zhuzhengban-44#A/1 -o item.html
    """
    from kg.commands.printing import replacing
    from kg.views import VIEWS, render

    if name is None:
        for known, kind in VIEWS.items():
            taken = [f"-p {p}=…" for p in kind.required] + [f"[-p {p}=…]" for p in kind.optional]
            click.echo(f"{known} {' '.join(taken)}  {kind.zh} {kind.en}")
        return
    if output is None:
        raise click.UsageError("要用 -o 指定写入的文件 (say with -o which file to write)")
    with speaking(lang):
        page = render(name, open_endpoint(store, endpoint, timeout), values, as_network=network)
    with replacing(output) as aside:
        aside.write_text(page, encoding="utf-8")
    click.echo(str(output), err=True)
