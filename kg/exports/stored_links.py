"""The links that a graph holds, as the aligner's own dataclasses, for those who write them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import cast

from kg.align.link import Basis, ItemRef, Link, LinkKind, MappingSet, SharedWording
from kg.endpoints.endpoint import Endpoint, cell_text
from kg.questions.ask import ask
from loaders.document import Document, Header, Item, Span

_NOWHERE = Span(1, 0, 0)


def stored_links(endpoint: Endpoint) -> MappingSet:
    """Read the links with their shared wording, in the order of subject and object."""
    wordings = _wordings(endpoint)
    links = []
    for row in ask("all-links", {}, endpoint).texts():
        subject, object_ = item_ref(row["subject"]), item_ref(row["object"])
        links.append(
            Link(
                subject,
                object_,
                cast(LinkKind, _last_step(row["kind"])),
                float(row["confidence"]),
                cast(Basis, _last_step(row["basis"])),
                row["method"],
                tuple(wordings[subject, object_]),
            )
        )
    return MappingSet(tuple(sorted(links, key=lambda link: (link.subject, link.object, link.kind))))


def stored_items(endpoint: Endpoint) -> tuple[Document, ...]:
    """Read the documents with no more than the key, heading and text of their items."""
    items: dict[str, list[Item]] = defaultdict(list)
    for record in ask("all-items", {}, endpoint).records():
        ref = item_ref(cell_text(record["item"]))
        title = cell_text(record["title"]) or None
        items[ref.document].append(
            Item(ref.item, "measure", (), title, cell_text(record["text"]), _NOWHERE)
        )
    return tuple(_document(key, tuple(items[key])) for key in sorted(items))


def item_ref(key: str) -> ItemRef:
    """Split an item's key, `henan-2021-yuzheng-2#A2/5`."""
    document, _, notation = key.partition("#")
    return ItemRef(document, notation)


def _wordings(endpoint: Endpoint) -> Mapping[tuple[ItemRef, ItemRef], list[SharedWording]]:
    found: dict[tuple[ItemRef, ItemRef], list[SharedWording]] = defaultdict(list)
    for row in ask("all-link-wordings", {}, endpoint).texts():
        starts_and_ends = ("subjectStart", "subjectEnd", "objectStart", "objectEnd")
        wording = SharedWording(row["quote"], *(int(row[name]) for name in starts_and_ends))
        found[item_ref(row["subject"]), item_ref(row["object"])].append(wording)
    return found


def _document(key: str, items: tuple[Item, ...]) -> Document:
    return Document(Header(key, key), key, "", "", measures=items)


def _last_step(iri: str) -> str:
    return iri.rpartition("/")[2]
