"""What concepts are called: the one source of the words that pages and commands say.

`ontology/vocabulary` holds them as SKOS. A page that needs a shorter word than the official one
takes the alternative label, and one that needs a longer one adds the definition.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pyoxigraph as ox

from kg.iris import ZM, ZMV


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept in Chinese and English: official names, short ones (else the same), definition."""

    key: str
    zh: str
    en: str
    short_zh: str
    short_en: str
    definition_zh: str
    definition_en: str

    @property
    def names(self) -> tuple[str, str]:
        """The official names, Chinese first."""
        return self.zh, self.en

    @property
    def explanations(self) -> tuple[str, str]:
        """Name and definition, Chinese first: `写明：下级文件把上级文件列为依据`."""
        return (
            f"{self.zh}：{self.definition_zh.removesuffix('。')}",
            f"{self.en}: {self.definition_en.removesuffix('.')}",
        )

    def __str__(self) -> str:
        return f"{self.zh} {self.en}"


def concepts(scheme: str) -> Mapping[str, Concept]:
    """Give the concepts of a scheme by key, in the order of its file: `concepts("role")["lead"]`.

    Raises KeyError for a scheme that there is not.
    """
    return _schemes()[scheme]


def concept_names(iri: str) -> tuple[str, str] | None:
    """Give the official names of a concept, Chinese first; None where it is not in the vocabulary.

    `concept_names("https://w3id.org/zhengmai/vocabulary/level/provincial")`
    """
    scheme, _, key = iri.removeprefix(ZMV).partition("/")
    concept = _schemes().get(scheme, {}).get(key)
    return concept.names if concept else None


def concepts_called(zh: str) -> Mapping[str, Concept]:
    """Give the concepts of this official name in Chinese, by scheme: 落实 is a link and a state."""
    return _by_name().get(zh, {})


@cache
def term_names(term: str) -> tuple[str, str]:
    """Give the labels of a term of the ontology, Chinese first: `term_names("counterpartOf")`."""
    said = _said((resources.files("ontology") / "policy.ttl").read_bytes())[f"{ZM}{term}"]
    return said["label", "zh"], said["label", "en"]


@cache
def _by_name() -> Mapping[str, Mapping[str, Concept]]:
    found: dict[str, dict[str, Concept]] = {}
    for scheme, some in _schemes().items():
        for concept in some.values():
            found.setdefault(concept.zh, {})[scheme] = concept
    return found


@cache
def _schemes() -> Mapping[str, Mapping[str, Concept]]:
    files = (resources.files("ontology") / "vocabulary").iterdir()
    turtle = b"\n".join(one.read_bytes() for one in files if one.name.endswith(".ttl"))
    schemes: dict[str, dict[str, Concept]] = {}
    for concept, said in _said(turtle).items():
        scheme, slash, key = concept.removeprefix(ZMV).partition("/")
        if slash and ("prefLabel", "zh") in said:
            zh, en = said["prefLabel", "zh"], said["prefLabel", "en"]
            schemes.setdefault(scheme, {})[key] = Concept(
                key,
                zh,
                en,
                said.get(("altLabel", "zh"), zh),
                said.get(("altLabel", "en"), en),
                said["definition", "zh"],
                said["definition", "en"],
            )
    return schemes


def _said(turtle: bytes) -> dict[str, dict[tuple[str, str | None], str]]:
    """Read what is said of each node: the first literal of each property and language."""
    found: dict[str, dict[tuple[str, str | None], str]] = {}
    for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            name = re.split(r"[#/]", quad.predicate.value)[-1]
            said = found.setdefault(quad.subject.value, {})
            said.setdefault((name, quad.object.language), quad.object.value)
    return found
