"""Forms of SPARQL that are slow on one engine, or that engines read differently, are refused.

Both are found in the algebra that rdflib makes of a query, not in its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from rdflib import Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.questions.catalogue import Question, load_catalogue

QUESTIONS = load_catalogue()
each_question = pytest.mark.parametrize("name", QUESTIONS)

# Oxigraph evaluates what stands under EXISTS anew for every row, as a join of its own.
MOST_UNDER_EXISTS = 2
HEAVY_UNDER_EXISTS = ("OptionalGraphPattern", "LeftJoin", "SubSelect", "Project")


@cache
def algebra(sparql: str) -> Any:
    return prepareQuery(sparql).algebra


def of(name: str) -> Any:
    question: Question = QUESTIONS[name]
    return algebra(question.text)


def parts(node: Any, stop: tuple[str, ...] = ()) -> Iterator[CompValue]:
    """A node of the algebra and all below it; nothing below those named by `stop`."""
    if isinstance(node, CompValue):
        yield node
        if node.name in stop:
            return
        for key, value in node.items():
            if key != "_vars":
                yield from parts(value, stop)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from parts(value, stop)


def steps(path: object) -> int:
    """How many patterns a predicate stands for: a/b is two, a+ is any number."""
    if isinstance(path, SequencePath):
        return sum(map(steps, path.args))
    if isinstance(path, MulPath):
        return MOST_UNDER_EXISTS + 1
    if isinstance(path, InvPath):
        return steps(path.arg)
    return max(map(steps, path.args)) if isinstance(path, AlternativePath) else 1


def heavy_exists(query: Any) -> Iterator[str]:
    """Why an EXISTS or NOT EXISTS of the query is slow; one within another counts by itself."""
    for exists in parts(query):
        if exists.name not in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            continue
        below = list(parts(exists.graph, stop=("Builtin_EXISTS", "Builtin_NOTEXISTS")))
        triples = [t for one in below if "triples" in one for t in one.triples]
        count = sum(steps(predicate) for _, predicate, _ in triples)
        if count > MOST_UNDER_EXISTS:
            yield f"{count} patterns"
        yield from (one.name for one in below if one.name in HEAVY_UNDER_EXISTS)


def bound_by(node: Any) -> set[Variable]:
    """The variables that patterns and VALUES name; a subquery shows what it selects."""
    if isinstance(node, (list, tuple)):
        return set().union(*map(bound_by, node))
    if not isinstance(node, CompValue):
        return set()
    if node.name == "Project":
        return set(node.PV)
    if node.name == "BGP":
        return {one for triple in node.triples for one in triple if isinstance(one, Variable)}
    if node.name == "values":
        return {variable for row in node.res for variable in row}
    named = {node.term} if isinstance(node.get("term"), Variable) else set()
    return named.union(*(bound_by(part) for key, part in node.items() if key != "_vars"))


def outward_optionals(node: Any, outside: frozenset[Variable] = frozenset()) -> Iterator[Variable]:
    """Variables that an OPTIONAL shares with patterns around it but not with those it adds to.

    Standard engines evaluate it from the inside out, Virtuoso and readers from the outside in.
    """
    if isinstance(node, (list, tuple)):
        for part in node:
            yield from outward_optionals(part, outside)
    if not isinstance(node, CompValue):
        return
    if node.name == "LeftJoin":
        yield from (bound_by(node.p2) & outside) - bound_by(node.p1)
    if node.name == "Project":
        outside = frozenset()  # a subquery is a room of its own
    for key in ("p", "p1", "p2", "part"):
        beside = {"p1": "p2", "p2": "p1"}.get(key)
        # What is only added after it (LeftJoin) may name the variable again: engines agree.
        apart = node.name in ("Union", "Minus") or (node.name, key) == ("LeftJoin", "p1")
        around = outside if apart or not beside else outside | bound_by(node.get(beside))
        yield from outward_optionals(node.get(key), around)


@each_question
def test_what_stands_under_exists_is_small(name: str) -> None:
    assert list(heavy_exists(of(name))) == []


@each_question
def test_an_optional_part_looks_no_further_than_what_it_is_added_to(name: str) -> None:
    assert set(outward_optionals(of(name))) == set()


P = "PREFIX : <urn:> SELECT * "


@pytest.mark.parametrize(
    ("query", "is_slow"),
    [
        ("{ ?a :p ?b FILTER NOT EXISTS { ?b :q ?c . ?c :r ?d . ?d :s ?e } }", True),
        ("{ ?a :p ?b FILTER(! EXISTS { ?b :q/:r/:s ?e }) }", True),
        ("{ ?a :p ?b BIND(IF(EXISTS { ?b :q ?c ; :r ?d ; :s ?e }, 1, 0) AS ?f) }", True),
        ("{ ?a :p ?b FILTER NOT EXISTS { ?b :q+ ?c } }", True),
        ("{ ?a :p ?b FILTER NOT EXISTS { ?b :q ?c OPTIONAL { ?c :r ?d } } }", True),
        ("{ { SELECT * { ?a :p ?b FILTER NOT EXISTS { ?b :q ?c ; :r ?d ; :s ?e } } } }", True),
        ("{ ?a :p ?b FILTER NOT EXISTS { ?b :q ?c ; ^:r|:s ?d } }", False),
        # One nested in another is as fast as MINUS.
        ("{ ?a :p ?b FILTER NOT EXISTS { ?b :q ?c FILTER NOT EXISTS { ?c :r ?d } } }", False),
        ("{ ?a :p ?b MINUS { ?b :q ?c . ?c :r ?d . ?d :s ?e } } # NOT EXISTS { }", False),
    ],
)
def test_the_slow_form_is_known(query: str, is_slow: bool) -> None:
    assert bool(list(heavy_exists(algebra(P + query)))) is is_slow


@pytest.mark.parametrize(
    ("query", "shared"),
    [
        ("{ ?a :p ?b OPTIONAL { ?c :q ?a OPTIONAL { ?c :r ?b } } }", {"b"}),
        ("{ ?a :p ?b OPTIONAL { ?a :q ?c } OPTIONAL { ?a :r ?c } }", set()),
        ("{ ?a :p ?b OPTIONAL { ?a :q ?c } ?c :r ?d }", {"c"}),
        ("{ VALUES ?c { 1 } { ?a :p ?b OPTIONAL { ?a :q ?c } } }", {"c"}),
        ("{ ?a :p ?b OPTIONAL { ?a :q ?c OPTIONAL { ?c :r ?d } } }", set()),
        ("{ ?a :p ?b OPTIONAL { ?a :q ?c } BIND(COALESCE(?c, 1) AS ?d) }", set()),
        ("{ ?a :p ?b OPTIONAL { ?a :q ?c } MINUS { ?a :r ?c } }", set()),
        ("{ { ?a :p ?b OPTIONAL { ?a :q ?c } } UNION { ?a :r ?c } }", set()),
    ],
)
def test_an_optional_part_that_looks_outward_is_known(query: str, shared: set[str]) -> None:
    assert {str(one) for one in outward_optionals(algebra(P + query))} == shared
