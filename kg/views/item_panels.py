"""The panels of an item's page, and its lineage as a table."""

from __future__ import annotations

from collections.abc import Iterator

from kg.views.facts import DocumentFacts, ItemFacts
from kg.views.lineage import Lineage, other_end
from kg.views.page import Cell, Detail, DetailGroup, DetailLine, Group, Sheet
from kg.views.panels import document_detail, item_detail
from kg.views.words import BY_LANE, LINKS, REVIEWS, ROLES, confidence


def item_details(lineage: Lineage) -> tuple[Detail, ...]:
    """Make a panel for every item, document and folded list of the page."""
    return (
        *(_item(lineage, item) for item in lineage.items.values()),
        *(_document(lineage, document) for document in lineage.documents.read.values()),
        *(_siblings(lineage, document) for document in lineage.siblings),
    )


def _item(lineage: Lineage, item: ItemFacts) -> Detail:
    facts = (
        ("文件", item.document.title),
        ("责任单位", _units(lineage, item.iri)),
        ("时限", item.deadline),
        ("目标", "；".join(f"{t.indicator} {t.amount}" for t in lineage.targets.get(item.iri, []))),
        ("出处", f"原文第 {item.line} 行" if item.line else ""),
    )
    links = tuple(
        DetailLine(
            _relation(lineage, item.iri, other_end(link, item.iri)),
            note=_grounds(link.confidence, link.review),
        )
        for link in (
            *lineage.upward(item.iri),
            *lineage.inside(item.iri),
            *lineage.downward(item.iri),
        )
    )
    return item_detail(item, facts, (DetailGroup("关联", links),))


def _units(lineage: Lineage, item: str) -> str:
    return "、".join(
        f"{unit.name}（{ROLES[unit.role][0]}）" if unit.role in ROLES else unit.name
        for unit in lineage.units.get(item, [])
    )


def _relation(lineage: Lineage, item: str, other: str) -> str:
    """Say how an item is linked with another: 落实 豫政〔2021〕2号 附件2 第1项."""
    words = [
        LINKS[link.kind][0] + ("" if link.subject == item else "它的")
        for link in lineage.links.values()
        if {link.subject, link.object} == {item, other}
    ]
    return f"{'、'.join(words)}：{lineage.items[other].full_name}"


def _grounds(figure: str, review: str) -> str:
    words = (str(REVIEWS.get(review, review)), f"把握 {confidence(figure)}" if figure else "")
    return "，".join(word for word in words if word)


def _document(lineage: Lineage, document: DocumentFacts) -> Detail:
    bases = tuple(
        DetailLine(lineage.documents[upper].name, lineage.documents[upper].title)
        for lower, upper in lineage.bases
        if lower == document.iri
    )
    return document_detail(document, (DetailGroup("依据的文件", bases),))


def _siblings(lineage: Lineage, document: str) -> Detail:
    facts = lineage.documents[document]
    lines = tuple(DetailLine(item.name, item.short) for item in lineage.siblings[document])
    return Detail(
        f"d-rest-{document}",
        f"{facts.level.zh}文件",
        f"{facts.name}的全部 {len(lines)} 项",
        facts.level,
        groups=(DetailGroup("条目", lines),),
    )


def lineage_sheet(lineage: Lineage) -> Sheet:
    """Give the drawing as a table, top level first, with every linked item."""
    lanes: dict[int, list[ItemFacts]] = {}
    for item in sorted(lineage.items.values(), key=lambda i: (i.document.level.lane, i.key)):
        lanes.setdefault(item.document.level.lane, []).append(item)
    groups = tuple(
        Group(BY_LANE[lane].zh, f"{len(items)} 项", tuple(_rows(lineage, items)))
        for lane, items in lanes.items()
    )
    columns = ("层级", "条目", "原文", "责任单位", "与本条")
    return Sheet("本条的脉络", columns, ("", "", "", "单位", ""), groups)


def _rows(lineage: Lineage, items: list[ItemFacts]) -> Iterator[tuple[Cell, ...]]:
    for item in items:
        yield (
            Cell(level=item.document.level),
            Cell(item.full_name, detail=f"d-{item.iri}"),
            Cell(item.text if len(item.text) < 160 else f"{item.text[:150]}……", quoted=True),
            Cell(_units(lineage, item.iri)),
            Cell(_to_focus(lineage, item.iri)),
        )


def _to_focus(lineage: Lineage, item: str) -> str:
    focus = lineage.focus.iri
    if item == focus:
        return "本条"
    words = [
        (
            f"本条{LINKS[link.kind][0]}它"
            if link.subject == focus
            else f"它{LINKS[link.kind][0]}本条"
        )
        + f"（{_grounds(link.confidence, link.review)}）"
        for link in lineage.links.values()
        if {link.subject, link.object} == {item, focus}
    ]
    return "；".join(words) or _further(lineage, item)


def _further(lineage: Lineage, item: str) -> str:
    """Say what an item that is not linked with this one has to do with it."""
    own, its = ({link.object for link in lineage.upward(iri)} for iri in (lineage.focus.iri, item))
    return "与本条同一上级" if own & its else "隔一层"
