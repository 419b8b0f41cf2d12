"""What waits and what was decided, as lists: `/review/list`, `/review/decided`, the file itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.exports.stored_links import item_ref
from kg.iris import item_iri
from kg.language import say
from kg.pages.address import Values, address
from kg.pages.decisions import Standing, decisions, verdict_word
from kg.pages.posting import gone_to, posted, text
from kg.pages.review.filters import Filters
from kg.pages.review.queue import choices, queue_address
from kg.pages.visit import Visit, pages
from kg.review.decide import move
from kg.review.decision import Decision, Pair, verdict_of
from kg.review.ledger import Ledger
from kg.review.listing import documents_of
from kg.review.stored import stored_held
from kg.server.errors import Refusal
from kg.views.facts import ItemFacts, Shelf, read_items

T = TypeVar("T")
ROWS: Final = 50
"""Rows of a list at a time."""
_STATES: Final = ("accepted", "related", "rejected")
_LATER: Final = ("moved", "gone", "barred")


@dataclass(frozen=True, slots=True)
class Row:
    """A decision for the list: on what, how it stands, why it is not in force."""

    decision: Decision
    standing: Standing
    address: str
    why: str
    word: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some rows of a list, with the addresses of those before and after."""

    first: int
    total: int
    before: str
    after: str


def routes() -> list[BaseRoute]:
    """The lists, the file, and moving decisions to where their words are."""
    return [
        *pages("/review/list", _list),
        *pages("/review/decided", _decided),
        *posted("/review/move", _move),
        Route("/review/mappings.sssom.tsv", _file),
    ]


def _list(visit: Visit) -> Response:
    ledger: Ledger = visit.request.app.state.ledger
    filters = Filters.of(visit)
    settled = ledger.settled()
    waiting = [link for link in filters.pick(ledger.proposed()) if link.pair not in settled]
    rows, sheet = _part(visit, "/review/list", filters.values(), waiting)
    return visit.show(
        "review/list.html",
        say(f"待核列表：{len(waiting)} 条", f"List of {len(waiting)} links that wait"),
        door="review",
        filters=filters,
        choices=choices(visit),
        rows=[(link, queue_address(filters, link.pair)) for link in rows],
        items=_items(visit, [link.pair for link in rows]),
        sheet=sheet,
    )


def _decided(visit: Visit) -> Response:
    ledger: Ledger = visit.request.app.state.ledger
    every = list(ledger.decisions()) if ledger.file else _in_graph(visit)
    state = visit.value("state")
    whys = _whys(visit)
    found = [_row(visit, decision, whys) for decision in every]
    counts = Counter(_kinds(found))
    found = [row for row in found if state in ("", *_kinds([row]))]
    found.sort(key=lambda row: row.decision.verdict.date, reverse=True)
    rows, sheet = _part(visit, "/review/decided", {"state": state}, found)
    return visit.show(
        "review/decided.html",
        say(f"已有 {len(every)} 条结论", f"{len(every)} links are decided"),
        door="review",
        state=state,
        counts=counts,
        rows=rows,
        items=_items(visit, [row.decision.pair for row in rows]),
        sheet=sheet,
        desk=decisions(visit).desk,
        has_file=ledger.file is not None and ledger.file.exists(),
        bad=ledger.decisions().bad,
    )


def _row(visit: Visit, decision: Decision, whys: Mapping[Pair, str]) -> Row:
    lower, upper = map(str, decision.pair)
    return Row(
        decision,
        decisions(visit).on(lower, upper),
        address("/review", {"lower": lower, "upper": upper}),
        whys.get(decision.pair, ""),
        verdict_word(decision.verdict),
    )


def _kinds(rows: Sequence[Row]) -> list[str]:
    """Name the states that rows count for."""
    states = [row.decision.verdict.state for row in rows]
    forces = [row.standing.force for row in rows]
    return [*states, *("out" if force in _LATER else force for force in forces)]


def _in_graph(visit: Visit) -> list[Decision]:
    """The decisions of the graph, where the file is not here."""
    found = []
    for row in visit.asker.rows("all-decisions"):
        verdict = verdict_of(row["words"])
        if verdict and not row["standing"].endswith("/superseded"):
            found.append(Decision(item_ref(row["subject"]), item_ref(row["object"]), verdict))
    return found


def _whys(visit: Visit) -> dict[Pair, str]:
    """Why decisions are not in force, as the build found."""
    return {
        (item_ref(row["subject"]), item_ref(row["object"])): row["why"]
        for row in visit.asker.rows("decisions-waiting")
    }


def _items(visit: Visit, pairs: Sequence[Pair]) -> dict[str, ItemFacts]:
    """The items of some pairs, by key."""
    iris = [item_iri(ref.document, ref.item).value for pair in pairs for ref in pair]
    found = read_items(visit.asker, iris, Shelf(visit.asker)) if iris else {}
    return {item.key: item for item in found.values()}


def _part(visit: Visit, path: str, values: Values, rows: Sequence[T]) -> tuple[Sequence[T], Sheet]:
    given = visit.value("offset", "0")
    first = min(int(given), max(0, len(rows) - 1)) if given.isdecimal() and len(given) < 9 else 0
    first -= first % ROWS

    def at(offset: int) -> str:
        if not 0 <= offset < len(rows):
            return ""
        return address(path, {**values, "offset": str(offset) if offset else ""})

    return rows[first : first + ROWS], Sheet(first, len(rows), at(first - ROWS), at(first + ROWS))


def _move(visit: Visit, form: FormData) -> Response:
    """Move decisions to the items that have their words now: one, or all."""
    ledger: Ledger = visit.request.app.state.ledger
    assert ledger.file is not None  # only who may write gets here
    lower, upper = text(form, "lower"), text(form, "upper")
    pairs = [(item_ref(lower), item_ref(upper))] if lower and upper else None
    held = stored_held(visit.request.app.state.endpoint, documents_of(ledger.decisions()))
    if not move(ledger.file, held, pairs):
        raise Refusal(409, "没有移位的结论", "no decision has moved")
    return gone_to(address("/review/decided", {"state": "pending"}))


def _file(request: Request) -> Response:
    """The file of decisions, byte for byte."""
    file = request.app.state.ledger.file
    if file is None or not file.exists():
        raise Refusal(404, "这里还没有核对结论的文件", "there is no file of decisions here yet")
    return Response(
        file.read_bytes(),
        media_type="text/tab-separated-values",
        headers={
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Cache-Control": "no-store",
        },
    )
