"""The choice of what is compared: native lists, filled by queries, one form a comparison."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from kg.language import say
from kg.pages.visit import Visit
from kg.views.facts import Row

Options = dict[str, list[tuple[str, str]]]
"""Values with their labels, by group."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen; lists are empty where there is nothing of the kind."""

    upper: Options
    lower: Options
    drafts: Options
    items: Options


def choosing_page(visit: Visit) -> Response:
    """The page without anything to compare yet."""
    heading = say("把什么放在一起看？", "What shall stand side by side?")
    return visit.show("compare/choose.html", heading, door="compare", choices=read_choices(visit))


def read_choices(visit: Visit) -> Choices:
    """Ask for all that can be compared; the items are those of the document `of`."""
    asker, of = visit.asker, visit.value("of")
    return Choices(
        _grouped(asker.rows("choose-upper-document")),
        _grouped(asker.rows("choose-lower-document")),
        _grouped(asker.rows("choose-draft")),
        _grouped(asker.rows("choose-item", document=of)) if of else {},
    )


def _grouped(rows: Iterable[Row]) -> Options:
    groups: Options = {}
    for row in rows:
        groups.setdefault(row["group"], []).append((row["value"], row["label"]))
    return groups
