"""Figures above and below, from the rows of queries into the words of the office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.align.clauses import bigrams
from kg.language import say
from kg.pages.charts import Figure
from kg.views.facts import Asker, DocumentFacts, Row
from kg.views.words import amount, key_of
from kg.vocabulary import concepts

_CLAUSE = re.compile(r"[^，。；;：:！？\n]+")  # 打造一批市级课程思政示范课程
_ALIKE = 0.4
"""The part of the upper wording's pairs of characters that a clause has at least in common."""

RANKS = ("kept", "changed", "no-number", "not-taken-up", "not-reviewed")
"""What counts where a figure fared differently in several items of one document."""
EXCEPTIONS_FIRST = ("changed", "no-number", "not-taken-up", "not-reviewed", "kept")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it is set: with sign, unit and year."""

    target: str
    item: str
    indicator: str
    comparator: str
    value: str
    maximum: str
    unit: str
    by: str
    quote: str

    @property
    def said(self) -> str:
        """The number with sign and unit: `≥500 名`."""
        return amount(self.comparator, self.value, self.maximum, self.unit)

    @property
    def figure(self) -> Figure:
        """The number as a chart draws it."""
        return Figure(self.said, self.value, self.maximum, self.comparator)


@dataclass(frozen=True, slots=True)
class Fate:
    """What one item below made of a figure: a number, or none and the nearest words there are."""

    outcome: str
    item: str
    amount: Amount | None
    words: str
    addition: str
    shortfalls: tuple[str, ...]


def upper_amount(row: Row) -> Amount:
    """The figure that a row is about."""
    return Amount(
        row["target"],
        row.get("item") or row.get("part", ""),
        row["indicator"],
        row["comparator"],
        row["value"],
        row["maxValue"],
        row["unit"],
        row["byYear"],
        row["quote"],
    )


def read_amounts(asker: Asker, targets: Iterable[str]) -> dict[str, Amount]:
    """The figures of these IRIs, in one query."""
    rows = asker.rows_of("view-figures", "target", sorted(set(targets)))
    return {row["target"]: upper_amount(row) for row in rows}


def read_twins(asker: Asker, document: DocumentFacts) -> dict[str, str]:
    """The figures of a document's body that its task list repeats, with those of the list."""
    rows = asker.rows("view-figure-twins", document=document.key)
    return {row["target"]: row["twin"] for row in reversed(rows)}


def fates_of(rows: Iterable[Row], quote: str, amounts: Mapping[str, Amount]) -> tuple[Fate, ...]:
    """What the items below made of a figure worded `quote`, the best outcome first, each once."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["lowerItem"], row["lowerTarget"]), []).append(row)
    fates = [_fate(same, quote, amounts) for same in found.values()]
    return tuple(sorted(fates, key=lambda fate: RANKS.index(fate.outcome)))


def _fate(rows: Sequence[Row], quote: str, amounts: Mapping[str, Amount]) -> Fate:
    row = rows[0]
    amount = amounts.get(row["lowerTarget"])
    short = dict.fromkeys(key_of(one["shortfall"]) for one in rows if one["shortfall"])
    return Fate(
        key_of(row["outcome"]),
        row["lowerItem"],
        amount,
        amount.quote if amount else nearest_words(quote, row["lowerText"]),
        key_of(row["addition"]),
        tuple(short),
    )


def once(fates: Sequence[Fate]) -> tuple[Fate, ...]:
    """The fates that say different things: the same number in body and task list stands once."""
    kept: dict[tuple[str, str], Fate] = {}
    for fate in sorted(fates, key=lambda fate: not fate.words):
        key = (fate.amount.said, fate.amount.by) if fate.amount else ("", "")
        kept.setdefault(key, fate)
    return tuple(kept.values())


def nearest_words(quote: str, text: str) -> str:
    """The clause of a text that says most of what `quote` says; "" where none says much of it.

    >>> nearest_words("打造200门省级示范课程", "加强课程建设，打造一批市级示范课程。")
    '打造一批市级示范课程'
    """
    wanted = bigrams(quote)
    clauses = [match[0].strip() for match in _CLAUSE.finditer(text)]
    if not wanted or not clauses:
        return ""
    best = max(clauses, key=lambda clause: len(wanted & bigrams(clause)))
    return best if len(wanted & bigrams(best)) >= _ALIKE * len(wanted) else ""


def name_of(outcome: str) -> str:
    """What an outcome, or that nobody has compared, is called."""
    scheme = "coverage" if outcome == "not-reviewed" else "outcome"
    return say(*concepts(scheme)[outcome].names)


def why(scheme: str, key: str) -> tuple[str, str]:
    """What a reason is called, and what it means: of `addition` or `shortfall`."""
    concept = concepts(scheme)[key]
    return say(*concept.names), say(concept.definition_zh, concept.definition_en)
