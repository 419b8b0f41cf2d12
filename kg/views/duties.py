"""A public body's duties: its items by role, its counterparts, and what their items share."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.language import say
from kg.views.errors import NothingToDraw
from kg.views.facts import Asker, ItemFacts, Row, Shelf, decided, item_of
from kg.views.words import ROLES, Level, key_of, level_of
from kg.vocabulary import concepts

_OTHER = ("key", "notation", "title", "text", "task", "table")


@dataclass(frozen=True, slots=True)
class Body:
    """A public body: where it stands, how many items name it."""

    iri: str
    name: str
    level: Level
    place: str
    line: str = ""
    items: int = 0
    division: str = ""
    line_key: str = ""

    @property
    def line_name(self) -> str:
        """The name of its line in the language spoken here; "" where it has none."""
        concept = concepts("line").get(self.line_key)
        return say(self.line, concept.en if concept else self.line)

    @property
    def line_said(self) -> str:
        """Its line in a few words: 教育条线; "" where it has none."""
        return self.line and say(f"{self.line}条线", f"line: {self.line_name}")


@dataclass(frozen=True, slots=True)
class Answer:
    """An item of a counterpart that is linked with an item of this body."""

    counterpart: str
    item: ItemFacts
    kind: str
    review: str


@dataclass(slots=True)
class Duties:
    """A body, its items by role, its counterparts, and what links their items with its own."""

    body: Body
    tasks: dict[str, list[ItemFacts]] = field(default_factory=dict)
    counterparts: list[Body] = field(default_factory=list)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    partners: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def items(self) -> dict[str, ItemFacts]:
        """All its items by IRI, whatever the role."""
        return {item.iri: item for items in self.tasks.values() for item in items}

    def by_role(self) -> list[tuple[str, list[ItemFacts]]]:
        """Its items by role, the leading role first."""
        return [(role, self.tasks[role]) for role in ROLES if role in self.tasks]

    def linked(self, counterpart: str) -> int:
        """How many of its items are linked with items of a counterpart."""
        return sum(
            any(answer.counterpart == counterpart for answer in answers)
            for answers in self.answers.values()
        )


def read_duties(asker: Asker, name: str) -> Duties:
    """Read all that the page of a body shows; NothingToDraw where there is no such body."""
    rows = asker.rows("view-department", body=name)
    if not rows:
        raise NothingToDraw(f"没有这个单位：{name}", f"no such body: {name}")
    duties = Duties(_body(rows[0], "body"))
    shelf = Shelf(asker)
    for row in asker.rows("view-department-tasks", body=duties.body.iri):
        items = duties.tasks.setdefault(key_of(row["role"]), [])
        if row["item"] not in {item.iri for item in items}:
            items.append(item_of(row, shelf[row["document"]]))
    _read_counterparts(asker, duties, shelf)
    _read_partners(asker, duties)
    return duties


def _body(row: Row, name: str) -> Body:
    return Body(
        row[name],
        row["name"],
        level_of(row["level"]),
        row["place"],
        row.get("lineName", ""),
        int(row.get("items") or 0),
        row.get("division", ""),
        key_of(row.get("line", "")),
    )


def _read_counterparts(asker: Asker, duties: Duties, shelf: Shelf) -> None:
    own = duties.body.iri
    rows = asker.rows("view-department-links", body=own)
    for row in decided(rows, "item", "counterpart", "other", "kind"):
        facts = {key: row[f"other{key.capitalize()}"] for key in _OTHER} | {"item": row["other"]}
        item = item_of(facts, shelf[row["otherDocument"]])
        answer = Answer(row["counterpart"], item, key_of(row["kind"]), row["review"])
        duties.answers.setdefault(row["item"], []).append(answer)
    bodies = [
        _body(row, "counterpart") for row in asker.rows("view-department-counterparts", body=own)
    ]
    duties.counterparts = sorted(
        bodies, key=lambda b: (b.level.lane, -duties.linked(b.iri), -b.items, b.name)
    )


def _read_partners(asker: Asker, duties: Duties) -> None:
    """Read who else is named in the items of the body."""
    items = duties.items
    for document in sorted({item.document.iri for item in items.values()}):
        for row in asker.rows("view-document-units", document=document):
            if row["item"] in items and row["body"] != duties.body.iri:
                partners = duties.partners.setdefault(row["item"], [])
                if (row["name"], key_of(row["role"])) not in partners:
                    partners.append((row["name"], key_of(row["role"])))
