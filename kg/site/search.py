"""The search of a copy: an index in scripts, which a page reads without a server.

    search/index.js       how many there are of each kind, and how the rest is cut
    search/words-3.js     the tokens that begin with certain signs, each with the entries it is in
    search/entries-12.js  what entries 2400 to 2599 are called, where they are, what they say

An entry stands with a token as twice its number, one more where the token is in its name; from
one to the next only the difference is written. So a word is answered from a few small files,
however large the whole is. Tokens are those of the search of the server (`kg.search.tokens`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.endpoints.endpoint import Endpoint
from kg.language import say, speaking
from kg.pages.address import body_address, document_address, item_address
from kg.pages.visit import Visit, pages
from kg.search.entries import Entry, findable
from kg.search.tokens import token_texts
from kg.site.crawl import Crawl

KINDS: Mapping[str, Callable[[str], str]] = {
    "document": document_address,
    "item": item_address,
    "body": body_address,
}
_CHUNK = 200  # entries in a file
_PER_SHARD = 40_000  # places of tokens in a file, about


def search_routes() -> list[BaseRoute]:
    """The page of the search, for the copy in the place of the server's."""
    return pages("/search", _search)


def _search(visit: Visit) -> Response:
    return visit.show("copy-search.html", say("检索", "Search"), door="search")


def write_search(endpoint: Endpoint, crawl: Crawl, folder: Path) -> None:
    """Write the index of everything that has a page in the copy."""
    entries = list(_entries(endpoint, crawl))
    tokens = _tokens([entry for entry, _ in entries])
    shards = max(1, sum(map(len, tokens.values())) // _PER_SHARD)
    words: list[dict[str, list[int]]] = [{} for _ in range(shards)]
    for token, places in tokens.items():
        words[ord(token[0]) % shards][token] = [places[0], *(b - a for a, b in pairwise(places))]
    counts = {kind: sum(entry.kind == kind for entry, _ in entries) for kind in KINDS}
    into = folder / "search"
    into.mkdir(exist_ok=True)
    _write(into / "index.js", {"counts": counts, "shards": shards, "chunk": _CHUNK})
    for number, shard in enumerate(words):
        _write(into / f"words-{number}.js", shard)
    for number, start in enumerate(range(0, len(entries), _CHUNK)):
        shown = [_shown(entry, file) for entry, file in entries[start : start + _CHUNK]]
        _write(into / f"entries-{number}.js", shown)


def _entries(endpoint: Endpoint, crawl: Crawl) -> Iterator[tuple[Entry, str]]:
    """What can be found, kind by kind, each with its page."""
    found = findable(endpoint).entries
    with speaking("zh"):
        for kind, address in KINDS.items():
            for entry in found:
                file = crawl.file_of(address(entry.key)) if entry.kind == kind else None
                if file:
                    yield entry, file


def _tokens(entries: Sequence[Entry]) -> Mapping[str, list[int]]:
    """Where each token stands: twice the number of the entry, one more if in its name."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        named = set(_cut(_names(entry)))
        for token in sorted(named.union(_cut((entry.text,)))):
            places[token].append(2 * number + (token in named))
    return places


def _cut(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from token_texts(text)


def _names(entry: Entry) -> Iterator[str]:
    yield from entry.names
    yield entry.title
    yield entry.number


def _shown(entry: Entry, file: str) -> list[str]:
    where = "" if entry.kind == "document" else entry.document_title
    return [entry.title, file, entry.number, where, " ".join(entry.text.split())]


def _write(path: Path, data: object) -> None:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"zhengmaiData({text});\n", "utf-8")
