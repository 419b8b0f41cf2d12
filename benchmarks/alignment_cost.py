"""What it costs to compare one new document, in a corpus of 10 to 1,000 documents.

The corpus is made of the real texts on one subject, handed round to places, in three layouts:

elsewhere: to invented provinces with twenty cities each; the new city document has its own
    province's above it, however many others there are.
beside: to the cities and counties of the new document's own province, the worst that a corpus of
    one field and one province can be; above the new county document stand its city and province.
above: to the province itself, which then has issued them all; here the new document must be held
    against each of them, and cost grows with them.

Times are of the processor, so that what else the machine does is left out. `--all` also measures
what a build does: the comparison of every document with those above it.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from kg.align.align import align
from kg.align.lists import lists_of
from kg.align.parameters import parameters
from kg.align.score import between, within
from kg.align.subjects import Subjects
from loaders.document import Document, Level
from loaders.read import read_corpus

CORPUS = Path(__file__).parent.parent / "corpus"
SIZES = (10, 30, 100, 300, 1000)
FEW = (1, 3, 10, 30)
PROVINCE, CITY, COUNTY = "410000", "411700", "411725"
CITIES_IN_A_PROVINCE = 20


def elsewhere(documents: tuple[Document, ...]) -> Iterator[Document]:
    """Yield the documents over and over, twenty-odd to a province that nobody else lives in."""
    provincial = [d for d in documents if d.header.level == "provincial"]
    municipal = cycle([d for d in documents if d.header.level == "municipal"])
    for province in (code for code in range(11, 99) if f"{code}0000" != PROVINCE):
        for upper in provincial:
            yield _at(upper, f"{province}0000", "provincial")
        for city in range(1, CITIES_IN_A_PROVINCE):
            yield _at(next(municipal), f"{province}{city:02}00", "municipal")


def beside(documents: tuple[Document, ...]) -> Iterator[Document]:
    """Yield the province's documents, its cities' and their counties', all on one subject."""
    municipal = cycle([d for d in documents if d.header.level == "municipal"])
    yield from (d for d in documents if d.header.level == "provincial")
    for city in range(1, 100):
        yield _at(next(municipal), f"41{city:02}00", "municipal")
        for county in range(1, 11):
            if f"41{city:02}{county:02}" != COUNTY:
                yield _at(next(municipal), f"41{city:02}{county:02}", "county")


def above(documents: tuple[Document, ...]) -> Iterator[Document]:
    """Yield the documents over and over, as documents of the province."""
    for n, document in enumerate(cycle(documents)):
        yield _at(document, PROVINCE, "provincial", n)


def _at(document: Document, code: str, level: Level, n: int = 0) -> Document:
    key = f"{document.key}-{code}-{n}"
    return replace(
        document, header=replace(document.header, key=key, admin_code_gb2260=code, level=level)
    )


LAYOUTS: dict[str, tuple[Callable[[tuple[Document, ...]], Iterator[Document]], tuple[int, ...]]] = {
    "elsewhere": (elsewhere, SIZES),
    "beside": (beside, SIZES),
    "above": (above, FEW),
}


def measure(corpus: list[Document], new: Document) -> str:
    """Compare the new document with those above it, and say what each step took."""
    given = parameters()
    start = time.process_time()
    subjects = Subjects([*corpus, new])
    indexed = time.process_time()
    found = [key for key, likeness in subjects.above(new) if likeness >= given.subject]
    looked_up = time.process_time()
    held = {document.key: document for document in corpus}
    own = within(new, given)
    pairs = [pair for key in found for pair in between(own, within(held[key], given), given)]
    compared = time.process_time()
    linked = sum(pair.confidence >= given.linked for pair in pairs)
    return (
        f"{1000 * (indexed - start) / (len(corpus) + 1):20.2f}"
        f"  {1000 * (looked_up - indexed):11.2f}  {len(found):13}"
        f"  {compared - looked_up:10.2f}  {linked}"
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    documents = read_corpus(CORPUS)[0]
    city = next(d for d in documents if d.header.level == "municipal" and d.task_rows)
    print(f"the new document: {city.key}, {len([*lists_of(city).told])} items")
    for name, (layout, sizes) in LAYOUTS.items():
        new = _at(city, COUNTY, "county") if name == "beside" else _at(city, CITY, "municipal")
        print(f"\n{name}")
        print("documents  index, ms a document  look up, ms  compared with  compare, s  links")
        for size in sizes:
            corpus = list(islice(layout(documents), size))
            if name == "elsewhere":
                corpus += [d for d in documents if d.header.level == "provincial"]
            print(f"{size:9}  {measure(corpus, new)}")
    if options.all:
        print("\nevery document with those above it\ndocuments  s, beside  s a document")
        for size in FEW:
            corpus = list(islice(beside(documents), size))
            start = time.process_time()
            align(corpus, ())
            took = time.process_time() - start
            print(f"{size:9}  {took:9.1f}  {took / size:12.2f}")


if __name__ == "__main__":
    main()
