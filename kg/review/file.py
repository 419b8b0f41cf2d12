"""The file of decisions in a corpus, `mappings.sssom.tsv`: read, changed under a lock.

One row a decision, in the order of the items; the same decisions give the same bytes. It is written
whole, in one step. What people add (columns, metadata, rows that are not understood) stays.
"""

from __future__ import annotations

import fcntl
import os
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from kg.align.link import ItemRef
from kg.review.decision import Decision, Pair
from kg.review.rows import (
    COLUMNS,
    PREFIXES,
    BadRow,
    cells_of,
    decision_of,
    extension_definitions,
    metadata,
    metadata_lines,
)
from kg.review.sheet import BadSheet, Row, Sheet, read_sheet, sheet_text
from loaders.errors import ASIDE, DECISIONS, ZhengmaiError

_TITLE: Final = "政脉：人的核对结论 (Zhengmai: what people decided about links)"
_PATIENCE: Final = 10.0
"""Seconds to wait for another process that is writing."""
_DIGITS: Final = re.compile(r"(\d+)")


class BusyDecisions(ZhengmaiError):
    """Another process holds the file of decisions."""


@dataclass(slots=True)
class Decisions:
    """What a file holds: decisions by their pair, and rows that are none, with the reason."""

    by_pair: dict[Pair, Decision] = field(default_factory=dict)
    bad: tuple[BadSheet, ...] = ()
    _head: tuple[str, ...] = ()
    _columns: tuple[str, ...] = ()
    _cells: dict[Pair, Mapping[str, str]] = field(default_factory=dict)
    _bad_rows: tuple[Row, ...] = ()
    _contested: dict[Pair, list[tuple[Row, Decision]]] = field(default_factory=dict)

    def record(self, decision: Decision) -> None:
        """Take a decision up, in place of any on its pair, which stay as its history."""
        contested = self._contested.pop(decision.pair, [])
        for _, other in contested:
            decision = decision.after(other)
        settled = [row for row, _ in contested]
        self._bad_rows = tuple(row for row in self._bad_rows if row not in settled)
        self.by_pair[decision.pair] = decision.after(self.by_pair.get(decision.pair))

    def rename(self, pair: Pair, decision: Decision) -> None:
        """Put a decision in the place of the one on another pair, with what else its row holds."""
        del self.by_pair[pair]
        self.by_pair[decision.pair] = decision
        self._cells[decision.pair] = self._cells.pop(pair, {})

    def __iter__(self) -> Iterator[Decision]:
        """Give the decisions in the order of their items."""
        yield from sorted(self.by_pair.values(), key=_order)

    def text(self) -> str:
        """Write the file anew."""
        extra = tuple(name for name in self._columns if name not in COLUMNS)
        rows = [
            Row(0, {**self._cells.get(decision.pair, {}), **cells_of(decision)})
            for decision in self
        ]
        return sheet_text(Sheet(self._head, (*COLUMNS, *extra), (*rows, *self._bad_rows)))


def decisions_file(corpus: Path) -> Path:
    """Say where a corpus keeps its decisions."""
    return corpus / DECISIONS


def read_decisions(path: Path) -> Decisions:
    """Read a file of decisions, an empty one where there is none; BadSheet where it is no table."""
    content = path.read_bytes() if path.exists() else b""
    sheet = read_sheet(path, content)
    head = read_head(path, sheet.metadata)
    found: dict[Pair, list[tuple[Row, Decision]]] = defaultdict(list)
    bad: list[tuple[Row, BadSheet]] = []
    for row in sheet.rows:
        try:
            decision = decision_of(row.cells, head["curie_map"])
        except BadRow as error:
            bad.append((row, BadSheet(path, row.line, error.zh, error.en)))
        else:
            found[decision.pair].append((row, decision))
    read = Decisions(_head=_full_head(sheet.metadata, head), _columns=sheet.columns)
    for pair, same in found.items():
        (row, decision), *others = same
        if all(decision == other for _, other in others):
            read.by_pair[pair], read._cells[pair] = decision, row.cells
        else:
            read._contested[pair] = same
            bad += [(row, _twice(path, row.line, pair, same)) for row, _ in same]
    bad.sort(key=lambda one: one[0].line)
    read._bad_rows, read.bad = tuple(row for row, _ in bad), tuple(error for _, error in bad)
    return read


@contextmanager
def changing(path: Path) -> Iterator[Decisions]:
    """Hold a file of decisions while it is changed; it is written where the block ends well.

    Two processes never lose each other's decisions: the second reads what the first has written.
    BusyDecisions where the other takes too long.
    """
    with _alone(path.parent):
        decisions = read_decisions(path)
        yield decisions
        _replace(path.resolve(), decisions.text())


def _twice(path: Path, line: int, pair: Pair, same: list[tuple[Row, Decision]]) -> BadSheet:
    numbers = ", ".join(str(row.line) for row, _ in same)
    return BadSheet(
        path,
        line,
        f"{pair[0]} 与 {pair[1]} 有几条不同的结论（第 {numbers} 行），请留一行",
        f"{pair[0]} and {pair[1]} are decided differently on lines {numbers}: keep one",
    )


def _order(decision: Decision) -> tuple[list[str | int], ...]:
    """Put notations in their reading order: A/2 before A/10."""
    return tuple(part for ref in decision.pair for part in _reading_order(ref))


def _reading_order(ref: ItemRef) -> tuple[list[str | int], list[str | int]]:
    parts = _DIGITS.split(ref.item)
    return [ref.document], [int(part) if n % 2 else part for n, part in enumerate(parts)]


def read_head(path: Path, lines: tuple[str, ...]) -> dict[str, Any]:
    """Read the metadata of a file; BadSheet where they are no YAML of a mapping set."""
    try:
        head = {
            str(key): value for key, value in dict(yaml.safe_load("\n".join(lines)) or {}).items()
        }
        prefixes = dict(head.get("curie_map") or {})
        head["curie_map"] = {str(prefix): str(iri) for prefix, iri in prefixes.items()}
        slots = head.get("extension_definitions") or ()
        head["extension_definitions"] = [dict(slot) for slot in slots]
    except (yaml.YAMLError, TypeError, ValueError) as error:
        raise BadSheet(
            path,
            1,
            "开头 # 行的元数据不是 YAML，请改好或全部删去",
            "the metadata in the # lines are no YAML: mend them, or remove them all",
        ) from error
    return head


def _full_head(lines: tuple[str, ...], theirs: Mapping[str, Any]) -> tuple[str, ...]:
    """Keep the metadata as they are where they say all that the rows need, else add what is not."""
    ours = metadata("curation", _TITLE)
    named = {one.get("slot_name") for one in theirs["extension_definitions"]}
    missing = [one for one in extension_definitions() if one["slot_name"] not in named]
    merged = {
        **ours,
        **theirs,
        "curie_map": {**theirs["curie_map"], **PREFIXES},
        "extension_definitions": [*theirs["extension_definitions"], *missing],
    }
    return lines if merged == theirs else metadata_lines(merged)


def _replace(path: Path, text: str) -> None:
    """Write a file aside and put it in its place in one step."""
    with tempfile.TemporaryDirectory(prefix=ASIDE, dir=path.parent) as folder:
        aside = Path(folder) / path.name
        with aside.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            aside.chmod(path.stat().st_mode)
        aside.replace(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a folder; the system frees it if the process dies."""
    held = os.open(folder, os.O_RDONLY)
    try:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    raise BusyDecisions(
                        f"{folder} 的核对结论正由另一个程序写，请稍后再试",
                        f"another program is writing the decisions in {folder}: try again later",
                    ) from error
                time.sleep(0.02)
        yield
    finally:
        os.close(held)
