"""What people decided as quads of the graph `curation`: links, rejections, who said so and why."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from kg.align.link import ItemRef
from kg.iris import (
    alignment_iri,
    concept_iri,
    decision_iri,
    graph_iri,
    item_iri,
    reviewer_iri,
    term,
)
from kg.mapping.alignment import link_quads, no_match_quads
from kg.mapping.facts import COMMENT, LABEL, TYPE, Fact, day, describe, en, zh
from kg.review.apply import Decided, Reviewed, Unapplied
from kg.review.decision import Decision, Verdict, verdict_of
from kg.review.rows import joined

GRAPH = graph_iri("curation")


def curation_quads(reviewed: Reviewed) -> Iterator[Quad]:
    """Give decisions, what they make of the links, and those that are not in force.

    Nothing where nobody has decided anything.
    """
    if not (reviewed.decided or reviewed.unapplied):
        return
    yield from describe(
        GRAPH,
        GRAPH,
        (TYPE, NamedNode("https://w3id.org/sssom/MappingSet")),
        (LABEL, zh("核对结论（图）")),
    )
    for one in reviewed.decided:
        yield from _decided_quads(one)
    for miss in reviewed.misses:
        yield from no_match_quads(miss, GRAPH)
    for waiting in reviewed.unapplied:
        yield from _unapplied_quads(waiting)
    for reviewer in sorted(_reviewers(reviewed)):
        iri = reviewer_iri(reviewer)
        yield from describe(GRAPH, iri, (TYPE, term("Reviewer")), (LABEL, zh(reviewer)))


def _decided_quads(one: Decided) -> Iterator[Quad]:
    link, proposed = one.link, one.proposed
    yield from link_quads(link, "rejected" if one.rejected else "accepted", GRAPH)
    yield from describe(
        GRAPH,
        alignment_iri(_parts(link.subject), _parts(link.object)),
        ("hasDecision", _node(one.decision)),
        ("proposedKind", concept_iri("link", proposed.kind) if proposed else None),
        ("proposedConfidence", float(proposed.confidence) if proposed else None),
    )
    yield from _decision_quads(one.decision, "in-force")


def _unapplied_quads(one: Unapplied) -> Iterator[Quad]:
    yield from _decision_quads(
        one.decision,
        one.state,
        (COMMENT, (zh(one.zh), en(one.en))),
        ("nowSubject", item_iri(*_parts(one.now[0])) if one.now else None),
        ("nowObject", item_iri(*_parts(one.now[1])) if one.now else None),
    )


def _decision_quads(decision: Decision, standing: str, *facts: Fact) -> Iterator[Quad]:
    """Give a decision with those before it, each of which the next one revises."""
    evidence = decision.evidence
    yield from _verdict_quads(decision, 0, standing)
    yield from describe(
        GRAPH,
        _node(decision),
        ("subjectQuote", evidence.subject),
        ("objectQuote", evidence.object),
        ("sharedQuote", joined(evidence.shared)),
        *facts,
    )
    for place in range(1, len(decision.earlier) + 1):
        yield from _verdict_quads(decision, place, "superseded")
        yield from describe(GRAPH, _node(decision, place - 1), ("revises", _node(decision, place)))


def _verdict_quads(decision: Decision, place: int, standing: str) -> Iterator[Quad]:
    words = decision.earlier[place - 1] if place else str(decision.verdict)
    verdict = verdict_of(words) if place else decision.verdict
    yield from describe(
        GRAPH,
        _node(decision, place),
        (TYPE, term("Decision")),
        (LABEL, zh(words)),
        ("decidedSubject", str(decision.subject)),
        ("decidedObject", str(decision.object)),
        ("standing", concept_iri("standing", standing)),
        *(_facts(verdict) if verdict else ()),
    )


def _facts(verdict: Verdict) -> Iterator[Fact]:
    yield "verdict", concept_iri("review", "rejected" if verdict.negated else "accepted")
    yield "decidedKind", concept_iri("link", verdict.kind)
    yield "decidedBy", reviewer_iri(verdict.reviewer)
    yield "decidedOn", day(verdict.date)
    yield "reason", verdict.reason


def _node(decision: Decision, place: int = 0) -> NamedNode:
    """Name a decision on a pair, the first one 1; `place` counts back from the latest."""
    subject, object_ = map(_parts, decision.pair)
    return decision_iri(subject, object_, len(decision.earlier) + 1 - place)


def _parts(ref: ItemRef) -> tuple[str, str]:
    return ref.document, ref.item


def _reviewers(reviewed: Reviewed) -> set[str]:
    decided = (one.decision for one in reviewed.decided)
    decisions = (*decided, *(one.decision for one in reviewed.unapplied))
    return {
        verdict.reviewer
        for decision in decisions
        for verdict in (decision.verdict, *map(verdict_of, decision.earlier))
        if verdict
    }
