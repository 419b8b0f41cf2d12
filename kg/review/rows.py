"""A decision as a row of SSSOM, and back.

Items are named twice: by CURIE for SSSOM's tools, and by document and notation for people. Either
is enough in a row written by hand; where both are there they must agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from urllib.parse import quote, unquote

import yaml

from kg.align.link import ItemRef, LinkKind
from kg.iris import BASE, DEFAULT_BASE, ZM, item_iri
from kg.review.decision import KINDS, Decision, Evidence, Verdict
from loaders.errors import ZhengmaiError

EXTENSIONS: Final = (
    "subject_document",
    "subject_item",
    "object_document",
    "object_item",
    "subject_quote",
    "object_quote",
    "history",
)
COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "reviewer_id",
    "reviewer_label",
    "mapping_date",
    "match_string",
    "comment",
    *EXTENSIONS,
)
MANUAL: Final = "semapv:ManualMappingCuration"
ITEMS: Final = f"{BASE}item/"
PREFIXES: Final = {
    "item": ITEMS,
    "orcid": "https://orcid.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "zm": ZM,
}
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_KNOWN: Final = PREFIXES | {"skos": SKOS}
_PREDICATES: Final[Mapping[str, LinkKind]] = {
    **{f"{ZM}{kind}": kind for kind in KINDS},
    f"{SKOS}related": "relatedTo",
    f"{SKOS}relatedMatch": "relatedTo",
    f"{SKOS}exactMatch": "alignedWith",
    f"{SKOS}closeMatch": "alignedWith",
}
PEOPLE: Final = ("reviewer_label", "reviewer_id", "author_label", "author_id", "creator_label")
_PARTED: Final = re.compile(r"(?<!\\)\|")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")  # 2.1, which a spreadsheet makes of 2.10
_ISO: Final = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?"  # 2026-03-01, 2026/3/1, 2026年3月1日
)
_SHORT: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: .*)?")  # 3/25/2026
_SERIAL: Final = re.compile(r"[45]\d{4}(?:\.0+)?")  # 46082, days since the end of 1899
_FIRST_DAY: Final = date(1899, 12, 30)


class BadRow(ZhengmaiError):
    """A row that is no decision: why, and what to do."""


def metadata(name: str, title: str, extensions: tuple[str, ...] = EXTENSIONS) -> dict[str, object]:
    """Give what the head of a mapping set says."""
    return {
        "mapping_set_id": f"{BASE}mapping-set/{name}",
        "mapping_set_title": title,
        "license": "https://www.apache.org/licenses/LICENSE-2.0",
        "curie_map": dict(PREFIXES),
        "extension_definitions": extension_definitions(extensions),
    }


def extension_definitions(slots: tuple[str, ...] = EXTENSIONS) -> list[dict[str, str]]:
    """Declare the columns that are not SSSOM's own."""
    return [
        {"slot_name": slot, "property": f"zm:{slot}", "type_hint": "xsd:string"} for slot in slots
    ]


def metadata_lines(data: Mapping[str, object]) -> tuple[str, ...]:
    """Write the head of a mapping set as lines of YAML."""
    text = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=1000)
    return tuple(text.splitlines())


def item_curie(ref: ItemRef) -> str:
    """Name an item; Chinese is percent-encoded, since SSSOM's tools take CURIEs to be URIs."""
    return "item:" + quote(_iri(ref).removeprefix(ITEMS))


def _iri(ref: ItemRef) -> str:
    return item_iri(ref.document, ref.item).value


def joined(values: tuple[str, ...]) -> str:
    """Put several values into one cell; a blank keeps a backslash from escaping the bar."""
    escaped = (value.replace("|", r"\|") for value in values)
    return "|".join(f"{value} " if value.endswith("\\") else value for value in escaped)


def parted(cell: str) -> tuple[str, ...]:
    r"""Take the values of one cell apart.

    >>> parted(r"a\|b|c")
    ('a|b', 'c')
    """
    values = (value.strip().replace(r"\|", "|") for value in _PARTED.split(cell))
    return tuple(value for value in values if value)


def cells_of(decision: Decision) -> dict[str, str]:
    """Write a decision as the cells of a row."""
    verdict, evidence = decision.verdict, decision.evidence
    is_name = is_plain_name(verdict.reviewer)
    return {
        "subject_id": item_curie(decision.subject),
        "subject_label": evidence.subject_label,
        "predicate_id": f"zm:{verdict.kind}",
        "predicate_modifier": "Not" if verdict.negated else "",
        "object_id": item_curie(decision.object),
        "object_label": evidence.object_label,
        "mapping_justification": MANUAL,
        "reviewer_id": "" if is_name else verdict.reviewer,
        "reviewer_label": joined((verdict.reviewer,)) if is_name else "",
        "mapping_date": verdict.date,
        "match_string": joined(evidence.shared),
        "comment": verdict.reason,
        "subject_document": decision.subject.document,
        "subject_item": decision.subject.item,
        "object_document": decision.object.document,
        "object_item": decision.object.item,
        "subject_quote": evidence.subject,
        "object_quote": evidence.object,
        "history": joined(decision.earlier),
    }


def is_plain_name(reviewer: str) -> bool:
    """Tell a name (张三) from an identifier (orcid:0000-0001-2345-6789)."""
    return " " in reviewer or not reviewer.startswith(("orcid:", "http://", "https://"))


def decision_of(
    cells: Mapping[str, str], prefixes: Mapping[str, str], reviewer: str = ""
) -> Decision:
    """Read a row; BadRow where it is no decision.

    `prefixes` are those of the file's own head. `reviewer` stands in for a name that is not given.
    """
    subject, object_ = (_item(cells, side, prefixes) for side in ("subject", "object"))
    if subject == object_:
        raise BadRow("两边是同一条", "both sides are one item")
    person = people(cells) or reviewer
    if not person:
        raise BadRow(
            "没有写核对人，请填 reviewer_label", "no reviewer: fill in the column reviewer_label"
        )
    verdict = Verdict(
        _kind(cells.get("predicate_id", ""), prefixes),
        _negated(cells.get("predicate_modifier", "")),
        " ".join(parted(person)) if is_plain_name(person) else person,
        iso_date(cells.get("mapping_date", "")),
        cells.get("comment", ""),
    )
    evidence = Evidence(
        cells.get("subject_quote", ""),
        cells.get("object_quote", ""),
        parted(cells.get("match_string", "")),
        cells.get("subject_label", ""),
        cells.get("object_label", ""),
    )
    return Decision(subject, object_, verdict, evidence, parted(cells.get("history", "")))


def people(cells: Mapping[str, str]) -> str:
    """Say who stands behind a row: a reviewer, else an author; "" where none is named."""
    given = (cells.get(name, "") for name in PEOPLE)
    return next((unquote(one) for one in given if one), "")


def iso_date(words: str) -> str:
    """Read a day as people and spreadsheets write it; BadRow where it is none.

    >>> iso_date("2026/3/1 0:00"), iso_date("46082"), iso_date("")
    ('2026-03-01', '2026-03-01', '')
    """
    if not words:
        return ""
    try:
        if found := _ISO.fullmatch(words):
            return date(*map(int, found.groups())).isoformat()
        if _SERIAL.fullmatch(words):
            return (_FIRST_DAY + timedelta(int(float(words)))).isoformat()
        if found := _SHORT.fullmatch(words):
            first, second, year = map(int, found.groups())
            if max(first, second) > 12 or first == second:  # else it is the 3rd of April, or March
                return date(year, min(first, second), max(first, second)).isoformat()
    except ValueError:
        pass
    raise BadRow(
        f"mapping_date：“{words}”看不出是哪一天，应写成 2026-03-01",
        f"mapping_date: “{words}” is no clear day: write it as 2026-03-01",
    )


def iri_of(name: str, prefixes: Mapping[str, str]) -> str:
    """Expand a CURIE, or take the brackets off an IRI; percent-encoded characters are decoded."""
    name = name.strip("<> ")
    prefix, colon, rest = name.partition(":")
    known = {**_KNOWN, **prefixes}
    if colon and not rest.startswith("//") and prefix in known:
        name = known[prefix] + rest
    return unquote(name)


def _item(cells: Mapping[str, str], side: str, prefixes: Mapping[str, str]) -> ItemRef:
    document, notation = cells.get(f"{side}_document", ""), cells.get(f"{side}_item", "")
    name = cells.get(f"{side}_id", "")
    by_id = _item_of_iri(iri_of(name, prefixes)) if name else None
    by_columns = ItemRef(document, notation) if document and notation else None
    if by_id and by_columns and not _same(by_id, by_columns):
        raise BadRow(
            f"{side}_id 是 {by_id}，而 {side}_document、{side}_item 是 {by_columns}，请改成一致",
            f"{side}_id is {by_id}, but {side}_document and {side}_item are {by_columns}: "
            "make them agree",
        )
    if by_id and by_columns and _rounded(by_id.item, by_columns.item):
        return by_id
    if found := by_columns or by_id:
        return found
    zh, en = (f"“{name}”", f"“{name}”") if name else ("空的", "empty")
    raise BadRow(
        f"{side}_id 是{zh}，不是条目，应写成 item:文件键/编号，"
        f"或填 {side}_document、{side}_item 两列",
        f"{side}_id is {en}, no item: write item:KEY/NOTATION, or fill in {side}_document and "
        f"{side}_item",
    )


def _item_of_iri(iri: str) -> ItemRef | None:
    for base in (BASE, DEFAULT_BASE):
        rest = iri.removeprefix(f"{base}item/")
        document, slash, notation = rest.partition("/")
        if rest != iri and document and slash and notation:
            return ItemRef(document, notation)
    return None


def _same(one: ItemRef, other: ItemRef) -> bool:
    """Tell whether two names mean one item, as far as IRIs and spreadsheets can tell."""
    if one == other or _iri(one) == _iri(other):
        return True
    return one.document == other.document and _rounded(one.item, other.item)


def _rounded(one: str, other: str) -> bool:
    """Tell whether a spreadsheet has taken a notation for a number: 2.10 is 2.1 then."""
    both = one != other and _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other)
    return bool(both) and float(one) == float(other)


def _kind(name: str, prefixes: Mapping[str, str]) -> LinkKind:
    kind = _PREDICATES.get(iri_of(name, prefixes))
    if kind is None:
        allowed = "、".join(f"zm:{kind}" for kind in KINDS)
        raise BadRow(
            f"predicate_id：“{name}”不是条目间的关系，应是 {allowed} 之一",
            f"predicate_id: “{name}” is no link between items: one of {allowed}",
        )
    return kind


def _negated(words: str) -> bool:
    if words.lower() not in ("", "not"):
        raise BadRow(
            f"predicate_modifier：“{words}”不可用，否定写 Not，否则留空",
            f"predicate_modifier: “{words}”: write Not for a rejection, else leave it empty",
        )
    return bool(words)
