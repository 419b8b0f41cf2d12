"""How well documents are read: precision, recall and F1 against hand annotations.

Without options the annotated documents of the corpus are read. `--samples DIR` reads instead the
beginnings (headers.jsonl) and the clauses that name units (units.jsonl) of other documents.
`--misses` also prints what was missed (-) and what was made up (+).
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.bodies import read_clauses
from loaders.document_json import document_json
from loaders.read import read_document, read_source
from loaders.text import SourceText

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold" / "extraction"
CORPUS = ROOT / "corpus"
HEADER = (
    "title",
    "document_number",
    "issuers",
    "level",
    "jurisdiction",
    "date_signed",
    "date_printed",
    "status",
    "genre",
    "addressees",
)
SAMPLE_HEADER = ("document_number", "issuers", "date_signed", "level", "jurisdiction")
_SAME = str.maketrans("()[]【】﹝﹞－—–", "（）〔〕〔〕〔〕---")

Json = dict[str, Any]
Facts = Counter[Hashable]


def squash(words: object) -> str:
    """Words without white space, tags and variants of brackets."""
    return re.sub(r"<[^>]+>|\s", "", "" if words is None else str(words)).translate(_SAME)


def items(document: Json) -> Iterator[Json]:
    """Yield measures and tasks; goals that the annotator noted for their targets do not count."""
    for kind in ("measures", "task_rows"):
        for item in document[kind]:
            if item.get("is_measure") is not False and item["id"] != "二":
                yield item


def units(document: Json) -> Iterator[Hashable]:
    """Yield unit facts: item, body, role."""
    for item in items(document):
        for unit in item["units"]:
            name = squash(unit["normalized"]).replace("人力资源社会保障", "人力资源和社会保障")
            yield item["id"], name, unit["role"]


def targets(document: Json) -> Iterator[Hashable]:
    """Yield target facts: item, value, unit."""
    for item in items(document):
        for target in item["targets"]:
            yield item["id"], target["value"], target["value_max"], squash(target["unit"])


def citations(document: Json) -> Iterator[Hashable]:
    """Yield citation facts: number, or title where none is printed, and role."""
    for citation in document["citations"]:
        yield squash(citation["number"] or citation["title"]), citation["role"]


def header(document: Json) -> Iterator[Hashable]:
    """Yield header facts: field and value."""
    for name in HEADER:
        value = document["document"][name]
        yield name, tuple(map(squash, value)) if isinstance(value, list) else squash(value)


def bounds(gold: Json, read: Json) -> tuple[Facts, Facts]:
    """Count the items whose text begins and ends where the annotator says."""
    texts = {item["id"]: squash(item["text"]) for item in items(read)}
    expected: Facts = Counter(item["id"] for item in items(gold))
    right = Counter(
        item["id"]
        for item in items(gold)
        if squash(item["starts"]) in texts.get(item["id"], "")[: 80 + len(item["title"] or "")]
        and texts.get(item["id"], "").endswith(squash(item["ends"]))
    )
    return expected, right + Counter(set(texts) - set(expected))


ASPECTS: dict[str, Callable[[Json], Iterable[Hashable]]] = {
    "items": lambda document: (item["id"] for item in items(document)),
    "units": units,
    "targets": targets,
    "citations": citations,
    "header": header,
}


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of what was read, and how many facts the gold has."""

    precision: float
    recall: float
    f1: float
    size: int


def score(gold: Facts, read: Facts) -> Score:
    """Hold what was read against the gold."""
    right = (gold & read).total()
    precision = right / read.total() if read else float(not gold)
    recall = right / gold.total() if gold else 1.0
    f1 = 2 * precision * recall / (precision + recall) if right or not gold else 0.0
    return Score(precision, recall, f1, gold.total())


def report(name: str, gold: Facts, read: Facts, misses: bool) -> None:
    """Print one line: precision, recall, F1."""
    got = score(gold, read)
    figures = f"P {got.precision:.3f}  R {got.recall:.3f}  F1 {got.f1:.3f}  of {got.size}"
    print(f"  {name:18} {figures}")
    if misses:
        for sign, facts in (("-", gold - read), ("+", read - gold)):
            for fact in facts:
                print(f"    {sign} {fact}")


def annotated() -> Iterator[tuple[str, dict[str, tuple[Facts, Facts]]]]:
    """Yield the key of each annotated document, with gold and read facts by aspect."""
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        read = document_json(read_document(CORPUS / f"{path.stem}.txt"))
        aspects = {name: (Counter(f(gold)), Counter(f(read))) for name, f in ASPECTS.items()}
        yield path.stem, aspects | {"bounds": bounds(gold, read)}


def score_corpus(misses: bool) -> None:
    """Score the annotated documents of the corpus."""
    for key, aspects in annotated():
        print(key)
        for name, (gold, read) in aspects.items():
            report(name, gold, read, misses)


def score_headers(path: Path, misses: bool) -> None:
    """Score header fields of beginnings; a field that the annotator left open is not counted."""
    gold: dict[str, Facts] = {name: Counter() for name in SAMPLE_HEADER}
    read: dict[str, Facts] = {name: Counter() for name in SAMPLE_HEADER}
    for line in path.read_text("utf-8").splitlines():
        sample = json.loads(line)
        document = read_source(SourceText(sample["text"]), sample["id"], "", "")
        found = document_json(document)["document"]
        for name in SAMPLE_HEADER:
            expected, value = sample[name], found[name]
            if name == "jurisdiction" and value and squash(expected).rstrip("）").endswith(value):
                value = expected
            if expected not in (None, []):
                gold[name][sample["id"], squash(expected)] += 1
                if value not in (None, []):
                    read[name][sample["id"], squash(value)] += 1
    for name in SAMPLE_HEADER:
        report(name, gold[name], read[name], misses)


def score_units(path: Path, misses: bool) -> None:
    """Score the units, as printed, that paragraphs and rows name, with their roles."""
    gold: Facts = Counter()
    read: Facts = Counter()
    for line in path.read_text("utf-8").splitlines():
        sample = json.loads(line)
        gold.update((sample["id"], unit["raw"], unit["role"]) for unit in sample["gold"])
        found = read_clauses(sample["text"], None)
        read.update((sample["id"], unit.raw, unit.role) for unit in found)
    report("units", gold, read, misses)


def main() -> None:
    """Read the command line and score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if options.samples:
        score_headers(options.samples / "headers.jsonl", options.misses)
        score_units(options.samples / "units.jsonl", options.misses)
    else:
        score_corpus(options.misses)


if __name__ == "__main__":
    main()
