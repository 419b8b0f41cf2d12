"""Search over HTTP: `/api/search?q=产业学院&place=驻马店市&limit=20`.

`q` is what somebody typed; `kind`, `level`, `place`, `year`, `genre`, `line` and `document` narrow
the hits down and may be repeated; `limit` and `offset` page through them.

`request.app.state.search_index` gives the index, as a `CurrentIndex` does: that of the build that
is in place now, also after another was swapped in.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.endpoints.endpoint import Endpoint
from kg.search import SearchAnswer, SearchIndex, SearchRequest, open_index, search
from kg.search.answer import FACETS
from kg.search.answer_json import answer_json
from kg.server.errors import refused_as_json
from kg.store import store_location
from loaders.errors import ZhengmaiError

_MOST_HITS = 100


class CurrentIndex:
    """The index of a store folder or of the endpoint at an address; opened when first asked for,
    and again when a build has been swapped in.
    """

    def __init__(self, endpoint: Callable[[], Endpoint], source: Path | str) -> None:
        self._endpoint = endpoint
        self._source = source
        self._lock = Lock()
        self._opened: tuple[object, SearchIndex] | None = None

    def __call__(self) -> SearchIndex:
        """The index; errors of the store or the endpoint are raised."""
        source = self._source
        build = store_location(source) if isinstance(source, Path) else source
        with self._lock:
            if self._opened is None or self._opened[0] != build:
                self._opened = build, open_index(self._endpoint(), source)
            return self._opened[1]


def routes() -> list[Route]:
    """The search, for programs; pages call `answer_for`."""
    return [Route("/api/search", _search)]


def answer_for(request: Request) -> SearchAnswer:
    """The answer to what the address asks; UnknownFilter where it filters by what there is not."""
    asked = request.query_params
    filters = [(name, value) for name, value in asked.multi_items() if name in FACETS and value]
    wanted = SearchRequest(
        asked.get("q", ""),
        tuple(filters),
        min(_count(asked.get("limit"), 20), _MOST_HITS),
        _count(asked.get("offset"), 0),
    )
    return search(request.app.state.search_index(), wanted)


def _search(request: Request) -> Response:
    try:
        return JSONResponse(answer_json(answer_for(request)))
    except ZhengmaiError as error:
        return refused_as_json(error)


def _count(text: str | None, otherwise: int) -> int:
    """A number of the address; what is none counts as not said."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise
