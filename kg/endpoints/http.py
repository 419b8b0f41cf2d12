"""Talking HTTP to the address of an endpoint, with patience and within limits.

User and password come out of the address (https://user:password@host/sparql) or out of the
environment; they are sent only where the server asks for them, in the way it asks (Digest or
Basic), and never printed. What may pass by itself is tried again; what a server refuses is not.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.client import responses
from urllib.parse import unquote, urlsplit, urlunsplit

import httpx

from kg.endpoints.endpoint import EndpointFailure, TimedOut

USER = "ZHENGMAI_ENDPOINT_USER"
PASSWORD = "ZHENGMAI_ENDPOINT_PASSWORD"
TOKEN = "ZHENGMAI_ENDPOINT_TOKEN"

LARGEST_ANSWER = 256 * 2**20  # bytes; a table takes some ten times as much in memory
_PAUSES = (0.5, 1.0, 2.0)  # seconds before each further attempt
_LONGEST_PAUSE = 30.0
_LONGEST_REASON = 200
_TAG = re.compile(r"<[^>]*>")  # <h1>
_BUSY = frozenset((429, 502, 503, 504))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered, whatever it answered."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """The type of the body, "" where the server says none."""
        return self.headers.get("content-type", "")

    @property
    def words(self) -> str:
        """What the server said in its own words, on one line; its status where it said nothing."""
        text = self.body.decode("utf-8", "replace")
        if "html" in self.media_type:
            text = _TAG.sub(" ", text)
        said = " ".join(text.split())[:_LONGEST_REASON]
        return f"HTTP {self.status} {said or responses.get(self.status, '')}".strip()


class Http:
    """Requests to addresses of one server.

    `timeout` is in seconds and bounds each request with all its attempts.
    """

    def __init__(self, url: str, timeout: float) -> None:
        self.url, user, password = _without_user(url)
        self.timeout = timeout
        token = os.environ.get(TOKEN)
        self._knows_user = bool(user or token)
        self._auth = _AsAsked(user, password) if user else None
        self._headers = {"Authorization": f"Bearer {token}"} if token and not user else None
        self._client = httpx.Client(
            auth=self._auth,
            headers=self._headers,
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
        )

    def async_client(self) -> httpx.AsyncClient:
        """A client that is known to the server as this one is, and waits as long as it is let."""
        return httpx.AsyncClient(auth=self._auth, headers=self._headers, timeout=None)

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes = b"",
        params: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request, again where the server is busy or away, and give what it answers.

        EndpointFailure where nobody answers, not in time, or too much.
        """
        request = self._client.build_request(
            method, url, headers=dict(headers), content=content, params=params
        )
        deadline = time.monotonic() + self.timeout
        for pause in (*_PAUSES, None):
            try:
                reply = self._once(request, deadline)
            except (httpx.TransportError, httpx.DecodingError) as error:
                if pause is None or not _passes(error):
                    raise self._unreachable(error) from error
            else:
                wish = _asked_pause(reply)
                if reply.status not in _BUSY or pause is None or wish > _LONGEST_PAUSE:
                    return reply
                pause = max(pause, wish)
            if time.monotonic() + pause > deadline:
                raise self.late()
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def refusal(self, reply: Reply) -> EndpointFailure:
        """The error for an answer that is a no: what the server said, and what to do about it."""
        zh, en = self._advice(reply)
        return EndpointFailure(
            f"{self.url} 拒绝了请求：{reply.words}{zh and f'；{zh}'}",
            f"{self.url} refused the request: {reply.words}{en and f'; {en}'}",
        )

    def late(self) -> TimedOut:
        """The error for an answer that did not come in time."""
        return TimedOut(
            f"{self.url} 在 {self.timeout:g} 秒内没有答复，请缩小查询范围或加长时限 --timeout",
            f"{self.url} gave no answer within {self.timeout:g} seconds: "
            "narrow the query or raise --timeout",
        )

    def _once(self, request: httpx.Request, deadline: float) -> Reply:
        response = self._client.send(request, stream=True)
        try:
            body = bytearray()
            for part in response.iter_bytes():
                body += part
                if time.monotonic() > deadline:
                    raise self.late()
                if len(body) > LARGEST_ANSWER:
                    raise self._too_long()
        finally:
            response.close()
        return Reply(response.status_code, response.headers, bytes(body))

    def _advice(self, reply: Reply) -> tuple[str, str]:
        where = reply.headers.get("location", "")
        if reply.status == 401 and self._knows_user:
            return "用户名、密码或令牌不对", "user, password or token are wrong"
        if reply.status == 401:
            return f"请设 {USER} 和 {PASSWORD}", f"set {USER} and {PASSWORD}"
        if reply.status in range(300, 400) and where:
            moved = _without_user(where)[0]
            return f"改用它所指的地址 {moved}", f"give the address it points to, {moved}"
        return {
            403: ("这个用户没有权限", "this user may not"),
            404: ("请核对端点地址", "check the address"),
            405: ("请核对端点地址", "check the address"),
            413: ("请求太大", "the request is too large"),
        }.get(reply.status, ("", ""))

    def _too_long(self) -> EndpointFailure:
        size = LARGEST_ANSWER // 2**20
        return EndpointFailure(
            f"{self.url} 的答复超过 {size} MB，请缩小查询范围或加 LIMIT",
            f"the answer of {self.url} is longer than {size} MB: narrow the query or add LIMIT",
        )

    def _unreachable(self, error: httpx.TransportError | httpx.DecodingError) -> EndpointFailure:
        if isinstance(error, httpx.TimeoutException):
            return self.late()
        return EndpointFailure(f"连不上 {self.url}：{error}", f"cannot reach {self.url}: {error}")


class _AsAsked(httpx.Auth):
    """Answers the challenge that the server makes; Digest is better than Basic."""

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._takes_basic = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if not self._takes_basic:
            flow = self._digest.auth_flow(request)  # asks without a user, then as challenged
            try:
                response = yield next(flow)
                while True:
                    response = yield flow.send(response)
            except StopIteration:
                challenge = response.headers.get("www-authenticate", "").lower()
            if response.status_code != 401 or "basic" not in challenge:
                return
            self._takes_basic = True
        yield from self._basic.auth_flow(request)


def is_web_address(url: str) -> bool:
    """Whether a URL begins with http:// or https:// and names a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # http://[, http://host:99999
        return False


def _without_user(url: str) -> tuple[str, str, str]:
    """The address without user and password, and these, else those of the environment."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    bare = urlunsplit(parts._replace(netloc=host))
    if parts.username:
        return bare, unquote(parts.username), unquote(parts.password or "")
    return bare, os.environ.get(USER, ""), os.environ.get(PASSWORD, "")


def _passes(error: Exception) -> bool:
    """Whether a failure on the way may be gone the next time: nobody listened, or hung up."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ConnectionError):
            return True
        cause = cause.__cause__ or cause.__context__
    return isinstance(error, httpx.RemoteProtocolError)


def _asked_pause(reply: Reply) -> float:
    """The seconds of a Retry-After header, which gives a number or a date; 0 without one."""
    asked = reply.headers.get("retry-after", "")
    if asked.isdecimal():
        return float(asked)
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
    except ValueError:
        return 0.0
