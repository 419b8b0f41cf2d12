"""`/targets`: the figures that documents set, by words, document, place, year and outcome below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from starlette.responses import Response

from kg.language import say
from kg.pages.address import address, data_address
from kg.pages.naming import Thing, name_things
from kg.pages.targets.figures import RANKS, Amount, name_of, upper_amount
from kg.pages.targets.pair import FILES
from kg.pages.visit import Visit
from kg.views.facts import DocumentFacts, Row, read_documents
from kg.views.words import key_of

_QUERY = "view-targets"
_FILTERS = ("word", "document", "place", "year", "outcome")
_PAGE = 200
_CHOSEN = ("changed", "no-number", "kept")


@dataclass(frozen=True, slots=True)
class Found:
    """A figure that fits: where it stands, the figures above it, how many below fared how."""

    amount: Amount
    part: Thing
    above: tuple[str, ...]
    below: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Below:
    """A lower document beside an upper one: how many figures it kept, changed, left out."""

    upper: DocumentFacts
    lower: DocumentFacts
    sizes: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many figures were compared."""
        return sum(self.sizes.values())


def show_targets(visit: Visit) -> Response:
    """What fits the conditions; without any, what there is to compare."""
    values = {name: visit.value(name) for name in _FILTERS if visit.value(name)}
    documents = read_documents(visit.asker)
    facts = {
        "values": values,
        "uppers": visit.asker.rows("choose-upper-document"),
        "lowers": visit.asker.rows("choose-lower-document"),
        "documents": [one for one in documents.values() if one.held],
        "places": visit.asker.rows("choose-division"),
        "years": visit.asker.rows("choose-target-year"),
        "outcomes": [(key, name_of(key)) for key in _CHOSEN],
    }
    if values:
        return _found(visit, values, documents, facts)
    return _overview(visit, documents, facts)


def _found(
    visit: Visit,
    values: Mapping[str, str],
    documents: Mapping[str, DocumentFacts],
    facts: Mapping[str, Any],
) -> Response:
    rows = visit.asker.rows(_QUERY, **values)
    figures = [list(same) for _, same in groupby(rows, key=lambda row: row["target"])]
    said = visit.value("from")
    start = int(said) // _PAGE * _PAGE if said.isdecimal() and len(said) < 9 else 0
    shown = figures[start : start + _PAGE]
    things = name_things(visit.asker, {rows[0]["part"] for rows in shown})
    groups = [
        (documents[iri], [_figure(rows, things) for rows in some])
        for iri, some in groupby(shown, key=lambda rows: rows[0]["document"])
    ]
    last = min(start + _PAGE, len(figures))
    return visit.show(
        "targets/found.html",
        say(f"{len(figures)} 个数符合条件", f"{len(figures)} figures fit")
        if figures
        else say("没有符合条件的数", "No figure fits"),
        door="targets",
        groups=groups,
        total=len(figures),
        first=start + 1,
        last=last,
        before=_page(values, start - _PAGE) if start else "",
        after=_page(values, last) if last < len(figures) else "",
        files=[(name, data_address(_QUERY, form, values)) for form, name in FILES.items()],
        name_of=name_of,
        **facts,
    )


def _page(values: Mapping[str, str], start: int) -> str:
    return address("/targets", {**values, "from": str(start) if start else ""})


def _figure(rows: Sequence[Row], things: Mapping[str, Thing]) -> Found:
    row = rows[0]
    best: dict[str, str] = {}
    for one in rows:
        if one["found"]:
            outcome = key_of(one["found"])
            held = best.setdefault(one["lower"], outcome)
            best[one["lower"]] = min(held, outcome, key=RANKS.index)
    sizes = Counter(best.values())
    return Found(
        upper_amount(row),
        things[row["part"]],
        tuple(sorted({one["above"] for one in rows if one["above"]})),
        tuple((outcome, sizes[outcome]) for outcome in RANKS if sizes[outcome]),
    )


def _overview(
    visit: Visit, documents: Mapping[str, DocumentFacts], facts: Mapping[str, Any]
) -> Response:
    counts = {
        row["document"]: int(row["figures"]) for row in visit.asker.rows("view-target-counts")
    }
    sizes: dict[tuple[str, str], dict[str, int]] = {}
    for row in visit.asker.rows("view-target-pairs"):
        outcome = RANKS[int(row["rank"]) - 1]
        sizes.setdefault((row["upper"], row["lower"]), {})[outcome] = int(row["figures"])
    pairs = [Below(documents[upper], documents[lower], of) for (upper, lower), of in sizes.items()]
    return visit.show(
        "targets/overview.html",
        say(
            f"{len(counts)} 份文件定了 {sum(counts.values())} 个数",
            f"{len(counts)} documents set {sum(counts.values())} figures",
        ),
        door="targets",
        counts=[(documents[iri], size) for iri, size in counts.items()],
        pairs=pairs,
        name_of=name_of,
        **facts,
    )
