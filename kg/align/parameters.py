"""The few numbers of the method, kept as data beside it (`parameters.json`)."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

SUREST = 0.99
"""No machine is surer than this; only a person's review is."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve from the logarithm of a score to the chance that a link is right."""

    intercept: float
    slope: float

    def at(self, score: float) -> float:
        """Return the confidence of a score, 0 to `SUREST`."""
        if score <= 0:
            return 0.0
        odds = self.intercept + self.slope * math.log(score)
        return min(SUREST, (1 + math.tanh(odds / 2)) / 2)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the method takes as given; `docs/alignment.md` says how each was found.

    subject: likeness of whole documents from which on they are compared without a declared basis.
    salience: how much more a bigram weighs that is an object of the upper item.
    damping: weight that two clauses must share beyond, lest a few words make them alike.
    ground: share that a clause counts for which only states the ground (按照…, 结合…).
    upward, downward: how far a better partner in another upper (lower) item counts against a pair.
    claim: how far a clause goes to the upper item of which more is in the lower one.
    topic: how far the likeness of the items as wholes counts.
    counterpart: how far the likeness of their restatements in body or annex counts.
    neighbour, reach: how far links between neighbouring items count, and what a step costs.
    across, within: confidence curves for links between documents and inside one.
    linked, related: confidence from which on two items are linked, or named as related.
    """

    subject: float
    salience: float
    damping: float
    ground: float
    upward: float
    downward: float
    claim: float
    topic: float
    counterpart: float
    neighbour: float
    reach: float
    across: Curve
    within: Curve
    linked: float
    related: float


@lru_cache
def parameters() -> Parameters:
    """Return the parameters that ship with the method."""
    data = json.loads(files("kg.align").joinpath("parameters.json").read_text("utf-8"))
    across, within = Curve(**data.pop("across")), Curve(**data.pop("within"))
    return Parameters(**data, across=across, within=within)
