"""The figures of the benchmarks of reading and of alignment, written down to be published.

Runs both and writes kg/quality/measured.json, which every build puts into the graph `quality`.
Nothing is written where nothing has changed, so that the date says when the figures were new.
`--check` writes nothing and fails where the file is stale.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import alignment
import extraction

from kg.align.parameters import parameters
from kg.quality.measured import Evaluation, Measured, from_json, to_json
from loaders.read import read_corpus

ROOT = Path(__file__).parent.parent
FILE = ROOT / "kg" / "quality" / "measured.json"
GOLDS = {"reading": extraction.GOLD, "alignment": alignment.GOLD}
ASPECTS = {
    "S1": "body-to-body",
    "S2": "task-to-task",
    "S7": "body-to-support",
    "S8": "task-to-body",
}
"""What the sets of the gold of alignment are about, by the vocabulary's keys."""
PLACES = 3


def measure() -> Measured:
    """Run the benchmarks, dated today."""
    golds = {name: (str(path.relative_to(ROOT)), _digest(path)) for name, path in GOLDS.items()}
    today = datetime.now(UTC).date().isoformat()
    return Measured(version("zhengmai"), today, golds, (*_reading(), *_alignment()))


def _digest(path: Path) -> str:
    """The SHA-256 of a file, or of the files of a folder in the order of their names."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _reading() -> Iterator[Evaluation]:
    for key, aspects in extraction.annotated():
        for aspect, facts in aspects.items():
            got = extraction.score(*facts)
            yield _evaluation("reading", (key,), aspect, "zhengmai", got.size, got)


def _alignment() -> Iterator[Evaluation]:
    given = parameters()
    documents = {document.key: document for document in read_corpus(alignment.CORPUS)[0]}
    found = alignment.method_scores(documents, given)
    confidence = {pair: scored.confidence for pair, scored in found.items()}
    sets = alignment.read_gold(documents)
    for gold in sets:
        keys = tuple(sorted({alignment.DOCUMENTS[end.partition("/")[0]]
                             for pair in gold.linked for end in pair}))  # fmt: skip
        judged = {
            "zhengmai": alignment.figures(gold, confidence, given.linked),
            "whole-item-cosine": alignment.at_its_best(gold, alignment.whole_item_cosine(gold)),
            "best-clause-cosine": alignment.at_its_best(gold, alignment.best_clause_cosine(gold)),
        }
        for method, got in judged.items():
            aspect = ASPECTS[gold.name]
            yield _evaluation("alignment", keys, aspect, method, len(gold.linked), got)
    every = tuple(sorted(alignment.DOCUMENTS.values()))
    for band in alignment.reliability(sets, confidence):
        values = {"said": round(band.said, PLACES), "right": round(band.right, PLACES)}
        yield Evaluation(
            "alignment", every, "confidence", "zhengmai", band.pairs, (band.low, band.high), values
        )


def _evaluation(
    gold: str,
    documents: tuple[str, ...],
    aspect: str,
    method: str,
    size: int,
    got: alignment.Figures | extraction.Score,
) -> Evaluation:
    values = {
        "precision": round(got.precision, PLACES),
        "recall": round(got.recall, PLACES),
        "f1": round(got.f1, PLACES),
    }
    return Evaluation(gold, documents, aspect, method, size, None, values)


def stale(run: Measured) -> bool:
    """Say whether the file holds other figures, of another gold or version, than `run`."""
    if not FILE.exists():
        return True
    return replace(from_json(FILE.read_text("utf-8")), day=run.day) != run


def main() -> int:
    """Write the file, or with --check say whether it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    run = measure()
    changed = stale(run)
    name = FILE.relative_to(ROOT)
    if changed and not check:
        FILE.write_text(to_json(run), "utf-8")
    print(f"{name}: {'not up to date' if changed and check else 'up to date'}")
    return int(changed and check)


if __name__ == "__main__":
    sys.exit(main())
