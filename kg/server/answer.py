"""The answer to a query, passed on from an engine as it comes, for as long as the client listens.

What goes wrong before the first bytes are sent has a status and a sentence. Since an engine says
200 before it has computed anything, the beginning is held back: until there is enough of it, or
all. What goes wrong later breaks the connection, so that half an answer is not taken for a whole.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import anyio
import httpx
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from kg.endpoints.endpoint import bad_syntax
from kg.server.clients import Clients
from kg.server.cut import Cut, TooLong
from kg.server.engines import Engines, Lease, Unavailable
from kg.server.errors import Refusal, refused
from kg.server.limits import Limits
from kg.server.protocol import ProtocolQuery

_HELD_BACK = 65_536  # bytes
_PLACE = re.compile(r"\bat (?P<line>[0-9]+):(?P<column>[0-9]+)")  # error at 1:25: expected …
_NO_MEMORY = "memory allocation"
# Virtuoso's headers for an answer that its time limit or its limit of rows has cut short.
_PARTS = {"x-sql-state", "x-sparql-maxrows"}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asking:
    """What it takes to answer a query of a client."""

    engines: Engines
    client: httpx.AsyncClient
    clients: Clients
    limits: Limits


@dataclass(frozen=True, slots=True)
class Answer:
    """The response to a query, as an ASGI application."""

    query: ProtocolQuery
    asking: Asking

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; when the client goes away its query ends."""
        async with anyio.create_task_group() as tasks:

            async def answer() -> None:
                await self._answer(Request(scope), receive, send)
                tasks.cancel_scope.cancel()

            tasks.start_soon(answer)
            while (await receive())["type"] != "http.disconnect":
                pass
            tasks.cancel_scope.cancel()

    async def _answer(self, request: Request, receive: Receive, send: Send) -> None:
        sending = _Sending(send, is_head=request.method == "HEAD")
        try:
            await self._pass_on(request, sending)
        except (Refusal, Unavailable) as error:
            if sending.has_begun:
                _log.warning("an answer broke off: %s", error)
            else:
                await refused(request, error)(request.scope, receive, send)

    async def _pass_on(self, request: Request, sending: _Sending) -> None:
        address = request.client.host if request.client else ""
        limits = self.asking.limits
        try:
            async with self.asking.clients.query(address):
                with anyio.fail_after(limits.seconds):
                    if not await self._once(sending):
                        await self._once(sending, is_last=True)
        except TimeoutError:
            raise _too_slow(limits.seconds) from None
        except TooLong:
            raise _too_long(limits.result_bytes) from None

    async def _once(self, sending: _Sending, is_last: bool = False) -> bool:
        """Have an engine answer; False where it was gone before it had begun to work."""
        async with self.asking.engines.lease() as lease:
            try:
                async with self._ask(lease) as answer:
                    if answer.status_code != 200:
                        refusal = self._refusal(answer.status_code, await answer.aread())
                        lease.finished = True
                        raise refusal
                    if not _PARTS.isdisjoint(answer.headers):
                        raise _only_a_part()
                    sending.media_type = answer.headers.get("content-type", "")
                    cut = Cut(self.query.media_type, self.asking.limits.result_bytes)
                    is_read = await sending.all(cut.parts(answer.aiter_bytes()))
                    lease.finished = is_read and not cut.was_cut
            except httpx.TransportError as error:
                if is_last or sending.has_begun or not lease.is_fresh:
                    raise _broke_off(lease, error) from error
                return False
        return True

    def _ask(self, lease: Lease) -> AbstractAsyncContextManager[httpx.Response]:
        return self.asking.client.stream(
            "POST",
            lease.url,
            content=self.query.encoded(),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": self.query.media_type,
            },
        )

    def _refusal(self, status: int, body: bytes) -> Refusal:
        said = " ".join(body.decode("utf-8", "replace").split())[:1000]
        if status == 400:
            error = bad_syntax(said, self.query.text)
            place = _PLACE.search(said)
            where = (
                {name: int(number) for name, number in place.groupdict().items()} if place else {}
            )
            return Refusal(400, error.zh, error.en, details={**where, "engine": said})
        return Refusal(
            502 if status != 406 else 406,
            f"查询引擎拒绝了（HTTP {status}）：{said}",
            f"the query engine refused (HTTP {status}): {said}",
        )


@dataclass(slots=True)
class _Sending:
    """The way to the client: nothing is said until there is enough to say."""

    send: Send
    is_head: bool
    media_type: str = ""
    has_begun: bool = False

    async def all(self, parts: AsyncIterator[bytes]) -> bool:
        """Send all parts, for HEAD the headers only; whether the parts were read to their end."""
        held = bytearray()
        async for part in parts:
            held += part
            if len(held) < _HELD_BACK:
                continue
            if not self.has_begun:
                await self._begin()
            if self.is_head:
                await self._body(b"", more=False)
                return False
            await self._body(bytes(held), more=True)
            held.clear()
        if not self.has_begun:
            await self._begin(len(held))
        await self._body(b"" if self.is_head else bytes(held), more=False)
        return True

    async def _begin(self, length: int | None = None) -> None:
        is_bare_text = self.media_type.startswith("text/") and "charset" not in self.media_type
        headers = [
            (b"content-type", (self.media_type + "; charset=utf-8" * is_bare_text).encode()),
            (b"vary", b"Accept"),
            (b"cache-control", b"no-cache"),
        ]
        if length is not None:
            headers.append((b"content-length", str(length).encode()))
        self.has_begun = True
        await self.send({"type": "http.response.start", "status": 200, "headers": headers})

    async def _body(self, body: bytes, more: bool) -> None:
        message: Message = {"type": "http.response.body", "body": body, "more_body": more}
        await self.send(message)


def _too_slow(seconds: float) -> Refusal:
    return Refusal(
        503,
        f"查询超过了 {seconds:g} 秒的时限，已经停止；请缩小范围，例如加 LIMIT",
        f"the query took more than {seconds:g} seconds and was ended: narrow it, say by LIMIT",
        {"Retry-After": "60"},
    )


def _too_long(most: int) -> Refusal:
    return Refusal(
        503, f"结果超过 {most:,} 字节，请加 LIMIT", f"the result is over {most:,} bytes: add LIMIT"
    )


def _only_a_part() -> Refusal:
    return Refusal(
        502,
        "端点只给出一部分结果，不能当作答案；请缩小范围，例如加 LIMIT",
        "the endpoint gave a part of the answer only: narrow the query, say by LIMIT",
    )


def _broke_off(lease: Lease, error: httpx.TransportError) -> Refusal:
    if _NO_MEMORY in lease.words:
        return Refusal(
            503,
            "查询需要的内存超过上限，已经停止；请缩小范围",
            "the query needed more memory than it may have and was ended: narrow it",
        )
    _log.error("an engine broke off: %s %s", error, lease.words)
    return Refusal(
        503,
        "查询引擎中断了，请再试一次",
        "the query engine broke off: try again",
        {"Retry-After": "1"},
    )
