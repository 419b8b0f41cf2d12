"""Which documents are held against each other, and on what basis the lower one rests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.align.link import Basis
from kg.align.parameters import Parameters
from kg.align.subjects import Subjects
from kg.resolve import ResolvedCitation, basis_between
from loaders.document import Document


def candidates(
    documents: Iterable[Document], citations: Iterable[ResolvedCitation], given: Parameters
) -> Iterator[tuple[Document, Document, Basis]]:
    """Pair each document with those above it that are on its subject or its declared basis."""
    by_key = {document.key: document for document in documents}
    subjects = Subjects(by_key.values())
    all_citations = tuple(citations)
    cited_by: dict[str, list[ResolvedCitation]] = defaultdict(list)
    for citation in all_citations:
        cited_by[citation.citing].append(citation)
    for lower in by_key.values():
        for key, likeness in subjects.above(lower):
            declared = basis_between(cited_by[lower.key], lower.key, key) == "declared"
            if declared or likeness >= given.subject:
                yield lower, by_key[key], basis_between(all_citations, lower.key, key)
