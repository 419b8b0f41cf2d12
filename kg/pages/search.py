"""`/search`: documents, items, bodies and places by words, numbers or names; narrowed by facets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.language import say
from kg.pages import address as addresses
from kg.pages.search_examples import search_examples
from kg.pages.visit import Visit, pages
from kg.search import Hit, SearchAnswer, SearchRequest, search
from kg.search.answer import FACETS, KINDS, Facet, FacetValue
from kg.server.search import answer_for
from kg.views.words import LEVELS, UNKNOWN_LEVEL, Level, item_name
from kg.views.wrapping import shorten
from kg.vocabulary import concepts

_PATH = "/search"
_SHOWN = 8
"""Values of a facet that stand open; the others are folded."""
_LONGEST = 40
"""Ems of the words typed that the heading repeats."""
_BY_NAME = {concept.zh: LEVELS[key] for key, concept in concepts("level").items()}

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with its page, what kind of thing it is, its level, and what it is called there."""

    hit: Hit
    to: str
    kind: str
    level: Level
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, and the address with it, or without it where it is chosen."""

    value: FacetValue
    to: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A facet as it is shown: the values that stand open, and those that are folded."""

    facet: Facet
    shown: tuple[Choice, ...]
    folded: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A filter that is in force: the address without it, and how many hits there are then."""

    facet: str
    label: str
    to: str
    total: int | None


def routes() -> list[BaseRoute]:
    """The search."""
    return pages(_PATH, _search)


def _search(visit: Visit) -> Response:
    answer = answer_for(visit.request)
    words = answer.request.words.strip()
    filters = tuple(_key(answer, *pair) for pair in answer.request.filters)
    is_idle = not words and not filters
    return visit.show(
        "search.html",
        _heading(words, filters, answer.total),
        door="search",
        words=words,
        filters=filters,
        answer=answer,
        idle=is_idle,
        found=[] if is_idle else [_found(hit) for hit in answer.hits],
        narrowings=[_narrowing(facet, words, filters) for facet in answer.facets if _parts(facet)],
        dropped=[_dropped(visit, answer, filters, pair) for pair in filters],
        examples=search_examples(visit.asker) if is_idle or not answer.total else [],
        before=_turned(answer, filters, -1),
        after=_turned(answer, filters, 1),
        plain=_address(words, ()),
    )


def _heading(words: str, filters: Pairs, total: int) -> str:
    if words:
        shown = shorten(words, _LONGEST)
        return say(f"“{shown}”：{total:,} 条", f"“{shown}”: {total:,} found")
    if filters:
        return say(f"符合条件的 {total:,} 条", f"{total:,} found")
    return say("检索", "Search")


def _address(words: str, filters: Iterable[tuple[str, str]], offset: int = 0) -> str:
    asked: dict[str, list[str]] = {"q": [words]}
    for facet, value in filters:
        asked.setdefault(facet, []).append(value)
    return addresses.address(_PATH, {**asked, "offset": str(offset or "")})


def _turned(answer: SearchAnswer, filters: Pairs, pages_on: int) -> str:
    """The address of the page of hits before or after, "" where there is none."""
    request = answer.request
    size = max(request.limit, 1)
    last = max(answer.total - 1, 0) // size * size
    offset = request.offset + pages_on * size
    if offset > last if pages_on > 0 else not request.offset:
        return ""
    return _address(request.words, filters, min(max(offset, 0), last))


def _found(hit: Hit) -> Found:
    key, _, notation = hit.key.partition("#")
    name = item_name(notation, task=True) if notation else ""
    to = {
        "document": lambda: addresses.document_address(key),
        "item": lambda: addresses.item_address(hit.key),
        "body": lambda: addresses.body_address(hit.key),
        "division": lambda: addresses.address("/", {"place": hit.key}) + "#place",
    }[hit.kind]()
    return Found(hit, to, KINDS[hit.kind].said, level_of_hit(hit), name)


def level_of_hit(hit: Hit) -> Level:
    """The level of what was found, as pages show it."""
    return _BY_NAME.get(hit.level.zh, UNKNOWN_LEVEL) if hit.level else UNKNOWN_LEVEL


def _parts(facet: Facet) -> bool:
    """Whether a facet has anything to choose."""
    return len(facet.values) > 1 or any(value.chosen for value in facet.values)


def _narrowing(facet: Facet, words: str, filters: Pairs) -> Narrowing:
    choices = tuple(
        Choice(value, _with(facet.name, value, words, filters)) for value in facet.values
    )
    shown = [one for n, one in enumerate(choices) if n < _SHOWN or one.value.chosen]
    return Narrowing(facet, tuple(shown), tuple(one for one in choices if one not in shown))


def _with(facet: str, value: FacetValue, words: str, filters: Pairs) -> str:
    pair = (facet, value.value)
    if value.chosen:
        return _address(words, (one for one in filters if one != pair))
    return _address(words, (*filters, pair))


def _key(answer: SearchAnswer, facet: str, typed: str) -> tuple[str, str]:
    """A filter by the key of its value, whatever name of it was typed."""
    chosen = [value for value in _values(answer, facet) if value.chosen]
    for value in chosen:
        if typed in (value.value, value.label.zh, value.label.en):
            return facet, value.value
    return facet, next((one.value for one in chosen if one.label.zh.startswith(typed)), typed)


def _values(answer: SearchAnswer, facet: str) -> tuple[FacetValue, ...]:
    return next(one.values for one in answer.facets if one.name == facet)


def _dropped(visit: Visit, answer: SearchAnswer, filters: Pairs, pair: tuple[str, str]) -> Dropped:
    facet, key = pair
    words = answer.request.words.strip()
    rest = tuple(one for one in filters if one != pair)
    label = next((one.label.said for one in _values(answer, facet) if one.value == key), key)
    total = None
    if not answer.total:
        index = visit.request.app.state.search_index()
        total = search(index, SearchRequest(words, rest, limit=0)).total
    return Dropped(FACETS[facet].said, label, _address(words, rest), total)
