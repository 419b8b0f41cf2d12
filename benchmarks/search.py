"""How long the search takes: making the index, asking it, at the corpus and at many documents.

    python benchmarks/search.py [--store STORE] [--documents 1000] [--rounds 5]

The many documents are the corpus over and over, each time with other keys and other cities, so
that a word stands in as many of them as it would in documents that all treat one subject: the
dearest case. STORE is the store that `make demo` builds.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Store, serialize

from kg.endpoints.endpoint import LocalEndpoint
from kg.questions.catalogue import load_catalogue
from kg.search import SearchIndex, SearchRequest, search
from kg.search.entries import findable
from kg.search.index import INDEX_FILE, write_index
from kg.store import open_store
from loaders.divisions import Place, divisions

WORDS = (
    *("课程思政", "豫政[2021]2号", "豫政2021 2", "产业学院 驻马店", "教育局", "双师型", "1+X"),
    *("“一地一策”", "3+2", "500名", "教育", "教", "的", "职业教育", "henan-2021-yuzheng-2#A2/5"),
    *("豫政〔2021〕2号附件2第5项", "市工信局", "省教委 课程思政", "驻马店产业学院", "课程思正"),
    *("量子计算", "校企合作 实训基地 双师型", "深化职业教育改革推进技能型社会建设", ""),
)
# What the questions behind the search ask of documents; links and evidence need no copies.
_ASKED_FOR = (
    "#(?:type|label|altLabel|key|title|coverTitle|documentNumber|level|jurisdiction|date|genre"
    "|textHeld|hasItem|inDocument|itemKey|notation|text|order|functionalLine|sourceDigest"
    "|[a-z]*[bB]ody)"
)


def main() -> None:
    """Print the times at the corpus's own size and at the size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path("store"))
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    store = open_store(options.store)
    held = _held(store)
    with tempfile.TemporaryDirectory() as folder:
        _time(store, Path(folder), options.rounds)
        copies = max(1, round(options.documents / len(held)))
        many = Store()
        lines = "".join(_multiplied(store, held, copies))
        many.bulk_load(lines.encode(), RdfFormat.N_QUADS)
        _time(many, Path(folder), options.rounds)


def _time(store: Store, folder: Path, rounds: int) -> None:
    endpoint = LocalEndpoint(store)
    start = time.perf_counter()
    entries = findable(endpoint).entries
    asked = time.perf_counter() - start
    documents = sum(entry.kind == "document" and entry.held for entry in entries)
    path = folder / INDEX_FILE
    start = time.perf_counter()
    write_index(endpoint, path)
    made = time.perf_counter() - start
    size = path.stat().st_size / 2**20
    print(f"{documents:,} documents, {len(entries):,} things to find")
    print(f"  asking the graph {asked:8.2f} s, with writing the index {made:.2f} s, {size:.1f} MiB")
    start = time.perf_counter()
    index = SearchIndex(path)
    print(f"  opening {(time.perf_counter() - start) * 1000:8.1f} ms")
    for words in WORDS:
        answer, seconds = search(index, SearchRequest(words)), []
        for _ in range(rounds):
            start = time.perf_counter()
            search(index, SearchRequest(words))
            seconds.append(time.perf_counter() - start)
        print(f"  {statistics.median(seconds) * 1000:8.1f} ms {answer.total:8,} hits  {words}")
    index.close()


def _held(store: Store) -> list[str]:
    question = load_catalogue()["search-documents"]
    rows = LocalEndpoint(store).select(question.text).texts()
    return [row["key"] for row in rows if row["held"] == "true"]


def _multiplied(store: Store, held: list[str], copies: int) -> Iterator[str]:
    """The lines of the graph, then again and again with other keys and other cities."""
    lines = (serialize(store, format=RdfFormat.N_QUADS) or b"").decode()
    yield lines
    here = set(re.findall(r"#jurisdiction> <[^>]*/id/division/(\d+)>", lines))
    theirs = [place for place in divisions().values() if place.level == "municipal"]
    cities = [place for place in theirs if place.code in here]
    wanted = re.compile(
        rf"^<[^>]*> <[^>]*(?:{_ASKED_FOR})> .* <[^>]*/graph/(?:document/|entities|inferred)"
    )
    local = "".join(line for line in lines.splitlines(keepends=True) if wanted.match(line))
    for n in range(1, copies):
        copy = local
        for key in held:
            copy = copy.replace(key, f"{key}-{n}")
        for place, city in enumerate(cities):
            copy = _moved(copy, city, theirs[(n * len(cities) + place) % len(theirs)])
        yield copy


def _moved(lines: str, here: Place, there: Place) -> str:
    moved = lines.replace(here.short_name, there.short_name)
    return moved.replace(f"/division/{here.code}>", f"/division/{there.code}>")


if __name__ == "__main__":
    main()
