"""What somebody most likely meant by a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import JaroWinkler


def nearest_first(name: str, known: Iterable[str]) -> list[str]:
    """The known names, the most alike first; equally alike ones by name."""
    return sorted(known, key=lambda other: (-JaroWinkler.similarity(name, other), other))
