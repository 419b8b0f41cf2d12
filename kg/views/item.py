"""One item's lineage: what it carries out, what carries it out, and the texts side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.views.compare import Pair, pair_up, target_rows
from kg.views.facts import Asker, DocumentFacts, ItemFacts, LinkFacts, TargetFacts
from kg.views.item_drawing import draw_lineage
from kg.views.item_panels import item_details, lineage_sheet
from kg.views.lineage import CONTENT, Lineage, read_lineage
from kg.views.page import Fact, View
from kg.views.words import BASES, COVERAGE, LINKS, OUTCOMES, REVIEWS, Names

PAIRS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Comparison:
    """The part of the page below the drawing."""

    pairs: tuple[Pair, ...]
    hidden: int
    bases: Mapping[str, Names]
    reviews: Mapping[str, Names]


def compose(asker: Asker, parameters: Mapping[str, str]) -> View:
    """Compose the page of the item `item`, a key such as henan-2021-yuzheng-2#A2/1."""
    lineage = read_lineage(asker, parameters["item"])
    focus = lineage.focus
    graph = draw_lineage(lineage)
    kinds = {kind for _, _, kind in graph.edges(keys=True)}
    links = _compared(lineage)
    return View(
        name="item",
        zh="条目脉络",
        en="Lineage of an item",
        title=focus.full_name,
        heading=focus.text,
        quoted=True,
        level=focus.document.level,
        crumbs=tuple(
            filter(None, (focus.document.place, focus.document.name, focus.section, focus.name))
        ),
        facts=_strip(lineage),
        graph=graph,
        drawn_note="自下而上：本条落实谁，谁又落实本条。只画与本条有关的，其余折叠。",
        notes=tuple(_notes(lineage)),
        legend=tuple(kind for kind in LINKS if kind in kinds),
        legend_boxes=(("it foc", "粗框：本条"), ("it ctx", "灰框：上下文"), ("doc out", "未入库")),
        sheet=lineage_sheet(lineage),
        details=item_details(lineage),
        asked=tuple(asker.asked.values()),
        body=Comparison(
            tuple(_pair(lineage, link) for link in links[:PAIRS_SHOWN]),
            len(links[PAIRS_SHOWN:]),
            BASES,
            REVIEWS,
        ),
    )


def _compared(lineage: Lineage) -> list[LinkFacts]:
    """Choose the links whose texts stand side by side: those of content, upward ones first."""
    focus = lineage.focus.iri
    links = lineage.upward(focus) + lineage.downward(focus)
    return [link for link in links if link.kind in CONTENT]


def _pair(lineage: Lineage, link: LinkFacts) -> Pair:
    upper, lower = lineage.items[link.object], lineage.items[link.subject]
    return pair_up(
        link,
        upper,
        lower,
        lineage.wordings.get(link.iri, []),
        (lineage.targets.get(upper.iri, []), lineage.targets.get(lower.iri, [])),
        (lineage.units.get(upper.iri, []), lineage.units.get(lower.iri, [])),
    )


# The strip under the heading


def _strip(lineage: Lineage) -> tuple[Fact, ...]:
    focus = lineage.focus.iri
    downward = [link for link in lineage.downward(focus) if link.kind in CONTENT]
    fields = [_upward_fact(lineage)]
    if downward:
        fields.append(_downward_fact(lineage, downward))
    fields += [_targets_fact(lineage), _units_fact(lineage)]
    return tuple((*fields, _review_fact(lineage))[:4])


def _upward_fact(lineage: Lineage) -> Fact:
    links = lineage.upward(lineage.focus.iri)
    content = [link for link in links if link.kind in CONTENT]
    if content:
        first = lineage.items[content[0].object]
        word = LINKS[content[0].kind][0]
        return Fact(f"{word}的上级条目", first.name, f"{first.document.name}，共 {len(content)} 项")
    if links:
        return Fact("上级条目", f"仅相关 {len(links)} 项", "主题相同，不计入落实")
    if _above(lineage, lineage.searched):
        return Fact("上级条目", COVERAGE["none-found"][0], "查过，没有")
    return Fact("上级条目", COVERAGE["not-reviewed"][0], "没有可比的上级文件")


def _downward_fact(lineage: Lineage, links: list[LinkFacts]) -> Fact:
    counts: dict[str, int] = {}
    for link in links:
        document = lineage.items[link.subject].document
        counts[document.place or document.name] = counts.get(document.place or document.name, 0) + 1
    places = "，".join(f"{place} {count}" for place, count in counts.items())
    return Fact("下级条目", f"{len(links)} 项", places)


def _targets_fact(lineage: Lineage) -> Fact:
    own = lineage.targets[lineage.focus.iri]
    upward = [link for link in lineage.upward(lineage.focus.iri) if link.kind in CONTENT][:1]
    set_above = lineage.targets.get(upward[0].object, []) if upward else []
    if set_above:
        return _change_fact(lineage.items[upward[0].object], lineage.focus, set_above, own)
    if not own:
        return Fact("目标", "无量化目标")
    amounts = "、".join(target.amount for target in own[:2])
    return Fact("目标", amounts, f"共 {len(own)} 个数" if len(own) > 1 else own[0].indicator)


def _change_fact(
    upper: ItemFacts, lower: ItemFacts, above: list[TargetFacts], below: list[TargetFacts]
) -> Fact:
    """Say what became of the numbers that the upper item sets."""
    met = [row for row in target_rows(above, below) if row.upper and row.lower]
    own = lower.document.level.own
    big = (
        " → ".join(t.amount for t in (met[0].upper, met[0].lower) if t)
        if met
        else f"{own}{OUTCOMES['no-number'][0]}"
    )
    theirs = upper.document.level.own
    return Fact("目标", big, f"{theirs}定 {len(above)} 个数，{own}写明 {len(met)} 个")


def _units_fact(lineage: Lineage) -> Fact:
    units = lineage.units[lineage.focus.iri]
    if not units:
        return Fact("责任单位", "未列", "这一项没有写责任单位")
    lead = [unit.name for unit in units if unit.role == "lead"]
    small = f"牵头：{'、'.join(lead)}" if lead else "、".join(unit.name for unit in units[:2])
    return Fact(
        "责任单位", f"{len(units)} 个", small + ("等" if len(units) > 2 and not lead else "")
    )


def _review_fact(lineage: Lineage) -> Fact:
    links = _compared(lineage)
    accepted = sum(link.review == "accepted" for link in links)
    if not links:
        return Fact("核对", "无关联可核")
    if accepted == len(links):
        return Fact("核对", REVIEWS["accepted"].said, f"{accepted} 条关联")
    return Fact(
        "核对", f"{len(links) - accepted} 条{REVIEWS['unreviewed']}", "机器比对所得，尚无人核对"
    )


# What was looked at in vain


def _notes(lineage: Lineage) -> list[str]:
    notes = []
    links = lineage.upward(lineage.focus.iri)
    upward = [link for link in links if link.kind in CONTENT]
    searched = _above(lineage, lineage.searched)
    if links and not upward:
        notes.append(f"没有查到落实的上级条目，只有 {len(links)} 项主题相关，不计入落实。")
    elif not upward and searched:
        names = "、".join(d.name for d in searched)
        notes.append(
            f"没有查到上级条目。查过{names}的全部条目，记为“{COVERAGE['none-found'][0]}”。"
        )
    elif not upward and lineage.focus.document.level.lane > 1:
        notes.append("还没有核对上级条目：没有入库的上级文件可比。")
    below = [d for d in lineage.searched if d not in searched]
    if below:
        names = "、".join(d.name for d in below)
        notes.append(f"没有查到落实它的条目，查过的下级文件：{names}。")
    if lineage.unread:
        notes.append(f"关联太多，另有 {lineage.unread} 条没有列出；用查询 view-item-links 看全部。")
    return notes


def _above(lineage: Lineage, documents: list[DocumentFacts]) -> list[DocumentFacts]:
    own = lineage.focus.document.level.lane
    return [document for document in documents if document.level.lane < own]
