"""What can be found: documents, items, bodies and places, as the questions `search-*` give them.

Every fact comes from a canned question, so that any SPARQL endpoint can be searched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.endpoints.endpoint import Endpoint
from kg.questions.ask import ask
from kg.questions.question import Bilingual
from kg.questions.tables import readable
from kg.search.answer import KINDS
from kg.search.words import BODY, folded, key_token, notation_token
from kg.titles import comparable_number, comparable_title, core_title

Row = Mapping[str, str]
FacetPair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    `names` is what it is called, `text` what it says, `around` what else is known of it; `tokens`
    join the names as they are. `known_as` are the folded names that are exactly it. `document` is
    the one that an item stands in; `answers` counts the items that a body answers for.
    """

    kind: str
    key: str
    iri: str
    title: str
    text: str = ""
    names: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    known_as: tuple[str, ...] = ()
    document: str = ""
    document_title: str = ""
    number: str = ""
    held: bool = True
    answers: int = 0
    facets: tuple[FacetPair, ...] = ()


@dataclass(frozen=True, slots=True)
class Findable:
    """All that can be found, and what the values of each facet are called."""

    entries: tuple[Entry, ...]
    labels: Mapping[FacetPair, Bilingual]


def findable(endpoint: Endpoint) -> Findable:
    """Ask for all that can be found, always in the same order: documents, the newest first, each
    with its items, then bodies, then places.
    """
    values = _Values(endpoint)
    bodies = _bodies(endpoint)
    answering = defaultdict(list)
    for row in _rows("search-assignments", endpoint):
        if row["body"] in bodies:
            answering[row["item"]].append(bodies[row["body"]])
            bodies[row["body"]].answers += 1
    entries = [
        *_documents_and_items(endpoint, values, answering),
        *(_body_entry(key, body, values) for key, body in bodies.items()),
        *values.places(),
    ]
    labels = values.labels | {("kind", kind): label for kind, label in KINDS.items()}
    for entry in entries:
        if entry.kind == "document":
            labels["document", entry.key] = Bilingual(entry.title, entry.title)
        for facet, key in entry.facets:
            if facet == "year":
                labels[facet, key] = Bilingual(f"{key}年", key)
    return Findable(tuple(entries), labels)


def _rows(question: str, endpoint: Endpoint) -> Iterator[dict[str, str]]:
    """The rows of a question with IRIs as a person types them, but the first column's in `iri`."""
    table = ask(question, {}, endpoint)
    for record in table.records():
        first = record[table.columns[0]]
        iri = first.value if isinstance(first, NamedNode) else ""
        yield {name: readable(cell) for name, cell in record.items()} | {"iri": iri}


class _Values:
    """What levels, places, genres and lines are called, and the level of each place."""

    def __init__(self, endpoint: Endpoint) -> None:
        names: dict[FacetPair, dict[str, str]] = defaultdict(dict)
        self.level_of: dict[str, str] = {}
        self.iris: dict[str, str] = {}
        for row in _rows("search-values", endpoint):
            names[row["facet"], row["value"]][row["language"]] = row["name"]
            if row["facet"] == "place":
                self.level_of[row["value"]] = row["level"]
                self.iris[row["value"]] = row["iri"]
        self.labels = {pair: _bilingual(pair[1], called) for pair, called in names.items()}

    def name(self, facet: str, key: str) -> str:
        return self.labels[facet, key].zh if (facet, key) in self.labels else ""

    def of_place(self, places: Iterable[str]) -> Iterator[FacetPair]:
        """The facets of what belongs to places: these, and their levels."""
        for place in places:
            yield "place", place
            if level := self.level_of.get(place):
                yield "level", level

    def places(self) -> Iterator[Entry]:
        for place, iri in self.iris.items():
            name = self.name("place", place)
            yield Entry(
                "division",
                place,
                iri,
                name,
                names=(name, place),
                known_as=_folded(name, place, iri),
                facets=(("kind", "division"), *dict.fromkeys(self.of_place([place]))),
            )


def _documents_and_items(
    endpoint: Endpoint, values: _Values, answering: Mapping[str, Sequence[_Body]]
) -> Iterator[Entry]:
    sections: dict[str, list[str]] = defaultdict(list)
    items: dict[str, list[Row]] = defaultdict(list)
    for row in _rows("search-sections", endpoint):
        sections[row["document"]] += [row["title"], row["text"]]
    for row in _rows("search-items", endpoint):
        items[row["document"]].append(row)
    told = set()
    for row in _rows("search-documents", endpoint):
        if row["document"] not in told:  # of a document with two dates or places the first counts
            told.add(row["document"])
            document = _document_entry(row, sections[row["document"]], values)
            yield document
            for item in items[row["document"]]:
                yield _item_entry(item, document, answering.get(item["item"], ()))


def _document_entry(row: Row, sections: Iterable[str], values: _Values) -> Entry:
    title, key = row["title"], row["document"]
    number = comparable_number(row["number"]) or ""
    core, bare = core_title(title), comparable_title(title) or ""
    facets = [(facet, row[facet]) for facet in ("level", "place", "genre") if row[facet]]
    if row["date"]:
        facets.append(("year", row["date"][:4]))
    return Entry(
        "document",
        key,
        row["iri"],
        title,
        text=" ".join(filter(None, sections)),
        names=tuple(filter(None, (title, row["cover"], number, row["key"]))),
        around=(values.name("place", row["place"]),),
        known_as=_folded(key, row["iri"], title, row["cover"], number, core, bare),
        document=key,
        document_title=title,
        number=number,
        held=row["held"] == "true",
        facets=(("kind", "document"), ("document", key), *facets),
    )


def _item_entry(row: Row, document: Entry, bodies: Sequence[_Body]) -> Entry:
    lines = sorted({line for body in bodies for line in body.lines})
    return Entry(
        "item",
        row["key"],
        row["iri"],
        row["title"],
        text=row["text"],
        names=(row["title"],),
        around=(*document.names, *document.around, *(n for body in bodies for n in body.called)),
        tokens=(key_token(row["key"]), notation_token(row["notation"])),
        known_as=_folded(row["key"], row["iri"]),
        document=document.key,
        document_title=document.title,
        number=document.number,
        facets=(
            ("kind", "item"),
            *(pair for pair in document.facets if pair[0] != "kind"),
            *(("line", line) for line in lines),
        ),
    )


@dataclass(slots=True)
class _Body:
    iri: str
    label: str
    names: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    answers: int = 0

    @property
    def called(self) -> tuple[str, ...]:
        return (self.label, *sorted(self.names))


def _bodies(endpoint: Endpoint) -> dict[str, _Body]:
    bodies: dict[str, _Body] = {}
    for row in _rows("search-bodies", endpoint):
        body = bodies.setdefault(row["body"], _Body(row["iri"], row["label"]))
        for told, kept in ((row["name"], body.names), (row["line"], body.lines)):
            kept.update({told} - {""})
        body.places.update({row["place"]} - {""})
    return bodies


def _body_entry(key: str, body: _Body, values: _Values) -> Entry:
    lines = sorted(body.lines)
    return Entry(
        "body",
        body.label,
        body.iri,
        body.label,
        text="、".join(sorted(body.names)),
        names=body.called,
        around=tuple(values.name("line", line) for line in lines),
        known_as=_folded(key, body.label, body.iri, *filter(BODY.fullmatch, body.names)),
        answers=body.answers,
        facets=(
            ("kind", "body"),
            *(("line", line) for line in lines),
            *dict.fromkeys(values.of_place(sorted(body.places))),
        ),
    )


def _folded(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded(name) for name in names if name))


def _bilingual(key: str, names: Mapping[str, str]) -> Bilingual:
    zh = names.get("zh") or next(iter(names.values()), key)
    return Bilingual(zh, names.get("en", zh))
