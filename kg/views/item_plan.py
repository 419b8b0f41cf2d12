"""Which items of a lineage are drawn, in which document's frame, and what is folded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, zip_longest

from kg.views.facts import ItemFacts, LinkFacts
from kg.views.lineage import CONTENT, Lineage, other_end

PARENTS, CHILDREN, RESTATED, FOLDED = 3, 6, 2, 4
"""How many of each are drawn; what is over is one box, and stands in the table."""
CROWD = 3
"""Lower documents from which on each has but one item drawn, so that they stand side by side."""
OPENED = 12
"""Linked items of one document that are drawn where it is opened."""


@dataclass(slots=True)
class Plan:
    """The items in each document's frame, and how many of each document are folded by kind."""

    frames: dict[str, list[str]] = field(default_factory=dict)
    folded: dict[tuple[str, str], int] = field(default_factory=dict)

    def put(self, item: ItemFacts) -> None:
        """Draw an item in the frame of its document."""
        column = self.frames.setdefault(item.document.iri, [])
        if item.iri not in column:
            column.append(item.iri)

    def holds(self, item: str) -> bool:
        """Say whether an item is drawn."""
        return any(item in column for column in self.frames.values())


def make_plan(lineage: Lineage) -> Plan:
    """Choose what is drawn of a lineage, as far as its reach."""
    plan, focus = Plan(), lineage.focus
    plan.put(focus)
    _plan_inside(lineage, plan, focus.iri)
    folded: dict[str, str] = {}
    for up in (True, False):
        for height in range(1, (lineage.reach.up if up else lineage.reach.down) + 1):
            folded |= _plan_step(lineage, plan, height if up else -height)
            if up and height == 1:
                for link in lineage.upward(focus.iri)[:1]:
                    if plan.holds(link.object):
                        _plan_inside(lineage, plan, link.object)
    for item, kind in folded.items():
        if not plan.holds(item):
            place = (lineage.items[item].document.iri, kind)
            plan.folded[place] = plan.folded.get(place, 0) + 1
    return plan


def _plan_inside(lineage: Lineage, plan: Plan, item: str) -> None:
    """Draw what an item restates or is restated by beside it."""
    for link in lineage.inside(item):
        column = plan.frames[lineage.items[item].document.iri]
        if len(column) <= RESTATED:
            plan.put(lineage.items[other_end(link, item)])


def _plan_step(lineage: Lineage, plan: Plan, height: int) -> dict[str, str]:
    """Draw what stands one step further from the items drawn before; give what is folded, by item.

    Links of topic only are drawn where there is nothing better.
    """
    up, before = height > 0, lineage.at(height - 1 if height > 0 else height + 1)
    links = [
        link
        for item in before
        if plan.holds(item)
        for link in (lineage.upward(item) if up else lineage.downward(item))
    ]
    chosen = [link for link in links if link.kind in CONTENT]
    if not chosen and abs(height) == 1:
        chosen = links
    ends = {link.object if up else link.subject: link for link in reversed(chosen)}
    ordered = list(_turn_about(lineage, {item: ends[item] for item in reversed(ends)}))
    most = (PARENTS if height == 1 else 1) if up else CHILDREN
    if up and lineage.reach.up > 2:
        most = PARENTS
    homes = [lineage.items[item].document.iri for item in ordered]
    each = most if up or len(set(homes)) < CROWD else 1
    folded: dict[str, str] = {}
    for place, item in enumerate(ordered):
        document, nth = lineage.items[item].document, homes[: place + 1].count(homes[place])
        is_open = document.key in lineage.reach.opened and nth <= OPENED
        if is_open or (place < most and nth <= each):
            plan.put(lineage.items[item])
        else:
            folded[item] = ends[item].kind
    return folded


def _turn_about(lineage: Lineage, links: dict[str, LinkFacts]) -> Iterator[str]:
    """Order items so that each document has its strongest before any has its second."""
    by_document: dict[str, list[str]] = {}
    for item in links:
        by_document.setdefault(lineage.items[item].document.iri, []).append(item)
    rounds = zip_longest(*by_document.values())
    return (item for item in chain.from_iterable(rounds) if item is not None)
