"""The questions as data, so that whoever has an endpoint finds them there: the graph `queries`.

The form is that of the SIB's SPARQL examples (https://github.com/sib-swiss/sparql-examples), which
editors and assistants read. Each query runs as it stands: its parameters have values of the graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode, Quad

from kg.endpoints.endpoint import Endpoint
from kg.iris import BASE, graph_iri, query_iri
from kg.mapping.facts import LABEL, TYPE, describe, zh
from kg.prefixes import PREFIXES
from kg.questions.ask import ask, read_values
from kg.questions.catalogue import BEHIND, THEMES, Parameter, Question, bind, load_catalogue
from kg.questions.question import Bilingual, without_header

GRAPH = graph_iri("queries")
TARGET = NamedNode(urljoin(BASE, "../sparql"))
"""The endpoint that the publisher of the data is taken to have, beside the data."""


def example_quads(endpoint: Endpoint) -> Iterator[Quad]:
    """The questions that the graph behind `endpoint` can answer, as quads of the graph `queries`.

    A question stays out where the graph has nothing that its parameters could be.
    """
    yield from describe(GRAPH, GRAPH, (LABEL, zh("现成的查询（图）")))
    yield from _prefix_quads()
    questions = [one for one in load_catalogue().values() if one.theme not in BEHIND]
    named = {parameter.choices for question in questions for parameter in question.parameters}
    offered = {name: _offered(name, endpoint) for name in named if name}
    for question in questions:
        values = _values(question, offered)
        if values is not None:
            bound = bind(question, read_values(question, values, endpoint))
            yield from _question_quads(question, without_header(bound))


def _offered(choices: str, endpoint: Endpoint) -> tuple[str, ...]:
    return tuple(row["value"] for row in ask(choices, {}, endpoint).texts())


def _values(question: Question, offered: Mapping[str, Collection[str]]) -> dict[str, str] | None:
    """A value for each parameter that must have one; None where there is none to give."""
    values: dict[str, str] = {}
    for parameter in question.parameters:
        if parameter.required:
            value = _value(parameter, offered, values.values())
            if value is None:
                return None
            values[parameter.name] = value
    return values


def _value(
    parameter: Parameter, offered: Mapping[str, Collection[str]], taken: Collection[str]
) -> str | None:
    """The header's example where the graph has it, else the first choice not yet taken."""
    if parameter.choices is None:
        return parameter.example
    found = offered[parameter.choices]
    liked = (parameter.example, *found)
    return next((one for one in liked if one in found and one not in taken), None)


def _question_quads(question: Question, sparql: str) -> Iterator[Quad]:
    theme = Bilingual(*THEMES[question.theme])
    return describe(
        GRAPH,
        query_iri(question.name),
        (TYPE, (_term("sh:SPARQLExecutable"), _term("sh:SPARQLSelectExecutable"))),
        (LABEL, _both(question.title)),
        (_term("rdfs:comment"), _both(question.question)),
        (_term("schema:keywords"), (*_both(theme), Literal(question.view))),
        (_term("schema:target"), TARGET),
        (_term("sh:prefixes"), query_iri("prefixes")),
        (_term("sh:select"), Literal(sparql)),
    )


def _prefix_quads() -> Iterator[Quad]:
    """The prefixes that all the queries use, each a node of its own."""
    declared = query_iri("prefixes")
    for prefix, namespace in PREFIXES.items():
        node = NamedNode(f"{declared.value}/{prefix}")
        kind = NamedNode(f"{PREFIXES['xsd']}anyURI")
        yield from describe(GRAPH, declared, (_term("sh:declare"), node))
        yield from describe(
            GRAPH,
            node,
            (_term("sh:prefix"), prefix),
            (_term("sh:namespace"), Literal(namespace, datatype=kind)),
        )


def _term(name: str) -> NamedNode:
    """A term by its prefixed name: `sh:select`."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _both(words: Bilingual) -> tuple[Literal, Literal]:
    return zh(words.zh), Literal(words.en, language="en")
