"""What a document says becomes triples of its own graph, each with its place in the text."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from example_documents import county, document, links, province
from hypothesis import given
from hypothesis import strategies as st

from kg.iris import document_graph_iri, document_iri, graph_iri, iri_part, item_iri, term
from kg.mapping import alignment_quads, document_quads, ontology_quads, vocabulary_quads
from kg.resolve import resolve_citations
from loaders.document import Document
from loaders.read import read_corpus

PREFIXES = """
PREFIX zm: <https://w3id.org/zhengmai/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""
HENAN = "henan-2021-yuzheng-2"
ZHUMADIAN = "zhumadian-2021-zhuzhengban-44"


@pytest.fixture(scope="module")
def documents(corpus: Path) -> tuple[Document, ...]:
    return read_corpus(corpus)[0]


@pytest.fixture(scope="module")
def quads(documents: tuple[Document, ...]) -> list[ox.Quad]:
    resolved = resolve_citations(documents)
    return [quad for document in documents for quad in document_quads(document, resolved)]


@pytest.fixture(scope="module")
def graph(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend([*quads, *vocabulary_quads()])
    return store


def ask(graph: ox.Store, pattern: str) -> list[tuple[str, ...]]:
    rows = graph.query(PREFIXES + pattern, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return [tuple(value.value for value in row) for row in rows]


def test_every_item_of_the_corpus_is_there_with_its_kind(graph: ox.Store) -> None:
    rows = ask(
        graph,
        """SELECT ?key ?kind (COUNT(?item) AS ?n) WHERE {
             ?document zm:key ?key ; zm:hasItem ?item . ?item a ?kind } GROUP BY ?key ?kind""",
    )
    counts = {(key, kind.rsplit("#")[-1]): int(n) for key, kind, n in rows}
    assert counts[HENAN, "Measure"] == 26
    assert counts[HENAN, "Task"] == 6 + 35
    assert counts[ZHUMADIAN, "Measure"] == counts[ZHUMADIAN, "Task"] == 19


def test_an_item_is_found_by_its_key_and_stands_in_its_section(graph: ox.Store) -> None:
    ((item, label, section, line),) = ask(
        graph,
        f"""SELECT ?item ?label ?section ?line WHERE {{
             ?item zm:itemKey "{HENAN}#4" ; rdfs:label ?label ; zm:sourceLine ?line ;
                   zm:partOf/zm:title ?section }}""",
    )
    assert item == item_iri(HENAN, "4").value
    assert label == "豫政〔2021〕2号 4"
    assert section.startswith("突出德技并修")
    assert int(line) > 1


def test_offsets_point_at_the_words_in_the_source_text(graph: ox.Store) -> None:
    rows = ask(
        graph,
        """SELECT ?text ?start ?end ?quote WHERE {
             ?passage zm:startOffset ?start ; zm:endOffset ?end ; zm:quote ?quote ;
                      (zm:targetOf|zm:assignmentOf)/zm:inDocument ?document .
             ?graph prov:wasDerivedFrom/zm:sourceText ?text .
             GRAPH ?graph { ?document zm:key ?key } }""",
    )
    assert len(rows) > 500
    for text, start, end, quote in rows:
        assert _bare(text[int(start) : int(end)]) == _bare(quote)


def _bare(text: str) -> str:
    return re.sub(r"\s|<[^>]*>", "", text)


def test_a_document_that_is_only_cited_is_a_node_without_text(graph: ox.Store) -> None:
    plan = document_iri("国家职业教育改革实施方案")
    assert ask(
        graph,
        f"""SELECT ?held ?number ?level WHERE {{
             {plan} zm:textHeld ?held ; zm:documentNumber ?number ; zm:level ?level }}""",
    ) == [("false", "国发〔2019〕4号", "https://w3id.org/zhengmai/vocabulary/level/national")]


def test_the_date_is_the_day_signed_or_else_the_day_printed(graph: ox.Store) -> None:
    rows = ask(graph, "SELECT ?key ?date WHERE { ?d zm:key ?key ; zm:date ?date }")
    dates = {row[0]: row[1] for row in rows}
    assert dates[ZHUMADIAN] == "2021-11-30"
    assert dates[HENAN] == "2021-01-07"
    assert "nanyang-task-list" not in dates


def test_bodies_have_their_line_and_their_place(graph: ox.Store) -> None:
    rows = ask(
        graph,
        """SELECT DISTINCT ?line ?place WHERE {
             ?body rdfs:label "驻马店市教育局"@zh ; zm:functionalLine ?line ;
                   zm:jurisdiction/rdfs:label ?place }""",
    )
    assert rows == [("https://w3id.org/zhengmai/vocabulary/line/education", "驻马店市")]


def test_a_graph_says_which_file_and_which_software_it_comes_from(
    graph: ox.Store, documents: tuple[Document, ...]
) -> None:
    rows = ask(
        graph,
        """SELECT ?file ?digest ?agent WHERE {
             ?document zm:sourceFile ?file ; zm:sourceDigest ?digest ; zm:key ?key .
             ?graph prov:wasAttributedTo/rdfs:label ?agent .
             GRAPH ?graph { ?document zm:key ?key } }""",
    )
    assert {row[:2] for row in rows} == {(d.source_file, d.source_sha256) for d in documents}
    assert all(agent.startswith("政脉 ") for _, _, agent in rows)


def test_each_document_has_a_graph_of_its_own_without_blank_nodes(
    quads: list[ox.Quad], documents: tuple[Document, ...]
) -> None:
    graphs = {document_graph_iri(d.key) for d in documents} | {graph_iri("entities")}
    assert {quad.graph_name for quad in quads} == graphs
    everything = [*quads, *alignment_quads(links()), *ontology_quads(), *vocabulary_quads()]
    for quad in everything:
        assert isinstance(quad.subject, ox.NamedNode)
        assert not isinstance(quad.object, ox.BlankNode)
        assert "%" not in quad.subject.value


def test_what_several_documents_say_of_a_body_stands_once(graph: ox.Store) -> None:
    rows = ask(
        graph,
        """SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }
                         GROUP BY ?s ?p ?o HAVING (COUNT(?g) > 1)""",
    )
    assert rows == []


def test_the_same_documents_give_the_same_quads_in_the_same_order(
    quads: list[ox.Quad], documents: tuple[Document, ...]
) -> None:
    resolved = resolve_citations(documents)
    again = [quad for document in documents for quad in document_quads(document, resolved)]
    assert again == quads


def test_every_node_has_a_chinese_label(graph: ox.Store) -> None:
    missing = ask(
        graph,
        """SELECT DISTINCT ?node WHERE { ?node a ?class
             OPTIONAL { ?node rdfs:label ?label FILTER (LANG(?label) = "zh") }
             FILTER (!BOUND(?label) && STRSTARTS(STR(?node), "https://w3id.org/zhengmai/id/")) }""",
    )
    assert missing == []


def test_numbers_are_plain_decimals_with_their_unit_of_measure() -> None:
    store = ox.Store()
    store.extend(document_quads(county(), ()))
    store.extend(vocabulary_quads())
    rows = ask(
        store,
        """SELECT ?value ?max ?unit ?factor WHERE {
             ?target zm:comparator "range" ; zm:value ?value ; zm:maxValue ?max ; zm:unit ?unit ;
                     zm:targetOf ?item ; zm:unitOfMeasure/zm:factor ?factor . ?item a zm:Task }""",
    )
    assert rows == [("1", "2", "万人", "10000")]


def test_sections_that_share_a_label_stay_apart() -> None:
    from dataclasses import replace

    from loaders.document import Section, Span

    twins = (Section("", "目标", Span(1, 0, 1)), Section("", "目标", Span(2, 2, 3)))
    quads = document_quads(replace(document("d", "某方案"), outline=twins), ())
    lines = Counter(q.subject for q in quads if q.predicate == term("sourceLine"))
    assert len(lines) == 2
    assert set(lines.values()) == {1}


def test_a_link_is_a_triple_and_a_record_with_its_wording() -> None:
    store = ox.Store()
    store.extend(alignment_quads(links()))
    item, upper = item_iri("hua", "A/1"), item_iri("henan", "1")
    assert ox.Quad(item, term("implements"), upper, next(iter(store)).graph_name) in store
    rows = ask(
        store,
        f"""SELECT ?confidence ?quote ?start ?end WHERE {{
             ?record zm:subjectItem {item} ; zm:objectItem {upper} ; zm:confidence ?confidence ;
                     zm:hasSharedWording ?wording .
             ?wording zm:quote ?quote ; zm:objectStart ?start ; zm:objectEnd ?end }}""",
    )
    assert rows == [("0.9", "建设", "0", "2")]


def test_a_miss_and_a_target_without_a_number_are_recorded() -> None:
    store = ox.Store()
    store.extend(alignment_quads(links()))
    assert ask(store, "SELECT ?d WHERE { ?m a zm:NoMatch ; zm:searchedDocument ?d }") == [
        (document_iri("hua").value,)
    ]
    rows = ask(
        store,
        """SELECT ?item WHERE { ?c a zm:TargetComparison ; zm:lowerItem ?item
             OPTIONAL { ?c zm:lowerTarget ?lower } FILTER (!BOUND(?lower)) }""".replace(
            "?lower WHERE", "WHERE"
        ),
    )
    assert rows == [(item_iri("hua", "1").value,)]


@pytest.mark.parametrize("code", [None, "430100"], ids=["as read", "as a sidecar states it"])
def test_zones_without_a_code_are_places_all_the_same(code: str | None) -> None:
    zone = document(
        "zone",
        "长沙经济技术开发区十条措施",
        issuers=("长沙经济技术开发区管理委员会",),
        level="county",
        jurisdiction="长沙经济技术开发区",
        admin_code_gb2260=code,
    )
    store = ox.Store()
    store.extend([*document_quads(zone, ()), *vocabulary_quads()])
    rows = ask(
        store,
        """SELECT ?name ?above WHERE {
             ?d zm:key "zone" ; zm:jurisdiction ?place .
             ?place rdfs:label ?name ; zm:parentDivision/rdfs:label ?above }""",
    )
    assert rows == [("长沙经济技术开发区", "长沙市")]


def test_a_province_alone_maps_too() -> None:
    kinds = Counter(
        quad.object.value.rsplit("#")[-1]
        for quad in document_quads(province(), ())
        if quad.predicate.value.endswith("#type") and isinstance(quad.object, ox.NamedNode)
    )
    assert kinds["PolicyDocument"] == 1
    assert kinds["Measure"] == 2


@given(st.text(max_size=40))
def test_any_text_becomes_a_readable_part_of_an_iri(text: str) -> None:
    part = iri_part(text)
    ox.NamedNode(f"https://example.org/{part}")
    assert not re.search(r"[\s%/#?\[\]<>\"{}|\\^`]", part)
    assert iri_part(part) == part
