"""The canned questions: one `.rq` file each under `queries/`, valid SPARQL with a typed header.

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
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import yaml
from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode

from kg.nearest import nearest
from loaders.errors import ZhengmaiError

Term: TypeAlias = NamedNode | RdfLiteral
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
RESERVED = frozenset({"name", "endpoint", "format", "lang"})
# Types whose values are too many, or too free, to be offered.
_OPEN_TYPES = ("number", "text")

# Themes in the order of the catalogue; a folder of `queries/` each. Others follow by name.
THEMES: dict[str, tuple[str, str]] = {
    "lineage": ("脉络", "Lineage"),
    "coverage": ("覆盖与缺口", "Coverage and gaps"),
    "basis": ("依据与引用", "Basis and citations"),
    "responsibility": ("责任", "Responsibility"),
    "targets": ("目标", "Targets"),
    "comparison": ("比较", "Comparison of places and drafts"),
    "consistency": ("前后不一", "Inconsistencies within a document"),
    "review": ("核对", "State of the review"),
    "quality": ("数据质量", "Quality of the data"),
    "choices": ("选项", "What a parameter can be"),
    "export": ("导出所用", "Behind the exports"),
    "views": ("视图所用", "Behind the views"),
}


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in Chinese and English."""

    zh: str
    en: str


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

    @property
    def sparql(self) -> str:
        """The text without its header."""
        return _HEADER_LINE.sub("", self.text).lstrip()


class BadQuestion(ZhengmaiError):
    """A query file whose header or text breaks the rules of the catalogue."""


class UnknownQuestion(ZhengmaiError):
    """A name that no query file has."""


class BadBinding(ZhengmaiError):
    """Values that do not fit the question's parameters: unknown, or required and missing."""


# #+ title: {zh: 一项的上级来源, en: Lineage of an item upward}
_HEADER_LINE = re.compile(r"^\#\+[ ]?(?P<yaml>.*)\n?", re.MULTILINE | re.VERBOSE)
# VALUES ?item { UNDEF }
_OPEN_LINE = re.compile(r"(?P<head>\bVALUES\s+\?(?P<name>\w+)\s*\{\s*)UNDEF(?=\s*\})", re.VERBOSE)


@cache
def load_catalogue() -> Mapping[str, Question]:
    """All questions of the `queries` package by name, in the order of themes, then of names."""
    folder = Path(str(files("queries")))
    order = {theme: place for place, theme in enumerate(THEMES)}
    paths = sorted(
        folder.glob("*/*.rq"),
        key=lambda path: (order.get(path.parent.name, len(order)), path.parent.name, path.stem),
    )
    questions = [read_question(path) for path in paths]
    catalogue = {question.name: question for question in questions}
    if len(catalogue) < len(questions):
        names = [question.name for question in questions]
        twice = "、".join(sorted({name for name in names if names.count(name) > 1}))
        raise BadQuestion(f"两个查询文件同名：{twice}", f"two query files share a name: {twice}")
    return catalogue


def find_question(name: str) -> Question:
    """The question of that name; UnknownQuestion names the nearest of those that exist."""
    catalogue = load_catalogue()
    if name not in catalogue:
        near = nearest(name, catalogue)
        raise UnknownQuestion(
            f"没有名为“{name}”的查询；最接近的：{'、'.join(near)}；zhengmai query 列出全部",
            f"no query named {name}; nearest: {', '.join(near)}; zhengmai query lists all",
        )
    return catalogue[name]


def read_question(path: Path) -> Question:
    """The question in one `.rq` file; BadQuestion says what its header lacks."""
    text = path.read_text(encoding="utf-8")
    source = "\n".join(match["yaml"] for match in _HEADER_LINE.finditer(text))
    try:
        header = yaml.safe_load(source) or {}
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


def bind(question: Question, values: Mapping[str, Term]) -> str:
    """The question's SPARQL with each given parameter bound to its term.

    A parameter that is not required and not given stays open. BadBinding where a name is
    unknown or a required parameter is missing; `kg.ask` reads terms from what a person types.
    """
    check_names(question, values)

    def replace(match: re.Match[str]) -> str:
        term = values.get(match["name"])
        return match[0] if term is None else f"{match['head']}{term}"

    return _OPEN_LINE.sub(replace, question.text)


def check_names(question: Question, names: Collection[str]) -> None:
    """Raise BadBinding where a name is no parameter, or a required parameter is not among them."""
    known = {parameter.name for parameter in question.parameters}
    for name in names:
        if name not in known:
            raise _unknown_parameter(question, name)
    for parameter in question.parameters:
        if parameter.required and parameter.name not in names:
            raise _missing_parameter(question, parameter)


def _unknown_parameter(question: Question, name: str) -> BadBinding:
    known = nearest(name, [parameter.name for parameter in question.parameters])
    return BadBinding(
        f"查询 {question.name} 没有参数“{name}”；现有：{'、'.join(known) or '无'}",
        f"query {question.name} has no parameter {name}; it has: {', '.join(known) or 'none'}",
    )


def _missing_parameter(question: Question, parameter: Parameter) -> BadBinding:
    hint = f"-p {parameter.name}={parameter.example}"
    return BadBinding(
        f"查询 {question.name} 缺参数 {parameter.name}（{parameter.label.zh}），例如 {hint}",
        f"query {question.name} needs {parameter.name} ({parameter.label.en}), such as {hint}",
    )


def check_question(question: Question) -> tuple[str, ...]:
    """What is wrong with a question's text, in English; empty where all is well.

    The text must be a SPARQL 1.1 SELECT in the eyes of rdflib's parser, its variables the
    header's columns in the same order, and each parameter open in just one VALUES line.
    """
    from rdflib.plugins.sparql import prepareQuery

    problems = []
    try:
        variables = [str(variable) for variable in prepareQuery(question.text).algebra["PV"]]
    except Exception as error:
        return (f"not a SPARQL 1.1 SELECT: {' '.join(str(error).split())}",)
    columns = [column.name for column in question.columns]
    if variables != columns:
        problems.append(f"selects {variables}, the header says {columns}")
    opened = sorted(match["name"] for match in _OPEN_LINE.finditer(question.text))
    declared = sorted(parameter.name for parameter in question.parameters)
    if opened != declared:
        problems.append(f"opens {opened} by VALUES lines, the header says {declared}")
    return tuple(problems)
