"""The tasks of a body as its page shows them: by role and document, by deadline, with targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.pages.address import item_address, link_address
from kg.pages.body.deadlines import Due, due
from kg.questions.tables import readable
from kg.views.duties import Duties
from kg.views.facts import Asker, DocumentFacts, ItemFacts, TargetFacts, target_of
from kg.views.words import LINKS, ROLES

_ELSEWHERE = 3
"""Items elsewhere that are named; more are counted."""
_ASKED = 12
"""Items elsewhere of which it is asked who comes first."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An item of the same source in another document, and the body that it names first."""

    body: str
    to: str


@dataclass(frozen=True, slots=True)
class Task:
    """An item that names the body: who else it names, what answers it up and down the line."""

    item: ItemFacts
    due: Due | None
    partners: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str, str, str], ...]
    """Links with items of counterparts: the word of the link, body, item, address of the link."""
    elsewhere: tuple[Elsewhere, ...]
    more_elsewhere: int


@dataclass(frozen=True, slots=True)
class Role:
    """The items in which the body has one role, by document."""

    key: str
    word: str
    count: int
    groups: tuple[tuple[DocumentFacts, tuple[Task, ...]], ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is due: an item, or a figure that it sets."""

    due: Due
    item: ItemFacts
    target: TargetFacts | None


def read_roles(asker: Asker, duties: Duties, today: date) -> list[Role]:
    """The items of a body by role, the leading role first."""
    elsewhere = _read_elsewhere(asker, duties)
    counterparts = {body.iri: body.name for body in duties.counterparts}
    roles = []
    for role, items in duties.by_role():
        groups: dict[str, list[Task]] = {}
        for item in items:
            task = _task(duties, item, counterparts, elsewhere.get(item.iri, ([], 0)), today)
            groups.setdefault(item.document.iri, []).append(task)
        by_document = tuple((same[0].item.document, tuple(same)) for same in groups.values())
        roles.append(Role(role, ROLES[role].said, len(items), by_document))
    return roles


def read_targets(asker: Asker, duties: Duties) -> list[tuple[ItemFacts, list[TargetFacts]]]:
    """The figures that the items of a body set, by item."""
    items = duties.items
    targets: dict[str, dict[str, TargetFacts]] = {}
    for row in asker.rows("view-body-targets", body=duties.body.iri):
        if row["item"] in items:
            targets.setdefault(row["item"], {}).setdefault(row["target"], target_of(row))
    return [(items[iri], list(same.values())) for iri, same in targets.items()]


def in_time(
    duties: Duties, targets: Sequence[tuple[ItemFacts, list[TargetFacts]]], today: date
) -> list[Deadline]:
    """All that is due, the earliest first; what names no year stands last."""
    return sorted(_all_due(duties, targets, today), key=lambda one: one.due.last or "9999")


def _all_due(
    duties: Duties, targets: Sequence[tuple[ItemFacts, list[TargetFacts]]], today: date
) -> Iterator[Deadline]:
    for item in duties.items.values():
        if item.deadline:
            yield Deadline(due(item.deadline, today), item, None)
    for item, same in targets:
        for target in same:
            if target.by:
                yield Deadline(due(target.by, today), item, target)


def _task(
    duties: Duties,
    item: ItemFacts,
    counterparts: Mapping[str, str],
    elsewhere: tuple[list[Elsewhere], int],
    today: date,
) -> Task:
    lane = duties.body.level.lane
    answers = []
    for answer in duties.answers.get(item.iri, []):
        if answer.kind != "relatedTo":
            keys = item.key, answer.item.key
            is_above = answer.item.document.level.lane < lane
            to = link_address(*(keys if is_above else reversed(keys)))
            name = counterparts.get(answer.counterpart, "")
            answers.append((LINKS[answer.kind].said, name, answer.item.name, to))
    return Task(
        item,
        due(item.deadline, today) if item.deadline else None,
        tuple(duties.partners.get(item.iri, [])),
        tuple(dict.fromkeys(answers)),
        tuple(elsewhere[0]),
        elsewhere[1],
    )


def _read_elsewhere(asker: Asker, duties: Duties) -> dict[str, tuple[list[Elsewhere], int]]:
    """For each item the bodies that come first in items of the same source, and how many more."""
    others: dict[str, list[str]] = {}
    for row in asker.rows("view-body-elsewhere", body=duties.body.iri):
        home = duties.items.get(row["item"])
        if home and _key(row["other"]).partition("#")[0] != home.document.key:
            others.setdefault(row["item"], []).append(row["other"])
    asked = sorted({iri for same in others.values() for iri in same[:_ASKED]})
    rows = asker.rows_of("view-first-bodies", "item", asked)
    first = {row["item"]: row["name"] for row in reversed(rows)}
    return {item: _elsewhere(same, first) for item, same in others.items()}


def _elsewhere(items: Sequence[str], first: Mapping[str, str]) -> tuple[list[Elsewhere], int]:
    """Some of the items, each for another body."""
    by_body = {first[iri]: iri for iri in reversed(items) if iri in first}
    named = sorted(by_body.items(), key=lambda pair: items.index(pair[1]))[:_ELSEWHERE]
    shown = [Elsewhere(name, item_address(_key(iri))) for name, iri in named]
    return shown, len(items) - len(shown)


def _key(iri: str) -> str:
    return readable(NamedNode(iri))
