"""An answer as a network: the things of its rows in lanes by level, a line for each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.language import say
from kg.pages.naming import Thing, name_things
from kg.questions.question import Question
from kg.views.drawing import Drawing, add_box, add_line, draw, new_graph
from kg.views.faces import plain_face
from kg.views.facts import Asker, Row
from kg.views.layout import Graph
from kg.views.words import LINKS
from kg.vocabulary import concepts_called

_MOST = 60
"""Things in a drawing; the table has the rest."""
_WIDTH = 190.0
_UNDIRECTED = "counterpart"


@dataclass(frozen=True, slots=True)
class Network:
    """A drawing, where its boxes lead, and the same in words."""

    drawing: Drawing
    addresses: Mapping[str, str]
    lines: tuple[tuple[Thing, str, Thing], ...]
    left_out: str


def networked(asker: Asker, question: Question, rows: Sequence[Row]) -> Network:
    """Draw the first rows, as many as keep it readable."""
    (source,), (target,) = question.axes["source"], question.axes["target"]
    shown: list[Row] = []
    nodes: dict[str, None] = {}
    for row in rows:
        if row[source] and row[target]:
            both = {row[source]: None, row[target]: None}
            if len(nodes | both) > _MOST:
                break
            nodes |= both
            shown.append(row)
    things = name_things(asker, nodes)
    notes = _notes(question, rows)
    graph = new_graph()
    for order, node in enumerate(nodes):
        _add_thing(graph, node, things[node], notes.get(node, ""), order)
    lines = []
    for row in shown:
        kind, said = _line(question, row)
        add_line(graph, row[source], row[target], kind, tip=said)
        lines.append((things[row[source]], said, things[row[target]]))
    addresses = {node: thing.address for node, thing in things.items()}
    rest = len(rows) - len(shown)
    left_out = say(
        f"图上是前 {len(shown)} 行，另 {rest} 行见表格。",
        f"The first {len(shown)} rows; {rest} more are in the table.",
    )
    return Network(draw(graph), addresses, tuple(lines), left_out if rest else "")


def _notes(question: Question, rows: Sequence[Row]) -> dict[str, str]:
    """What the column after one with things says of each: upperGist of upper."""
    notes: dict[str, str] = {}
    for column, after in zip(question.columns, question.columns[1:], strict=False):
        if column.type == "iri" and after.name.startswith(column.name):
            notes |= {row[column.name]: row[after.name] for row in rows}
    return notes


def _add_thing(graph: Graph, node: str, thing: Thing, note: str, order: int) -> None:
    words = (note,) if note and note != thing.name else ()
    add_box(
        graph,
        node,
        plain_face(thing.name, words, _WIDTH),
        lane=thing.level.lane,
        order=(order,),
        style=f"it lk {thing.level.key}",
        name=thing.name,
        tip=note or thing.name,
    )


def _line(question: Question, row: Row) -> tuple[str, str]:
    """The kind of line that a row is drawn as, and its words: of its link, or of its figure."""
    if "link" in row:
        concept = concepts_called(row["link"]).get("link")
        if concept and concept.key in LINKS:
            return concept.key, say(*concept.names)
    figure = next((one for one in question.columns if one.type == "integer"), None)
    if figure:
        return _UNDIRECTED, f"{figure.label.said} {row[figure.name]}"
    return "basis", LINKS["basis"].said
