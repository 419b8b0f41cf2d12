"""Links as SSSOM: a table that people can read, edit and exchange, and that sssom-py understands.

One row a link. Besides the standard columns, four say the documents and items by key and
notation, so that the table can be used without expanding its CURIEs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

import yaml

from kg.align.link import ItemRef, Link, MappingSet
from kg.iris import BASE, ZM, item_iri
from loaders.document import Document, Item

STANDARD = (
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
EXTENSIONS = ("subject_document", "subject_item", "object_document", "object_item")
COLUMNS = STANDARD + EXTENSIONS
_ITEMS = f"{BASE}item/"
_LABEL_LENGTH = 30
_SPACE = re.compile(r"\s+")


def sssom_text(mapping_set: MappingSet, documents: Iterable[Document]) -> str:
    """Return the links as SSSOM/TSV with its metadata, the same bytes for the same links.

    `other` holds the basis of the lower document in the upper one (declared, inherited, none).
    """
    items = {
        ItemRef(document.key, item.id): item for document in documents for item in document.items()
    }
    lines = [*_metadata(), "\t".join(COLUMNS)]
    lines += ("\t".join(_row(link, items)) for link in mapping_set.links)
    return "\n".join(lines) + "\n"


def _metadata() -> Iterator[str]:
    data = {
        "mapping_set_id": f"{BASE}mapping-set/alignment",
        "mapping_set_title": "政脉：条目对应关系 (Zhengmai: links between policy items)",
        "license": "https://www.apache.org/licenses/LICENSE-2.0",
        "curie_map": {"item": _ITEMS, "semapv": "https://w3id.org/semapv/vocab/", "zm": ZM},
        "extension_definitions": [
            {"slot_name": name, "property": f"zm:{name}", "type_hint": "xsd:string"}
            for name in EXTENSIONS
        ],
    }
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
    yield from (f"#{line}" for line in text.splitlines())


def _row(link: Link, items: Mapping[ItemRef, Item]) -> Iterator[str]:
    yield _curie(link.subject)
    yield _label(items[link.subject])
    yield f"zm:{link.kind}"
    yield _curie(link.object)
    yield _label(items[link.object])
    yield "semapv:LexicalSimilarityThresholdMatching"
    yield f"{link.confidence:.3f}"
    yield "|".join(_plain(wording.text).replace("|", r"\|") for wording in link.shared)
    yield link.method
    yield f"basis: {link.basis}"
    for ref in (link.subject, link.object):
        yield ref.document
        yield ref.item


def _curie(ref: ItemRef) -> str:
    """Name an item; Chinese is percent-encoded, since SSSOM's tools take CURIEs to be URIs."""
    return "item:" + quote(item_iri(ref.document, ref.item).value.removeprefix(_ITEMS))


def _label(item: Item) -> str:
    text = _plain(item.title or item.text)
    return text if len(text) <= _LABEL_LENGTH else text[: _LABEL_LENGTH - 1] + "…"


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
