"""Page 12, review: the queue of doubtful links, what was decided, decisions from elsewhere."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kg.pages.review import decided, importing, queue


def routes() -> list[BaseRoute]:
    """The pages of reviewing; decisions themselves are sent to `kg.pages.decisions`."""
    return [*queue.routes(), *decided.routes(), *importing.routes()]
