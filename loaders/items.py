"""Headings and table rows into sections and items, with the units and targets their words hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from loaders.bodies import UnitMention, read_clauses, read_units
from loaders.divisions import Place
from loaders.document import Item, Role, Section, Target, Unit, Warning
from loaders.headings import Heading
from loaders.outline import Numbered
from loaders.tables import TaskRow
from loaders.targets import read_targets
from loaders.text import SourceText, Text
from loaders.vocabulary import chinese_terms

_ROLES: dict[str, Role] = {
    "lead": "lead",
    "responsible": "responsible",
    "cooperating": "cooperating",
}


@dataclass
class ItemReader:
    """Turns the texts of one document into items; doubts gather in `warnings`."""

    source: SourceText
    place: Place | None
    warnings: list[Warning] = field(default_factory=list)
    _taken: Counter[str] = field(default_factory=Counter)
    _unknown: set[str] = field(default_factory=set)

    def section(self, heading: Heading, children: Sequence[Section]) -> Section:
        """Read a heading that is no item, with what stands directly under it."""
        self._note_restored(heading)
        text = Text.join([heading.rest, *heading.own], "\n")
        return Section(
            label=heading.label.words,
            title=str(heading.title or ""),
            span=self.source.span(Text.join([heading.paragraph.text, *heading.own])),
            text=str(text),
            targets=self._targets(text),
            children=tuple(children),
        )

    def measure(self, numbered: Numbered) -> Item:
        """Read a numbered item of the body."""
        heading = numbered.heading
        text, whole = heading.wording(), heading.whole()
        deadline = _deadline().search(str(whole))
        self._note_restored(heading)
        return Item(
            id=self._notation(numbered.notation, heading.paragraph.line),
            kind="measure",
            path=numbered.path,
            title=str(heading.title) if heading.title else None,
            text=str(text),
            span=self.source.span(text),
            units=tuple(self._units(whole, read_clauses(str(whole), self.place))),
            deadline=deadline["time"].strip() if deadline else None,
            targets=self._targets(whole),
        )

    def task(self, row: TaskRow, prefix: str, table: str | None) -> Item:
        """Read a row of a task table; `prefix` is A or A2, empty where the table is all."""
        text = row.cells["task"]
        number = row.number
        title, deadline = row.cells.get("title"), row.cells.get("deadline")
        return Item(
            id=self._notation(f"{prefix}/{number}" if prefix else number, row.line),
            kind="task",
            path=tuple(label for label in (table, *row.sections, number) if label),
            title=str(title) if title else None,
            text=str(text),
            span=self.source.span(text),
            units=tuple(self._row_units(row)),
            deadline=str(deadline) if deadline else None,
            targets=self._targets(text),
            table=table,
        )

    def _note_restored(self, heading: Heading) -> None:
        if heading.restored:
            self.warn(heading.paragraph.line, f"标题缺编号，按顺序补为{heading.label.words}")

    def warn(self, line: int, message: str) -> None:
        """Note a doubt."""
        self.warnings.append(Warning(line, message))

    def _notation(self, notation: str, line: int) -> str:
        """Return the notation; a number printed twice gets a mark, so that ids stay unique."""
        self._taken[notation] += 1
        if self._taken[notation] == 1:
            return notation
        unique = f"{notation}-{self._taken[notation]}"
        self.warn(line, f"编号{notation}重复，记为{unique}")
        return unique

    def _row_units(self, row: TaskRow) -> Iterator[Unit]:
        for column, cell in row.cells.items():
            if role := _ROLES.get(column):
                yield from self._units(cell, read_units(str(cell), self.place, role))

    def _units(self, text: Text, mentions: Iterable[UnitMention]) -> Iterator[Unit]:
        for mention in mentions:
            span = self.source.span(text[mention.start : mention.end])
            if not mention.known and mention.raw not in self._unknown:
                self._unknown.add(mention.raw)
                self.warn(span.line, f"单位“{mention.raw}”不在词表中")
            yield Unit(
                raw=mention.raw,
                normalized=mention.normalized,
                role=mention.role,
                span=span,
                collective=mention.collective,
                line=mention.line,
                jurisdiction=mention.jurisdiction,
            )

    def _targets(self, text: Text) -> tuple[Target, ...]:
        return tuple(
            Target(
                quote=found.quote,
                indicator=found.indicator,
                comparator=found.comparator,
                value=found.value,
                value_max=found.value_max,
                unit=found.unit,
                by=found.by,
                span=self.source.span(text[found.start : found.end]),
            )
            for found in read_targets(str(text))
        )


@cache
def _deadline() -> re.Pattern[str]:
    """Match the time that a measure states behind a label: 完成时限：2021年12月底前."""
    labels = "|".join(
        label for label, kind in chinese_terms("columns").items() if kind == "deadline"
    )
    return re.compile(rf"(?:{labels})[：:](?P<time>[^；;。，）)\n]{{2,40}})")


def read_body(
    roots: Iterable[Heading], items: Mapping[int, Numbered], reader: ItemReader
) -> tuple[tuple[Section, ...], tuple[Item, ...]]:
    """Read a tree of headings into sections and measures; `items` says which headings are items,
    by their identity.
    """
    sections: list[Section] = []
    measures: list[Item] = []
    for heading in roots:
        if numbered := items.get(id(heading)):
            measures.append(reader.measure(numbered))
            continue
        children, below = read_body(heading.children, items, reader)
        sections.append(reader.section(heading, children))
        measures += below
    return tuple(sections), tuple(measures)
