"""An answer as people read it: each term in words, linked to the page of what it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.language import say
from kg.pages.naming import Thing, name_things
from kg.questions.question import Column, Question
from kg.views.facts import Asker, Row
from kg.views.words import COMPARATORS, day, number
from kg.vocabulary import Concept, concepts_called

# Columns whose words stand in a document: upperQuote, gist, text.
_OFFICIAL = re.compile(r"(quote|gist|text|words|printed|side)$", re.IGNORECASE)
_COMPARATOR = re.compile(r"comparator$", re.IGNORECASE)
_SHORT = 20
"""Characters of a name that is not broken into lines."""
_TRUE = ("true", "1")
_FIGURES = ("integer", "decimal")
# Schemes of the vocabulary whose words answers say; a column is often named after its scheme.
_SCHEMES = (
    *("link", "outcome", "addition", "shortfall", "basis", "citation", "coverage", "review"),
    *("role", "level", "status", "genre", "finding", "field", "metric", "aspect", "method"),
    *("standing", "line"),
)
_NAMES = re.compile(r"(title|label|indicator|document|place|(?<!line)name)$", re.IGNORECASE)
"""Columns that name a thing, whatever words the name has."""
_ALSO = {"state": "coverage", "kind": "finding", "functionalLine": "line", "lineName": "line"}
COVERAGE_FORMS = {
    "implemented": "i",
    "aligned": "r",
    "related": "r",
    "none-found": "z",
    "not-reviewed": "u",
}
"""The classes that draw the states of coverage: solid, hatched, empty, a dot."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in a table: its words, where they lead, how they are set.

    `style` is v for a figure, q for words of a document; `form` draws a state of coverage.
    """

    text: str = ""
    address: str = ""
    style: str = ""
    form: str = ""
    concept: str = ""


NOTHING = Cell()


def read_cells(asker: Asker, question: Question, rows: Sequence[Row]) -> list[dict[str, Cell]]:
    """The rows of an answer as cells by column; a query names all things that are in them."""
    iris = [column.name for column in question.columns if column.type == "iri"]
    things = name_things(asker, {row[name] for row in rows for name in iris if row[name]})
    columns = question.columns
    return [{one.name: _cell(one, row[one.name], things) for one in columns} for row in rows]


def _cell(column: Column, text: str, things: Mapping[str, Thing]) -> Cell:
    if not text:
        return NOTHING
    if column.type == "iri":
        thing = things[text]
        return Cell(thing.name, thing.address, "n" if len(thing.name) <= _SHORT else "")
    if column.type in _FIGURES:
        return Cell(number(text), style="v")
    if column.type == "date":
        return Cell(day(text), style="n")
    if column.type == "boolean":
        return Cell(say("是", "yes") if text in _TRUE else say("否", "no"))
    if _COMPARATOR.search(column.name):
        return Cell(COMPARATORS.get(text) or {"range": "–"}.get(text, text), style="c")
    if found := concept_of(column.name, text):
        scheme, concept = found
        form = COVERAGE_FORMS[concept.key] if scheme == "coverage" else ""
        return Cell(say(*concept.names), form=form, concept=concept.key)
    return Cell(text, style="q" if _OFFICIAL.search(column.name) else "")


def concept_of(column: str, zh: str) -> tuple[str, Concept] | None:
    """The concept that a word in a column means, with its scheme; None where it is no such word."""
    if _NAMES.search(column) or _OFFICIAL.search(column):
        return None
    called = concepts_called(zh)
    liked = (_ALSO.get(column, column), *_SCHEMES)
    return next(((scheme, called[scheme]) for scheme in liked if scheme in called), None)
