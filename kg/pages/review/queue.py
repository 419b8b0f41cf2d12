"""`/review`: the links that wait for a person, one at a time, the most doubtful first.

/review                                     the first that waits
/review?document=KEY&kind=implements&band=low     of those only
/review?lower=KEY%23ITEM&upper=KEY%23ITEM   that one; the next follows it in the queue
&done_lower=…&done_upper=…                  with what was just decided, to be taken back
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.align.link import ItemRef
from kg.exports.stored_links import item_ref
from kg.language import say
from kg.pages.address import address
from kg.pages.decisions import Standing, count_of, decisions
from kg.pages.review.filters import Filters
from kg.pages.review.pair import read_pair
from kg.pages.visit import Visit, pages
from kg.review.decision import Pair
from kg.review.ledger import Ledger
from kg.review.listing import Waiting
from kg.views.facts import LinkFacts, read_documents
from kg.views.words import BANDS, LINKS


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reviewer is in the queue: the pair, and how many links of it are decided by now."""

    pair: Pair | None
    waiting: Waiting | None
    total: int
    decided: int
    before: Pair | None
    after: Pair | None


def routes() -> list[BaseRoute]:
    """The queue."""
    return pages("/review", _review)


def queue_address(filters: Filters, pair: Pair | None = None, done: Pair | None = None) -> str:
    """The queue at a pair, after another was decided."""
    values = dict(filters.values())
    for prefix, ends in (("", pair), ("done_", done)):
        if ends:
            values |= {f"{prefix}lower": str(ends[0]), f"{prefix}upper": str(ends[1])}
    return address("/review", values)


def _review(visit: Visit) -> Response:
    ledger: Ledger = visit.request.app.state.ledger
    filters = Filters.of(visit)
    place = _place(ledger, filters.pick(ledger.proposed()), _named(visit, ""))
    done = _named(visit, "done_")
    case = read_pair(visit, place.pair) if place.pair else None
    return visit.show(
        "review/queue.html",
        _heading(place),
        door="review",
        filters=filters,
        choices=choices(visit),
        place=place,
        case=case,
        standing=_standing(visit, filters, place, case.link) if case else None,
        done=decisions(visit).on(*map(str, done)) if done else None,
        done_pair=done,
        done_address=queue_address(filters, done) if done else "",
        before_address=queue_address(filters, place.before) if place.before else "",
        counts=count_of(visit),
        desk=decisions(visit).desk,
    )


def _heading(place: Place) -> str:
    left = place.total - place.decided
    return say(f"{left} 条关联待核", f"{left} links wait for review")


def _named(visit: Visit, prefix: str) -> tuple[ItemRef, ItemRef] | None:
    lower, upper = visit.value(f"{prefix}lower"), visit.value(f"{prefix}upper")
    return (item_ref(lower), item_ref(upper)) if lower and upper else None


def _place(ledger: Ledger, links: Sequence[Waiting], named: Pair | None) -> Place:
    """Find the pair that is named, else the first that waits, and its neighbours in the queue."""
    settled = ledger.settled()
    waits = [number for number, link in enumerate(links) if link.pair not in settled]
    at: int | None = waits[0] if waits else None
    if named:
        at = next((number for number, link in enumerate(links) if link.pair == named), None)
    here = -1 if at is None else at
    later = [number for number in waits if number > here] or [n for n in waits if n != here]
    return Place(
        pair=links[at].pair if at is not None else named,
        waiting=links[at] if at is not None else None,
        total=len(links),
        decided=len(links) - len(waits),
        before=links[at - 1].pair if at else None,
        after=links[later[0]].pair if later else None,
    )


def _standing(visit: Visit, filters: Filters, place: Place, link: LinkFacts) -> Standing:
    assert place.pair is not None
    lower, upper = map(str, place.pair)
    return decisions(visit).on(
        lower,
        upper,
        kind=link.kind,
        basis=link.basis,
        back=f"{queue_address(filters, place.after, place.pair)}#case",
        skip=queue_address(filters, place.after) if place.after else "",
    )


def choices(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """The values that filters have, with their words."""
    documents = [(one.key, one.name) for one in read_documents(visit.asker).values() if one.held]
    kinds = ("implements", "alignedWith", "relatedTo", "restates", "supports")
    return {
        "document": documents,
        "kind": [(kind, say(*LINKS[kind])) for kind in kinds],
        "band": [(band, names.said) for band, names in BANDS.items()],
    }
