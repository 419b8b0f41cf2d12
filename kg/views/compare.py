"""Two linked items beside each other: shared wording, target against target, unit against unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.language import say
from kg.views.facts import (
    DecisionFacts,
    Declared,
    ItemFacts,
    LinkFacts,
    TargetComparison,
    TargetFacts,
    UnitFacts,
    Wording,
)

Outcome = str
"""`changed`, `no-number`, `kept` (from the upper target's side) or `own` (only below)."""
_NO = ("", "", "")
_ENOUGH = 3
"""Characters that a clause has in common with a target that it takes up."""
ORDER = {"changed": 0, "no-number": 1, "kept": 2, "own": 3}
_STYLES = {"changed": "num", "no-number": "num lost", "own": "num lost own", "kept": "num same"}
_TITLE = re.compile(r"(?<=《)[^《》]+(?=》)")  # 《关于……的意见》
_STOP = re.compile(r"[，。；：,;:\n]")
_NUMERAL = re.compile(r"[0-9][0-9.,，]*[0-9]|[0-9]")  # 500, 12.5, 12,000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an item's text with one marking: "" , "mark", or a style of number."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """An upper target, what the lower item made of it, and what to call that.

    `addition` and `shortfalls` are keys of the vocabulary; `lower_words` is the lower clause that
    takes the target up without a number.
    """

    indicator: str
    upper: TargetFacts | None
    lower: TargetFacts | None
    outcome: Outcome
    addition: str = ""
    shortfalls: tuple[str, ...] = ()
    lower_words: str = ""


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
    decision: DecisionFacts | None = None
    declared: Declared | None = None

    @property
    def declaration(self) -> tuple[str, str, str]:
        """The words that declare the basis, around the title of the upper document."""
        return declaring(self.declared.quote, self.upper.document.title) if self.declared else _NO

    @property
    def is_early(self) -> bool:
        """Whether the lower document is the older one."""
        return bool(self.lower.document.date) and self.lower.document.date < (
            self.upper.document.date
        )

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
    comparisons: Iterable[TargetComparison] = (),
) -> Pair:
    """Put two linked items side by side; `targets` and `units` are (upper, lower)."""
    own = {one.upper: one for one in comparisons if one.lower_item == lower.iri}
    rows = tuple(
        replace(row, lower_words=_taken_up(row.upper, upper, lower, wordings))
        if row.upper and row.outcome == "no-number"
        else row
        for row in target_rows(*targets, own)
    )
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


def _taken_up(
    target: TargetFacts, upper: ItemFacts, lower: ItemFacts, wordings: Iterable[Wording]
) -> str:
    """Give the lower clause that shares most words with an upper target; "" for none."""
    at = upper.text.find(target.quote) if target.quote else -1
    end = at + len(target.quote)
    common = {
        wording: min(wording.object[1], end) - max(wording.object[0], at) for wording in wordings
    }
    best = max(common, key=lambda wording: common[wording], default=None)
    if at < 0 or best is None or common[best] < _ENOUGH:
        return ""
    stops = [0, *(match.end() for match in _STOP.finditer(lower.text)), len(lower.text) + 1]
    first = max(stop for stop in stops if stop <= best.subject[0])
    last = min(stop for stop in stops if stop > best.subject[0])
    return lower.text[first : last - 1].strip()


def target_rows(
    upper: Sequence[TargetFacts],
    lower: Sequence[TargetFacts],
    compared: Mapping[str, TargetComparison] | None = None,
) -> tuple[TargetRow, ...]:
    """Pair the targets of both sides, the exceptions first.

    `compared` says by upper target what the graph holds of it.
    """
    rows, matched = [], set[str]()
    for above in upper:
        below = next((t for t in lower if above.iri in t.refines), None)
        if below:
            matched.add(below.iri)
        found = (compared or {}).get(above.iri)
        rows.append(
            TargetRow(
                above.indicator,
                above,
                below,
                found.outcome if found else _outcome(above, below),
                found.addition if found else "",
                found.shortfalls if found else (),
            )
        )
    rows += [TargetRow(t.indicator, None, t, "own") for t in lower if t.iri not in matched]
    return tuple(sorted(rows, key=lambda row: ORDER.get(row.outcome, 9)))


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
        rows.append(UnitRow(name or say("同一条线", "one line"), above, below, _met(above, below)))
    above = tuple(u for u in upper if u.collective or not u.line)
    below = tuple(u for u in lower if u.collective or not u.line)
    if above or below:
        named = any(not u.collective for u in (*above, *below))
        verdict = (
            say("条线不明", "line unknown") if named else say("泛指，不比", "groups, not compared")
        )
        rows.append(UnitRow(say("其他", "others"), above, below, verdict))
    return tuple(rows)


def _met(above: Sequence[UnitFacts], below: Sequence[UnitFacts]) -> str:
    if above and below:
        return say("对口", "counterparts")
    return say("仅上级列", "only above") if above else say("仅下级列", "only below")


def declaring(words: str, title: str) -> tuple[str, str, str]:
    """Part the words that declare a basis around the title they name, long ones cut short.

    >>> declaring("根据《甲方案》《关于乙的意见》《丙通知》等文件精神", "省政府关于乙的意见")
    ('根据……《', '关于乙的意见', '》……等文件精神')
    """
    named = next(
        (one[0] for one in _TITLE.finditer(words) if one[0] in title or title in one[0]), ""
    )
    if not named:
        return words, "", ""
    at = words.index(named)
    before, after = words[:at], words[at + len(named) :]
    if before.count("《") > 1:
        before = f"{before[: before.index('《')]}……《"
    if after.count("》") > 1:
        after = f"》……{after[after.rindex('》') + 1 :]}"
    return before, named, after


def excerpt(cut: Sequence[Piece], most: int = 40) -> tuple[Piece, ...]:
    """Leave out the middle of long runs without a mark, and all but the end or beginning outside.

    Numbers that only the lower item sets are no marks here.

    >>> [piece.text for piece in excerpt([Piece("一二三四五六七八", ""), Piece("九", "mark")], 4)]
    ['……七八', '九']
    """
    kept, half = [], most // 2
    cut = _joined(Piece(one.text, "" if "own" in one.style else one.style) for one in cut)
    for place, piece in enumerate(cut):
        text = piece.text
        if not piece.style and len(text) > most:
            before = text[:half] if place or len(cut) == 1 else ""
            after = text[-half:] if place < len(cut) - 1 else ""
            text = f"{before}……{after}"
        kept.append(Piece(text, piece.style))
    return tuple(kept)


def _joined(cut: Iterable[Piece]) -> list[Piece]:
    """Join neighbours of one marking."""
    joined: list[Piece] = []
    for piece in cut:
        if joined and joined[-1].style == piece.style:
            piece = Piece(joined.pop().text + piece.text, piece.style)
        joined.append(piece)
    return joined


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
