"""Questions of the catalogue as forms, with their answers: `/questions`, `/questions/{name}`."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kg.pages.questions.catalogue import show_catalogue
from kg.pages.questions.page import show_question
from kg.pages.visit import pages


def routes() -> list[BaseRoute]:
    """The catalogue, and each of its questions."""
    return [*pages("/questions", show_catalogue), *pages("/questions/{name}", show_question)]
