"""What a person should look at in a document that was read, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from loaders.document import Document, Header
from loaders.findings import findings_in

STATED_AS: Final = {
    "issuers": ("发文机关", "issuer", "××市人民政府办公室"),
    "document_number": ("发文字号", "number", "×政办〔××××〕×号"),
    "date_signed": ("成文日期", "date", "××××-××-××"),
    "jurisdiction": ("辖区", "jurisdiction", "××市"),
    "title": ("标题", "title", "……"),
}
"""What a field is called, and what a line of a sidecar that states it looks like."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at: on a line of the text, or about a `field` that a sidecar may state.

    `example` is what the sidecar's line says: the value that was inferred, or its form.
    """

    zh: str
    en: str
    line: int | None = None
    field: str = ""
    example: str = ""


def doubts_in(document: Document) -> Iterator[Doubt]:
    """Give what is doubtful: what reading guessed, what the text says against itself, what lacks.

    `en` is "" where only the Chinese text says it.
    """
    header = document.header
    for warning in document.warnings:
        yield Doubt(warning.message, "", warning.line)
    for finding in findings_in(document):
        yield Doubt(finding.message_zh, finding.message_en, finding.line)
    for field in _missing(header):
        zh, en, example = STATED_AS[field]
        yield Doubt(f"没有读到{zh}", f"no {en} found", None, field, example)
    if header.jurisdiction and "jurisdiction" in header.inferred:
        place = header.jurisdiction
        yield Doubt(f"辖区 {place} 是推断的", "jurisdiction inferred", None, "jurisdiction", place)


def _missing(header: Header) -> Iterator[str]:
    """Name the fields that a document should have and this one does not; drafts have no number."""
    if not header.issuers:
        yield "issuers"
    if not header.document_number and header.status == "issued":
        yield "document_number"
    if not (header.date_signed or header.date_printed):
        yield "date_signed"
    if not header.jurisdiction:
        yield "jurisdiction"
    if "title" in header.inferred:
        yield "title"
