"""A store of many documents: the corpus over and over, under other keys, provinces and cities.

    python benchmarks/many_documents.py --store STORE --documents 1000 --into FOLDER

The province's document is copied once for each province, the cities' documents eight times for
each province, with all that the graph says of them: links, findings, inferences, bodies. So an
item of a province has as many lower documents as it would have where every city answers.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pyoxigraph import RdfFormat, Store, serialize

from kg.endpoints.endpoint import LocalEndpoint
from kg.questions.catalogue import load_catalogue
from kg.search.index import INDEX_FILE, write_index
from kg.store import new_generation, open_store
from loaders.divisions import Place, divisions

_ROUNDS = 8  # of the cities' documents in a province


def main() -> None:
    """Write the store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path("store"))
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--into", type=Path, required=True)
    options = parser.parse_args()
    many_documents(options.store, options.documents, options.into)


def many_documents(store: Path, documents: int, into: Path) -> None:
    """Write a store of at least so many documents into a folder, with the index of its words."""
    with new_generation(into) as generation:
        filling = Store(str(generation))
        scratch = generation.with_name(generation.name + ".nq")
        try:
            with scratch.open("w", encoding="utf-8") as stream:
                stream.writelines(multiplied(open_store(store), documents))
            filling.bulk_load(path=str(scratch), format=RdfFormat.N_QUADS)
        finally:
            scratch.unlink(missing_ok=True)
        filling.optimize()
        write_index(LocalEndpoint(filling), generation / INDEX_FILE)
        del filling


def multiplied(store: Store, documents: int) -> Iterator[str]:
    """The lines of the graph as N-Quads, then those of its copies, until there are so many."""
    held = _held(store)
    places = divisions()
    upper = {key: place for key, place in held.items() if places[place].level == "provincial"}
    lower = {key: place for key, place in held.items() if key not in upper}
    lines = (serialize(store, format=RdfFormat.N_QUADS) or b"").decode().splitlines(keepends=True)
    yield from lines
    of_cities = _about(lines, lower)
    of_provinces = [line for line in _about(lines, upper) if line not in set(of_cities)]
    made = len(held)
    for n, province in enumerate(_provinces(lower)):
        moved = _Moved(
            {key: f"{key}-{n}" for key in upper}, dict.fromkeys(upper.values(), province)
        )
        if n:
            yield moved.text(of_provinces)
            made += len(upper)
        cities = [place for place in places.values() if place.parent == province.code]
        for turn in range(_ROUNDS):
            if made >= documents:
                return
            if n == turn == 0:
                continue  # the corpus itself
            theirs = {
                here: cities[(turn * len(lower) + at) % len(cities)]
                for at, here in enumerate(lower.values())
            }
            keys = moved.keys if n else {}
            keys = {**keys, **{key: f"{key}-{n}-{turn}" for key in lower}}
            yield _Moved(keys, {**(moved.places if n else {}), **theirs}).text(of_cities)
            made += len(lower)


@dataclass(frozen=True)
class _Moved:
    """What copies are called instead: documents by key, places by code."""

    keys: Mapping[str, str]
    places: Mapping[str, Place]

    def text(self, lines: Iterable[str]) -> str:
        """The lines with other names."""
        names = {places_here.short_name: there.short_name for places_here, there in self._pairs()}
        codes = {f"/division/{code}>": f"/division/{to.code}>" for code, to in self.places.items()}
        instead = {**self.keys, **names, **codes}
        wanted = re.compile("|".join(map(re.escape, sorted(instead, key=len, reverse=True))))
        return wanted.sub(lambda found: instead[found[0]], "".join(lines))

    def _pairs(self) -> Iterator[tuple[Place, Place]]:
        return ((divisions()[code], there) for code, there in self.places.items())


def _held(store: Store) -> dict[str, str]:
    """The documents of the graph that have a text, each with the code of its place."""
    question = load_catalogue()["search-documents"]
    rows = LocalEndpoint(store).select(question.text).texts()
    return {row["key"]: row["place"].rpartition("/")[2] for row in rows if row["held"] == "true"}


def _about(lines: Iterable[str], documents: Mapping[str, str]) -> list[str]:
    """The lines on documents and on the bodies of their places."""
    places = [divisions()[code] for code in documents.values()]
    names = [*(f"/id/body/{place.name}" for place in places), *documents]
    wanted = re.compile("|".join(map(re.escape, names)))
    kept = re.compile(r"/graph/(?:document/|alignment|curation|entities|inferred)[^ ]*> \.$")
    return [line for line in lines if wanted.search(line) and kept.search(line.rstrip())]


def _provinces(lower: Mapping[str, str]) -> Iterator[Place]:
    """The corpus's own province, then the others that have as many cities as it has documents."""
    places = divisions().values()
    own = {divisions()[code].parent for code in lower.values()}
    many = [
        place
        for place in places
        if place.level == "provincial"
        and sum(one.parent == place.code for one in places) >= len(lower)
    ]
    return chain(
        (place for place in many if place.code in own),
        (place for place in many if place.code not in own),
    )


if __name__ == "__main__":
    main()
