"""`/bodies`: find a body by name, level, functional line or place; how much each has to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.language import say
from kg.pages.address import address
from kg.pages.search import level_of_hit
from kg.pages.visit import Visit, pages
from kg.search import Hit, SearchAnswer, SearchRequest, search
from kg.search.answer import FACETS, FacetValue
from kg.views.facts import Asker
from kg.views.words import ROLES, Level, key_of
from kg.views.wrapping import shorten
from kg.vocabulary import concepts

_PATH = "/bodies"
_BY = ("level", "line", "place")
LISTED = 500
"""Bodies that are counted at once; where there are more, a reader narrows them down first."""
SHOWN = 100
_LONGEST = 40
"""Ems of the words typed that the heading repeats."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its line, and in how many items it has each role of the vocabulary."""

    name: str
    level: Level
    place: str
    line: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How often it is named."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the list can be narrowed by: its name in the address, its values, whether one is set."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


def routes() -> list[BaseRoute]:
    """The list of bodies."""
    return pages(_PATH, _bodies)


def _bodies(visit: Visit) -> Response:
    answer = _found(visit)
    is_listed = answer.total <= LISTED
    bodies = _read(visit.asker, answer.hits) if is_listed else []
    offset = min(_count(visit.value("offset")), max(0, len(bodies) - 1) // SHOWN * SHOWN)
    return visit.show(
        "bodies.html",
        _heading(visit, answer),
        door="bodies",
        find=visit.value("find"),
        answer=answer,
        listed=is_listed,
        bodies=bodies[offset : offset + SHOWN],
        most=max((body.total for body in bodies), default=0) or 1,
        offset=offset,
        before=_turned(visit, offset - SHOWN) if offset else "",
        after=_turned(visit, offset + SHOWN) if offset + SHOWN < len(bodies) else "",
        narrowings=[_narrowing(answer, name) for name in _BY],
        all_roles=ROLES,
        line_names={key: say(*line.names) for key, line in concepts("line").items()},
    )


def _found(visit: Visit) -> SearchAnswer:
    """The bodies that the address asks for; UnknownFilter where it narrows by what there is not."""
    filters = [(name, value) for name in _BY for value in visit.values(name)]
    wanted = SearchRequest(visit.value("find"), (("kind", "body"), *filters), LISTED)
    return search(visit.request.app.state.search_index(), wanted)


def _heading(visit: Visit, answer: SearchAnswer) -> str:
    n, find = f"{answer.total:,}", shorten(visit.value("find"), _LONGEST)
    if find:
        return say(f"“{find}”：{n} 个单位", f"“{find}”: {n} bodies")
    return say(f"{n} 个单位", f"{n} bodies")


def _read(asker: Asker, hits: Sequence[Hit]) -> list[Body]:
    """Count what the bodies have to do, in one query; those of most items come first."""
    counts: dict[str, dict[str, int]] = {}
    lines: dict[str, str] = {}
    for row in asker.rows_of("view-body-load", "body", [hit.iri for hit in hits]):
        counts.setdefault(row["body"], {})[key_of(row["role"])] = int(row["items"])
        lines[row["body"]] = key_of(row["line"])
    bodies = [_body(hit, counts.get(hit.iri, {}), lines.get(hit.iri, "")) for hit in hits]
    return sorted(bodies, key=lambda body: (-body.total, body.level.lane, body.name))


def _body(hit: Hit, counts: Mapping[str, int], line: str) -> Body:
    return Body(
        hit.key,
        level_of_hit(hit),
        hit.place.zh if hit.place else "",
        line,
        tuple(counts.get(role, 0) for role in ROLES),
    )


def _narrowing(answer: SearchAnswer, name: str) -> Narrowing:
    values = next(facet.values for facet in answer.facets if facet.name == name)
    return Narrowing(name, FACETS[name].said, values)


def _turned(visit: Visit, offset: int) -> str:
    asked = {name: visit.values(name) for name in ("find", *_BY)}
    return address(_PATH, {**asked, "offset": str(offset or "")})


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
