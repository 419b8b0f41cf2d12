"""What a document says against itself: findings read with both wordings, cut where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.language import say
from kg.views.compare import Piece, pieces
from kg.views.differences import differing
from kg.views.facts import Asker, DocumentFacts, ItemFacts, Row, item_of
from kg.views.words import FINDINGS, key_of

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
        return say(*FINDINGS[self.kind]) if self.kind in FINDINGS else self.kind


def read_findings(
    asker: Asker, document: DocumentFacts, items: Mapping[str, ItemFacts]
) -> list[FindingFacts]:
    """Read the findings, those of one kind together, amounts before words."""
    rows: dict[str, list[Row]] = {}
    for row in asker.rows("view-findings", document=document.iri):
        rows.setdefault(row["finding"], []).append(row)
    found = [
        FindingFacts(
            key_of(same[0]["kind"]),
            say(same[0]["message"], same[0]["english"]),
            _quotes(same, document, items),
        )
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


def counted_findings(document: DocumentFacts, found: Sequence[FindingFacts]) -> str:
    """Say how many places differ and how many tasks name nobody, or that nothing was found."""
    without_unit = sum(one.kind == "no-unit" for one in found)
    differ = len(found) - without_unit
    name = FINDINGS["no-unit"]
    said = (
        say(f"自己前后有 {differ} 处不一致", f"{differ} inconsistencies") if differ else "",
        say(f"{without_unit} 项任务{name[0]}", f"{without_unit} tasks: {name[1]}")
        if without_unit
        else "",
    )
    if found:
        return say("，", ", ").join(filter(None, said))
    if document.held:
        return say("没有发现前后不一致", "no inconsistency found")
    return say("未入库，没有核对", "not held, not checked")


def looked_at(items: Sequence[ItemFacts]) -> str:
    """Say what was compared, so that nothing found is told from nothing looked at."""
    rows = sum(item.task for item in items)
    measures = len(items) - rows
    if measures and rows:
        return say(
            f"查过：附件 {rows} 项与正文 {measures} 条重述之处的数字和用词，括号内各项与合计，"
            "任务的责任单位，附件任务在正文有没有对应。",
            f"Checked: figures and words where {rows} annex tasks restate {measures} measures of "
            "the body, the parts in brackets against totals, the bodies of tasks, and whether "
            "each task has a measure.",
        )
    if rows:
        return say(
            f"查过：{rows} 项任务的合计和责任单位。没有正文条目，无从比对重述。",
            f"Checked: totals and bodies of {rows} tasks. There is no body to compare them with.",
        )
    return say(
        f"查过：正文 {measures} 条的合计。没有附件任务，无从比对重述。",
        f"Checked: totals in {measures} measures. There are no annex tasks to compare them with.",
    )
