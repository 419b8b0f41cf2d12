"""What a document says against itself: both wordings side by side, what differs framed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.views.compare import Piece, pieces
from kg.views.differences import differing
from kg.views.errors import NothingToDraw
from kg.views.facts import Asker, DocumentFacts, ItemFacts, Row, Shelf, item_of
from kg.views.findings_drawing import draw_findings, findings_graph
from kg.views.page import Cell, Detail, DetailGroup, DetailLine, Fact, Group, Sheet, View
from kg.views.panels import item_detail
from kg.views.strip import Strip
from kg.views.words import FINDINGS, key_of

SHOWN = 200
"""Findings with a row of their own; the query gives all."""
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Quoted:
    """One wording: the item it stands in, on which line, cut where it differs from the other."""

    item: ItemFacts
    line: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """One finding: its kind, a sentence, the wordings in the order of the document."""

    kind: str
    message: str
    quotes: tuple[Quoted, ...]

    @property
    def label(self) -> str:
        """What its kind is called."""
        return FINDINGS[self.kind].said if self.kind in FINDINGS else self.kind


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
    found = _read(asker, document, items)
    looked_at = _looked_at(list(items.values()))
    kinds = {
        iri: [f"{label} {n} 处" for label, n in Counter(one.label for one in some).items()]
        for iri, some in _by_item(found).items()
    }
    return View(
        name="findings",
        zh="前后不一",
        en="Findings",
        title=f"{document.name} 前后不一",
        heading=f"{document.name} {_heading(document, found)}",
        level=document.level,
        crumbs=tuple(filter(None, (document.place, document.name, "前后不一"))),
        summary=document.title if document.number else "",
        facts=_facts(found) if found else (),
        graph=findings_graph(document, [[q.item for q in one.quotes] for one in found]),
        drawn="在文件里的位置" if found else "查过的条目",
        drawn_note="一格是一条，加框的有不一致之处；点格子看原文。",
        sheet=_sheet(document, items, kinds),
        details=tuple(_detail(item, found) for item in items.values()),
        asked=tuple(asker.asked.values()),
        body=Findings(
            draw_findings(list(items.values()), kinds),
            tuple(found[:SHOWN]),
            len(found[SHOWN:]),
            looked_at,
            "" if found else _empty(document, looked_at),
        ),
        footer="政脉 Zhengmai：文字取自文件原文，由机器逐条比对，不判哪处对。",
    )


def _read(
    asker: Asker, document: DocumentFacts, items: Mapping[str, ItemFacts]
) -> list[FindingFacts]:
    """Read the findings, those of one kind together, amounts before words."""
    rows: dict[str, list[Row]] = {}
    for row in asker.rows("view-findings", document=document.iri):
        rows.setdefault(row["finding"], []).append(row)
    found = [
        FindingFacts(key_of(same[0]["kind"]), same[0]["message"], _quotes(same, document, items))
        for same in rows.values()
    ]
    order = list(FINDINGS)
    return sorted(found, key=lambda one: order.index(one.kind) if one.kind in order else len(order))


def _quotes(
    rows: list[Row], document: DocumentFacts, items: Mapping[str, ItemFacts]
) -> tuple[Quoted, ...]:
    texts = [row["quote"] for row in rows]
    spans = differing(*texts) if len(texts) == 2 else tuple([] for _ in texts)
    return tuple(
        Quoted(
            items.get(row["item"]) or item_of(row | {"title": "", "text": text}, document),
            row["line"],
            pieces(text, (), [(start, end, "num") for start, end in places])
            if len(text) <= _LONGEST or places
            else (Piece(f"{text[:_LONGEST]}……", ""),),
        )
        for row, text, places in zip(rows, texts, spans, strict=True)
    )


def _by_item(found: list[FindingFacts]) -> dict[str, list[FindingFacts]]:
    by_item: dict[str, list[FindingFacts]] = {}
    for one in found:
        for item in dict.fromkeys(quote.item.iri for quote in one.quotes):
            by_item.setdefault(item, []).append(one)
    return by_item


def _heading(document: DocumentFacts, found: list[FindingFacts]) -> str:
    without_unit = sum(one.kind == "no-unit" for one in found)
    differ = len(found) - without_unit
    said = (
        f"自己前后有 {differ} 处不一致" if differ else "",
        f"{without_unit} 项任务{FINDINGS['no-unit'].said}" if without_unit else "",
    )
    if found:
        return "，".join(filter(None, said))
    return "没有发现前后不一致" if document.held else "未入库，没有核对"


def _empty(document: DocumentFacts, looked_at: str) -> str:
    if document.held:
        return f"没有发现前后不一致。{looked_at}"
    return "此文件未入库，只知道名称。添加文件后重新生成。"


def _looked_at(items: list[ItemFacts]) -> str:
    """Say what was compared, so that nothing found is told from nothing looked at."""
    rows = sum(item.task for item in items)
    measures = len(items) - rows
    if measures and rows:
        return (
            f"查过：附件 {rows} 项与正文 {measures} 条重述之处的数字和用词，括号内各项与合计，"
            "任务的责任单位，附件任务在正文有没有对应。"
        )
    if rows:
        return f"查过：{rows} 项任务的合计和责任单位。没有正文条目，无从比对重述。"
    return f"查过：正文 {measures} 条的合计。没有附件任务，无从比对重述。"


def _facts(found: list[FindingFacts]) -> tuple[Fact, ...]:
    counts = Counter(one.kind for one in found)
    open_ends = ("no-body-item", "no-unit")
    differ = tuple(
        Fact(zh, f"{counts[kind]} 处")
        for kind, (zh, _) in FINDINGS.items()
        if kind not in open_ends
    )
    rest = "，".join(f"{FINDINGS[kind].said} {counts[kind]}" for kind in open_ends)
    return (*differ, Fact("任务没有着落", f"{sum(counts[k] for k in open_ends)} 项", rest))


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
    columns = ("层级", "条目", "内容", "不一致")
    return Sheet("涉及的条目", columns, ("", "", "", ""), (Group("", "", rows),))


def _detail(item: ItemFacts, found: list[FindingFacts]) -> Detail:
    lines = tuple(
        DetailLine(one.label, note=one.message)
        for one in found
        if any(quote.item.iri == item.iri for quote in one.quotes)
    )
    return item_detail(item, groups=(DetailGroup("前后不一", lines),))
