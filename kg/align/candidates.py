"""Which documents are held against each other, and on what basis the lower one rests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.align.lines import is_beside
from kg.align.link import Basis
from kg.align.parameters import Parameters
from kg.align.subjects import Subjects
from kg.resolve import ResolvedCitation, basis_between
from loaders.document import Document


def candidates(
    documents: Iterable[Document], citations: Iterable[ResolvedCitation], given: Parameters
) -> Iterator[tuple[Document, Document, Basis]]:
    """Pair each document with those above it that are on its subject or its declared basis.

    A declared basis of the same place counts as above: the measures of a city government, and the
    rules by which a department of that city carries them out.
    """
    by_key = {document.key: document for document in documents}
    subjects = Subjects(by_key.values())
    all_citations = tuple(citations)
    cited_by: dict[str, list[ResolvedCitation]] = defaultdict(list)
    for citation in all_citations:
        cited_by[citation.citing].append(citation)
    for lower in by_key.values():
        own = cited_by[lower.key]
        for key, likeness in subjects.above(lower):
            declared = basis_between(own, lower.key, key) == "declared"
            if declared or likeness >= given.subject:
                yield lower, by_key[key], basis_between(all_citations, lower.key, key)
        for key in sorted({one.cited.key for one in own if one.cited.key in by_key}):
            upper = by_key[key]
            mutual = rests_beside(upper, lower, cited_by[key])
            if rests_beside(lower, upper, own) and not mutual:
                yield lower, upper, "declared"


def rests_beside(lower: Document, upper: Document, citations: Iterable[ResolvedCitation]) -> bool:
    """Say whether a document declares another one of its own place as its basis."""
    if lower.key == upper.key or not is_beside(lower.header, upper.header):
        return False
    return basis_between(citations, lower.key, upper.key) == "declared"
