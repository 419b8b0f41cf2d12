"""The drawing of one item's lineage: which boxes and lines, what is folded."""

from __future__ import annotations

from dataclasses import dataclass

from kg.language import say
from kg.views.drawing import (
    MORE_WIDTH,
    add_box,
    add_document,
    add_line,
    add_more,
    name_lanes,
    new_graph,
)
from kg.views.faces import HEAD_WIDTH, SIDE, Face, Words, head_face, item_face
from kg.views.facts import DocumentFacts, ItemFacts, LinkFacts
from kg.views.item_plan import CROWD, FOLDED, Plan, make_plan
from kg.views.layout import BOX_GAP, Graph
from kg.views.lineage import CONTENT, Lineage, strength
from kg.views.words import LINKS
from kg.views.wrapping import shorten

SIBLINGS = 24
"""Other items of a document that are named where it is opened."""
_WIDE, _MIDDLE, _NARROW = 392.0, 304.0, 232.0
_ROOM = 1120.0
"""Width of the boxes of a frame; what does not fit stands in a further frame of the document."""
_REST, _OPENED = 128.0, 400.0


@dataclass(slots=True)
class _Frames:
    """The frames of a document, filled one after the other."""

    document: str
    used: float = HEAD_WIDTH
    part: int = 0

    def room(self, width: float) -> str:
        """Make room for a box, and name the frame that it stands in."""
        self.used += width + BOX_GAP
        if self.used > _ROOM:
            self.used, self.part = width, self.part + 1
        return f"{self.document} {self.part}" if self.part else self.document


def draw_lineage(lineage: Lineage, can_open: bool = False) -> Graph:
    """Make the graph of an item's page; `can_open` where folded documents can be opened."""
    graph, plan = new_graph(), make_plan(lineage)
    graph.graph["can_open"] = can_open
    for rank, document in enumerate(plan.frames):
        _add_frame(graph, lineage, plan, document, rank)
    _add_unframed(graph, lineage, plan)
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


def _add_frame(graph: Graph, lineage: Lineage, plan: Plan, document: str, rank: int) -> None:
    facts, items = lineage.documents[document], plan.frames[document]
    add_box(
        graph,
        head_of(document),
        head_face(facts),
        lane=facts.level.lane,
        order=(rank, 0, 0),
        style="head",
        name=say(f"{facts.level.zh}文件 {facts.name}", f"{facts.level.en} document {facts.name}"),
        tip=facts.title,
        detail=f"d-{document}",
        frame=document,
        tall=True,
        label=facts.name,
    )
    widths = _widths(items, document == lineage.focus.document.iri)
    if len(plan.frames) > CROWD and document != lineage.focus.document.iri:
        widths = [_NARROW] * len(items)
    frames = _Frames(document)
    for column, (item, width) in enumerate(zip(items, widths, strict=True), 1):
        frame = frames.room(width)
        _add_item(graph, lineage, lineage.items[item], width, (rank, frames.part, column), frame)
    _add_folds(graph, lineage, plan, document, (rank, 98, 0), frames)
    _add_rest(graph, lineage, document, (rank, 99, 0), frames)


def _add_folds(
    graph: Graph,
    lineage: Lineage,
    plan: Plan,
    document: str,
    order: tuple[int, int, int],
    frames: _Frames | None,
) -> None:
    """Stand one box for the linked items of a document that are not drawn."""
    facts = lineage.documents[document]
    for (of, kind), count in sorted(plan.folded.items()):
        if of != document:
            continue
        words = say(f"另 {count} 项{LINKS[kind].zh}", f"{count} more ({LINKS[kind].en})")
        if frames is None:
            name = facts.place or facts.name
            words = say(f"{name} {count} 项{LINKS[kind].zh}", f"{name}: {count} ({LINKS[kind].en})")
        box, lane = f"more-{document}-{kind}", facts.level.lane
        frame = frames.room(MORE_WIDTH) if frames else None
        opens = facts.key if graph.graph["can_open"] else ""
        add_more(graph, box, words, lane=lane, order=order, frame=frame, opens=opens)
        _tie(graph, lineage, box, lane, kind)


def _add_unframed(graph: Graph, lineage: Lineage, plan: Plan) -> None:
    """Stand one box each for a few documents without a frame, and one for all the others."""
    lanes: dict[int, list[str]] = {}
    for document, _ in sorted(plan.folded):
        others = lanes.setdefault(lineage.documents[document].level.lane, [])
        if document not in plan.frames and document not in others:
            others.append(document)
    for lane, documents in lanes.items():
        shown = documents if len(documents) <= FOLDED else documents[: FOLDED - 1]
        for rank, document in enumerate(shown):
            _add_folds(graph, lineage, plan, document, (50, rank, 0), None)
        rest = [fold for fold in plan.folded if fold[0] in set(documents) - set(shown)]
        if rest:
            count, more = sum(plan.folded[fold] for fold in rest), len(documents) - len(shown)
            words = say(f"另 {more} 份文件 {count} 项", f"{count} items of {more} more documents")
            box = f"more-{lane}"
            add_more(graph, box, words, lane=lane, order=(51, 0, 0))
            _tie(graph, lineage, box, lane, rest[0][1])


def _tie(graph: Graph, lineage: Lineage, box: str, lane: int, kind: str) -> None:
    focus = lineage.focus
    ends = (focus.iri, box) if lane < focus.document.level.lane else (box, focus.iri)
    add_line(graph, *ends, kind, context=True, tip=LINKS[kind].said)


def _add_rest(
    graph: Graph, lineage: Lineage, document: str, order: tuple[int, int, int], frames: _Frames
) -> None:
    """Stand one box for the items of a document that have nothing to do with this one."""
    facts = lineage.documents[document]
    rest = [one for one in lineage.siblings.get(document, []) if one.iri not in graph]
    if not rest:
        return
    is_open = facts.key in lineage.reach.opened
    add_box(
        graph,
        f"rest-{document}",
        _opened_face(rest, facts.key) if is_open else _siblings_face(rest, facts.key),
        lane=facts.level.lane,
        order=order,
        style="it ctx rest",
        name=say(f"{facts.name}的另 {len(rest)} 项", f"{len(rest)} more items of {facts.name}"),
        detail=f"d-rest-{document}",
        frame=frames.room(_OPENED if is_open else _REST),
    )


def _widths(items: list[str], focal: bool) -> list[float]:
    if len(items) > 3 or (len(items) > 1 and not focal):
        first = _NARROW if len(items) > 3 else _MIDDLE
    else:
        first = _WIDE if len(items) < 3 else _MIDDLE
    return [first, *[_NARROW] * (len(items) - 1)]


def _add_item(
    graph: Graph,
    lineage: Lineage,
    item: ItemFacts,
    width: float,
    order: tuple[int, int, int],
    frame: str,
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
        item_face(item, units, width, note=say(" · 本条", " · this item") if is_focus else ""),
        lane=level.lane,
        order=order,
        style=f"{style} {level.key}" if linked else style,
        name=say(
            f"{level.zh}，{item.full_name}{'，本条' if is_focus else ''}：{item.short}",
            f"{level.en}, {item.full_name}{', this item' if is_focus else ''}: {item.short}",
        ),
        tip=item.text,
        detail=f"d-{item.iri}",
        frame=frame,
        label=f"{item.name} {item.short}",
        part_of=head_of(item.document.iri),
    )


def _siblings_face(rest: list[ItemFacts], key: str) -> Face:
    """Name two other items of a document, and how many more there are."""
    words = [
        Words(shorten(f"{item.name} {item.short}", 9.2), 8, 20 + 22 * n, "t3", to=item.iri)
        for n, item in enumerate(rest[:2])
    ]
    more = len(rest) - len(words)
    if more:
        opening = say(f"＋ 展开另 {more} 项", f"＋ {more} more")
        y = 26.0 + 22 * len(words)
        words.append(Words(opening, 8, y, "t3 lnk", to=f"open-{key}"))
    return Face(_REST, 92, tuple(words))


def _opened_face(rest: list[ItemFacts], key: str) -> Face:
    """Name the other items of a document in two columns."""
    shown, width = rest[:SIBLINGS], _OPENED
    rows = (len(shown) + 1) // 2
    words = [
        Words(
            shorten(f"{item.name} {item.short}", 15),
            SIDE + (width / 2 - 4) * (n // rows),
            20 + 20 * (n % rows),
            "t3",
            to=item.iri,
        )
        for n, item in enumerate(shown)
    ]
    y = 26.0 + 20 * rows
    words.append(Words(say("－ 收起", "－ fold"), SIDE, y, "t3 lnk", to=f"open-{key}"))
    if len(rest) > len(shown):
        over = say(f"另 {len(rest) - len(shown)} 项见文件", f"{len(rest) - len(shown)} more")
        document = head_of(rest[0].document.iri)
        words.append(Words(over, width / 2 + SIDE, y, "t3 lnk", to=document))
    return Face(width, y + 12, tuple(words))


def _add_bases(graph: Graph, lineage: Lineage, plan: Plan) -> None:
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
        framed = any(lineage.documents[iri].level.lane == lane for iri in plan.frames)
        width = 190 if framed else 330 if len(documents) < FOLDED else 270
        for n, document in enumerate(documents[:FOLDED]):
            add_document(graph, head_of(document.iri), document, width, (60, n, 0))
        rest, own = len(documents) - FOLDED, lineage.focus.document.iri
        if rest > 0:
            box = f"more-bases-{lane}"
            words = say(f"另 {rest} 份依据", f"{rest} more bases")
            add_more(graph, box, words, lane=lane, order=(61, 0, 0), detail=f"d-{own}")
            add_line(graph, head_of(own), box, "basis", context=True, tip=words)
    for lower, upper in lineage.bases:
        if head_of(lower) in graph and head_of(upper) in graph and _near(lineage, lower):
            ends = lineage.documents[lower].name, lineage.documents[upper].name
            tip = say(f"{ends[0]} 依据 {ends[1]}", f"{ends[0]} is based on {ends[1]}")
            add_line(graph, head_of(lower), head_of(upper), "basis", tip=tip)


def _near(lineage: Lineage, document: str) -> bool:
    """Say whether the bases of a document are part of the item's lineage: its own, its parents'."""
    own = lineage.focus.document.iri
    above = {lineage.items[link.object].document.iri for link in lineage.upward(lineage.focus.iri)}
    return document == own or document in above


def _add_link(graph: Graph, lineage: Lineage, link: LinkFacts) -> None:
    own = lineage.focus.iri in (link.subject, link.object)
    word = LINKS[link.kind].said
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
