"""How documents are tied: who names whom as its basis, and whose items are linked with whose."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from kg.views.facts import Asker, DocumentFacts, read_documents
from kg.views.words import key_of


@dataclass(frozen=True, slots=True)
class Citation:
    """One document naming another, in its own words."""

    citing: str
    cited: str
    role: str
    quote: str
    line: str


@dataclass(frozen=True, slots=True)
class Carried:
    """How many items of one document are linked with how many of another."""

    lower: str
    upper: str
    kind: str
    lower_items: int
    upper_items: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents by IRI, what they name, what their items carry out."""

    documents: dict[str, DocumentFacts]
    citations: list[Citation]
    carried: list[Carried]


def read_corpus(asker: Asker) -> Corpus:
    """Read all documents and their ties."""
    citations = [
        Citation(row["citing"], row["cited"], key_of(row["role"]), row["quote"], row["line"])
        for row in asker.rows("view-document-citations")
    ]
    carried = [
        Carried(
            row["lower"],
            row["upper"],
            key_of(row["kind"]),
            int(row["lowerItems"]),
            int(row["upperItems"]),
        )
        for row in asker.rows("view-document-links")
    ]
    return Corpus(read_documents(asker), citations, carried)


def around(corpus: Corpus, focus: str) -> Corpus:
    """Keep the document `focus`, all it rests on, and all that rests on it."""
    ties: nx.DiGraph[str] = nx.DiGraph()
    ties.add_node(focus)
    ties.add_edges_from((c.citing, c.cited) for c in corpus.citations)
    ties.add_edges_from((c.lower, c.upper) for c in corpus.carried)
    near = nx.ancestors(ties, focus) | nx.descendants(ties, focus) | {focus}
    return Corpus(
        {iri: d for iri, d in corpus.documents.items() if iri in near},
        [c for c in corpus.citations if {c.citing, c.cited} <= near],
        [c for c in corpus.carried if {c.lower, c.upper} <= near],
    )
