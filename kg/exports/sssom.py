"""Links as SSSOM: a table that people can read, edit and exchange, and that sssom-py understands.

One row a link. Besides the standard columns, four say the documents and items by key and
notation, so that the table can be used without expanding its CURIEs. What people decided stands
there as in their own file, rejections as negative mappings; columns for it come with the first
decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kg.align.link import ItemRef, Link, MappingSet
from kg.review.apply import MANUAL
from kg.review.decide import label_of
from kg.review.decision import Decision
from kg.review.rows import EXTENSIONS, cells_of, item_curie, joined, metadata, metadata_lines
from kg.review.sheet import Row, Sheet, one_line, sheet_text
from kg.review.stored import StoredDecision
from loaders.document import Document, Item

KEYS: Final = EXTENSIONS[:4]
STANDARD: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "match_string",
    "mapping_tool",
    "other",
)
COLUMNS: Final = STANDARD + KEYS
_OF_REVIEW: Final = {
    "predicate_id": ("predicate_modifier",),
    "mapping_justification": ("reviewer_id", "reviewer_label", "mapping_date"),
    "other": ("comment",),
    "object_item": EXTENSIONS[4:],
}
"""Columns that only decisions fill, by the column that they follow."""
_TITLE: Final = "政脉：条目对应关系 (Zhengmai: links between policy items)"


def sssom_text(
    mapping_set: MappingSet,
    documents: Iterable[Document],
    decided: Iterable[StoredDecision] = (),
) -> str:
    """Return the links as SSSOM/TSV with its metadata, the same bytes for the same links.

    `other` holds the basis of the lower document in the upper one (declared, inherited, none).
    Links on pairs that are `decided` are given as decided.
    """
    items = {
        ItemRef(document.key, item.id): item for document in documents for item in document.items()
    }
    settled = {one.decision.pair: one for one in decided}
    rows = {
        (link.subject, link.object): _link_cells(link, items)
        for link in mapping_set.links
        if (link.subject, link.object) not in settled
    }
    rows |= {pair: _decision_cells(one, items) for pair, one in settled.items()}
    extensions = EXTENSIONS if settled else KEYS
    return sheet_text(
        Sheet(
            metadata_lines(metadata("alignment", _TITLE, extensions)),
            tuple(_columns(with_review=bool(settled))),
            tuple(Row(0, rows[pair]) for pair in sorted(rows)),
        )
    )


def _columns(with_review: bool) -> Iterable[str]:
    for name in COLUMNS:
        yield name
        if with_review:
            yield from _OF_REVIEW.get(name, ())


def _link_cells(link: Link, items: Mapping[ItemRef, Item]) -> dict[str, str]:
    return {
        "subject_id": item_curie(link.subject),
        "subject_label": label_of(items[link.subject]),
        "predicate_id": f"zm:{link.kind}",
        "object_id": item_curie(link.object),
        "object_label": label_of(items[link.object]),
        "mapping_justification": "semapv:LexicalSimilarityThresholdMatching",
        "confidence": f"{link.confidence:.3f}",
        "match_string": joined(tuple(one_line(wording.text) for wording in link.shared)),
        "mapping_tool": link.method,
        "other": f"basis: {link.basis}",
        "subject_document": link.subject.document,
        "subject_item": link.subject.item,
        "object_document": link.object.document,
        "object_item": link.object.item,
    }


def _decision_cells(one: StoredDecision, items: Mapping[ItemRef, Item]) -> dict[str, str]:
    """Give a decision, of which a person is sure, whichever way it went."""
    decision: Decision = one.decision
    return cells_of(decision) | {
        "subject_label": label_of(items[decision.subject]),
        "object_label": label_of(items[decision.object]),
        "confidence": "1.000",
        "mapping_tool": "" if one.method == MANUAL else one.method,
        "other": f"basis: {one.basis}",
    }
