"""Answers as pandas frames, for notebooks.

    frame("item-upward", item="zhumadian-2021-zhuzhengban-44#A/1")
    frame("documents", endpoint="https://example.org/sparql")
    sparql_frame("SELECT ?item WHERE { ?item a zm:Task }")

Columns have the types of the question's header, so that an answer without rows has them too. Items,
documents and bodies go by the names that are parameters of other questions. What was asked stands
in `frame.attrs`. Needs the extra `frame`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.endpoints.endpoint import Cell, Endpoint, LocalEndpoint, Table, cell_text
from kg.prefixes import PREFIXES
from kg.questions.ask import answer
from kg.questions.question import ColumnType
from kg.questions.tables import readable
from loaders.errors import ZhengmaiError

if TYPE_CHECKING:
    import pandas as pd

Where: TypeAlias = Endpoint | Path | str | None

_TYPES: dict[str, ColumnType] = {
    "integer": "integer",
    "decimal": "decimal",
    "double": "decimal",
    "float": "decimal",
    "date": "date",
    "boolean": "boolean",
}


class MissingPandas(ZhengmaiError):
    """pandas is not installed."""


def frame(name: str, endpoint: Where = None, **values: object) -> pd.DataFrame:
    """The rows of a canned question.

    `endpoint` is an endpoint, the address of one, or the folder of a store; without one it is
    ZHENGMAI_ENDPOINT, ZHENGMAI_STORE or the folder `store`. The other arguments are the question's
    parameters.
    """
    given = {parameter: str(value) for parameter, value in values.items() if value is not None}
    answered = answer(name, given, _opened(endpoint))
    question = answered.question
    found = _frame(answered.table, {column.name: column.type for column in question.columns})
    labels = {column: str(label) for column, label in question.labels.items()}
    found.attrs |= {
        "name": name,
        "title": str(question.title),
        "question": str(question.question),
        "parameters": given,
        "labels": labels,
        "sparql": answered.sparql,
    }
    return found


def sparql_frame(sparql: str, endpoint: Where = None) -> pd.DataFrame:
    """The rows of any SELECT, in which the usual prefixes need not be declared."""
    prologue = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items())
    table = _opened(endpoint).select(prologue + sparql)
    found = _frame(table, {name: _type_of(table, name) for name in table.columns})
    found.attrs["sparql"] = prologue + sparql
    return found


def _opened(endpoint: Where) -> Endpoint:
    if endpoint is None:
        endpoint = os.environ.get("ZHENGMAI_ENDPOINT") or os.environ.get("ZHENGMAI_STORE", "store")
    if isinstance(endpoint, str) and endpoint.startswith(("http://", "https://")):
        from kg.endpoints.remote import RemoteEndpoint

        return RemoteEndpoint(endpoint)
    return LocalEndpoint(Path(endpoint)) if isinstance(endpoint, str | Path) else endpoint


def _type_of(table: Table, column: str) -> ColumnType:
    """The one type that all values of a column have; text where they have several, or none."""
    cells = [record[column] for record in table.records()]
    datatypes = {cell.datatype.value for cell in cells if isinstance(cell, Literal)}
    if len(datatypes) != 1 or any(isinstance(cell, NamedNode) for cell in cells):
        return "text"
    return _TYPES.get(datatypes.pop().rpartition("#")[2], "text")


def _frame(table: Table, types: Mapping[str, ColumnType]) -> pd.DataFrame:
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingPandas(
            "没有装 pandas，请运行 pip install 'zhengmai[frame]'",
            "pandas is not installed: run pip install 'zhengmai[frame]'",
        ) from error
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    named = zip(table.columns, columns, strict=True)
    return pd.DataFrame({name: _series(cells, types[name]) for name, cells in named})


def _series(cells: Sequence[Cell], kind: ColumnType) -> pd.Series[Any]:
    import pandas as pd

    if kind in ("text", "iri"):
        return pd.Series([readable(cell) if cell else None for cell in cells], dtype="string")
    texts = pd.Series([cell_text(cell) or None for cell in cells], dtype="string")
    if kind == "boolean":
        return texts.map({"true": True, "1": True, "false": False, "0": False}).astype("boolean")
    if kind == "date":
        return pd.to_datetime(texts).astype("datetime64[s]")
    return pd.to_numeric(texts).astype("Int64" if kind == "integer" else "float64")
