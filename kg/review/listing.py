"""Lists of links and decisions for people: what waits, what was decided, what is not in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from kg.align.link import LinkKind, MappingSet
from kg.endpoints.endpoint import Endpoint
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

    `decided` are pairs that were decided after the graph was built.
    """
    settled = set(decided)
    kinds = {concept.zh: cast(LinkKind, key) for key, concept in concepts("link").items()}
    for record in ask("review-queue", {}, endpoint).records():
        row = {name: readable(cell) for name, cell in record.items()}
        pair = item_ref(row["lower"]), item_ref(row["upper"])
        if pair not in settled:
            confidence, doubt = float(row["confidence"]), float(row["doubt"])
            yield Waiting(pair, kinds[row["link"]], confidence, tuple(_stakes(row)), doubt)


def _stakes(row: dict[str, str]) -> Iterator[Bilingual]:
    if row["decidesUpper"] == "true":
        yield Bilingual("上级只此一条", "the upper item's only one")
    if row["decidesLower"] == "true":
        yield Bilingual("下级只此一条", "the lower item's only one")
    if row["targets"] != "0":
        yield Bilingual(f"上级有 {row['targets']} 个目标", f"{row['targets']} targets above")


def out_of_force(decisions: Iterable[Decision], held: Held) -> tuple[Unapplied, ...]:
    """Pick the decisions that a build would not apply, with the reason."""
    return apply_decisions(MappingSet(), decisions, held).unapplied


def documents_of(decisions: Iterable[Decision]) -> set[str]:
    """Name the documents that decisions are about."""
    return {ref.document for decision in decisions for ref in decision.pair}


def state_name(state: State) -> str:
    """Say a state in both languages: 已核对 accepted."""
    return str(concepts("link")["relatedTo"] if state == "related" else concepts("review")[state])
