"""`/coverage/{key}`: what became of each item of a document below; `/coverage`: of which document.

All that a reader picks stands in the address: the columns (`with`), the part, and which rows are
shown (`state`, `body`, `find`) in which order (`sort`). Rows that are not shown are in the page
all the same, hidden, for the island `coverage.ts` to show at once.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.language import say
from kg.nearest import nearest
from kg.pages.address import coverage_address, link_address
from kg.pages.visit import Visit, pages
from kg.questions.catalogue import NotFound
from kg.views.coverage_cells import STATES, CellLink, State, read_coverage, state_word
from kg.views.coverage_matrix import (
    COLUMNS_SHOWN,
    Matrix,
    Row,
    RowGroup,
    best,
    counted,
    read_matrix,
)
from kg.views.facts import DocumentFacts, ItemFacts, read_documents

SORTS = {
    "": ("按文件次序", "in the document's order"),
    "state": ("查无在前", "not found first"),
    "cities": ("落实多的在前", "most carried out first"),
}
_WORST: tuple[State, ...] = ("none", "open", "related", "implements")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows a reader wants to see, and in which order; empty means all."""

    states: tuple[State, ...]
    body: str
    find: str
    sort: str
    part: str

    def has(self, row: Row) -> bool:
        """Say whether a row is shown."""
        return (
            (not self.states or bool(set(self.states) & set(row.states)))
            and (not self.body or self.body in row.units)
            and all(word in searched(row) for word in _even(self.find).split())
        )


def routes() -> list[BaseRoute]:
    """The choice of a document, and its matrix."""
    return pages("/coverage", _choose) + pages("/coverage/{key}", _matrix)


def _choose(visit: Visit) -> Response:
    rows = visit.asker.rows("view-coverage-uppers")
    lowers = {row["document"]: int(row["lowers"]) for row in rows}
    documents = read_documents(visit.asker, lowers).values()
    levels = groupby(documents, key=lambda one: one.level)
    heading = say("选一份文件，看下级落实了几项", "What is implemented below? Choose a document")
    return visit.show(
        "coverage_choice.html",
        heading,
        door="coverage",
        levels=[(level, list(of)) for level, of in levels],
        lowers=lowers,
    )


def _matrix(visit: Visit) -> Response:
    rows = visit.asker.rows("view-document", document=visit.value("key"))
    choose = partial(_chosen, keys=visit.values("with"))
    coverage = read_coverage(visit.asker, rows[0]["document"], choose)
    document, wanted = coverage.document, _wanted(visit)
    columns, shown = coverage.below, coverage.columns
    parts = _parts(coverage.items)
    items = [item for item in coverage.items if wanted.part in ("", _part(item))]
    matrix = read_matrix(coverage, shown, items)
    return visit.show(
        "coverage.html",
        say(f"{document.name} 落实情况", f"{document.name}: coverage"),
        door="coverage",
        document=document,
        heading=_heading(document, matrix, len(columns)),
        matrix=matrix,
        groups=_sorted(matrix, wanted.sort),
        columns=columns,
        shown=[column.key for column in shown],
        single=shown[0] if len(shown) == 1 else None,
        states={state: state_word(state) for state in STATES},
        best=best,
        wanted=wanted,
        parts=parts if len(parts) > 1 else {},
        sorts=SORTS,
        bodies=Counter(name for row in matrix.rows for name in row.units).most_common(),
        evidence=_evidence,
        searched=searched,
        visible={row.item.iri for row in matrix.rows if wanted.has(row)},
        here=coverage_address(document.key),
    )


def _wanted(visit: Visit) -> Wanted:
    return Wanted(
        tuple(state for state in STATES if state in visit.values("state")),
        visit.value("body"),
        visit.value("find"),
        visit.value("sort") if visit.value("sort") in SORTS else "",
        visit.value("part"),
    )


def _chosen(columns: Sequence[DocumentFacts], keys: Sequence[str]) -> list[DocumentFacts]:
    """Take the columns that a reader names, in the usual order; else the first few."""
    known = {column.key: column for column in columns}
    for key in keys:
        if key not in known:
            raise NotFound(
                f"{key} 不是它的下级文件", f"{key} is no document below it", nearest(key, known)
            )
    return [known[key] for key in known if key in keys] or list(columns[:COLUMNS_SHOWN])


def _part(item: ItemFacts) -> str:
    """Name where an item stands for the address: `A2` of A2/5, `tasks` of a list, `body`."""
    return item.notation.rpartition("/")[0] or ("tasks" if item.task else "body")


def _parts(items: Sequence[ItemFacts]) -> Mapping[str, str]:
    names = {"body": say("正文", "Body"), "tasks": say("任务", "Tasks")}
    return {
        part: names.get(part) or item.table.replace(" ", "") or say("附件", "Annex")
        for item in reversed(items)
        for part in (_part(item),)
    }


def _heading(document: DocumentFacts, matrix: Matrix, below: int) -> str:
    total, said, shown = len(matrix.rows), counted(matrix), len(matrix.columns)
    if 1 < shown < below:
        said += say(f"（所列 {shown} 份，共 {below} 份）", f" ({shown} documents of {below})")
    return say(f"{document.level.own} {total} 项，{said}", f"{total} items: {said}")


def _sorted(matrix: Matrix, sort: str) -> Sequence[RowGroup]:
    """Give the rows under the document's headings, or in one group where sorted otherwise."""
    if not sort:
        return matrix.groups
    if sort == "state":
        rows = sorted(matrix.rows, key=lambda row: _WORST.index(best(row.states)))
    else:
        rows = sorted(matrix.rows, key=lambda row: -row.count("implements"))
    return (RowGroup(say(*SORTS[sort]), tuple(rows)),) if rows else ()


def _evidence(item: ItemFacts) -> Callable[[CellLink], str]:
    """Give the address of the evidence of each link with an item."""
    return lambda link: link_address(link.item.key, item.key)


def searched(row: Row) -> str:
    """The words that a reader's words are looked for in, folded as the island folds them."""
    item = row.item
    return _even(" ".join((item.name, item.title, item.text, *row.units)))


def _even(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
