"""A department's tasks: what it leads, shares, supports, by when, and who its counterparts are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.views.department_drawing import draw_department
from kg.views.duties import Body, Duties, read_duties
from kg.views.facts import Asker, DocumentFacts, ItemFacts
from kg.views.page import Cell, Detail, DetailGroup, DetailLine, Fact, Group, Sheet, View
from kg.views.panels import item_detail
from kg.views.words import LINKS, REVIEWS, ROLES


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
        graph=draw_department(duties),
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


# Heading and strip


def _heading(duties: Duties) -> str:
    if not duties.tasks:
        return f"{duties.body.name}：没有列入任何条目"
    counts = "，".join(
        f"{ROLES[role].said} {len(duties.tasks[role])} 项" for role in ROLES if role in duties.tasks
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


# Tables and panels


def _tables(duties: Duties) -> Iterator[RoleTable]:
    names = {body.iri: body.name for body in duties.counterparts}
    for role, items in duties.by_role():
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
    for role, items in duties.by_role():
        lines = tuple(DetailLine(item.full_name, item.short, item.deadline) for item in items)
        heading = f"{ROLES[role].said} {len(items)} 项"
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
        f"{name}（{ROLES[role].said}）" for name, role in duties.partners.get(item.iri, [])
    )
    roles = "、".join(ROLES[role].said for role, items in duties.tasks.items() if item in items)
    lines = tuple(
        DetailLine(
            f"{LINKS[answer.kind].said}：{answer.item.full_name}",
            answer.item.text,
            str(REVIEWS.get(answer.review, answer.review)),
        )
        for answer in duties.answers.get(item.iri, [])
    )
    facts = (("本单位", roles), ("其他单位", partners), ("时限", item.deadline))
    return item_detail(item, facts, (DetailGroup("对口单位的条目", lines),))
