"""Two linked items beside each other: shared wording, target against target, unit against unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.views.facts import ItemFacts, LinkFacts, TargetFacts, UnitFacts, Wording

Outcome = str
"""`changed`, `no-number`, `kept` (from the upper target's side) or `own` (only below)."""
ORDER = {"changed": 0, "no-number": 1, "kept": 2, "own": 3}
_STYLES = {"changed": "num", "no-number": "num lost", "own": "num lost", "kept": "num same"}
_NUMERAL = re.compile(r"[0-9][0-9.,，]*[0-9]|[0-9]")  # 500, 12.5, 12,000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an item's text with one marking: "" , "mark", or a style of number."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """An upper target, what the lower item made of it, and what to call that."""

    indicator: str
    upper: TargetFacts | None
    lower: TargetFacts | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class UnitRow:
    """The bodies of one functional line on both sides."""

    line: str
    upper: tuple[UnitFacts, ...]
    lower: tuple[UnitFacts, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A link with everything that a reader weighs: upper side first."""

    link: LinkFacts
    upper: ItemFacts
    lower: ItemFacts
    upper_pieces: tuple[Piece, ...]
    lower_pieces: tuple[Piece, ...]
    targets: tuple[TargetRow, ...]
    units: tuple[UnitRow, ...]
    shared: tuple[Wording, ...]

    @property
    def shared_characters(self) -> int:
        """How many characters the two have in common, as counted on the lower side."""
        return sum(end - start for start, end in _merged(w.subject for w in self.shared))

    @property
    def lower_share(self) -> int:
        """The part of the lower item that is shared wording, in percent."""
        return round(100 * self.shared_characters / max(1, len(self.lower.text)))

    @property
    def upper_share(self) -> int:
        """The part of the upper item that is shared wording, in percent."""
        shared = sum(end - start for start, end in _merged(w.object for w in self.shared))
        return round(100 * shared / max(1, len(self.upper.text)))


def pair_up(
    link: LinkFacts,
    upper: ItemFacts,
    lower: ItemFacts,
    wordings: Sequence[Wording],
    targets: tuple[Sequence[TargetFacts], Sequence[TargetFacts]],
    units: tuple[Sequence[UnitFacts], Sequence[UnitFacts]],
) -> Pair:
    """Put two linked items side by side; `targets` and `units` are (upper, lower)."""
    rows = target_rows(*targets)
    upper_numbers = [(r.upper, _STYLES[r.outcome]) for r in rows if r.upper]
    lower_numbers = [(r.lower, _STYLES[r.outcome]) for r in rows if r.lower]
    return Pair(
        link,
        upper,
        lower,
        pieces(upper.text, [w.object for w in wordings], _numbers(upper.text, upper_numbers)),
        pieces(lower.text, [w.subject for w in wordings], _numbers(lower.text, lower_numbers)),
        rows,
        unit_rows(*units),
        tuple(wordings),
    )


def target_rows(
    upper: Sequence[TargetFacts], lower: Sequence[TargetFacts]
) -> tuple[TargetRow, ...]:
    """Pair the targets of both sides, the exceptions first."""
    rows, matched = [], set[str]()
    for above in upper:
        below = next((t for t in lower if above.iri in t.refines), None)
        if below:
            matched.add(below.iri)
        rows.append(TargetRow(above.indicator, above, below, _outcome(above, below)))
    rows += [TargetRow(t.indicator, None, t, "own") for t in lower if t.iri not in matched]
    return tuple(sorted(rows, key=lambda row: ORDER[row.outcome]))


def _outcome(upper: TargetFacts, lower: TargetFacts | None) -> Outcome:
    if lower is None:
        return "no-number"
    return "kept" if upper.amount == lower.amount else "changed"


def unit_rows(upper: Sequence[UnitFacts], lower: Sequence[UnitFacts]) -> tuple[UnitRow, ...]:
    """Group the bodies of both sides by functional line; those of no line come last."""
    lines = {u.line: u.line_name for u in (*upper, *lower) if u.line and not u.collective}
    rows = []
    for line, name in lines.items():
        above = tuple(u for u in upper if u.line == line and not u.collective)
        below = tuple(u for u in lower if u.line == line and not u.collective)
        verdict = "对口" if above and below else "仅上级列" if above else "仅下级列"
        rows.append(UnitRow(name or "同一条线", above, below, verdict))
    above = tuple(u for u in upper if u.collective or not u.line)
    below = tuple(u for u in lower if u.collective or not u.line)
    if above or below:
        named = any(not u.collective for u in (*above, *below))
        rows.append(UnitRow("其他", above, below, "条线不明" if named else "泛指，不比"))
    return tuple(rows)


def pieces(
    text: str, shared: Iterable[tuple[int, int]], numbers: Iterable[tuple[int, int, str]]
) -> tuple[Piece, ...]:
    """Cut a text into runs of one marking each; joined again they are the text.

    >>> [piece.text for piece in pieces("培养500名教师", [(0, 2)], [(2, 5, "num")])]
    ['培养', '500', '名教师']
    """
    styles = [""] * len(text)
    for start, end in shared:
        styles[start:end] = ["mark"] * len(styles[start:end])
    for start, end, style in numbers:
        styles[start:end] = [style] * len(styles[start:end])
    cut: list[Piece] = []
    for character, style in zip(text, styles, strict=True):
        if cut and cut[-1].style == style:
            cut[-1] = Piece(cut[-1].text + character, style)
        else:
            cut.append(Piece(character, style))
    return tuple(cut)


def _numbers(text: str, targets: Iterable[tuple[TargetFacts, str]]) -> list[tuple[int, int, str]]:
    """Find where the numbers of targets stand in an item's text, by the targets' quotations."""
    places, after = [], dict[str, int]()
    for target, style in targets:
        at = text.find(target.quote, after.get(target.quote, 0)) if target.quote else -1
        if at < 0:
            continue
        after[target.quote] = at + 1
        figure = next(
            (m for m in _NUMERAL.finditer(target.quote) if _same(m[0], target.value)), None
        )
        if figure:
            places.append((at + figure.start(), at + figure.end(), style))
    return places


def _same(printed: str, value: str) -> bool:
    try:
        return float(printed.replace(",", "").replace("，", "")) == float(value)
    except ValueError:
        return False


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
