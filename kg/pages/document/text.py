"""The source text of a document, line by line, with what was read in it marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.views.facts import Asker, DocumentFacts, ItemFacts
from kg.views.facts import Row as Passage

_STYLES = {"Target": "tg", "Assignment": "un", "Citation": "ct", "FindingQuote": "fi"}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters with the same marks: classes of the style sheet."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: its number from 1, its runs, the items that begin in it."""

    number: int
    runs: tuple[Run, ...]
    items: tuple[ItemFacts, ...]
    is_marked: bool


def read_text(
    asker: Asker, document: DocumentFacts, items: Sequence[ItemFacts], chosen: ItemFacts | None
) -> list[Line]:
    """Read the lines of a document; what `chosen` says is marked."""
    rows = asker.rows("view-document-text", document=document.iri)
    passages = asker.rows("view-document-passages", document=document.iri)
    by_line: dict[str, list[ItemFacts]] = {}
    for item in items:
        by_line.setdefault(item.line, []).append(item)
    runs = _runs(rows[0]["text"] if rows else "", passages, chosen.key if chosen else "")
    return [
        Line(n, tuple(line), tuple(by_line.get(str(n), ())), any("on" in r.style for r in line))
        for n, line in enumerate(_lines(runs), 1)
    ]


def _runs(text: str, passages: Sequence[Passage], chosen: str) -> Iterator[Run]:
    """Cut a text wherever a mark begins or ends; marks may overlap."""
    changes: list[tuple[int, int, str]] = []
    for passage in passages:
        style = _STYLES.get(passage["kind"].rpartition("#")[2], "")
        if not style and passage["item"] == chosen:
            style = "on"
        if style:
            changes.append((int(passage["start"]), 1, style))
            changes.append((int(passage["end"]), -1, style))
    active: Counter[str] = Counter()
    before = 0
    for at, change, style in (*sorted(changes), (len(text), 0, "")):
        if at > before:
            yield Run(text[before:at], " ".join(sorted(+active)))
            before = at
        active[style] += change


def _lines(runs: Iterator[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for run in runs:
        first, *more = run.text.split("\n")
        line.append(Run(first, run.style))
        for text in more:
            yield [one for one in line if one.text]
            line = [Run(text, run.style)]
    yield [one for one in line if one.text]
