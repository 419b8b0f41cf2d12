"""Lists of links and decisions for people: what waits, what was decided, what is not in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from kg.align.link import LinkKind, MappingSet
from kg.endpoints.endpoint import Cell, Endpoint
from kg.exports.stored_links import item_ref
from kg.questions.ask import ask
from kg.questions.question import Bilingual
from kg.questions.tables import readable
from kg.review.apply import Unapplied, apply_decisions
from kg.review.decision import Decision, Pair, State
from kg.review.held import Held
from kg.vocabulary import concepts


@dataclass(frozen=True, slots=True)
class Waiting:
    """A link that nobody has decided on. `stakes` say in words what turns on it.

    `doubt` is how much it needs a person: high where the machine is unsure and much turns on it.
    """

    pair: Pair
    kind: LinkKind
    confidence: float
    stakes: tuple[Bilingual, ...]
    doubt: float

    @property
    def stake(self) -> str:
        """What turns on it, in both languages."""
        return "；".join(map(str, self.stakes))


def waiting(endpoint: Endpoint, decided: Iterable[Pair]) -> Iterator[Waiting]:
    """List what nobody has decided on, the most doubtful first.

    `decided` are pairs that were decided after the graph was built. Doubt and order are those of
    the question `review-queue`, which no endpoint answers in time for a thousand documents.
    """
    settled = set(decided)
    links = [_link(row) for row in ask("review-links", {}, endpoint).records()]
    targets = {
        readable(row["item"]): int(readable(row["targets"]))
        for row in ask("review-targets", {}, endpoint).records()
    }
    claims = {(link.lower, link.upper) for link in links if link.kind != "relatedTo"}
    carriers = Counter((upper, _home(lower)) for lower, upper in claims)
    sources = Counter((lower, _home(upper)) for lower, upper in claims)
    found = []
    for link in links:
        own = int(link.kind != "relatedTo")
        decides_upper = carriers[link.upper, _home(link.lower)] == own
        decides_lower = sources[link.lower, _home(link.upper)] == own
        goals = targets.get(link.upper, 0)
        weight = 1 + decides_upper + decides_lower + (goals > 0)
        pair = item_ref(link.lower), item_ref(link.upper)
        if link.is_open and pair not in settled:
            doubt = (1 - abs(2 * link.confidence - 1)) * weight
            stakes = tuple(_stakes(decides_upper, decides_lower, goals))
            found.append(Waiting(pair, link.kind, float(link.confidence), stakes, float(doubt)))
    yield from sorted(found, key=lambda one: -one.doubt)  # else as the question has them


@dataclass(frozen=True, slots=True)
class _Link:
    lower: str
    upper: str
    kind: LinkKind
    confidence: Decimal
    is_open: bool


def _link(row: Mapping[str, Cell]) -> _Link:
    said = {name: readable(cell) for name, cell in row.items()}
    return _Link(
        said["lower"],
        said["upper"],
        cast(LinkKind, said["kind"]),
        Decimal(said["confidence"]),
        said["status"] == "unreviewed",
    )


def _home(item: str) -> str:
    return item.partition("#")[0]


def _stakes(decides_upper: bool, decides_lower: bool, targets: int) -> Iterator[Bilingual]:
    if decides_upper:
        yield Bilingual("上级只此一条", "the upper item's only one")
    if decides_lower:
        yield Bilingual("下级只此一条", "the lower item's only one")
    if targets:
        yield Bilingual(f"上级有 {targets} 个目标", f"{targets} targets above")


def out_of_force(decisions: Iterable[Decision], held: Held) -> tuple[Unapplied, ...]:
    """Pick the decisions that a build would not apply, with the reason."""
    return apply_decisions(MappingSet(), decisions, held).unapplied


def documents_of(decisions: Iterable[Decision]) -> set[str]:
    """Name the documents that decisions are about."""
    return {ref.document for decision in decisions for ref in decision.pair}


def state_name(state: State) -> str:
    """Say a state in both languages: 已核对 accepted."""
    return str(concepts("link")["relatedTo"] if state == "related" else concepts("review")[state])
