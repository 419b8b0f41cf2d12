"""What it costs to compare one new document, in a corpus of 10 to 1,000 documents.

The corpus is made of the real texts, handed round to invented provinces and cities; the new
document is a city's that has one province and one nation above it, however many others there are.
"""

# ruff: noqa: T201

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from kg.align.lists import lists_of
from kg.align.parameters import parameters
from kg.align.score import between, within
from kg.align.subjects import Subjects
from loaders.document import Document
from loaders.read import read_corpus

CORPUS = Path(__file__).parent.parent / "corpus"
SIZES = (10, 30, 100, 300, 1000)
CITIES_IN_A_PROVINCE = 20


def handed_round(documents: tuple[Document, ...]) -> Iterator[Document]:
    """Yield the documents over and over, twenty-odd to a province that nobody else lives in."""
    provincial = [d for d in documents if d.header.level == "provincial"]
    municipal = cycle([d for d in documents if d.header.level == "municipal"])
    real = {(document.header.admin_code_gb2260 or "")[:2] for document in documents}
    for province in (code for code in range(11, 99) if str(code) not in real):
        for upper in provincial:
            yield _at(upper, f"{province}0000")
        for city in range(1, CITIES_IN_A_PROVINCE):
            yield _at(next(municipal), f"{province}{city:02}00")


def _at(document: Document, code: str) -> Document:
    header = replace(document.header, key=f"{document.key}-{code}", admin_code_gb2260=code)
    return replace(document, header=header)


def main() -> None:
    """Print the table."""
    given = parameters()
    documents = read_corpus(CORPUS)[0]
    new = next(d for d in documents if d.header.level == "municipal" and d.task_rows)
    print("documents  index, ms a document  look up, ms  compared with  compare, ms  links, items")
    for size in SIZES:
        corpus = list(islice(handed_round(documents), size))
        start = time.perf_counter()
        subjects = Subjects([*corpus, new, *documents])
        indexed = time.perf_counter()
        above = [key for key, likeness in subjects.above(new) if likeness >= given.subject]
        looked_up = time.perf_counter()
        held = {document.key: document for document in [*corpus, *documents]}
        own = within(new, given)
        pairs = [p for key in above for p in between(own, within(held[key], given), given)]
        compared = time.perf_counter()
        linked = sum(pair.confidence >= given.linked for pair in pairs)
        print(
            f"{size:9}  {1000 * (indexed - start) / size:20.2f}"
            f"  {1000 * (looked_up - indexed):11.2f}  {len(above):13}"
            f"  {1000 * (compared - looked_up):11.0f}  {linked}, {len([*lists_of(new).told])}"
        )


if __name__ == "__main__":
    main()
