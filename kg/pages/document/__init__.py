"""`/document/{key}`: a document, held or only cited: its head, its place among others, its items.

`?text=1` gives the source text with every line numbered, `&item=A/1` marks what an item says.
"""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.iris import document_iri, iri_part
from kg.language import say
from kg.pages.citing import document_citation, document_reference
from kg.pages.document.head import Head, read_head
from kg.pages.document.ladder import BELOW_SHOWN, read_ladder
from kg.pages.document.outline import read_outline
from kg.pages.document.text import read_text
from kg.pages.visit import Visit, pages
from kg.questions.catalogue import BadBinding
from kg.views.facts import DocumentFacts, ItemFacts, Shelf, item_of
from kg.views.findings_facts import looked_at, read_findings

FINDINGS_SHOWN = 8
"""Findings that stand open; the rest unfold."""


def routes() -> list[BaseRoute]:
    """The page of a document."""
    return pages("/document/{key}", _document)


def _document(visit: Visit) -> Response:
    shelf = Shelf(visit.asker)
    document = shelf[_find(visit)]
    head = read_head(visit.asker, document)
    if not document.held:
        return _unheld(visit, document, head, shelf)
    placed = _placed(visit, document)
    items = list(placed)
    if visit.value("text"):
        return _text(visit, document, head, items)
    ladder = read_ladder(visit.asker, document, shelf)
    outline = read_outline(visit.asker, document, placed, ladder.near, shelf)
    findings = read_findings(visit.asker, document, {item.iri: item for item in items})
    return visit.show(
        "document.html",
        head.title,
        door="documents",
        document=document,
        head=head,
        citation=document_citation(document),
        reference=document_reference(document),
        ladder=ladder,
        below_shown=BELOW_SHOWN,
        outline=outline,
        findings=findings,
        shown=FINDINGS_SHOWN,
        looked_at=looked_at(items),
        measures=sum(not item.task for item in items),
        tasks=sum(item.task for item in items),
    )


def _find(visit: Visit) -> str:
    """Find a document by the last step of its IRI, by its key, number or title.

    A title may have come as a step of an address, where spaces and signs are written otherwise.
    """
    name = visit.value("key")
    for value in (document_iri(name).value, name):
        try:
            return visit.asker.rows("view-document", document=value)[0]["document"]
        except BadBinding as error:
            wrong = error
    for row in visit.asker.rows("view-documents"):
        if name in (iri_part(row["title"]), iri_part(row["number"])):
            return row["document"]
    raise wrong


def _placed(visit: Visit, document: DocumentFacts) -> dict[ItemFacts, int]:
    """Read the items of a document, each with where it begins in the source text."""
    rows = {r["item"]: r for r in visit.asker.rows("view-document-items", document=document.iri)}
    places = visit.asker.rows("view-document-lines", document=document.iri)
    lines = {row["item"]: row for row in places}
    return {
        item_of(row | {"line": lines[iri]["line"]}, document): int(lines[iri]["start"])
        for iri, row in rows.items()
    }


def _unheld(visit: Visit, document: DocumentFacts, head: Head, shelf: Shelf) -> Response:
    return visit.show(
        "document_unheld.html",
        head.title,
        door="documents",
        document=document,
        head=head,
        citation=document_citation(document),
        reference=document_reference(document),
        ladder=read_ladder(visit.asker, document, shelf),
    )


def _text(visit: Visit, document: DocumentFacts, head: Head, items: list[ItemFacts]) -> Response:
    chosen = visit.value("item")
    item = next((one for one in items if one.notation == chosen), None)
    return visit.show(
        "document_text.html",
        say(f"{head.title} 原文", f"{head.title}: source text"),
        door="documents",
        document=document,
        head=head,
        items=items,
        item=item,
        text=read_text(visit.asker, document, items, item),
    )
