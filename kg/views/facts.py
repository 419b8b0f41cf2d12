"""What the canned queries say, as typed facts: the only way from the graph into a view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pyoxigraph import NamedNode

from kg.endpoints.endpoint import Endpoint
from kg.questions.ask import read_values
from kg.questions.catalogue import bind, find_question
from kg.questions.question import Bilingual
from kg.views.words import Level, amount, item_name, item_place, key_of, level_of

Row = dict[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it went to the endpoint: its name, its values, its SPARQL.

    Of a question asked for many things at once only the SPARQL says for which.
    """

    name: str
    title: Bilingual
    values: Mapping[str, str]
    sparql: str
    rows: int
    many: bool = False


@dataclass(slots=True)
class Asker:
    """Runs canned queries on an endpoint and keeps what was asked, for the reader to see."""

    endpoint: Endpoint
    asked: dict[str, Asked] = field(default_factory=dict)

    def rows(self, name: str, **values: str) -> list[Row]:
        """Run the question `name`; cells come as text, "" where there is none."""
        question = find_question(name)
        sparql = bind(question, read_values(question, values, self.endpoint))
        rows = list(self.endpoint.select(sparql).texts())
        self.asked.setdefault(name, Asked(name, question.title, values, sparql, len(rows)))
        return rows

    def rows_of(self, name: str, parameter: str, iris: Iterable[str], **others: str) -> list[Row]:
        """Run the question `name` once for all things of `iris`, which the graph has named.

        `others` are further parameters, an IRI each.
        """
        things = [NamedNode(iri) for iri in sorted(set(iris))]  # the same query each time
        if not things:
            return []
        question = find_question(name)
        one = {other: NamedNode(iri) for other, iri in others.items()}
        sparql = bind(question, {parameter: things, **one})
        rows = list(self.endpoint.select(sparql).texts())
        self.asked.setdefault(sparql, Asked(name, question.title, {}, sparql, len(rows), True))
        return rows


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document, held or only cited."""

    iri: str
    key: str
    title: str
    number: str
    level: Level
    place: str
    date: str
    status: str
    held: bool
    issuers: tuple[str, ...]
    items: int

    @property
    def name(self) -> str:
        """Its number, else its title, with its place where that does not name it."""
        is_named = self.place[:2] in self.title or self.level.key == "national"
        if self.number or is_named:
            return self.number or self.title
        return f"{self.place}{self.title}"


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item with its wording and its document."""

    iri: str
    key: str
    notation: str
    title: str
    text: str
    task: bool
    table: str
    deadline: str
    line: str
    document: DocumentFacts
    section: str = ""

    @property
    def name(self) -> str:
        """What it is called inside its document: 附件2 第5项."""
        return item_name(self.notation, self.table, self.task)

    @property
    def place(self) -> str:
        """Where it stands in its document, in Chinese whatever is spoken: 附件2第5项."""
        return item_place(self.notation, self.table, self.task).replace(" ", "")

    @property
    def full_name(self) -> str:
        """What it is called anywhere: 豫政〔2021〕2号 附件2 第5项."""
        return f"{self.document.name} {self.name}"

    @property
    def short(self) -> str:
        """Its title, else the beginning of its text up to the first stop."""
        if self.title:
            return self.title
        stops = [at for mark in "，。；,;" if (at := self.text.find(mark)) > 0]
        return self.text[: min(stops, default=len(self.text))]


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A number that an item sets; `refines` are the upper targets it makes its own."""

    iri: str
    indicator: str
    comparator: str
    value: str
    maximum: str
    unit: str
    by: str
    quote: str = ""
    refines: tuple[str, ...] = ()

    @property
    def amount(self) -> str:
        """The number with sign and unit."""
        return amount(self.comparator, self.value, self.maximum, self.unit)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A body that an item names."""

    iri: str
    name: str
    raw: str
    role: str
    line: str
    line_name: str
    collective: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that two items share, with their place in the text of each."""

    quote: str
    subject: tuple[int, int]
    object: tuple[int, int]


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """The record of a link; the subject is the lower item."""

    iri: str
    subject: str
    object: str
    kind: str
    confidence: str
    basis: str
    method: str
    review: str


@dataclass(frozen=True, slots=True)
class TargetComparison:
    """What became of an upper target in a lower item: keys of the vocabulary, "" for none."""

    upper: str
    lower_item: str
    lower: str
    outcome: str
    addition: str
    shortfalls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """The words by which a document says that it rests on another."""

    quote: str
    line: str


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What a person decided of a link: who, when, why."""

    verdict: str
    kind: str
    reviewer: str
    date: str
    reason: str


@dataclass(slots=True)
class Shelf:
    """Documents by IRI, each read when it is first asked for."""

    asker: Asker
    read: dict[str, DocumentFacts] = field(default_factory=dict)

    def __getitem__(self, document: str) -> DocumentFacts:
        self.fetch([document])
        return self.read[document]

    def fetch(self, documents: Iterable[str]) -> None:
        """Read those of `documents` that were not read before, at once."""
        new = sorted(set(documents) - self.read.keys())
        self.read |= read_documents(self.asker, new) if new else {}


def read_documents(
    asker: Asker, documents: Iterable[str] | None = None
) -> dict[str, DocumentFacts]:
    """Read the documents of these IRIs, or all, in the order of level, date and IRI."""

    def ask(name: str) -> list[Row]:
        if documents is None:
            return asker.rows(name)
        return asker.rows_of(name, "document", documents)

    rows: dict[str, list[Row]] = {}
    for row in ask("view-documents"):
        rows.setdefault(row["document"], []).append(row)
    counts = {row["document"]: int(row["items"]) for row in ask("view-document-counts")}
    found = [_document(same, counts.get(iri, 0)) for iri, same in rows.items()]
    return {one.iri: one for one in sorted(found, key=document_order)}


def document_order(document: DocumentFacts) -> tuple[int, bool, str, str]:
    """Sort by level, held ones first, then date and IRI."""
    return (document.level.lane, not document.held, document.date or "9999", document.iri)


def _document(rows: list[Row], items: int) -> DocumentFacts:
    row = rows[0]
    return DocumentFacts(
        iri=row["document"],
        key=row["key"],
        title=row["title"],
        number=row["number"],
        level=level_of(row["level"]),
        place=row["place"],
        date=row["date"],
        status=key_of(row["status"]),
        held=row["held"] == "true" or row["held"] == "1",
        issuers=tuple(dict.fromkeys(r["issuer"] for r in rows if r["issuer"])),
        items=items,
    )


def read_item(asker: Asker, item: str, shelf: Shelf) -> ItemFacts | None:
    """One item, by key or IRI; None where the graph has no such item."""
    rows = asker.rows("view-item", item=item)
    return item_of(rows[0], shelf[rows[0]["document"]]) if rows else None


def read_items(asker: Asker, items: Iterable[str], shelf: Shelf) -> dict[str, ItemFacts]:
    """Read the items of these IRIs."""
    rows = asker.rows_of("view-item", "item", items)
    shelf.fetch(row["document"] for row in rows)
    return {row["item"]: item_of(row, shelf[row["document"]]) for row in reversed(rows)}


def item_of(row: Row, document: DocumentFacts) -> ItemFacts:
    """Make an item from a row that has at least item, key, notation and text."""
    return ItemFacts(
        iri=row["item"],
        key=row["key"],
        notation=row["notation"],
        title=row["title"],
        text=row["text"],
        task=bool(row.get("task")),
        table=row.get("table", ""),
        deadline=row.get("deadline", ""),
        line=row.get("line", ""),
        document=document,
        section=row.get("sectionTitle", ""),
    )


def read_links(asker: Asker, items: Iterable[str]) -> list[LinkFacts]:
    """Read all links of these items that no reviewer has rejected."""
    return [
        LinkFacts(
            iri=row["link"],
            subject=row["subject"],
            object=row["object"],
            kind=key_of(row["kind"]),
            confidence=row["confidence"],
            basis=key_of(row["basis"]),
            method=row["method"],
            review=row["review"],
        )
        for row in decided(asker.rows_of("view-item-links", "item", items), "link")
    ]


def decided(rows: list[Row], *keys: str) -> list[Row]:
    """Merge the rows of one link, by `keys`, to what was decided of it; drop rejected links.

    A reviewer's word stands in the graph beside the machine's `unreviewed`, and counts more.
    """
    links: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        links.setdefault(tuple(row[key] for key in keys), []).append(row)
    merged = []
    for same in links.values():
        reviews = {key_of(row["review"]) for row in same}
        if "rejected" not in reviews:
            review = "accepted" if "accepted" in reviews else "unreviewed"
            merged.append(same[0] | {"review": review})
    return merged


def read_wordings(asker: Asker, items: Iterable[str]) -> dict[str, list[Wording]]:
    """Read the shared wording of these items' links, by link."""
    wordings: dict[str, list[Wording]] = {}
    for row in asker.rows_of("view-item-wordings", "item", items):
        wordings.setdefault(row["link"], []).append(
            Wording(
                row["quote"],
                (int(row["subjectStart"]), int(row["subjectEnd"])),
                (int(row["objectStart"]), int(row["objectEnd"])),
            )
        )
    return wordings


def read_targets(asker: Asker, items: Iterable[str]) -> dict[str, list[TargetFacts]]:
    """Read the targets of these items in print order."""
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in asker.rows_of("view-item-targets", "item", items):
        rows.setdefault((row["item"], row["target"]), []).append(row)
    targets: dict[str, list[TargetFacts]] = {}
    for (item, _), same in rows.items():
        refines = tuple(row["refined"] for row in same if row["refined"])
        targets.setdefault(item, []).append(target_of(same[0], refines))
    return targets


def target_of(row: Row, refines: tuple[str, ...] = ()) -> TargetFacts:
    """Make a target from a row."""
    return TargetFacts(
        iri=row["target"],
        indicator=row["indicator"],
        comparator=row["comparator"],
        value=row["value"],
        maximum=row["maxValue"],
        unit=row["unit"],
        by=row["byYear"],
        quote=row.get("quote", ""),
        refines=refines,
    )


def read_units(asker: Asker, items: Iterable[str]) -> dict[str, list[UnitFacts]]:
    """Read the bodies of these items in print order, each body and role once."""
    units: dict[str, list[UnitFacts]] = {}
    for row in asker.rows_of("view-item-units", "item", items):
        units.setdefault(row["item"], []).append(
            UnitFacts(
                iri=row["body"],
                name=row["name"],
                raw=row["raw"],
                role=key_of(row["role"]),
                line=row["line"],
                line_name=row["lineName"],
                collective=bool(row["collective"]),
            )
        )
    return {item: once(some, lambda unit: (unit.iri, unit.role)) for item, some in units.items()}


def read_gaps(asker: Asker, items: Iterable[str]) -> dict[str, list[str]]:
    """Read for each of these items which documents were searched for a counterpart in vain."""
    gaps: dict[str, list[str]] = {}
    for row in asker.rows_of("view-item-gaps", "item", items):
        gaps.setdefault(row["item"], []).append(row["document"])
    return gaps


def read_comparisons(asker: Asker, items: Iterable[str]) -> list[TargetComparison]:
    """Read how the targets of these items compare with those of the items they are linked with."""
    rows: dict[tuple[str, str, str], list[Row]] = {}
    for row in asker.rows_of("view-item-comparisons", "item", items):
        rows.setdefault((row["upperTarget"], row["lowerItem"], row["lowerTarget"]), []).append(row)
    return [
        TargetComparison(
            upper,
            lower_item,
            lower,
            key_of(same[0]["outcome"]),
            key_of(same[0]["addition"]),
            tuple(dict.fromkeys(key_of(row["shortfall"]) for row in same if row["shortfall"])),
        )
        for (upper, lower_item, lower), same in rows.items()
    ]


def read_decisions(asker: Asker, items: Iterable[str]) -> dict[str, DecisionFacts]:
    """Read what people decided of these items' links, by link; the last word counts."""
    decisions: dict[str, DecisionFacts] = {}
    for row in asker.rows_of("view-item-decisions", "item", items):
        said = DecisionFacts(
            key_of(row["verdict"]),
            key_of(row["kind"]),
            row["reviewer"],
            row["date"],
            row["reason"],
        )
        decisions.setdefault(row["link"], said)
    return decisions


def once(things: list[T], key: Callable[[T], object]) -> list[T]:
    """Keep the things in their order, the first of each key."""
    kept: dict[object, T] = {}
    for thing in things:
        kept.setdefault(key(thing), thing)
    return list(kept.values())
