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
from rdflib.term import Node

from kg.catalogue import load_catalogue
from kg.endpoint import LocalEndpoint, cell_text
from kg.iris import ONTOLOGY, ZM, ZMV
from kg.mapping import alignment_quads, document_quads, ontology_quads, vocabulary_quads
from kg.mapping.curation import curation_quads
from kg.mapping.terms import ONTOLOGY_FOLDER
from kg.reason import inferred_quads
from kg.resolve import resolve_citations
from kg.store import open_store
from loaders.bodies import resolve_body
from loaders.divisions import DATA_SET, DATA_SET_DATE, find
from loaders.vocabulary import chinese_terms

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


def test_no_two_terms_share_a_label(policy: rdflib.Graph) -> None:
    labels = [str(label) for term in terms(policy) for label in policy.objects(term, RDFS.label)]
    assert sorted(set(labels)) == sorted(labels)


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


# --- OWL 2 DL --------------------------------------------------------------------------------


def test_every_term_is_one_kind_of_thing(policy: rdflib.Graph) -> None:
    kinds = (*KINDS, OWL.AnnotationProperty, OWL.Ontology)
    for term in set(policy.subjects(RDF.type)):
        if isinstance(term, URIRef):
            assert len(set(policy.objects(term, RDF.type)) & set(kinds)) == 1, term


def test_every_property_has_one_domain_and_one_range(policy: rdflib.Graph) -> None:
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in policy.subjects(RDF.type, kind):
            assert len(list(policy.objects(term, RDFS.domain))) == 1, term
            assert len(list(policy.objects(term, RDFS.range))) == 1, term


def test_only_datatypes_of_owl_2_are_used(policy: rdflib.Graph) -> None:
    for term in policy.subjects(RDF.type, OWL.DatatypeProperty):
        for datatype in policy.objects(term, RDFS.range):
            if isinstance(datatype, URIRef):
                assert datatype in OWL_2_DATATYPES, term


def test_literals_too_are_of_datatypes_of_owl_2(policy: rdflib.Graph) -> None:
    literals = {one for one in policy.objects() if isinstance(one, Literal)}
    assert {one.datatype for one in literals} - {None} <= OWL_2_DATATYPES


def test_properties_that_chain_are_not_counted_or_compared(policy: rdflib.Graph) -> None:
    """A property that is transitive, a chain, or above one, may not be functional, irreflexive,
    asymmetric or disjoint with another: such an ontology is not decidable."""
    composite = set(policy.subjects(RDF.type, OWL.TransitiveProperty))
    composite |= set(policy.subjects(OWL.propertyChainAxiom))
    for one in tuple(composite):
        composite |= {up for up in policy.transitive_objects(one, RDFS.subPropertyOf) if up}
    simple_only = {OWL.FunctionalProperty, OWL.InverseFunctionalProperty}
    simple_only |= {OWL.IrreflexiveProperty, OWL.AsymmetricProperty}
    for term in composite:
        assert not set(policy.objects(term, RDF.type)) & simple_only, term
    for axiom in policy.subjects(RDF.type, OWL.AllDisjointProperties):
        members = policy.value(axiom, OWL.members)
        assert not set(rdflib.collection.Collection(policy, members)) & composite  # type: ignore[arg-type]


def test_everything_that_is_referred_to_is_declared(policy: rdflib.Graph) -> None:
    declared = set(policy.subjects(RDF.type))
    for relation in (
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        RDFS.domain,
        OWL.inverseOf,
        OWL.onProperty,
    ):
        for term in policy.objects(None, relation):
            assert term in declared, (relation, term)


def test_no_class_is_its_own_ancestor(policy: rdflib.Graph) -> None:
    for relation in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in terms(policy):
            for above in policy.objects(term, relation):
                assert term not in policy.transitive_objects(above, relation)


# --- other pitfalls that can be seen without a network ---------------------------------------


def test_classes_and_properties_are_named_as_such(policy: rdflib.Graph) -> None:
    for term in terms(policy):
        is_class = (term, RDF.type, OWL.Class) in policy
        assert re.fullmatch("[A-Z][A-Za-z]+" if is_class else "[a-z][A-Za-z]+", term[len(ZM) :])


def test_no_class_stands_alone(policy: rdflib.Graph) -> None:
    tied = {node for axiom in (RDFS.domain, RDFS.range) for node in policy.objects(None, axiom)}
    tied |= {node for pair in policy.subject_objects(RDFS.subClassOf) for node in pair}
    tied |= {one for list_ in policy.objects(None, OWL.unionOf) for one in policy.items(list_)}
    tied |= set(policy.subjects(OWL.equivalentClass))
    assert set(policy.subjects(RDF.type, OWL.Class)) & terms(policy) - tied == set()


def test_an_inverse_goes_back_where_its_property_came_from(policy: rdflib.Graph) -> None:
    pairs = list(policy.subject_objects(OWL.inverseOf))
    assert pairs
    for one, other in pairs:
        assert one != other
        assert policy.value(one, RDFS.domain) == policy.value(other, RDFS.range)
        assert policy.value(one, RDFS.range) == policy.value(other, RDFS.domain)


@pytest.mark.parametrize(
    "kind", [OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.AsymmetricProperty]
)
def test_what_can_be_repeated_or_turned_stays_in_one_class(
    policy: rdflib.Graph, kind: URIRef
) -> None:
    properties = list(policy.subjects(RDF.type, kind))
    assert properties
    for term in properties:
        assert policy.value(term, RDFS.domain) == policy.value(term, RDFS.range), term


def test_a_chain_has_links_that_fit(policy: rdflib.Graph) -> None:
    for term, chain in policy.subject_objects(OWL.propertyChainAxiom):
        links = list(policy.items(chain))
        assert len(links) > 1
        assert policy.value(term, RDFS.domain) == policy.value(links[0], RDFS.domain)
        assert policy.value(term, RDFS.range) == policy.value(links[-1], RDFS.range)


def test_a_class_is_equivalent_to_a_definition_never_to_another_name(
    policy: rdflib.Graph,
) -> None:
    for axiom in (OWL.equivalentClass, OWL.equivalentProperty):
        assert not [one for one in policy.objects(None, axiom) if isinstance(one, URIRef)]


def test_nothing_is_said_of_terms_that_belong_to_others(policy: rdflib.Graph) -> None:
    """They are declared, no more."""
    ties = rdflib.Graph().parse(ONTOLOGY_FOLDER / "alignment.ttl")
    for subject, predicate in [*policy.subject_predicates(), *ties.subject_predicates()]:
        if isinstance(subject, URIRef) and not subject.startswith(ONTOLOGY):
            assert predicate == RDF.type, (subject, predicate)


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


# --- vocabularies ----------------------------------------------------------------------------


def vocabulary_files() -> list[Path]:
    return sorted((ONTOLOGY_FOLDER / "vocabulary").glob("*.ttl"))


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    """All concept schemes, as one graph."""
    graph = rdflib.Graph()
    for file in vocabulary_files():
        graph.parse(file)
    return graph


def concepts(vocabulary: rdflib.Graph) -> set[Node]:
    kinds = (SKOS.Concept, URIRef(f"{ZM}FunctionalLine"))
    return {one for kind in kinds for one in vocabulary.subjects(RDF.type, kind)}


def schemes(vocabulary: rdflib.Graph) -> set[Node]:
    kinds = (SKOS.ConceptScheme, SKOS.Collection)
    return {one for kind in kinds for one in vocabulary.subjects(RDF.type, kind)}


def languages(vocabulary: rdflib.Graph, node: Node, predicate: URIRef) -> list[str]:
    said = [one for one in vocabulary.objects(node, predicate) if str(one).strip()]
    return sorted(str(one.language) for one in said if isinstance(one, Literal))


@pytest.mark.parametrize("predicate", [SKOS.prefLabel, SKOS.definition])
def test_every_concept_and_scheme_is_named_and_defined_in_both_languages(
    vocabulary: rdflib.Graph, predicate: URIRef
) -> None:
    assert len(concepts(vocabulary)) > 400
    for node in concepts(vocabulary) | schemes(vocabulary):
        assert languages(vocabulary, node, predicate) == ["en", "zh"], node


def test_every_concept_has_an_example_and_stands_in_one_scheme(vocabulary: rdflib.Graph) -> None:
    """Names of bodies and phrases with a unit are examples that need no translation."""
    untranslated = ("line", "ending", "body", "unit")
    for node in concepts(vocabulary):
        (scheme,) = vocabulary.objects(node, SKOS.inScheme)
        only_chinese = str(scheme).rsplit("/", 1)[-1] in untranslated
        expected = ["zh"] if only_chinese else ["en", "zh"]
        assert languages(vocabulary, node, SKOS.example) == expected, node


@pytest.mark.parametrize(
    ("genre", "other"),
    [("意见", "通知"), ("办法", "细则"), ("规定", "条例"), ("报告", "请示"), ("公告", "通告")],
)
def test_genres_that_are_confused_say_how_they_differ(
    vocabulary: rdflib.Graph, genre: str, other: str
) -> None:
    notes = list(vocabulary.objects(URIRef(f"{ZMV}genre/{genre}"), SKOS.scopeNote))
    assert sorted(one.language for one in notes) == ["en", "zh"]  # type: ignore[attr-defined]
    assert all(other in str(note) for note in notes)


def test_what_is_noted_is_noted_in_both_languages(vocabulary: rdflib.Graph) -> None:
    for predicate in (SKOS.scopeNote, DCTERMS.source):
        for node in set(vocabulary.subjects(predicate)):
            assert languages(vocabulary, node, predicate) == ["en", "zh"], node


def test_units_convert_to_a_unit_that_is_its_own_base() -> None:
    graph = rdflib.Graph().parse(ONTOLOGY_FOLDER / "vocabulary" / "units.ttl")
    base_unit, factor = URIRef(f"{ZM}baseUnit"), URIRef(f"{ZM}factor")
    for unit in graph.subjects(RDF.type, SKOS.Concept):
        base = graph.value(unit, base_unit)
        assert graph.value(base, base_unit) == base, unit
        assert float(str(graph.value(unit, factor))) > 0
        assert base != unit or float(str(graph.value(unit, factor))) == 1


def test_ten_thousand_persons_are_persons() -> None:
    graph = rdflib.Graph().parse(ONTOLOGY_FOLDER / "vocabulary" / "units.ttl")
    unit = URIRef(f"{ZMV}unit/{chinese_terms('units')['万人']}")
    assert graph.value(unit, URIRef(f"{ZM}baseUnit")) == URIRef(f"{ZMV}unit/人")
    assert float(str(graph.value(unit, URIRef(f"{ZM}factor")))) == 10000


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


def test_the_fifteen_statutory_genres_are_all_there() -> None:
    graph = rdflib.Graph().parse(ONTOLOGY_FOLDER / "vocabulary" / "genres.ttl")
    members = set(graph.objects(URIRef(f"{ZMV}genre/法定"), SKOS.member))
    assert len(members) == 15
    assert all((member, RDF.type, SKOS.Concept) in graph for member in members)


def test_a_link_kind_is_named_after_its_property(policy: rdflib.Graph) -> None:
    graph = rdflib.Graph().parse(ONTOLOGY_FOLDER / "vocabulary" / "links.ttl")
    for kind in graph.subjects(SKOS.inScheme, URIRef(f"{ZMV}link")):
        name = str(kind).rsplit("/")[-1]
        assert (URIRef(f"{ZM}{name}"), RDF.type, OWL.ObjectProperty) in policy


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
    for file in [*ONTOLOGY_FOLDER.glob("*.ttl"), *vocabulary_files()]:
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
