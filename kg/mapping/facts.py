"""How a fact becomes a quad: Python values to RDF terms, nothing where nothing is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from kg.iris import term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_PROV = "http://www.w3.org/ns/prov#"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode(f"{_RDFS}label")
COMMENT = NamedNode(f"{_RDFS}comment")
ALT_LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
NOTATION = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
NOTE = NamedNode("http://www.w3.org/2004/02/skos/core#note")
DCTERMS_SOURCE = NamedNode("http://purl.org/dc/terms/source")

Known = NamedNode | Literal | str | bool | int | float
Fact = tuple[NamedNode | str, Known | Iterable[Known] | None]
"""A property (a NamedNode, or the local name of a zm: term) and its value or values."""


def prov(name: str) -> NamedNode:
    """Name a term of PROV-O."""
    return NamedNode(f"{_PROV}{name}")


def zh(text: str) -> Literal:
    """Make a Chinese text literal."""
    return Literal(text, language="zh")


def en(text: str) -> Literal:
    """Make an English text literal."""
    return Literal(text, language="en")


def day(iso: str | None) -> Literal | None:
    """Make an xsd:date of `2021-01-07`; a month or a year alone is no day and gives None."""
    return _typed(iso, "date") if iso and _DAY.fullmatch(iso) else None


def midnight(iso: str) -> Literal:
    """Make an xsd:dateTime of a day, since PROV-O's times are of that type.

    It names no time zone, which stores and libraries would write in ways of their own.
    """
    return _typed(f"{iso}T00:00:00", "dateTime")


def address(url: str | None) -> Literal | None:
    """Make an xsd:anyURI of a web address."""
    return _typed(url, "anyURI") if url else None


def describe(graph: NamedNode, subject: NamedNode, *facts: Fact) -> Iterator[Quad]:
    """Say `facts` of `subject` in `graph`; a None, or an empty text, says nothing."""
    for name, values in facts:
        predicate = term(name) if isinstance(name, str) else name
        for value in _each(values):
            yield Quad(subject, predicate, _object(value), graph)


def _each(values: Known | Iterable[Known] | None) -> Iterable[Known]:
    if values is None or values == "":
        return ()
    return (values,) if isinstance(values, Known) else values


def _object(value: Known) -> NamedNode | Literal:
    if isinstance(value, (NamedNode, Literal)):
        return value
    if isinstance(value, bool):
        return _typed(str(value).lower(), "boolean")
    if isinstance(value, int):
        return _typed(str(value), "integer")
    if isinstance(value, float):
        return _typed(_plain_decimal(value), "decimal")
    return Literal(value)


def _typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(f"{_XSD}{datatype}"))


def _plain_decimal(value: float) -> str:
    """Write a number as xsd:decimal does: 7.0 as `7`, 0.85 as `0.85`, never an exponent."""
    text = f"{Decimal(repr(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
