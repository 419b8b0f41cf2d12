"""What pages are drawn with: style sheets and the scripts built from `web/`, under `/static/`.

Their addresses carry a digest of what they hold, so that a browser may keep them for ever.
"""

from __future__ import annotations

import logging
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

_STATIC = Path(__file__).parent / "static"
_SHARED_STYLE = Path(__file__).parents[1] / "views" / "templates" / "style.css"
"""The style of the one-file views, which the pages share."""
_FOR_EVER = "public, max-age=31536000, immutable"

_log = logging.getLogger(__name__)


def routes() -> list[BaseRoute]:
    """The files of `static/`, and the style shared with the one-file views."""
    return [Route("/static/{name:path}", _file, name="static")]


def asset(name: str) -> str:
    """The address of a file of `static/`: `asset("style.css")`, `asset("built/page.js")`."""
    return f"/static/{name}?v={_digest(name)}"


def asset_path(name: str) -> Path:
    """Where a file of `static/` lies."""
    return _SHARED_STYLE if name == "style.css" else _STATIC / name


def warn_without_scripts() -> None:
    """Say in the log, where nobody has built the scripts, that pages do without them."""
    folder = asset_path("built/page.js").parent
    if not (folder / "page.js").is_file():
        _log.warning(
            "缺少网页脚本 %s，图谱、编辑器等不能用：先运行 make web "
            "(the pages' scripts are missing: run make web)",
            folder,
        )


@cache
def _digest(name: str) -> str:
    path = asset_path(name)
    return sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"


async def _file(request: Request) -> Response | ASGIApp:
    name = request.path_params["name"]
    path = asset_path(name)
    files = StaticFiles(directory=path.parent if name == "style.css" else _STATIC)
    response = await files.get_response(name if path != _SHARED_STYLE else path.name, request.scope)
    if request.query_params.get("v") == _digest(name):
        response.headers["Cache-Control"] = _FOR_EVER
    return response
