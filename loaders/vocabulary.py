"""The words of the genre that rules go by, kept as SKOS in `ontology/vocabulary`."""

from __future__ import annotations

from functools import cache
from importlib import resources

import pyoxigraph

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = {_SKOS + "prefLabel", _SKOS + "altLabel"}


@cache
def chinese_terms(name: str) -> dict[str, str]:
    """Read the Chinese labels in `ontology/vocabulary/{name}.ttl`, each with the last part of its
    concept's IRI: 牵头单位 is "lead" in columns.
    """
    content = (resources.files("ontology") / "vocabulary" / f"{name}.ttl").read_bytes()
    quads = list(pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE))
    concepts = {quad.subject for quad in quads if quad.predicate.value == _SKOS + "inScheme"}
    terms = {}
    for quad in quads:
        label = quad.object
        if (
            quad.predicate.value in _LABELS
            and isinstance(label, pyoxigraph.Literal)
            and label.language == "zh"
            and isinstance(quad.subject, pyoxigraph.NamedNode)
            and quad.subject in concepts  # the scheme has a label too
        ):
            terms[label.value] = quad.subject.value.rsplit("/", 1)[-1]
    return terms
