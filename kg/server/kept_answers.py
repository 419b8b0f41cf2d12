"""Answers to the queries of our own pages, kept for as long as their build answers.

What is kept is bounded by the bytes in which engines sent it; what was not asked for longest goes
first. Anything else that is dear, a page or a picture, is made of these answers.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from kg.endpoints.endpoint import Answer

_MOST = 32_000_000  # bytes as sent; in memory answers take two or three times as much
_LARGEST = _MOST // 8  # of one answer


@dataclass
class KeptAnswers:
    """Answers by build and query; any thread may ask."""

    most: int = _MOST
    largest: int = _LARGEST
    size: int = 0
    _kept: OrderedDict[tuple[str, str], tuple[Answer, int]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, build: str, sparql: str) -> Answer | None:
        """The answer to a query over a build, None where it is not kept."""
        with self._lock:
            found = self._kept.get((build, sparql))
            if found is None:
                return None
            self._kept.move_to_end((build, sparql))
            return found[0]

    def keep(self, build: str, sparql: str, answer: Answer, size: int) -> None:
        """Keep an answer that was sent in so many bytes, and no longer any of another build."""
        if size > self.largest:
            return
        with self._lock:
            if self._kept and next(iter(self._kept))[0] != build:
                self._kept.clear()
                self.size = 0
            self._drop(build, sparql)
            self._kept[build, sparql] = answer, size
            self.size += size
            while self.size > self.most:
                self._drop(*next(iter(self._kept)))

    def _drop(self, build: str, sparql: str) -> None:
        _, size = self._kept.pop((build, sparql), (None, 0))
        self.size -= size
