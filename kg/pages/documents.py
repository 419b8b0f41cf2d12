"""`/documents`: all documents by level, held or only cited; by level, place, year and words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.language import say
from kg.pages.address import address
from kg.pages.visit import Visit, pages
from kg.questions.question import Bilingual
from kg.views.facts import DocumentFacts, read_documents

T = TypeVar("T")
PAGE = 200
"""Documents on one page."""
_NONE = Bilingual("没有符合条件的文件", "No document meets these conditions")
FIELDS = ("level", "place", "year", "held", "find")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents a reader wants to see; empty means all."""

    level: str
    place: str
    year: str
    held: str
    find: str

    def has(self, one: DocumentFacts) -> bool:
        """Say whether a document is listed."""
        words = _even(f"{one.title} {one.number} {' '.join(one.issuers)}")
        return (
            self.level in ("", one.level.key)
            and self.place in ("", one.place)
            and self.year in ("", one.date[:4])
            and self.held in ("", "yes" if one.held else "no")
            and all(word in words for word in _even(self.find).split())
        )


def routes() -> list[BaseRoute]:
    """The list of documents."""
    return pages("/documents", _documents)


def _documents(visit: Visit) -> Response:
    documents = list(read_documents(visit.asker).values())
    wanted = Wanted(*(visit.value(field) for field in FIELDS))
    found = [one for one in documents if wanted.has(one)]
    start = _start(visit.value("offset"), len(found))
    shown = found[start : start + PAGE]
    held = sum(one.held for one in found)
    return visit.show(
        "documents.html",
        _heading(held, len(found) - held) if found or not documents else _NONE.said,
        door="documents",
        wanted=wanted,
        total=len(documents),
        found=found,
        start=start,
        shown=shown,
        levels=[(level, list(of)) for level, of in groupby(shown, lambda one: one.level)],
        level_choices=_once([one.level for one in documents]),
        places=_once([one.place for one in documents if one.place]),
        years=sorted({one.date[:4] for one in documents if one.date}, reverse=True),
        turn=lambda to: _address(wanted, to),
        page=PAGE,
    )


def _heading(held: int, others: int) -> str:
    return say(
        f"入库 {held} 份文件，另有 {others} 份只知道名称",
        f"{held} documents held, {others} more known by name only",
    )


def _once(things: Sequence[T]) -> list[T]:
    return list(dict.fromkeys(things))


def _start(offset: str, found: int) -> int:
    """Where the page begins; 0 for what is no place in the list."""
    start = int(offset) if offset.isascii() and offset.isdigit() else 0
    return start if start < found else 0


def _address(wanted: Wanted, start: int) -> str:
    values = {field: getattr(wanted, field) for field in FIELDS}
    return address("/documents", {**values, "offset": str(start) if start else ""})


def _even(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
