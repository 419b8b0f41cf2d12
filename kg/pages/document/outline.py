"""The items of a document under its own headings, each with what it sets and what it is tied to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.language import say
from kg.views.coverage_cells import KINDS, CellLink, read_cell_links
from kg.views.coverage_matrix import section_heading
from kg.views.facts import (
    Asker,
    DocumentFacts,
    ItemFacts,
    Shelf,
    TargetFacts,
    document_order,
    target_of,
)
from kg.views.words import LINKS, ROLES, key_of


@dataclass(frozen=True, slots=True)
class Stated:
    """A target, and where alone it stands of a measure and the task that restates it."""

    target: TargetFacts
    only: str = ""


@dataclass(frozen=True, slots=True)
class Responsible:
    """A body that an item names, and in which role."""

    name: str
    role: str

    @property
    def said(self) -> str:
        """The role, where it is more than to be responsible."""
        return say(*ROLES[self.role]) if self.role in ("lead", "cooperating") else ""


@dataclass(frozen=True, slots=True)
class Tie:
    """The links of an item with the items of one other document, the strongest kind first."""

    document: DocumentFacts
    links: tuple[CellLink, ...]

    @property
    def kinds(self) -> list[tuple[str, str, list[CellLink]]]:
        """Each kind of link: its key, what it is called, the links."""
        return [
            (kind, say(*LINKS[kind]), same)
            for kind in KINDS
            if (same := [link for link in self.links if link.kind == kind])
        ]


@dataclass(frozen=True, slots=True)
class Row:
    """An item, with the task that restates it where the two make one row."""

    item: ItemFacts
    twin: ItemFacts | None
    restates: tuple[ItemFacts, ...]
    targets: tuple[Stated, ...]
    units: tuple[Responsible, ...]
    up: tuple[Tie, ...]
    down: tuple[Tie, ...]
    missing: tuple[DocumentFacts, ...]
    """Documents above that were searched in vain."""
    missing_below: tuple[DocumentFacts, ...]

    def has_above(self, kind: str) -> bool:
        """Whether it is linked so with an item above."""
        return any(link.kind == kind for tie in self.up for link in tie.links)


@dataclass(slots=True)
class Part:
    """A heading of the document, what stands below it beside items, and its items."""

    heading: str
    text: str = ""
    line: str = ""
    targets: tuple[TargetFacts, ...] = ()
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a document that hold items or targets."""

    parts: tuple[Part, ...]
    is_merged: bool
    """Whether each task stands in the row of the measure that it restates."""

    @property
    def rows(self) -> list[Row]:
        """All rows."""
        return [row for part in self.parts for row in part.rows]

    @property
    def has_above(self) -> bool:
        """Whether anything above is linked or was searched."""
        return any(row.up or row.missing for row in self.rows)

    @property
    def has_below(self) -> bool:
        """Whether anything below is linked or was searched."""
        return any(row.down or row.missing_below for row in self.rows)

    @property
    def implementing(self) -> int:
        """How many rows carry out an item above."""
        return sum(row.has_above("implements") for row in self.rows)

    @property
    def alike(self) -> int:
        """How many rows only say the same as an item above."""
        rows = (row for row in self.rows if not row.has_above("implements"))
        return sum(row.has_above("alignedWith") for row in rows)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the queries say of the items of a document, by IRI."""

    document: DocumentFacts
    targets: Mapping[str, Sequence[TargetFacts]]
    units: Mapping[str, Sequence[Responsible]]
    ties: Mapping[str, Sequence[Tie]]
    missing: Mapping[str, Sequence[DocumentFacts]]
    twins: Mapping[str, Sequence[ItemFacts]]
    merged: Mapping[str, ItemFacts]
    """The task that stands in the row of a measure."""


def read_outline(
    asker: Asker,
    document: DocumentFacts,
    items: Mapping[ItemFacts, int],
    near: Sequence[DocumentFacts],
    shelf: Shelf,
) -> Outline:
    """Read the outline of a document: a query for each kind of fact, none for each item.

    `items` says where each item begins in the source text; `near` are the documents whose items
    are named as ties.
    """
    known = _known(asker, document, list(items), near, shelf)
    sections = asker.rows("view-document-sections", document=document.iri)
    parts = [
        Part(
            section_heading(row["title"]),
            row["text"],
            row["line"],
            tuple(known.targets.get(row["section"], ())),
        )
        for row in sections
    ]
    at = [(int(row["start"]), part) for row, part in zip(sections, parts, strict=True)]
    hidden = {task.iri for task in known.merged.values()}
    shown = [(start, item) for item, start in items.items() if item.iri not in hidden]
    return Outline(tuple(_filled(at, shown, known)), bool(hidden))


def _filled(
    sections: Sequence[tuple[int, Part]], items: Sequence[tuple[int, ItemFacts]], known: _Known
) -> Iterator[Part]:
    """Put each item below the heading before it, or in the table that it is a row of."""
    tables: dict[str, Part] = {}
    loose = Part(say("正文", "Body"))
    for start, item in items:
        if item.task and item.table:
            part = tables.setdefault(item.table, Part(item.table.replace(" ", "")))
        else:
            part = next((part for at, part in reversed(sections) if at <= start), loose)
        part.rows.append(_row(item, known))
    for part in (loose, *(part for _, part in sections), *tables.values()):
        if part.rows or part.targets:
            yield part


def _row(item: ItemFacts, known: _Known) -> Row:
    twin = known.merged.get(item.iri)
    both = [one.iri for one in (item, twin) if one]
    ties = [tie for one in both for tie in known.ties.get(one, ())]
    missing = {d.iri: d for one in both for d in known.missing.get(one, ())}
    lane = known.document.level.lane
    tied = {tie.document.iri for tie in ties}
    gaps = [one for iri, one in missing.items() if iri not in tied]
    units = {unit: None for one in both for unit in known.units.get(one, ())}
    return Row(
        item,
        twin,
        tuple(known.twins.get(item.iri, ())),
        tuple(_stated(item, twin, known.targets)),
        tuple(units),
        tuple(_joined(tie for tie in ties if tie.document.level.lane < lane)),
        tuple(_joined(tie for tie in ties if tie.document.level.lane > lane)),
        tuple(one for one in gaps if one.level.lane < lane),
        tuple(one for one in gaps if one.level.lane > lane),
    )


def _joined(ties: Iterable[Tie]) -> Iterator[Tie]:
    """Join the ties of a measure and its task with one document; an item is named once."""
    by_document: dict[str, list[Tie]] = {}
    for tie in ties:
        by_document.setdefault(tie.document.iri, []).append(tie)
    for same in by_document.values():
        links: dict[str, CellLink] = {}
        for link in sorted(
            (link for tie in same for link in tie.links), key=lambda link: KINDS.index(link.kind)
        ):
            links.setdefault(link.item.iri, link)
        yield Tie(same[0].document, tuple(links.values()))


def _stated(
    item: ItemFacts, twin: ItemFacts | None, targets: Mapping[str, Sequence[TargetFacts]]
) -> Iterator[Stated]:
    """Give the targets of a row; of a measure and its task, those of both once."""
    ours = list(targets.get(item.iri, ()))
    if twin is None:
        yield from map(Stated, ours)
        return
    theirs = list(targets.get(twin.iri, ()))
    for target in ours:
        same = next((t for t in theirs if _is_same(target, t)), None)
        if same:
            theirs.remove(same)
        yield Stated(target, "" if same else say("仅正文", "body only"))
    for target in theirs:
        yield Stated(target, say("仅附件", "annex only"))


def _is_same(one: TargetFacts, other: TargetFacts) -> bool:
    return (one.amount, one.by or other.by) == (other.amount, other.by or one.by)


def _known(
    asker: Asker,
    document: DocumentFacts,
    items: Sequence[ItemFacts],
    near: Sequence[DocumentFacts],
    shelf: Shelf,
) -> _Known:
    targets: dict[str, list[TargetFacts]] = {}
    for row in asker.rows("view-document-targets", document=document.iri):
        targets.setdefault(row["item"], []).append(target_of(row))
    units: dict[str, list[Responsible]] = {}
    for row in asker.rows("view-document-units", document=document.iri):
        units.setdefault(row["item"], []).append(Responsible(row["name"], key_of(row["role"])))
    by_iri = {item.iri: item for item in items}
    twins: dict[str, list[ItemFacts]] = {}
    for row in asker.rows("view-document-twins", document=document.iri):
        twins.setdefault(row["item"], []).append(by_iri[row["twin"]])
    ties: dict[str, list[Tie]] = {}
    found = read_cell_links(asker, document.iri, shelf, [one.iri for one in near])
    for (item, other), links in found.items():
        links.sort(key=lambda link: KINDS.index(link.kind))
        ties.setdefault(item, []).append(Tie(shelf[other], tuple(links)))
    for same in ties.values():
        same.sort(key=lambda tie: (KINDS.index(tie.links[0].kind), document_order(tie.document)))
    documents = {one.iri: one for one in near}
    missing: dict[str, list[DocumentFacts]] = {}
    for row in asker.rows("view-coverage-gaps", document=document.iri):
        if row["searched"] in documents:
            missing.setdefault(row["item"], []).append(documents[row["searched"]])
    return _Known(document, targets, units, ties, missing, twins, _merged(items, twins))


def _merged(
    items: Sequence[ItemFacts], twins: Mapping[str, Sequence[ItemFacts]]
) -> dict[str, ItemFacts]:
    """Pair measures with tasks, table by table, where each task restates a measure of its own."""
    tables: dict[str, list[ItemFacts]] = {}
    for item in items:
        if item.task:
            tables.setdefault(item.table, []).append(item)
    pairs: dict[str, ItemFacts] = {}
    for tasks in tables.values():
        own = {twins[t.iri][0].iri: t for t in tasks if len(twins.get(t.iri, ())) == 1}
        if len(own) == len(tasks) and not own.keys() & pairs.keys():
            pairs |= own
    return pairs
