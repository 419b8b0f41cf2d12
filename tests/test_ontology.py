"""The ontology is documented in two languages, lies in OWL 2 DL, and is used, all of it."""

from __future__ import annotations

import io
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
import rdflib
from example_documents import county, links, province, reviewed
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Literal, URIRef

from kg.endpoints.endpoint import LocalEndpoint, cell_text
from kg.iris import ONTOLOGY, ZM, ZMV
from kg.mapping import alignment_quads, document_quads, ontology_quads, vocabulary_quads
from kg.mapping.curation import curation_quads
from kg.mapping.terms import ONTOLOGY_FOLDER
from kg.questions.catalogue import load_catalogue
from kg.reason import inferred_quads
from kg.resolve import resolve_citations
from kg.store import open_store
from loaders.bodies import resolve_body
from loaders.divisions import DATA_SET, DATA_SET_DATE, find

OWL_2_DATATYPES = {
    XSD.string, XSD.anyURI, XSD.integer, XSD.decimal, XSD.boolean, RDFS.Literal,
}  # fmt: skip
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


@pytest.fixture(scope="module")
def policy() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY_FOLDER / "policy.ttl")


@pytest.fixture(scope="module")
def written(store: Path) -> set[str]:
    """Every zm: term of the triples that the mapping writes: of the corpus, and of two documents
    and links that use every field there is."""
    documents = (province(), county())
    resolved = resolve_citations(documents)
    example = ox.Store()
    for one in documents:
        example.extend(document_quads(one, resolved))
    example.extend(
        [
            *curation_quads(reviewed()),
            *alignment_quads(links()),
            *vocabulary_quads(),
            *ontology_quads(),
        ]
    )
    quads = [*open_store(store), *example, *inferred_quads(example)]
    nodes = {node.value for quad in quads for node in _terms_of(quad)}
    return {value.removeprefix(ZM) for value in nodes if value.startswith(ZM)}


def _terms_of(quad: ox.Quad) -> Iterator[ox.NamedNode]:
    if quad.graph_name.value.endswith("/ontology"):  # type: ignore[union-attr]
        return
    yield quad.predicate
    if isinstance(quad.object, ox.NamedNode):
        yield quad.object


def terms(policy: rdflib.Graph) -> set[URIRef]:
    return {
        term
        for kind in KINDS
        for term in policy.subjects(RDF.type, kind)
        if isinstance(term, URIRef) and term.startswith(ZM)
    }


def test_the_header_names_version_licence_and_creator(policy: rdflib.Graph) -> None:
    ontology = URIRef(ONTOLOGY)
    version = policy.value(ontology, OWL.versionInfo)
    assert policy.value(ontology, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
    assert policy.value(ontology, rdflib.DCTERMS.license)
    assert str(policy.value(ontology, rdflib.DCTERMS.creator)) == "Zhengmai contributors"


@pytest.mark.parametrize("annotation", [RDFS.label, SKOS.definition, SKOS.example, DCTERMS.source])
def test_every_term_is_explained_in_both_languages(
    policy: rdflib.Graph, annotation: URIRef
) -> None:
    for term in terms(policy):
        said = list(policy.objects(term, annotation))
        assert sorted(one.language for one in said) == ["en", "zh"], f"{term} {annotation}"  # type: ignore[attr-defined]
        assert all(str(one).strip() for one in said)


def test_every_term_is_used(policy: rdflib.Graph, written: set[str]) -> None:
    in_force = terms(policy) - set(policy.subjects(OWL.deprecated))
    assert {term.removeprefix(ZM) for term in in_force} - written == set()


def test_every_term_that_is_written_exists(policy: rdflib.Graph, written: set[str]) -> None:
    assert written - {term.removeprefix(ZM) for term in terms(policy)} == set()


@pytest.mark.parametrize("folder", ["queries", "ontology/rules"])
def test_every_term_that_a_query_asks_for_exists(policy: rdflib.Graph, folder: str) -> None:
    known = {term.removeprefix(ZM) for term in terms(policy)}
    for file in (ONTOLOGY_FOLDER.parent / folder).rglob("*.rq"):
        code = re.sub(r"(^|\s)#.*|\"[^\"\n]*\"|<[^>\s]*>", " ", file.read_text(encoding="utf-8"))
        asked = set(re.findall(r"\bzm:(\w+)", code))
        assert asked - known == set(), file.name


def test_every_term_in_shapes_and_ties_exists(policy: rdflib.Graph) -> None:
    for name in ("shapes.ttl", "alignment.ttl"):
        graph = rdflib.Graph().parse(ONTOLOGY_FOLDER / name)
        named = {node for triple in graph for node in triple if str(node).startswith(ZM)}
        named -= {URIRef(ZM)}
        assert {n for n in named if isinstance(n, URIRef)} - terms(policy) == set()


def test_every_concept_that_is_written_is_in_a_vocabulary(store: Path) -> None:
    known = {quad.subject for quad in vocabulary_quads()}
    for quad in open_store(store):
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(ZMV):
            assert quad.object in known


# --- ties and files --------------------------------------------------------------------------


def test_no_passage_becomes_a_concept_by_a_tie() -> None:
    """SKOS says of what its relations relate that it is a concept; our items are passages."""
    ties = rdflib.Graph().parse(ONTOLOGY_FOLDER / "alignment.ttl")
    for relation in (RDFS.subClassOf, RDFS.subPropertyOf):
        assert not [
            one
            for one in ties.objects(None, relation)
            if str(one).startswith((str(SKOS), str(OWL)))
        ]


def test_the_ontology_opens_as_rdf_xml_with_all_its_terms(policy: rdflib.Graph) -> None:
    world = owlready2.World()
    content = io.BytesIO(policy.serialize(format="xml", encoding="utf-8"))
    read = world.get_ontology(ONTOLOGY).load(fileobj=content)
    named = {one.iri for one in (*read.classes(), *read.properties())}
    assert {str(term) for term in terms(policy)} <= named


# --- names that stay -------------------------------------------------------------------------


def faults_of_names(policy: rdflib.Graph) -> list[str]:
    """Terms of a published version that are gone, and deprecated ones that name no successor."""
    published = {
        URIRef(f"{ZM}{name}")
        for version in (ONTOLOGY_FOLDER / "published").glob("*.txt")
        for name in version.read_text(encoding="utf-8").split()
    }
    in_force = terms(policy) - set(policy.subjects(OWL.deprecated))
    gone = [f"{term} is gone" for term in published - terms(policy)]
    for term in policy.subjects(OWL.deprecated, Literal(True)):
        if policy.value(term, DCTERMS.isReplacedBy) not in in_force:
            gone.append(f"{term} names no successor")
    return gone


def test_every_published_term_keeps_its_entry(policy: rdflib.Graph) -> None:
    assert faults_of_names(policy) == []


def test_the_terms_of_this_version_are_listed(policy: rdflib.Graph) -> None:
    """A new term is added to the list of a version that is not released, else to a new one."""
    version = policy.value(URIRef(ONTOLOGY), OWL.versionInfo)
    listed = (ONTOLOGY_FOLDER / "published" / f"{version}.txt").read_text(encoding="utf-8").split()
    assert listed == sorted(term.removeprefix(ZM) for term in terms(policy))


def test_a_term_is_deprecated_and_not_removed(policy: rdflib.Graph) -> None:
    old, new = URIRef(f"{ZM}raw"), URIRef(f"{ZM}quote")
    without = rdflib.Graph() + policy
    without.remove((old, None, None))
    assert faults_of_names(without) == [f"{old} is gone"]
    deprecated = rdflib.Graph() + policy
    deprecated.add((old, OWL.deprecated, Literal(True)))
    assert faults_of_names(deprecated) == [f"{old} names no successor"]
    deprecated.add((old, DCTERMS.isReplacedBy, new))
    assert faults_of_names(deprecated) == []


# --- divisions, bodies -----------------------------------------------------------------------


def test_divisions_reach_from_the_nation_to_the_counties_with_code_and_data_set(
    endpoint: LocalEndpoint,
) -> None:
    levels = endpoint.select(f"""
        PREFIX zm: <{ZM}>
        SELECT ?level (COUNT(?division) AS ?count) WHERE {{
          ?division a zm:AdministrativeDivision ; zm:level ?level ;
                    <{SKOS.notation}> ?code ; <{DCTERMS.source}> ?source ;
                    zm:parentDivision* / <{SKOS.notation}> "410000" .
          FILTER (REGEX(?code, "^41[0-9]{{4}}$"))
          FILTER (CONTAINS(?source, "{DATA_SET}") && CONTAINS(?source, "{DATA_SET_DATE}"))
        }} GROUP BY ?level""").rows
    counts = {cell_text(level).rsplit("/")[-1]: int(cell_text(count)) for level, count in levels}
    assert counts == {"provincial": 1, "municipal": 17, "county": 157}


@pytest.mark.parametrize(
    ("printed", "name", "line"),
    [
        ("市教育局", "教育局", "education"),
        ("市委组织部", "委组织部", "organisation"),
        ("市总工会", "总工会", "trade-unions"),
        ("团市委", "委员会", "youth-league"),
        ("市妇联", "妇女联合会", "women"),
        ("市委社会工作部", "委社会工作部", "social-work"),
        ("市职教社", "中华职业教育社", "vocational-education-society"),
    ],
)
def test_a_department_is_made_of_its_line_wherever_it_is(
    printed: str, name: str, line: str
) -> None:
    """Offices of government, organs of the Party and mass organisations, of any city."""
    for city in ("洛阳市", "周口市", "苏州市"):
        body = resolve_body(printed, find(city))
        assert body.line == line
        assert city in body.name
        assert body.name.endswith(name)


def test_a_body_stands_once_with_every_form_that_it_is_printed_in(endpoint: LocalEndpoint) -> None:
    rows = endpoint.select(f"""
        PREFIX zm: <{ZM}>
        SELECT DISTINCT ?name ?body ?form ?printed WHERE {{
          ?assignment zm:body ?body ; zm:raw ?printed .
          ?body <{RDFS.label}> ?name
          OPTIONAL {{ ?body <{SKOS.altLabel}> ?form FILTER (STR(?form) = ?printed) }}
        }}""").rows
    read = [tuple(map(cell_text, row)) for row in rows]
    assert len({name for name, *_ in read}) == len({body for _, body, *_ in read})
    assert all(printed in (name, form) for name, _, form, printed in read)
    assert "市工信局" in {form for name, _, form, _ in read if name == "南阳市工业和信息化局"}


# --- competency questions --------------------------------------------------------------------


def test_competency_questions_are_answered_by_what_is_there() -> None:
    text = (ONTOLOGY_FOLDER / "README.md").read_text(encoding="utf-8")
    answers = re.findall(r"^\| \d+ \|.*\| `([^`]+)` \|$", text, re.MULTILINE)
    assert len(answers) >= 30
    for answer in answers:
        path, _, test = answer.partition("::")
        file = ONTOLOGY_FOLDER.parent / path
        assert file.is_file(), answer
        if test:
            assert f"def {test}(" in file.read_text(encoding="utf-8"), answer
        else:  # tests/test_queries.py asks every question of the catalogue, and gets rows
            assert file.stem in load_catalogue(), answer


def test_every_file_of_the_folder_is_in_its_readme() -> None:
    text = (ONTOLOGY_FOLDER / "README.md").read_text(encoding="utf-8")
    for file in ONTOLOGY_FOLDER.rglob("*.ttl"):
        assert file.stem in text, file


def test_the_reference_page_is_up_to_date() -> None:
    """`python docs/ontology.py` writes it anew."""
    docs = ONTOLOGY_FOLDER.parent / "docs"
    made = runpy.run_path(str(docs / "ontology.py"))["page"]()
    assert (docs / "ontology.html").read_text(encoding="utf-8") == made


def test_no_label_of_the_diagram_lies_on_a_box(policy: rdflib.Graph) -> None:
    page = runpy.run_path(str(ONTOLOGY_FOLDER.parent / "docs" / "ontology.py"))
    diagram, width = page["_diagram"](policy), page["BOX"][0]
    assert {"Item", "PolicyDocument", "Assignment", "Target"} <= {box.name for box in diagram.boxes}
    for line in diagram.lines:
        x, y = (line.x1 + line.x2) / 2, (line.y1 + line.y2) / 2
        for box in diagram.boxes if line.label else ():
            beside = abs(x - box.x) >= width / 2 + 6 * len(line.label)
            assert beside or abs(y - box.y) >= box.height / 2 + 6, (line.label, box.name)
