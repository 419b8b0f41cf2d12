"""The documents that a text names: by title in 《》, by number, or both."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loaders.document import Citation, CitationRole
from loaders.document_number import NUMBER, format_number
from loaders.signers import SIGNER
from loaders.text import SourceText, Text
from loaders.titles import title_issuers

_AFTER_TITLE = re.compile(
    r"\s{0,4}[（(]\s{0,4}(?P<inside>[^（()）]{2,80}(?:[（(][^（()）]{0,40}[)）][^（()）]{0,40})?)[)）]"
)  # 《…》（国发〔2019〕4号，以下简称《方案》）
_ALIAS = re.compile(
    r"以下(?:统一)?(?:简称|称|统称|简写)(?:为)?\s?[：:]?\s?"
    r"(?:[^《“\"（()）]{0,4}[《“\"](?P<quoted>[^》”\"]{1,30})|(?P<bare>[^》”\"）)，,《]{1,30}))"
)  # 以下简称省《办法》   以下简称个人所得税法
_ORDER_NUMBER = re.compile(
    r"[一-鿿]{2,40}?(?:令|公告)\s{0,4}(?:[0-9]{4}\s?年?\s{0,4})?第?\s{0,4}[0-9]{1,5}\s?号"
)  # 住房城乡建设部令第11号
_BASIS = re.compile(
    r"根据|依据|依照|按照|遵照|(?:贯彻|落实|执行)(?!情况)|实施(?=《)"
)  # 为深入贯彻落实《…》
_NO_DOCUMENT = re.compile(r"(?:日报|晚报|杂志|频道|公报|学报|周刊)$")
_STOPS = re.compile(r"[。；，：！？\n]")
_LONGEST_TITLE = 150
_ISSUERS_BEFORE = re.compile(r"(?P<names>[一-鿿、\s]{2,60})$")


@dataclass(frozen=True)
class _Named:
    title: str | None
    number: str | None
    issuers: tuple[str, ...]
    start: int
    end: int


def read_citations(
    texts: Iterable[tuple[Text, bool]], source: SourceText, own_titles: Sequence[str]
) -> tuple[Citation, ...]:
    """Read each document that `texts` name, once, with the clause that names it first.

    Each text comes with whether it belongs to the opening, where 根据 and 为贯彻落实 say what the
    document is based on. `own_titles` are the names of the document itself.
    """
    found: list[Citation] = []
    known = {_key(title) for title in own_titles}
    aliases: set[str] = set()
    for text, opening in texts:
        stops = _stops(text.chars)
        for named in _named(text.chars, aliases):
            keys = {_key(name) for name in (named.title, named.number) if name}
            if keys & known:
                continue
            known |= keys
            start, end = _clause(stops, named, len(text))
            introduced = opening and _BASIS.search(text.chars[start : named.start])
            role: CitationRole = "basis" if introduced else "mention"
            quote = text[start:end].strip()
            found.append(
                Citation(
                    title=named.title,
                    number=named.number,
                    issuers=named.issuers,
                    role=role,
                    quote=str(quote),
                    span=source.span(quote),
                )
            )
    return tuple(found)


def _key(name: str) -> str:
    return re.sub(r"\s", "", name).translate(str.maketrans("()<>《》", "（）〈〉〈〉"))


def _named(text: str, aliases: set[str]) -> Iterator[_Named]:
    """Yield titles in 《》, each with the number in the brackets after it, and bare numbers."""
    aliases |= {_key(alias["quoted"] or alias["bare"]) for alias in _ALIAS.finditer(text)}
    titles = list(_titles(text, aliases))
    ends = [named.end for named in titles]
    starts = [named.start for named in titles]
    numbers = [
        _bare_number(printed)
        for printed in NUMBER.finditer(text)
        if printed["end"]
        and bisect_right(starts, printed.start()) == bisect_right(ends, printed.start())
    ]
    yield from sorted([*titles, *numbers], key=lambda named: named.start)


def _titles(text: str, aliases: set[str]) -> Iterator[_Named]:
    for start, end in _outermost(text):
        title = re.sub(r"\s+", " ", text[start + 1 : end - 1].strip())
        number, stop = None, end
        if after := _AFTER_TITLE.match(text, end):
            number = _number(after["inside"])
            stop = after.end() if number or _ALIAS.search(after["inside"]) else end
        if _key(title) in aliases or len(title) < 2 or _NO_DOCUMENT.search(title):
            continue
        issuers = title_issuers(title) or _issuers_before(text[max(0, start - 60) : start], title)
        yield _Named(title, number, issuers, start, stop)


_BEFORE_NUMBER = re.compile(
    r".*(?:根据|依据|按照|依照|遵照|参照|落实|执行|贯彻|转发|印发|废止|同时|通过|[和与及的以见按由据])"
)


def _bare_number(printed: re.Match[str]) -> _Named:
    """Name a document by its number alone; what the sentence says before it is no part of it."""
    said = _BEFORE_NUMBER.match(printed["letters"])
    cut = said.end() if said and said.end() < len(printed["letters"]) else 0
    return _Named(None, format_number(printed)[cut:], (), printed.start() + cut, printed.end())


def _number(words: str) -> str | None:
    if printed := NUMBER.search(words):
        return format_number(printed)
    order = _ORDER_NUMBER.search(words)
    return re.sub(r"\s", "", order[0]) if order else None


def _issuers_before(words: str, title: str) -> tuple[str, ...]:
    """Read the bodies in 中共中央办公厅、国务院办公厅《关于…的意见》."""
    before = _ISSUERS_BEFORE.search(words)
    if not before or not title.startswith("关于"):
        return ()
    names = re.split(r"[、\s]+", re.sub(r"^.*?(?:根据|按照|落实|执行|经)", "", before["names"]))
    return tuple(names) if all(SIGNER.fullmatch(name) for name in names) else ()


def _outermost(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches in outermost 《》; one that is never closed is passed over."""
    depth, start = 0, 0
    for mark in re.finditer("[《》]", text):
        if mark[0] == "《":
            if depth == 0 or mark.start() - start > _LONGEST_TITLE:
                depth, start = 0, mark.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and mark.start() - start <= _LONGEST_TITLE:
                yield start, mark.end()


def _stops(text: str) -> list[int]:
    """Find where clauses end; a comma inside a title ends none."""
    titles = list(_outermost(text))
    starts, ends = [start for start, _ in titles], [end for _, end in titles]
    return [
        stop.start()
        for stop in _STOPS.finditer(text)
        if bisect_right(starts, stop.start()) == bisect_right(ends, stop.start())
    ]


def _clause(stops: Sequence[int], named: _Named, length: int) -> tuple[int, int]:
    """Find the clause that names the document: from the last stop or comma to the next."""
    before = bisect_left(stops, named.start)
    after = bisect_left(stops, named.end)
    start = stops[before - 1] + 1 if before else 0
    return start, stops[after] if after < len(stops) else length
