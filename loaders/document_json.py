"""A document as the JSON that `inspect --json` prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from loaders.document import Citation, Document, Item, Section, Target, Unit
from loaders.findings import Finding, Quote, findings_in

Json = dict[str, Any]


def document_json(document: Document) -> Json:
    """Header, citations, outline, items, warnings and findings, each with where it stands."""
    header = document.header
    return {
        "document": {
            "key": header.key,
            "title": header.title,
            "cover_title": header.cover_title,
            "document_number": header.document_number,
            "issuers": list(header.issuers),
            "level": header.level,
            "jurisdiction": header.jurisdiction,
            "admin_code_gb2260": header.admin_code_gb2260,
            "date_signed": header.date_signed,
            "date_printed": header.date_printed,
            "date_in_force": header.date_in_force,
            "date_expires": header.date_expires,
            "status": header.status,
            "genre": header.genre,
            "addressees": list(header.addressees),
            "inferred": sorted(header.inferred),
            "stated": sorted(header.stated),
            "source_url": document.source_url,
            "note": document.note,
        },
        "citations": [_citation(citation) for citation in document.citations],
        "outline": [_section(section) for section in document.outline],
        "measures": [_item(item) for item in document.measures],
        "task_rows": [_item(item) | {"table": item.table} for item in document.task_rows],
        "warnings": [
            {"line": warning.line, "message": warning.message} for warning in document.warnings
        ],
        "findings": [_finding(finding) for finding in findings_in(document)],
    }


def _place(fact: Citation | Item | Quote | Section | Target | Unit) -> Json:
    return {"line": fact.span.line, "start": fact.span.start, "end": fact.span.end}


def _citation(citation: Citation) -> Json:
    return {
        "title": citation.title,
        "number": citation.number,
        "issuers": list(citation.issuers),
        "role": citation.role,
        "quote": citation.quote,
    } | _place(citation)


def _section(section: Section) -> Json:
    return {
        "label": section.label,
        "title": section.title,
        "text": section.text,
        "targets": _targets(section.targets),
        "children": [_section(child) for child in section.children],
    } | _place(section)


def _item(item: Item) -> Json:
    return {
        "id": item.id,
        "path": list(item.path),
        "title": item.title,
        "text": item.text,
        "units": [
            {"raw": unit.raw, "normalized": unit.normalized, "role": unit.role} | _place(unit)
            for unit in item.units
        ],
        "deadline": item.deadline,
        "targets": _targets(item.targets),
    } | _place(item)


def _targets(targets: Iterable[Target]) -> list[Json]:
    return [
        {
            "quote": target.quote,
            "indicator": target.indicator,
            "comparator": target.comparator,
            "value": target.value,
            "value_max": target.value_max,
            "unit": target.unit,
            "by": target.by,
        }
        | _place(target)
        for target in targets
    ]


def _finding(finding: Finding) -> Json:
    return {
        "kind": finding.kind,
        "line": finding.line,
        "message": finding.message_zh,
        "message_en": finding.message_en,
        "quotes": [
            {"item": quote.item, "quote": quote.words} | _place(quote) for quote in finding.quotes
        ],
    }
