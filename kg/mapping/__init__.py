"""From what was read and found to RDF: one quad a fact, each in the graph it belongs to."""

from kg.mapping.alignment import alignment_quads
from kg.mapping.documents import document_quads
from kg.mapping.quality import quality_quads
from kg.mapping.terms import ontology_quads, vocabulary_quads

__all__ = [
    "alignment_quads",
    "document_quads",
    "ontology_quads",
    "quality_quads",
    "vocabulary_quads",
]
