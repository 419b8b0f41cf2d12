"""Which format an answer is written in: what the client accepts, against what there is."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Media types by the short name that `format=` takes, the preferred first.
ROWS: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
TRIPLES: Mapping[str, str] = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
# What else clients call them: SPARQLWrapper, rdflib, Virtuoso, curl in tutorials.
_ROWS_ALSO = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "srj": "json",
    "srx": "xml",
}
_TRIPLES_ALSO = {
    "application/x-turtle": "turtle",
    "text/plain": "ntriples",
    "application/xml": "rdfxml",
    "application/json": "jsonld",
    "ttl": "turtle",
    "n3": "turtle",
    "nt": "ntriples",
    "n-triples": "ntriples",
    "rdf": "rdfxml",
    "rdf+xml": "rdfxml",
    "xml": "rdfxml",
    "json-ld": "jsonld",
    "json": "jsonld",
}
_WEIGHT = re.compile(r"[01](?:\.[0-9]{0,3})?")  # 0.8
_HTML = "text/html"


def named(name: str, is_graph: bool) -> str | None:
    """The media type that `format=NAME` asks for: a short name, or a media type; None if none."""
    offered, also = _offer(is_graph)
    name = name.strip().lower().replace(" ", "+")  # a plus sign that the address did not escape
    if name in offered.values():
        return name
    return offered.get(also.get(name, name))


def accepted(header: str | None, is_graph: bool) -> str | None:
    """The media type that an Accept header likes best of those there are; None if it likes none."""
    offered, also = _offer(is_graph)
    candidates = {media_type: media_type for media_type in offered.values()}
    candidates |= {name: offered[short] for name, short in also.items() if "/" in name}
    for wish in wishes(header):
        if wish in candidates:
            return candidates[wish]
        if wish.endswith("*"):  # */*, text/*
            start = wish.rstrip("*").removeprefix("*/")
            found = (kind for name, kind in candidates.items() if name.startswith(start))
            if first := next(found, None):
                return first
    return None


def likes_html(header: str | None) -> bool:
    """Whether a client would rather see a page than data: a browser, not a program."""
    return next((wish for wish in wishes(header) if "*" not in wish), "") in (
        _HTML,
        "application/xhtml+xml",
    )


def wishes(header: str | None) -> list[str]:
    """The media types of an Accept header, the best liked first, of those the most exact.

    >>> wishes("text/*;q=0.8, */*;q=0.1, text/csv, text/turtle;q=0")
    ['text/csv', 'text/*', '*/*']
    """
    liked = []
    for part in (header or "*/*").lower().split(","):
        media_type, *parameters = (word.strip() for word in part.split(";"))
        given = [word[2:] for word in parameters if word.startswith("q=")]
        weight = float(given[0]) if given and _WEIGHT.fullmatch(given[0]) else 1.0
        if weight > 0 and media_type:
            liked.append((-weight, media_type.count("*"), media_type))
    return [media_type for _, _, media_type in sorted(liked, key=lambda one: one[:2])]


def _offer(is_graph: bool) -> tuple[Mapping[str, str], Mapping[str, str]]:
    return (TRIPLES, _TRIPLES_ALSO) if is_graph else (ROWS, _ROWS_ALSO)
