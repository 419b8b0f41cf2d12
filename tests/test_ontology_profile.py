"""The ontology lies in OWL 2 DL, says the OWL API, and what does not is refused."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import owlready2
import pytest
import rdflib
from rdflib import OWL, RDF, XSD, Literal, URIRef

from kg import prove
from kg.iris import ZM
from kg.mapping.terms import ONTOLOGY_FOLDER

JARS = Path(owlready2.__file__).parent / "pellet" / "*"
"""Pellet and the OWL API that come with owlready2."""
OWL_2_DATATYPES = {XSD.string, XSD.anyURI, XSD.integer, XSD.decimal, XSD.boolean}
PREFIXES = f"""
@prefix zm: <{ZM}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def ontology(*names: str, called: str = "urn:one") -> rdflib.Graph:
    """The files as one ontology of another name, without their headers."""
    graph = rdflib.Graph()
    for name in names:
        graph.parse(ONTOLOGY_FOLDER / name)
    for header in set(graph.subjects(RDF.type, OWL.Ontology)):
        graph.remove((header, None, None))
    graph.add((URIRef(called), RDF.type, OWL.Ontology))
    return graph


SOUND = {"the terms": ("policy.ttl",), "with their ties": ("policy.ttl", "alignment.ttl")}
BROKEN = {
    "transitive and counted": "zm:tracesTo a owl:FunctionalProperty .",
    "transitive and one way": "zm:inheritsFrom a owl:AsymmetricProperty .",
    "of two kinds": "zm:partOf a owl:DatatypeProperty .",
    "not declared": "zm:Item rdfs:subClassOf zm:Undeclared .",
    "of OWL itself": "owl:Undefined a owl:Class .",
}


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The narrowest profile that the OWL API finds each ontology in: "OWL 2 DL", or "OWL 2"."""
    folder = tmp_path_factory.mktemp("profiles")
    cases = {name: (*files, "") for name, files in SOUND.items()}
    cases |= {name: ("policy.ttl", added) for name, added in BROKEN.items()}
    files = [folder / f"{n}.owl" for n in range(len(cases))]
    for file, (*names, added) in zip(files, cases.values(), strict=True):
        graph = ontology(*names, called=f"urn:{file.stem}")
        graph.parse(data=PREFIXES + added, format="turtle").serialize(file, format="xml")
    java = prove._java()
    assert java, "the check needs Java"
    command = [java, "-cp", str(JARS), "pellet.Pellet", "info", *(one.as_uri() for one in files)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = dict(re.findall(r"^Information about .*<urn:(\d+)>\)\nOWL Profile = (.+)$", said, re.M))
    return {name: found[str(n)] for n, name in enumerate(cases)}


@pytest.mark.parametrize("name", SOUND)
def test_the_ontology_lies_in_owl_2_dl(profiles: dict[str, str], name: str) -> None:
    assert profiles[name] == "OWL 2 DL"


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_decidable_is_found(profiles: dict[str, str], name: str) -> None:
    assert profiles[name] == "OWL 2"


def test_literals_are_of_the_datatypes_of_owl_2() -> None:
    """That API lets xsd:date pass, which is in no map of OWL 2 and which HermiT refuses."""
    for graph in (ontology("policy.ttl"), ontology("alignment.ttl")):
        used = {one.datatype for one in graph.objects() if isinstance(one, Literal)}
        named = {one for one in graph.objects() if isinstance(one, URIRef) and one in XSD}
        assert (used | named) - {None} <= OWL_2_DATATYPES
