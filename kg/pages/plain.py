"""Pages at addresses that programs share with people: a resource, the endpoint, an error.

Rooms of the server that answer programs show them through `plain_page`; an error anywhere is shown
by `error_page`, which the application hands to `kg.server.errors` as `app.state.error_page`.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.iris import BASE
from kg.language import Language, language, speaking
from kg.pages import address as addresses
from kg.pages.visit import Visit, sorry
from kg.server.errors import Refusal
from kg.views.facts import Asker

_ENGLISH = "/en"


def spoken(request: Request) -> Language:
    """The language of an address: English behind `/en`."""
    return "en" if f"{request.scope['path']}/".startswith(f"{_ENGLISH}/") else "zh"


def path_asked(request: Request) -> str:
    """The path that was asked for, in whatever language."""
    path: str = request.scope["path"]
    return path.removeprefix(_ENGLISH) if spoken(request) == "en" else path


def own_address(path: str) -> str:
    """A path of this server in the language spoken here; addresses elsewhere stay as they are."""
    return f"{_ENGLISH}{path}" if path.startswith("/") and language() == "en" else path


def own_page(iri: str) -> str:
    """The page that shows a thing to who does not know RDF; "" where it has none."""
    kind, _, name = iri.removeprefix(BASE).partition("/") if iri.startswith(BASE) else ("", "", "")
    if kind == "item":
        return addresses.item_address("#".join(name.split("/", 1)))
    made = {"document": addresses.document_address, "body": addresses.body_address}
    if kind in made:
        return made[kind](name)
    return addresses.target_address(iri) if kind == "target" else ""


def plain_page(
    request: Request, template: str, title: str, *, door: str = "", **facts: Any
) -> Response:
    """A page of `templates/` in the language of an address that answers programs as well."""
    with speaking(spoken(request)):
        visit = Visit(request, Asker(request.app.state.endpoint))
        response = visit.show(template, title, door=door, **facts)
    response.headers["Vary"] = "Accept"
    return response


def error_page(request: Request, refusal: Refusal) -> Response:
    """The page that tells of a refusal, in the language of the address."""
    with speaking(spoken(request)):
        return sorry(Visit(request, Asker(request.app.state.endpoint)), refusal)
