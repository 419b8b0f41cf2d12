"""Why two items are linked, or are not: told from what the graph holds of their documents.

The documents are put together again as far as the aligner reads them, and it compares them anew,
so that what is told is what it saw: clauses, wording, confidence, what speaks against.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from kg.views.errors import NothingToDraw
from kg.views.facts import Asker, ItemFacts, Row, Shelf, UnitFacts, read_item, read_units
from kg.views.words import key_of
from loaders.document import Citation, Document, Header, Item, Level, Role, Span, Unit

if TYPE_CHECKING:
    from kg.align.explain import Explanation
    from kg.resolve import ResolvedCitation

_NOWHERE = Span(1, 0, 0)


@dataclass(frozen=True, slots=True)
class Why:
    """What is to be said of two items, the upper one and the lower one as they were compared."""

    upper: ItemFacts
    lower: ItemFacts
    found: Explanation


def read_why(asker: Asker, one: str, other: str) -> Why:
    """Explain two items, given by key or IRI in either order.

    NothingToDraw where an item is not there.
    """
    from kg.align.explain import explain
    from kg.align.link import ItemRef

    shelf = Shelf(asker)
    items = {item.key: item for item in (_item(asker, key, shelf) for key in (one, other))}
    documents, citations = _read_documents(asker, {one.document.iri for one in items.values()})
    refs = [ItemRef(item.document.key, item.notation) for item in items.values()]
    found = explain(documents, citations, refs[0], refs[-1])
    upper, lower = (items[f"{ref.document}#{ref.item}"] for ref in (found.upper, found.lower))
    return Why(upper, lower, found)


def _item(asker: Asker, key: str, shelf: Shelf) -> ItemFacts:
    item = read_item(asker, key, shelf)
    if item is None:
        raise NothingToDraw(f"没有条目“{key}”", f"no item {key}")
    return item


def _read_documents(asker: Asker, iris: set[str]) -> tuple[list[Document], list[ResolvedCitation]]:
    ordered = sorted(iris)
    heads = {
        row["document"]: row for row in asker.rows_of("view-document-place", "document", ordered)
    }
    items: dict[str, list[Row]] = {row["key"]: [] for row in heads.values()}
    for row in asker.rows_of("view-document-items", "document", ordered):
        items[row["key"].partition("#")[0]].append(row)
    units = read_units(asker, [row["item"] for rows in items.values() for row in rows])
    documents = [_document(head, items[head["key"]], units) for head in heads.values()]
    citations = [
        citation
        for row in asker.rows_of("view-document-bases", "document", ordered)
        if row["base"] in heads
        for citation in _resting(
            heads[row["document"]]["key"], heads[row["base"]]["key"], row["declared"] == "true"
        )
    ]
    return documents, citations


def _document(head: Row, rows: list[Row], units: dict[str, list[UnitFacts]]) -> Document:
    header = Header(
        head["key"],
        head["title"],
        level=cast(Level, key_of(head["level"])) if head["level"] else None,
        admin_code_gb2260=head["code"] or None,
        date_signed=head["signed"] or None,
        date_printed=head["printed"] or None,
    )
    items = {row["item"]: _read_again(row, units.get(row["item"], [])) for row in rows}
    measures, tasks = (
        tuple(item for item in items.values() if item.kind == kind) for kind in ("measure", "task")
    )
    return Document(header, head["key"], "", "", measures=measures, task_rows=tasks)


def _read_again(row: Row, units: list[UnitFacts]) -> Item:
    return Item(
        row["notation"],
        "task" if row["task"] else "measure",
        (),
        row["title"] or None,
        row["text"],
        _NOWHERE,
        tuple(
            Unit(
                unit.raw,
                unit.name,
                cast(Role, unit.role),
                _NOWHERE,
                unit.collective,
                unit.line or None,
            )
            for unit in units
        ),
        table=row["table"] or None,
    )


def _resting(lower: str, upper: str, declared: bool) -> list[ResolvedCitation]:
    """Say as citations that a document rests on another, or on something that rests on it."""
    from kg.resolve import CitedDocument, ResolvedCitation

    steps = [lower, upper] if declared else [lower, f"{lower} → {upper}", upper]
    said = Citation(None, None, (), "basis", "", _NOWHERE)
    return [
        ResolvedCitation(citing, 1, said, CitedDocument(cited, cited, None, None, ()))
        for citing, cited in pairwise(steps)
    ]
