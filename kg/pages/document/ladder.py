"""What a document rests on and what rests on it, from the top level down, itself in between."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.language import say
from kg.views.facts import Asker, DocumentFacts, Shelf, document_order
from kg.views.words import LINKS, key_of

BELOW_SHOWN = 8
"""Documents below that stand open, and whose items are named; the rest unfold."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The words in which one document names another."""

    role: str
    text: str
    line: str


@dataclass(slots=True)
class Step:
    """Another document: how the two are tied."""

    document: DocumentFacts
    is_above: bool = False
    is_basis: bool = False
    is_direct: bool = False
    is_later: bool = False
    """Signed after this document, though it stands above."""
    quotes: list[Quote] = field(default_factory=list)
    links: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By kind of link: how many items of this document, how many of the other."""

    @property
    def note(self) -> str:
        """How the two are tied, in a few words."""
        said = []
        if self.is_basis and not self.is_direct:
            said.append(say("间接依据", "indirect basis"))
        elif not self.is_basis and self.quotes:
            said.append(say(*LINKS["mention"]))
        if self.is_later:
            said.append(say("晚于本文件", "later than this document"))
        for kind in ("implements", "alignedWith", "supports"):
            if kind in self.links:
                ours, theirs = self.links[kind]
                name = LINKS[kind]
                lower, upper = (ours, theirs) if self.is_above else (theirs, ours)
                whose = say("它的", " of its") if self.is_above else ""
                said.append(
                    say(
                        f"{lower} 项{name.zh}{whose} {upper} 项",
                        f"{lower} items: {name.en} {upper}{whose}",
                    )
                )
        return say("，", ", ").join(said)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The documents above, beside and below a document."""

    above: tuple[Step, ...]
    named: tuple[Step, ...]
    """Documents that it only mentions."""
    below: tuple[Step, ...]
    citing: tuple[Step, ...]
    """Documents that only mention it."""

    @property
    def near(self) -> list[DocumentFacts]:
        """The documents whose items are worth naming: all above, the first below."""
        return [step.document for step in (*self.above, *self.below[:BELOW_SHOWN])]


def read_ladder(asker: Asker, document: DocumentFacts, shelf: Shelf) -> Ladder:
    """Read the ties of a document with all others, in a query each for chain, words and links."""
    names = ("view-document-chain", "view-document-mentions", "view-document-linked")
    answers = [asker.rows(name, document=document.iri) for name in names]
    shelf.fetch(row["other"] for rows in answers for row in rows)
    # What the graph calls by an IRI and says nothing else of is no step.
    chain, mentions, linked = (
        [row for row in rows if row["other"] in shelf.read] for rows in answers
    )
    above: dict[str, Step] = {}
    below: dict[str, Step] = {}
    for row in chain:
        is_above = row["way"] == "above"
        side = above if is_above else below
        step = side.setdefault(row["other"], Step(shelf[row["other"]], is_above, is_basis=True))
        step.is_direct |= row["isDirect"] == "true"
    for row in linked:
        other = shelf[row["other"]]
        is_above = other.iri in above or other.level.lane < document.level.lane
        side = above if is_above else below
        step = side.setdefault(other.iri, Step(other, is_above))
        step.is_later = is_above and "" < document.date < other.date
        step.links[key_of(row["kind"])] = (int(row["items"]), int(row["otherItems"]))
    named: dict[str, Step] = {}
    citing: dict[str, Step] = {}
    for row in mentions:
        tied, loose = (below, citing) if row["way"] == "citing" else (above, named)
        step = tied.get(row["other"]) or loose.setdefault(row["other"], Step(shelf[row["other"]]))
        step.quotes.append(Quote(key_of(row["role"]), row["quote"], row["line"]))
    return Ladder(*(_in_order(side) for side in (above, named, below, citing)))


def _in_order(side: dict[str, Step]) -> tuple[Step, ...]:
    """Sort by level; on one level those that carry out most come first."""
    return tuple(
        sorted(
            side.values(),
            key=lambda step: (
                step.document.level.lane,
                -step.links.get("implements", (0, 0))[0],
                document_order(step.document),
            ),
        )
    )
