"""`zhengmai explain`: why two items are, or are not, linked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.align.explain import Explanation
    from kg.align.link import ItemRef
    from kg.align.targets import TargetPair
    from loaders.document import Document, Target
    from loaders.errors import UnreadableDocument


@click.command(short_help="两项为何相连 why two items are linked")
@click.argument("item")
@click.argument("other")
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    default=Path("corpus"),
    show_default=True,
    help="公文所在目录 folder of the documents",
)
def explain(item: str, other: str, corpus: Path) -> None:
    """说明两项为何相连，或为何不相连：共有文字、目标、单位、依据、反面理由。

    Say why two items are linked, or not: wording, targets, units, basis, what speaks against.

    例 example: zhengmai explain zhumadian-2021-zhuzhengban-44#A/1 henan-2021-yuzheng-2#A2/1
    """
    from kg.align.explain import explain as reasons_for
    from kg.build import read_documents
    from kg.resolve import resolve_citations

    documents, refused = read_documents(corpus)
    refs = [known_item(key, documents, refused) for key in (item, other)]
    explanation = reasons_for(documents, resolve_citations(documents), *refs)
    click.echo("\n".join(explanation_lines(explanation, documents)))


def known_item(
    key: str, documents: tuple[Document, ...], refused: tuple[UnreadableDocument, ...]
) -> ItemRef:
    """The item that is meant: `key#notation`, or the document's number for its key.

    Where its document was refused, the error says why it was.
    """
    from kg.align.link import ItemRef
    from loaders.errors import ZhengmaiError

    name, _, notation = key.partition("#")
    for document in documents:
        if name in (document.key, document.header.document_number) and any(
            item.id == notation for item in document.items()
        ):
            return ItemRef(document.key, notation)
    for error in refused:
        if error.path.stem == name:
            raise ZhengmaiError(
                f"条目“{key}”所在的文件没有读入，{error.zh}",
                f"the document of {key} was refused: {error.en}",
            )
    near = list(_nearest(name, notation, documents))
    raise ZhengmaiError(
        f"没有条目“{key}”；最接近的：{'、'.join(near)}",
        f"there is no item {key}; nearest: {', '.join(near)}",
    )


def _nearest(name: str, notation: str, documents: tuple[Document, ...]) -> Iterator[str]:
    """The items of nearest notation in the documents of nearest name."""
    from kg.nearest import nearest

    names = {
        known: document
        for document in documents
        for known in (document.header.document_number, document.key)
        if known
    }
    found = {names[known].key: names[known] for known in nearest(name, names, most=2)}
    for document in found.values():
        for item in nearest(notation, [item.id for item in document.items()], most=3):
            yield f"{document.key}#{item}"


def explanation_lines(found: Explanation, documents: tuple[Document, ...]) -> Iterator[str]:
    """What is to be said of two items, as lines for a terminal."""
    from kg.vocabulary import concepts

    texts = {
        (document.key, item.id): item.text for document in documents for item in document.items()
    }
    yield f"{found.lower}  →  {found.upper}"
    within = found.lower.document == found.upper.document
    basis = concepts("basis")[found.basis]
    kind = concepts("link")[found.kind] if found.kind else "不相连 not linked"
    yield (
        f"关系 link: {kind}    把握 confidence: {found.confidence:.2f}    "
        f"文件依据 basis: {'同一份文件，无需依据 within one document' if within else basis}"
    )
    for name, ref in (("下级 lower", found.lower), ("上级 upper", found.upper)):
        yield f"\n{name} {ref}\n    {texts[ref.document, ref.item]}"
    if found.clause_pairs:
        yield "\n最像的分句 most alike clauses"
    for pair in found.clause_pairs:
        yield f"  {pair.likeness:.2f}  {pair.lower.text}\n        {pair.upper.text}"
    if found.shared:
        yield f"\n共有文字 shared wording\n  {' | '.join(one.text for one in found.shared)}"
    if found.targets:
        yield "\n目标 targets"
    for target in found.targets:
        yield f"  {_outcome(target.pair)}: {_quote(target.upper)} → {_quote(target.lower)}"
    if found.units:
        yield "\n对口单位 counterpart units"
    for unit in found.units:
        yield f"  {unit.upper.normalized} → {unit.lower.normalized}"
    if found.against:
        yield "\n反面理由 what speaks against"
    for reason in found.against:
        yield f"  {reason.zh}（{reason.en}）"


def _outcome(pair: TargetPair | None) -> str:
    from kg.vocabulary import concepts

    outcomes = concepts("outcome")
    if pair is None:
        return f"{outcomes['no-number']}"
    marks = [concepts("addition")[pair.addition], *map(concepts("shortfall").get, pair.shortfalls)]
    return f"{outcomes[pair.outcome]}（{'；'.join(map(str, marks))}）"


def _quote(target: Target | None) -> str:
    return target.quote if target else "—"
