"""What a sidecar states takes the place of what was read, marked as stated and never in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from loaders.dates import find_dates
from loaders.divisions import Place, find_place
from loaders.document import Document, Header, Warning
from loaders.sidecar import Sidecar
from loaders.titles import genre_of
from loaders.vocabulary import chinese_terms

_NAMES: Final = {
    "issuers": "发文机关",
    "document_number": "发文字号",
    "date_signed": "成文日期",
    "date_printed": "印发日期",
    "jurisdiction": "辖区",
    "level": "层级",
    "status": "状态",
    "title": "标题",
    "genre": "文种",
}
_AS_IS: Final = tuple(name for name in _NAMES if name != "jurisdiction")
_LONGEST_HEAD: Final = 50_000
"""Characters in which a document names its place if it ever does."""


def stated_place(sidecar: Sidecar | None, text: str) -> Place | None:
    """Find the place a sidecar says the document speaks from, itself or by issuers and number."""
    if sidecar is None or not (sidecar.jurisdiction or sidecar.issuers or sidecar.document_number):
        return None
    if sidecar.jurisdiction:
        return sidecar.jurisdiction
    found = find_place(
        sidecar.issuers or (), sidecar.document_number, sidecar.title or "", text[:_LONGEST_HEAD]
    )
    return None if found is None or found.inferred else found.place


def apply_sidecar(document: Document, sidecar: Sidecar | None) -> Document:
    """Put what a sidecar states in place of what was read; a contradiction becomes a warning."""
    if sidecar is None:
        return document
    header = document.header
    said = _said(document, sidecar)
    stated = {name for name in _NAMES if getattr(sidecar, name) is not None}
    if sidecar.jurisdiction:
        stated.add("admin_code_gb2260")
    doubts = tuple(_contradictions(document, sidecar, said))
    return replace(
        document,
        header=replace(
            header, **said, stated=frozenset(stated), inferred=header.inferred - said.keys()
        ),
        source_url=sidecar.source_url,
        note=sidecar.note,
        warnings=tuple(sorted((*document.warnings, *doubts), key=lambda warning: warning.line)),
    )


def _said(document: Document, sidecar: Sidecar) -> dict[str, Any]:
    """Give the header fields that the sidecar states and those that follow from it."""
    said: dict[str, Any] = {}
    if place := stated_place(sidecar, document.source_text):
        said = {
            "jurisdiction": place.name,
            "admin_code_gb2260": place.nearest_code,
            "level": place.level,
        }
    if sidecar.title:
        said["genre"] = genre_of(sidecar.title, tuple(chinese_terms("genres")))
    stated = {name: getattr(sidecar, name) for name in _AS_IS}
    return said | {name: value for name, value in stated.items() if value is not None}


def _contradictions(
    document: Document, sidecar: Sidecar, said: dict[str, Any]
) -> Iterator[Warning]:
    for name, label in _NAMES.items():
        printed = _printed(document.header, name)
        if printed and name in said and said[name] and said[name] != printed:
            line = sidecar.lines.get(name)
            where = f"{sidecar.file}:{line}" if line else sidecar.file
            yield Warning(
                _line_of(document.source_text, printed),
                f"{label}印的是“{_show(printed)}”，{where} 说是“{_show(said[name])}”，以旁注为准",
            )
    place = sidecar.jurisdiction
    if place and sidecar.level and sidecar.level != place.level:
        where = f"{sidecar.file}:{sidecar.lines['level']}"
        yield Warning(1, f"{where} 说层级是 {sidecar.level}，而{place.name}是 {place.level}")


def _printed(header: Header, name: str) -> Any:
    """Give what the text itself says; one that is no draft says nothing of its status."""
    value = getattr(header, name)
    return None if name in header.inferred or value == "issued" else value


def _line_of(text: str, printed: str | tuple[str, ...]) -> int:
    """Find the line on which a value is printed, 1 where it is printed otherwise."""
    words = printed if isinstance(printed, str) else printed[0]
    at = text.find(words)
    if at < 0:
        at = next((start for day, start, _ in find_dates(text) if day == words), 0)
    return text.count("\n", 0, at) + 1


def _show(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "、".join(value)
