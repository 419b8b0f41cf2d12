"""How well the software reads and links, as it was measured: for the first page and the last."""

from __future__ import annotations

from dataclasses import dataclass

from kg.views.facts import Asker, Row
from kg.views.words import Names, key_of
from kg.vocabulary import concepts

OWN = "zhengmai"
"""The method of this software, beside which baselines stand."""


@dataclass(frozen=True, slots=True)
class Score:
    """How one method did on facts of one kind; values between 0 and 1."""

    method: str
    name: str
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Aspect:
    """Facts of one kind held against one annotation, by each method, this software's first."""

    name: str
    meaning: str
    documents: tuple[str, ...]
    size: int
    scores: tuple[Score, ...]

    @property
    def own(self) -> Score:
        """What this software reached."""
        return self.scores[0]


@dataclass(frozen=True, slots=True)
class Summary:
    """Facts of one kind over all annotated documents."""

    name: str
    size: int
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotation by hand: its place and digest, what was held against it, by which version."""

    path: str
    digest: str
    day: str
    version: str
    aspects: tuple[Aspect, ...]

    @property
    def summary(self) -> list[Summary]:
        """The software's own figures, an aspect a row, over all documents by their facts."""
        rows: dict[str, list[Aspect]] = {}
        for aspect in self.aspects:
            rows.setdefault(aspect.name, []).append(aspect)
        return [_summed(name, same) for name, same in rows.items()]


def read_quality(asker: Asker) -> list[Gold]:
    """Read what was measured, an annotation after the other."""
    golds: dict[str, list[Row]] = {}
    for row in asker.rows("view-measured-quality"):
        golds.setdefault(row["gold"], []).append(row)
    return [_gold(rows) for rows in golds.values()]


def _gold(rows: list[Row]) -> Gold:
    first = rows[0]
    aspects: dict[tuple[str, ...], list[Row]] = {}
    documents: dict[str, list[str]] = {}
    for row in rows:
        documents.setdefault(row["evaluation"], []).append(row["document"])
    for row in {row["evaluation"]: row for row in rows}.values():
        key = (*documents[row["evaluation"]], row["aspect"])
        aspects.setdefault(key, []).append(row)
    return Gold(
        first["gold"],
        first["digest"],
        first["day"],
        first["software"].rpartition(" ")[2],
        tuple(_aspect(key[:-1], same) for key, same in sorted(aspects.items())),
    )


def _aspect(documents: tuple[str, ...], rows: list[Row]) -> Aspect:
    concept = concepts("aspect")[key_of(rows[0]["aspect"])]
    scores = sorted((_score(row) for row in rows), key=lambda one: one.method != OWN)
    return Aspect(
        Names(*concept.names).said,
        Names(concept.definition_zh, concept.definition_en).said,
        documents,
        int(rows[0]["size"]),
        tuple(scores),
    )


def _score(row: Row) -> Score:
    key = key_of(row["method"])
    figures = (float(row[name]) for name in ("precision", "recall", "f1"))
    return Score(key, Names(*concepts("method")[key].names).said, *figures)


def _summed(name: str, aspects: list[Aspect]) -> Summary:
    size = sum(one.size for one in aspects)
    precision = sum(one.own.precision * one.size for one in aspects) / size
    recall = sum(one.own.recall * one.size for one in aspects) / size
    return Summary(name, size, precision, recall)
