"""The matrix of a document's coverage: rows under its headings, columns, gaps in both directions.

The one-file view and the page are drawn from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.language import say
from kg.views.coverage_cells import STATES, Coverage, CoverageCell, State, state_word
from kg.views.facts import DocumentFacts, ItemFacts
from kg.views.words import REVIEWS

COLUMNS_SHOWN = 6
"""Lower documents with a column of their own where a reader has not chosen."""
_NUMERAL = re.compile(r"[一二三四五六七八九十百零]+")  # 十二
_NUMBER = re.compile(r"[（(].+[）)]|第.+[章节条]|[0-9]+[.．]?")  # （三）, 第二章, 3.


@dataclass(frozen=True, slots=True)
class Row:
    """One item's row of the matrix."""

    item: ItemFacts
    number: str
    targets: tuple[str, ...]
    units: tuple[str, ...]
    cells: tuple[CoverageCell, ...]

    @property
    def states(self) -> tuple[State, ...]:
        """The states of its cells, each once."""
        return tuple(state for state in STATES if any(c.state == state for c in self.cells))

    def count(self, state: State) -> int:
        """Count its cells in a state."""
        return sum(cell.state == state for cell in self.cells)

    @property
    def summary(self) -> str:
        """What the row comes to: documents where there are several, links where there is one."""
        if len(self.cells) == 1:
            kinds = [link.kind == "implements" for link in self.cells[0].links]
            done, related = sum(kinds), len(kinds) - sum(kinds)
        else:
            done, related = self.count("implements"), self.count("related")
        counts: dict[State, int] = {"implements": done, "related": related}
        said = [f"{state_word(state)} {n}" for state, n in counts.items() if n]
        return say("，", ", ").join(said) or "—"


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading of the document."""

    heading: str
    rows: tuple[Row, ...]

    @property
    def note(self) -> str:
        """How many rows there are, and what became of them."""
        counts = {state: sum(best(row.states) == state for row in self.rows) for state in STATES}
        said = say("，", ", ").join(f"{state_word(s)} {n}" for s, n in counts.items() if n)
        return say(f"{len(self.rows)} 项：{said}", f"{len(self.rows)} items: {said}")


@dataclass(frozen=True, slots=True)
class Column:
    """One lower document: its name, and its counts."""

    document: DocumentFacts
    counts: dict[State, int]
    pending: int

    @property
    def name(self) -> str:
        """What it is called in the head: its place, else its name."""
        return self.document.place or self.document.name

    @property
    def done(self) -> str:
        """How many items it carries out, and how many of these nobody has reviewed."""
        words = f"{state_word('implements')} {self.counts['implements']}"
        unreviewed = REVIEWS["unreviewed"]
        waiting = say(f"，{unreviewed.zh} {self.pending}", f", {self.pending} {unreviewed.en}")
        return words + (waiting if self.pending else "")

    @property
    def said(self) -> str:
        """Its counts in words."""
        counts = self.counts.items()
        return say("，", ", ").join(f"{state_word(state)} {n}" for state, n in counts)


@dataclass(frozen=True, slots=True)
class Gap:
    """An item that no column takes up; `named` is a place that the item itself names.

    `twin` is the measure that it restates, `met` who takes that up: places and numbers of items.
    """

    item: ItemFacts
    units: tuple[str, ...]
    twin: ItemFacts | None
    met: tuple[tuple[str, str], ...]
    named: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Columns, rows under headings, and what one side has and the other has not."""

    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    named: tuple[Gap, ...]
    gaps: tuple[Gap, ...]
    own: tuple[tuple[DocumentFacts, tuple[ItemFacts, ...]], ...]

    @property
    def rows(self) -> list[Row]:
        """All rows in the order of the document."""
        return [row for group in self.groups for row in group.rows]

    @property
    def counts(self) -> dict[State, int]:
        """How many items are in each state, the best that any column gives them."""
        rows = self.rows
        return {state: sum(best(row.states) == state for row in rows) for state in STATES}


def best(states: Sequence[State]) -> State:
    """The strongest of some states: taken up anywhere, related, searched, nobody has looked."""
    return next((state for state in STATES if state in states), "open")


def read_matrix(
    coverage: Coverage, shown: Sequence[DocumentFacts], items: Sequence[ItemFacts] | None = None
) -> Matrix:
    """Make the matrix of some lower documents, and of some items (all where none are given)."""
    rows = [_row(coverage, item, shown) for item in (coverage.items if items is None else items)]
    named, gaps = [], []
    for row in rows:
        places = _named_places(coverage, row, shown)
        named += [_gap(coverage, row, shown, place) for place in places]
        if best(row.states) == "none" and not places:
            gaps.append(_gap(coverage, row, shown))
    return Matrix(
        columns=tuple(_column(rows, at, column) for at, column in enumerate(shown)),
        groups=tuple(_groups(coverage, rows)),
        named=tuple(named),
        gaps=tuple(gaps),
        own=tuple((c, tuple(coverage.own[c.iri])) for c in shown if coverage.own.get(c.iri)),
    )


def counted(matrix: Matrix) -> str:
    """What a heading says: the place of a single column, else of any."""
    counts = matrix.counts
    done, none, unseen = counts["implements"], counts["none"], counts["open"]
    if not matrix.columns:
        return say("还没有下级文件可比", "no lower document to compare yet")
    if len(matrix.columns) == 1:
        name = matrix.columns[0].name
        zh = [f"{name}落实 {done} 项", f"{none} 项{STATES['none'][0]}"]
        en = [f"{done} implemented by {name}", f"{none} with {STATES['none'][1]}"]
    else:
        zh = [f"{done} 项有下级文件落实", f"{none} 项处处{STATES['none'][0]}"]
        en = [f"{done} implemented below", f"{none} with {STATES['none'][1]} anywhere"]
    if unseen:
        zh.append(f"{unseen} 项{STATES['open'][0]}")
        en.append(f"{unseen} {STATES['open'][1]}")
    return say("，".join(zh), ", ".join(en))


def _row(coverage: Coverage, item: ItemFacts, shown: Sequence[DocumentFacts]) -> Row:
    return Row(
        item,
        item.notation.rpartition("/")[2],
        tuple(target.amount for target in coverage.targets.get(item.iri, [])[:4]),
        tuple(name for name, _ in coverage.units.get(item.iri, [])),
        tuple(coverage.cell(item, column) for column in shown),
    )


def _column(rows: Sequence[Row], at: int, column: DocumentFacts) -> Column:
    cells = [row.cells[at] for row in rows]
    counts = {state: sum(cell.state == state for cell in cells) for state in STATES}
    pending = sum(cell.state == "implements" and not cell.reviewed for cell in cells)
    return Column(column, counts, pending)


def _groups(coverage: Coverage, rows: Sequence[Row]) -> Iterator[RowGroup]:
    headings: dict[str, str] = {}
    before = ("", "")
    for row in rows:
        part, section = _stands_in(coverage, row.item)
        if not section and before[0] == part:
            section = before[1]
        before = (part, section)
        headings[row.item.iri] = "　".join(filter(None, before))
    for heading, same in groupby(rows, key=lambda row: headings[row.item.iri]):
        yield RowGroup(heading or say("正文", "Body"), tuple(same))


def _stands_in(coverage: Coverage, item: ItemFacts) -> tuple[str, str]:
    """Name the annex an item stands in and its heading, a task's that of what it restates."""
    twins = coverage.twins.get(item.iri, [])
    order = {one.iri: n for n, one in enumerate(coverage.items)}
    first = min(twins, key=lambda twin: order[twin.iri], default=item)
    part = (item.table.replace(" ", "") or "附件") if item.task else ""
    return part, section_heading(first.section or item.section)


def section_heading(section: str) -> str:
    """Write a section's number and title as documents print them.

    >>> section_heading("二 突出德技并修"), section_heading("（一） 总体目标")
    ('二、突出德技并修', '（一）总体目标')
    """
    number, _, title = section.partition(" ")
    if not title or not (_NUMERAL.fullmatch(number) or _NUMBER.fullmatch(number)):
        return section
    return f"{number}、{title}" if _NUMERAL.fullmatch(number) else f"{number}{title}"


def _named_places(coverage: Coverage, row: Row, shown: Sequence[DocumentFacts]) -> list[str]:
    """Find the places that an item names among those responsible, and that did not take it up."""
    places = {place for _, place in coverage.units.get(row.item.iri, [])}
    return [
        column.place
        for column, cell in zip(shown, row.cells, strict=True)
        if cell.state == "none" and column.place and column.place in places
    ]


def _gap(coverage: Coverage, row: Row, shown: Sequence[DocumentFacts], named: str = "") -> Gap:
    twins = coverage.twins.get(row.item.iri, [])
    met = {twin.iri: tuple(_met(coverage, twin, shown)) for twin in twins}
    twin = next((twin for twin in twins if met[twin.iri]), twins[0] if twins else None)
    return Gap(row.item, row.units, twin, met[twin.iri] if twin else (), named)


def _met(
    coverage: Coverage, item: ItemFacts, shown: Sequence[DocumentFacts]
) -> Iterator[tuple[str, str]]:
    for column in shown:
        cell = coverage.cell(item, column)
        if cell.state in ("implements", "related"):
            yield column.place or column.name, cell.names
