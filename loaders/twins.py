"""One document twice: the same bytes, or the same number in the same place, under two keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loaders.document import Document


@dataclass(frozen=True, slots=True)
class Twins:
    """Two documents that seem to be one, and what shows it, in Chinese and English."""

    first: Document
    second: Document
    zh: str
    en: str


def same(one: Document, other: Document) -> Twins | None:
    """Say what shows that two documents are one; None where nothing does."""
    if one.source_sha256 == other.source_sha256:
        return Twins(one, other, "内容相同", "the same bytes")
    if _same_number(one, other):
        number = one.header.document_number
        return Twins(one, other, f"同为 {number}", f"also {number}")
    return None


def find_twins(documents: Iterable[Document]) -> Iterator[Twins]:
    """Yield each document that a corpus has twice, with the first of its kind."""
    before: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        names = {document.source_sha256, document.header.document_number} - {None}
        known = sorted(
            (one for name in names for one in before[str(name)]), key=lambda one: one.key
        )
        if found := next(filter(None, (same(one, document) for one in known)), None):
            yield found
        for name in names:
            before[str(name)].append(document)


def _same_number(one: Document, other: Document) -> bool:
    """Say whether two documents have one number; two cities may both use the letters 安政."""
    places = {one.header.admin_code_gb2260, other.header.admin_code_gb2260} - {None}
    numbers = {one.header.document_number, other.header.document_number}
    return len(numbers) == 1 and None not in numbers and len(places) < 2
