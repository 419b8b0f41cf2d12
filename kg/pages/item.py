"""`/item/{key}/{notation}`: an item, what it carries out, what carries it out, word beside word.

How far is drawn stands in the address: `up` and `down` are steps, `open` the keys of documents
that are shown in full.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.iris import item_iri
from kg.pages.address import address, anchor, document_address, item_address
from kg.pages.citing import item_citation, item_reference
from kg.pages.decisions import decisions
from kg.pages.visit import LANGUAGES, Visit, answered, pages
from kg.questions.catalogue import BadBinding
from kg.views.compare import Pair
from kg.views.coverage_matrix import section_heading
from kg.views.drawing import draw
from kg.views.facts import DocumentFacts, ItemFacts
from kg.views.item import compared, pair_of, view_of
from kg.views.layout import Graph
from kg.views.lineage import Lineage, Reach, read_lineage
from kg.views.picture import picture

FURTHEST = 6
"""Steps up or down that can be drawn."""
PAIRS_SHOWN = 12
"""Links of content whose texts stand side by side; of the others the two items are named."""
_DEFAULT = Reach()


@dataclass(frozen=True, slots=True)
class Group:
    """The links with items of one document."""

    document: DocumentFacts
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """A level of the ladder: the items drawn there."""

    item: ItemFacts
    height: int
    pairs: tuple[Pair, ...]


def routes() -> list[BaseRoute]:
    """The drawing as a file, and the page."""
    drawn = [
        Route(
            f"{prefix}/item/{{key}}/{{notation:path}}.svg",
            partial(answered, page=_picture, spoken=spoken),
        )
        for prefix, spoken in LANGUAGES.items()
    ]
    return [*drawn, *pages("/item/{key}/{notation:path}", _item)]


def _item(visit: Visit) -> Response:
    lineage = _read(visit)
    view, focus = view_of(lineage, can_open=True), lineage.focus
    places = _places(lineage, view.graph)
    links = compared(lineage)
    shown = [pair_of(lineage, link) for link in links[:PAIRS_SHOWN]]
    weaker = [
        pair_of(lineage, link)
        for link in (
            *lineage.inside(focus.iri),
            *lineage.upward(focus.iri),
            *lineage.downward(focus.iri),
        )
        if link not in links
    ]
    return visit.show(
        "item.html",
        view.title,
        door="documents",
        view=view,
        draw=draw,
        lineage=lineage,
        focus=focus,
        places=places,
        told={f"d-{iri}": places[iri] for iri in lineage.items},
        groups=_grouped(focus, shown),
        weaker=weaker,
        unshown=[pair_of(lineage, link) for link in links[PAIRS_SHOWN:]],
        rungs=_ladder(lineage, [*shown, *weaker]),
        reaches=_reaches(lineage),
        citation=item_citation,
        reference=item_reference,
        anchor=anchor,
        steps=_steps_to(focus),
        bases=_bases(lineage),
        table_with=shown[0].upper.document.key if shown and shown[0].lower == focus else "",
        is_moved=lineage.reach != _DEFAULT,
        decided=decisions(visit),
        picture=item_address(focus.key, _reach_values(lineage.reach), "svg"),
    )


def _picture(visit: Visit) -> Response:
    lineage = _read(visit)
    name = f"{lineage.focus.key.replace('#', '-').replace('/', '-')}.svg"
    quoted = address(f"/{name}", into="zh")[1:]
    return Response(
        picture(view_of(lineage)),
        media_type="image/svg+xml",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quoted}"},
    )


def _read(visit: Visit) -> Lineage:
    """Read the item of the address; what is not there is told by what is nearest to its key."""
    key, notation = visit.value("key"), visit.value("notation").strip("/")
    reach = Reach(
        _steps(visit, "up", _DEFAULT.up),
        _steps(visit, "down", _DEFAULT.down),
        frozenset(visit.values("open")),
    )
    try:
        return read_lineage(visit.asker, item_iri(key, notation).value, reach)
    except BadBinding:
        return read_lineage(visit.asker, f"{key}#{notation}", reach)


def _steps(visit: Visit, name: str, otherwise: int) -> int:
    value = visit.value(name)
    return min(int(value), FURTHEST) if value.isascii() and value.isdigit() else otherwise


def _steps_to(item: ItemFacts) -> list[tuple[str, str]]:
    """The way to an item: place, document, heading, itself."""
    document = item.document
    place = document.place or document.level.said
    steps = [
        (place, address("/documents", {"place": document.place})),
        (document.name, document_address(document.key)),
        (section_heading(item.section), document_address(document.key)),
        (item.name, ""),
    ]
    return [step for step in steps if step[0]]


def _bases(lineage: Lineage) -> list[DocumentFacts]:
    """The documents that the item's own rests on, of which no item is on the ladder."""
    own = lineage.focus.document.iri
    drawn = {lineage.items[item].document.iri for item in lineage.heights}
    return [
        lineage.documents[upper]
        for lower, upper in lineage.bases
        if lower == own and upper not in drawn
    ]


def _reach_values(reach: Reach) -> dict[str, str | list[str]]:
    return {
        "up": str(reach.up) if reach.up != _DEFAULT.up else "",
        "down": str(reach.down) if reach.down != _DEFAULT.down else "",
        "open": sorted(reach.opened),
    }


def _reaches(lineage: Lineage) -> Mapping[str, tuple[str, int]]:
    """The addresses one step further and one step less, each with how many items it adds."""
    reach, key = lineage.reach, lineage.focus.key
    ways = {
        "up": (Reach(reach.up + 1, reach.down, reach.opened), lineage.beyond(up=True)),
        "down": (Reach(reach.up, reach.down + 1, reach.opened), lineage.beyond(up=False)),
        "fold": (_DEFAULT, 0),
    }
    return {
        name: (f"{item_address(key, _reach_values(to))}#lineage", count)
        for name, (to, count) in ways.items()
    }


def _places(lineage: Lineage, graph: Graph) -> Mapping[str, str]:
    """Where each box of the drawing, and each line of words that is a link, leads to."""
    places: dict[str, str] = {}
    for items in (lineage.items.values(), *lineage.siblings.values()):
        places |= {item.iri: item_address(item.key) for item in items}
    for document in lineage.documents.read.values():
        places[f"head-{document.iri}"] = document_address(document.key or document.title)
        if document.key:
            opened = lineage.reach.opened ^ {document.key}
            reach = Reach(lineage.reach.up, lineage.reach.down, opened)
            values = _reach_values(reach)
            way = f"{item_address(lineage.focus.key, values)}#lineage"
            places[f"open-{document.key}"] = way
    for node, facts in graph.nodes(data=True):
        if node.startswith("more-bases-"):
            places[node] = places[f"head-{lineage.focus.document.iri}"]
        elif "more" in facts["style"].split() and not any(word.to for word in facts["words"]):
            places[node] = "#list"
    return places


def _grouped(focus: ItemFacts, pairs: list[Pair]) -> list[Group]:
    """Part the links by the document at the other end."""
    by_document: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_document.setdefault(_other(focus, pair).document.iri, []).append(pair)
    return [Group(_other(focus, some[0]).document, tuple(some)) for some in by_document.values()]


def _other(focus: ItemFacts, pair: Pair) -> ItemFacts:
    return pair.lower if pair.upper.iri == focus.iri else pair.upper


def _ladder(lineage: Lineage, pairs: list[Pair]) -> list[Rung]:
    """The chain as a list, the top first: what the item rests on, itself, what rests on it."""
    reach = lineage.reach
    by_item: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_item.setdefault(_other(lineage.focus, pair).iri, []).append(pair)
    return [
        Rung(lineage.items[item], height, tuple(by_item.get(item, ())))
        for height in range(reach.up, -reach.down - 1, -1)
        for item in lineage.at(height)
    ]
