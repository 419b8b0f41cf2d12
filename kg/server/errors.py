"""A refusal as the client likes it: JSON in both languages for programs, a page for people.

The page is made by `app.state.error_page`, for pages are built upon this room.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.endpoints.endpoint import BadQuery, EndpointFailure
from kg.questions.catalogue import NotFound, UnknownQuestion
from kg.server.engines import Unavailable
from kg.server.formats import likes_html
from loaders.errors import ZhengmaiError

_SENTENCES = {
    404: ("这里什么也没有", "there is nothing at this address"),
    405: ("这个地址不接受这种请求", "this address does not take this kind of request"),
}


class Refusal(ZhengmaiError):
    """A request that is not served: HTTP status, headers, and what programs may want to know."""

    def __init__(
        self,
        status: int,
        zh: str,
        en: str,
        headers: Mapping[str, str] | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(zh, en)
        self.status = status
        self.headers = dict(headers or {})
        self.details = dict(details or {})


def refused(request: Request, error: Exception) -> Response:
    """The response that tells of an error."""
    if not likes_html(request.headers.get("accept")):
        return refused_as_json(error)
    page: Response = request.app.state.error_page(request, as_refusal(error))
    return page


def refused_as_json(error: Exception) -> JSONResponse:
    """The response that tells a program of an error, whatever it accepts."""
    refusal = as_refusal(error)
    told = {"status": refusal.status, "zh": refusal.zh, "en": refusal.en, **refusal.details}
    return JSONResponse(told, refusal.status, _headers(refusal))


def _headers(refusal: Refusal) -> dict[str, str]:
    return {"Cache-Control": "no-store", "Vary": "Accept", **refusal.headers}


def as_refusal(error: Exception) -> Refusal:
    """The refusal that an error comes to."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Unavailable):
        return Refusal(503, error.zh, error.en, {"Retry-After": str(error.retry_after)})
    if isinstance(error, NotFound):
        status = 404 if isinstance(error, UnknownQuestion) else 400
        return Refusal(status, error.zh, error.en, details={"nearest": list(error.nearest)})
    if isinstance(error, BadQuery):
        return Refusal(400, error.zh, error.en)
    if isinstance(error, EndpointFailure):
        return Refusal(502, error.zh, error.en)
    if isinstance(error, HTTPException):
        zh, en = _SENTENCES.get(error.status_code, (error.detail, error.detail))
        return Refusal(error.status_code, zh, en, error.headers)
    if isinstance(error, ZhengmaiError):
        return Refusal(500, error.zh, error.en)
    return Refusal(500, "服务器出错，详情见日志", "the server failed: its log says where")
