"""How much a body has to do, beside the others of its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.views.duties import Duties
from kg.views.facts import Asker, DocumentFacts
from kg.views.words import ROLES

_NEIGHBOURS = 8
"""Bodies of the place that are shown, besides the body itself."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A body of the place: its rank, in how many items it is named, is it the one of the page."""

    rank: int
    name: str
    items: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Load:
    """Items by document and role; the bodies of the place with most to do; how many there are."""

    documents: tuple[tuple[DocumentFacts, tuple[int, ...]], ...]
    neighbours: tuple[Neighbour, ...]
    bodies: int
    rank: int

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((one.items for one in self.neighbours), default=1)


def read_load(asker: Asker, duties: Duties) -> Load:
    """Count the items of a body, and rank it among the bodies of its place."""
    rows = (
        asker.rows("view-place-bodies", division=duties.body.division)
        if duties.body.division
        else []
    )
    counts = [int(row["items"]) for row in rows]
    everyone = [
        Neighbour(
            1 + sum(count > own for count in counts),
            row["name"],
            own,
            row["body"] == duties.body.iri,
        )
        for row, own in zip(rows, counts, strict=True)
    ]
    own_rank = next((one.rank for one in everyone if one.is_own), 0)
    shown = [one for n, one in enumerate(everyone) if n < _NEIGHBOURS or one.is_own]
    return Load(tuple(_by_document(duties)), tuple(shown), len(everyone), own_rank)


def _by_document(duties: Duties) -> Sequence[tuple[DocumentFacts, tuple[int, ...]]]:
    """For each document how many items the body has in each role of the vocabulary."""
    documents = {item.document.iri: item.document for item in duties.items.values()}
    return [
        (
            document,
            tuple(
                sum(item.document.iri == iri for item in duties.tasks.get(role, []))
                for role in ROLES
            ),
        )
        for iri, document in documents.items()
    ]
