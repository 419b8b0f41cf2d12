"""A department's tasks: what it leads, shares, supports, by when, and who its counterparts are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.language import say
from kg.views.department_drawing import draw_department
from kg.views.duties import Body, Duties, read_duties
from kg.views.facts import Asker, DocumentFacts, ItemFacts
from kg.views.page import Cell, Detail, DetailGroup, DetailLine, Fact, Group, Sheet, View
from kg.views.panels import item_detail
from kg.views.words import LINKS, REVIEWS, ROLES, Names, listed


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One item in the tables of tasks."""

    item: ItemFacts
    partners: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RoleTable:
    """The items in which the body has one role, by document."""

    names: Names
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
        title=say(f"{body.name}的任务", f"Tasks of {body.name}"),
        heading=_heading(duties),
        level=body.level,
        crumbs=tuple(filter(None, (body.place, body.line_said, body.name))),
        facts=tuple(_strip(duties)),
        graph=draw_department(duties),
        drawn=say("对口", "Counterparts"),
        drawn_note=say(
            "同一条线上的上级和下级单位；数字是它们和本单位相连的条目。",
            "Bodies of the same line above and below, with the items that link them with this one.",
        ),
        notes=tuple(_notes(duties)),
        legend=("counterpart",) if duties.counterparts else (),
        legend_boxes=(("it foc", say("粗框：本单位", "thick: this body")),),
        sheet=_sheet(duties),
        details=tuple(_details(duties)),
        asked=tuple(asker.asked.values()),
        body=tuple(_tables(duties)),
    )


# Heading and strip


def _heading(duties: Duties) -> str:
    name = duties.body.name
    if not duties.tasks:
        return say(f"{name}：没有列入任何条目", f"{name}: named in no item")
    zh = "，".join(f"{ROLES[role].zh} {len(items)} 项" for role, items in duties.by_role())
    en = ", ".join(f"{ROLES[role].en} {len(items)}" for role, items in duties.by_role())
    return say(f"{name}：{zh}", f"{name}: {en}")


def _strip(duties: Duties) -> Iterator[Fact]:
    items = duties.items
    per_document: dict[str, int] = {}
    for item in items.values():
        per_document[item.document.name] = per_document.get(item.document.name, 0) + 1
    counts = [f"{name} {count}" for name, count in list(per_document.items())[:2]]
    yield Fact(say("条目", "Items"), _of_items(len(items)), say("，", ", ").join(counts))
    dated = [item for item in items.values() if item.deadline]
    first = dated[0].deadline if dated else say("原文没有写时限", "no deadline is stated")
    small = first if len(dated) < 2 else say(f"{first} 等", f"{first}, …")
    yield Fact(say("写明时限", "With a deadline"), _of_items(len(dated)), small)
    partners = {name for some in duties.partners.values() for name, _ in some}
    yield Fact(
        say("共事单位", "Named with it"),
        _of_bodies(len(partners)),
        say("同一条目里列出的其他单位", "other bodies in the same items"),
    )
    linked = sum(bool(duties.answers.get(iri)) for iri in items)
    yield Fact(
        say("上下对口", "Counterparts"),
        _of_bodies(len(duties.counterparts)),
        say(f"{linked} 项与对口单位的条目相连", f"items linked with theirs: {linked}"),
    )


def _of_items(count: int) -> str:
    return say(f"{count} 项", f"{count}")


def _of_bodies(count: int) -> str:
    return say(f"{count} 个", f"{count}")


def _notes(duties: Duties) -> Iterator[str]:
    if not duties.tasks:
        yield say(
            "查过全部入库文件，没有一项把它列为责任单位。",
            "All documents held were searched: no item names it.",
        )
    if not duties.counterparts:
        if duties.body.line:
            why = say("同一条线上没有其他单位入库", "no other body of its line is held")
        else:
            why = say("它不属于任何一条线", "it belongs to no line")
        yield say(f"没有对口单位：{why}。", f"No counterpart: {why}.")


# Tables and panels


def _tables(duties: Duties) -> Iterator[RoleTable]:
    names = {body.iri: body.name for body in duties.counterparts}
    for role, items in duties.by_role():
        groups: dict[str, list[ItemFacts]] = {}
        for item in items:
            groups.setdefault(item.document.iri, []).append(item)
        yield RoleTable(
            ROLES[role],
            len(items),
            tuple(
                (same[0].document, tuple(_row(duties, item, names) for item in same))
                for same in groups.values()
            ),
        )


def _row(duties: Duties, item: ItemFacts, names: dict[str, str]) -> TaskRow:
    answers = [
        (LINKS[answer.kind].said, f"{names[answer.counterpart]} {answer.item.name}")
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
            Cell(_of_items(body.items)),
            Cell(_of_items(duties.linked(body.iri))),
        )
        for body in (duties.body, *duties.counterparts)
    )
    place, items = say("区划", "Place"), say("条目", "Items")
    linked = say("与本单位相连", "Linked with this body")
    columns = (say("层级", "Level"), say("单位", "Body"), place, items, linked)
    heads = ("", "", place, items, say("相连", "Linked"))
    caption = say("上下对口单位", "Counterparts above and below")
    return Sheet(caption, columns, heads, (Group("", "", rows),))


def _details(duties: Duties) -> Iterator[Detail]:
    yield _body_detail(duties, duties.body)
    for body in duties.counterparts:
        yield _body_detail(duties, body)
    for role, items in duties.by_role():
        lines = tuple(DetailLine(item.full_name, item.short, item.deadline) for item in items)
        heading = f"{ROLES[role].said} {_of_items(len(items))}"
        yield Detail(
            f"d-role-{role}",
            duties.body.name,
            heading,
            duties.body.level,
            groups=(DetailGroup(say("条目", "Items"), lines),),
        )
    for item in duties.items.values():
        yield _item_detail(duties, item)


def _body_detail(duties: Duties, body: Body) -> Detail:
    facts = (
        (say("区划", "Place"), body.place),
        (say("条线", "Line"), duties.body.line_name),
        (say("条目", "Items"), "" if body.iri == duties.body.iri else _of_items(body.items)),
    )
    lines = tuple(
        DetailLine(
            f"{item.name} ← {LINKS[answer.kind].said} → {answer.item.full_name}",
            answer.item.text,
            str(REVIEWS.get(answer.review, answer.review)),
        )
        for item in duties.items.values()
        for answer in duties.answers.get(item.iri, [])
        if answer.counterpart == body.iri
    )
    return Detail(
        f"d-{body.iri}",
        say(f"{body.level.zh}单位", f"{body.level.en}, body"),
        body.name,
        body.level,
        facts=tuple((label, value) for label, value in facts if value),
        groups=(DetailGroup(say("与本单位相连的条目", "Items linked with this body's"), lines),)
        if lines
        else (),
    )


def _item_detail(duties: Duties, item: ItemFacts) -> Detail:
    partners = listed(
        say(f"{name}（{ROLES[role].zh}）", f"{name} ({ROLES[role].en})")
        for name, role in duties.partners.get(item.iri, [])
    )
    roles = listed(ROLES[role].said for role, items in duties.tasks.items() if item in items)
    lines = tuple(
        DetailLine(
            f"{LINKS[answer.kind].said}{say('：', ': ')}{answer.item.full_name}",
            answer.item.text,
            str(REVIEWS.get(answer.review, answer.review)),
        )
        for answer in duties.answers.get(item.iri, [])
    )
    facts = (
        (say("本单位", "This body"), roles),
        (say("其他单位", "Other bodies"), partners),
        (say("时限", "Deadline"), item.deadline),
    )
    heading = say("对口单位的条目", "Items of counterparts")
    return item_detail(item, facts, (DetailGroup(heading, lines),))
