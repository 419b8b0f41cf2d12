"""What the file of an address is called: `/en/item/KEY/A/1` -> `en/item/KEY/A/1.html`.

Only ASCII letters, digits, `.`, `_` and `-` are used, in names of at most 60 characters: programs
that pack, burn and unpack folders between Chinese and other systems spoil Chinese names, and tell
capitals apart or not. What has other signs (`/body/驻马店市教育局`) is named by a digest.
"""

from __future__ import annotations

import re
from hashlib import sha256
from posixpath import splitext
from urllib.parse import parse_qs, unquote, urlsplit

_LONGEST = 48
_PLAIN = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{_LONGEST - 1}}}")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # of Windows
_SUFFIX = re.compile(r"\.[a-z]{2,5}")  # .docx
_FORMS = {"turtle": ".ttl", "ntriples": ".nt", "jsonld": ".jsonld", "md": ".md"}


def is_file(path: str) -> bool:
    """Whether a path ends like a file, as /table.docx does, and /item/KEY/四.1 does not."""
    return _SUFFIX.fullmatch(splitext(path)[1]) is not None


class Names:
    """Gives each address a name of its own, whatever letters the file system tells apart."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def page(self, address: str) -> str:
        """The file of a page."""
        return self._named(address, ".html")

    def download(self, address: str) -> str:
        """The file of anything else, with the suffix that its path or its `format` says."""
        parts = urlsplit(address)
        form = parse_qs(parts.query).get("format", [""])[-1]
        suffix = splitext(parts.path)[1]
        if not is_file(parts.path):
            suffix = _FORMS.get(form, f".{form}" if form.isalpha() else ".html")
        return self._named(address.replace(suffix, "", 1), suffix)

    def _named(self, address: str, suffix: str) -> str:
        parts = urlsplit(address)
        steps = [_step(unquote(step)) for step in parts.path.split("/") if step]
        if parts.path.endswith("/"):
            steps.append("index")
        if parts.query:
            steps[-1] += f"-{_digest(parts.query)}"
        name = "/".join(steps)
        if self._taken.setdefault((name + suffix).lower(), address) != address:
            name += f"-{_digest(address)}"
        return name + suffix


def _step(step: str) -> str:
    is_plain = _PLAIN.fullmatch(step) and not _DEVICE.fullmatch(step) and not step.endswith(".")
    return step if is_plain else f"x{_digest(step)}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]
