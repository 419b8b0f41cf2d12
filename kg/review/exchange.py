"""Taking over mappings from elsewhere: what a file would change, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kg.review.decide import evidence_of
from kg.review.decision import Decision, Pair
from kg.review.file import read_head
from kg.review.held import Held
from kg.review.rows import COLUMNS, PEOPLE, SKOS, BadRow, decision_of, iri_of, people
from kg.review.sheet import BadSheet, Row, Sheet, read_sheet
from loaders.errors import ZhengmaiError

_BY_HAND: Final = ("ManualMappingCuration", "MappingReview")
_DERIVED: Final = ("confidence", "mapping_tool", "other")
"""Columns that an export has and that the graph says anew."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A pair on which a file and the decisions kept here do not say the same."""

    theirs: Decision
    ours: Decision


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file brings: new decisions, those kept already, conflicts, rows that are none.

    `machine` counts rows that only a machine stands behind. `left_out` are columns that are not
    taken over.
    """

    new: tuple[Decision, ...]
    same: tuple[Decision, ...]
    conflicts: tuple[Conflict, ...]
    bad: tuple[BadSheet, ...]
    machine: int
    left_out: tuple[str, ...]


def plan(
    path: Path,
    kept: Mapping[Pair, Decision],
    hold: Callable[[Collection[str]], Held],
    reviewer: str = "",
) -> Plan:
    """Read a file of mappings against the decisions kept here and the items there are.

    `hold` gives the documents of some keys. `reviewer` is who decided where a row does not say.
    """
    sheet = read_sheet(path, path.read_bytes())
    prefixes = read_head(path, sheet.metadata)["curie_map"]
    by_hand = [row for row in sheet.rows if _is_by_hand(row, sheet)]
    read: list[tuple[Row, Decision]] = []
    bad: list[BadSheet] = []
    for row in by_hand:
        try:
            read.append((row, decision_of(row.cells, prefixes, reviewer)))
        except BadRow as error:
            bad.append(BadSheet(path, row.line, error.zh, error.en))
    held = hold({ref.document for _, one in read for ref in one.pair})
    found: dict[Pair, Decision] = {}
    for row, one in read:
        try:
            is_general = iri_of(row.cells["predicate_id"], prefixes).startswith(SKOS)
            decision = _placed(one, held, is_general)
            if found.setdefault(decision.pair, decision) != decision:
                raise BadRow(
                    "这一对在前面已有另一个结论", "an earlier row decides the pair otherwise"
                )
        except ZhengmaiError as error:
            bad.append(BadSheet(path, row.line, error.zh, error.en))
    known = [(one, kept[one.pair]) for one in found.values() if one.pair in kept]
    return Plan(
        tuple(one for one in found.values() if one.pair not in kept),
        tuple(theirs for theirs, ours in known if theirs.verdict == ours.verdict),
        tuple(Conflict(theirs, ours) for theirs, ours in known if theirs.verdict != ours.verdict),
        tuple(sorted(bad, key=lambda error: error.line or 0)),
        len(sheet.rows) - len(by_hand),
        tuple(_left_out(sheet)),
    )


def _is_by_hand(row: Row, sheet: Sheet) -> bool:
    """Tell whether a person stands behind a row; in a file that does not say how, always."""
    justification = row.cells.get("mapping_justification", "")
    if "mapping_justification" not in sheet.columns or justification.endswith(_BY_HAND):
        return True
    return bool(people(row.cells) or row.cells.get("predicate_modifier"))


def _placed(read: Decision, held: Held, is_general: bool) -> Decision:
    """Put a decision on items that there are, with their words; errors say why it cannot be.

    `is_general` marks a predicate of SKOS, where the kind of link follows from basis and time.
    """
    subject, object_ = (held.known(str(ref)) for ref in read.pair)
    verdict = read.verdict
    if is_general and verdict.kind != "relatedTo":
        verdict = replace(verdict, kind=held.kind(subject, object_))
    held.check((subject, object_), verdict.kind, denied=verdict.negated)
    then, now = read.evidence, evidence_of((subject, object_), held, read.evidence.shared)
    evidence = replace(now, subject=then.subject or now.subject, object=then.object or now.object)
    return replace(read, subject=subject, object=object_, verdict=verdict, evidence=evidence)


def _left_out(sheet: Sheet) -> list[str]:
    names = [name for name in sheet.columns if name not in (*COLUMNS, *PEOPLE, *_DERIVED)]
    return [name for name in names if any(row.cells.get(name) for row in sheet.rows)]
