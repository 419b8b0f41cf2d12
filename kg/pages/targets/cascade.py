"""`/target/{key}/{notation}/{n}`: what each place below made of a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode
from starlette.responses import Response

from kg.iris import BASE, document_iri, iri_part, item_iri, notation_path
from kg.language import say
from kg.pages.address import target_address
from kg.pages.charts import Chart, Figure, Line, scaled
from kg.pages.naming import name_things
from kg.pages.targets.figures import (
    RANKS,
    Amount,
    Fate,
    fates_of,
    name_of,
    once,
    read_amounts,
    upper_amount,
    why,
)
from kg.pages.visit import Visit
from kg.questions.catalogue import NotFound
from kg.views.facts import DocumentFacts, Row, Shelf, document_order
from kg.views.words import LEVELS, key_of, number
from kg.vocabulary import concepts

_SECTION = "section/"


@dataclass(frozen=True, slots=True)
class Place:
    """A lower document: what it made of the figure, or `state` where it made nothing of it.

    The state is an outcome, `none-found`, `related` or `not-reviewed`.
    """

    document: DocumentFacts
    state: str
    fates: tuple[Fate, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """What the places of one level add up to, beside the figure above."""

    level: str
    places: int
    figure: str


def show_target(visit: Visit) -> Response:
    """The page of a figure; NotFound where the graph has none at this address."""
    key, notation, n = visit.value("key"), visit.value("notation"), visit.value("n")
    part = _part(key, notation)
    target = f"{BASE}target/{iri_part(key)}/{notation_path(notation)}/{iri_part(n)}"
    rows = visit.asker.rows_of("view-item-targets", "item", [part.value])
    own = [row for row in rows if row["target"] == target]
    if not own:
        raise NotFound(f"{key} {notation} 没有第 {n} 个数", f"{key} {notation} has no figure {n}")
    amount = upper_amount(own[0] | {"item": part.value})
    shelf = Shelf(visit.asker)
    document = shelf[document_iri(key).value]
    twins = [
        row
        for row in visit.asker.rows_of("view-target-twins", "item", [part.value])
        if row["target"] == target
    ]
    above = sorted({row["refined"] for row in own if row["refined"]})
    places = _places(visit, shelf, document, amount, twins)
    things = name_things(
        visit.asker,
        [
            part.value,
            *(row["twinItem"] for row in twins),
            *(fate.item for place in places for fate in place.fates),
            *(_part_of(iri) for iri in above),
        ],
    )
    sums = _sums(visit, amount, twins)
    return visit.show(
        "targets/cascade.html",
        f"{things[part.value].name} {amount.indicator} {n}",
        door="targets",
        heading=_heading(document, amount, places),
        amount=amount,
        document=document,
        part=things[part.value],
        twins=[(things[row["twinItem"]], row["quote"]) for row in twins],
        above=[(things[_part_of(iri)], target_address(iri)) for iri in above],
        places=[place for place in places if place.state != "not-reviewed"],
        waiting=[place for place in places if place.state == "not-reviewed"],
        things=things,
        name_of=_state_name,
        why=why,
        sums=sums,
        apart=_apart(places),
        chart=_chart(document, amount, places, sums),
        item_key=f"{key}#{notation}",
    )


def _part(key: str, notation: str) -> NamedNode:
    """The item or the section that a figure stands in."""
    if notation.startswith(_SECTION):
        labels = iri_part(notation.removeprefix(_SECTION))
        return NamedNode(f"{BASE}section/{iri_part(key)}/{labels}")
    return item_iri(key, notation)


def _part_of(target: str) -> str:
    """The item of a figure, by their IRIs."""
    return f"{BASE}item/{target.removeprefix(f'{BASE}target/').rpartition('/')[0]}"


def _document_of(item: str) -> str:
    return f"{BASE}document/{item.removeprefix(f'{BASE}item/').partition('/')[0]}"


def _places(
    visit: Visit, shelf: Shelf, document: DocumentFacts, amount: Amount, twins: Sequence[Row]
) -> list[Place]:
    """Every document below, with what it made of the figure, in order of level and place."""
    items = [amount.item, *(row["twinItem"] for row in twins)]
    same = {amount.target, *(row["twin"] for row in twins)}
    found: dict[str, list[Row]] = {}
    for row in visit.asker.rows_of("view-target-fates", "item", items):
        if row["target"] in same:
            found.setdefault(row["lower"], []).append(row)
    below_targets = (row["lowerTarget"] for rows in found.values() for row in rows)
    amounts = read_amounts(visit.asker, filter(None, below_targets))
    gaps = {row["document"] for row in visit.asker.rows_of("view-item-gaps", "item", items)}
    links = visit.asker.rows_of("view-item-links", "item", items)
    related = {_document_of(row["subject"]) for row in links if row["object"] in items}
    below = {
        row["lower"] for row in visit.asker.rows("view-coverage-documents", document=document.key)
    }
    own = document.iri
    wanted = (set(found) | gaps | related | below) - {own}
    shelf.fetch(wanted)
    documents = [one for iri in wanted if (one := shelf[iri]).level.lane > document.level.lane]
    return [
        _place(
            one,
            fates_of(found.get(one.iri, ()), amount.quote, amounts),
            is_related=one.iri in related,
            is_gap=one.iri in gaps,
        )
        for one in sorted(documents, key=document_order)
    ]


def _place(
    document: DocumentFacts, fates: tuple[Fate, ...], *, is_related: bool, is_gap: bool
) -> Place:
    if fates:
        best = [fate for fate in fates if fate.outcome == fates[0].outcome]
        return Place(document, fates[0].outcome, once(best))
    state = "related" if is_related else "none-found" if is_gap else "not-reviewed"
    return Place(document, state, ())


def _state_name(state: str) -> str:
    if state in RANKS:
        return name_of(state)
    return say(*concepts("coverage")[state].names)


def _sums(visit: Visit, amount: Amount, twins: Sequence[Row]) -> list[Sum]:
    items = [amount.item, *(row["twinItem"] for row in twins)]
    same = {amount.target, *(row["twin"] for row in twins)}
    best: dict[str, Sum] = {}
    for row in visit.asker.rows_of("view-target-sums", "item", items):
        level, places = key_of(row["level"]), int(row["places"])
        if row["target"] in same and (level not in best or best[level].places < places):
            best[level] = Sum(level, places, number(row["sum"]))
    return [best[level] for level in LEVELS if level in best]


def _apart(places: Iterable[Place]) -> list[tuple[str, str, int]]:
    """Why figures are not added: each reason, what it means, for how many places."""
    reasons = Counter(
        reason
        for place in places
        for reason in {fate.addition for fate in place.fates if fate.addition}
        if reason != "addable"
    )
    return [(*why("addition", reason), size) for reason, size in sorted(reasons.items())]


def _heading(document: DocumentFacts, amount: Amount, places: Sequence[Place]) -> str:
    whose = say(document.level.zh, document.level.en)
    sizes = Counter(place.state for place in places)
    found = [state for state in (*RANKS, "related", "none-found") if sizes[state]]
    compared = sum(sizes.values()) - sizes["not-reviewed"]
    found = [state for state in found if state != "not-reviewed"]
    told = [f"{_state_name(state)} {sizes[state]}" for state in found]
    if not places or not compared:
        return say(f"{whose}定 {amount.said}", f"{whose}: {amount.said}")
    return say(
        f"{whose}定 {amount.said}，{compared} 份下级文件里：{'，'.join(told)}",
        f"{whose}: {amount.said}; in {compared} lower documents: {', '.join(told)}",
    )


def _chart(
    document: DocumentFacts, amount: Amount, places: Sequence[Place], sums: Sequence[Sum]
) -> Chart | None:
    """The figure and those below to one scale; None where no place gives a number."""
    lines = [Line(say(f"{document.level.zh}定", document.level.en), "", (amount.figure,))]
    for place in places:
        for fate in place.fates:
            if fate.amount and fate.amount.unit == amount.unit:
                lines.append(
                    Line(_called(place), "", (fate.amount.figure,), _state_name(place.state))
                )
            elif fate.amount:
                note = say(
                    f"{fate.amount.said}：单位不同，不画", f"{fate.amount.said}: another unit"
                )
                lines.append(Line(_called(place), "", (), note))
        if place.fates and not any(fate.amount for fate in place.fates):
            lines.append(Line(_called(place), "", (), _state_name(place.state)))
    if not any(line.figures for line in lines[1:]):
        return None
    for one in sums:
        level = LEVELS[one.level]
        name = say(f"{one.places} 个{level.zh}合计", f"sum of {one.places} ({level.en})")
        lines.append(Line(name, "", (Figure(f"{one.figure} {amount.unit}", one.figure, series=1),)))
    return scaled(lines)


def _called(place: Place) -> str:
    return place.document.place or place.document.name
