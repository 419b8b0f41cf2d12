"""The graph: documents to triples, links, reasoning, validation, store, questions, views."""
