"""A sidecar: `NAME.yaml` beside a document `NAME.txt`, stating what the text itself cannot.

    issuers: [南阳市教育局, 南阳市财政局]
    date_signed: 2022-03-01
    jurisdiction: 南阳市              # or its GB/T 2260 code, 411300
    source_url: https://www.example.gov.cn/zwgk/1.html

Whatever is wrong with a sidecar refuses its document: what somebody took the trouble to state is
never left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args
from urllib.parse import urlsplit

from loaders.divisions import Place, divisions, find, full_name, leading_place, place_of_issuer
from loaders.document import Level, Status
from loaders.document_number import NUMBER, format_number
from loaders.sidecar_entries import BadSidecar, Entry, read_entries
from loaders.vocabulary import chinese_terms

SUFFIXES: Final = (".yaml", ".yml")
_DAY: Final = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}")  # 2021-01-07
_URL: Final = re.compile(r"[^\s<>\"{}|\\^`]+")  # what may stand in an IRI


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar states; None where it says nothing. `lines` has the line of each key."""

    file: str
    lines: Mapping[str, int]
    issuers: tuple[str, ...] | None = None
    document_number: str | None = None
    date_signed: str | None = None
    date_printed: str | None = None
    jurisdiction: Place | None = None
    level: Level | None = None
    status: Status | None = None
    title: str | None = None
    genre: str | None = None
    source_url: str | None = None
    note: str | None = None


def find_sidecar(document: Path) -> Path | None:
    """Find the sidecar beside a document; BadSidecar where there are two."""
    found = [path for suffix in SUFFIXES if (path := document.with_suffix(suffix)).exists()]
    if len(found) > 1:
        names = " ".join(path.name for path in found)
        raise BadSidecar(
            found[1],
            None,
            f"同一份文件有两个旁注（{names}），请留一个",
            f"one document has two sidecars ({names}): keep one",
        )
    return found[0] if found else None


def read_sidecar(document: Path) -> Sidecar | None:
    """Read the sidecar beside a document; None where there is none, BadSidecar for a bad one."""
    path = find_sidecar(document)
    if path is None:
        return None
    entries = list(read_entries(path, _READERS))
    lines = {entry.key: entry.line for entry in entries}
    said = {entry.key: _READERS[entry.key](entry) for entry in entries}
    sidecar = Sidecar(path.name, lines, **said)
    _refuse_printed_before_signed(path, sidecar)
    return sidecar


def is_sidecar(path: Path) -> bool:
    """Tell by its name whether a file is a sidecar."""
    return path.suffix.lower() in SUFFIXES


def lone_sidecar(path: Path) -> BadSidecar:
    """Give the error for a sidecar that is handed over as if it were a document."""
    return BadSidecar(
        path,
        None,
        "是旁注，随它说明的同名文件一起读；压缩包里的请先解压",
        "a sidecar is read with its document; unpack one that is in an archive",
    )


def stray_sidecars(files: Sequence[Path]) -> Iterator[BadSidecar]:
    """Give an error for each sidecar among `files` that stands beside no document of them."""
    documents = {path.with_suffix("") for path in files if not is_sidecar(path)}
    for path in filter(is_sidecar, files):
        if path.suffix not in SUFFIXES or path.with_suffix("") not in documents:
            yield BadSidecar(
                path,
                None,
                "旁边没有它说明的文件；旁注应与所说明的文件同名，以 .yaml 结尾",
                "stands beside no document; a sidecar has its document's name and ends in .yaml",
            )


def _refuse_printed_before_signed(path: Path, said: Sidecar) -> None:
    if said.date_signed and said.date_printed and said.date_printed < said.date_signed:
        raise BadSidecar(
            path,
            said.lines["date_printed"],
            f"date_printed：印发日期 {said.date_printed} 早于成文日期 {said.date_signed}",
            f"date_printed: printed {said.date_printed}, before it was signed {said.date_signed}",
        )


# --- the values of the keys -------------------------------------------------------------------


def _number(entry: Entry) -> str:
    words = re.sub(r"\s", "", entry.text())
    found = NUMBER.fullmatch(words)
    return format_number(found) if found else words


def _day(entry: Entry) -> str:
    words = entry.text()
    try:
        if not _DAY.fullmatch(words):
            raise ValueError(words)
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise entry.refuse(
            f"“{words}”不是日期，应写成 2021-01-07", f"“{words}” is no date: write it as 2021-01-07"
        ) from None


def _place(entry: Entry) -> Place:
    words = re.sub(r"\s", "", entry.text())
    found = divisions().get(words) or find(words) or _place_named_whole(words)
    if found:
        return found
    namesakes = [place for place in divisions().values() if words in (place.name, place.short_name)]
    if namesakes:
        listed = "、".join(f"{place.code} {full_name(place)}" for place in namesakes)
        raise entry.refuse(
            f"“{words}”不止一处，请写代码：{listed}", f"“{words}” is several: give a code: {listed}"
        )
    raise entry.refuse(
        f"没有“{words}”这个行政区划，应写名称（如 南阳市）或 GB/T 2260 六位代码（如 411300）",
        f"no division “{words}”: give a name (南阳市) or a six-digit code of GB/T 2260 (411300)",
    )


def _place_named_whole(words: str) -> Place | None:
    """河南省南阳市, or a development zone: 苏州工业园区."""
    chain = leading_place(words)
    if chain and chain[1] == len(words):
        return chain[0]
    zone = place_of_issuer(words)
    return zone if zone and zone.name == words else None


def _one_of(allowed: Callable[[], Collection[str]]) -> Callable[[Entry], str]:
    def read(entry: Entry) -> str:
        words = entry.text()
        if words in allowed():
            return words
        raise entry.refuse(
            f"“{words}”不可用，应是其中之一：{', '.join(allowed())}",
            f"“{words}” is not one of: {', '.join(allowed())}",
        )

    return read


def _address(entry: Entry) -> str:
    words = entry.text()
    try:
        parts = urlsplit(words)
        valid = parts.scheme in ("http", "https") and parts.hostname and _URL.fullmatch(words)
    except ValueError:
        valid = False
    if not valid:
        raise entry.refuse(
            f"“{words}”不是网址，应以 http:// 或 https:// 开头，不含空格",
            f"“{words}” is no address: it begins with http:// or https:// and has no spaces",
        )
    return words


_READERS: Final[Mapping[str, Callable[[Entry], Any]]] = {
    "issuers": Entry.texts,
    "document_number": _number,
    "date_signed": _day,
    "date_printed": _day,
    "jurisdiction": _place,
    "level": _one_of(lambda: get_args(Level)),
    "status": _one_of(lambda: get_args(Status)),
    "title": Entry.text,
    "genre": _one_of(lambda: chinese_terms("genres")),
    "source_url": _address,
    "note": Entry.text,
}
