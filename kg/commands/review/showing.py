"""`zhengmai review show`: why two items are linked, and what was decided about them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.review.options import corpus_file, corpus_option

if TYPE_CHECKING:
    from kg.review.decision import Decision
    from kg.review.held import Held


@click.command(short_help="看一对条目和历次结论 two items and what was decided")
@click.argument("item")
@click.argument("other")
@corpus_option
def show(item: str, other: str, corpus: Path) -> None:
    """看两条为何相连或不相连（同 explain），以及历次核对结论。

    Show what explain shows of two items, and every decision on them.
    """
    from kg.align.explain import explain
    from kg.build import read_documents
    from kg.commands.explain import explanation_lines, known_item
    from kg.resolve import resolve_citations
    from kg.review.file import read_decisions
    from kg.review.held import held_documents

    decisions = read_decisions(corpus_file(corpus))
    documents, refused = read_documents(corpus)
    citations = resolve_citations(documents)
    found = explain(
        documents, citations, *(known_item(key, documents, refused) for key in (item, other))
    )
    click.echo("\n".join(explanation_lines(found, documents)))
    pairs = (found.lower, found.upper), (found.upper, found.lower)
    decision = next((decisions.by_pair[p] for p in pairs if p in decisions.by_pair), None)
    click.echo("\n核对结论 decisions")
    held = held_documents(documents, citations)
    for line in _history(decision, held) if decision else ("没有核对过 nobody has decided",):
        click.echo(f"  {line}")


def _history(decision: Decision, held: Held) -> Iterator[str]:
    from kg.review.listing import out_of_force

    yield str(decision.verdict)
    for waiting in out_of_force([decision], held):
        yield f"没有用上 not in force: {waiting.zh}（{waiting.en}）"
    for words in decision.earlier:
        yield f"此前 before: {words}"
