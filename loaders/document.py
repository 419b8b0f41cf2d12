"""What one official document (公文) is read into.

These dataclasses are the contract between the rooms: the readers of `loaders` make them, the
mapping of `kg` turns them into triples, the aligner compares their items. They hold only what
stands in the text, each fact with the place it was read from, so that a reader can point from
any fact back to its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["national", "provincial", "municipal", "county"]
Status = Literal["issued", "draft_for_comment"]
Role = Literal["lead", "responsible", "cooperating"]
CitationRole = Literal["basis", "mention"]
Comparator = Literal[">=", "<=", "=", "~", "range"]
ItemKind = Literal["measure", "task"]


@dataclass(frozen=True, slots=True)
class Span:
    """Where words stand in `Document.source_text`: characters `start` to `end` (end excluded),
    beginning on `line` (counted from 1).

    The words themselves may differ from the slice by what reading mends: page breaks,
    spaces around digits, markup remnants.
    """

    line: int
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.line < 1 or not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: line {self.line}, {self.start} to {self.end}")


@dataclass(frozen=True, slots=True)
class Unit:
    """One body that an item names as responsible, in print order.

    `raw` is the printed form, `normalized` the full official name with its jurisdiction
    (市工信局 in Nanyang: 南阳市工业和信息化局). `collective` marks a group phrase
    (各县区人民政府), which is kept as printed after its jurisdiction. `line` is the key of the
    functional line (条线) in the departments vocabulary, None where the vocabulary does not know
    the form or the body belongs to no line. `jurisdiction` is the GB/T 2260 code of the
    division the body belongs to, None where the text does not say.
    """

    raw: str
    normalized: str
    role: Role
    span: Span
    collective: bool = False
    line: str | None = None
    jurisdiction: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A number with a unit that an item sets out to reach, keep or pay.

    `value` and `value_max` are in the printed `unit` (7 万人 is 7.0 and 万人); `value_max` is
    given only where `comparator` is "range". `by` is a year, as printed in the text.
    """

    quote: str
    indicator: str
    comparator: Comparator
    value: float
    value_max: float | None
    unit: str
    by: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that the text names, by title, number or both.

    `role` is "basis" where the clause says that this document is made according to it or to
    carry it out, else "mention". `quote` is that clause.
    """

    title: str | None
    number: str | None
    issuers: tuple[str, ...]
    role: CitationRole
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """A measure (措施, a numbered item of the body) or a task (任务, a row of a task table).

    `id` is the item notation: `13`, `二.1`, `A2/5`. `path` holds the labels of the sections
    above it and its own, as printed (`三`, `（七）`). `text` is the whole wording, a
    responsible-unit clause at its end included. `table` names the annex of a task (附件 2).
    """

    id: str
    kind: ItemKind
    path: tuple[str, ...]
    title: str | None
    text: str
    span: Span
    units: tuple[Unit, ...] = ()
    deadline: str | None = None
    targets: tuple[Target, ...] = ()
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the body that is no measure itself, with the text and targets that stand
    directly under it (the goals of 二、主要目标).
    """

    label: str
    title: str
    span: Span
    text: str = ""
    targets: tuple[Target, ...] = ()
    children: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the plain word, as in `inspect --json`
    """Something a reader could not make out, or had to guess."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the head, the imprint and the title of a document say of it.

    Dates are ISO dates (2021-01-07). Unknown is None, never a guess; `inferred` names the
    fields that were not printed as such but read off other words (a jurisdiction from the
    names in the text), `stated` those that a sidecar states. `date_in_force` and `date_expires`
    are the first and the last day on which the document says that it applies.
    """

    key: str
    title: str
    cover_title: str | None = None
    document_number: str | None = None
    issuers: tuple[str, ...] = ()
    level: Level | None = None
    jurisdiction: str | None = None
    admin_code_gb2260: str | None = None
    date_signed: str | None = None
    date_printed: str | None = None
    status: Status = "issued"
    genre: str | None = None
    addressees: tuple[str, ...] = ()
    inferred: frozenset[str] = field(default_factory=frozenset)
    stated: frozenset[str] = field(default_factory=frozenset)
    date_in_force: str | None = None
    date_expires: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One official document as read: header, outline, items, citations and doubts.

    `source_file` is the file's name, `source_sha256` the digest of its bytes, `source_text` the
    decoded text that every `Span` counts in. `source_url` and `note` are what a sidecar says of it.
    """

    header: Header
    source_file: str
    source_sha256: str
    source_text: str
    outline: tuple[Section, ...] = ()
    measures: tuple[Item, ...] = ()
    task_rows: tuple[Item, ...] = ()
    citations: tuple[Citation, ...] = ()
    warnings: tuple[Warning, ...] = ()
    source_url: str | None = None
    note: str | None = None

    @property
    def key(self) -> str:
        """The document's key: its file stem in the corpus."""
        return self.header.key

    def items(self) -> Iterator[Item]:
        """All items in print order, the measures of the body before the rows of the annexes."""
        yield from self.measures
        yield from self.task_rows
