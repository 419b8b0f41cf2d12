"""The neighbourhood of one item: everything that its page says, read before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.views.errors import NothingToDraw
from kg.views.facts import (
    Asker,
    DocumentFacts,
    ItemFacts,
    LinkFacts,
    Shelf,
    TargetFacts,
    UnitFacts,
    Wording,
    item_of,
    read_gaps,
    read_item,
    read_links,
    read_targets,
    read_units,
    read_wordings,
)
from kg.views.words import key_of

CONTENT = ("implements", "alignedWith")
"""Links between documents that claim the same content; `relatedTo` claims the topic only."""
_STRENGTH = {"implements": 0, "alignedWith": 1, "supports": 2, "restates": 3, "relatedTo": 4}
NEIGHBOURS = 60
"""Linked items that are read; an item of a busy national document may have thousands."""


@dataclass(slots=True)
class Lineage:
    """An item, the items it is linked with, theirs one step further, and their documents."""

    focus: ItemFacts
    documents: Shelf
    items: dict[str, ItemFacts] = field(default_factory=dict)
    links: dict[str, LinkFacts] = field(default_factory=dict)
    units: dict[str, list[UnitFacts]] = field(default_factory=dict)
    targets: dict[str, list[TargetFacts]] = field(default_factory=dict)
    wordings: dict[str, list[Wording]] = field(default_factory=dict)
    siblings: dict[str, list[ItemFacts]] = field(default_factory=dict)
    bases: list[tuple[str, str]] = field(default_factory=list)
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
                and {link.subject, link.object} <= set(self.items)
                and self._home(link.subject) == self._home(link.object)
            ),
            key=strength,
        )

    def _outside(self, links: Iterable[LinkFacts]) -> list[LinkFacts]:
        known = (link for link in links if {link.subject, link.object} <= set(self.items))
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


def read_lineage(asker: Asker, item: str) -> Lineage:
    """Read all that the page of an item shows; NothingToDraw where there is no such item."""
    documents = Shelf(asker)
    focus = read_item(asker, item, documents)
    if focus is None:
        raise NothingToDraw(
            f"没有条目“{item}”；条目写作 文件代号#编号，例如 henan-2021-yuzheng-2#A2/1",
            f"no item {item}; an item is written document-key#notation",
        )
    lineage = Lineage(focus, documents, {focus.iri: focus})
    near = _read_links(asker, lineage, focus.iri)
    content = [link for link in lineage.links.values() if link.kind in CONTENT]
    for iri in near:
        if any(iri == link.object for link in content):
            _read_links(asker, lineage, iri)
        elif any(iri == link.subject for link in content):
            _read_links(asker, lineage, iri, onward=True)
    lineage.wordings = read_wordings(asker, focus.iri)
    for iri in (focus.iri, *near):
        lineage.units[iri] = read_units(asker, iri)
        lineage.targets[iri] = read_targets(asker, iri)
    lineage.searched = [documents[iri] for iri in read_gaps(asker, focus.iri)]
    _read_documents_around(asker, lineage)
    return lineage


def _read_links(asker: Asker, lineage: Lineage, item: str, onward: bool = False) -> list[str]:
    """Read an item's links and the items at their other ends; give those that are new.

    `onward` leaves out what a lower item has to do with other upper items.
    """
    new = []
    for link in sorted(read_links(asker, item), key=strength):
        if onward and link.subject == item and link.kind not in ("restates", "supports"):
            continue
        lineage.links[link.iri] = link
        other = other_end(link, item)
        if other in lineage.items:
            continue
        if len(lineage.items) > NEIGHBOURS:
            lineage.unread += 1
            continue
        found = read_item(asker, other, lineage.documents)
        if found:
            lineage.items[other] = found
            new.append(other)
    return new


def _read_documents_around(asker: Asker, lineage: Lineage) -> None:
    documents = {item.document.iri: item.document for item in lineage.items.values()}
    for iri, document in sorted(documents.items()):
        lineage.siblings[iri] = [
            item_of(row, document) for row in asker.rows("view-document-items", document=iri)
        ]
    lineage.bases = sorted(
        {
            (row["citing"], row["cited"])
            for iri in sorted(documents)
            for row in asker.rows("view-document-citations", citing=iri)
            if key_of(row["role"]) == "basis"
        }
    )
