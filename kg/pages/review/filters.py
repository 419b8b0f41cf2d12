"""Which links of the queue a reader looks at: of a document, of a kind, of a confidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.pages.visit import Visit
from kg.review.listing import Waiting
from kg.views.words import BANDS, LINKS
from kg.views.words import band as band_of


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; "" for all."""

    document: str
    kind: str
    band: str

    @classmethod
    def of(cls, visit: Visit) -> Filters:
        """Read the address; a value that there is not counts as not said."""
        kind, band = visit.value("kind"), visit.value("band")
        return cls(
            visit.value("document"), kind if kind in LINKS else "", band if band in BANDS else ""
        )

    def values(self) -> dict[str, str]:
        """The filters as values of an address."""
        return {"document": self.document, "kind": self.kind, "band": self.band}

    def pick(self, links: Iterable[Waiting]) -> tuple[Waiting, ...]:
        """Choose the links that are asked for, in their order."""
        return tuple(link for link in links if self._takes(link))

    def _takes(self, link: Waiting) -> bool:
        return (
            self.document in ("", *(ref.document for ref in link.pair))
            and self.kind in ("", link.kind)
            and self.band in ("", band_of(link.confidence))
        )
