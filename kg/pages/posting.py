"""Forms that write: who may send them, how large they may be, and where the reader goes then.

A page of ours sends a form; the answer leads back to a page, or is JSON for scripts that ask so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message

from kg.language import Language
from kg.pages.visit import LANGUAGES, Visit, answered
from kg.server.errors import Refusal, refused
from kg.server.writing import TOKEN, check_sender, check_token
from loaders.errors import ZhengmaiError

Posted: TypeAlias = Callable[[Visit, FormData], Response]
_SMALL: Final = 200_000
"""Bytes of a form without files."""
_SECONDS: Final = 300.0


def posted(path: str, page: Posted, most: int = _SMALL, files: int = 0) -> list[BaseRoute]:
    """The routes of a form with so many bytes and files: in Chinese, and behind `/en`."""
    return [
        Route(
            prefix + path,
            partial(_receive, page=page, spoken=spoken, most=most, files=files),
            methods=["POST"],
        )
        for prefix, spoken in LANGUAGES.items()
    ]


def back(form: FormData, otherwise: str) -> str:
    """The address of our own that a form names as the way back."""
    wanted = text(form, "back")
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/") and not (parts.scheme or parts.netloc or "\\" in wanted)
    return wanted if is_ours and wanted.isprintable() else otherwise


def gone_to(address: str) -> Response:
    """Lead the browser to a page; loading that again sends nothing twice."""
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


def text(form: FormData, name: str) -> str:
    """A field of a form, "" where it is missing or a file."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def likes_json(request: Request) -> bool:
    """Whether a script asks, not a person."""
    return request.headers.get("accept", "").startswith("application/json")


async def _receive(
    request: Request, page: Posted, spoken: Language, most: int, files: int
) -> Response:
    try:
        check_sender(request)
        form = await _form(request, most, files)
    except Refusal as error:
        return await run_in_threadpool(_refuse, request, spoken, error)
    try:
        return await run_in_threadpool(_carry_out, request, spoken, page, form)
    finally:
        await form.close()


def _carry_out(request: Request, spoken: Language, page: Posted, form: FormData) -> Response:
    try:
        check_token(request, form.get(TOKEN))
        response = answered(request, partial(_unless_script, page=page, form=form), spoken)
    except ZhengmaiError as error:
        return _refuse(request, spoken, error)
    return response


def _unless_script(visit: Visit, page: Posted, form: FormData) -> Response:
    """The answer of a form; an error as JSON where a script asks."""
    try:
        return page(visit, form)
    except ZhengmaiError as error:
        if likes_json(visit.request):
            return refused(visit.request, error)
        raise


def _refuse(request: Request, spoken: Language, error: ZhengmaiError) -> Response:
    def tell(_: Visit) -> Response:
        raise error

    return refused(request, error) if likes_json(request) else answered(request, tell, spoken)


async def _form(request: Request, most: int, files: int) -> FormData:
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > most:
            raise _too_long(most)
        return message

    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > most:
        raise _too_long(most)
    try:
        with anyio.fail_after(_SECONDS):
            return await Request(request.scope, counted).form(
                max_files=files, max_fields=100, max_part_size=_SMALL
            )
    except HTTPException as error:
        raise Refusal(400, "表单读不出来", f"the form cannot be read: {error.detail}") from error
    except TimeoutError:
        raise Refusal(408, "请求没有发完", "the request did not come to its end") from None
    except ClientDisconnect:
        raise Refusal(400, "请求中断了", "the request broke off") from None


def _too_long(most: int) -> Refusal:
    size = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most:,} B"
    return Refusal(
        413,
        f"超过了 {size} 的上限",
        f"more than the {size} that are allowed",
        {"Connection": "close"},
    )


def json_response(facts: object) -> Response:
    """An answer for a script."""
    return JSONResponse(facts, headers={"Cache-Control": "no-store"})
