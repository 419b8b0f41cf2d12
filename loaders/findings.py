"""What a document says against itself: places where a person should look before quoting it.

An annex that lists the tasks restates the body. Where the restated clause gives another number or
another word, where a task has nobody responsible or no place in the body, where the parts of a
total do not add up to it, one of the two places is wrong or something was left open. Each finding
quotes both places, says where they stand, and judges neither.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from loaders.clauses import even
from loaders.document import Document, Item, Span
from loaders.targets import judged_quantities, read_targets
from loaders.targets.quantities import find_quantities
from loaders.text import SourceText, Text

FindingKind = Literal["number", "wording", "total", "no_unit", "no_body_item"]

_CLAUSE_ENDS = re.compile("[，。；：\n]")
_SHORTEST = 6  # characters of a clause that can be recognised elsewhere
_SAME_CLAUSE = 70  # per cent of likeness from which a clause restates another
_RUN = 3  # characters in a row by which clauses are looked up
_ONE_WORD = 3  # characters that count as one word
_PIECE = 5  # characters in a row that are looked up in the body
_HELD_IN_BODY = 0.2  # share of a row's pieces that the body must hold
_AMOUNT_WORDS = re.compile(
    r"[0-9%‰]|每(?:年|月|周|日|天|学期|学年|批次|人|生|户)|一定|不[少低高多]于|不超过|至少|左右|以[上下]"
)
_WHAT_DIFFERS: dict[str, tuple[str, str]] = {
    "number": ("数字不一致", "the amounts differ"),
    "wording": ("用词不一致", "a word differs"),
}
_BRACKET = re.compile(r"[^（）]*（(?P<parts>[^（）]+)）")
_TYPESETTING = re.compile(r"\s|<[^<>]*>")  # what reading takes out: spaces, <br>


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one item; `span` is the whole item's where reading mended the words themselves."""

    item: str
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: a quote from each item it concerns, the body's before the annex's."""

    kind: FindingKind
    quotes: tuple[Quote, ...]
    message_zh: str
    message_en: str

    @property
    def items(self) -> tuple[str, ...]:
        """The items it concerns."""
        return tuple(quote.item for quote in self.quotes)

    @property
    def line(self) -> int:
        """The line of the source on which the last quote begins."""
        return self.quotes[-1].span.line


@dataclass(frozen=True, slots=True)
class _Clause:
    item: Item
    words: str

    @property
    def squeezed(self) -> str:
        """The words without spaces, quotation marks and the commas of a list."""
        return re.sub(r"[\s、“”‘’\"]", "", even(self.words))


def findings_in(document: Document) -> tuple[Finding, ...]:
    """Find what `document` says against itself, the body's items first, then the annex's rows."""
    source = SourceText(document.source_text)
    restated = tuple(_restatements(source, document))
    in_body = {finding.items[-1] for finding in restated}
    return (
        *(finding for item in document.items() for finding in _totals(source, item)),
        *restated,
        *_rows_without_unit(source, document),
        *(f for f in _rows_without_body_item(source, document) if f.items[0] not in in_body),
    )


def _quote(source: SourceText, item: Item, words: str) -> Quote:
    """Quote words of an item, with their place in the source."""
    start, end = item.span.start, item.span.end
    printed = Text.of(source.chars)[start:end].without(_TYPESETTING)
    sought = _TYPESETTING.sub("", words)
    at = even(printed.chars).find(even(sought))
    span = source.span(printed[at : at + len(sought)]) if at >= 0 and sought else item.span
    return Quote(item.id, words, span)


def _totals(source: SourceText, item: Item) -> Iterator[Finding]:
    """Find totals that the parts in the bracket behind them do not add up to."""
    for place, reason in judged_quantities(item.text):
        quantity = place.quantity
        bracket = _BRACKET.match(place.text, quantity.unit_end, place.clause.end)
        if reason is not None or place.clause.bracketed or not bracket:
            continue
        same = [p for p in find_quantities(bracket["parts"]) if p.unit == quantity.unit]
        parts = [p.value for p in same]
        if len(parts) < 2 or abs(sum(parts) - quantity.value) < 1e-6:
            continue
        total, added = f"{quantity.value:g}{quantity.unit}", f"{sum(parts):g}{quantity.unit}"
        quote = item.text[place.clause.start : bracket.end()].strip()
        yield Finding(
            "total",
            (_quote(source, item, quote),),
            f"{item.id} 合计有差：合计是{total}，括号内各项相加是{added}",
            f"item {item.id}: the total is {total}, the parts in brackets add up to {added}",
        )


def _restatements(source: SourceText, document: Document) -> Iterator[Finding]:
    """Compare every clause of an annex row with the clause of the body that it restates."""
    body = [clause for measure in document.measures for clause in _clauses(measure)]
    choices = [clause.squeezed for clause in body]
    verbatim = frozenset(choices)
    index: dict[str, set[int]] = defaultdict(set)
    for n, words in enumerate(choices):
        for run in _runs(words):
            index[run].add(n)
    for row in document.task_rows:
        for clause in _clauses(row):
            if clause.squeezed in verbatim:
                continue
            near = sorted(set[int]().union(*(index.get(run, ()) for run in _runs(clause.squeezed))))
            best = process.extractOne(
                clause.squeezed,
                {n: choices[n] for n in near},
                scorer=fuzz.ratio,
                score_cutoff=_SAME_CLAUSE,
            )
            if best and (kind := _difference(best[0], clause.squeezed)):
                yield _difference_finding(source, kind, body[best[2]], clause)


def _runs(words: str) -> set[str]:
    """Return the runs of `_RUN` characters, one of which a clause and its restatement share."""
    return {words[at : at + _RUN] for at in range(len(words) - _RUN + 1)}


def _clauses(item: Item) -> Iterator[_Clause]:
    text = f"{item.title or ''}\n{item.text}"
    ends = [found.start() for found in _CLAUSE_ENDS.finditer(even(text))]
    for start, end in pairwise((-1, *ends, len(text))):
        words = text[start + 1 : end].strip()
        if len(words) >= _SHORTEST:
            yield _Clause(item, words)


def _changes(body: str, annex: str) -> list[tuple[int, str, str]]:
    """Return where the annex's clause departs from the body's: position, body's words, annex's."""
    changes: list[tuple[int, str, str]] = []
    joined = -1
    for code in Indel.opcodes(body, annex):
        if code.tag == "equal":
            joined = -1
            continue
        ours, theirs = body[code.src_start : code.src_end], annex[code.dest_start : code.dest_end]
        if joined >= 0:
            start, before, after = changes.pop()
            ours, theirs, joined = before + ours, after + theirs, start
        else:
            joined = code.src_start
        changes.append((joined, ours, theirs))
    return changes


def _difference(body: str, annex: str) -> FindingKind | None:
    """Return what kind of difference it is; None for mere abridging."""
    changes = _changes(body, annex)
    has_amount = bool(read_targets(body) or read_targets(annex))
    if has_amount and any(_AMOUNT_WORDS.search(ours + theirs) for _, ours, theirs in changes):
        return "number"
    if len(changes) != 1:
        return None
    start, ours, theirs = changes[0]
    if max(len(ours), len(theirs)) > _ONE_WORD or (ours + theirs).isascii():
        return None
    if ours and theirs:
        return "wording"
    is_inside = start > 0 and len(ours + theirs) > 1
    return "wording" if has_amount and is_inside else None


def _difference_finding(
    source: SourceText, kind: FindingKind, body: _Clause, annex: _Clause
) -> Finding:
    changes = _changes(body.squeezed, annex.squeezed)
    ours = "…".join(ours for _, ours, _ in changes)
    theirs = "…".join(theirs for _, _, theirs in changes)
    what_zh, what_en = _WHAT_DIFFERS[kind]
    return Finding(
        kind,
        (_quote(source, body.item, body.words), _quote(source, annex.item, annex.words)),
        f"正文 {body.item.id} 与附件 {annex.item.id} {what_zh}："
        f"{_said('正文', ours)}，{_said('附件', theirs)}",
        f"body {body.item.id} and annex {annex.item.id}: {what_en}, "
        f"{_quoted_en(ours)} in the body, {_quoted_en(theirs)} in the annex",
    )


def _said(where: str, words: str) -> str:
    return f"{where}作“{words}”" if words else f"{where}无此字样"


def _quoted_en(words: str) -> str:
    return f"“{words}”" if words else "nothing"


def _rows_without_unit(source: SourceText, document: Document) -> Iterator[Finding]:
    """Find rows that name nobody, in tables whose other rows do."""
    tables: dict[str | None, list[Item]] = defaultdict(list)
    for row in document.task_rows:
        tables[row.table].append(row)
    for rows in tables.values():
        if any(row.units for row in rows):
            yield from (
                Finding(
                    "no_unit",
                    (_quote(source, row, row.text),),
                    f"任务 {row.id} 没有责任单位",
                    f"task {row.id} has no responsible unit",
                )
                for row in rows
                if not row.units
            )


def _rows_without_body_item(source: SourceText, document: Document) -> Iterator[Finding]:
    """Find rows whose wording the body holds next to nothing of."""
    if not document.measures:
        return
    body = {piece for item in document.measures for piece in _pieces([item.title or "", item.text])}
    for row in document.task_rows:
        pieces = _pieces([row.text])
        held = sum(piece in body for piece in pieces)
        if pieces and held < _HELD_IN_BODY * len(pieces):
            yield Finding(
                "no_body_item",
                (_quote(source, row, row.text),),
                f"附件任务 {row.id} 在正文中找不到对应条目",
                f"no item of the body corresponds to annex task {row.id}",
            )


def _pieces(texts: Iterable[str]) -> list[str]:
    """Return all runs of `_PIECE` characters of the texts, spaces and punctuation left out."""
    plain = [re.sub(r"[^\w%]", "", text) for text in texts]
    return [text[i : i + _PIECE] for text in plain for i in range(len(text) - _PIECE + 1)]
