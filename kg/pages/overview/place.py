"""A place on the first page: its documents, what they carry out and lack, its bodies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.views.facts import Asker, Row
from kg.views.words import level_of

BODIES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Above:
    """An upper document, and how many of its items a document carries out, resembles and lacks."""

    key: str
    name: str
    title: str
    implemented: int
    aligned: int
    none: int


@dataclass(frozen=True, slots=True)
class Local:
    """A document of the place and what stands above it."""

    key: str
    title: str
    number: str
    date: str
    above: tuple[Above, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place: documents, the newest first, and bodies, those of most items first."""

    name: str
    documents: tuple[Local, ...]
    bodies: tuple[tuple[str, int], ...]
    more_bodies: int


def read_place(asker: Asker, typed: str, names: Mapping[str, str]) -> Place:
    """Read a place by its name or code, `names` being those of codes.

    BadBinding names the nearest where there is none.
    """
    rows: dict[str, list[Row]] = {}
    for row in asker.rows("view-place-documents", division=typed):
        rows.setdefault(row["document"], []).append(row)
    bodies = asker.rows("view-place-bodies", division=typed)
    shown = tuple((row["name"], int(row["items"])) for row in bodies[:BODIES_SHOWN])
    documents = tuple(_local(same) for same in rows.values())
    return Place(names.get(typed, typed), documents, shown, len(bodies) - len(shown))


def _local(rows: list[Row]) -> Local:
    row = rows[0]
    above = {row["upper"]: _above(row) for row in rows if _is_above(row)}
    return Local(row["key"], row["title"], row["number"], row["date"], tuple(above.values()))


def _is_above(row: Row) -> bool:
    """Whether the other document is of a higher level, or carried out all the same."""
    is_higher = level_of(row["upperLevel"]).lane < level_of(row["level"]).lane
    return bool(row["upperKey"]) and (is_higher or int(row["implemented"]) > 0)


def _above(row: Row) -> Above:
    figures = (int(row[name]) for name in ("implemented", "aligned", "none"))
    return Above(
        row["upperKey"], row["upperNumber"] or row["upperTitle"], row["upperTitle"], *figures
    )
