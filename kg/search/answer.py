"""What is asked of the search and what it answers: plain data for terminal, page and program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.questions.question import Bilingual

# What hits are narrowed down by, in the order in which they are shown.
FACETS: dict[str, Bilingual] = {
    "kind": Bilingual("类别", "kind"),
    "level": Bilingual("层级", "level"),
    "place": Bilingual("地区", "place"),
    "year": Bilingual("年份", "year"),
    "genre": Bilingual("文种", "genre"),
    "line": Bilingual("条线", "functional line"),
    "document": Bilingual("文件", "document"),
}
KINDS: dict[str, Bilingual] = {
    "document": Bilingual("文件", "document"),
    "item": Bilingual("条目", "item"),
    "body": Bilingual("单位", "body"),
    "division": Bilingual("地区", "place"),
}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What somebody typed, and pairs of facet and value that narrow the hits down.

    Values of one facet are alternatives; a value is a key (municipal, 411700, education) or a name
    (市级, 驻马店市, 教育). Without words everything that the filters leave is given.
    """

    words: str
    filters: tuple[tuple[str, str], ...] = ()
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the spans (start, end) in it that were looked for."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()

    def pieces(self) -> Iterable[tuple[str, bool]]:
        """The text in pieces, each with whether it was looked for."""
        at = 0
        for start, end in self.spans:
            if start > at:
                yield self.text[at:start], False
            yield self.text[start:end], True
            at = end
        if at < len(self.text):
            yield self.text[at:], False


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found.

    `key` is what a person types to get there: a document's or item's key, a body's name, a
    division's code. `document`, its title and number are those of the document that it is or stands
    in, "" for other things. `exact` tells that its very name, number or key was typed; `held`
    is False for a document that is only cited.
    """

    kind: str
    key: str
    iri: str
    title: Marked
    snippet: Marked
    document: str
    document_title: str
    number: str
    level: Bilingual | None
    place: Bilingual | None
    year: Bilingual | None
    genre: Bilingual | None
    held: bool
    exact: bool


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value by which the hits can be narrowed, and how many would then remain."""

    value: str
    label: Bilingual
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A property of the hits and its values; counts leave the facet's own filter aside."""

    name: str
    label: Bilingual
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The hits from `offset` on, how many there are in all, and what to say about them.

    `notes` tell how the words were read where not as typed; `suggestions` are words to try, given
    where nothing was found.
    """

    request: SearchRequest
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    notes: tuple[Bilingual, ...] = ()
    suggestions: tuple[str, ...] = ()
