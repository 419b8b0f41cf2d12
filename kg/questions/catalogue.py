"""The canned questions, one file each under `queries/`: found by name, bound to values.

`kg.questions.question` says what a file holds. Binding replaces the UNDEF of a
`VALUES ?item { UNDEF }` line by one serialised RDF term and pastes nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.nearest import nearest
from kg.questions.question import BadQuestion, Bilingual, Column, Parameter, Question, read_question
from loaders.errors import ZhengmaiError

__all__ = [
    "BadBinding",
    "BadQuestion",
    "Bilingual",
    "Column",
    "Parameter",
    "Question",
    "Term",
    "UnknownQuestion",
    "bind",
    "check_names",
    "check_question",
    "find_parameter",
    "find_question",
    "load_catalogue",
    "read_question",
]

Term: TypeAlias = NamedNode | Literal

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
    "search": ("检索所用", "Behind the search"),
    "views": ("视图所用", "Behind the views"),
    "server": ("服务所用", "Behind the server"),
}


# Themes of questions that programs ask; a person finds them by name.
BEHIND = frozenset({"choices", "export", "search", "views", "server"})


class NotFound(ZhengmaiError):
    """Something was called by a name that there is not; `nearest` are those that there are."""

    def __init__(self, zh: str, en: str, nearest: Iterable[str] = ()) -> None:
        super().__init__(zh, en)
        self.nearest = tuple(nearest)


class UnknownQuestion(NotFound):
    """A name that no query file has."""


class BadBinding(NotFound):
    """Values that do not fit the question's parameters: unknown, or required and missing."""


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
            near,
        )
    return catalogue[name]


def find_parameter(question: Question, name: str) -> Parameter:
    """The parameter of that name; BadBinding names those that there are."""
    for parameter in question.parameters:
        if parameter.name == name:
            return parameter
    raise _unknown_parameter(question, name)


def bind(question: Question, values: Mapping[str, Term | Sequence[Term]]) -> str:
    """The question's SPARQL with each given parameter bound to its term, or to any of several.

    A parameter that is not required and not given stays open. BadBinding where a name is
    unknown or a required parameter is missing; `kg.questions.ask` reads terms from what a
    person types.
    """
    check_names(question, values)

    def replace(match: re.Match[str]) -> str:
        given = values.get(match["name"])
        if given is None:
            return match[0]
        terms = [given] if isinstance(given, NamedNode | Literal) else given
        return match["head"] + " ".join(map(str, terms))

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
        known,
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
