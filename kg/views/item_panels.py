"""The panels of an item's page, and its lineage as a table."""

from __future__ import annotations

from collections.abc import Iterator

from kg.language import say
from kg.views.facts import DocumentFacts, ItemFacts
from kg.views.lineage import Lineage, other_end
from kg.views.page import Cell, Detail, DetailGroup, DetailLine, Group, Sheet
from kg.views.panels import document_detail, item_detail
from kg.views.words import BY_LANE, LINKS, REVIEWS, ROLES, confidence, listed


def item_details(lineage: Lineage) -> tuple[Detail, ...]:
    """Make a panel for every item, document and folded list of the page."""
    return (
        *(_item(lineage, item) for item in lineage.items.values()),
        *(_document(lineage, document) for document in lineage.documents.read.values()),
        *(_siblings(lineage, document) for document in lineage.siblings),
    )


def _item(lineage: Lineage, item: ItemFacts) -> Detail:
    facts = (
        (say("文件", "Document"), item.document.title),
        (say("责任单位", "Responsible"), _units(lineage, item.iri)),
        (say("时限", "Due"), item.deadline),
        (
            say("目标", "Targets"),
            "；".join(f"{t.indicator} {t.amount}" for t in lineage.targets.get(item.iri, [])),
        ),
        (
            say("出处", "Source"),
            say(f"原文第 {item.line} 行", f"line {item.line}") if item.line else "",
        ),
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
    return item_detail(item, facts, (DetailGroup(say("关联", "Links"), links),))


def _units(lineage: Lineage, item: str) -> str:
    return listed(
        say(f"{unit.name}（{ROLES[unit.role].zh}）", f"{unit.name} ({ROLES[unit.role].en})")
        if unit.role in ROLES
        else unit.name
        for unit in lineage.units.get(item, [])
    )


def _relation(lineage: Lineage, item: str, other: str) -> str:
    """Say how an item is linked with another: 落实 豫政〔2021〕2号 附件2 第1项."""
    words = listed(
        LINKS[link.kind].said + ("" if link.subject == item else say("它的", " (from below)"))
        for link in lineage.links.values()
        if {link.subject, link.object} == {item, other}
    )
    name = lineage.items[other].full_name
    return say(f"{words}：{name}", f"{words}: {name}")


def _grounds(figure: str, review: str) -> str:
    sure = say(f"把握 {confidence(figure)}", f"confidence {confidence(figure)}") if figure else ""
    return say("，", ", ").join(filter(None, (str(REVIEWS.get(review, review)), sure)))


def _document(lineage: Lineage, document: DocumentFacts) -> Detail:
    bases = tuple(
        DetailLine(lineage.documents[upper].name, lineage.documents[upper].title)
        for lower, upper in lineage.bases
        if lower == document.iri
    )
    return document_detail(document, (DetailGroup(say("依据的文件", "Based on"), bases),))


def _siblings(lineage: Lineage, document: str) -> Detail:
    facts = lineage.documents[document]
    lines = tuple(DetailLine(item.name, item.short) for item in lineage.siblings[document])
    return Detail(
        f"d-rest-{document}",
        say(f"{facts.level.zh}文件", f"{facts.level.en} document"),
        say(f"{facts.name}的全部 {len(lines)} 项", f"All {len(lines)} items of {facts.name}"),
        facts.level,
        groups=(DetailGroup(say("条目", "Items"), lines),),
    )


def lineage_sheet(lineage: Lineage) -> Sheet:
    """Give the drawing as a table, top level first, with every linked item."""
    lanes: dict[int, list[ItemFacts]] = {}
    for item in sorted(lineage.items.values(), key=lambda i: (i.document.level.lane, i.key)):
        lanes.setdefault(item.document.level.lane, []).append(item)
    groups = tuple(
        Group(
            BY_LANE[lane].said,
            say(f"{len(items)} 项", f"{len(items)}"),
            tuple(_rows(lineage, items)),
        )
        for lane, items in lanes.items()
    )
    columns = (
        say("层级", "Level"),
        say("条目", "Item"),
        say("原文", "Words"),
        say("责任单位", "Responsible"),
        say("与本条", "To this item"),
    )
    heads = ("", "", "", say("单位", "by"), "")
    return Sheet(say("本条的脉络", "Lineage of this item"), columns, heads, groups)


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
        return say("本条", "this item")
    words = [
        _said_of(link.kind, link.subject == focus, _grounds(link.confidence, link.review))
        for link in lineage.links.values()
        if {link.subject, link.object} == {item, focus}
    ]
    return say("；", "; ").join(words) or _further(lineage, item)


def _said_of(kind: str, from_here: bool, grounds: str) -> str:
    word = LINKS[kind]
    if from_here:
        return say(f"本条{word.zh}它（{grounds}）", f"{word.en}, this item below ({grounds})")
    return say(f"它{word.zh}本条（{grounds}）", f"{word.en}, this item above ({grounds})")


def _further(lineage: Lineage, item: str) -> str:
    """Say what an item that is not linked with this one has to do with it."""
    own, its = ({link.object for link in lineage.upward(iri)} for iri in (lineage.focus.iri, item))
    if own & its:
        return say("与本条同一上级", "has the same upper item")
    return say("隔一层", "one step further")
