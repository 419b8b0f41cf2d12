"""The neighbourhood of one item: everything that its page says, read before anything is drawn.

It is read step by step, one question a step for all items of the step, however many they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.views.errors import NothingToDraw
from kg.views.facts import (
    Asker,
    DecisionFacts,
    Declared,
    DocumentFacts,
    ItemFacts,
    LinkFacts,
    Shelf,
    TargetComparison,
    TargetFacts,
    UnitFacts,
    Wording,
    item_of,
    read_comparisons,
    read_decisions,
    read_gaps,
    read_item,
    read_items,
    read_links,
    read_targets,
    read_units,
    read_wordings,
)
from kg.views.words import key_of

CONTENT = ("implements", "alignedWith")
"""Links between documents that claim the same content; `relatedTo` claims the topic only."""
_STRENGTH = {"implements": 0, "alignedWith": 1, "supports": 2, "restates": 3, "relatedTo": 4}
NEIGHBOURS = 200
"""Linked items that are read; an item of a busy national document may have thousands."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far is looked from an item: steps up and down, and documents (keys) shown in full."""

    up: int = 2
    down: int = 1
    opened: frozenset[str] = frozenset()


@dataclass(slots=True)
class Lineage:
    """An item, the items it is linked with as far as `reach` says, and their documents.

    `heights` says how many steps above the item (below: negative) what it rests on stands.
    """

    focus: ItemFacts
    documents: Shelf
    reach: Reach = Reach()
    items: dict[str, ItemFacts] = field(default_factory=dict)
    links: dict[str, LinkFacts] = field(default_factory=dict)
    heights: dict[str, int] = field(default_factory=dict)
    units: dict[str, list[UnitFacts]] = field(default_factory=dict)
    targets: dict[str, list[TargetFacts]] = field(default_factory=dict)
    wordings: dict[str, list[Wording]] = field(default_factory=dict)
    comparisons: list[TargetComparison] = field(default_factory=list)
    decisions: dict[str, DecisionFacts] = field(default_factory=dict)
    siblings: dict[str, list[ItemFacts]] = field(default_factory=dict)
    bases: dict[tuple[str, str], Declared] = field(default_factory=dict)
    searched: list[DocumentFacts] = field(default_factory=list)
    unread: int = 0

    def upward(self, item: str) -> list[LinkFacts]:
        """Give the item's links to items of upper documents, the strongest first."""
        return self._outside(link for link in self.links.values() if link.subject == item)

    def downward(self, item: str) -> list[LinkFacts]:
        """Give the item's links from items of lower documents, the strongest first."""
        return self._outside(link for link in self.links.values() if link.object == item)

    def inside(self, item: str) -> list[LinkFacts]:
        """Give the item's links within its own document: restates, supports."""
        return sorted(
            (
                link
                for link in self.links.values()
                if item in (link.subject, link.object)
                and {link.subject, link.object} <= self.items.keys()
                and self._home(link.subject) == self._home(link.object)
            ),
            key=strength,
        )

    def at(self, height: int) -> list[str]:
        """Give the items that stand so many steps above the item (below: negative)."""
        return [item for item, its in self.heights.items() if its == height]

    def beyond(self, up: bool) -> int:
        """Count the items one step beyond what is shown."""
        return len(self.at(self.reach.up + 1 if up else -self.reach.down - 1))

    def _outside(self, links: Iterable[LinkFacts]) -> list[LinkFacts]:
        known = [link for link in links if {link.subject, link.object} <= self.items.keys()]
        outside = [link for link in known if self._home(link.subject) != self._home(link.object)]
        return sorted(sorted(outside, key=strength), key=self._claim)

    def _claim(self, link: LinkFacts) -> tuple[int, float, bool]:
        """Rank a link by what it claims; of equally sure ones, task with task comes first."""
        kind, confidence, _ = strength(link)
        return kind, confidence, self.items[link.subject].task != self.items[link.object].task

    def _home(self, item: str) -> str:
        return self.items[item].document.iri


def strength(link: LinkFacts) -> tuple[int, float, str]:
    """Sort links: the kind that claims most, then the surest."""
    return (_STRENGTH.get(link.kind, 9), -float(link.confidence or 1), link.iri)


def other_end(link: LinkFacts, item: str) -> str:
    """Name the item at the other end of a link."""
    return link.object if link.subject == item else link.subject


def read_lineage(asker: Asker, item: str, reach: Reach | None = None) -> Lineage:
    """Read all that the page of an item shows; NothingToDraw where there is no such item."""
    documents = Shelf(asker)
    focus = read_item(asker, item, documents)
    if focus is None:
        raise NothingToDraw(
            f"没有条目“{item}”；条目写作 文件代号#编号，例如 henan-2021-yuzheng-2#A2/1",
            f"no item {item}; an item is written document-key#notation",
        )
    lineage = Lineage(focus, documents, reach or Reach())
    lineage.items[focus.iri], lineage.heights[focus.iri] = focus, 0
    near = _read_steps(asker, lineage)
    lineage.wordings = read_wordings(asker, [focus.iri])
    lineage.comparisons = read_comparisons(asker, [focus.iri])
    lineage.decisions = read_decisions(asker, [focus.iri])
    told = list(dict.fromkeys((focus.iri, *near, *lineage.heights)))
    lineage.units, lineage.targets = read_units(asker, told), read_targets(asker, told)
    gaps = read_gaps(asker, [focus.iri]).get(focus.iri, [])
    documents.fetch(gaps)
    lineage.searched = [documents[iri] for iri in gaps]
    _read_documents_around(asker, lineage)
    return lineage


def _read_steps(asker: Asker, lineage: Lineage) -> list[str]:
    """Read links and items step by step away from the item; give those next to it.

    What items further off have to do with others, on no way here, is left out; only the parents'
    other children are read, for they are other places' answers to the same.
    """
    focus, reach = lineage.focus.iri, lineage.reach
    near = _read_step(asker, lineage, {focus}, {focus})
    _set_heights(lineage, 0)
    for step in range(1, max(reach.up, reach.down) + 1):
        above = set(lineage.at(step)) if step <= reach.up else set[str]()
        below = set(lineage.at(-step)) if step <= reach.down else set[str]()
        _read_step(asker, lineage, above, below | above if step == 1 else below, inside=True)
        _set_heights(lineage, step)
    return near


def _read_step(
    asker: Asker, lineage: Lineage, lower: set[str], upper: set[str], inside: bool = False
) -> list[str]:
    """Read links and what they lead to: those with such a lower item, or with such an upper one.

    `inside` adds what these have to do with items of their own documents.
    """
    links = [
        link
        for link in sorted(read_links(asker, sorted(lower | upper)), key=strength)
        if link.subject in lower
        or link.object in upper
        or (inside and link.kind in ("restates", "supports"))
    ]
    lineage.links |= {link.iri: link for link in links}
    ends = dict.fromkeys(end for link in links for end in (link.subject, link.object))
    new = [end for end in ends if end not in lineage.items]
    room = max(0, NEIGHBOURS - len(lineage.items))
    lineage.unread += len(new[room:])
    found = read_items(asker, new[:room], lineage.documents)
    lineage.items |= {iri: found[iri] for iri in new if iri in found}
    return [iri for iri in new if iri in found]


def _set_heights(lineage: Lineage, step: int) -> None:
    """Say of what the links of the last ring lead to how high it stands."""
    for item in (*lineage.at(step), *(lineage.at(-step) if step else ())):
        height = lineage.heights[item]
        for link in (*lineage.upward(item), *lineage.downward(item)):
            up = link.subject == item
            if link.kind in CONTENT and (up or height <= 0) and (not up or height >= 0):
                lineage.heights.setdefault(other_end(link, item), height + (1 if up else -1))


def _read_documents_around(asker: Asker, lineage: Lineage) -> None:
    """Read the other items of the documents that are shown in full, and who rests on whom."""
    documents = {item.document.iri: item.document for item in lineage.items.values()}
    parents = lineage.upward(lineage.focus.iri)[:1]
    homes = [lineage.focus.document, *(lineage.items[link.object].document for link in parents)]
    homes += [one for one in documents.values() if one.key in lineage.reach.opened]
    by_key = {one.key: one for one in homes}
    lineage.siblings = {one.iri: [] for one in homes}
    for row in asker.rows_of("view-document-items", "document", [one.iri for one in homes]):
        document = by_key[row["key"].partition("#")[0]]
        lineage.siblings[document.iri].append(item_of(row, document))
    on_the_way = sorted({lineage.items[item].document.iri for item in lineage.heights})
    rows = asker.rows_of("view-document-citations", "citing", on_the_way)
    lineage.documents.fetch(row["cited"] for row in rows)
    for row in rows:
        if key_of(row["role"]) == "basis" and row["cited"] in lineage.documents.read:
            words = Declared(row["quote"], row["line"])
            lineage.bases.setdefault((row["citing"], row["cited"]), words)
