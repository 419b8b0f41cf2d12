"""What stands decided now: the file of decisions as it is, beside what the last build made of it.

A decision is in the file at once and in the graph with the next build. Who shows links shows both.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final, Literal, TypeAlias, cast

from kg.align.link import ItemRef
from kg.endpoints.endpoint import Endpoint
from kg.exports.stored_links import item_ref
from kg.iris import item_iri
from kg.questions.ask import ask
from kg.review.decision import Decision, Pair, Verdict, verdict_of
from kg.review.file import Decisions, read_decisions
from kg.review.listing import Waiting, waiting

Force = Literal["in-force", "pending", "withdrawn", "moved", "gone", "barred", ""]
"""How the graph takes what stands decided: `pending` and `withdrawn` wait for the next build, ""
is nothing decided; the others are those of the vocabulary."""
_Ends: TypeAlias = frozenset[str]
_KEPT: Final = 30.0
"""Seconds for which the decisions of a graph that has no generation are kept."""


@dataclass(frozen=True, slots=True)
class OnPair:
    """What stands decided on two items; `verdict` is None for nothing.

    `seen` are the words by which a form says what its reader saw.
    """

    force: Force = ""
    verdict: Verdict | None = None
    earlier: tuple[str, ...] = ()

    @property
    def seen(self) -> str:
        """The words of the verdict, "" without one."""
        return str(self.verdict) if self.verdict else ""


@dataclass(frozen=True, slots=True)
class _InGraph:
    words: str
    standing: Force


class Ledger:
    """Decisions on pairs: of a file, where there is one, and of a graph.

    `generation` names the build that `endpoint` answers from; None where nobody can know.
    """

    def __init__(
        self,
        file: Path | None,
        endpoint: Callable[[], Endpoint],
        generation: Callable[[], str | None],
    ) -> None:
        self.file = file
        self._endpoint, self._generation = endpoint, generation
        self._lock, self._queue = Lock(), Lock()  # the queue takes its time
        self._read: tuple[str, Decisions] = "none", Decisions()
        self._by_ends: Mapping[_Ends, Decision] = {}
        self._graph: tuple[object, Mapping[_Ends, _InGraph]] = None, {}
        self._proposed: tuple[object, tuple[Waiting, ...]] = None, ()

    def state(self) -> str:
        """Tell apart the states of the file."""
        try:
            said = self.file.stat() if self.file else None
        except OSError:
            return ""
        return f"{said.st_mtime_ns} {said.st_size} {said.st_ino}" if said else ""

    def decisions(self) -> Decisions:
        """What the file holds now; nothing where there is none. It is not to be changed."""
        state = self.state()
        with self._lock:
            if self.file and self._read[0] != state:
                self._read = state, read_decisions(self.file)
                self._by_ends = {_ends(one.pair): one for one in self._read[1]}
            return self._read[1]

    def on(self, one: str, other: str) -> OnPair:
        """What stands decided on two items, which go by their keys in either order."""
        ends = _ends((item_ref(one), item_ref(other)))
        in_graph = self.in_graph().get(ends)
        if self.file is None:
            verdict = verdict_of(in_graph.words) if in_graph else None
            return OnPair(in_graph.standing, verdict) if in_graph else OnPair()
        self.decisions()
        decision = self._by_ends.get(ends)
        if decision is None:
            return OnPair("withdrawn") if in_graph else OnPair()
        same = in_graph and in_graph.words == str(decision.verdict)
        force = in_graph.standing if in_graph and same else "pending"
        return OnPair(force, decision.verdict, decision.earlier)

    def pending(self) -> int:
        """Count the pairs that the next build will change."""
        if self.file is None:
            return 0
        self.decisions()
        in_graph = {ends: one.words for ends, one in self.in_graph().items()}
        in_file = {ends: str(one.verdict) for ends, one in self._by_ends.items()}
        ends = {*in_graph, *in_file}
        return sum(in_graph.get(one) != in_file.get(one) for one in ends)

    def proposed(self) -> tuple[Waiting, ...]:
        """The links that nobody had decided on when the graph was built, the most doubtful first;
        read once a build.
        """
        generation = self._build()
        with self._queue:
            if self._proposed[0] != generation:
                self._proposed = generation, tuple(waiting(self._endpoint(), ()))
            return self._proposed[1]

    def settled(self) -> Container[Pair]:
        """The pairs that are decided now, in either order."""
        pairs = self.decisions().by_pair
        return {*pairs, *((object_, subject) for subject, object_ in pairs)}

    def in_graph(self) -> Mapping[_Ends, _InGraph]:
        """The latest decision of the graph on each pair; read once a build."""
        generation = self._build()
        with self._lock:
            if self._graph[0] != generation:
                self._graph = generation, _read_graph(self._endpoint())
            return self._graph[1]

    def _build(self) -> object:
        return self._generation() or int(time.monotonic() / _KEPT)


def _read_graph(endpoint: Endpoint) -> dict[_Ends, _InGraph]:
    found = {}
    for row in ask("all-decisions", {}, endpoint).texts():
        standing = row["standing"].rpartition("/")[2]
        if standing != "superseded":
            pair = item_ref(row["subject"]), item_ref(row["object"])
            found[_ends(pair)] = _InGraph(row["words"], cast(Force, standing))
    return found


def _ends(pair: tuple[ItemRef, ItemRef]) -> _Ends:
    return frozenset(item_iri(ref.document, ref.item).value for ref in pair)
