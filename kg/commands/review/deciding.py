"""`zhengmai review accept|relate|reject|undo|move`: decisions made, taken back, moved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from kg.commands.options import store_option
from kg.commands.review.options import (
    after_build,
    corpus_file,
    corpus_option,
    named_reviewer,
    reviewer_option,
)

if TYPE_CHECKING:
    from kg.review.decide import Answer, Made
    from kg.review.decision import Decision

_KINDS = ("implements", "alignedWith", "restates", "supports")
_BETWEEN = re.compile(r"\t|[,，]\s*|\s+")  # what stands between two items on a line

_items = click.argument("items", nargs=-1, metavar="[ITEM ITEM]")
_reason = click.option("--reason", default="", help="理由 why")
_from = click.option(
    "--from",
    "pairs_file",
    type=click.File(encoding="utf-8-sig"),
    metavar="FILE",
    help="一行一对的文件，- 为标准输入 a file with a pair a line, - for standard input",
)


def _deciding(function: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments and options that the three answers share."""
    for option in (corpus_option, store_option, reviewer_option, _reason, _from, _items):
        function = option(function)
    return function


@click.command(short_help="认可一条关系 the two items belong together")
@_deciding
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    help="关系类型，默认按依据和时间 the kind of link; by default as basis and time give it",
)
def accept(kind: str | None, **options: Any) -> None:
    """认可：两条说的是同一件事。落实还是相近，按依据和时间定，也可用 --kind 指明。

    The two items belong together. Whether the lower one implements the upper one or is merely of
    the same content follows from basis and time, unless --kind says it.

    例 example: zhengmai review accept zhumadian-2021-zhuzhengban-44#A/1 henan-2021-yuzheng-2#A2/1
    """
    _decide("accept", kind, **options)


@click.command(short_help="定为相关 the topic is all they share")
@_deciding
def relate(**options: Any) -> None:
    """定为相关：只是主题相同，不计入覆盖。The topic is all they share; not counted as coverage."""
    _decide("relate", None, **options)


@click.command(short_help="否定一条关系 they do not belong together")
@_deciding
def reject(**options: Any) -> None:
    """否定：两条没有关系；记录留着，关系不再成立。The two do not belong together."""
    _decide("reject", None, **options)


@click.command(short_help="撤回结论 take a decision back")
@click.argument("one", metavar="ITEM")
@click.argument("other", metavar="ITEM")
@corpus_option
def undo(one: str, other: str, corpus: Path) -> None:
    """撤回对一对条目的最后一次结论；先前有结论的恢复先前的。

    Take back the latest decision on two items; the one before it, if any, is in force again.
    """
    from kg.exports.stored_links import item_ref
    from kg.review.decide import undo as take_back
    from loaders.errors import ZhengmaiError

    undone = take_back(corpus_file(corpus), item_ref(one), item_ref(other))
    if undone is None:
        raise ZhengmaiError(
            f"{one} 和 {other} 之间没有结论；看 zhengmai review list --state accepted 等",
            f"there is no decision on {one} and {other}; see zhengmai review list --state ...",
        )
    taken, before = undone
    click.echo(f"已撤回 taken back: {_pair(taken)}  {_verdict(taken)}")
    if before:
        click.echo(f"恢复 in force again: {_verdict(before)}")
    _tell_where(corpus)


@click.command(short_help="结论随原话移位 move decisions to where their words are")
@click.argument("items", nargs=-1, metavar="[ITEM ITEM]")
@click.option("--all", "every", is_flag=True, help="全部移位的结论 all that have moved")
@corpus_option
@store_option
def move(items: tuple[str, ...], every: bool, corpus: Path, store: Path) -> None:
    """原话换了条目编号时，把结论移到原话现在的条目；ITEM 是结论原来的两条。

    Move a decision to the items that have its words now, after a text was read anew under other
    numbers. ITEM ITEM are those of the decision as it stands; see review list --state gone.
    """
    from kg.endpoints.endpoint import LocalEndpoint
    from kg.exports.stored_links import item_ref
    from kg.review.decide import move as move_all
    from kg.review.file import read_decisions
    from kg.review.listing import documents_of
    from kg.review.stored import stored_held

    if every == bool(items) or len(items) not in (0, 2):
        raise click.UsageError("给出一对条目，或 --all (give two items, or --all)")
    file = corpus_file(corpus)
    held = stored_held(LocalEndpoint(store), documents_of(read_decisions(file)))
    one, other = map(item_ref, items or ("", ""))
    moved = move_all(file, held, None if every else [(one, other), (other, one)])
    for was, now in moved:
        click.echo(f"已移 moved: {_pair(was)}  ⇒  {_pair(now)}")
    click.echo(f"移位 moved: {len(moved)}")
    if moved:
        _tell_where(corpus)


def _decide(
    answer: Answer,
    kind: Any,
    *,
    items: tuple[str, ...],
    pairs_file: TextIO | None,
    reviewer: str | None,
    reason: str,
    corpus: Path,
    store: Path,
) -> None:
    from kg.endpoints.endpoint import LocalEndpoint
    from kg.review.record import Said, record

    said = [
        Said(one, other, answer, why, kind) for one, other, why in _given(items, pairs_file, reason)
    ]
    file, who = corpus_file(corpus), named_reviewer(reviewer)
    today = date.today().isoformat()
    for made in record(said, file, LocalEndpoint(store), who, today):
        _tell(made)
    _tell_where(corpus)


def _given(
    items: tuple[str, ...], file: TextIO | None, reason: str
) -> Iterator[tuple[str, str, str]]:
    """Two items and a reason each: from the command line, or a line each from a file."""
    if bool(items) == bool(file) or len(items) not in (0, 2):
        raise click.UsageError("给出一对条目，或 --from 文件 (give two items, or --from FILE)")
    if file is None:
        yield items[0], items[1], reason
        return
    lines = [(number, line.strip()) for number, line in enumerate(file, 1) if line.strip()]
    if not lines:
        raise click.UsageError("文件里没有条目 (there are no items in the file)")
    for number, line in lines:
        one, other, why = (*_BETWEEN.split(line, 2), "", "")[:3]
        if "#" not in one or "#" not in other:
            raise click.UsageError(
                f"第 {number} 行应是“条目 条目 理由”，如 a#1 b#2 主题相同 "
                f"(line {number}: write ITEM ITEM REASON)"
            )
        yield one, other, why or reason


def _tell(made: Made) -> None:
    click.echo(f"已记下 recorded: {_pair(made.decision)}  {_verdict(made.decision)}")
    if made.replaced and made.replaced.verdict != made.decision.verdict:
        click.echo(f"  取代 instead of: {_verdict(made.replaced)}")


def _pair(decision: Decision) -> str:
    return f"{decision.subject} → {decision.object}"


def _verdict(decision: Decision) -> str:
    from kg.review.listing import state_name
    from kg.vocabulary import concepts

    verdict = decision.verdict
    link = "" if verdict.state == "related" else f"：{concepts('link')[verdict.kind]}"
    by = "，".join(one for one in (verdict.reviewer, verdict.date, verdict.reason) if one)
    return f"{state_name(verdict.state)}{link}（{by}）"


def _tell_where(corpus: Path) -> None:
    click.echo(
        f"写在 written to: {corpus_file(corpus)}；{after_build(corpus)} 之后图才改变 "
        "(the graph changes with the next build)"
    )
