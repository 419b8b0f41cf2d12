"""The ontology, its shapes and vocabularies, as files that the code reads."""
