"""The pipe: files, documents, resolved citations, links, quads, what follows from them, the store.

Each stage is a function of the one before it and can be run alone; `build` runs them all and
swaps the finished store in. The same files give the same quads.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad, Store

from kg.align.align import align
from kg.align.link import MappingSet
from kg.endpoints.endpoint import LocalEndpoint
from kg.iris import term
from kg.mapping import (
    alignment_quads,
    document_quads,
    ontology_quads,
    quality_quads,
    vocabulary_quads,
)
from kg.mapping.curation import curation_quads
from kg.mapping.facts import TYPE
from kg.quality.measured import measured
from kg.questions.catalogue import Bilingual
from kg.questions.examples import example_quads
from kg.reason import inferred_quads
from kg.resolve import ResolvedCitation, resolve_citations
from kg.review.apply import Reviewed, Unapplied, apply_decisions
from kg.review.file import decisions_file, read_decisions
from kg.review.held import held_documents
from kg.review.sheet import BadSheet
from kg.search.index import INDEX_FILE, write_index
from kg.store import load_quads, new_generation
from kg.validate import Report, validate
from loaders.document import Document
from loaders.errors import UnreadableDocument, ZhengmaiError
from loaders.read import read_corpus
from loaders.twins import Twins, find_twins

STAGES = {
    "read": Bilingual("读文件", "read"),
    "resolve": Bilingual("认引用", "resolve citations"),
    "align": Bilingual("比对条目", "align items"),
    "review": Bilingual("用核对结论", "apply decisions"),
    "quads": Bilingual("写三元组", "write triples"),
    "reason": Bilingual("推理", "reason"),
    "examples": Bilingual("写示例查询", "write example queries"),
    "validate": Bilingual("校验", "validate"),
    "index": Bilingual("建检索", "index words"),
    "swap": Bilingual("换入", "swap in"),
}


class InvalidGraph(ZhengmaiError):
    """A graph that breaks the shapes of the ontology: it is not swapped in."""

    def __init__(self, report: Report) -> None:
        broken = [one for one in report.violations if one.severity == "violation"]
        first = broken[0]
        where = f"{first.file or first.node}:{first.line or ''}".rstrip(":")
        super().__init__(
            f"图有 {len(broken)} 处不合约束，没有换入；第一处：{where} {first.zh}",
            f"the graph breaks its shapes {len(broken)} times and was not swapped in; "
            f"first: {where} {first.en}",
        )
        self.report = report


class NothingToBuild(ZhengmaiError):
    """A folder that is not there, or holds no file that could be read."""


@dataclass(slots=True)
class Summary:
    """What a build made: counts, what it refused, what may be one document twice, and the seconds
    each stage took.

    `decided` counts what people accepted, related and rejected. `unapplied` are decisions that are
    not in force, `bad_decisions` rows of their file that are none.
    """

    documents: int
    items: int
    units: int
    targets: int
    links: Mapping[str, int]
    triples: int
    warnings: int
    findings: int
    refused: tuple[UnreadableDocument, ...]
    twins: tuple[Twins, ...] = ()
    decided: Mapping[str, int] = field(default_factory=dict)
    unapplied: tuple[Unapplied, ...] = ()
    bad_decisions: tuple[BadSheet, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)


def build(corpus: Path, store: Path, begin: Callable[[str], object] = str) -> Summary:
    """Read every file of `corpus` and swap the graph of them into the folder `store`.

    `begin` is called with the name of each stage of `STAGES` as it begins. Files that cannot be
    read are refused and named in the summary; the rest is built. Where nothing can be read, or the
    graph breaks its rules, an error is raised and the store that was there stays. What people
    decided about links, in the corpus's file of decisions, wins over what is found.
    """
    clock = _Clock(begin)
    with clock.stage("read"):
        documents, refused = read_documents(corpus)
    with clock.stage("resolve"):
        resolved = resolve_citations(documents)
    with clock.stage("align"):
        found = align(documents, resolved)
    with clock.stage("review"):
        decisions = read_decisions(decisions_file(corpus))
        reviewed = apply_decisions(found, decisions, held_documents(documents, resolved))
    with new_generation(store) as generation:
        filling = Store(str(generation))
        with clock.stage("quads"):
            said = graph_quads(documents, resolved, reviewed.found)
            load_quads(filling, chain(said, curation_quads(reviewed)), generation)
        with clock.stage("reason"):
            load_quads(filling, inferred_quads(filling), generation)
        with clock.stage("examples"):
            load_quads(filling, example_quads(LocalEndpoint(filling)), generation)
        with clock.stage("validate"):
            check(filling)
        with clock.stage("index"):
            write_index(LocalEndpoint(filling), generation / INDEX_FILE)
        with clock.stage("swap"):
            triples, findings = len(filling), _findings(filling)
            del filling  # closes the files before they change their place
    summary = _summary(documents, refused, reviewed, triples, findings)
    summary.bad_decisions, summary.seconds = decisions.bad, clock.seconds
    return summary


def read_documents(
    corpus: Path,
) -> tuple[tuple[Document, ...], tuple[UnreadableDocument, ...]]:
    """The documents of a folder and what was refused; NothingToBuild where none is left."""
    if not corpus.is_dir():
        raise NothingToBuild(f"没有 {corpus} 这个目录", f"there is no folder {corpus}")
    documents, refused = read_corpus(corpus)
    if documents:
        return documents, refused
    why_zh = "；".join(error.zh for error in refused) or "目录是空的"
    why_en = "; ".join(error.en for error in refused) or "the folder is empty"
    raise NothingToBuild(
        f"{corpus} 里没有读得出的公文：{why_zh}", f"no readable document in {corpus}: {why_en}"
    )


def graph_quads(
    documents: Iterable[Document], resolved: Iterable[ResolvedCitation], mapping_set: MappingSet
) -> Iterator[Quad]:
    """Everything that texts and machine say, before people decide or anything is inferred."""
    citations = tuple(resolved)
    return chain(
        ontology_quads(),
        vocabulary_quads(),
        chain.from_iterable(document_quads(document, citations) for document in documents),
        alignment_quads(mapping_set),
        quality_quads(measured(), [document.key for document in documents]),
    )


def check(store: Store) -> None:
    """Raise InvalidGraph where the graph in `store` breaks the shapes."""
    report = validate(store)
    if not report.conforms:
        raise InvalidGraph(report)


def _findings(store: Store) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, TYPE, term("Finding"), None))


def _summary(
    documents: tuple[Document, ...],
    refused: tuple[UnreadableDocument, ...],
    reviewed: Reviewed,
    triples: int,
    findings: int,
) -> Summary:
    items = [item for document in documents for item in document.items()]
    return Summary(
        documents=len(documents),
        items=len(items),
        units=sum(len(item.units) for item in items),
        targets=sum(len(item.targets) for item in items),
        links=_counts(link.kind for link in reviewed.links),
        triples=triples,
        warnings=sum(len(document.warnings) for document in documents),
        findings=findings,
        refused=refused,
        twins=tuple(find_twins(documents)),
        decided=_counts(one.decision.verdict.state for one in reviewed.decided),
        unapplied=reviewed.unapplied,
    )


def _counts(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


class _Clock:
    """Says which stage begins, and keeps how long each took."""

    def __init__(self, begin: Callable[[str], object]) -> None:
        self.begin = begin
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.begin(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start
