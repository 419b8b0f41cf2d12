"""A department's tasks: what it leads, shares, supports, by when, and who its counterparts are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.views.drawing import add_box, add_line, new_graph
from kg.views.errors import NothingToDraw
from kg.views.faces import Face, Words, plain_face
from kg.views.facts import Asker, DocumentFacts, ItemFacts, Row, Shelf, item_of
from kg.views.layout import Graph
from kg.views.page import Cell, Detail, DetailGroup, DetailLine, Fact, Group, Sheet, View
from kg.views.words import LINKS, REVIEWS, ROLES, Level, key_of, level_of
from kg.views.wrapping import shorten

COUNTERPARTS_SHOWN = 8
"""Counterparts drawn in a lane, the most linked; the rest are one box and stand in the table."""
_TASKS_SHOWN = 3
_ROLE_WIDTH = 300.0


@dataclass(frozen=True, slots=True)
class Body:
    """A public body: where it stands, how many items name it."""

    iri: str
    name: str
    level: Level
    place: str
    line: str = ""
    items: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An item of a counterpart that is linked with an item of this body."""

    counterpart: str
    item: ItemFacts
    kind: str
    review: str


@dataclass(slots=True)
class Duties:
    """A body, its items by role, its counterparts, and what links their items with its own."""

    body: Body
    tasks: dict[str, list[ItemFacts]] = field(default_factory=dict)
    counterparts: list[Body] = field(default_factory=list)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    partners: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def items(self) -> dict[str, ItemFacts]:
        """All its items by IRI, whatever the role."""
        return {item.iri: item for items in self.tasks.values() for item in items}

    def linked(self, counterpart: str) -> int:
        """How many of its items are linked with items of a counterpart."""
        return sum(
            any(answer.counterpart == counterpart for answer in answers)
            for answers in self.answers.values()
        )


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One item in the tables of tasks."""

    item: ItemFacts
    partners: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RoleTable:
    """The items in which the body has one role, by document."""

    role: str
    word: str
    en: str
    count: int
    groups: tuple[tuple[DocumentFacts, tuple[TaskRow, ...]], ...]


def compose(asker: Asker, parameters: Mapping[str, str]) -> View:
    """Compose the page of the body `body`, by its full official name."""
    duties = read_duties(asker, parameters["body"])
    body = duties.body
    return View(
        name="department",
        zh="单位任务",
        en="A department's tasks",
        title=f"{body.name}的任务",
        heading=_heading(duties),
        level=body.level,
        crumbs=tuple(filter(None, (body.place, body.line and f"{body.line}条线", body.name))),
        facts=tuple(_strip(duties)),
        graph=_graph(duties),
        drawn="对口",
        drawn_note="同一条线上的上级和下级单位；数字是它们和本单位相连的条目。",
        notes=tuple(_notes(duties)),
        legend=("counterpart",) if duties.counterparts else (),
        legend_boxes=(("it foc", "粗框：本单位"),),
        sheet=_sheet(duties),
        details=tuple(_details(duties)),
        asked=tuple(asker.asked.values()),
        body=tuple(_tables(duties)),
    )


# Reading


def read_duties(asker: Asker, name: str) -> Duties:
    """Read all that the page of a body shows; NothingToDraw where there is no such body."""
    rows = asker.rows("view-department", body=name)
    if not rows:
        raise NothingToDraw(f"没有这个单位：{name}", f"no such body: {name}")
    duties = Duties(_body(rows[0], "body"))
    shelf = Shelf(asker)
    for row in asker.rows("view-department-tasks", body=duties.body.iri):
        items = duties.tasks.setdefault(key_of(row["role"]), [])
        if row["item"] not in {item.iri for item in items}:
            items.append(item_of(row, shelf[row["document"]]))
    _read_counterparts(asker, duties, shelf)
    _read_partners(asker, duties)
    return duties


def _body(row: Row, name: str) -> Body:
    return Body(
        row[name],
        row["name"],
        level_of(row["level"]),
        row["place"],
        row.get("lineName", ""),
        int(row.get("items") or 0),
    )


def _read_counterparts(asker: Asker, duties: Duties, shelf: Shelf) -> None:
    own = duties.body.iri
    for row in asker.rows("view-department-links", body=own):
        if key_of(row["review"]) == "rejected":
            continue
        facts = {key: row[f"other{key.capitalize()}"] for key in _OTHER} | {"item": row["other"]}
        item = item_of(facts, shelf[row["otherDocument"]])
        answer = Answer(row["counterpart"], item, key_of(row["kind"]), key_of(row["review"]))
        duties.answers.setdefault(row["item"], []).append(answer)
    bodies = [
        _body(row, "counterpart") for row in asker.rows("view-department-counterparts", body=own)
    ]
    duties.counterparts = sorted(
        bodies, key=lambda b: (b.level.lane, -duties.linked(b.iri), -b.items, b.name)
    )


_OTHER = ("key", "notation", "title", "text", "task", "table")


def _read_partners(asker: Asker, duties: Duties) -> None:
    """Read who else is named in the items of the body."""
    items = duties.items
    for document in sorted({item.document.iri for item in items.values()}):
        for row in asker.rows("view-document-units", document=document):
            if row["item"] in items and row["body"] != duties.body.iri:
                partners = duties.partners.setdefault(row["item"], [])
                if (row["name"], key_of(row["role"])) not in partners:
                    partners.append((row["name"], key_of(row["role"])))


# Heading and strip


def _heading(duties: Duties) -> str:
    if not duties.tasks:
        return f"{duties.body.name}：没有列入任何条目"
    counts = "，".join(
        f"{ROLES[role][0]} {len(duties.tasks[role])} 项" for role in ROLES if role in duties.tasks
    )
    return f"{duties.body.name}：{counts}"


def _strip(duties: Duties) -> Iterator[Fact]:
    items = duties.items
    per_document: dict[str, int] = {}
    for item in items.values():
        per_document[item.document.name] = per_document.get(item.document.name, 0) + 1
    small = "，".join(f"{name} {count}" for name, count in list(per_document.items())[:2])
    yield Fact("条目", f"{len(items)} 项", small)
    dated = [item for item in items.values() if item.deadline]
    first = dated[0].deadline if dated else "原文没有写时限"
    yield Fact("写明时限", f"{len(dated)} 项", first if len(dated) < 2 else f"{first} 等")
    partners = {name for some in duties.partners.values() for name, _ in some}
    yield Fact("共事单位", f"{len(partners)} 个", "同一条目里列出的其他单位")
    linked = sum(bool(duties.answers.get(iri)) for iri in items)
    yield Fact("上下对口", f"{len(duties.counterparts)} 个", f"{linked} 项与对口单位的条目相连")


def _notes(duties: Duties) -> Iterator[str]:
    if not duties.tasks:
        yield "查过全部入库文件，没有一项把它列为责任单位。"
    if not duties.counterparts:
        why = "同一条线上没有其他单位入库" if duties.body.line else "它不属于任何一条线"
        yield f"没有对口单位：{why}。"


# The drawing


def _graph(duties: Duties) -> Graph:
    graph, body = new_graph(), duties.body
    lane = body.level.lane
    add_box(
        graph,
        body.iri,
        plain_face(
            body.name, tuple(filter(None, (body.place, body.line and f"{body.line}条线"))), 220
        ),
        lane=lane,
        order=(0, 0),
        style=f"it foc {body.level.key}",
        name=f"{body.level.zh}，{body.name}，本单位",
        detail=f"d-{body.iri}",
        frame="own",
        label=body.name,
    )
    for n, (role, items) in enumerate(_by_role(duties), 1):
        add_box(
            graph,
            f"role-{role}",
            _role_face(ROLES[role][0], items),
            lane=lane,
            order=(0, n),
            style="it ctx",
            name=f"{ROLES[role][0]} {len(items)} 项",
            detail=f"d-role-{role}",
            frame="own",
            part_of=body.iri,
        )
    _add_counterparts(graph, duties)
    graph.graph["lane_names"] = _lane_names((body, *duties.counterparts))
    return graph


def _lane_names(bodies: tuple[Body, ...]) -> dict[int, tuple[str, ...]]:
    places: dict[int, set[str]] = {}
    for body in bodies:
        if body.place and body.level.lane > 1:
            places.setdefault(body.level.lane, set()).add(body.place[:5])
    return {lane: tuple(some) for lane, some in places.items() if len(some) == 1}


def _by_role(duties: Duties) -> list[tuple[str, list[ItemFacts]]]:
    return [(role, duties.tasks[role]) for role in ROLES if role in duties.tasks]


def _role_face(word: str, items: list[ItemFacts]) -> Face:
    words = [Words(f"{word} {len(items)} 项", 12, 20, "t1")]
    for n, item in enumerate(items[:_TASKS_SHOWN]):
        line = shorten(item.short, (_ROLE_WIDTH - 24) / 14)
        words.append(Words(line, 12, 42 + 20 * n, "tq"))
    rest = len(items) - _TASKS_SHOWN
    if rest > 0:
        words.append(Words(f"＋ 另 {rest} 项", 12, 42 + 20 * _TASKS_SHOWN, "t3 lnk"))
    return Face(_ROLE_WIDTH, 114, tuple(words))


def _add_counterparts(graph: Graph, duties: Duties) -> None:
    lanes: dict[int, list[Body]] = {}
    for body in duties.counterparts:
        lanes.setdefault(body.level.lane, []).append(body)
    for lane, bodies in lanes.items():
        for n, body in enumerate(bodies[:COUNTERPARTS_SHOWN]):
            linked = duties.linked(body.iri)
            lines = (f"{body.place}　{body.items} 项", f"与本单位相连 {linked} 项")
            add_box(
                graph,
                body.iri,
                plain_face(body.name, lines, 168),
                lane=lane,
                order=(1, n),
                style=f"it lk {body.level.key}" if linked else "it",
                name=f"{body.level.zh}，{body.name}，相连 {linked} 项",
                detail=f"d-{body.iri}",
                label=body.name,
            )
            _tie(graph, duties.body, body.iri, lane)
        rest = len(bodies) - COUNTERPARTS_SHOWN
        if rest > 0:
            box, name = f"more-{lane}", f"另有 {rest} 个对口单位，以表格查看"
            face = plain_face(f"另 {rest} 个", ("以表格查看",), 112, "t2")
            add_box(graph, box, face, lane=lane, order=(2,), style="it ctx more", name=name)
            _tie(graph, duties.body, box, lane)


def _tie(graph: Graph, own: Body, other: str, lane: int) -> None:
    ends = (other, own.iri) if lane > own.level.lane else (own.iri, other)
    add_line(graph, *ends, "counterpart", tip="对口")


# Tables and panels


def _tables(duties: Duties) -> Iterator[RoleTable]:
    names = {body.iri: body.name for body in duties.counterparts}
    for role, items in _by_role(duties):
        groups: dict[str, list[ItemFacts]] = {}
        for item in items:
            groups.setdefault(item.document.iri, []).append(item)
        yield RoleTable(
            role,
            *ROLES[role],
            len(items),
            tuple(
                (same[0].document, tuple(_row(duties, item, names) for item in same))
                for same in groups.values()
            ),
        )


def _row(duties: Duties, item: ItemFacts, names: dict[str, str]) -> TaskRow:
    answers = [
        (LINKS[answer.kind][0], f"{names[answer.counterpart]} {answer.item.name}")
        for answer in duties.answers.get(item.iri, [])
        if answer.kind != "relatedTo"
    ]
    return TaskRow(item, tuple(duties.partners.get(item.iri, [])), tuple(dict.fromkeys(answers)))


def _sheet(duties: Duties) -> Sheet:
    rows = tuple(
        (
            Cell(level=body.level),
            Cell(body.name, detail=f"d-{body.iri}"),
            Cell(body.place),
            Cell(f"{body.items} 项"),
            Cell(f"{duties.linked(body.iri)} 项"),
        )
        for body in (duties.body, *duties.counterparts)
    )
    columns = ("层级", "单位", "区划", "条目", "与本单位相连")
    return Sheet("上下对口单位", columns, ("", "", "区划", "条目", "相连"), (Group("", "", rows),))


def _details(duties: Duties) -> Iterator[Detail]:
    yield _body_detail(duties, duties.body)
    for body in duties.counterparts:
        yield _body_detail(duties, body)
    for role, items in _by_role(duties):
        lines = tuple(DetailLine(item.full_name, item.short, item.deadline) for item in items)
        heading = f"{ROLES[role][0]} {len(items)} 项"
        yield Detail(
            f"d-role-{role}",
            duties.body.name,
            heading,
            duties.body.level,
            groups=(DetailGroup("条目", lines),),
        )
    for item in duties.items.values():
        yield _item_detail(duties, item)


def _body_detail(duties: Duties, body: Body) -> Detail:
    facts = (("区划", body.place), ("条线", duties.body.line), ("条目", f"{body.items} 项"))
    lines = tuple(
        DetailLine(
            f"{item.name} ← {LINKS[answer.kind][0]} → {answer.item.full_name}",
            answer.item.text,
            REVIEWS.get(answer.review, answer.review),
        )
        for item in duties.items.values()
        for answer in duties.answers.get(item.iri, [])
        if answer.counterpart == body.iri
    )
    return Detail(
        f"d-{body.iri}",
        f"{body.level.zh}单位",
        body.name,
        body.level,
        facts=tuple(
            (label, value)
            for label, value in facts
            if value and not (label == "条目" and body.iri == duties.body.iri)
        ),
        groups=(DetailGroup("与本单位相连的条目", lines),) if lines else (),
    )


def _item_detail(duties: Duties, item: ItemFacts) -> Detail:
    partners = "、".join(
        f"{name}（{ROLES[role][0]}）" for name, role in duties.partners.get(item.iri, [])
    )
    roles = "、".join(ROLES[role][0] for role, items in duties.tasks.items() if item in items)
    lines = tuple(
        DetailLine(
            f"{LINKS[answer.kind][0]}：{answer.item.full_name}",
            answer.item.text,
            REVIEWS.get(answer.review, answer.review),
        )
        for answer in duties.answers.get(item.iri, [])
    )
    facts = (("本单位", roles), ("其他单位", partners), ("时限", item.deadline))
    return Detail(
        f"d-{item.iri}",
        f"{item.document.level.zh} · {item.document.name}",
        f"{item.name}{'　' + item.title if item.title else ''}",
        item.document.level,
        item.text,
        tuple((label, value) for label, value in facts if value),
        (DetailGroup("对口单位的条目", lines),) if lines else (),
    )
