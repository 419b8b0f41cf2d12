"""Plain pages, Chinese first: errors, how to use the endpoint, a resource and its facts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse


def page(
    template: str, status: int = 200, headers: Mapping[str, str] | None = None, **facts: object
) -> HTMLResponse:
    """A page of `templates/`, filled in."""
    text = _environment().get_template(template).render(**facts)
    return HTMLResponse(text, status, headers)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kg.server"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
