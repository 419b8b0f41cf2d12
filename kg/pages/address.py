"""Where pages are: every link of a page is made here, so that an address has one form.

A page in English has the same address behind `/en`. All that a page shows is said by its address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias
from urllib.parse import quote, urlencode

from kg.iris import BASE, GRAPH, ZMV, iri_part, notation_path
from kg.language import Language, language

Values: TypeAlias = Mapping[str, str | Iterable[str]]

_ENGLISH = "/en"
_PLAIN = "/:@!$'()*,;-._~"  # what a path may hold as it is (RFC 3986)


def address(path: str, values: Values | None = None, into: Language | None = None) -> str:
    """The address of a page in the language spoken here, or `into` another.

    Values that are empty are left out; several of one name are given as a list.
    """
    prefix = _ENGLISH if (into or language()) == "en" else ""
    pairs = [
        (name, one)
        for name, value in (values or {}).items()
        for one in ([value] if isinstance(value, str) else value)
        if one
    ]
    asked = f"?{urlencode(pairs, quote_via=quote, safe=_PLAIN)}" if pairs else ""
    return f"{prefix}{quote(path, safe=_PLAIN)}{asked}"


def language_of(address: str) -> Language:
    """The language of the page at an address."""
    return "en" if f"{address}/".startswith(f"{_ENGLISH}/") else "zh"


def document_address(key: str) -> str:
    """The page of a document: by its key, or by its name where only its name is known."""
    return address(f"/document/{iri_part(key)}")


def text_address(document: str, line: str = "", notation: str = "") -> str:
    """The source text of a document, at a line, with what an item says marked."""
    page = address(f"/document/{iri_part(document)}", {"text": "1", "item": notation})
    return f"{page}#L{line}" if line else page


def item_address(item: str, values: Values | None = None, form: str = "") -> str:
    """The page of an item, by its key: `zhumadian-2021-zhuzhengban-44#A/1`.

    With a `form`, `svg`, its drawing as a file.
    """
    key, _, notation = item.partition("#")
    file = f".{form}" if form else ""
    return address(f"/item/{iri_part(key)}/{notation_path(notation)}{file}", values)


def why_address(lower: str, upper: str) -> str:
    """Why two items are linked, or not."""
    return address("/why", {"lower": lower, "upper": upper})


def anchor(item: str) -> str:
    """Where a link with an item stands on the page of the other: `henan-2021-yuzheng-2/A2/1`."""
    key, _, notation = item.partition("#")
    return f"{iri_part(key)}/{notation_path(notation)}"


def link_address(lower: str, upper: str) -> str:
    """The evidence of a link: on the page of its lower item, by the keys of both."""
    return f"{item_address(lower)}#{quote(anchor(upper), safe=_PLAIN)}"


def body_address(name: str) -> str:
    """The page of a body, by its name."""
    return address(f"/body/{iri_part(name)}")


def coverage_address(document: str, values: Values | None = None) -> str:
    """The matrix of what lower documents take up of a document."""
    return address(f"/coverage/{iri_part(document)}", values)


def compare_address(upper: str, lower: str) -> str:
    """Two documents side by side."""
    return address("/compare", {"upper": upper, "lower": lower})


def table_address(document: str, form: str, other: str = "") -> str:
    """The implementation table of a document as a file, `docx` or `xlsx`; `other` narrows it."""
    return address(f"/table.{form}", {"document": document, "with": other})


def question_address(name: str, values: Values | None = None) -> str:
    """A question of the catalogue with its answer."""
    return address(f"/questions/{name}", values)


def target_address(iri: str) -> str:
    """The page of a target, by its IRI: what became of the number below."""
    return address(f"/{iri.removeprefix(BASE)}")


def resource_address(iri: str) -> str:
    """All that the graph says of a thing that has no page of its own; "" for a foreign IRI."""
    for space, beginning in (("id", BASE), ("vocabulary", ZMV), ("graph", GRAPH)):
        if iri.startswith(beginning):
            return address(f"/{space}/{iri.removeprefix(beginning)}", into="zh")
    return ""


def editor_address(question: str, values: Mapping[str, str] | None = None) -> str:
    """A question of the catalogue in the SPARQL editor, bound to values."""
    return address("/editor", {"question": question, **(values or {})})


def data_address(name: str, form: str, values: Values | None = None) -> str:
    """The answer of a question as a file; it has no language of its own."""
    return address(f"/api/queries/{name}", {**(values or {}), "format": form}, into="zh")
