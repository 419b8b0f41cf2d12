"""A question: one `.rq` file, valid SPARQL with a typed header.

The header is the run of `#+` lines at the top of a file; together they are YAML:

    #+ title: {zh: 一项的上级来源, en: Lineage of an item upward}
    #+ question: {zh: 这一项落实的是上级哪一项？, en: Which upper items does it carry out?}
    #+ parameters:
    #+   item: {type: item, zh: 条目, en: item, example: zhumadian-2021-zhuzhengban-44#A/1}
    #+ columns:
    #+   lower: {zh: 下级条目, en: lower item, type: iri}
    #+   upper: {zh: 上级条目, en: upper item, type: iri}
    #+   confidence: {zh: 把握, en: confidence, type: decimal}
    #+ view: network
    #+ axes: {source: lower, target: upper}

A parameter is the variable of the same name, open in the text by the line
`VALUES ?item { UNDEF }`. Binding replaces that UNDEF by one serialised RDF term and pastes
nothing else, so the file runs as it stands in any SPARQL client. What a parameter can be is itself
a question, `choose-TYPE` where the header names no other under `choices`. A column is text unless
it has a type. `axes` says which columns draw a matrix, a network or a chart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from kg.language import say
from loaders.errors import ZhengmaiError

ParameterType = Literal["item", "document", "body", "division", "year", "number", "text"]
ColumnType = Literal["text", "iri", "integer", "decimal", "date", "boolean"]
View = Literal["table", "matrix", "network", "chart"]

# What each view is drawn from: one column each, for the `y` of a chart one or more.
AXES: dict[View, frozenset[str]] = {
    "table": frozenset(),
    "matrix": frozenset({"row", "column", "cell"}),
    "network": frozenset({"source", "target"}),
    "chart": frozenset({"x", "y"}),
}
# What a parameter cannot be called, for the ways to ask have options of these names.
RESERVED = frozenset({"name", "endpoint", "format", "lang", "as", "from"})
# Types whose values are too many, or too free, to be offered.
_OPEN_TYPES = ("number", "text")


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C, where yaml was built with it
# #+ title: {zh: 一项的上级来源, en: Lineage of an item upward}
_HEADER_LINE = re.compile(r"^\#\+[ ]?(?P<yaml>.*)\n?", re.MULTILINE | re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in Chinese and English; as text both, Chinese first."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} {self.en}"

    @property
    def said(self) -> str:
        """The words in the language spoken here."""
        return say(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of the question that the asker sets; `example` gives rows on the corpus.

    `choices` names the question whose rows are the values it can have, None where any will do.
    """

    name: str
    type: ParameterType
    label: Bilingual
    example: str
    choices: str | None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of the result, what to call it, and of what type its values are."""

    name: str
    label: Bilingual
    type: ColumnType = "text"


@dataclass(frozen=True, slots=True)
class Question:
    """One query file: its header, and `text`, the SPARQL as it stands in the file."""

    name: str
    theme: str
    title: Bilingual
    question: Bilingual
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    view: View
    axes: Mapping[str, tuple[str, ...]]
    text: str

    @property
    def labels(self) -> dict[str, Bilingual]:
        """What to call each column."""
        return {column.name: column.label for column in self.columns}


class BadQuestion(ZhengmaiError):
    """A query file whose header or text breaks the rules of the catalogue."""


def read_question(path: Path) -> Question:
    """The question in one `.rq` file; BadQuestion says what its header lacks."""
    text = path.read_text(encoding="utf-8")
    source = "\n".join(match["yaml"] for match in _HEADER_LINE.finditer(text))
    try:
        header = yaml.load(source, _LOADER) or {}
        parameters = tuple(_parameters(header.get("parameters") or {}))
        columns = tuple(_columns(header["columns"]))
        view, axes = _drawing(header, {column.name for column in columns})
        title, question = _bilingual(header["title"]), _bilingual(header["question"])
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise BadQuestion(
            f"{path.name} 的头部不完整或不合格式：{reason}",
            f"the header of {path.name} is incomplete or malformed: {reason}",
        ) from error
    theme = path.parent.name
    return Question(path.stem, theme, title, question, parameters, columns, view, axes, text)


def _parameters(header: Mapping[str, Mapping[str, object]]) -> Iterator[Parameter]:
    for name, facts in header.items():
        kind = facts["type"]
        if kind not in get_args(ParameterType):
            raise ValueError(f"parameter {name} has the unknown type {kind}")
        if name in RESERVED:
            raise ValueError(f"parameter {name} is named like an option")
        usual = None if kind in _OPEN_TYPES else f"choose-{kind}"
        choices = facts.get("choices", usual)
        yield Parameter(
            name,
            kind,  # type: ignore[arg-type]  # one of ParameterType, as just checked
            _bilingual(facts),
            str(facts["example"]),
            str(choices) if choices else None,
            facts.get("required", True) is True,
        )


def _columns(header: Mapping[str, Mapping[str, object]]) -> Iterator[Column]:
    for name, facts in header.items():
        kind = facts.get("type", "text")
        if kind not in get_args(ColumnType):
            raise ValueError(f"column {name} has the unknown type {kind}")
        yield Column(name, _bilingual(facts), kind)  # type: ignore[arg-type]  # as just checked


def _drawing(
    header: Mapping[str, Any], columns: Collection[str]
) -> tuple[View, dict[str, tuple[str, ...]]]:
    view = header.get("view", "table")
    if view not in get_args(View):
        raise ValueError(f"view {view}")
    named = header.get("axes") or {}
    axes = {
        axis: tuple(names) if isinstance(names, list) else (names,) for axis, names in named.items()
    }
    if axes.keys() != AXES[view]:
        raise ValueError(f"axes of a {view}: {sorted(AXES[view])}")
    if unknown := {name for names in axes.values() for name in names} - set(columns):
        raise ValueError(f"axes name no column: {sorted(unknown)}")
    return view, axes


def _bilingual(header: Mapping[str, object]) -> Bilingual:
    return Bilingual(str(header["zh"]), str(header["en"]))


def without_header(text: str) -> str:
    """A question's SPARQL, bound or not, without the header's lines."""
    return _HEADER_LINE.sub("", text).lstrip()
