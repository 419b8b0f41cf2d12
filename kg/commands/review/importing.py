"""`zhengmai review import`: mappings from elsewhere, or an export that was edited in Excel."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import store_option
from kg.commands.review.options import after_build, corpus_file, corpus_option

if TYPE_CHECKING:
    from kg.review.decision import Decision
    from kg.review.exchange import Plan


@click.command("import", short_help="并入别处的 SSSOM take mappings over")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--overwrite",
    is_flag=True,
    help="与已有结论不同时以文件为准 where both differ, take the file's",
)
@click.option(
    "--dry-run", is_flag=True, help="只看，不写 show what would change, and change nothing"
)
@click.option("--yes", is_flag=True, help="不再确认 do not ask")
@click.option(
    "--reviewer",
    envvar="ZHENGMAI_REVIEWER",
    help="文件里没有写核对人的行算谁的 who decided where a row does not say",
)
@corpus_option
@store_option
@click.pass_context
def import_(
    ctx: click.Context,
    file: Path,
    overwrite: bool,
    dry_run: bool,
    yes: bool,
    reviewer: str | None,
    corpus: Path,
    store: Path,
) -> None:
    """并入 FILE（SSSOM 的 tsv、csv 或 xlsx）里人作的结论：先列出会改变什么，再写。

    Take over the decisions of people in FILE: SSSOM as tsv, csv or xlsx, such as our own export
    edited in a spreadsheet. Shows what would change first. Where a pair is decided otherwise here,
    nothing is overwritten without --overwrite. Exit code 1 where a row could not be read.
    """
    from kg.endpoints.endpoint import LocalEndpoint
    from kg.review.decide import write
    from kg.review.exchange import plan
    from kg.review.file import read_decisions
    from kg.review.stored import stored_held

    target = corpus_file(corpus)
    kept = read_decisions(target)
    hold = partial(stored_held, LocalEndpoint(store))
    found = plan(file, kept.by_pair, hold, reviewer or "")
    click.echo("\n".join(_lines(found, overwrite)))
    taken = [*found.new, *(conflict.theirs for conflict in found.conflicts if overwrite)]
    question = f"写入 {target}？Write them?"
    asks = sys.stdin.isatty() and not yes
    if taken and not dry_run and (not asks or click.confirm(question, default=True)):
        write(target, taken)
        click.echo(
            f"写在 written to: {target}；{after_build(corpus)} 之后图才改变 "
            "(the graph changes with the next build)"
        )
    for error in found.bad:
        click.echo(f"错误：{error.zh}（{error.en}）", err=True)
    if found.bad:
        ctx.exit(1)


def _lines(found: Plan, overwrite: bool) -> Iterator[str]:
    for decision in found.new:
        yield f"新 new: {_said(decision)}"
    for conflict in found.conflicts:
        verb = "改为 becomes" if overwrite else "不同，未改 differs, kept"
        yield f"{verb}: {_said(conflict.theirs)}  ｜ 现有 here: {conflict.ours.verdict}"
    yield (
        f"新增 new: {len(found.new)}，相同 same: {len(found.same)}，"
        f"不同 conflicts: {len(found.conflicts)}，读不了 refused: {len(found.bad)}，"
        f"机器的行 rows of machines: {found.machine}"
    )
    if found.conflicts and not overwrite:
        yield "以文件为准请加 --overwrite (to take the file's, add --overwrite)"
    if found.machine:
        yield (
            "机器的行没有核对人，不是结论；要认可请填 reviewer_label "
            "(rows without a reviewer are no decisions: to accept one, fill in reviewer_label)"
        )
    if found.left_out:
        yield f"没有并入的列 columns left out: {', '.join(found.left_out)}"


def _said(decision: Decision) -> str:
    return f"{decision.subject} → {decision.object}  {decision.verdict}"
