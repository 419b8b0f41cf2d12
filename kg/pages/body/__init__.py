"""`/body/{name}`: what a body leads, answers for and supports, by when, and beside whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.iris import body_iri
from kg.language import say
from kg.pages.address import address, body_address
from kg.pages.body.load import read_load
from kg.pages.body.tasks import in_time, read_roles, read_targets
from kg.pages.visit import Visit, pages
from kg.questions.catalogue import BadBinding, NotFound
from kg.views.department_drawing import draw_department
from kg.views.drawing import draw
from kg.views.duties import Body, Duties, read_duties
from kg.views.facts import Asker
from kg.views.words import ROLES, Level, key_of
from kg.vocabulary import concepts

_COUNTERPARTS = 10
"""Counterparts of a level that stand open; more are folded."""


def routes() -> list[BaseRoute]:
    """The page of a body, by its official name; short names and IRIs lead there too."""
    return pages("/body/{name:path}", _body)


def _body(visit: Visit) -> Response:
    today = date.today()
    duties = _duties(visit.asker, visit.value("name"))
    targets = read_targets(visit.asker, duties)
    line = concepts("line").get(duties.body.line_key)
    return visit.show(
        "body.html",
        _heading(duties),
        door="bodies",
        duties=duties,
        line=say(*line.names) if line else duties.body.line,
        place_key=key_of(duties.body.division),
        all_roles=ROLES,
        crumbs=_crumbs(duties.body),
        roles=read_roles(visit.asker, duties, today),
        targets=targets,
        deadlines=in_time(duties, targets, today),
        load=read_load(visit.asker, duties),
        levels=_levels(duties),
        open_counterparts=_COUNTERPARTS,
        drawing=draw(draw_department(duties)) if duties.counterparts and duties.tasks else None,
        boxes=_boxes(duties),
        today=today.isoformat(),
    )


class NoSuchBody(NotFound):
    """A name that no body of the graph has, or that several have."""


def _duties(asker: Asker, name: str) -> Duties:
    """What the body has to do, by its IRI, else by any name that names it alone."""
    try:
        return read_duties(asker, body_iri(name).value)
    except BadBinding:
        pass
    try:
        return read_duties(asker, name)
    except BadBinding as error:
        raise NoSuchBody(
            f"没有叫“{name}”的单位，或者叫这个名称的不止一个",
            f"no body is called {name}, or several are",
            error.nearest,
        ) from error


def _heading(duties: Duties) -> str:
    name = duties.body.name
    if not duties.tasks:
        return say(f"{name}：没有列入任何条目", f"{name}: named in no item")
    zh = "，".join(f"{ROLES[role].zh} {len(items)} 项" for role, items in duties.by_role())
    en = ", ".join(f"{ROLES[role].en} {len(items)}" for role, items in duties.by_role())
    return say(f"{name}：{zh}", f"{name}: {en}")


def _crumbs(body: Body) -> list[tuple[str, str]]:
    place = (
        [(body.place, address("/bodies", {"place": key_of(body.division)}))] if body.place else []
    )
    return [(say("单位", "Bodies"), address("/bodies")), *place, (body.name, "")]


def _levels(duties: Duties) -> list[tuple[Level, list[Body]]]:
    """The counterparts by level, the highest first."""
    levels: dict[str, list[Body]] = {}
    for body in duties.counterparts:
        levels.setdefault(body.level.key, []).append(body)
    return [(same[0].level, same) for same in levels.values()]


def _boxes(duties: Duties) -> Mapping[str, str]:
    """Where the boxes of the drawing lead; those that stand for more lead to the list."""
    bodies = {body.iri: body_address(body.name) for body in (duties.body, *duties.counterparts)}
    return {**bodies, **{f"role-{role}": f"#{role}" for role in duties.tasks}}
