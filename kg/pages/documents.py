"""`/documents`: all documents by level, held or only cited."""

from __future__ import annotations

from itertools import groupby

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.language import say
from kg.pages.visit import Visit, pages
from kg.views.facts import read_documents


def routes() -> list[BaseRoute]:
    """The list of documents."""
    return pages("/documents", _documents)


def _documents(visit: Visit) -> Response:
    documents = list(read_documents(visit.asker).values())
    held = sum(document.held for document in documents)
    heading = say(
        f"入库 {held} 份文件，另有 {len(documents) - held} 份只知道名称",
        f"{held} documents held, {len(documents) - held} more known by name only",
    )
    levels = [(level, list(of)) for level, of in groupby(documents, lambda one: one.level)]
    return visit.show("documents.html", heading, door="documents", levels=levels)
