"""How things of the graph are named: readable IRIs from document keys, item notations, body names.

Chinese stands in them as it is; only what an IRI may not hold is replaced (`iri_part`). The same
document key and notation always give the same IRI, so a graph built twice is the same graph.
"""

from __future__ import annotations

import os
import re
import unicodedata

from pyoxigraph import NamedNode

ONTOLOGY = "https://w3id.org/zhengmai/ontology"
ZM = f"{ONTOLOGY}#"
ZMV = "https://w3id.org/zhengmai/vocabulary/"
GRAPH = "https://w3id.org/zhengmai/graph/"
DEFAULT_BASE = "https://w3id.org/zhengmai/id/"
BASE = os.environ.get("ZHENGMAI_BASE", DEFAULT_BASE)
"""Where the data's own IRIs begin; a setting, since every publisher has a domain of its own."""

_SPACE = re.compile(r"\s+")
_RESERVED = re.compile(r"[!-,/:-@\[-^`{-~]")  # ASCII signs but - . _ and letters, digits
_NO_IRI_CHARACTER = re.compile(
    "[\x00-\x20\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U0010ffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0xE0000, 0x10000))
    + "]"
)


def iri_part(text: str) -> str:
    """Write `text` as one step of an IRI's path, in Unicode form C.

    White space becomes `_`, an ASCII sign that has a meaning in IRIs its full-width twin, a
    character of no standard meaning `〓`, the printer's mark for a missing type.

    >>> iri_part('“人人持证、技能河南”  a/b?')
    '“人人持证、技能河南”_a／b？'
    """
    text = _SPACE.sub("_", unicodedata.normalize("NFC", text).strip())
    text = _RESERVED.sub(lambda sign: chr(ord(sign[0]) + 0xFEE0), text)
    return _NO_IRI_CHARACTER.sub("〓", text)


def notation_path(notation: str) -> str:
    """Write an item's notation as a path: `A2/5` keeps its slash."""
    return "/".join(iri_part(part) for part in notation.split("/"))


def term(name: str) -> NamedNode:
    """Name a term of the ontology, `zm:name`."""
    return NamedNode(f"{ZM}{name}")


def concept_iri(scheme: str, key: str) -> NamedNode:
    """Name a concept of the vocabulary: `concept_iri("level", "provincial")`."""
    return NamedNode(f"{ZMV}{scheme}/{iri_part(key)}")


def graph_iri(name: str) -> NamedNode:
    """Name a graph: `alignment`, `curation`, `entities`, `inferred`, `queries` …"""
    return NamedNode(f"{GRAPH}{notation_path(name)}")


def document_graph_iri(key: str) -> NamedNode:
    """Name the graph of one document."""
    return NamedNode(f"{GRAPH}document/{iri_part(key)}")


def _node(kind: str, *parts: str) -> NamedNode:
    return NamedNode("/".join((f"{BASE}{kind}", *parts)))


def document_iri(name: str) -> NamedNode:
    """Name a document: the key of a held one, the core title of one that is only cited."""
    return _node("document", iri_part(name))


def section_iri(key: str, labels: tuple[str, ...]) -> NamedNode:
    """Name a section by the labels from the outermost section down to it."""
    return _node("section", iri_part(key), ".".join(iri_part(label) for label in labels))


def item_iri(key: str, notation: str) -> NamedNode:
    """Name an item: `item_iri("henan-2021-yuzheng-2", "A2/5")`."""
    return _node("item", iri_part(key), notation_path(notation))


def target_iri(key: str, notation: str, n: int) -> NamedNode:
    """Name the `n`th target of an item or section, counted from 1."""
    return _node("target", iri_part(key), notation_path(notation), str(n))


def assignment_iri(key: str, notation: str, n: int) -> NamedNode:
    """Name the `n`th body that an item names, counted from 1."""
    return _node("assignment", iri_part(key), notation_path(notation), str(n))


def citation_iri(key: str, n: int) -> NamedNode:
    """Name the `n`th citation of a document, counted from 1."""
    return _node("citation", iri_part(key), str(n))


def finding_iri(key: str, n: int) -> NamedNode:
    """Name the `n`th finding in a document, counted from 1."""
    return _node("finding", iri_part(key), str(n))


def body_iri(name: str) -> NamedNode:
    """Name a public body by its full official name."""
    return _node("body", iri_part(name))


def division_iri(code: str) -> NamedNode:
    """Name an administrative division by its GB/T 2260 code."""
    return _node("division", iri_part(code))


def file_iri(key: str) -> NamedNode:
    """Name the file that a document was read from."""
    return _node("file", iri_part(key))


def gold_iri(name: str) -> NamedNode:
    """Name an annotation by hand that results are measured against."""
    return _node("gold", iri_part(name))


def evaluation_iri(*parts: str) -> NamedNode:
    """Name an evaluation by its gold, what it is of, the aspect and the method."""
    return _node("evaluation", *map(iri_part, parts))


def software_iri(version: str) -> NamedNode:
    """Name a version of this software."""
    return _node("software", f"zhengmai-{iri_part(version)}")


def alignment_iri(subject: tuple[str, str], object_: tuple[str, str]) -> NamedNode:
    """Name the record of a link between two items, each given as document key and notation."""
    lower, upper = (f"{iri_part(key)}/{notation_path(item)}" for key, item in (subject, object_))
    return _node("alignment", f"{lower}--{upper}")


def decision_iri(subject: tuple[str, str], object_: tuple[str, str], n: int) -> NamedNode:
    """Name the `n`th decision on a pair of items, counted from 1."""
    lower, upper = (f"{iri_part(key)}/{notation_path(item)}" for key, item in (subject, object_))
    return _node("decision", f"{lower}--{upper}--{n}")


def reviewer_iri(name: str) -> NamedNode:
    """Name who decides: the IRI or ORCID of a person that has one, else by name."""
    if name.startswith("orcid:"):
        name = f"https://orcid.org/{name.removeprefix('orcid:')}"
    if name.startswith(("http://", "https://")):
        scheme, _, rest = name.partition("://")
        return NamedNode(f"{scheme}://{'/'.join(map(iri_part, rest.split('/')))}")
    return _node("reviewer", iri_part(name))


def no_match_iri(item: tuple[str, str], searched: str) -> NamedNode:
    """Name the record that an item has no counterpart in the document `searched`."""
    key, notation = item
    return _node("no-match", iri_part(key), f"{notation_path(notation)}--{iri_part(searched)}")


def query_iri(name: str) -> NamedNode:
    """Name a canned question."""
    return _node("query", iri_part(name))


def part_iri(whole: NamedNode, kind: str, n: int) -> NamedNode:
    """Name the `n`th part of a record, below the record's own IRI: `…/wording/1`."""
    return NamedNode(f"{whole.value}/{kind}/{n}")
