"""An answer as a file in any of the formats: for people, spreadsheets, programs, RDF.

    FORMATS["xlsx"].write(answer("documents", {}, endpoint), endpoint, BASE)

Turtle holds the rows in the W3C result set vocabulary, so that counts and gaps are not lost, and
beside them all that the graph says of the things in the rows, so that one can go on with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.endpoints.endpoint import Cell, Endpoint
from kg.exports.export import graph_text
from kg.iris import BASE, iri_part
from kg.mapping.facts import TYPE
from kg.prefixes import PREFIXES
from kg.questions.ask import Answered, ask
from kg.questions.catalogue import Bilingual
from kg.questions.question import without_header
from kg.questions.tables import csv_text, json_text, markdown_text, readable, tsv_text
from kg.workbook import Linked, Sheet, Value, typed, workbook_bytes

_ABOUT = (Bilingual("项目", "what"), Bilingual("内容", "content"))
_DESCRIBED_AT_ONCE = 200  # things in one query


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it is called on the web, how its files end, and how an answer is written.

    The endpoint that answered is asked again where a format holds more than the rows. `site` is
    where links to the data's IRIs lead: their own address, or that of a server which answers them.
    """

    media_type: str
    suffix: str
    write: Callable[[Answered, Endpoint, str], bytes]


def csv_bytes(answered: Answered, _endpoint: Endpoint, _site: str) -> bytes:
    """CSV with the byte order mark by which Excel knows that it is UTF-8."""
    return csv_text(answered.table).encode("utf-8-sig")


def xlsx_bytes(answered: Answered, endpoint: Endpoint, site: str) -> bytes:
    """A workbook: the rows, typed and linked; a sheet that says what was asked of which data."""
    question = answered.question
    rows = [[_value(cell, site) for cell in row] for row in answered.table.rows]
    heads = tuple(column.label for column in question.columns)
    sheets = (
        Sheet("答案 Answer", heads, rows),
        Sheet("说明 About", _ABOUT, list(_about(answered, endpoint))),
    )
    return workbook_bytes(sheets, title=question.title.zh)


def turtle_bytes(answered: Answered, endpoint: Endpoint, _site: str) -> bytes:
    """The rows in the result set vocabulary, and what the graph says of the things in them."""
    triples = {*_result_set(answered), *_descriptions(answered, endpoint)}
    return graph_text(triples, "turtle").encode()


FORMATS: dict[str, Format] = {
    "json": Format(
        "application/sparql-results+json",
        ".json",
        lambda answered, *_: json_text(answered.table).encode(),
    ),
    "csv": Format("text/csv", ".csv", csv_bytes),
    "tsv": Format(
        "text/tab-separated-values", ".tsv", lambda answered, *_: tsv_text(answered.table).encode()
    ),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", xlsx_bytes
    ),
    "md": Format(
        "text/markdown",
        ".md",
        lambda answered, *_: markdown_text(answered.table, answered.question.labels).encode(),
    ),
    "turtle": Format("text/turtle", ".ttl", turtle_bytes),
}


def _value(cell: Cell, site: str) -> Value:
    if not isinstance(cell, ox.NamedNode):
        return typed(cell)
    own = cell.value.startswith(BASE)
    return Linked(readable(cell), site + cell.value.removeprefix(BASE) if own else cell.value)


def _about(answered: Answered, endpoint: Endpoint) -> Iterator[tuple[Value, Value]]:
    question = answered.question
    yield "查询 query", question.name
    yield "问题", question.question.zh
    yield "question", question.question.en
    for parameter in question.parameters:
        label = f"参数 {parameter.label}"
        yield label, answered.values.get(parameter.name, "（未给 not given）")
    yield "行数 rows", len(answered.table.rows)
    summary = ask("data-summary", {}, endpoint)
    for record in summary.records():
        yield "最新文件日期 date of the newest document", typed(record["newest"])
        yield "文件数 documents", typed(record["documents"])
        yield "程序 software", typed(record["software"])
    yield "SPARQL", without_header(answered.sparql)


def _result_set(answered: Answered) -> Iterator[ox.Triple]:
    """Name every row and binding, for blank nodes would not be the same twice."""
    given = [f"{name}={value}" for name, value in sorted(answered.values.items())]
    steps = "/".join(iri_part(step) for step in (answered.question.name, *given))
    whole = f"{BASE}answer/{steps}"
    yield ox.Triple(ox.NamedNode(whole), TYPE, _rs("ResultSet"))
    for name in answered.table.columns:
        yield ox.Triple(ox.NamedNode(whole), _rs("resultVariable"), ox.Literal(name))
    for n, record in enumerate(answered.table.records(), start=1):
        row = ox.NamedNode(f"{whole}/row/{n}")
        yield ox.Triple(ox.NamedNode(whole), _rs("solution"), row)
        yield ox.Triple(row, _rs("index"), ox.Literal(n))
        for name, cell in record.items():
            if cell is not None:
                binding = ox.NamedNode(f"{row.value}/{name}")
                yield ox.Triple(row, _rs("binding"), binding)
                yield ox.Triple(binding, _rs("variable"), ox.Literal(name))
                yield ox.Triple(binding, _rs("value"), cell)


def _rs(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{PREFIXES['rs']}{name}")


def _descriptions(answered: Answered, endpoint: Endpoint) -> Iterator[ox.Triple]:
    named = {cell for row in answered.table.rows for cell in row if isinstance(cell, ox.NamedNode)}
    things = sorted(str(node) for node in named if node.value.startswith(BASE))
    for start in range(0, len(things), _DESCRIBED_AT_ONCE):
        some = " ".join(things[start : start + _DESCRIBED_AT_ONCE])
        yield from endpoint.construct(
            f"CONSTRUCT {{ ?thing ?property ?value }} "
            f"WHERE {{ VALUES ?thing {{ {some} }} ?thing ?property ?value }}"
        )
