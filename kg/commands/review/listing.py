"""`zhengmai review list`: what waits for review, what was decided, what is not in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import output_option, store_option
from kg.commands.review.options import corpus_file, corpus_option

if TYPE_CHECKING:
    from kg.endpoints.endpoint import Endpoint
    from kg.review.decision import Decision
    from kg.review.file import Decisions

_STATES = ("unreviewed", "accepted", "related", "rejected", "gone")
_LABELS = {
    "lower": ("下级条目", "lower item"),
    "state": ("状态", "state"),
    "link": ("关系", "link"),
    "upper": ("上级条目", "upper item"),
    "confidence": ("把握", "confidence"),
    "stake": ("影响", "what turns on it"),
    "reviewer": ("核对人", "reviewer"),
    "date": ("日期", "date"),
    "reason": ("理由", "reason"),
    "why": ("为何没有用上", "why not in force"),
    "nowLower": ("原话现在的下级条目", "lower item now"),
    "nowUpper": ("原话现在的上级条目", "upper item now"),
}
_COLUMNS = {
    "unreviewed": ("lower", "link", "upper", "confidence", "stake"),
    "gone": ("lower", "link", "upper", "state", "why", "nowLower", "nowUpper", "reviewer", "date"),
}
_ON_TERMINAL = 20
_DECIDED = ("lower", "state", "link", "upper", "reviewer", "date", "reason")


@click.command("list", short_help="列出待核对的和已有结论的 what waits and what was decided")
@click.option("--state", type=click.Choice(_STATES), default="unreviewed", show_default=True)
@click.option("--document", metavar="KEY", help="只看这份文件的 only of this document")
@click.option(
    "--kind",
    type=click.Choice(("implements", "alignedWith", "restates", "supports", "relatedTo")),
    help="只看这种关系 only links of this kind",
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    help="最多列出多少条，屏幕上默认 20 no more than so many; 20 on the terminal by default",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "md"]), default="table"
)
@corpus_option
@store_option
@output_option(required=False)
@click.pass_context
def list_(
    ctx: click.Context,
    state: str,
    document: str | None,
    kind: str | None,
    limit: int | None,
    form: str,
    corpus: Path,
    store: Path,
    output: Path | None,
) -> None:
    """列出关系：待核对的按最拿不准、影响最大排；--state gone 是原话移位、不在或不合规则的结论。

    List links: those to review with the most doubtful and most consequential first. --state gone
    lists decisions whose words have moved or gone, or whose link a rule forbids.
    """
    from pyoxigraph import Literal

    from kg.commands.printing import write_table
    from kg.endpoints.endpoint import LocalEndpoint, Table
    from kg.questions.question import Bilingual
    from kg.review.file import read_decisions
    from kg.vocabulary import concepts

    decisions = read_decisions(corpus_file(corpus))
    endpoint = LocalEndpoint(store)
    _check_document(document, endpoint)
    columns = _COLUMNS.get(state, _DECIDED)
    named = concepts("link")[kind].zh if kind else None
    rows = [
        row
        for row in _rows(state, decisions, endpoint)
        if named in (None, row[columns.index("link")])
        and (document is None or any(cell.startswith(f"{document}#") for cell in row))
    ]
    most = limit or (_ON_TERMINAL if form == "table" and output is None else len(rows))
    cells = tuple(tuple(map(Literal, row)) for row in rows[:most])
    labels = {name: Bilingual(*_LABELS[name]) for name in columns}
    write_table(Table(columns, cells), form, labels, output)
    if most < len(rows):
        click.echo(f"共 of {len(rows)}；全部列出用 for all of them: --limit {len(rows)}", err=True)
    for error in decisions.bad:
        click.echo(f"错误：{error.zh}（{error.en}）", err=True)
    if decisions.bad:
        ctx.exit(1)


def _rows(state: str, decisions: Decisions, endpoint: Endpoint) -> Iterator[Sequence[str]]:
    from kg.review.listing import waiting
    from kg.vocabulary import concepts

    if state == "unreviewed":
        for one in waiting(endpoint, decisions.by_pair):
            lower, upper = map(str, one.pair)
            yield lower, concepts("link")[one.kind].zh, upper, f"{one.confidence:.2f}", one.stake
    elif state == "gone":
        yield from _out_of_force(decisions, endpoint)
    else:
        yield from _decided(one for one in decisions if one.verdict.state == state)


def _decided(decisions: Iterable[Decision]) -> Iterator[Sequence[str]]:
    from kg.review.listing import state_name
    from kg.vocabulary import concepts

    for one in decisions:
        verdict, link = one.verdict, concepts("link")[one.verdict.kind].zh
        yield (
            str(one.subject),
            state_name(verdict.state),
            link,
            str(one.object),
            verdict.reviewer,
            verdict.date,
            verdict.reason,
        )


def _out_of_force(decisions: Decisions, endpoint: Endpoint) -> Iterator[Sequence[str]]:
    from kg.review.listing import documents_of, out_of_force
    from kg.review.stored import stored_held
    from kg.vocabulary import concepts

    for one in out_of_force(decisions, stored_held(endpoint, documents_of(decisions))):
        verdict = one.decision.verdict
        yield (
            str(one.decision.subject),
            concepts("link")[verdict.kind].zh,
            str(one.decision.object),
            str(concepts("standing")[one.state]),
            f"{one.zh}（{one.en}）",
            *(map(str, one.now) if one.now else ("", "")),
            verdict.reviewer,
            verdict.date,
        )


def _check_document(key: str | None, endpoint: Endpoint) -> None:
    from kg.nearest import nearest
    from kg.questions.ask import ask
    from loaders.errors import ZhengmaiError

    keys = [row["key"] for row in ask("all-documents", {}, endpoint).texts()]
    if key is not None and key not in keys:
        near = nearest(key, keys)
        raise ZhengmaiError(
            f"没有键为“{key}”的文件；最接近的：{'、'.join(near)}",
            f"there is no document of the key {key}; nearest: {', '.join(near)}",
        )
