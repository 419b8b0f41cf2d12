"""What a person states of a document in a form, as the sidecar that says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args

import yaml

from loaders.document import Level, Status

FIELDS: Final = (
    "title",
    "document_number",
    "issuers",
    "date_signed",
    "date_printed",
    "jurisdiction",
    "level",
    "status",
    "genre",
    "source_url",
    "note",
)
"""The fields of a sidecar, in the order in which a form has them."""
CHOICES: Final = {"level": get_args(Level), "status": get_args(Status)}
_BETWEEN: Final = "、"  # issuers, in a form


def form_values(document: Mapping[str, Any]) -> dict[str, str]:
    """What a form shows of a document that was read: see `kg.adding.reading`."""
    header = document["header"]
    known = {**header, "source_url": document["source_url"], "note": document["note"]}
    return {name: _said(known.get(name)) for name in FIELDS}


def sidecar_text(given: Mapping[str, str], read: Mapping[str, str]) -> str:
    r"""Write what a form says otherwise than the file does; "" where both say the same.

    >>> sidecar_text({"jurisdiction": "南阳市", "title": "清单"}, {"title": "清单"})
    'jurisdiction: 南阳市\n'
    """
    stated: dict[str, str | list[str]] = {}
    for name in FIELDS:
        value = given.get(name, "").strip()
        if value and value != read.get(name, ""):
            is_list = name == "issuers"
            stated[name] = [one for one in value.split(_BETWEEN) if one] if is_list else value
    return yaml.safe_dump(stated, allow_unicode=True, sort_keys=False) if stated else ""


def _said(value: object) -> str:
    if isinstance(value, list):
        return _BETWEEN.join(map(str, value))
    return str(value or "")
