"""A document as it was read, as quads of its own named graph, with where each fact came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version

from pyoxigraph import NamedNode, Quad

from kg.iris import (
    body_iri,
    citation_iri,
    concept_iri,
    document_graph_iri,
    document_iri,
    file_iri,
    part_iri,
    software_iri,
    term,
)
from kg.mapping.bodies import ENTITIES, body_quads, cited_place, issuer, place_iri, place_of
from kg.mapping.facts import LABEL, NOTE, TYPE, Fact, address, day, describe, prov, zh
from kg.mapping.findings import finding_quads
from kg.mapping.parts import evidence, part_quads
from kg.resolve import CitedDocument, ResolvedCitation
from loaders.document import Document, Header
from loaders.title_place import place_opening
from loaders.vocabulary import chinese_terms


def document_quads(document: Document, resolved: Iterable[ResolvedCitation]) -> Iterator[Quad]:
    """Give all that `document` says as quads of the graph `document_graph_iri(document.key)`.

    What it names and others may name too (bodies, documents not held) is in the graph `entities`.
    `resolved` may hold the citations of the whole corpus; those of other documents are passed over.
    The same document gives the same quads in the same order.
    """
    yield from _header_quads(document)
    yield from _provenance_quads(document)
    yield from _warning_quads(document)
    own = [citation for citation in resolved if citation.citing == document.key]
    unheld = {one.cited.name: one.cited for one in own if one.cited.key is None}
    for citation in own:
        yield from _citation_quads(document, citation)
    for cited in unheld.values():
        yield from _unheld_quads(cited)
    yield from part_quads(document)
    yield from finding_quads(document)
    yield from body_quads(document, unheld.values())


def _header_quads(document: Document) -> Iterator[Quad]:
    header, home = document.header, place_of(document.header)
    yield from describe(
        document_graph_iri(document.key),
        document_iri(document.key),
        (TYPE, term("PolicyDocument")),
        (LABEL, zh(header.title)),
        ("key", header.key),
        ("title", header.title),
        ("coverTitle", header.cover_title),
        ("documentNumber", header.document_number),
        ("issuedBy", [body_iri(issuer(name, home).name) for name in header.issuers]),
        ("addressee", header.addressees),
        ("textHeld", True),
        ("inferredField", sorted(header.inferred)),
        ("statedField", sorted(header.stated)),
        (NOTE, zh(document.note) if document.note else None),
        ("level", concept_iri("level", header.level) if header.level else None),
        ("status", concept_iri("status", header.status)),
        ("genre", _genre_iri(header.genre) if header.genre else None),
        ("jurisdiction", place_iri(home) if home else None),
        *_dates(header),
    )


def _genre_iri(genre: str) -> NamedNode:
    return concept_iri("genre", chinese_terms("genres").get(genre, genre))


def _dates(header: Header) -> tuple[Fact, ...]:
    return (
        ("dateSigned", day(header.date_signed)),
        ("datePrinted", day(header.date_printed)),
        ("date", day(header.date_signed) or day(header.date_printed)),
        ("dateInForce", day(header.date_in_force)),
        ("dateExpires", day(header.date_expires)),
    )


def _provenance_quads(document: Document) -> Iterator[Quad]:
    """Say which file, byte for byte, and which version of the software the graph comes from."""
    graph, file = document_graph_iri(document.key), file_iri(document.key)
    yield from describe(
        graph,
        document_iri(document.key),
        ("sourceFile", document.source_file),
        ("sourceDigest", document.source_sha256),
        ("sourceAddress", address(document.source_url)),
    )
    yield from describe(
        graph,
        graph,
        (TYPE, prov("Entity")),
        (LABEL, zh(f"{document.header.title}（图）")),
        (prov("wasDerivedFrom"), file),
        (prov("wasAttributedTo"), software_iri(version("zhengmai"))),
    )
    yield from describe(
        graph,
        file,
        (TYPE, prov("Entity")),
        (LABEL, zh(document.source_file)),
        ("sourceText", document.source_text),
    )
    yield from software_quads(version("zhengmai"))


def software_quads(release: str) -> Iterator[Quad]:
    """Describe a version of this software, in the graph of what several name."""
    yield from describe(
        ENTITIES,
        software_iri(release),
        (TYPE, prov("SoftwareAgent")),
        (LABEL, zh(f"政脉 {release}")),
    )


def _warning_quads(document: Document) -> Iterator[Quad]:
    home = document_iri(document.key)
    for n, warning in enumerate(document.warnings, 1):
        yield from describe(
            document_graph_iri(document.key),
            part_iri(home, "warning", n),
            (TYPE, term("ReadingWarning")),
            (LABEL, zh(warning.message)),
            ("inDocument", home),
            ("sourceLine", warning.line),
        )


def _citation_quads(document: Document, resolved: ResolvedCitation) -> Iterator[Quad]:
    graph, home = document_graph_iri(document.key), document_iri(document.key)
    citation, cited = resolved.citation, document_iri(resolved.cited.name)
    role = citation.role
    yield from describe(graph, home, ("basedOn" if role == "basis" else "cites", cited))
    yield from describe(
        graph,
        citation_iri(document.key, resolved.order),
        (TYPE, term("Citation")),
        (LABEL, zh(citation.title or citation.number or citation.quote)),
        ("citedBy", home),
        ("citedDocument", cited),
        ("citationRole", concept_iri("citation", role)),
        ("title", citation.title),
        ("documentNumber", citation.number),
        ("order", resolved.order),
        ("quote", citation.quote),
        *evidence(citation.span),
    )


def _unheld_quads(cited: CitedDocument) -> Iterator[Quad]:
    """Describe a document known only from what cites it, whoever cites it in the same words.

    Where neither issuer nor number says whose it is, that is inferred from what its title opens
    with.
    """
    place = cited_place(cited)
    inferred = None if place else place_opening(cited.title or "")
    home = inferred.place if inferred else place
    title = cited.title or ""
    if title.startswith("关于"):  # the issuers belong to such a title
        title = " ".join(cited.issuers) + title
    yield from describe(
        ENTITIES,
        document_iri(cited.name),
        (TYPE, term("PolicyDocument")),
        (LABEL, zh(title or cited.name)),
        ("title", title),
        ("documentNumber", cited.number),
        ("issuedBy", [body_iri(issuer(name, place).name) for name in cited.issuers]),
        ("level", concept_iri("level", home.level) if home else None),
        ("jurisdiction", place_iri(home) if home else None),
        ("inferredField", ("jurisdiction", "level") if inferred else ()),
        ("textHeld", False),
    )
