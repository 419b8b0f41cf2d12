"""Who may write: what people decide and add goes into the corpus, where the server was given one.

Closed networks have no login. So pages are for reading unless `zhengmai serve --corpus` opens
writing, and then only this machine writes, unless names are given under which others may. What a
page of another site makes a browser send is refused, by three signs that it cannot forge:

    Host       a name of this machine or one that was given, so that no foreign name that was
               pointed here (DNS rebinding) is taken for ours
    Origin, Sec-Fetch-Site    what the browser says of the page that sends
    token      a word that stands in the forms of our pages; it changes with every start
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from kg.review.sheet import one_line
from kg.server.errors import Refusal

TOKEN: Final = "token"
"""The name of the field of a form that carries the token."""
_REVIEWER: Final = "reviewer"
_LONGEST_NAME: Final = 60
_YEAR: Final = 365 * 24 * 3600
_FORWARDED: Final = ("x-forwarded-for", "x-real-ip", "forwarded", "via")


@dataclass(frozen=True, slots=True)
class Writing:
    """The corpus that is written into, and the names under which others than this machine may."""

    corpus: Path
    names: Collection[str] = ()
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))


@dataclass(frozen=True, slots=True)
class Desk:
    """What a reader of a page may write: `token` is "" where nothing, `zh` and `en` say why."""

    token: str
    reviewer: str
    zh: str = ""
    en: str = ""

    @property
    def is_open(self) -> bool:
        """Whether forms are to be shown."""
        return bool(self.token)


def desk(request: Request) -> Desk:
    """Tell what whoever asks for a page may write, and under which name they did last."""
    writing: Writing | None = request.app.state.writing
    if writing is None:
        return Desk(
            "",
            "",
            "这里只供查阅。要核对、添加文件，用 zhengmai serve --corpus 语料目录 启动",
            "these pages are for reading; to review and add, start zhengmai serve --corpus FOLDER",
        )
    if not _may_write(request, writing):
        return Desk(
            "",
            "",
            "只能在运行政脉的机器上写；要从这里写，请管理员启动时加 --writable-at "
            f"{_host(request)}",
            "only the machine that runs Zhengmai writes; to write from here, have it started "
            f"with --writable-at {_host(request)}",
        )
    return Desk(writing.token, reviewer_of(request))


def check_sender(request: Request) -> None:
    """Refuse what this reader may not write, or another site's page sends."""
    found = desk(request)
    if not found.is_open:
        raise Refusal(403, found.zh, found.en)
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    is_ours = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if site not in (None, "same-origin") or not is_ours:
        raise Refusal(
            403,
            "这个请求来自别的网站，没有照办",
            "the request comes from another site and was not carried out",
        )


def check_token(request: Request, token: object) -> None:
    """Refuse a form that no page of ours has shown since the server started."""
    writing: Writing = request.app.state.writing
    if not isinstance(token, str) or not secrets.compare_digest(
        token.encode(), writing.token.encode()
    ):
        raise Refusal(
            403,
            "页面过期了：刷新页面，再做一次",
            "the page is out of date: load it again, then do it once more",
        )


def reviewer_of(request: Request) -> str:
    """The name under which this browser decided last, "" for none."""
    return reviewer_name(unquote(request.cookies.get(_REVIEWER, "")))


def reviewer_name(given: str) -> str:
    """A name as the file of decisions holds it."""
    return one_line("".join(one if one.isprintable() else " " for one in given))[:_LONGEST_NAME]


def remember_reviewer(response: Response, name: str) -> None:
    """Have the browser keep the name of who decides, out of reach of scripts."""
    response.set_cookie(
        _REVIEWER, quote(name, safe=""), max_age=_YEAR, httponly=True, samesite="strict"
    )


def _may_write(request: Request, writing: Writing) -> bool:
    host = _host(request)
    if host in writing.names:
        return True
    is_near = request.client is not None and _is_loopback(request.client.host)
    is_direct = not any(name in request.headers for name in _FORWARDED)
    return is_near and is_direct and (host == "localhost" or _is_loopback(host))


def _host(request: Request) -> str:
    """The name by which the server was asked, without its port."""
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
