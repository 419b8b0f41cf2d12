"""What somebody most likely meant by a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import JaroWinkler


def nearest(name: str, known: Iterable[str], most: int = 8) -> list[str]:
    """The `most` known names that are most alike, the nearest first; equally alike ones by name."""
    ranked = sorted(known, key=lambda other: (-JaroWinkler.similarity(name, other), other))
    return ranked[:most]
