"""`/table.docx`, `/table.xlsx`: the implementation table of a document, made when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.exports import implementation_words as words
from kg.exports.implementation import ImplementationTable, read_tables
from kg.exports.implementation_docx import implementation_docx
from kg.exports.implementation_xlsx import implementation_xlsx
from kg.pages.visit import Visit, pages

_OFFICE = "application/vnd.openxmlformats-officedocument"
_FORMS: dict[str, tuple[Callable[[Sequence[ImplementationTable]], bytes], str]] = {
    "docx": (implementation_docx, f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": (implementation_xlsx, f"{_OFFICE}.spreadsheetml.sheet"),
}


def routes() -> list[BaseRoute]:
    """The table as a file of Word and of Excel."""
    return [
        route for form in _FORMS for route in pages(f"/table.{form}", partial(_table, form=form))
    ]


def _table(visit: Visit, form: str) -> Response:
    write, kind = _FORMS[form]
    tables = read_tables(visit.asker, visit.value("document"), visit.value("with"))
    name = quote(f"{words.title(tables[0])}.{form}".replace("/", "_"), safe="")
    return Response(
        write(tables),
        media_type=kind,
        headers={
            "Content-Disposition": f"attachment; filename=\"table.{form}\"; filename*=UTF-8''{name}"
        },
    )
