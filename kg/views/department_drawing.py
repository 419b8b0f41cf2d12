"""The drawing of a department: the body with its roles, its counterparts above and below."""

from __future__ import annotations

from kg.language import say
from kg.views.drawing import add_box, add_line, add_more, name_lanes, new_graph
from kg.views.duties import Body, Duties
from kg.views.faces import Face, Words, plain_face
from kg.views.facts import ItemFacts
from kg.views.layout import Graph
from kg.views.words import ROLES
from kg.views.wrapping import shorten

COUNTERPARTS_SHOWN = 8
"""Counterparts drawn in a lane, the most linked; the rest are one box and stand in the table."""
_TASKS_SHOWN = 3
_ROLE_WIDTH = 300.0


def draw_department(duties: Duties) -> Graph:
    """Make the graph of a body's page."""
    graph, body = new_graph(), duties.body
    lane = body.level.lane
    add_box(
        graph,
        body.iri,
        plain_face(
            body.name,
            tuple(filter(None, (body.place, body.line_said))),
            220,
        ),
        lane=lane,
        order=(0, 0),
        style=f"it foc {body.level.key}",
        name=say(
            f"{body.level.zh}，{body.name}，本单位", f"{body.level.en}, {body.name}, this body"
        ),
        detail=f"d-{body.iri}",
        frame="own",
        label=body.name,
    )
    for n, (role, items) in enumerate(duties.by_role(), 1):
        add_box(
            graph,
            f"role-{role}",
            _role_face(ROLES[role].said, items),
            lane=lane,
            order=(0, n),
            style="it ctx",
            name=f"{ROLES[role].said} {_counted(len(items))}",
            detail=f"d-role-{role}",
            frame="own",
            part_of=body.iri,
        )
    _add_counterparts(graph, duties)
    name_lanes(graph, ((one.level.lane, one.place) for one in (body, *duties.counterparts)))
    return graph


def _counted(items: int) -> str:
    return say(f"{items} 项", f"{items} item{'' if items == 1 else 's'}")


def _role_face(word: str, items: list[ItemFacts]) -> Face:
    words = [Words(f"{word} {_counted(len(items))}", 12, 20, "t1")]
    for n, item in enumerate(items[:_TASKS_SHOWN]):
        line = shorten(item.short, (_ROLE_WIDTH - 24) / 14)
        words.append(Words(line, 12, 42 + 20 * n, "tq"))
    rest = len(items) - _TASKS_SHOWN
    if rest > 0:
        more = say(f"＋ 另 {rest} 项", f"+ {rest} more")
        words.append(Words(more, 12, 42 + 20 * _TASKS_SHOWN, "t3 lnk"))
    return Face(_ROLE_WIDTH, 114, tuple(words))


def _add_counterparts(graph: Graph, duties: Duties) -> None:
    lanes: dict[int, list[Body]] = {}
    for body in duties.counterparts:
        lanes.setdefault(body.level.lane, []).append(body)
    for lane, bodies in lanes.items():
        for n, body in enumerate(bodies[:COUNTERPARTS_SHOWN]):
            linked = duties.linked(body.iri)
            tied = say(f"与本单位相连 {linked} 项", f"{linked} linked")
            lines = (f"{body.place}　{_counted(body.items)}", tied)
            add_box(
                graph,
                body.iri,
                plain_face(body.name, lines, 168),
                lane=lane,
                order=(1, n),
                style=f"it lk {body.level.key}" if linked else "it",
                name=f"{body.level.said}{say('，', ', ')}{body.name}{say('，', ', ')}{tied}",
                detail=f"d-{body.iri}",
                label=body.name,
            )
            _tie(graph, duties.body, body.iri, lane)
        rest = len(bodies) - COUNTERPARTS_SHOWN
        if rest > 0:
            box = f"more-{lane}"
            add_more(graph, box, say(f"另 {rest} 个", f"{rest} more"), lane=lane, order=(2,))
            _tie(graph, duties.body, box, lane)


def _tie(graph: Graph, own: Body, other: str, lane: int) -> None:
    ends = (other, own.iri) if lane > own.level.lane else (own.iri, other)
    add_line(graph, *ends, "counterpart", tip=say("对口", "counterpart"))
