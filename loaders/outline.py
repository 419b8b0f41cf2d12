"""Which headings of the body are its items, and which only frame them.

An author who numbers straight through all sections says by that what the items are. Where the
numbers restart, the items are what a section is divided into. Headings that only frame a document
(指导思想, 基本原则, 主要目标) hold no items, whatever they are divided into.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.headings import Heading, Outline
from loaders.numbering import Tier


@dataclass(frozen=True)
class Numbered:
    """A heading that is an item, with its notation and the labels above it and its own."""

    heading: Heading
    notation: str
    path: tuple[str, ...]


def find_items(outline: Outline, is_framing: Callable[[str], bool]) -> tuple[Numbered, ...]:
    """Find the headings that are items, with the notation of each.

    `is_framing` says whether a heading's title only frames the document.
    """
    tier = _running_tier(outline)
    chains = [
        chain for root in outline.roots for chain in (_items_under((root,), tier, is_framing))
    ]
    plain = _is_plain(outline, chains, tier)
    return tuple(
        Numbered(
            chain[-1],
            _notation(chain, plain(chain[-1])),
            tuple(heading.label.words for heading in chain),
        )
        for chain in chains
    )


def _running_tier(outline: Outline) -> Tier | None:
    """Find the deepest tier whose numbers run through several sections without starting again."""
    parents: dict[Tier, set[int]] = {}
    numbers: dict[Tier, list[int]] = {}
    articles = 0
    for root in outline.roots:
        for parent in root.walk():
            articles += parent.label.tier == Tier.ARTICLE
            for child in parent.children:
                numbers.setdefault(child.label.tier, []).append(child.label.number)
                parents.setdefault(child.label.tier, set()).add(id(parent))
    if articles >= 2:
        return Tier.ARTICLE
    running = [
        tier
        for tier, run in numbers.items()
        if len(parents[tier]) >= 2 and _runs(run) and tier <= Tier.THIRD
    ]
    return max(running, default=None)


def _runs(numbers: Sequence[int]) -> bool:
    rising = all(one < following for one, following in pairwise(numbers))
    return rising and numbers[-1] <= len(numbers) * 1.3 + 1


Chain = tuple[Heading, ...]


def _items_under(
    chain: Chain, tier: Tier | None, is_framing: Callable[[str], bool]
) -> Iterator[Chain]:
    """Yield the items at or below the last heading of a chain."""
    heading = chain[-1]
    if (
        heading.title
        and tier != Tier.ARTICLE
        and is_framing(heading.title.chars)
        and (len(chain) == 1 or (tier is not None and heading.label.tier < tier))
    ):
        return
    if tier is None:
        deeper = heading.children if _is_divided(chain) else []
    else:
        has_tier = any(below.label.tier == tier for below in heading.walk())
        deeper = heading.children if has_tier and heading.label.tier < tier else []
    if deeper:
        for child in deeper:
            yield from _items_under((*chain, child), tier, is_framing)
    else:
        yield chain


def _is_divided(chain: Chain) -> bool:
    """Whether the items are below this heading: a section with parts, or parts that are nothing
    but headings themselves.
    """
    heading = chain[-1]
    if len(chain) == 1:
        return bool(heading.children) and not heading.rest
    return len(chain) == 2 and heading.is_bare() and chain[0].has_mostly_bare_children


def _is_plain(
    outline: Outline, chains: Sequence[Chain], tier: Tier | None
) -> Callable[[Heading], bool]:
    """Tell whether an item's bare number says which one it is in the whole document."""
    tiers = {chain[-1].label.tier for chain in chains}
    main = tier if tier is not None else max(tiers, default=Tier.FIRST)
    numbers = [h.label.number for h in outline.walk() if h.label.tier == main]
    runs = tier is not None or (len(tiers) == 1 and len(set(numbers)) == len(numbers))
    return lambda heading: runs and heading.label.tier == main


def _notation(chain: Chain, plain: bool) -> str:
    if plain:
        return str(chain[-1].label.number)
    top, *below = chain
    return ".".join([top.label.words.strip("（）"), *(str(h.label.number) for h in below)])


def is_made_of(terms: Iterable[str]) -> Callable[[str], bool]:
    """Make a test whether a title is nothing but such terms, joined by 和, 与, 及 or 、.

    >>> framing = is_made_of(["指导思想", "总体目标"])
    >>> framing("指导思想和总体目标"), framing("进一步明确总体目标")
    (True, False)
    """
    one = "|".join(sorted(map(re.escape, terms), key=len, reverse=True))
    pattern = re.compile(rf"(?:{one})(?:[和与及、](?:{one}))*[。：:]?")
    return lambda title: bool(pattern.fullmatch(re.sub(r"\s+", "", title)))
