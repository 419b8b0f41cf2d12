"""The questions over HTTP: `/api/queries/NAME?p=…` in every format, for programs and spreadsheets.

The address asks, `Accept` or `format=` says in which format; nothing is ever changed. Errors are
JSON with a sentence in Chinese and in English, and the names that there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import wraps
from importlib.metadata import version
from typing import TypeAlias
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.endpoints.endpoint import Endpoint
from kg.nearest import nearest
from kg.questions.answer_formats import FORMATS
from kg.questions.ask import answer, choices
from kg.questions.catalogue import BadBinding, NotFound, Question, find_question
from kg.questions.catalogue_json import catalogue_json, question_json
from kg.server.errors import Refusal, refused_as_json
from kg.server.formats import wishes
from kg.server.negotiation import FOR_ALL
from kg.server.openapi import openapi
from loaders.errors import ZhengmaiError

Handler: TypeAlias = Callable[[Request], Response]

_LONGEST_VALUE = 2_000  # characters
# What programs also call a format.
_ALSO = {("json", "application/json"), ("turtle", "application/x-turtle")}


class UnknownFormat(NotFound):
    """A `format=` that answers are not written in."""


def routes() -> list[Route]:
    """The catalogue, each of its questions, what parameters can be, and the description of all."""
    handlers = {
        "/api/queries": _catalogue,
        "/api/queries/{name}": _answer,
        "/api/queries/{name}/about": _about,
        "/api/queries/{name}/choices/{parameter}": _choices,
        "/api/openapi.json": _description,
    }
    return [Route(path, _told(one), middleware=[FOR_ALL]) for path, one in handlers.items()]


def _told(handle: Handler) -> Handler:
    """The handler, with what goes wrong told as JSON."""

    @wraps(handle)
    def telling(request: Request) -> Response:
        try:
            return handle(request)
        except ZhengmaiError as error:
            return refused_as_json(error)

    return telling


def _catalogue(request: Request) -> Response:
    return _cached(request, "catalogue", lambda: JSONResponse(catalogue_json()))


def _description(request: Request) -> Response:
    return _cached(request, "openapi", lambda: JSONResponse(openapi()))


def _about(request: Request) -> Response:
    return JSONResponse(question_json(_question(request)))


def _answer(request: Request) -> Response:
    question, values = _question(request), _values(request)
    form = _format(request, values.pop("format", ""))
    endpoint: Endpoint = request.app.state.endpoint

    def respond() -> Response:
        site = f"{request.base_url}id/"
        content = FORMATS[form].write(answer(question.name, values, endpoint), endpoint, site)
        return Response(content, headers=_headers(question, form))

    asked = f"{request.base_url} {form} {sorted(values.items())} {question.text}"
    return _cached(request, asked, respond)


def _choices(request: Request) -> Response:
    question, values = _question(request), _values(request)
    name = request.path_params["parameter"]

    def respond() -> Response:
        found = choices(question.name, name, values, request.app.state.endpoint)
        rows = list(found.table.texts()) if found else []
        return JSONResponse({"open": found is None, "choices": rows})

    return _cached(request, f"{name} {sorted(values.items())} {question.text}", respond)


def _question(request: Request) -> Question:
    return find_question(request.path_params["name"])


def _values(request: Request) -> dict[str, str]:
    """What the address says, each name once; what a form left empty is not given."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if value.strip()]
    for name, value in pairs:
        if len(value) > _LONGEST_VALUE:
            raise BadBinding(
                f"参数 {name} 超过 {_LONGEST_VALUE} 字",
                f"{name} has more than {_LONGEST_VALUE} characters",
            )
    if len(pairs) > len(dict(pairs)):
        raise BadBinding("同一个参数只能给一次", "give each parameter once")
    return dict(pairs)


def _format(request: Request, named: str) -> str:
    """The format that `format=` names, else the one that the client likes best."""
    if named in FORMATS:
        return named
    if named:
        near = nearest(named, FORMATS)
        raise UnknownFormat(
            f"没有格式“{named}”；现有：{'、'.join(near)}",
            f"no format {named}; there are: {', '.join(near)}",
            near,
        )
    for accepted in wishes(request.headers.get("accept")):
        for name, form in FORMATS.items():
            if fnmatchcase(form.media_type, accepted) or (name, accepted) in _ALSO:
                return name
    raise Refusal(
        406,
        f"没有所要的格式；现有：{'、'.join(FORMATS)}",
        f"none of the accepted formats is there; there are: {', '.join(FORMATS)}",
    )


def _headers(question: Question, form: str) -> dict[str, str]:
    """What a client should know of a file: its type, and for spreadsheets a name in Chinese."""
    chosen = FORMATS[form]
    charset = "; charset=utf-8" if chosen.media_type.startswith("text/") else ""
    headers = {"Content-Type": chosen.media_type + charset, "Vary": "Accept"}
    if form in ("csv", "xlsx"):
        plain, said = question.name + chosen.suffix, quote(question.title.zh + chosen.suffix)
        headers["Content-Disposition"] = (
            f"attachment; filename=\"{plain}\"; filename*=UTF-8''{said}"
        )
    return headers


def _cached(request: Request, asked: str, respond: Callable[[], Response]) -> Response:
    """The response, or word that the client has it: what one build answers does not change.

    Where the server does not say which build answers, nothing may be kept.
    """
    build = getattr(request.app.state, "generation", None)
    if build is None:
        response = respond()
        response.headers["Cache-Control"] = "no-store"
        return response
    whole = f"{version('zhengmai')} {build} {request.url.path} {asked}"
    tag = f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'
    kept = {
        one.strip().removeprefix("W/")
        for one in request.headers.get("if-none-match", "").split(",")
    }
    response = Response(status_code=304) if kept & {tag, "*"} else respond()
    response.headers.update({"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"})
    return response
