"""The documents that a text names: titles in 《》, and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.document import Citation, CitationRole
from loaders.head import NUMBER, format_number, title_issuers
from loaders.text import SourceText, Text

_OPENERS, _CLOSERS = "《〈<", "》〉>"
_AFTER_TITLE = re.compile(
    r"\s*[（(]\s*(?P<inside>[^（()）]{2,60}(?:[（(][^（()）]*[)）][^（()）]*)?)[)）]"
)
_ALIAS = re.compile(
    r"以下(?:简称|称|统称|简写)\s*[：:]?\s*[“\"《「]?(?P<alias>[^”\"》」）)，,]{1,30})"
)
_ORDER_NUMBER = re.compile(r"[一-鿿]{2,40}?(?:令|公告)\s*(?:[0-9]{4}年)?\s*第\s*[0-9]+\s*号")
_BASIS = re.compile(
    r"(?:根据|依据|依照|按照|遵照|为(?:了)?(?:深入|全面|认真|进一步|切实)*(?:贯彻|落实)|贯彻落实|贯彻执行|全面落实|深入落实|认真落实|落实)"
)
_CLAUSE_END = "。；！？"


@dataclass(frozen=True)
class _Named:
    title: str | None
    number: str | None
    start: int
    end: int


def read_citations(
    texts: Sequence[tuple[Text, bool]], source: SourceText, own_titles: Sequence[str]
) -> tuple[Citation, ...]:
    """Read each document that `texts` name, once, with the clause that names it first.

    Each text comes with a flag: whether it stands in the opening, where 根据 and 为贯彻落实 say
    what the document is based on. `own_titles` are the names of the document itself.
    """
    found: dict[str, Citation] = {}
    aliases: set[str] = set()
    own = {_squash(title) for title in own_titles if title}
    for text, opening in texts:
        for named in _named(text.chars, aliases):
            key = named.number or _squash(named.title or "")
            if _squash(named.title or "") in own or key in found or key in aliases:
                continue
            if any(
                named.title and _squash(named.title) == _squash(c.title or "")
                for c in found.values()
            ):
                continue
            start, end = _clause(text.chars, named)
            role: CitationRole = (
                "basis" if opening and _BASIS.search(text.chars[start : named.start]) else "mention"
            )
            found[key] = Citation(
                title=named.title,
                number=named.number,
                issuers=title_issuers(named.title or ""),
                role=role,
                quote=text.chars[start:end],
                span=source.span(text[start:end]),
            )
    return tuple(found.values())


def _squash(title: str) -> str:
    return re.sub(r"\s", "", title).translate(str.maketrans("()<>", "（）〈〉"))


def _named(text: str, aliases: set[str]) -> Iterator[_Named]:
    """Titles in 《》, with the number in the brackets after them, then numbers that stand alone."""
    taken: list[tuple[int, int]] = []
    for start, end in _outermost(text):
        title = text[start + 1 : end - 1].strip()
        number, stop = None, end
        if after := _AFTER_TITLE.match(text, end):
            inside = after["inside"]
            if printed := NUMBER.search(inside):
                number = format_number(printed)
            elif order := _ORDER_NUMBER.search(inside):
                number = order[0]
            if alias := _ALIAS.search(inside):
                aliases.add(_squash(alias["alias"]))
            if number or alias:
                stop = after.end()
        if _squash(title) in aliases:
            continue
        taken.append((start, stop))
        if _is_document(title, number):
            yield _Named(title, number, start, stop)
    for printed in NUMBER.finditer(text):
        if not any(start <= printed.start() < end for start, end in taken):
            yield _Named(None, format_number(printed), printed.start(), printed.end())


def _outermost(text: str) -> Iterator[tuple[int, int]]:
    """The stretches in the outermost 《》; an unclosed one is passed over."""
    depth, start = 0, 0
    for place, char in enumerate(text):
        if char == "《":
            if depth == 0:
                start = place
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0:
                yield start, place + 1
        elif char in _CLAUSE_END and depth and place - start > 150:
            depth = 0


_NO_DOCUMENT = re.compile(r"(?:报|日报|晚报|杂志|频道|公报|学报)$|^人民日报")


def _is_document(title: str, number: str | None) -> bool:
    return bool(number) or (2 <= len(title) <= 150 and not _NO_DOCUMENT.search(title))


def _clause(text: str, named: _Named) -> tuple[int, int]:
    """The clause that names the document: from the last stop or comma to the next."""
    start = max(text.rfind(mark, 0, named.start) for mark in "。；，：！？") + 1
    ends = [at for mark in "。；，：！？" if (at := text.find(mark, named.end)) >= 0]
    return start, min(ends, default=len(text))
