"""A SPARQL 1.1 endpoint over HTTP as the graph's endpoint: all of an answer, or an error.

SPARQLWrapper forms the requests, `kg.endpoints.http` sends them. Servers differ in what they say
when they give less than was asked for; here that is never taken for the answer. Rows that a server
cuts off are fetched page by page; an answer that it calls incomplete is refused.
"""

from __future__ import annotations

import warnings

import pyoxigraph as ox

from kg.endpoints.endpoint import (
    Answer,
    Cell,
    EndpointFailure,
    Table,
    TypedAnswers,
    bad_syntax,
    cell_text,
    read_answer,
    read_triples,
    shape_of_query,
)
from kg.endpoints.http import Http, Reply, is_web_address
from kg.endpoints.sparql_text import Outline, count_of_construct, outline, page

MOST_ROWS = 1_000_000
_ROUND = 100  # servers cut at round numbers of rows
_ACCEPTED = {
    True: "application/sparql-results+json, application/sparql-results+xml;q=0.5",
    False: "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5",
}
# Virtuoso's headers for rows cut at its ResultSetMaxRows, and for what its time limit cut short.
_CUT, _INCOMPLETE = "x-sparql-maxrows", "x-sql-state"
_TIMED_OUT = "S1T00"

_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
_BOOLEANS = {"1": ox.Literal(True), "0": ox.Literal(False)}


class RemoteEndpoint(TypedAnswers):
    """A SPARQL 1.1 endpoint at a web address.

    `timeout` is in seconds, for each request. Queries go by POST, so that long VALUES lists fit.
    """

    def __init__(self, url: str, timeout: float = 60) -> None:
        if not is_web_address(url):
            bare = url.rpartition("@")[2]
            raise EndpointFailure(
                f"“{bare}”不是端点地址，应以 http:// 或 https:// 开头",
                f"{bare} is no endpoint address: it must begin with http:// or https://",
            )
        self._http = Http(url, timeout)
        self.url = self._http.url

    def query(self, sparql: str) -> Answer:
        """Answer any query form; EndpointFailure says what went wrong on the way or there."""
        shape = shape_of_query(sparql)
        reply = self._ask(sparql, shape)
        answer = self._read(reply, shape)
        if shape.form == "CONSTRUCT" and reply.headers.get("server", "").startswith("Virtuoso"):
            self._must_be_whole(sparql, shape)
        if not isinstance(answer, Table):
            return answer
        was_cut = _CUT in reply.headers
        if was_cut or _round_number_unasked(answer, shape):
            answer = self._all_rows(sparql, shape, answer, was_cut)
        return _without_repeats(answer) if shape.distinct else answer

    def _ask(self, sparql: str, shape: Outline) -> Reply:
        from SPARQLWrapper import POST, SPARQLWrapper

        wrapper = SPARQLWrapper(self.url)
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", _ACCEPTED[shape.form in ("SELECT", "ASK", "")])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the server judges what kind of query it is
            wrapper.setQuery(sparql)
            wrapper.queryType = shape.form or "SELECT"  # its own guess reads comments as well
            request = wrapper._createRequest()
        body = request.data if isinstance(request.data, bytes) else b""
        reply = self._http.send("POST", request.full_url, dict(request.header_items()), body)
        if reply.status == 400:
            raise bad_syntax(reply.words, sparql)
        if reply.status != 200:
            raise self._refusal(reply)
        if reply.headers.get(_INCOMPLETE):
            raise self._incomplete()
        return reply

    def _read(self, reply: Reply, shape: Outline) -> Answer:
        try:
            if shape.form in ("CONSTRUCT", "DESCRIBE"):
                form = ox.RdfFormat.from_media_type(reply.media_type) or ox.RdfFormat.TURTLE
                return read_triples(reply.body, form)
            rows = ox.QueryResultsFormat.from_media_type(reply.media_type)
            answer = read_answer(
                ox.parse_query_results(reply.body, rows or ox.QueryResultsFormat.JSON)
            )
        except (SyntaxError, ValueError) as error:
            raise EndpointFailure(
                f"{self.url} 的答复不是 SPARQL 结果（{reply.media_type}），请核对端点地址",
                f"what {self.url} answered is no SPARQL result ({reply.media_type}): "
                "check the address",
            ) from error
        return _canonical(answer) if isinstance(answer, Table) else answer

    def _all_rows(self, sparql: str, shape: Outline, first: Table, was_cut: bool) -> Table:
        """The answer that begins with `first`, fetched in pages as long as what the server gave.

        A server that does not say that it cut is asked whether there is one more row; the one
        that says so is Virtuoso.
        """
        size = len(first.rows)

        def fetch(start: int) -> tuple[tuple[Cell, ...], ...]:
            text = page(sparql, shape, first.columns, size, start, of_subquery=was_cut)
            answer = self._read(self._ask(text, shape), shape)
            assert isinstance(answer, Table)  # the form is SELECT
            return answer.rows

        if not was_cut and not fetch(size):
            return first
        rows: list[tuple[Cell, ...]] = []
        while len(rows) < (shape.limit.number if shape.limit else MOST_ROWS + 1):
            more = fetch(len(rows))
            rows += more
            if not more or len(more) < size:
                break
        if len(rows) > MOST_ROWS:
            raise EndpointFailure(
                f"结果超过 {MOST_ROWS:,} 行，请缩小查询范围或加 LIMIT",
                f"more than {MOST_ROWS:,} rows: narrow the query or add LIMIT",
            )
        return Table(first.columns, tuple(rows))

    def _must_be_whole(self, sparql: str, shape: Outline) -> None:
        """Virtuoso cuts what a CONSTRUCT is made of as it cuts rows, and does not say so."""
        count = self.select(count_of_construct(sparql, shape)).rows[0][0]
        made_of = int(cell_text(count))
        if made_of < _ROUND:
            return
        probe = f"SELECT (1 AS ?one) WHERE {{ ?s ?p ?o }} LIMIT {made_of}"
        cut = self._ask(probe, outline(probe)).headers.get(_CUT)
        if cut and int(cut) < made_of:
            raise EndpointFailure(
                f"{self.url} 只用前 {cut} 个结果构图，全部有 {made_of} 个；请缩小范围，"
                "或请管理员加大 ResultSetMaxRows",
                f"{self.url} builds graphs of {cut} solutions at most, this one has {made_of}: "
                "narrow the query or have ResultSetMaxRows raised",
            )

    def _refusal(self, reply: Reply) -> EndpointFailure:
        if _TIMED_OUT not in reply.words:
            return self._http.refusal(reply)
        return EndpointFailure(
            f"{self.url} 到了它自己的时限，没有答完，请缩小查询范围",
            f"{self.url} reached its own time limit: narrow the query",
        )

    def _incomplete(self) -> EndpointFailure:
        return EndpointFailure(
            f"{self.url} 到了它自己的时限，只给出一部分结果，不能当作答案，请缩小查询范围",
            f"{self.url} reached its own time limit and gave a part of the answer only: "
            "narrow the query",
        )


def _round_number_unasked(answer: Table, shape: Outline) -> bool:
    """Whether the rows may have been cut: a round number that the query did not ask for."""
    got = len(answer.rows)
    asked = shape.limit is not None and shape.limit.number <= got
    return bool(got and answer.columns) and got % _ROUND == 0 and not asked


def _without_repeats(table: Table) -> Table:
    """Rows of a SELECT DISTINCT, each once: Virtuoso 7 repeats some that have unbound cells."""
    return Table(table.columns, tuple(dict.fromkeys(table.rows)))


def _canonical(table: Table) -> Table:
    """Booleans written one way: Virtuoso gives "1"^^xsd:boolean for true."""
    return Table(
        table.columns, tuple(tuple(_canonical_cell(cell) for cell in row) for row in table.rows)
    )


def _canonical_cell(cell: Cell) -> Cell:
    if isinstance(cell, ox.Literal) and cell.datatype.value == _BOOLEAN:
        return _BOOLEANS.get(cell.value, cell)
    return cell
