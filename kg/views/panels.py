"""The panels of a document and of an item, the same in every view."""

from __future__ import annotations

from collections.abc import Iterable

from kg.language import say
from kg.views.facts import DocumentFacts, ItemFacts
from kg.views.page import Detail, DetailGroup
from kg.views.words import STATUSES, day


def document_detail(document: DocumentFacts, groups: tuple[DetailGroup, ...] = ()) -> Detail:
    """Make the panel of a document: its head, whether its text is held, and `groups` with lines."""
    facts = (
        (say("文号", "Number"), document.number),
        (say("发文机关", "Issued by"), "、".join(document.issuers)),
        (say("日期", "Date"), day(document.date)),
        (say("区划", "Place"), document.place),
        (say("状态", "Status"), str(STATUSES.get(document.status, ""))),
        (say("条目", "Items"), f"{document.items}" if document.held else ""),
        (
            say("全文", "Text"),
            say("已入库", "held")
            if document.held
            else say("此文件未入库，只知道名称。", "Not held: only its name is known."),
        ),
    )
    return Detail(
        f"d-{document.iri}",
        say(f"{document.level.zh}文件", f"{document.level.en} document"),
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
        f"{item.document.level.said} · {item.document.name}",
        f"{item.name}{'　' + item.title if item.title else ''}",
        item.document.level,
        item.text,
        tuple((label, value) for label, value in facts if value),
        tuple(group for group in groups if group.lines),
    )
