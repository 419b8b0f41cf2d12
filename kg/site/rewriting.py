"""A page of the server as a file: links become relative, what needs the server goes.

Everything else stays sign for sign as the server wrote it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from posixpath import dirname, relpath
from typing import Literal, Protocol
from urllib.parse import quote, urljoin, urlsplit

Use = Literal["page", "drawn", "data"]
"""What an address is for: to be opened, to draw the page, to be loaded by its script."""

_Attributes = Sequence[tuple[str, str | None]]
_USES: dict[tuple[str, str], Use] = {
    ("a", "href"): "page",
    ("a", "xlink:href"): "page",
    ("form", "action"): "page",
    ("link", "href"): "drawn",
    ("script", "src"): "drawn",
    ("img", "src"): "drawn",
}
_DATA = "data-source"
_LEAVES_OUT = "data-needs-server"
_TAKES = "data-export"
"""On an element: what its links lead to belongs into the copy, with all that stands behind the
`?`, or on a link with that of the names given: `data-export="text"`."""
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
_KEPT_OF_LINK = ("class", "id", "lang", "title")


class Places(Protocol):
    """Where things lie in the copy."""

    def place(self, address: str, use: Use, is_asked_for: bool) -> str | None:
        """The file of an address of the server, None where the copy goes without it.

        `is_asked_for`: the page says that what is behind this address belongs into the copy.
        """


def rewritten(text: str, address: str, file: str, places: Places) -> str:
    """The page at `address` as it stands in `file`."""
    rewriter = _Rewriter(address, file, places)
    rewriter.feed(text)
    rewriter.close()
    return "".join(rewriter.out)


@dataclass(slots=True)
class _Inside:
    """Tells when an element that has begun comes to its end."""

    tag: str
    depth: int = 1

    def ends(self, tag: str, step: int) -> bool:
        if tag == self.tag:
            self.depth += step
        return self.depth == 0


@dataclass
class _Rewriter(HTMLParser):
    address: str
    file: str
    places: Places
    out: list[str] = field(default_factory=list)
    _left_out: _Inside | None = None
    _asked_for: list[_Inside] = field(default_factory=list)
    _drawing: int = 0
    _instead_of_link: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=False)

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        is_void = tag in _VOID
        if self._left_out:
            if not is_void:
                self._left_out.ends(tag, 1)
            return
        given = dict(attrs)
        if _LEAVES_OUT in given or self._is_dead_form(tag, given):
            if not is_void:
                self._left_out = _Inside(tag)
            return
        for one in self._asked_for:
            one.ends(tag, 0 if is_void else 1)
        if _TAKES in given and not is_void:
            self._asked_for.append(_Inside(tag))
        self._drawing += tag == "svg"
        self._write(tag, attrs, _TAKES in given or bool(self._asked_for))

    def handle_startendtag(self, tag: str, attrs: _Attributes) -> None:
        if not self._left_out and _LEAVES_OUT not in dict(attrs):
            self._write(tag, attrs, bool(self._asked_for))

    def handle_endtag(self, tag: str) -> None:
        if self._left_out:
            if self._left_out.ends(tag, -1):
                self._left_out = None
            return
        self._asked_for = [one for one in self._asked_for if not one.ends(tag, -1)]
        self._drawing -= tag == "svg"
        if tag == "a" and self._instead_of_link:
            tag, self._instead_of_link = self._instead_of_link, ""
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._say(data)

    def handle_entityref(self, name: str) -> None:
        self._say(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._say(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._say(f"<!{decl}>")

    def _say(self, text: str) -> None:
        if not self._left_out:
            self.out.append(text)

    def _write(self, tag: str, attrs: _Attributes, is_asked_for: bool) -> None:
        changed: dict[str, str] = {}
        states = (dict(attrs).get(_TAKES) or "").split()
        for name, value in attrs:
            use: Use | None = "data" if name == _DATA else _USES.get((tag, name))
            if use is None or value is None or not self._is_ours(value):
                continue
            if use == "data" and not value.startswith("/"):
                continue  # drawings name the source of a line so
            there = self._there(value, use, is_asked_for, states)
            if there is None:
                self._write_without(tag, attrs)
                return
            changed[name] = there
        text = self.get_starttag_text() or ""
        if changed or _TAKES in dict(attrs):
            text = _tag(tag, [(n, changed.get(n, v)) for n, v in attrs if n != _TAKES])
        self.out.append(text)

    def _write_without(self, tag: str, attrs: _Attributes) -> None:
        """A link to what the copy does not have is its words; anything else goes."""
        if tag == "a":
            self._instead_of_link = "g" if self._drawing else "span"
            kept = [(name, value) for name, value in attrs if name in _KEPT_OF_LINK]
            self.out.append(_tag(self._instead_of_link, kept))

    def _is_ours(self, value: str) -> bool:
        parts = urlsplit(value)
        return not parts.scheme and not parts.netloc and not value.startswith("#")

    def _is_dead_form(self, tag: str, given: dict[str, str | None]) -> bool:
        """Whether it is a form that only a server answers."""
        if tag != "form" or _TAKES in given or self._asked_for:
            return False
        if (given.get("method") or "get").lower() != "get":
            return True
        return self._there(given.get("action") or self.address, "page", False) is None or (
            not is_search(urljoin(self.address, given.get("action") or ""))
        )

    def _there(
        self, value: str, use: Use, is_asked_for: bool, states: Sequence[str] = ()
    ) -> str | None:
        """The relative address in the copy of what `value` points to.

        Of what stands behind its `?` only `states` count, if any are named.
        """
        parts = urlsplit(urljoin(self.address, value))
        pairs = [one for one in parts.query.split("&") if one]
        if states:
            pairs = [one for one in pairs if one.partition("=")[0] in states]
        query = f"?{'&'.join(pairs)}" if pairs else ""
        is_searched = is_search(parts.path)
        kept = query if is_searched else ""
        file = self.places.place(parts.path + ("" if is_searched else query), use, is_asked_for)
        if file is None:
            return None
        relative = quote(relpath(file, dirname(self.file) or "."))
        return relative + kept + (f"#{parts.fragment}" if parts.fragment else "")


def is_search(path: str) -> bool:
    """Whether it is the page of the search, which answers in the copy too."""
    return path.removeprefix("/en") == "/search"


def _tag(tag: str, attrs: _Attributes) -> str:
    said = "".join(f" {n}" if v is None else f' {n}="{escape(v)}"' for n, v in attrs)
    return f"<{tag}{said}>"
