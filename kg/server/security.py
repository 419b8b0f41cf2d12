"""What every response carries, and the one line that the log has of every request."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_log = logging.getLogger("kg.server.requests")


def content_policy(styles: str = "'self'") -> str:
    """The Content-Security-Policy: nothing from outside, no script and no style in the page."""
    return _POLICY.format(styles=styles)


_HEADERS = {
    "Content-Security-Policy": content_policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Guarded:
    """The application with these headers and that line."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status, size, is_whole = 0, 0, False

        async def guarded_send(message: Message) -> None:
            nonlocal status, size, is_whole
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
                is_whole = not message.get("more_body", False)
            await send(message)

        try:
            await self.app(scope, receive, guarded_send)
        finally:
            client = (scope.get("client") or ("-",))[0]
            took = (time.perf_counter() - started) * 1000
            path = _NOT_PRINTED.sub("�", scope["path"])
            end = "" if is_whole else " broken off"
            _log.info(
                "%s %s %s %d %dB %.0fms%s", client, scope["method"], path, status, size, took, end
            )
