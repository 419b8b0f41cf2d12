"""One item's lineage: what it carries out, what carries it out, and the texts side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.language import say
from kg.views.compare import Pair, pair_up, target_rows
from kg.views.facts import Asker, DocumentFacts, ItemFacts, LinkFacts, TargetFacts
from kg.views.item_drawing import draw_lineage
from kg.views.item_panels import item_details, lineage_sheet
from kg.views.lineage import CONTENT, Lineage, read_lineage
from kg.views.page import Fact, View
from kg.views.words import COVERAGE, LINKS, OUTCOMES, REVIEWS, listed

PAIRS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Comparison:
    """The part of the page below the drawing."""

    pairs: tuple[Pair, ...]
    hidden: int


def compose(asker: Asker, parameters: Mapping[str, str]) -> View:
    """Compose the page of the item `item`, a key such as henan-2021-yuzheng-2#A2/1."""
    view = view_of(read_lineage(asker, parameters["item"]))
    return replace(view, asked=tuple(asker.asked.values()))


def view_of(lineage: Lineage, can_open: bool = False) -> View:
    """Compose the page of an item, from all that was read of it.

    `can_open` says that what is folded can be asked for.
    """
    focus, graph = lineage.focus, draw_lineage(lineage, can_open)
    kinds = {kind for _, _, kind in graph.edges(keys=True)}
    links = compared(lineage)
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
        drawn_note=say(
            "自下而上：本条落实谁，谁又落实本条。只画与本条有关的，其余折叠。",
            "Upward: what this item carries out; downward: what carries it out. The rest folds.",
        ),
        notes=tuple(_notes(lineage)),
        legend=tuple(kind for kind in LINKS if kind in kinds),
        legend_boxes=(
            ("it foc", say("粗框：本条", "thick: this item")),
            ("it ctx", say("灰框：上下文", "grey: context")),
            ("doc out", say("未入库", "not held")),
        ),
        sheet=lineage_sheet(lineage),
        details=item_details(lineage),
        asked=(),
        body=Comparison(
            tuple(pair_of(lineage, link) for link in links[:PAIRS_SHOWN]), len(links[PAIRS_SHOWN:])
        ),
    )


def compared(lineage: Lineage) -> list[LinkFacts]:
    """Choose the links whose texts stand side by side: those of content, upward ones first."""
    focus = lineage.focus.iri
    links = lineage.upward(focus) + lineage.downward(focus)
    return [link for link in links if link.kind in CONTENT]


def pair_of(lineage: Lineage, link: LinkFacts) -> Pair:
    """Put the two items of a link side by side."""
    upper, lower = lineage.items[link.object], lineage.items[link.subject]
    pair = pair_up(
        link,
        upper,
        lower,
        lineage.wordings.get(link.iri, []),
        (lineage.targets.get(upper.iri, []), lineage.targets.get(lower.iri, [])),
        (lineage.units.get(upper.iri, []), lineage.units.get(lower.iri, [])),
        lineage.comparisons,
    )
    return replace(
        pair,
        decision=lineage.decisions.get(link.iri),
        declared=lineage.bases.get((lower.document.iri, upper.document.iri)),
    )


# The strip under the heading


def _strip(lineage: Lineage) -> tuple[Fact, ...]:
    focus = lineage.focus.iri
    downward = [link for link in lineage.downward(focus) if link.kind in CONTENT]
    rest = [_targets_fact(lineage), _units_fact(lineage)]
    if not lineage.upward(focus) and not above(lineage) and (downward or lineage.searched):
        return (_downward_fact(lineage, downward), *rest, _upward_fact(lineage))
    fields = [_upward_fact(lineage)]
    if downward:
        fields.append(_downward_fact(lineage, downward))
    return tuple((*fields, *rest, _review_fact(lineage))[:4])


def _upward_fact(lineage: Lineage) -> Fact:
    links = lineage.upward(lineage.focus.iri)
    content = [link for link in links if link.kind in CONTENT]
    label = say("上级条目", "Upper item")
    if content:
        first, kind = lineage.items[content[0].object], LINKS[content[0].kind]
        count = say(f"共 {len(content)} 项", f"{len(content)} in all")
        name = first.document.name
        label = say(f"{kind.zh}的上级条目", f"Upper item ({kind.en})")
        return Fact(label, first.name, say(f"{name}，{count}", f"{name}, {count}"))
    if links:
        return Fact(
            label,
            say(f"仅相关 {len(links)} 项", f"{len(links)} of the same topic"),
            say("主题相同，不计入落实", "not counted as carried out"),
        )
    if above(lineage):
        return Fact(label, COVERAGE["none-found"].said, say("查过，没有", "searched in vain"))
    return Fact(
        label,
        COVERAGE["not-reviewed"].said,
        say("没有可比的上级文件", "no upper document to compare with"),
    )


def _downward_fact(lineage: Lineage, links: list[LinkFacts]) -> Fact:
    counts: dict[str, int] = {}
    for link in links:
        document = lineage.items[link.subject].document
        counts[document.place or document.name] = counts.get(document.place or document.name, 0) + 1
    places = listed(f"{place} {count}" for place, count in counts.items())
    if not links:
        searched = len(lineage.searched)
        related = len(lineage.downward(lineage.focus.iri))
        only = say(f"，只相关 {related} 项", f", {related} of the same topic") if related else ""
        return Fact(
            say("下级条目", "Lower items"),
            COVERAGE["none-found"].said,
            say(f"查过 {searched} 份下级文件", f"{searched} lower documents searched") + only,
        )
    return Fact(say("下级条目", "Lower items"), say(f"{len(links)} 项", f"{len(links)}"), places)


def _targets_fact(lineage: Lineage) -> Fact:
    own = lineage.targets.get(lineage.focus.iri, [])
    upward = [link for link in lineage.upward(lineage.focus.iri) if link.kind in CONTENT][:1]
    set_above = lineage.targets.get(upward[0].object, []) if upward else []
    label = say("目标", "Targets")
    if set_above:
        return _change_fact(lineage.items[upward[0].object], lineage.focus, set_above, own)
    if not own:
        return Fact(label, say("无量化目标", "none in numbers"))
    amounts = listed(target.amount for target in own[:2])
    many = say(f"共 {len(own)} 个数", f"{len(own)} in all")
    return Fact(label, amounts, many if len(own) > 1 else own[0].indicator)


def _change_fact(
    upper: ItemFacts, lower: ItemFacts, above: list[TargetFacts], below: list[TargetFacts]
) -> Fact:
    """Say what became of the numbers that the upper item sets."""
    met = [row for row in target_rows(above, below) if row.upper and row.lower]
    own, theirs = lower.document.level, upper.document.level
    none = OUTCOMES["no-number"]
    big = (
        " → ".join(t.amount for t in (met[0].upper, met[0].lower) if t)
        if met
        else say(f"{own.own}{none.zh}", f"{own.en}: {none.en}")
    )
    small = say(
        f"{theirs.own}定 {len(above)} 个数，{own.own}写明 {len(met)} 个",
        f"{len(above)} set above, {len(met)} given a number below",
    )
    return Fact(say("目标", "Targets"), big, small)


def _units_fact(lineage: Lineage) -> Fact:
    units, label = lineage.units.get(lineage.focus.iri, []), say("责任单位", "Responsible")
    if not units:
        return Fact(
            label, say("未列", "nobody"), say("这一项没有写责任单位", "the item names no body")
        )
    lead = [unit.name for unit in units if unit.role == "lead"]
    names = listed(lead or [unit.name for unit in units[:2]])
    small = say(f"牵头：{names}", f"led by {names}") if lead else names
    if len(units) > 2 and not lead:
        small = say(f"{names}等", f"{names}, …")
    count = say(f"{len(units)} 个", f"{len(units)} bod{'y' if len(units) == 1 else 'ies'}")
    return Fact(label, count, small)


def _review_fact(lineage: Lineage) -> Fact:
    links, label = compared(lineage), say("核对", "Review")
    accepted = sum(link.review == "accepted" for link in links)
    if not links:
        return Fact(label, say("无关联可核", "no link to review"))
    if accepted == len(links):
        return Fact(label, REVIEWS["accepted"].said, say(f"{accepted} 条关联", f"{accepted} links"))
    open_ones = len(links) - accepted
    return Fact(
        label,
        say(f"{open_ones} 条{REVIEWS['unreviewed'].zh}", f"{open_ones} unreviewed"),
        say("机器比对所得，尚无人核对", "found by the machine, checked by nobody yet"),
    )


# What was looked at in vain


def _notes(lineage: Lineage) -> list[str]:
    notes = []
    links = lineage.upward(lineage.focus.iri)
    upward = [link for link in links if link.kind in CONTENT]
    searched = above(lineage)
    if links and not upward:
        notes.append(
            say(
                f"没有查到落实的上级条目，只有 {len(links)} 项主题相关，不计入落实。",
                f"No upper item that it carries out, only {len(links)} of the same topic.",
            )
        )
    elif not upward and searched:
        names, word = listed(d.name for d in searched), COVERAGE["none-found"]
        notes.append(
            say(
                f"没有查到上级条目。查过{names}的全部条目，记为“{word.zh}”。",
                f"No upper item. All items of {names} were searched: {word.en}.",
            )
        )
    elif not upward and lineage.focus.document.level.lane > 1:
        notes.append(
            say(
                "还没有核对上级条目：没有入库的上级文件可比。",
                "Upper items were not looked for: no upper document is held.",
            )
        )
    below = [d for d in lineage.searched if d not in searched]
    if below:
        names = listed(d.name for d in below)
        notes.append(
            say(
                f"没有查到落实它的条目，查过的下级文件：{names}。",
                f"No item that carries it out in these lower documents, all searched: {names}.",
            )
        )
    if lineage.unread:
        notes.append(
            say(
                f"关联太多，另有 {lineage.unread} 条没有列出；用查询 view-item-links 看全部。",
                f"Too many links: {lineage.unread} not listed; the query view-item-links has all.",
            )
        )
    return notes


def above(lineage: Lineage) -> list[DocumentFacts]:
    """Give the upper documents that were searched in vain."""
    own = lineage.focus.document.level.lane
    return [document for document in lineage.searched if document.level.lane < own]
