"""`/rebuild`: the graph built anew from the corpus, so that decisions and new documents count."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.language import say
from kg.pages.address import address
from kg.pages.posting import gone_to, json_response, posted
from kg.pages.visit import Visit, pages
from kg.review.ledger import Ledger
from kg.server.errors import Refusal
from kg.server.rebuild import BusyBuild, Rebuild
from kg.server.writing import Desk, desk


def routes() -> list[BaseRoute]:
    """The page, the button, and how far the build is."""
    return [
        *pages("/rebuild", _page),
        *posted("/rebuild", _start),
        Route("/rebuild/progress", _progress),
    ]


def _page(visit: Visit) -> Response:
    rebuild, mine = _rebuild(visit.request), desk(visit.request)
    progress = rebuild.progress() if rebuild and mine.is_open else None
    ledger: Ledger = visit.request.app.state.ledger
    waiting = ledger.pending()
    response = visit.show(
        "rebuild.html",
        say(f"{waiting} 条结论等下次建库", f"{waiting} decisions wait for a build"),
        door="review",
        desk=mine,
        has_build=rebuild is not None,
        progress=progress,
        errors=[line for line in progress.lines if line.startswith("错误")] if progress else [],
        hints=[line for line in progress.lines if line.startswith("提醒")] if progress else [],
    )
    response.headers["Cache-Control"] = "no-store"  # how far it is changes by itself
    return response


def _start(visit: Visit, _: FormData) -> Response:
    rebuild = _rebuild(visit.request)
    if rebuild is None:
        raise Refusal(
            409,
            "图在别的端点里，这里不能重建",
            "the graph is at another endpoint and cannot be built from here",
        )
    try:
        rebuild.start()
    except BusyBuild as error:
        raise Refusal(409, error.zh, error.en) from error
    return gone_to(address("/rebuild"))


def _progress(request: Request) -> Response:
    rebuild, mine = _rebuild(request), desk(request)
    if rebuild is None or not mine.is_open:
        return json_response(_refused(mine))
    now = rebuild.progress()
    return json_response(
        {
            "state": now.state,
            "zh": now.stage.zh,
            "en": now.stage.en,
            "done": now.done,
            "stages": now.stages,
            "lines": now.lines,
            "isServed": now.generation in ("", request.app.state.generation),
        }
    )


def _refused(mine: Desk) -> dict[str, str]:
    return {"state": "none", "zh": mine.zh, "en": mine.en}


def _rebuild(request: Request) -> Rebuild | None:
    found: Rebuild | None = request.app.state.rebuild
    return found
