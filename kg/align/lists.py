"""The lists of items of a document that are compared: measures, tasks, a ministry's grants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from loaders.document import Document, Item

_GRANT = "支持"


@dataclass(frozen=True, slots=True)
class Lists:
    """A document's items by what they do. `supports` are rows of tables without responsible
    units whose rows mostly begin with 支持: nobody is told to do them, a ministry grants them.
    """

    key: str
    measures: tuple[Item, ...]
    tasks: tuple[Item, ...]
    supports: tuple[Item, ...]

    @property
    def told(self) -> Iterator[Item]:
        """Yield the items that somebody is to carry out."""
        yield from self.measures
        yield from self.tasks


def lists_of(document: Document) -> Lists:
    """Sort a document's items into its lists."""
    tasks: list[Item] = []
    supports: list[Item] = []
    for _, table in groupby(document.task_rows, key=lambda row: row.table):
        rows = list(table)
        (supports if _grants(rows) else tasks).extend(rows)
    return Lists(document.key, document.measures, tuple(tasks), tuple(supports))


def _grants(rows: list[Item]) -> bool:
    granting = sum(row.text.startswith(_GRANT) for row in rows)
    return 2 * granting > len(rows) and not any(row.units for row in rows)
