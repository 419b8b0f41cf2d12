"""Decisions in the graph: built from a corpus that has some, asked by SPARQL, given as SSSOM."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, serialize

from kg.align.align import align
from kg.align.link import ItemRef, Link
from kg.build import Summary, build, read_documents
from kg.endpoints.endpoint import LocalEndpoint, cell_text
from kg.exports.export import write_sssom
from kg.iris import alignment_iri, concept_iri, graph_iri, item_iri, term
from kg.questions.ask import ask
from kg.questions.catalogue import bind, load_catalogue
from kg.questions.tables import readable
from kg.resolve import resolve_citations
from kg.review.decide import Asked, decide, write
from kg.review.exchange import plan
from kg.review.file import decisions_file, read_decisions
from kg.review.held import held_documents
from kg.review.stored import stored_held
from kg.store import open_store

CITY, PROVINCE = "zhumadian-2021-zhuzhengban-44", "henan-2021-yuzheng-2"
CURATION, ALIGNMENT = graph_iri("curation"), graph_iri("alignment")
OF_DECISIONS = ("all-decisions", "decisions", "decisions-waiting")


class Reviewed:
    """A corpus with decisions: a link accepted, one rejected, a pair related, one out of place."""

    def __init__(self, corpus: Path, folder: Path) -> None:
        self.corpus, self.store = folder / "corpus", folder / "store"
        shutil.copytree(corpus, self.corpus)
        documents = read_documents(self.corpus)[0]
        citations = resolve_citations(documents)
        held = held_documents(documents, citations)
        across = [
            link
            for link in align(documents, citations).links
            if (link.subject.document, link.object.document) == (CITY, PROVINCE)
        ]
        self.accepted = next(link for link in across if link.kind == "relatedTo")
        self.rejected = next(link for link in across if link.kind == "implements")
        linked = {(link.subject, link.object) for link in across}
        item, upper = ItemRef(CITY, "A/1"), ItemRef(PROVINCE, "20")
        assert (item, upper) not in linked
        asked = (
            Asked(self.accepted.subject, self.accepted.object, "accept", "一致"),
            Asked(self.rejected.subject, self.rejected.object, "reject", "只有“主题”相同"),
            Asked(item, upper, "relate"),
            Asked(ItemRef(CITY, "2"), ItemRef(PROVINCE, "4"), "accept"),
        )
        file = decisions_file(self.corpus)
        write(file, decide(asked[:1], held, {}, "李四", "2026-02-01"))
        write(file, decide(asked, held, {}, "张三", "2026-03-01"))
        # As if the text had been read anew, and item 3 were item 2 then.
        text = file.read_text(encoding="utf-8")
        moved = text.replace(f"item:{CITY}/2\t", f"item:{CITY}/3\t")
        file.write_text(moved.replace(f"\t{CITY}\t2\t", f"\t{CITY}\t3\t"), encoding="utf-8")
        self.summary = build(self.corpus, self.store)


@pytest.fixture(scope="module")
def reviewed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    return Reviewed(corpus, tmp_path_factory.mktemp("reviewed"))


@pytest.fixture(scope="module")
def graph(reviewed: Reviewed) -> Store:
    return open_store(reviewed.store)


@pytest.fixture(scope="module")
def asked(graph: Store) -> LocalEndpoint:
    return LocalEndpoint(graph)


def rows(endpoint: LocalEndpoint, name: str, **values: str) -> list[dict[str, str]]:
    records = ask(name, values, endpoint).records()
    return [{column: readable(cell) for column, cell in row.items()} for row in records]


def said(graph: Store, subject: NamedNode, name: str) -> set[object]:
    return {quad.object for quad in graph.quads_for_pattern(subject, term(name), None)}


def record(link: Link) -> NamedNode:
    subject, object_ = ((ref.document, ref.item) for ref in (link.subject, link.object))
    return alignment_iri(subject, object_)


# What the build makes of them


def test_the_build_counts_what_was_decided(reviewed: Reviewed) -> None:
    summary: Summary = reviewed.summary
    assert summary.decided == {"accepted": 1, "rejected": 1, "related": 1}
    assert [one.state for one in summary.unapplied] == ["moved"]
    assert summary.bad_decisions == ()


def test_an_accepted_link_stands_with_decision_and_what_the_machine_said(
    graph: Store, reviewed: Reviewed
) -> None:
    link = reviewed.accepted
    ends = (item_iri(ref.document, ref.item) for ref in (link.subject, link.object))
    subject, object_ = ends
    (quad,) = graph.quads_for_pattern(subject, term("implements"), object_)
    assert quad.graph_name == CURATION
    assert not list(graph.quads_for_pattern(subject, term("relatedTo"), object_))
    node = record(link)
    assert {quad.graph_name for quad in graph.quads_for_pattern(node, None, None)} == {CURATION}
    assert said(graph, node, "reviewStatus") == {concept_iri("review", "accepted")}
    assert said(graph, node, "proposedKind") == {concept_iri("link", "relatedTo")}
    assert {float(one.value) for one in said(graph, node, "proposedConfidence")} == {  # type: ignore[attr-defined]
        link.confidence
    }
    assert {float(one.value) for one in said(graph, node, "confidence")} == {1.0}  # type: ignore[attr-defined]


def test_a_rejected_link_is_a_record_and_no_link(graph: Store, reviewed: Reviewed) -> None:
    link, node = reviewed.rejected, record(reviewed.rejected)
    subject, object_ = (item_iri(ref.document, ref.item) for ref in (link.subject, link.object))
    assert not list(graph.quads_for_pattern(subject, term("implements"), object_))
    assert said(graph, node, "reviewStatus") == {concept_iri("review", "rejected")}
    assert said(graph, node, "linkKind") == set()
    assert said(graph, node, "proposedKind") == {concept_iri("link", "implements")}


def test_a_decision_names_its_reviewer_and_what_it_revises(
    graph: Store, reviewed: Reviewed
) -> None:
    (decision,) = said(graph, record(reviewed.accepted), "hasDecision")
    assert isinstance(decision, NamedNode)
    assert said(graph, decision, "reason") == {Literal("一致")}
    (who,) = said(graph, decision, "decidedBy")
    assert str(who).endswith("/id/reviewer/张三>")
    (before,) = said(graph, decision, "revises")
    assert isinstance(before, NamedNode)
    assert said(graph, before, "standing") == {concept_iri("standing", "superseded")}
    (first,) = said(graph, before, "decidedBy")
    assert str(first).endswith("/id/reviewer/李四>")


def test_nothing_is_said_in_two_graphs(graph: Store) -> None:
    decided, found = (
        {quad.triple for quad in graph.quads_for_pattern(None, None, None, name)}
        for name in (CURATION, ALIGNMENT)
    )
    assert decided
    assert not decided & found


def test_without_decisions_there_is_no_such_graph(store: Path) -> None:
    assert CURATION not in set(open_store(store).named_graphs())


# Asked


def test_decisions_are_listed_with_reviewer_day_and_reason(
    asked: LocalEndpoint, reviewed: Reviewed
) -> None:
    listed = {(row["lower"], row["upper"]): row for row in rows(asked, "decisions")}
    assert len(listed) == 3
    row = listed[str(reviewed.rejected.subject), str(reviewed.rejected.object)]
    assert (row["link"], row["reviewer"], row["date"]) == ("落实", "张三", "2026-03-01")
    assert row["reason"] == "只有“主题”相同"
    assert row["proposed"] == "落实"
    assert float(row["confidence"]) == reviewed.rejected.confidence
    assert listed[f"{CITY}#A/1", f"{PROVINCE}#20"]["proposed"] == ""
    assert rows(asked, "decisions", document=PROVINCE) == []


def test_states_are_counted_by_document(asked: LocalEndpoint, endpoint: LocalEndpoint) -> None:
    def counts(endpoint: LocalEndpoint) -> dict[str, int]:
        (row,) = (
            r for r in rows(endpoint, "review-states", document=CITY) if r["upper"] == PROVINCE
        )
        return {name: int(row[name]) for name in ("unreviewed", "accepted", "related", "rejected")}

    before, now = counts(endpoint), counts(asked)
    assert now == {"accepted": 1, "related": 1, "rejected": 1} | {
        "unreviewed": before["unreviewed"]
        - 2  # of the three pairs, one the machine did not propose
    }


def test_what_moved_is_listed_with_where_it_is_now(asked: LocalEndpoint) -> None:
    (row,) = rows(asked, "decisions-waiting")
    assert (row["subject"], row["object"]) == (f"{CITY}#3", f"{PROVINCE}#4")
    assert (row["nowSubject"], row["nowObject"]) == (f"{CITY}#2", f"{PROVINCE}#4")
    assert row["standing"] == "原话已移位"
    assert f"{CITY}#2" in row["why"]


def test_the_queue_has_what_nobody_decided_the_most_doubtful_first(
    asked: LocalEndpoint, reviewed: Reviewed
) -> None:
    queue = rows(asked, "review-queue")
    doubts = [float(row["doubt"]) for row in queue]
    assert doubts == sorted(doubts, reverse=True)
    assert 0.3 < float(queue[0]["confidence"]) < 0.7
    pairs = {(row["lower"], row["upper"]) for row in queue}
    for link in (reviewed.accepted, reviewed.rejected):
        assert (str(link.subject), str(link.object)) not in pairs
    assert len(queue) == sum(int(row["unreviewed"]) for row in rows(asked, "review-states"))


def test_the_queue_says_whether_an_item_stands_or_falls_with_a_link(asked: LocalEndpoint) -> None:
    links = {
        (row["subject"], row["object"])
        for row in rows(asked, "all-links")
        if row["kind"] != "relatedTo"
    }
    for row in rows(asked, "review-queue")[:40]:
        lower, upper = row["lower"], row["upper"]
        homes = lower.partition("#")[0], upper.partition("#")[0]
        others = {pair for pair in links if tuple(e.partition("#")[0] for e in pair) == homes}
        others.discard((lower, upper))
        assert (row["decidesUpper"] == "true") == (upper not in {above for _, above in others})
        assert (row["decidesLower"] == "true") == (lower not in {below for below, _ in others})


def test_a_question_about_links_never_meets_a_rejected_one(
    asked: LocalEndpoint, reviewed: Reviewed
) -> None:
    """Every question of the catalogue that names both ends of a link."""
    lower, upper = str(reviewed.rejected.subject), str(reviewed.rejected.object)
    item, other = item_iri(*lower.split("#")), item_iri(*upper.split("#"))
    for name, values, ends in (
        ("links-between", {"lower": CITY, "upper": PROVINCE}, ("lowerItem", "upperItem")),
        ("item-upward", {"item": lower}, ("lower", "upper")),
        ("item-downward", {"item": upper}, ("lower", "upper")),
        ("all-links", {}, ("subject", "object")),
        ("links-to-review", {"below": "1"}, ("lower", "upper")),
        ("view-item-links", {"item": item.value}, ("subject", "object")),
    ):
        found = {tuple(row[end] for end in ends) for row in rows(asked, name, **values)}
        assert found, name
        assert (lower, upper) not in found, name
    edges = {(row["source"], row["target"]) for row in rows(asked, "network-edges")}
    assert (readable(item), readable(other)) not in edges


@pytest.fixture(scope="module")
def memory(graph: Store) -> rdflib.Dataset:
    """The same graph in rdflib's own memory, for rdflib's own SPARQL engine."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=serialize(graph, format=RdfFormat.N_QUADS) or b"", format="nquads")
    return dataset


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
@pytest.mark.parametrize("name", OF_DECISIONS)
def test_another_engine_gives_the_same_rows(
    memory: rdflib.Dataset, asked: LocalEndpoint, name: str
) -> None:
    ours, theirs = ask(name, {}, asked), memory.query(bind(load_catalogue()[name], {}))
    assert ours.rows
    assert {tuple(map(cell_text, row)) for row in ours.rows} == {
        tuple(str(cell or "") for cell in row)  # type: ignore[union-attr]
        for row in theirs
    }


# Given out and taken in


def test_sssom_goes_round_and_loses_nothing(
    graph: Store, asked: LocalEndpoint, reviewed: Reviewed, tmp_path: Path
) -> None:
    exported = tmp_path / "links.sssom.tsv"
    write_sssom(graph, exported)
    hold = partial(stored_held, asked)
    found = plan(exported, {}, hold)
    kept = {one.pair: one for one in read_decisions(decisions_file(reviewed.corpus))}
    in_force = {pair: one for pair, one in kept.items() if pair[0] != ItemRef(CITY, "3")}
    assert {one.pair: one for one in found.new} == in_force
    assert (found.conflicts, found.bad, found.left_out) == ((), (), ())
    assert found.machine == len(rows(asked, "review-queue"))

    target = decisions_file(tmp_path)
    write(target, found.new)
    assert list(read_decisions(target)) == [in_force[pair] for pair in sorted(in_force)]
    again = plan(exported, read_decisions(target).by_pair, hold)
    assert (again.new, len(again.same)) == ((), 3)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:.*deprecated")
def test_sssoms_own_tools_read_the_export(graph: Store, tmp_path: Path) -> None:
    parsers = pytest.importorskip("sssom.parsers")
    validators = pytest.importorskip("sssom.validators")
    write_sssom(graph, tmp_path / "links.sssom.tsv")
    table = parsers.parse_sssom_table(tmp_path / "links.sssom.tsv")
    assert sorted(table.df["predicate_modifier"].unique()) == ["", "Not"]
    reports = validators.validate(table, fail_on_error=False)
    assert all(not report.results for report in reports.values())


def test_links_that_nobody_decided_are_given_out_as_before(
    graph: Store, store: Path, tmp_path: Path
) -> None:
    write_sssom(open_store(store), tmp_path / "before")
    write_sssom(graph, tmp_path / "after")
    before, after = (_rows_of(tmp_path / name) for name in ("before", "after"))
    assert "predicate_modifier" not in next(iter(before.values()))
    undecided = {p: r for p, r in after.items() if "Manual" not in r["mapping_justification"]}
    assert len(before) - len(undecided) == 2
    for pair, row in undecided.items():
        assert before[pair] == {name: row[name] for name in before[pair]}
        assert not any(row[name] for name in set(row) - set(before[pair]))


def _rows_of(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    columns = lines[0].split("\t")
    found = [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:]]
    return {(row["subject_id"], row["object_id"]): row for row in found}


def test_the_documents_are_held_alike_from_files_and_from_the_graph(
    asked: LocalEndpoint, reviewed: Reviewed
) -> None:
    """Levels, places, dates, texts and bases: what decisions are judged by."""
    documents = read_documents(reviewed.corpus)[0]
    read = held_documents(documents, resolve_citations(documents))
    stored = stored_held(asked)
    assert set(stored.items) == set(read.items)
    for ref, item in read.items.items():
        same = stored.items[ref]
        assert (same.text, same.kind, same.title) == (item.text, item.kind, item.title)
    for key, document in read.documents.items():
        there = stored.documents[key].header
        for name in ("level", "admin_code_gb2260", "date_signed", "date_printed"):
            assert getattr(there, name) == getattr(document.header, name), (key, name)
        assert [stored.basis(key, other) for other in read.documents] == [
            read.basis(key, other) for other in read.documents
        ]
