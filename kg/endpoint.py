"""Where SPARQL is answered: the embedded store, or any SPARQL 1.1 endpoint, behind one interface.

All queries see the union of the named graphs as the default graph. The embedded store is told
so; a server must be set up that way (Oxigraph: `--union-default-graph`; Virtuoso always is).
"""

from __future__ import annotations

import re
import warnings
from abc import ABC, abstractmethod
from ast import literal_eval
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any, Protocol, TypeAlias
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import pyoxigraph as ox

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


class _TypedAnswers(ABC):
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


class LocalEndpoint(_TypedAnswers):
    """The embedded store in a folder (MissingStore without one), or a store at hand."""

    def __init__(self, store: Path | ox.Store) -> None:
        self.store = open_store(store) if isinstance(store, Path) else store

    def query(self, sparql: str) -> Answer:
        """Answer any query form; BadQuery says where the text cannot be read."""
        if _UPDATE.match(sparql):
            raise no_updates()
        try:
            return _answer(self.store.query(sparql, use_default_graph_as_union=True))
        except SyntaxError as error:
            raise bad_syntax(str(error), sparql) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise BadQuery(f"查询未能完成：{error}", f"the query failed: {error}") from error


class RemoteEndpoint(_TypedAnswers):
    """A SPARQL 1.1 endpoint over HTTP, reached by SPARQLWrapper.

    `timeout` is in seconds. Queries go by POST, so that long VALUES lists fit.
    """

    def __init__(self, url: str, timeout: int = 60) -> None:
        if not _is_web_address(url):
            raise EndpointFailure(
                f"“{url}”不是端点地址，应以 http:// 或 https:// 开头",
                f"{url} is no endpoint address: it must begin with http:// or https://",
            )
        self.url = url
        self.timeout = timeout

    def query(self, sparql: str) -> Answer:
        """Answer any query form; EndpointFailure says what went wrong on the way or there."""
        from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

        wrapper = SPARQLWrapper(self.url)
        wrapper.setMethod(POST)
        wrapper.setTimeout(self.timeout)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the server judges what kind of query it is
            wrapper.setQuery(_without_comment_lines(sparql))
        if wrapper.isSparqlUpdateRequest():
            raise no_updates()
        wrapper.setReturnFormat(JSON if wrapper.queryType in ("SELECT", "ASK") else TURTLE)
        body, media_type = self._fetch(wrapper)
        try:
            if wrapper.queryType in ("SELECT", "ASK"):
                form = ox.QueryResultsFormat.from_media_type(media_type)
                return _answer(ox.parse_query_results(body, form or ox.QueryResultsFormat.JSON))
            rdf_format = ox.RdfFormat.from_media_type(media_type) or ox.RdfFormat.TURTLE
            return tuple(sorted((quad.triple for quad in ox.parse(body, rdf_format)), key=str))
        except (SyntaxError, ValueError) as error:
            raise EndpointFailure(
                f"{self.url} 的答复不是 SPARQL 结果（{media_type}），请核对端点地址",
                f"what {self.url} answered is no SPARQL result ({media_type}): check the address",
            ) from error

    def _fetch(self, wrapper: Any) -> tuple[bytes, str]:
        from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

        try:
            response = wrapper.query().response
            return response.read(), response.headers.get("Content-Type", "")
        except QueryBadFormed as error:
            raise bad_syntax(_server_words(error), wrapper.queryString) from error
        except SPARQLWrapperException as error:
            raise self._refused(_server_words(error)) from error
        except HTTPError as error:
            raise self._refused(f"HTTP {error.code} {error.reason}") from error
        except (URLError, HTTPException, OSError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise EndpointFailure(
                    f"{self.url} 在 {self.timeout} 秒内没有答复，请缩小查询范围或加长时限",
                    f"{self.url} gave no answer within {self.timeout} seconds: "
                    "narrow the query or raise the time limit",
                ) from error
            raise EndpointFailure(
                f"连不上 {self.url}：{reason}", f"cannot reach {self.url}: {reason}"
            ) from error

    def _refused(self, words: str) -> EndpointFailure:
        return EndpointFailure(
            f"{self.url} 拒绝了查询：{words}", f"{self.url} refused the query: {words}"
        )


# PREFIX zm: <…>  INSERT DATA { … }: an update's first word, after the prologue and comments
_UPDATE = re.compile(
    r"""
    (?> \s | \#[^\n]* | PREFIX \s+ [^\s<]* \s* <[^>]*> | BASE \s+ <[^>]*> )*+
    (?: INSERT | DELETE | LOAD | CLEAR | CREATE | DROP | COPY | MOVE | ADD | WITH ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# error at 2:9: expected one of …
_PLACE = re.compile(r"\bat \s (?P<line>[0-9]+) : (?P<column>[0-9]+)", re.VERBOSE)
# A line that is nothing but a comment: `#+ title: {zh: 一项的上级来源, …}`
_COMMENT_LINE = re.compile(r"^[ \t]*\#.*$", re.MULTILINE | re.VERBOSE)


def _without_comment_lines(sparql: str) -> str:
    """SPARQLWrapper reads the kind of query off the text, and would read "load" in a comment."""
    return _COMMENT_LINE.sub("", sparql)


def _server_words(error: Exception) -> str:
    """What the server said, out of SPARQLWrapper's sentence around it: "… Response: b'…'"."""
    _, _, quoted = str(error).partition("Response:")
    said = literal_eval(quoted.strip()) if quoted else str(error)
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:_LONGEST_REASON]


def _answer(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    if isinstance(result, ox.QuerySolutions):
        names = [variable.value for variable in result.variables]
        rows = tuple(tuple(solution[name] for name in names) for solution in result)
        return Table(tuple(names), rows)
    return tuple(sorted(result, key=str))


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


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # http://[
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
