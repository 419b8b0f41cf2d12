"""What a document says against itself: both wordings side by side, what differs framed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.language import say
from kg.views.errors import NothingToDraw
from kg.views.facts import Asker, DocumentFacts, ItemFacts, Shelf, item_of
from kg.views.findings_drawing import draw_findings, findings_graph
from kg.views.findings_facts import FindingFacts, counted_findings, looked_at, read_findings
from kg.views.page import Cell, Detail, DetailGroup, DetailLine, Fact, Group, Sheet, View
from kg.views.panels import item_detail
from kg.views.strip import Strip
from kg.views.words import FINDINGS

SHOWN = 200
"""Findings with a row of their own; the query gives all."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The parts of the page that only this view has."""

    strip: Strip
    shown: tuple[FindingFacts, ...]
    hidden: int
    looked_at: str
    empty: str


def compose(asker: Asker, parameters: Mapping[str, str]) -> View:
    """Compose what the document `document`, a key, number or title, says against itself."""
    rows = asker.rows("view-document", document=parameters["document"])
    if not rows:
        name = parameters["document"]
        raise NothingToDraw(f"没有这份文件：{name}", f"no such document: {name}")
    document = Shelf(asker)[rows[0]["document"]]
    items: dict[str, ItemFacts] = {}
    for row in asker.rows("view-document-items", document=document.iri):
        items.setdefault(row["item"], item_of(row, document))
    found = read_findings(asker, document, items)
    checked = looked_at(list(items.values()))
    kinds = {
        iri: [say(f"{label} {n} 处", f"{label} {n}") for label, n in _counts(some).items()]
        for iri, some in _by_item(found).items()
    }
    about = say("前后不一", "Findings")
    return View(
        name="findings",
        zh="前后不一",
        en="Findings",
        title=f"{document.name} {about}",
        heading=f"{document.name} {counted_findings(document, found)}",
        level=document.level,
        crumbs=tuple(filter(None, (document.place, document.name, about))),
        summary=document.title if document.number else "",
        facts=_facts(found) if found else (),
        graph=findings_graph(document, [[q.item for q in one.quotes] for one in found]),
        drawn=say("在文件里的位置", "Where they stand")
        if found
        else say("查过的条目", "Items checked"),
        drawn_note=say(
            "一格是一条，加框的有不一致之处；点格子看原文。",
            "A cell is an item, framed where something differs; it opens the text.",
        ),
        sheet=_sheet(document, items, kinds),
        details=tuple(_detail(item, found) for item in items.values()),
        asked=tuple(asker.asked.values()),
        body=Findings(
            draw_findings(list(items.values()), kinds),
            tuple(found[:SHOWN]),
            len(found[SHOWN:]),
            checked,
            "" if found else _empty(document, checked),
        ),
        footer=say(
            "政脉 Zhengmai：文字取自文件原文，由机器逐条比对，不判哪处对。",
            "Zhengmai: the words are the document's, compared by machine; which is right "
            "is not judged.",
        ),
    )


def _by_item(found: list[FindingFacts]) -> dict[str, list[FindingFacts]]:
    by_item: dict[str, list[FindingFacts]] = {}
    for one in found:
        for item in dict.fromkeys(quote.item.iri for quote in one.quotes):
            by_item.setdefault(item, []).append(one)
    return by_item


def _counts(found: list[FindingFacts]) -> Counter[str]:
    return Counter(one.label for one in found)


def _empty(document: DocumentFacts, checked: str) -> str:
    if document.held:
        return say(f"没有发现前后不一致。{checked}", f"No inconsistency found. {checked}")
    return say(
        "此文件未入库，只知道名称。添加文件后重新生成。",
        "This document is not held: only its name is known. Add it and build again.",
    )


def _facts(found: list[FindingFacts]) -> tuple[Fact, ...]:
    counts = Counter(one.kind for one in found)
    open_ends = ("no-body-item", "no-unit")
    differ = tuple(
        Fact(say(*names), say(f"{counts[kind]} 处", f"{counts[kind]}"))
        for kind, names in FINDINGS.items()
        if kind not in open_ends
    )
    rest = say("，", ", ").join(f"{say(*FINDINGS[kind])} {counts[kind]}" for kind in open_ends)
    loose = sum(counts[kind] for kind in open_ends)
    return (*differ, Fact(say("任务没有着落", "Loose tasks"), say(f"{loose} 项", f"{loose}"), rest))


def _sheet(
    document: DocumentFacts, items: Mapping[str, ItemFacts], kinds: Mapping[str, list[str]]
) -> Sheet:
    rows = tuple(
        (
            Cell(level=document.level),
            Cell(item.name, detail=f"d-{iri}"),
            Cell(item.short, quoted=True),
            Cell("、".join(kinds[iri])),
        )
        for iri, item in items.items()
        if iri in kinds
    )
    columns = (
        say("层级", "Level"),
        say("条目", "Item"),
        say("内容", "Content"),
        say("不一致", "What differs"),
    )
    name = say("涉及的条目", "Items concerned")
    return Sheet(name, columns, ("", "", "", ""), (Group("", "", rows),))


def _detail(item: ItemFacts, found: list[FindingFacts]) -> Detail:
    lines = tuple(
        DetailLine(one.label, note=one.message)
        for one in found
        if any(quote.item.iri == item.iri for quote in one.quotes)
    )
    return item_detail(item, groups=(DetailGroup(say("前后不一", "Findings"), lines),))
