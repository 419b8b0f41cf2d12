"""`/ontology`: the ontology for people as its reference page, for programs as it is written."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.endpoints.endpoint import cell_text
from kg.iris import ONTOLOGY
from kg.language import say, speaking
from kg.pages.plain import plain_page, spoken
from kg.pages.visit import LANGUAGES
from kg.prefixes import PREFIXES
from kg.server.errors import Refusal
from kg.server.formats import TRIPLES, likes_html
from kg.server.negotiation import FOR_ALL, rdf_response, rdf_type

_FOLDER = Path(str(files("ontology")))
_TIES = "alignment"
_VERSION = ox.NamedNode("http://www.w3.org/2002/07/owl#versionIRI")
_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)


def routes() -> list[Route]:
    """The ontology, each of its versions that is here, and its ties to others."""
    return [
        Route(f"{prefix}/ontology{name}", _ontology, middleware=[FOR_ALL])
        for name in ("", "/{name}")
        for prefix in LANGUAGES
    ]


def _ontology(request: Request) -> Response:
    name = request.path_params.get("name", "")
    is_ties = name == _TIES
    if name and not is_ties and f"{ONTOLOGY}/{name}" != _version():
        raise Refusal(
            404,
            f"这里没有本体的这个版本：{name}；有 {_version()}",
            f"this version of the ontology is not here: {name}; there is {_version()}",
        )
    wish = request.query_params.get("format")
    wants_page = wish == "html" if wish else likes_html(request.headers.get("accept"))
    if wants_page and not is_ties and (reference := _reference()):
        with speaking(spoken(request)):
            title = say("本体", "The ontology")
        return plain_page(request, "ontology.html", title, reference=reference)
    file = _FOLDER / ("alignment.ttl" if is_ties else "policy.ttl")
    if rdf_type(request) == TRIPLES["turtle"]:  # with its comments and in its order
        headers = {"Content-Type": "text/turtle; charset=utf-8", "Vary": "Accept"}
        return Response(file.read_bytes(), headers=headers)
    triples = [quad.triple for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)]
    return rdf_response(request, triples, PREFIXES)


@cache
def _version() -> str:
    policy = ox.parse(path=str(_FOLDER / "policy.ttl"), format=ox.RdfFormat.TURTLE)
    return next(cell_text(quad.object) for quad in policy if quad.predicate == _VERSION)


@cache
def _reference() -> Markup | None:
    """The content of the reference page, which says all in both languages; None without it.

    A wheel carries it beside the ontology, a checkout where the documentation is made.
    """
    for path in (_FOLDER / "reference.html", _FOLDER.parent / "docs" / "ontology.html"):
        if path.is_file() and (body := _BODY.search(path.read_text(encoding="utf-8"))):
            return Markup(body[1])
    return None
