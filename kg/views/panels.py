"""The panels of a document and of an item, the same in every view."""

from __future__ import annotations

from collections.abc import Iterable

from kg.views.facts import DocumentFacts, ItemFacts
from kg.views.page import Detail, DetailGroup
from kg.views.words import STATUSES, day


def document_detail(document: DocumentFacts, groups: tuple[DetailGroup, ...] = ()) -> Detail:
    """Make the panel of a document: its head, whether its text is held, and `groups` with lines."""
    facts = (
        ("文号", document.number),
        ("发文机关", "、".join(document.issuers)),
        ("日期", day(document.date)),
        ("区划", document.place),
        ("状态", STATUSES.get(document.status, "")),
        ("条目", f"{document.items} 项" if document.held else ""),
        ("全文", "已入库" if document.held else "此文件未入库，只知道名称。"),
    )
    return Detail(
        f"d-{document.iri}",
        f"{document.level.zh}文件",
        document.title,
        document.level,
        facts=tuple((label, value) for label, value in facts if value),
        groups=tuple(group for group in groups if group.lines),
    )


def item_detail(
    item: ItemFacts,
    facts: Iterable[tuple[str, str]] = (),
    groups: Iterable[DetailGroup] = (),
) -> Detail:
    """Make the panel of an item: where it stands, its text, facts and groups not empty."""
    return Detail(
        f"d-{item.iri}",
        f"{item.document.level.zh} · {item.document.name}",
        f"{item.name}{'　' + item.title if item.title else ''}",
        item.document.level,
        item.text,
        tuple((label, value) for label, value in facts if value),
        tuple(group for group in groups if group.lines),
    )
