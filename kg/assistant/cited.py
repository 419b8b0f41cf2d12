"""Answers as plain data with their sources: for each item the document, its number, line and words.

An assistant that passes an answer on can quote it, and who reads it can look it up.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.endpoints.endpoint import Cell, Endpoint, Table, cell_text
from kg.iris import BASE, ZM
from kg.questions.ask import Answered
from kg.questions.tables import readable

_LONGEST_QUOTE = 300  # characters
_NUMBERS = ("integer", "decimal", "double", "float")

# What an item or a document named in an answer is cited by.
_SOURCES = f"""PREFIX zm: <{ZM}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing ?title ?number ?file ?line ?quote WHERE {{
  VALUES ?thing {{ %s }}
  {{ ?thing zm:inDocument ?document ; zm:sourceLine ?line ; zm:text ?quote }}
  UNION {{ ?thing a zm:PolicyDocument . BIND(?thing AS ?document) }}
  ?document rdfs:label ?title .
  OPTIONAL {{ ?document zm:documentNumber ?number }}
  OPTIONAL {{ ?document zm:sourceFile ?file }}
}} ORDER BY ?thing ?number ?line"""


def cited_answer(answered: Answered, endpoint: Endpoint, limit: int, offset: int) -> dict[str, Any]:
    """The rows from `offset` on, at most `limit`, what they are called and where they stand."""
    question = answered.question
    asked = {
        "name": question.name,
        "question": {"zh": question.question.zh, "en": question.question.en},
        "given": dict(answered.values),
        "columns": {
            name: {"zh": label.zh, "en": label.en} for name, label in question.labels.items()
        },
    }
    return asked | cited_rows(answered.table, endpoint, limit, offset)


def cited_rows(table: Table, endpoint: Endpoint, limit: int, offset: int = 0) -> dict[str, Any]:
    """Some rows of a table with their sources, and how many others there are."""
    shown = Table(table.columns, table.rows[offset : offset + limit])
    told: dict[str, Any] = {
        "total_rows": len(table.rows),
        "rows": [
            {name: _plain(cell) for name, cell in record.items() if cell is not None}
            for record in shown.records()
        ],
        "sources": sources(shown, endpoint),
    }
    after = offset + len(shown.rows)
    if after < len(table.rows):
        told["more"] = f"还有 {len(table.rows) - after} 行 more rows follow"
    return told


def sources(table: Table, endpoint: Endpoint) -> dict[str, dict[str, Any]]:
    """Document, number, file, line and words of each item and document that a table names."""
    things = sorted({str(cell) for cell in _cells(table) if _can_be_cited(cell)})
    if not things:
        return {}
    found: dict[str, dict[str, Any]] = {}
    for record in endpoint.select(_SOURCES % " ".join(things)).records():
        thing = record.pop("thing")
        facts = {name: _plain(cell) for name, cell in record.items() if cell is not None}
        if "quote" in facts:
            facts["quote"] = _cut(str(facts["quote"]))
        found.setdefault(readable(thing), facts | {"iri": cell_text(thing)})
    return found


def _cells(table: Table) -> Iterator[Cell]:
    for row in table.rows:
        yield from row


def _can_be_cited(cell: Cell) -> bool:
    kinds = (f"{BASE}item/", f"{BASE}section/", f"{BASE}document/")
    return isinstance(cell, NamedNode) and cell.value.startswith(kinds)


def _plain(cell: Cell) -> str | int | float | bool:
    """A term as JSON has it: numbers and truth values as such, things by name."""
    text = readable(cell)
    if not isinstance(cell, Literal):
        return text
    kind = cell.datatype.value.rpartition("#")[2]
    if kind == "boolean":
        return text in ("true", "1")
    if kind not in _NUMBERS or not Decimal(text).is_finite():
        return text
    return int(text) if kind == "integer" else float(text)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}……"
