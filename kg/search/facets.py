"""Narrowing what was found: filters by name or key, and how many each value would leave."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import get_args

from kg.nearest import nearest
from kg.questions.catalogue import NotFound
from kg.questions.question import Bilingual
from kg.search.answer import FACETS, KINDS, Facet, FacetValue
from kg.search.words import folded
from loaders.document import Level

Labels = Mapping[tuple[str, str], Bilingual]
Chosen = Mapping[str, Collection[str]]

_MOST_VALUES = 50  # of a facet; those that are chosen are always shown
_ORDER = {"kind": tuple(KINDS), "level": get_args(Level)}


class UnknownFilter(NotFound):
    """A filter by a facet that there is not, or by a value that nothing has."""


def chosen_values(
    db: sqlite3.Connection, labels: Labels, filters: Iterable[tuple[str, str]]
) -> Chosen:
    """The keys that each facet is filtered by; UnknownFilter names the nearest there are."""
    chosen: dict[str, set[str]] = defaultdict(set)
    for facet, value in filters:
        if facet not in FACETS:
            known = nearest(facet, FACETS)
            raise UnknownFilter(
                f"不能按“{facet}”筛选；可用：{'、'.join(known)}",
                f"no filter {facet}; there are {', '.join(known)}",
                known,
            )
        chosen[facet].add(_key(db, labels, facet, value))
    return chosen


def _key(db: sqlite3.Connection, labels: Labels, facet: str, value: str) -> str:
    if (facet, value) in labels:
        return value
    wanted = folded(value)
    known = {key: label for (name, key), label in labels.items() if name == facet}
    for key, label in known.items():
        if wanted in (folded(key), folded(label.zh), folded(label.en)):
            return key
    if facet == "document":
        asked = "SELECT document FROM known JOIN entry ON id = entry WHERE name = ? AND kind = ?"
        if found := db.execute(asked, (wanted, facet)).fetchone():
            return str(found[0])
    begins = [key for key, label in known.items() if wanted and label.zh.startswith(value.strip())]
    if len(begins) == 1:  # 驻马店 for 驻马店市
        return begins[0]
    near = nearest(value, [label.zh for label in known.values()])
    name = FACETS[facet]
    raise UnknownFilter(
        f"没有“{value[:100]}”这个{name.zh}；最接近的：{'、'.join(near) or '无'}",
        f"no {name.en} {value[:100]}; nearest: {', '.join(near) or 'none'}",
        near,
    )


def filtering(chosen: Chosen, but: str = "") -> tuple[str, tuple[str, ...]]:
    """The condition on `found.entry` that the filters make, and its values."""
    conditions, values = ["1"], []
    for facet, keys in chosen.items():
        if facet != but:
            conditions.append(
                "found.entry IN (SELECT has.entry FROM has JOIN value ON value.id = has.value"
                f" WHERE facet = ? AND key IN ({', '.join('?' * len(keys))}))"
            )
            values += [facet, *sorted(keys)]
    return " AND ".join(conditions), tuple(values)


def count_facets(db: sqlite3.Connection, labels: Labels, chosen: Chosen) -> tuple[Facet, ...]:
    """The facets of what was found; each is counted as if it alone were not filtered by."""
    counts = _counts(db, chosen, but="")
    for facet in chosen:
        counts[facet] = _counts(db, chosen, but=facet)[facet]
    facets = []
    for name, label in FACETS.items():
        picked = chosen.get(name, ())
        for key in picked:
            counts[name].setdefault(key, 0)
        values = [
            FacetValue(key, labels[name, key], count, key in picked)
            for key, count in counts[name].items()
        ]
        facets.append(Facet(name, label, _shown(name, values)))
    return tuple(facets)


def _counts(db: sqlite3.Connection, chosen: Chosen, but: str) -> dict[str, dict[str, int]]:
    within, values = filtering(chosen, but)
    rows = db.execute(
        "WITH counted AS (SELECT has.value AS id, count(*) AS n FROM found"
        f" CROSS JOIN has ON has.entry = found.entry WHERE {within} GROUP BY has.value)"
        " SELECT facet, key, n FROM counted CROSS JOIN value USING (id)",
        values,
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, key, count in rows:
        counts[facet][key] = count
    return counts


def _shown(facet: str, values: Sequence[FacetValue]) -> tuple[FacetValue, ...]:
    """The most frequent values, in the facet's own order where it has one."""
    often = sorted(values, key=lambda one: (not one.chosen, -one.count, one.value))[:_MOST_VALUES]
    if facet == "year":
        return tuple(sorted(often, key=lambda one: one.value, reverse=True))
    order = _ORDER.get(facet)
    if order:
        return tuple(sorted(often, key=lambda one: order.index(one.value)))
    return tuple(sorted(often, key=lambda one: (-one.count, one.value)))
