"""`/about`: what the data are, how they were made, how accurate they are, how to cite them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.language import say
from kg.pages.about.citation import bibtex, plain
from kg.pages.about.reliability import LEFT, SIDE, TOP, read_reliability
from kg.pages.quality import read_quality
from kg.pages.visit import Visit, pages
from kg.views.words import level_of
from kg.vocabulary import Concept, concepts

_YEAR = "2026"  # of the copyright, where nothing in the graph says when it was measured
_SCHEMES = (
    ("link", "条目之间的关联", "Links between items"),
    ("basis", "文件依据", "Basis of a link"),
    ("coverage", "上级一项的着落", "What became of an upper item"),
    ("review", "核对状态", "States of review"),
    ("outcome", "上级目标的着落", "What became of a target"),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the pages, and what it means by the vocabulary."""

    name: str
    meaning: str


def routes() -> list[BaseRoute]:
    """The page about the data."""
    return pages("/about", _about)


def _about(visit: Visit) -> Response:
    asker = visit.asker
    software = version("zhengmai")
    quality = read_quality(asker)
    year = quality[0].day[:4] if quality else _YEAR
    counts = {name: int(number) for name, number in asker.rows("view-graph-counts")[0].items()}
    doubts = {name: int(number) for name, number in asker.rows("view-doubt-counts")[0].items()}
    return visit.show(
        "about.html",
        say("关于数据", "About the data"),
        door="about",
        counts=counts,
        doubts=doubts,
        sources=[row | {"level": level_of(row["level"])} for row in asker.rows("view-sources")],
        schemes=[(say(zh, en), _words(scheme)) for scheme, zh, en in _SCHEMES],
        quality=quality,
        bands=read_reliability(asker),
        square=(LEFT, TOP, SIDE),
        software=software,
        ontology=next(iter(asker.rows("view-ontology-version")), None),
        plain=plain(software, year),
        bibtex=bibtex(software, year),
    )


def _words(scheme: str) -> list[Word]:
    return [_word(concept) for concept in concepts(scheme).values()]


def _word(concept: Concept) -> Word:
    return Word(say(concept.zh, concept.en), say(concept.definition_zh, concept.definition_en))
