"""Where SPARQL is answered: the embedded store, or any SPARQL 1.1 endpoint, behind one interface.

All queries see the union of the named graphs as the default graph. The embedded store is told
so; a server must be set up that way (Oxigraph: `--union-default-graph`; Virtuoso always is).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import pyoxigraph as ox

from kg.endpoints.sparql_text import UPDATE_FORMS, Outline, outline
from kg.store import open_store
from loaders.errors import ZhengmaiError

_LONGEST_REASON = 200

Cell: TypeAlias = ox.NamedNode | ox.Literal | ox.BlankNode | None


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT: column names, and rows of RDF terms (None where unbound)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def records(self) -> Iterator[dict[str, Cell]]:
        """Each row as a mapping from column to term."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))

    def texts(self) -> Iterator[dict[str, str]]:
        """Each row as a mapping from column to its plain text, "" where unbound."""
        for row in self.rows:
            yield dict(zip(self.columns, map(cell_text, row), strict=True))


Answer: TypeAlias = Table | bool | tuple[ox.Triple, ...]


class BadQuery(ZhengmaiError):
    """SPARQL that cannot be read, or is not of the kind asked for."""


class EndpointFailure(ZhengmaiError):
    """An endpoint that cannot be reached, refuses, or does not answer in time."""


class TimedOut(EndpointFailure):
    """An endpoint that was stopped because a query took longer than it may."""


class Endpoint(Protocol):
    """Anything that answers SPARQL queries."""

    def query(self, sparql: str) -> Answer:
        """Answer any query: a Table for SELECT, a bool for ASK, else triples in a fixed order."""
        ...

    def select(self, sparql: str) -> Table:
        """Answer a SELECT."""
        ...

    def construct(self, sparql: str) -> tuple[ox.Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE."""
        ...


class TypedAnswers(ABC):
    """`select` and `construct` on top of `query`."""

    @abstractmethod
    def query(self, sparql: str) -> Answer:
        """Answer any query."""

    def select(self, sparql: str) -> Table:
        """Answer a SELECT; BadQuery for any other form."""
        answer = self.query(sparql)
        if not isinstance(answer, Table):
            raise BadQuery("这里需要 SELECT 查询", "a SELECT query is needed here")
        return answer

    def construct(self, sparql: str) -> tuple[ox.Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE; BadQuery for any other form."""
        answer = self.query(sparql)
        if not isinstance(answer, tuple):
            raise BadQuery("这里需要 CONSTRUCT 查询", "a CONSTRUCT query is needed here")
        return answer


class LocalEndpoint(TypedAnswers):
    """The embedded store in a folder (MissingStore without one), or a store at hand."""

    def __init__(self, store: Path | ox.Store) -> None:
        self.store = open_store(store) if isinstance(store, Path) else store

    def query(self, sparql: str) -> Answer:
        """Answer any query form; BadQuery says where the text cannot be read."""
        shape_of_query(sparql)
        try:
            return read_answer(self.store.query(sparql, use_default_graph_as_union=True))
        except SyntaxError as error:
            raise bad_syntax(str(error), sparql) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise BadQuery(f"查询未能完成：{error}", f"the query failed: {error}") from error


# error at 2:9: expected one of …; Parse error at line 2, column 9
_PLACE = re.compile(
    r"\bat \s (?:line \s)? (?P<line>[0-9]+) (?: : | ,\s*column\s ) (?P<column>[0-9]+)",
    re.VERBOSE | re.IGNORECASE,
)


def read_answer(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    """Take in all of a result of Oxigraph, or of its parser."""
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    if isinstance(result, ox.QuerySolutions):
        names = [variable.value for variable in result.variables]
        rows = tuple(tuple(solution[name] for name in names) for solution in result)
        return Table(tuple(names), rows)
    return tuple(sorted(result, key=str))


def read_triples(body: bytes, form: ox.RdfFormat) -> tuple[ox.Triple, ...]:
    """Each triple of a document once, in the order in which answers have them."""
    return tuple(sorted({quad.triple for quad in ox.parse(body, form)}, key=str))


def shape_of_query(sparql: str) -> Outline:
    """What the text says of itself; BadQuery for an update."""
    shape = outline(sparql)
    if shape.form in UPDATE_FORMS:
        raise no_updates()
    return shape


def cell_text(cell: Cell) -> str:
    """A term as plain text: an IRI as it is, a literal's words, "" for nothing."""
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, ox.BlankNode) else cell.value


def bad_syntax(message: str, sparql: str) -> BadQuery:
    """A syntax error: the line and column that the parser names, and the words that stand there."""
    place = _PLACE.search(message)
    if not place:
        reason = " ".join(message.split())[:_LONGEST_REASON]
        return BadQuery(f"SPARQL 有语法错误：{reason}", f"SPARQL syntax error: {reason}")
    line, column = int(place["line"]), int(place["column"])
    near = "".join(sparql.splitlines()[line - 1 : line])[:_LONGEST_REASON].strip()
    near = near or "查询没有写完 the query is not finished"
    zh, en = (
        ("，前缀没有声明", ", undeclared prefix") if "Prefix not found" in message else ("", "")
    )
    return BadQuery(
        f"SPARQL 第{line}行第{column}列有语法错误{zh}：{near}",
        f"SPARQL syntax error at line {line}, column {column}{en}",
    )


def no_updates() -> BadQuery:
    """An update where only queries are taken."""
    return BadQuery("只接受查询，不接受更新", "only queries are accepted, no updates")
