"""Answers as text: a table for the terminal, Markdown, and the SPARQL 1.1 formats CSV, TSV, JSON.

The terminal and Markdown show names that a person can type back as a parameter
(`henan-2021-yuzheng-2#A2/1`); the others keep the full IRIs. TSV and JSON keep every term exactly.
CSV is for spreadsheets, and differs from the standard in one thing: words that a spreadsheet would
run as a formula begin with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode
from rich.table import Table as Drawing

from kg.endpoints.endpoint import Cell, Table, cell_text
from kg.iris import BASE, ZM, ZMV
from kg.questions.catalogue import Bilingual

# =HYPERLINK("http://…"), ＠SUM(1), a leading tab: what a spreadsheet may take for a formula
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")  # -0.5


def readable(cell: Cell) -> str:
    """A term as a person reads it, an IRI of the graph by its key, number or name.

    >>> readable(NamedNode("https://w3id.org/zhengmai/id/item/henan-2021-yuzheng-2/A2/5"))
    'henan-2021-yuzheng-2#A2/5'
    >>> readable(NamedNode("https://w3id.org/zhengmai/ontology#implements"))
    'zm:implements'
    """
    text = cell_text(cell)
    if not isinstance(cell, NamedNode):
        return text
    if text.startswith(ZM):
        return f"zm:{text.removeprefix(ZM)}"
    if text.startswith(ZMV):
        return text.removeprefix(ZMV).partition("/")[2]
    kind, _, name = text.removeprefix(BASE).partition("/")
    if not text.startswith(BASE) or not name:
        return text
    return name.replace("/", "#", 1) if kind in ("item", "section") else name


def drawn_table(table: Table, labels: Mapping[str, Bilingual]) -> Drawing:
    """A table for the terminal, its heads in Chinese over English where `labels` has them."""
    drawing = Drawing(show_lines=False, header_style="bold")
    for name in table.columns:
        label = labels.get(name)
        drawing.add_column(f"{label.zh}\n{label.en}" if label else name, overflow="fold")
    for row in table.rows:
        drawing.add_row(*map(readable, row))
    return drawing


def csv_text(table: Table) -> str:
    """The SPARQL 1.1 CSV format, safe to open in a spreadsheet: variable names, plain values."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_harmless(cell_text(cell)) for cell in row] for row in table.rows)
    return stream.getvalue()


def tsv_text(table: Table) -> str:
    """The SPARQL 1.1 TSV format: every term as Turtle writes it."""
    lines = ["\t".join(f"?{name}" for name in table.columns)]
    lines += ["\t".join("" if cell is None else str(cell) for cell in row) for row in table.rows]
    return "".join(f"{line}\n" for line in lines)


def json_text(table: Table) -> str:
    """The SPARQL 1.1 JSON results format."""
    bindings = [
        {name: _json_cell(cell) for name, cell in record.items() if cell is not None}
        for record in table.records()
    ]
    answer = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def markdown_text(table: Table, labels: Mapping[str, Bilingual]) -> str:
    """A Markdown table, its heads in Chinese and English where `labels` has them."""
    heads = [
        f"{labels[name].zh} {labels[name].en}" if name in labels else name for name in table.columns
    ]
    lines = [heads, ["---"] * len(heads), *([readable(cell) for cell in row] for row in table.rows)]
    return "".join(f"| {' | '.join(map(_markdown_cell, line))} |\n" for line in lines)


def _harmless(text: str) -> str:
    """Words that no spreadsheet runs.

    >>> [_harmless(text) for text in ("=1+1", "-0.5", "- 三是")]
    ["'=1+1", '-0.5', "'- 三是"]
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _json_cell(cell: Cell) -> dict[str, str]:
    if isinstance(cell, NamedNode):
        return {"type": "uri", "value": cell.value}
    if not isinstance(cell, Literal):
        return {"type": "bnode", "value": cell_text(cell)}
    entry = {"type": "literal", "value": cell.value}
    if cell.language:
        return entry | {"xml:lang": cell.language}
    if cell.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return entry
    return entry | {"datatype": cell.datatype.value}


def _markdown_cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")
