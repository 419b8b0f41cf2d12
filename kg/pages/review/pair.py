"""Two items of the queue with all that a reviewer weighs, read from the graph."""

from __future__ import annotations

from kg.align.link import ItemRef
from kg.iris import item_iri
from kg.pages.visit import Visit
from kg.questions.catalogue import NotFound
from kg.review.decision import Pair as Ends
from kg.views.compare import Pair, pair_up
from kg.views.facts import (
    LinkFacts,
    Shelf,
    read_comparisons,
    read_items,
    read_links,
    read_targets,
    read_units,
    read_wordings,
)


def read_pair(visit: Visit, ends: Ends) -> Pair:
    """Put two items side by side, the lower first; NotFound for an item that there is not.

    A pair that the graph does not link has a link without a kind.
    """
    asker = visit.asker
    lower, upper = (item_iri(ref.document, ref.item).value for ref in ends)
    items = read_items(asker, [lower, upper], Shelf(asker))
    for ref, iri in zip(ends, (lower, upper), strict=True):
        if iri not in items:
            raise _unknown(ref)
    link = next(
        (one for one in read_links(asker, [lower]) if (one.subject, one.object) == (lower, upper)),
        LinkFacts("", lower, upper, "", "", "", "", ""),
    )
    targets, units = read_targets(asker, [lower, upper]), read_units(asker, [lower, upper])
    return pair_up(
        link,
        items[upper],
        items[lower],
        read_wordings(asker, [lower]).get(link.iri, []),
        (targets.get(upper, []), targets.get(lower, [])),
        (units.get(upper, []), units.get(lower, [])),
        read_comparisons(asker, [lower]),
    )


def _unknown(ref: ItemRef) -> NotFound:
    return NotFound(f"没有条目“{ref}”", f"there is no item {ref}")
