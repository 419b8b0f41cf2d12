"""What follows from what is said: entailments of the ontology, made by rules at any size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Quad, QueryTriples, Store

from kg.iris import graph_iri

RULES_FOLDER = Path(__file__).parents[1] / "ontology" / "rules"
INFERRED = graph_iri("inferred")


def inferred_quads(store: Store) -> Iterator[Quad]:
    """Give what the rules of `ontology/rules` conclude and no graph of `store` says yet.

    The store must hold the graph `ontology` too, since the rules read classes and properties
    from it. The rules do not build on each other: one pass is enough.
    """
    given = set[Quad]()
    for rule in sorted(RULES_FOLDER.glob("*.rq")):
        for conclusion in _conclusions(store, rule):
            if conclusion not in given and not _said(store, conclusion):
                given.add(conclusion)
                yield conclusion


def _conclusions(store: Store, rule: Path) -> Iterator[Quad]:
    triples = store.query(rule.read_text(encoding="utf-8"), use_default_graph_as_union=True)
    if not isinstance(triples, QueryTriples):
        raise TypeError(f"a rule must be a CONSTRUCT query: {rule.name}")
    for triple in triples:
        yield Quad(triple.subject, triple.predicate, triple.object, INFERRED)


def _said(store: Store, quad: Quad) -> bool:
    stored = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return next(stored, None) is not None
