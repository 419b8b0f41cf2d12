"""A draft for comment and an issued document, side by side by the upper items of both."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.responses import Response

from kg.language import say
from kg.pages.address import address
from kg.pages.visit import Visit
from kg.views.facts import ItemFacts, Shelf, read_documents, read_items


@dataclass(frozen=True, slots=True)
class Common:
    """An upper item, and the items that answer to it in the draft and in the issued document."""

    upper: ItemFacts
    draft: tuple[ItemFacts, ...]
    issued: tuple[ItemFacts, ...]

    @property
    def state(self) -> str:
        """Which of the two have it: `both`, `draft` or `issued`."""
        return "both" if self.draft and self.issued else "draft" if self.draft else "issued"


def drafts_page(visit: Visit) -> Response:
    """A draft beside an issued document."""
    asker = visit.asker
    asked = {name: visit.value(name) for name in ("draft", "issued")}
    rows = asker.rows("draft-against-issued", **asked)
    homes = [asker.rows("view-document", document=one)[0]["document"] for one in asked.values()]
    documents = read_documents(asker, homes)

    items = read_items(
        asker, [row[name] for row in rows for name in ("upper", "item")], Shelf(asker)
    )
    by_upper: dict[str, dict[str, list[ItemFacts]]] = {}
    for row in rows:
        item = items[row["item"]]
        by_upper.setdefault(row["upper"], {}).setdefault(item.document.iri, []).append(item)
    common = [
        Common(items[upper], *(tuple(of.get(home, ())) for home in homes))
        for upper, of in by_upper.items()
    ]
    counts = Counter(one.state for one in common)
    heading = say(
        f"同一上级 {len(common)} 项：都有 {counts['both']} 项，"
        f"只有稿里有 {counts['draft']} 项，只有印发的有 {counts['issued']} 项",
        f"{len(common)} upper items: {counts['both']} in both, {counts['draft']} in the draft "
        f"alone, {counts['issued']} in the issued one alone",
    )
    return visit.show(
        "compare/drafts.html",
        heading,
        door="compare",
        common=common,
        draft=documents[homes[0]],
        issued=documents[homes[1]],
        swapped=address("/compare", {"draft": asked["issued"], "issued": asked["draft"]}),
    )
