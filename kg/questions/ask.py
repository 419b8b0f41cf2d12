"""Ask a canned question: values as a person types them become terms, the query runs.

    ask("item-upward", {"item": "zhumadian-2021-zhuzhengban-44#A/1"}, LocalEndpoint(Path("store")))

Things of the graph are found by the names they go by there (`_NAMES`) or by their IRI, so that a
slip of the keys is an error that names what exists, not an empty table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from kg.endpoints.endpoint import Endpoint, Table, cell_text
from kg.iris import ZM
from kg.nearest import nearest
from kg.questions.catalogue import (
    BadBinding,
    Parameter,
    Question,
    Term,
    bind,
    check_names,
    find_parameter,
    find_question,
)
from kg.questions.tables import readable

# How things of a type are named in the graph: a pattern that ties ?found to its ?name.
_NAMES = {
    "item": "?found zm:itemKey ?name",
    "document": "?found a zm:PolicyDocument ; zm:key|zm:documentNumber|zm:title ?name",
    "body": "?found a ?class ; rdfs:label|skos:altLabel ?name"
    " VALUES ?class { zm:PublicBody zm:CollectiveBody }",
    "division": "?found a zm:AdministrativeDivision ; rdfs:label|skos:notation ?name",
}
_PREFIXES = f"""PREFIX zm: <{ZM}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")

_LONGEST_SHOWN = 100  # characters of a wrong value in the message about it
_IRI = re.compile(r"https?://")  # https://w3id.org/zhengmai/id/body/河南省教育厅
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")  # 30, 0.6
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")  # 2021


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, the values it was asked with, the SPARQL that ran, and its rows."""

    question: Question
    values: Mapping[str, str]
    sparql: str
    table: Table


def ask(name: str, values: Mapping[str, str], endpoint: Endpoint) -> Table:
    """The rows of a canned question; errors name the query, parameter or thing that is unknown."""
    return answer(name, values, endpoint).table


def answer(name: str, values: Mapping[str, str], endpoint: Endpoint) -> Answered:
    """What `ask` gives, with what was asked."""
    question = find_question(name)
    sparql = bind(question, read_values(question, values, endpoint))
    return Answered(question, dict(values), sparql, endpoint.select(sparql))


def choices(
    name: str, parameter: str, values: Mapping[str, str], endpoint: Endpoint
) -> Answered | None:
    """What a question's parameter can be: `value`, `label` and perhaps `group` of each choice.

    `values` of other parameters narrow the choices where they can: a document its items. None
    where the parameter takes anything.
    """
    of = find_parameter(find_question(name), parameter).choices
    if of is None:
        return None
    narrowing = {one.name for one in find_question(of).parameters} & values.keys()
    return answer(of, {one: values[one] for one in narrowing}, endpoint)


def read_values(
    question: Question, values: Mapping[str, str], endpoint: Endpoint
) -> dict[str, Term]:
    """The term that each typed value stands for; BadBinding where it stands for none.

    BadBinding as well where a name is unknown, or a required parameter is missing.
    """
    check_names(question, values)
    return {
        parameter.name: _term(parameter, values[parameter.name].strip(), endpoint)
        for parameter in question.parameters
        if parameter.name in values
    }


def _term(parameter: Parameter, value: str, endpoint: Endpoint) -> Term:
    if _NO_TEXT.search(value):
        raise _unfit(parameter, value, "文字：含有控制字符", "text: it has control characters")
    if parameter.type == "text":
        return Literal(value)
    if parameter.type == "year":
        if not _YEAR.fullmatch(value):
            raise _unfit(parameter, value, "年份，例如 2021", "a year such as 2021")
        return Literal(int(value))
    if parameter.type == "number":
        if not _NUMBER.fullmatch(value):
            raise _unfit(parameter, value, "数，例如 30", "a number such as 30")
        return Literal(value, datatype=_DECIMAL)
    return _named(parameter, value, endpoint)


def _named(parameter: Parameter, value: str, endpoint: Endpoint) -> NamedNode:
    """The one thing of the graph that has the IRI, or goes by the name, `value`."""
    pattern = _NAMES[parameter.type]
    known = f"VALUES ?name {{ {Literal(value)} {Literal(value, language='zh')} }}"
    if _IRI.match(value):
        try:
            known = f"VALUES ?found {{ {NamedNode(unquote(value))} }}"
        except ValueError as error:
            raise _unfit(parameter, value, "合格的 IRI", "a well-formed IRI") from error
    found = endpoint.select(
        f"{_PREFIXES}SELECT DISTINCT ?found WHERE {{ {known} {pattern} }} ORDER BY ?found"
    )
    if len(found.rows) == 1 and isinstance(node := found.rows[0][0], NamedNode):
        return node
    if found.rows:
        several = [readable(row[0]) for row in found.rows]
        raise _unfit(
            parameter,
            value,
            f"唯一的名称，可写：{'、'.join(several)}",
            f"a unique name; it may be: {', '.join(several)}",
            several,
        )
    everything = endpoint.select(f"{_PREFIXES}SELECT DISTINCT ?name WHERE {{ {pattern} }}")
    names = {cell_text(row[0]) for row in everything.rows}
    near = nearest(value, names)
    raise _unfit(
        parameter,
        value,
        f"图里有的{parameter.label.zh}；最接近的：{'、'.join(near) or '无'}",
        f"in the graph; nearest: {', '.join(near) or 'none'}",
        near,
    )


def _unfit(
    parameter: Parameter, value: str, zh: str, en: str, near: Sequence[str] = ()
) -> BadBinding:
    given = f"{parameter.name}={_shown(value)}"
    return BadBinding(f"参数 {given} 不是{zh}", f"{given} is not {en}", near)


def _shown(value: str) -> str:
    return value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"
