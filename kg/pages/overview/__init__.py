"""`/`: what is in the graph, how its documents inherit, and where to begin."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.language import say
from kg.pages.address import address
from kg.pages.overview.place import read_place
from kg.pages.overview.timeline import Timeline, draw_timeline
from kg.pages.quality import read_quality
from kg.pages.search_examples import search_examples
from kg.pages.visit import Visit, pages
from kg.views.facts import Asker, DocumentFacts, Row, read_documents
from kg.views.words import BY_LANE, LEVELS, LINKS, Level, key_of, level_of

DRAWN = 40
"""Documents that are drawn; more are listed by level and year."""


_LINKED = 12
"""Places that are links; more are a list to choose from."""


@dataclass(frozen=True, slots=True)
class Count:
    """A figure and the page that shows what it counts."""

    number: int
    word: str
    to: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A link that nobody has reviewed: its two items by key, and what they are called or say."""

    kind: str
    confidence: str
    lower: str
    lower_words: str
    upper: str
    upper_words: str


def routes() -> list[BaseRoute]:
    """The first page."""
    return pages("/", _overview)


def _overview(visit: Visit) -> Response:
    asker = visit.asker
    counts = {name: int(number) for name, number in asker.rows("view-graph-counts")[0].items()}
    drawn = _drawn(asker) if counts["documents"] <= DRAWN else None
    chosen, places = visit.value("place"), _places(asker)
    names = {row["code"]: row["place"] for _, rows in places for row in rows}
    return visit.show(
        "overview.html",
        _heading(counts),
        door="overview",
        counts=_counted(counts),
        waiting=counts["waiting"],
        linked=counts["links"],
        timeline=drawn,
        ladder=_ladder(drawn) if drawn else (),
        years=None if drawn else _years(asker),
        newest=[
            row | {"level": level_of(row["level"])} for row in asker.rows("view-newest-documents")
        ],
        doubtful=[_waiting(row) for row in asker.rows("view-doubtful-links")],
        quality=read_quality(asker),
        places=places,
        place_links=len(names) <= _LINKED,
        place=read_place(asker, chosen, names) if chosen else None,
        examples=search_examples(asker),
    )


def _heading(counts: dict[str, int]) -> str:
    n, items, links = (f"{counts[name]:,}" for name in ("documents", "items", "links"))
    return say(
        f"{n} 份文件、{items} 个条目，找出 {links} 条关联",
        f"{n} documents, {items} items, {links} links found between them",
    )


def _counted(counts: dict[str, int]) -> list[Count]:
    words = {
        "documents": (say("份文件入库", "documents held"), address("/documents", {"held": "yes"})),
        "named": (
            say("份只知道名称", "known by name only"),
            address("/documents", {"held": "no"}),
        ),
        "items": (say("个条目", "items"), address("/search", {"kind": "item"})),
        "targets": (say("个量化目标", "targets with figures"), address("/targets")),
        "bodies": (say("个责任单位", "responsible bodies"), address("/bodies")),
        "links": (say("条关联", "links between items"), address("/network")),
        "waiting": (say("条待核", "wait for review"), address("/review")),
    }
    return [Count(counts[name], *said) for name, said in words.items()]


def _drawn(asker: Asker) -> Timeline | None:
    """The documents held and their bases, drawn; None where they are too many."""
    documents = read_documents(asker)
    bases = [(row["lower"], row["upper"]) for row in asker.rows("view-bases")]
    named = {iri for pair in bases for iri in pair}
    shown = [one for one in documents.values() if one.held or one.iri in named]
    return draw_timeline(shown, bases) if 0 < len(shown) <= DRAWN else None


def _ladder(
    timeline: Timeline,
) -> list[tuple[Level, list[tuple[DocumentFacts, list[DocumentFacts]]]]]:
    """The drawing as a list: by level, each document with those it rests on."""
    bases: dict[str, list[DocumentFacts]] = {}
    for line in timeline.lines:
        bases.setdefault(line.lower.iri, []).append(line.upper)
    documents = sorted((box.document for box in timeline.boxes), key=lambda one: one.level.lane)
    return [
        (BY_LANE[lane], [(one, bases.get(one.iri, [])) for one in same])
        for lane, same in groupby(documents, key=lambda one: one.level.lane)
    ]


def _years(asker: Asker) -> tuple[list[str], list[tuple[Level, dict[str, int]]]]:
    """The years, newest first, and for each level how many documents of each it has."""
    rows = asker.rows("view-documents-by-year")
    years = sorted({row["year"] for row in rows}, reverse=True)  # "", of no year, is the last
    levels: dict[str, dict[str, int]] = {}
    for row in rows:
        levels.setdefault(key_of(row["level"]), {})[row["year"]] = int(row["documents"])
    ordered = sorted(levels, key=lambda key: level_of(key).lane)
    return years, [(level_of(key), levels[key]) for key in ordered]


def _places(asker: Asker) -> list[tuple[Level, list[Row]]]:
    """The places that have documents, by level."""
    rows = asker.rows("view-places")
    by_level = {
        level: [row for row in rows if key_of(row["level"]) == key] for key, level in LEVELS.items()
    }
    return [(level, same) for level, same in by_level.items() if same]


def _waiting(row: Row) -> Waiting:
    return Waiting(
        LINKS[key_of(row["kind"])].said,
        row["confidence"],
        row["lower"],
        row["lowerTitle"] or row["lowerText"],
        row["upper"],
        row["upperTitle"] or row["upperText"],
    )
