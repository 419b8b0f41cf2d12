"""The figures that the benchmarks gave last, as they are published with the software.

They stand in `measured.json` beside this module, written by `benchmarks/quality.py` and committed;
a build takes them from there, so that it needs neither the gold nor a clock.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Facts of one kind held against the gold.

    gold: the annotation used, a key of `Measured.golds`. documents: the keys of those it is of.
    aspect, method: keys of the vocabulary. size: facts of the gold, or pairs of the band.
    band: of confidence, its lower end included; None where all are taken together.
    values: by metric, a key of the vocabulary; between 0 and 1, rounded to three places.
    """

    gold: str
    documents: tuple[str, ...]
    aspect: str
    method: str
    size: int
    band: tuple[float, float] | None
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of the benchmarks.

    version: of the software. day: ISO date. golds: for each annotation its path in the repository
    and the SHA-256 of its bytes.
    """

    version: str
    day: str
    golds: Mapping[str, tuple[str, str]]
    evaluations: tuple[Evaluation, ...]


@lru_cache
def measured() -> Measured:
    """Return the figures that ship with this version."""
    return from_json(files("kg.quality").joinpath("measured.json").read_text("utf-8"))


def from_json(text: str) -> Measured:
    """Read what `to_json` wrote."""
    data = json.loads(text)
    return Measured(
        data["version"],
        data["day"],
        {name: (gold["path"], gold["sha256"]) for name, gold in data["golds"].items()},
        tuple(_evaluation(**one) for one in data["evaluations"]),
    )


def to_json(run: Measured) -> str:
    """Write a run as JSON, an evaluation a line."""
    golds = {name: {"path": path, "sha256": digest} for name, (path, digest) in run.golds.items()}
    lines = ",\n".join(json.dumps(asdict(one), ensure_ascii=False) for one in run.evaluations)
    head = json.dumps({"version": run.version, "day": run.day, "golds": golds}, indent=1)
    return f'{head[:-2]},\n "evaluations": [\n{lines}\n]}}\n'


def _evaluation(documents: list[str], band: list[float] | None, **rest: Any) -> Evaluation:
    ends = (band[0], band[1]) if band else None
    return Evaluation(documents=tuple(documents), band=ends, **rest)
