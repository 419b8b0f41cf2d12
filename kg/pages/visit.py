"""A visit to a page: who asks, in which language, and the page that answers.

A page is a function of a `Visit`. Its address is served twice, in Chinese and behind `/en`; what
goes wrong is told by a page too, in the language of the visit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from hashlib import sha256
from http import HTTPStatus
from importlib.metadata import version
from typing import TypeAlias

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from kg.language import Language, language, mixed, say, speaking
from kg.pages import address as addresses
from kg.pages.assets import asset
from kg.pages.navigation import DOORS
from kg.questions.catalogue import NotFound
from kg.server.errors import Refusal, as_refusal
from kg.views.facts import Asker
from kg.views.words import (
    ADDITIONS,
    BASES,
    COVERAGE,
    LINKS,
    OUTCOMES,
    REVIEWS,
    ROLES,
    SHORTFALLS,
    confidence,
    day,
)
from loaders.errors import ZhengmaiError

LANGUAGES: Mapping[str, Language] = {"": "zh", "/en": "en"}
_STARTED = str(time.time_ns())  # a server that starts anew may draw the same data otherwise


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for a page, and what is asked of the graph to answer it."""

    request: Request
    asker: Asker

    def value(self, name: str, otherwise: str = "") -> str:
        """A value of the address: of its path, or the last of this name behind the `?`."""
        found = self.request.path_params.get(name) or self.request.query_params.get(name)
        return str(found).strip() if found else otherwise

    def values(self, name: str) -> tuple[str, ...]:
        """All values of a name behind the `?`."""
        return tuple(filter(None, map(str.strip, self.request.query_params.getlist(name))))

    def show(
        self, template: str, title: str, *, door: str = "", status: int = 200, **facts: object
    ) -> HTMLResponse:
        """A page of `templates/`; `door` names the entry of the navigation that it lies behind."""
        text = (
            environment()
            .get_template(template)
            .render(
                visit=self,
                title=title,
                door=door,
                asked=self.asker.asked.values(),
                copied=getattr(self.request.app.state, "copied", None),
                **facts,
            )
        )
        return HTMLResponse(text, status)

    @property
    def elsewhere(self) -> Mapping[Language, str]:
        """The address of this very page in each language."""
        path = self.request.scope["path"].removeprefix("/en") or "/"
        asked = self.request.url.query
        return {
            one: addresses.address(path, into=one) + (f"?{asked}" if asked else "")
            for one in ("zh", "en")
        }


Page: TypeAlias = Callable[[Visit], Response]


def pages(path: str, page: Page, *, methods: tuple[str, ...] = ("GET",)) -> list[BaseRoute]:
    """The routes of a page: in Chinese, and behind `/en`."""
    return [
        Route(
            prefix + path,
            partial(answered, page=page, spoken=spoken),
            methods=list(methods),
        )
        for prefix, spoken in LANGUAGES.items()
    ]


def answered(request: Request, page: Page, spoken: Language) -> Response:
    """The page in a language; what goes wrong is told by a page too."""
    with speaking(spoken):
        tag = _tag(request)
        if tag and tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": tag})
        visit = Visit(request, Asker(request.app.state.endpoint))
        try:
            response = page(visit)
        except ZhengmaiError as error:
            return sorry(visit, error)
        if tag:
            response.headers.setdefault("ETag", tag)
        response.headers.setdefault("Cache-Control", "no-cache" if tag else "no-store")
        return response


def _tag(request: Request) -> str:
    """What changes whenever the page may: the build, the address, the decisions written since."""
    state = request.app.state
    if state.generation is None or request.method != "GET":
        return ""
    decided, address = state.decided(request), str(request.url)
    today = date.today()  # pages say what is past
    whole = (version("zhengmai"), _STARTED, state.generation, decided, address, today)
    return f'W/"{sha256(repr(whole).encode()).hexdigest()[:32]}"'


def sorry(visit: Visit, error: ZhengmaiError) -> Response:
    """The page that tells of an error, and of what there is instead."""
    refusal = Refusal(404, error.zh, error.en) if isinstance(error, NotFound) else as_refusal(error)
    near = error.nearest if isinstance(error, NotFound) else ()
    phrase = HTTPStatus(refusal.status).phrase
    response = visit.show("sorry.html", phrase, status=refusal.status, error=refusal, nearest=near)
    response.headers.update({"Cache-Control": "no-store", "Vary": "Accept", **refusal.headers})
    return response


@cache
def environment() -> Environment:
    """The templates of pages, over those of the one-file views, whose parts they share."""
    templates = Environment(
        loader=ChoiceLoader([PackageLoader("kg.pages"), PackageLoader("kg.views")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(confidence=confidence, day=day, mixed=mixed)
    templates.globals.update(
        {name: one for name, one in vars(addresses).items() if name.endswith("address")},
        say=say,
        language=language,
        asset=asset,
        doors=DOORS,
        links=LINKS,
        roles=ROLES,
        outcomes=OUTCOMES,
        coverage=COVERAGE,
        reviews=REVIEWS,
        bases=BASES,
        additions=ADDITIONS,
        shortfalls=SHORTFALLS,
    )
    return templates
