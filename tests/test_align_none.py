"""Silence means that nobody looked: whatever was compared has a link or a record of none found."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest

from kg.align.candidates import candidates
from kg.align.lists import lists_of
from kg.align.parameters import parameters
from kg.endpoints.endpoint import LocalEndpoint, cell_text
from kg.iris import ZM
from kg.resolve import resolve_citations
from loaders.document import Document
from loaders.read import read_corpus

ItemAndDocument = tuple[str, str]
"""The key of an item, and that of another document."""


@pytest.fixture(scope="module")
def documents(corpus: Path) -> dict[str, Document]:
    return {document.key: document for document in read_corpus(corpus)[0]}


@pytest.fixture(scope="module")
def compared(documents: dict[str, Document]) -> set[tuple[str, str]]:
    """Lower and upper document of every comparison."""
    found = candidates(documents.values(), resolve_citations(documents.values()), parameters())
    return {(lower.key, upper.key) for lower, upper, _ in found}


def pairs(endpoint: LocalEndpoint, pattern: str) -> set[ItemAndDocument]:
    rows = endpoint.select(f"""
        PREFIX zm: <{ZM}>
        SELECT DISTINCT ?itemKey ?key WHERE {{
          {pattern}
          ?item zm:itemKey ?itemKey . ?document zm:key ?key . }}""").rows
    return {(cell_text(item), cell_text(document)) for item, document in rows}


@pytest.fixture(scope="module")
def linked(endpoint: LocalEndpoint) -> set[ItemAndDocument]:
    """Items with a link of any kind to an item of another document, upward or downward."""
    return pairs(
        endpoint,
        """{ ?record zm:subjectItem ?item ; zm:objectItem ?other } UNION
           { ?record zm:objectItem ?item ; zm:subjectItem ?other }
           ?item zm:inDocument ?home . ?other zm:inDocument ?document .
           FILTER(?home != ?document)""",
    )


@pytest.fixture(scope="module")
def none_found(endpoint: LocalEndpoint) -> set[ItemAndDocument]:
    return pairs(
        endpoint, "?miss a zm:NoMatch ; zm:unmatchedItem ?item ; zm:searchedDocument ?document ."
    )


def test_every_item_of_a_comparison_has_a_link_or_none_found(
    documents: dict[str, Document],
    compared: set[tuple[str, str]],
    linked: set[ItemAndDocument],
    none_found: set[ItemAndDocument],
) -> None:
    assert len(compared) == 4
    for lower, upper in compared:
        for own, other in ((lower, upper), (upper, lower)):
            for item in lists_of(documents[own]).told:
                asked = (f"{own}#{item.id}", other)
                assert (asked in linked) != (asked in none_found), asked


def test_what_was_not_compared_has_neither(
    documents: dict[str, Document],
    compared: set[tuple[str, str]],
    linked: set[ItemAndDocument],
    none_found: set[ItemAndDocument],
) -> None:
    both_ways = compared | {(upper, lower) for lower, upper in compared}
    told = {f"{key}#{item.id}" for key, one in documents.items() for item in lists_of(one).told}
    for own, other in product(documents, documents):
        for item in documents[own].items():
            asked = (f"{own}#{item.id}", other)
            if (own, other) not in both_ways or asked[0] not in told:
                assert asked not in linked | none_found, asked


def test_the_four_states_say_the_same_from_both_ends(
    endpoint: LocalEndpoint, linked: set[ItemAndDocument], none_found: set[ItemAndDocument]
) -> None:
    """Of an upper item below it, and of a lower item above it, the strongest state counts."""
    seen: dict[str, set[ItemAndDocument]] = defaultdict(set)
    for kind in ("implements", "alignedWith", "relatedTo"):
        seen[kind] = pairs(endpoint, f"?other zm:{kind} ?item ; zm:inDocument ?document .") | pairs(
            endpoint, f"?item zm:{kind} ?other . ?other zm:inDocument ?document ."
        )
    assert set.union(*seen.values()) == linked
    assert not set.union(*seen.values()) & none_found


def test_every_link_shows_the_words_it_rests_on(endpoint: LocalEndpoint) -> None:
    prefix = f"PREFIX zm: <{ZM}> SELECT DISTINCT ?record WHERE {{"
    every = endpoint.select(f"{prefix} ?record a zm:Alignment }}").rows
    shown = endpoint.select(
        f"{prefix} ?record zm:hasSharedWording/zm:quote ?q FILTER(STRLEN(?q) > 2) }}"
    ).rows
    assert len(every) > 400
    assert len(shown) == len(every)
