"""The drawing of one item's lineage: which boxes and lines, what is folded."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.views.drawing import add_box, add_document, add_line, add_more, name_lanes, new_graph
from kg.views.faces import Face, Words, head_face, item_face
from kg.views.facts import DocumentFacts, ItemFacts, LinkFacts
from kg.views.layout import Graph
from kg.views.lineage import CONTENT, Lineage, other_end, strength
from kg.views.words import LINKS
from kg.views.wrapping import shorten

PARENTS, CHILDREN, RESTATED, FOLDED = 3, 6, 2, 4
"""How many of each are drawn; what is over is one box, and stands in the table."""
_WIDE, _MIDDLE, _NARROW = 392.0, 304.0, 232.0


@dataclass(slots=True)
class _Plan:
    """Which items are drawn in which document's frame, in the order of its columns."""

    frames: dict[str, list[str]] = field(default_factory=dict)
    hidden: dict[tuple[int, str, str], int] = field(default_factory=dict)

    def put(self, item: ItemFacts) -> None:
        column = self.frames.setdefault(item.document.iri, [])
        if item.iri not in column:
            column.append(item.iri)

    def holds(self, item: str) -> bool:
        return any(item in column for column in self.frames.values())

    def fold(self, item: ItemFacts, kind: str) -> None:
        frame = item.document.iri if item.document.iri in self.frames else ""
        place = (item.document.level.lane, kind, frame)
        self.hidden[place] = self.hidden.get(place, 0) + 1


def draw_lineage(lineage: Lineage) -> Graph:
    """Make the graph of an item's page."""
    graph, plan = new_graph(), _plan(lineage)
    for rank, (document, items) in enumerate(plan.frames.items()):
        _add_frame(graph, lineage, document, items, rank)
    for (lane, kind, frame), count in sorted(plan.hidden.items()):
        rank = list(plan.frames).index(frame) if frame else 50
        _add_hidden(graph, lineage.focus, (lane, kind, frame), (rank, 98), count)
    _add_bases(graph, lineage, plan)
    for link in sorted(lineage.links.values(), key=strength):
        if plan.holds(link.subject) and plan.holds(link.object):
            _add_link(graph, lineage, link)
    framed = [lineage.documents[iri] for iri in plan.frames]
    name_lanes(graph, ((document.level.lane, document.place) for document in framed))
    return graph


def head_of(document: str) -> str:
    """Name the box that stands for a document in its frame."""
    return f"head-{document}"


def _plan(lineage: Lineage) -> _Plan:
    plan, focus = _Plan(), lineage.focus
    plan.put(focus)
    _plan_inside(lineage, plan, focus.iri)
    _plan_links(lineage, plan, focus.iri, lineage.upward(focus.iri), PARENTS)
    _plan_links(lineage, plan, focus.iri, lineage.downward(focus.iri), CHILDREN)
    for link in lineage.upward(focus.iri)[:1]:
        if link.kind in CONTENT:
            _plan_inside(lineage, plan, link.object)
            _plan_links(lineage, plan, link.object, lineage.upward(link.object), 1)
    return plan


def _plan_inside(lineage: Lineage, plan: _Plan, item: str) -> None:
    for link in lineage.inside(item):
        column = plan.frames[lineage.items[item].document.iri]
        if len(column) <= RESTATED:
            plan.put(lineage.items[other_end(link, item)])


def _plan_links(
    lineage: Lineage, plan: _Plan, item: str, links: list[LinkFacts], most: int
) -> None:
    """Draw links of content; links of topic only where there is nothing better."""
    content = [link for link in links if link.kind in CONTENT]
    chosen = content or links
    for place, link in enumerate(chosen):
        other = lineage.items[other_end(link, item)]
        if place < most:
            plan.put(other)
        elif not plan.holds(other.iri):
            plan.fold(other, link.kind)


def _add_hidden(
    graph: Graph,
    focus: ItemFacts,
    place: tuple[int, str, str],
    order: tuple[int, int],
    count: int,
) -> None:
    """Stand one box for linked items that are not drawn."""
    lane, kind, frame = place
    box, word = f"more-{lane}-{kind}-{frame}", LINKS[kind][0]
    add_more(graph, box, f"另 {count} 项{word}", lane=lane, order=order, frame=frame or None)
    ends = (focus.iri, box) if lane < focus.document.level.lane else (box, focus.iri)
    add_line(graph, *ends, kind, context=True, tip=word)


def _add_frame(graph: Graph, lineage: Lineage, document: str, items: list[str], rank: int) -> None:
    facts = lineage.documents[document]
    lane, focal = facts.level.lane, document == lineage.focus.document.iri
    add_box(
        graph,
        head_of(document),
        head_face(facts),
        lane=lane,
        order=(rank, 0),
        style="head",
        name=f"{facts.level.zh}文件 {facts.name}",
        tip=facts.title,
        detail=f"d-{document}",
        frame=document,
        tall=True,
        label=facts.name,
    )
    for column, (item, width) in enumerate(zip(items, _widths(items, focal), strict=True), 1):
        _add_item(graph, lineage, lineage.items[item], width, (rank, column))
    rest = [one for one in lineage.siblings[document] if one.iri not in items]
    if rest and rank < 2:
        face = _siblings_face(rest)
        name = f"{facts.name}的另 {len(rest)} 项"
        box = f"rest-{document}"
        add_box(
            graph,
            box,
            face,
            lane=lane,
            order=(rank, 99),
            style="it ctx rest",
            name=name,
            detail=f"d-{box}",
            frame=document,
        )


def _widths(items: list[str], focal: bool) -> list[float]:
    if len(items) > 3 or (len(items) > 1 and not focal):
        first = _NARROW if len(items) > 3 else _MIDDLE
    else:
        first = _WIDE if len(items) < 3 else _MIDDLE
    return [first, *[_NARROW] * (len(items) - 1)]


def _add_item(
    graph: Graph, lineage: Lineage, item: ItemFacts, width: float, order: tuple[int, int]
) -> None:
    is_focus = item.iri == lineage.focus.iri
    linked = is_focus or any(
        lineage.focus.iri in (link.subject, link.object)
        and item.iri in (link.subject, link.object)
        and link.kind in CONTENT
        for link in lineage.links.values()
    )
    style = "it foc" if is_focus else "it lk" if linked else "it ctx"
    level = item.document.level
    units = lineage.units.get(item.iri, [])
    add_box(
        graph,
        item.iri,
        item_face(item, units, width, note=" · 本条" if is_focus else ""),
        lane=level.lane,
        order=order,
        style=f"{style} {level.key}" if linked else style,
        name=f"{level.zh}，{item.full_name}{'，本条' if is_focus else ''}：{item.short}",
        tip=item.text,
        detail=f"d-{item.iri}",
        frame=item.document.iri,
        label=f"{item.name} {item.short}",
        part_of=head_of(item.document.iri),
    )


def _siblings_face(rest: list[ItemFacts]) -> Face:
    lines = [shorten(f"{item.name} {item.short}", 9.2) for item in rest[:2]]
    words = [Words(line, 8, 20 + 22 * n, "t3") for n, line in enumerate(lines)]
    words.append(Words(f"＋ 另 {len(rest)} 项", 8, 20 + 22 * len(lines) + 6, "t3 lnk"))
    return Face(128, 92, tuple(words))


def _add_bases(graph: Graph, lineage: Lineage, plan: _Plan) -> None:
    """Tie the frames to the documents they rest on, folding those that hold no linked item."""
    folded: dict[int, list[DocumentFacts]] = {}
    for lower, upper in lineage.bases:
        document = lineage.documents[upper]
        if lower not in plan.frames or upper in plan.frames or not _near(lineage, lower):
            continue
        if document.level.lane > 0 or lower == lineage.focus.document.iri:
            column = folded.setdefault(document.level.lane, [])
            if document not in column:
                column.append(document)
    for lane, documents in folded.items():
        for n, document in enumerate(documents[:FOLDED]):
            add_document(graph, head_of(document.iri), document, 190, (60, n))
        rest, own = len(documents) - FOLDED, lineage.focus.document.iri
        if rest > 0:
            box, words = f"more-bases-{lane}", f"另 {rest} 份依据"
            add_more(graph, box, words, lane=lane, order=(61,), detail=f"d-{own}")
            add_line(graph, head_of(own), box, "basis", context=True, tip=words)
    for lower, upper in lineage.bases:
        if head_of(lower) in graph and head_of(upper) in graph and _near(lineage, lower):
            tip = f"{lineage.documents[lower].name} 依据 {lineage.documents[upper].name}"
            add_line(graph, head_of(lower), head_of(upper), "basis", tip=tip)


def _near(lineage: Lineage, document: str) -> bool:
    """Say whether the bases of a document are part of the item's lineage: its own, its parents'."""
    own = lineage.focus.document.iri
    above = {lineage.items[link.object].document.iri for link in lineage.upward(lineage.focus.iri)}
    return document == own or document in above


def _add_link(graph: Graph, lineage: Lineage, link: LinkFacts) -> None:
    own = lineage.focus.iri in (link.subject, link.object)
    word = LINKS[link.kind][0]
    tip = f"{lineage.items[link.subject].name} {word} {lineage.items[link.object].name}"
    inside = lineage.items[link.subject].document == lineage.items[link.object].document
    add_line(
        graph,
        link.subject,
        link.object,
        link.kind,
        label=word if own and not inside else "",
        context=not own,
        tip=tip,
        weight=_weight(lineage, link),
    )


def _weight(lineage: Lineage, link: LinkFacts) -> float:
    """Say how much a line wants to be straight: the focal item's first parent most of all."""
    if lineage.focus.iri not in (link.subject, link.object):
        return 3
    first = [*lineage.upward(lineage.focus.iri), *lineage.downward(lineage.focus.iri)][:1]
    return 1000 if link in first else 10
