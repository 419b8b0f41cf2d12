"""RDF in the format that a client asks for, open to pages of any origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from kg.server.errors import Refusal
from kg.server.formats import TRIPLES, accepted, likes_html, named

FOR_ALL = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
    allow_headers=["*"],
    expose_headers=["Retry-After", "Link", "Content-Location"],
)
"""Pages of any origin may ask: what is here is public, and nobody logs in."""


def rdf_type(request: Request) -> str:
    """The media type of RDF that a request asks for; Turtle for a browser; Refusal for none."""
    wish = request.query_params.get("format")
    accept = request.headers.get("accept")
    if wish:
        found = named(wish, is_graph=True)
    else:
        found = TRIPLES["turtle"] if likes_html(accept) else accepted(accept, is_graph=True)
    if found is None:
        there_are = "、".join(TRIPLES.values())
        raise Refusal(
            406,
            f"不能写成 {wish or accept}；可以的有 text/html、{there_are}",
            f"it cannot be written as {wish or accept}; there are text/html, {there_are}",
        )
    return found


def rdf_response(
    request: Request,
    triples: Sequence[ox.Triple],
    prefixes: Mapping[str, str],
    links: str | None = None,
) -> Response:
    """The triples in the format that the request asks for, with a Link header."""
    media_type = rdf_type(request)
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None
    ordered = sorted(triples, key=str)
    content = ox.serialize(ordered, format=form, prefixes=_used(prefixes, ordered))
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    headers = {"Content-Type": media_type + charset, "Vary": "Accept"}
    return Response(content, headers=headers | ({"Link": links} if links else {}))


def _used(prefixes: Mapping[str, str], triples: Sequence[ox.Triple]) -> dict[str, str]:
    """The prefixes that shorten something, Turtle being for people."""
    nodes = {term for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    starts = {start for start in prefixes.values() if any(n.value.startswith(start) for n in nodes)}
    return {name: start for name, start in prefixes.items() if start in starts}
