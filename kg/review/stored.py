"""What a graph holds that decisions are made on: documents, bases, proposals; and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from kg.align.link import Basis, LinkKind
from kg.endpoints.endpoint import Endpoint
from kg.exports.stored_links import item_ref
from kg.questions.ask import ask
from kg.review.decide import Proposal
from kg.review.decision import Decision, Evidence, Pair, Verdict
from kg.review.held import Held
from kg.review.rows import parted
from loaders.document import Document, Header, Item, ItemKind, Level, Span

_NOWHERE = Span(1, 0, 0)


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision in force, with the basis and method of its link as the graph has them."""

    decision: Decision
    basis: Basis
    method: str


def stored_held(endpoint: Endpoint, keys: Iterable[str] | None = None) -> Held:
    """Read the documents of a graph, those of `keys` with their items (all where none is given)."""
    headers = [_header(row) for row in ask("all-documents", {}, endpoint).texts()]
    wanted = {header.key for header in headers} if keys is None else set(keys)
    documents = (_document(header, endpoint) for header in headers if header.key in wanted)
    bases = {
        (row["lower"], row["upper"]): cast(Basis, _last_step(row["basis"]))
        for row in ask("all-bases", {}, endpoint).texts()
    }
    return Held.of(documents, lambda lower, upper: bases.get((lower, upper), "none"))


def stored_proposals(endpoint: Endpoint, pairs: Iterable[Pair]) -> dict[Pair, Proposal]:
    """Read what the graph says of each pair, in the order in which it says it."""
    found: dict[Pair, Proposal] = {}
    for one, other in pairs:
        for pair in ((one, other), (other, one)):
            values = {"lower": str(pair[0]), "upper": str(pair[1])}
            rows = list(ask("pair-record", values, endpoint).texts())
            if rows:
                quotes = tuple(row["quote"] for row in rows if row["quote"])
                found[pair] = Proposal(cast(LinkKind, _last_step(rows[0]["kind"])), quotes)
    return found


def stored_decisions(endpoint: Endpoint) -> tuple[StoredDecision, ...]:
    """Read the decisions in force, each with those that it replaced."""
    rows = {row["decision"]: row for row in ask("all-decisions", {}, endpoint).texts()}
    return tuple(
        StoredDecision(
            _decision(row, _earlier(row, rows)),
            cast(Basis, _last_step(row["basis"])),
            row["method"],
        )
        for row in rows.values()
        if _last_step(row["standing"]) == "in-force"
    )


def _decision(row: Mapping[str, str], earlier: tuple[str, ...]) -> Decision:
    return Decision(
        item_ref(row["subject"]),
        item_ref(row["object"]),
        Verdict(
            cast(LinkKind, _last_step(row["kind"])),
            _last_step(row["verdict"]) == "rejected",
            row["reviewer"],
            row["date"],
            row["reason"],
        ),
        Evidence(row["subjectQuote"], row["objectQuote"], parted(row["sharedQuote"])),
        earlier,
    )


def _earlier(row: Mapping[str, str], rows: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Follow a decision back to the first one."""
    words = []
    while before := rows.get(row["revises"]):
        words.append(before["words"])
        row = before
    return tuple(words)


def _header(row: Mapping[str, str]) -> Header:
    return Header(
        row["key"],
        row["title"],
        document_number=row["number"] or None,
        level=cast(Level, _last_step(row["level"])) if row["level"] else None,
        admin_code_gb2260=row["code"] or None,
        date_signed=row["signed"] or None,
        date_printed=row["printed"] or None,
    )


def _document(header: Header, endpoint: Endpoint) -> Document:
    items = []
    for row in ask("document-texts", {"document": header.key}, endpoint).texts():
        kind: ItemKind = "task" if row["task"] == "true" else "measure"
        notation, title = item_ref(row["item"]).item, row["title"] or None
        table = row["table"] or None
        items.append(Item(notation, kind, (), title, row["text"], _NOWHERE, table=table))
    measures, tasks = (
        tuple(item for item in items if item.kind == kind) for kind in ("measure", "task")
    )
    return Document(header, header.key, "", "", measures=measures, task_rows=tasks)


def _last_step(iri: str) -> str:
    return iri.rpartition("/")[2]
