"""What stands in the boxes of a drawing: lines of text, measured before anything is placed."""

from __future__ import annotations

from dataclasses import dataclass

from kg.language import say
from kg.views.facts import DocumentFacts, ItemFacts, UnitFacts
from kg.views.words import STATUSES, day
from kg.views.wrapping import ems, shorten, wrap

SIDE = 12.0
HEAD_WIDTH = 124.0
"""The column left of a frame's boxes, for number and title of the document."""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text: baseline relative to its box, style (a class of the style sheet).

    `to` names what it leads to where that is not what its box leads to: a box, or `open-KEY`.
    """

    text: str
    x: float
    y: float
    style: str
    anchor: str = "start"
    to: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """The text of a box and the room it takes."""

    width: float
    height: float
    words: tuple[Words, ...]


def item_face(
    item: ItemFacts, units: list[UnitFacts], width: float, *, note: str = "", lines: int = 3
) -> Face:
    """Make the box of an item: its name, who is responsible, its wording."""
    inner = width - 2 * SIDE
    name = f"{item.name}{note}"
    first = [Words(name, SIDE, 20, "t1")]
    beside = responsible(units)
    if beside and ems(name) * 13 + ems(beside) * 12 + 16 <= inner:
        first.append(Words(beside, width - SIDE, 20, "t3", "end"))
    text = wrap(item.text, inner / 14, lines)
    quoted = [Words(line, SIDE, 42 + 20 * n, "tq") for n, line in enumerate(text)]
    return Face(width, 32 + 20 * lines, (*first, *quoted))


def responsible(units: list[UnitFacts]) -> str:
    """Say who is responsible in a few words: 河南省教育厅 等 3 个单位."""
    if not units:
        return ""
    first = next((unit for unit in units if unit.role == "lead"), units[0])
    if len(units) == 1:
        return first.name
    return say(f"{first.name} 等 {len(units)} 个单位", f"{first.name} and {len(units) - 1} more")


def document_face(document: DocumentFacts, width: float, lines: int = 3) -> Face:
    """Make the box of a document: number, title, and what is held of it."""
    inner = width - 2 * SIDE
    words, y, holding = [], 8.0, _holding(document)
    beside = ems(document.number) * 13 + ems(holding) * 12 + 16 <= inner and not document.held
    if document.number:
        y += 14
        words.append(Words(shorten(document.number, inner / 13), SIDE, y, "t1"))
        if beside:
            words.append(Words(holding, width - SIDE, y, "t3", "end"))
    for line in wrap(document.title, inner / 13, lines):
        y += 17
        words.append(Words(line, SIDE, y, "t2" if document.number else "t1"))
    if not (document.number and beside):
        y += 18
        words.append(Words(shorten(holding, inner / 12), SIDE, y, "t3"))
    return Face(width, y + 12, tuple(words))


def _holding(document: DocumentFacts) -> str:
    if not document.held:
        return say("未入库", "not held")
    parts = (
        "" if document.number else document.place,
        STATUSES.get(document.status, ""),
        day(document.date),
        say(f"{document.items} 项", f"{document.items} items"),
    )
    return " · ".join(str(part) for part in parts if part)


def head_face(document: DocumentFacts) -> Face:
    """Make the column at the left of a document's frame: number and title, no more."""
    inner = HEAD_WIDTH / 12
    words, y = [], 24.0
    if document.number:
        words.append(Words(shorten(document.number, HEAD_WIDTH / 13), 2, y, "t1"))
        y += 18
    for line in wrap(document.title, inner, 4 if document.number else 5):
        words.append(Words(line, 2, y, "t3"))
        y += 15
    return Face(HEAD_WIDTH, max(y - 21, 20.0), tuple(words))


def plain_face(
    heading: str,
    lines: tuple[str, ...],
    width: float,
    style: str = "t1",
    rows: int = 2,
    to: str = "",
) -> Face:
    """Make a box with a heading and lines of small text, which lead somewhere where `to` is set."""
    inner = width - 2 * SIDE
    words, y = [], 6.0
    for line in wrap(heading, inner / 13, rows):
        y += 17
        words.append(Words(line, SIDE, y, style))
    for line in lines:
        y += 18
        words.append(Words(shorten(line, inner / 12), SIDE, y, "t3", to=to))
    return Face(width, y + 11, tuple(words))
