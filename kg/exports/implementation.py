"""The implementation table 落实对照表: each upper item beside what lower documents made of it.

`read_tables` makes it of the answers of questions, as plain rows; `implementation_docx` and
`implementation_xlsx` write it. Gaps and the lower documents' own items are rows too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kg.language import say
from kg.views.compare import TargetRow, excerpt, pieces, target_rows
from kg.views.coverage_cells import KINDS, STATES, State, read_own, state_word
from kg.views.facts import (
    Asker,
    DecisionFacts,
    DocumentFacts,
    ItemFacts,
    LinkFacts,
    Shelf,
    TargetComparison,
    TargetFacts,
    UnitFacts,
    Wording,
    item_of,
    read_comparisons,
    read_decisions,
    read_gaps,
    read_items,
    read_links,
    read_targets,
    read_units,
    read_wordings,
)
from kg.views.words import LINKS
from loaders.errors import ZhengmaiError

_WHOLE = 160
"""A text of so many characters is given whole; of a longer one what is shared and around it."""


class NothingToCompare(ZhengmaiError):
    """A document that was compared with none, or two of which none is above the other."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a row: the item, its words, who is responsible for it."""

    item: ItemFacts
    words: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImplementationRow:
    """An upper item and one lower item; or one of them alone, with where the other was looked for.

    `number` is that of the upper item in the table: rows of one item have the same.
    """

    number: int
    state: State
    word: str
    """What the link is called, or the state where there is none."""
    upper: Side | None
    lower: Side | None
    places: tuple[DocumentFacts, ...]
    """The lower document of the lower item, or all that have none."""
    targets: tuple[TargetRow, ...] = ()
    link: LinkFacts | None = None
    shared: tuple[str, ...] = ()
    decision: DecisionFacts | None = None


@dataclass(frozen=True, slots=True)
class ImplementationTable:
    """The rows of an upper document and of some below it."""

    upper: DocumentFacts
    lowers: tuple[DocumentFacts, ...]
    rows: tuple[ImplementationRow, ...]

    @property
    def counts(self) -> dict[State, int]:
        """How many upper items are in each state, the best that any lower document gives them."""
        states: dict[str, set[State]] = {}
        for row in self.rows:
            if row.upper:
                states.setdefault(row.upper.item.iri, set()).add(row.state)
        best = [next(state for state in STATES if state in some) for some in states.values()]
        return {state: best.count(state) for state in STATES}

    @property
    def own(self) -> tuple[ImplementationRow, ...]:
        """The lower items that come from nowhere above."""
        return tuple(row for row in self.rows if row.upper is None)


def read_tables(asker: Asker, document: str, other: str = "") -> tuple[ImplementationTable, ...]:
    """Read the tables of a document: with those above it, and with those below it.

    Both are keys, numbers or titles; `other` narrows to one table. NothingToCompare where there
    is none.
    """
    shelf = Shelf(asker)
    one = shelf[_find(asker, document)]
    near = _near(asker, one.iri)
    if other:
        near &= {_find(asker, other)}
    shelf.fetch(near)
    above = [shelf[iri] for iri in sorted(near) if shelf[iri].level.lane < one.level.lane]
    below = [shelf[iri] for iri in sorted(near) if shelf[iri].level.lane > one.level.lane]
    if not above and not below:
        raise NothingToCompare(
            f"没有与 {one.name} 比对过的上级或下级文件",
            f"no document above or below {one.name} was compared with it",
        )
    tables = [_table(asker, upper, [one], shelf) for upper in above]
    if below:
        tables.append(_table(asker, one, below, shelf))
    return tuple(tables)


def _find(asker: Asker, name: str) -> str:
    return asker.rows("view-document", document=name)[0]["document"]


def _near(asker: Asker, document: str) -> set[str]:
    """Find the documents that a document was compared with."""
    linked = asker.rows("view-document-linked", document=document)
    searched = asker.rows("view-coverage-gaps", document=document)
    return {row["other"] for row in linked} | {row["searched"] for row in searched}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the queries say of all items of a table and of their links."""

    items: Mapping[str, ItemFacts]
    targets: Mapping[str, Sequence[TargetFacts]]
    units: Mapping[str, Sequence[UnitFacts]]
    wordings: Mapping[str, Sequence[Wording]]
    comparisons: Mapping[str, Mapping[str, TargetComparison]]
    """By lower item and upper target."""
    decisions: Mapping[str, DecisionFacts]
    spans: Mapping[str, Sequence[tuple[int, int]]]
    """The words that an item shares with any other of the table."""

    def side(self, item: str) -> Side:
        """The side of an item, long texts cut down to what is shared."""
        one = self.items[item]
        units = tuple(dict.fromkeys(unit.name for unit in self.units.get(item, ())))
        return Side(one, _words(one.text, self.spans.get(item, ())), units)


_Links: TypeAlias = dict[tuple[str, str], list[tuple[LinkFacts, str]]]


def _table(
    asker: Asker, upper: DocumentFacts, lowers: Sequence[DocumentFacts], shelf: Shelf
) -> ImplementationTable:
    own = _items(asker, upper)
    links, known = _known(asker, own, {lower.iri for lower in lowers}, shelf)
    gaps = {item: set(docs) for item, docs in read_gaps(asker, [i.iri for i in own]).items()}
    done = {lower.iri: 0 for lower in lowers}
    for (_, lower), some in links.items():
        done[lower] += any(link.kind == "implements" for link, _ in some)
    ranked = sorted(lowers, key=lambda lower: (-done[lower.iri], lower.iri))
    rows = [
        row
        for number, item in enumerate(own, 1)
        for row in _rows(number, item, ranked, links, gaps.get(item.iri, set()), known)
    ]
    taken = {
        other
        for some in links.values()
        for link, other in some
        if link.kind in ("implements", "alignedWith")
    }
    rows += _own_rows(asker, read_own(asker, upper, ranked, taken), len(own))
    return ImplementationTable(upper, tuple(ranked), tuple(rows))


def _items(asker: Asker, document: DocumentFacts) -> list[ItemFacts]:
    found: dict[str, ItemFacts] = {}
    for row in asker.rows("view-document-items", document=document.iri):
        found.setdefault(row["item"], item_of(row, document))
    return list(found.values())


def _known(
    asker: Asker, own: Sequence[ItemFacts], lowers: set[str], shelf: Shelf
) -> tuple[_Links, _Known]:
    """Read the links of the upper items with items of the lower documents, and what both say."""
    uppers = {item.iri: item for item in own}
    pairs = [
        (link, *_ends(link, uppers)) for link in read_links(asker, uppers) if link.kind in KINDS
    ]
    others = read_items(asker, (other for _, _, other in pairs if other not in uppers), shelf)
    links: _Links = {}
    spans: dict[str, list[tuple[int, int]]] = {}
    wordings = read_wordings(asker, uppers)
    for link, item, other in pairs:
        if other in others and others[other].document.iri in lowers:
            links.setdefault((item, others[other].document.iri), []).append((link, other))
            for wording in wordings.get(link.iri, ()):
                spans.setdefault(link.subject, []).append(wording.subject)
                spans.setdefault(link.object, []).append(wording.object)
    met = {other for some in links.values() for _, other in some}
    items = uppers | {iri: item for iri, item in others.items() if iri in met}
    comparisons: dict[str, dict[str, TargetComparison]] = {}
    for one in read_comparisons(asker, uppers):
        comparisons.setdefault(one.lower_item, {})[one.upper] = one
    return links, _Known(
        items,
        read_targets(asker, items),
        read_units(asker, items),
        wordings,
        comparisons,
        read_decisions(asker, uppers),
        spans,
    )


def _ends(link: LinkFacts, uppers: Mapping[str, ItemFacts]) -> tuple[str, str]:
    """Give the upper end of a link, then the other."""
    is_usual = link.object in uppers
    return (link.object, link.subject) if is_usual else (link.subject, link.object)


def _rows(
    number: int,
    item: ItemFacts,
    lowers: Sequence[DocumentFacts],
    links: _Links,
    searched: set[str],
    known: _Known,
) -> Iterator[ImplementationRow]:
    """Give a row for each link of an item, then one for all who have none and one for the rest."""
    upper = known.side(item.iri)
    without: dict[State, list[DocumentFacts]] = {"none": [], "open": []}
    for lower in lowers:
        some = links.get((item.iri, lower.iri), [])
        for link, other in sorted(some, key=lambda one: (KINDS.index(one[0].kind), one[1])):
            yield _linked(number, upper, lower, link, other, known)
        if not some:
            without["none" if lower.iri in searched else "open"].append(lower)
    for state, places in without.items():
        if places:
            word = state_word(state)
            yield ImplementationRow(number, state, word, upper, None, tuple(places))


def _linked(
    number: int, upper: Side, lower: DocumentFacts, link: LinkFacts, other: str, known: _Known
) -> ImplementationRow:
    return ImplementationRow(
        number=number,
        state="implements" if link.kind == "implements" else "related",
        word=say(*LINKS[link.kind]),
        upper=upper,
        lower=known.side(other),
        places=(lower,),
        # Items of the same topic only have no number of each other's.
        targets=target_rows(
            known.targets.get(upper.item.iri, ()),
            known.targets.get(other, ()),
            known.comparisons.get(other),
        )
        if link.kind != "relatedTo"
        else (),
        link=link,
        shared=tuple(dict.fromkeys(one.quote for one in known.wordings.get(link.iri, ()))),
        decision=known.decisions.get(link.iri),
    )


def _own_rows(
    asker: Asker, own: Mapping[str, Sequence[ItemFacts]], before: int
) -> Iterator[ImplementationRow]:
    """Give a row for each lower item that comes from nowhere above."""
    items = [item for some in own.values() for item in some]
    units = read_units(asker, (item.iri for item in items))
    for number, item in enumerate(items, before + 1):
        names = tuple(dict.fromkeys(unit.name for unit in units.get(item.iri, ())))
        side = Side(item, _words(item.text, ()), names)
        yield ImplementationRow(number, "none", state_word("none"), None, side, (item.document,))


def _words(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Give a text whole, or where it is long the words that are shared with what surrounds them."""
    if len(text) <= _WHOLE:
        return text
    if not spans:
        return f"{text[:_WHOLE]}……"
    cut = excerpt(pieces(text, spans, ()))
    said = "".join(piece.text for piece in cut)
    return said if len(said) <= 2 * _WHOLE else f"{said[: 2 * _WHOLE]}……"
