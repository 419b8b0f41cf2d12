"""How well items are linked: precision, recall and F1 against hand-labelled pairs.

The gold (tests/gold/alignment) labels pairs of items 2 (linked) or 1 (same topic only: right
neither way); all others are not linked. Two baselines stand beside the method, each with the
threshold that suits the set best: cosine of whole items, and of their most alike clauses.

`--misses` also prints what was missed (-) and what was made up (+). `--sensitivity` doubles and
halves each parameter of the method in turn. `--fit` prints the confidence curves that fit the gold.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import csv
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from kg.align.clauses import clauses
from kg.align.parameters import Curve, Parameters, parameters
from kg.align.score import Scored, between, within
from loaders.document import Document, Item
from loaders.read import read_corpus

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold" / "alignment" / "dev.tsv"
CORPUS = ROOT / "corpus"
DOCUMENTS = {"HN": "henan-2021-yuzheng-2", "ZMD": "zhumadian-2021-zhuzhengban-44"}
"""The short forms that the gold names documents by."""
ACROSS = ("S1", "S2")
KINDS = {
    "S1": "city body to provincial body",
    "S2": "city task to provincial task",
    "S7": "provincial body to ministry's support",
    "S8": "provincial task to its own body",
}
BANDS = (0.25, 0.5, 0.7, 0.9, 0.97, 1.0)

Pair = tuple[str, str]
Scores = Mapping[Pair, float]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A set of the gold: what is linked, what is left open, and the two lists of items."""

    name: str
    linked: frozenset[Pair]
    open: frozenset[Pair]
    subjects: Mapping[str, Item]
    objects: Mapping[str, Item]

    def judged(self, scores: Scores) -> dict[Pair, float]:
        """Score every pair that the gold judges, 0 where the method is silent."""
        pairs = ((s, o) for s in self.subjects for o in self.objects)
        return {pair: scores.get(pair, 0.0) for pair in pairs if pair not in self.open}


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 of a claim."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return f"{self.precision:.3f} {self.recall:.3f} {self.f1:.3f}"


def read_gold(documents: Mapping[str, Document]) -> tuple[GoldSet, ...]:
    """Read the gold sets with the items that each of them compares."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with GOLD.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            rows[row["set"]].append(row)
    sets = []
    for name, of_set in sorted(rows.items()):
        pairs = {(row["subject"], row["object"]): row["label"] for row in of_set}
        sides = (
            {key: item for p in pairs for key, item in _list_of(p[side], documents)}
            for side in (0, 1)
        )
        linked = frozenset(pair for pair, label in pairs.items() if label == "2")
        sets.append(GoldSet(name, linked, frozenset(pairs) - linked, *sides))
    return tuple(sets)


def _list_of(key: str, documents: Mapping[str, Document]) -> Iterable[tuple[str, Item]]:
    """Yield the list (body, or one table) that an item such as HN/A2/5 stands in."""
    short, _, notation = key.partition("/")
    table = notation.rpartition("/")[0]
    for item in documents[DOCUMENTS[short]].items():
        if item.id.rpartition("/")[0] == table:
            yield f"{short}/{item.id}", item


def method_scores(documents: Mapping[str, Document], given: Parameters) -> dict[Pair, Scored]:
    """Score all pairs by the method, by short keys in the direction of the gold."""
    read = {short: within(documents[key], given) for short, key in DOCUMENTS.items()}
    found = {}
    for short, own in read.items():
        for pair in own.restated:
            found[f"{short}/{pair.lower.id}", f"{short}/{pair.upper.id}"] = pair
        for pair in own.supported:
            found[f"{short}/{pair.upper.id}", f"{short}/{pair.lower.id}"] = pair
    for pair in between(read["ZMD"], read["HN"], given):
        found[f"ZMD/{pair.lower.id}", f"HN/{pair.upper.id}"] = pair
    return found


def figures(gold: GoldSet, scores: Scores, threshold: float) -> Figures:
    """Judge the claim that all pairs from the threshold on are linked."""
    claimed = {pair for pair, score in gold.judged(scores).items() if score >= threshold}
    right = len(claimed & gold.linked)
    return Figures(right / max(1, len(claimed)), right / max(1, len(gold.linked)))


def at_its_best(gold: GoldSet, scores: Scores) -> Figures:
    """Judge with the threshold that gives the best F1 on this very set."""
    thresholds = {scores.get(pair, 0.0) for pair in gold.linked} - {0.0}
    return max((figures(gold, scores, t) for t in thresholds), key=lambda f: f.f1)


def whole_item_cosine(gold: GoldSet) -> Scores:
    """Baseline: TF-IDF cosine of the character bigrams of whole items."""
    return _cosines(gold, lambda item: [f"{item.title or ''}{item.text}"])


def best_clause_cosine(gold: GoldSet) -> Scores:
    """Baseline: the highest TF-IDF cosine of any two clauses."""
    return _cosines(gold, lambda item: [clause.text for clause in clauses(item)])


def _cosines(gold: GoldSet, parts: Callable[[Item], Sequence[str]]) -> Scores:
    sides = [
        [(key, part) for key, item in side.items() for part in parts(item)]
        for side in (gold.subjects, gold.objects)
    ]
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 2))
    vectorizer.fit(part for side in sides for _, part in side)
    here, there = (vectorizer.transform(part for _, part in side) for side in sides)
    cosines = (here @ there.T).toarray()
    best: dict[Pair, float] = defaultdict(float)
    for (subject, _), row in zip(sides[0], cosines, strict=True):
        for (object_, _), value in zip(sides[1], row, strict=True):
            best[subject, object_] = max(best[subject, object_], float(value))
    return best


def fit(sets: Iterable[GoldSet], scores: Scores) -> Curve:
    """Fit a logistic curve from the logarithm of the score to what the gold says."""
    judged = [(g.judged(scores), g.linked) for g in sets]
    known = [
        (math.log(v), pair in right) for all_, right in judged for pair, v in all_.items() if v
    ]
    model: Any = LogisticRegression(C=100)
    model.fit(np.array([[score] for score, _ in known]), [right for _, right in known])
    return Curve(float(model.intercept_[0]), float(model.coef_[0][0]))


def print_quality(sets: Sequence[GoldSet], confidence: Scores, given: Parameters) -> None:
    """Print the figures of the method and of the baselines, set by set."""
    print("Precision, recall, F1 (baselines with the threshold that suits each set best)\n")
    print(f"{'set':42} {'pairs':>5}  {'method':17}  {'whole item':17}  {'best clause':17}")
    for gold in sets:
        own = figures(gold, confidence, given.linked)
        bases = (at_its_best(gold, base(gold)) for base in (whole_item_cosine, best_clause_cosine))
        shown = "  ".join(str(f) for f in (own, *bases))
        print(f"{gold.name + ' ' + KINDS[gold.name]:42} {len(gold.linked):5}  {shown}")


@dataclass(frozen=True, slots=True)
class Band:
    """The pairs with a confidence from `low` on and below `high`: their mean, the share right."""

    low: float
    high: float
    pairs: int
    said: float
    right: float


def reliability(sets: Iterable[GoldSet], confidence: Scores) -> Iterator[Band]:
    """Yield for each band of confidence how many of its pairs the gold links."""
    known = [(v, pair in g.linked) for g in sets for pair, v in g.judged(confidence).items()]
    for low, high in pairwise(BANDS):
        band = [(v, right) for v, right in known if low <= v < high]
        if band:
            mean = sum(v for v, _ in band) / len(band)
            yield Band(low, high, len(band), mean, sum(right for _, right in band) / len(band))


def print_reliability(sets: Sequence[GoldSet], confidence: Scores) -> None:
    """Print how many of the links of each band of confidence are right."""
    print("\nReliability: of pairs with this confidence, so many are linked in the gold\n")
    for band in reliability(sets, confidence):
        print(
            f"{band.low:.2f}-{band.high:.2f}  {band.pairs:4} pairs"
            f"  said {band.said:.2f}  right {band.right:.2f}"
        )
    print(f"Brier score {brier(sets, confidence):.4f}")


def brier(sets: Iterable[GoldSet], confidence: Scores) -> float:
    """Return the Brier score: the mean square by which confidence misses what the gold says."""
    missed = [
        (value - (pair in gold.linked)) ** 2
        for gold in sets
        for pair, value in gold.judged(confidence).items()
    ]
    return sum(missed) / len(missed)


def print_cross_validation(sets: Sequence[GoldSet], scores: Scores, given: Parameters) -> None:
    """Print F1 on a set whose confidence curve was fitted on the other sets only."""
    print("\nCross-validation: curve fitted on the other set, judged on this one\n")
    for names in (ACROSS, ("S7", "S8")):
        group = [gold for gold in sets if gold.name in names]
        for gold in group:
            curve = fit((other for other in group if other is not gold), scores)
            fitted = {pair: curve.at(score) for pair, score in scores.items()}
            print(f"{gold.name}  {figures(gold, fitted, given.linked)}")


def print_sensitivity(
    sets: Sequence[GoldSet], documents: Mapping[str, Document], given: Parameters
) -> None:
    """Print F1 at the best threshold with each parameter halved and doubled."""
    print("\nSensitivity: best F1 of the sets with one parameter changed\n")
    names = [f.name for f in fields(Parameters) if isinstance(getattr(given, f.name), float)]
    for name in names:
        if name not in ("subject", "linked", "related"):
            for factor in (0.5, 2.0):
                changed = replace(given, **{name: min(factor * getattr(given, name), 9.9)})
                scores = {p: s.score for p, s in method_scores(documents, changed).items()}
                best = " ".join(f"{at_its_best(gold, scores).f1:.3f}" for gold in sets)
                print(f"{name:12} {factor:3}  {best}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--misses", "--sensitivity", "--fit"):
        parser.add_argument(option, action="store_true")
    options = parser.parse_args()
    given = parameters()
    documents = {document.key: document for document in read_corpus(CORPUS)[0]}
    sets = read_gold(documents)
    found = method_scores(documents, given)
    scores = {pair: scored.score for pair, scored in found.items()}
    confidence = {pair: scored.confidence for pair, scored in found.items()}
    print_quality(sets, confidence, given)
    print_reliability(sets, confidence)
    print_cross_validation(sets, scores, given)
    if options.sensitivity:
        print_sensitivity(sets, documents, given)
    if options.fit:
        for name, names in (("across", ACROSS), ("within", ("S7", "S8"))):
            print(name, fit((gold for gold in sets if gold.name in names), scores))
    if options.misses:
        for gold in sets:
            judged = gold.judged(confidence)
            claimed = {pair for pair, value in judged.items() if value >= given.linked}
            print(gold.name, "-", sorted(gold.linked - claimed), "+", sorted(claimed - gold.linked))


if __name__ == "__main__":
    main()
