"""The pages that people read: one module and one template each, in Chinese and in English."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kg.pages import (
    about,
    add,
    assets,
    bodies,
    body,
    compare,
    coverage,
    decisions,
    document,
    documents,
    editor,
    item,
    network,
    overview,
    questions,
    rebuild,
    review,
    search,
    table,
    targets,
    why,
)

PAGES = (
    about,
    add,
    assets,
    bodies,
    body,
    compare,
    coverage,
    decisions,
    document,
    documents,
    editor,
    item,
    network,
    overview,
    questions,
    rebuild,
    review,
    search,
    table,
    targets,
    why,
)


def routes() -> list[BaseRoute]:
    """The addresses of all pages, in both languages, and of what they are drawn with."""
    return [route for page in PAGES for route in page.routes()]
