"""`zhengmai build`: a folder of official documents into the store."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import store_option

if TYPE_CHECKING:
    from rich.table import Table

    from kg.build import Summary

_DECIDED = {"accepted": "核对：认可", "related": "核对：相关", "rejected": "核对：否定"}
_WAITING = {"moved": "结论移位", "gone": "结论落空", "barred": "结论违规"}


@click.command(short_help="读文件、建图 read documents, build the graph")
@click.argument("corpus", type=click.Path(path_type=Path, readable=False), default=Path("corpus"))
@store_option
@click.option(
    "--stages",
    is_flag=True,
    help="每一步先写一行，供别的程序读 a line before each stage, for programs that follow",
)
@click.pass_context
def build(ctx: click.Context, corpus: Path, store: Path, stages: bool) -> None:
    """读 CORPUS 目录（默认 corpus）里的公文，建成脉络图。

    Read the documents in the folder CORPUS (default: corpus) and build the graph of their lineage.
    What people decided about links (CORPUS/mappings.sssom.tsv) wins over what is found. Exit code 1
    where a file or a decision was refused; the others are built all the same.
    """
    from kg.commands.printing import draw

    summary = (_build_with_lines if stages else _build_with_progress)(corpus, store)
    draw(_summary_table(summary))
    click.echo(f"图库 store: {store}")
    for twins in summary.twins:
        one, other = (f"{each.key}（{each.source_file}）" for each in (twins.first, twins.second))
        click.echo(
            f"提醒：{one}与 {other}像是同一份文件（{twins.zh}），请删去一份 "
            f"(they seem to be one document, {twins.en}: remove one)",
            err=True,
        )
    for waiting in summary.unapplied:
        pair = f"{waiting.decision.subject} → {waiting.decision.object}"
        click.echo(
            f"提醒：{pair} 的核对结论没有用上：{waiting.zh}；看 zhengmai review list --state gone "
            f"(the decision is not in force: {waiting.en})",
            err=True,
        )
    errors = (*summary.refused, *summary.bad_decisions)
    for error in errors:
        click.echo(f"错误：{error.zh}（{error.en}）", err=True)
    if errors:
        ctx.exit(1)


def _build_with_lines(corpus: Path, store: Path) -> Summary:
    from kg.build import STAGES
    from kg.build import build as build_graph

    order = list(STAGES)

    def begin(stage: str) -> None:
        click.echo(f"[{order.index(stage)}/{len(order)}] {STAGES[stage]}", err=True)

    return build_graph(corpus, store, begin)


def _build_with_progress(corpus: Path, store: Path) -> Summary:
    from rich.console import Console
    from rich.progress import Progress

    from kg.build import STAGES
    from kg.build import build as build_graph

    on = Console(stderr=True)
    with Progress(console=on, transient=True, disable=not on.is_terminal) as progress:
        task = progress.add_task("", total=len(STAGES))
        done = list(STAGES)

        def begin(stage: str) -> None:
            progress.update(task, description=str(STAGES[stage]), completed=done.index(stage))

        return build_graph(corpus, store, begin)


def _summary_table(summary: Summary) -> Table:
    from rich.table import Table

    waiting = Counter(sorted(one.state for one in summary.unapplied))
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for zh, en, count in (
        ("文件", "documents", summary.documents),
        ("条目", "items", summary.items),
        ("责任单位", "units", summary.units),
        ("目标", "targets", summary.targets),
        *(("关系", f"links zm:{kind}", count) for kind, count in summary.links.items()),
        *((_DECIDED[state], state, count) for state, count in summary.decided.items()),
        *((_WAITING[state], state, count) for state, count in waiting.items()),
        ("三元组", "triples", summary.triples),
        ("前后不一", "findings", summary.findings),
        ("存疑", "warnings", summary.warnings),
        ("拒收", "files refused", len(summary.refused)),
    ):
        table.add_row(f"{zh} {en}", f"{count:,}")
    table.add_row("用时 seconds", f"{sum(summary.seconds.values()):.1f}")
    return table
