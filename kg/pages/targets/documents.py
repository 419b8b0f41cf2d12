"""The documents of the forms: chosen from a list, or typed by number, title or key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.nearest import nearest
from kg.questions.catalogue import BadBinding
from kg.views.facts import DocumentFacts

LISTED_MOST = 60
"""More documents than this are found by typing."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """A field that takes a document: its name, its label, what can be chosen, what is."""

    name: str
    label: str
    documents: tuple[DocumentFacts, ...]
    chosen: DocumentFacts | None = None
    required: bool = True

    @property
    def is_listed(self) -> bool:
        """Whether there are few enough to pick from a list."""
        return len(self.documents) <= LISTED_MOST


def held(documents: Iterable[DocumentFacts]) -> tuple[DocumentFacts, ...]:
    """The documents whose text is held."""
    return tuple(one for one in documents if one.held)


def find_document(documents: Mapping[str, DocumentFacts], name: str) -> DocumentFacts:
    """The held document of a key, number, title or IRI; BadBinding with the nearest names."""
    for one in held(documents.values()):
        if name in (one.key, one.number, one.title, one.name, one.iri):
            return one
    names = {said for one in held(documents.values()) for said in (one.key, one.number, one.title)}
    near = nearest(name, names - {""})
    raise BadBinding(
        f"没有入库的文件“{name}”；最接近的：{'、'.join(near)}",
        f"no document {name} is held; nearest: {', '.join(near)}",
        near,
    )


def uppers(documents: Mapping[str, DocumentFacts]) -> tuple[DocumentFacts, ...]:
    """The held documents that there are lower ones to."""
    known = [one for one in held(documents.values()) if one.level.lane]
    lowest = max((one.level.lane for one in known), default=0)
    return tuple(one for one in known if one.level.lane < lowest)


def lowers(
    documents: Mapping[str, DocumentFacts], upper: DocumentFacts | None = None
) -> tuple[DocumentFacts, ...]:
    """The held documents below a level, or below any."""
    above = [upper] if upper else uppers(documents)
    lane = min((one.level.lane for one in above), default=0)
    return tuple(one for one in held(documents.values()) if one.level.lane > lane)
