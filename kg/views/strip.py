"""A strip: all items of a document side by side, as cells that open their panels."""

from __future__ import annotations

from dataclasses import dataclass

from kg.language import say
from kg.views.facts import ItemFacts
from kg.views.layout.geometry import Rect


@dataclass(frozen=True, slots=True)
class StripCell:
    """A cell: where, which form, what it says aloud, where it stands in the grid."""

    rect: Rect
    form: str
    name: str
    detail: str
    place: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class StripBand:
    """A run of items, with a cell for each and more in rows below."""

    title: str
    title_y: float
    labels: tuple[tuple[float, str, str], ...]
    cells: tuple[StripCell, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """The whole drawing."""

    width: float
    height: float
    bands: tuple[StripBand, ...]


def number(item: ItemFacts) -> str:
    """Give the last number of an item's notation: `A2/5` -> `5`."""
    return item.notation.rpartition("/")[2]


def runs_of(items: list[ItemFacts], most: int) -> list[tuple[str, list[ItemFacts]]]:
    """Part items by where they stand, body or annex, and into runs of at most `most`."""
    parts: dict[str, list[ItemFacts]] = {}
    for item in items:
        part = say("附件", "annex") if item.task else say("正文", "body")
        parts.setdefault(item.table or part, []).append(item)
    return [
        (_part(part, len(members) if at == 0 else 0), members[at : at + most])
        for part, members in parts.items()
        for at in range(0, len(members), most)
    ]


def _part(part: str, count: int) -> str:
    """Head a run: with the count of its part where it is the first one, 0 where it goes on."""
    if count:
        return say(f"{part}（{count} 项）", f"{part} ({count} items)")
    return say(f"{part}（续）", f"{part} (continued)")
