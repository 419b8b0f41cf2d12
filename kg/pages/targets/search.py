"""`/targets`: the figures that documents set, by words, document, place, year and outcome below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from starlette.responses import Response

from kg.iris import BASE
from kg.language import say
from kg.pages.address import address
from kg.pages.naming import Thing, name_things
from kg.pages.targets.documents import Choosing, find_document, held, uppers
from kg.pages.targets.figures import RANKS, Amount, name_of, read_twins, upper_amount
from kg.pages.targets.pair import choose_pair
from kg.pages.visit import Visit
from kg.views.facts import DocumentFacts, Row, read_documents
from kg.views.words import key_of

_BY = {"word": "view-targets-by-word", "year": "view-targets-by-year"}
_BY |= {"outcome": "view-targets-by-outcome"}
"""The question that a condition asks, beside document and place."""
_FILTERS = ("word", "document", "place", "year", "outcome")
_OUTCOMES = ("changed", "no-number", "kept")
_PAGE = 200
_PAIRS_MOST = 60
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Found:
    """A figure that fits: where it stands, the figures above it, how many below fared how."""

    amount: Amount
    part: Thing
    above: tuple[str, ...]
    below: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Below:
    """A lower document beside the upper one: how many figures it kept, changed, left out."""

    lower: DocumentFacts
    sizes: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many figures were compared."""
        return sum(self.sizes.values())


def show_targets(visit: Visit) -> Response:
    """What fits the conditions; without any, what the documents below made of one above."""
    values = {name: visit.value(name) for name in _FILTERS if visit.value(name)}
    documents = read_documents(visit.asker)
    document = find_document(documents, values["document"]) if "document" in values else None
    all_held = held(documents.values())
    label = say("文件", "Document")
    facts = {
        "values": values,
        "field": Choosing("document", label, all_held, document, required=False),
        "places": sorted({one.place for one in all_held if one.place}),
        "years": visit.asker.rows("choose-target-year"),
        "outcomes": [(key, name_of(key)) for key in _OUTCOMES],
    }
    if values:
        return _show_found(visit, values, documents, document, facts)
    return _show_overview(visit, documents, facts)


def _show_found(
    visit: Visit,
    values: Mapping[str, str],
    documents: Mapping[str, DocumentFacts],
    document: DocumentFacts | None,
    facts: Mapping[str, Any],
) -> Response:
    places = [one for one in held(documents.values()) if one.place == values.get("place")]
    wanted = [document] if document else places
    targets = _fitting(visit, values, wanted if document or "place" in values else None)
    order = {one.key: n for n, one in enumerate(documents.values()) if one.key}
    ranked = sorted(targets, key=lambda iri: (order.get(_key(iri), 0), _natural(iri)))
    said = visit.value("from")
    start = int(said) if said.isdecimal() and len(said) < 9 else 0
    start = min(start, max(len(ranked) - 1, 0)) // _PAGE * _PAGE
    shown = ranked[start : start + _PAGE]
    last = min(start + _PAGE, len(ranked))
    some = say(f"{len(ranked)} 处数符合条件", f"{len(ranked)} figures fit")
    return visit.show(
        "targets/found.html",
        some if ranked else say("没有符合条件的数", "No figure fits"),
        door="targets",
        groups=_groups(visit, documents, shown),
        total=len(ranked),
        first=start + 1,
        last=last,
        before=_page(values, start - _PAGE) if start else "",
        after=_page(values, last) if last < len(ranked) else "",
        name_of=name_of,
        **facts,
    )


def _fitting(
    visit: Visit, values: Mapping[str, str], documents: Sequence[DocumentFacts] | None
) -> set[str]:
    """The targets that fit all conditions, each asked by a query of its own."""
    asked = [name for name in _BY if name in values]
    sets = [
        {row["target"] for row in visit.asker.rows(_BY[name], **{name: values[name]})}
        for name in asked
    ]
    if documents is not None and not asked:
        rows = visit.asker.rows_of("view-targets", "document", (one.iri for one in documents))
        sets.append({row["target"] for row in rows})
    found = set.intersection(*sets)
    keys = None if documents is None else {one.key for one in documents}
    return {iri for iri in found if keys is None or _key(iri) in keys}


def _key(target: str) -> str:
    """The key of a target's document, from its IRI."""
    return target.removeprefix(f"{BASE}target/").partition("/")[0]


def _natural(iri: str) -> list[tuple[int, str]]:
    """Sorts 正文 9 before 正文 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _DIGITS.split(iri)]


def _page(values: Mapping[str, str], start: int) -> str:
    return address("/targets", {**values, "from": str(start) if start else ""})


def _groups(
    visit: Visit, documents: Mapping[str, DocumentFacts], targets: Sequence[str]
) -> list[tuple[DocumentFacts, list[Found]]]:
    """The figures of a page by document, read in one query for all."""
    rows: dict[str, list[Row]] = {}
    for row in visit.asker.rows_of("view-figures", "target", targets):
        rows.setdefault(row["target"], []).append(row)
    outcomes: dict[str, list[Row]] = {}
    for row in visit.asker.rows_of("view-figure-outcomes", "target", targets):
        outcomes.setdefault(row["target"], []).append(row)
    things = name_things(visit.asker, {same[0]["part"] for same in rows.values()})
    of_key = {one.key: one for one in documents.values()}
    return [
        (
            of_key[key],
            [_found(rows[iri], outcomes.get(iri, ()), things) for iri in some if iri in rows],
        )
        for key, some in groupby(targets, key=_key)
    ]


def _found(rows: Sequence[Row], outcomes: Iterable[Row], things: Mapping[str, Thing]) -> Found:
    best: dict[str, str] = {}
    for row in outcomes:
        outcome = key_of(row["outcome"])
        best[row["lower"]] = min(best.get(row["lower"], outcome), outcome, key=RANKS.index)
    sizes = Counter(best.values())
    return Found(
        upper_amount(rows[0]),
        things[rows[0]["part"]],
        tuple(sorted({row["above"] for row in rows if row["above"]})),
        tuple((outcome, sizes[outcome]) for outcome in RANKS if sizes[outcome]),
    )


def _show_overview(
    visit: Visit, documents: Mapping[str, DocumentFacts], facts: Mapping[str, Any]
) -> Response:
    counts = {
        row["document"]: int(row["figures"]) for row in visit.asker.rows("view-target-counts")
    }
    above = uppers(documents)
    said = visit.value("upper")
    upper = find_document(documents, said) if said else next(iter(above), None)
    pairs = _pairs(visit, documents, upper) if upper else []
    chosen, below = choose_pair(documents, upper)
    counted = [(documents[iri], size) for iri, size in counts.items() if iri in documents]
    return visit.show(
        "targets/overview.html",
        say(
            f"{len(counts)} 份文件里，{sum(counts.values())} 处写了数",
            f"{sum(counts.values())} figures in {len(counts)} documents",
        ),
        door="targets",
        counts=sorted(counted, key=lambda one: -one[1])[:_PAIRS_MOST],
        total=len(counts),
        upper=upper,
        pairs=pairs[:_PAIRS_MOST],
        more=len(pairs) - _PAIRS_MOST,
        choosing=(chosen, below),
        name_of=name_of,
        **facts,
    )


def _pairs(
    visit: Visit, documents: Mapping[str, DocumentFacts], upper: DocumentFacts
) -> list[Below]:
    """What each document below made of the figures, those that changed most first."""
    twins = read_twins(visit.asker, upper)
    best: dict[tuple[str, str], str] = {}
    for row in visit.asker.rows("view-upper-fates", upper=upper.key):
        figure = row["lower"], twins.get(row["target"], row["target"])
        outcome = key_of(row["outcome"])
        best[figure] = min(best.get(figure, outcome), outcome, key=RANKS.index)
    sizes: dict[str, Counter[str]] = {}
    for (lower, _), outcome in best.items():
        sizes.setdefault(lower, Counter())[outcome] += 1
    pairs = [Below(documents[iri], of) for iri, of in sizes.items() if iri in documents]
    return sorted(pairs, key=lambda pair: (-pair.sizes.get("changed", 0), pair.lower.iri))
