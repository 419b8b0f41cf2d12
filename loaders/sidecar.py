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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args
from urllib.parse import urlsplit

import yaml

from loaders.divisions import Place, divisions, find, full_name, leading_place, place_of_issuer
from loaders.document import Level, Status
from loaders.document_number import NUMBER, format_number
from loaders.errors import UnreadableDocument, system_reason
from loaders.vocabulary import chinese_terms

SUFFIXES: Final = (".yaml", ".yml")
MOST_BYTES: Final = 64 * 1024
"""A page of statements is some hundred bytes; more is some other file."""

_DAY: Final = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}")  # 2021-01-07
_URL: Final = re.compile(r"[^\s<>\"{}|\\^`]+")  # what may stand in an IRI
_ENCODINGS: Final = ("utf-8-sig", "gb18030")


class BadSidecar(UnreadableDocument):
    """A sidecar that cannot be taken at its word: which file and line, why, what is allowed."""


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
    entries = list(_entries(path))
    _refuse_repeated(entries)
    said = {entry.key: entry.read() for entry in entries}
    lines = {entry.key: entry.line for entry in entries}
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


@dataclass(frozen=True, slots=True)
class _Entry:
    """One `key: value` of a sidecar."""

    path: Path
    key: str
    line: int
    node: yaml.Node

    def refuse(self, zh: str, en: str) -> BadSidecar:
        return BadSidecar(self.path, self.line, f"{self.key}：{zh}", f"{self.key}: {en}")

    def read(self) -> Any:
        return _READERS[self.key](self)

    def text(self) -> str:
        return self._words(self.node)

    def texts(self) -> tuple[str, ...]:
        if not isinstance(self.node, yaml.SequenceNode):
            return (self.text(),)
        if not self.node.value:
            raise self.refuse("没有写值，不知道就删去这一行", "no value: leave the line out")
        return tuple(dict.fromkeys(self._words(node) for node in self.node.value))

    def _words(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            allowed = ("应是文字或文字的列表", "should be a text or a list of texts")
            raise self.refuse(
                *(allowed if self.key == "issuers" else ("应是文字", "should be a text"))
            )
        words = str(node.value).strip()
        if not words or (node.style is None and words in ("~", "null", "Null", "NULL")):
            raise self.refuse("没有写值，不知道就删去这一行", "no value: leave the line out")
        return words


def _entries(path: Path) -> Iterator[_Entry]:
    root = _compose(path)
    if not isinstance(root, yaml.MappingNode):
        raise BadSidecar(
            path,
            root.start_mark.line + 1,
            f"应写成“键: 值”（半角冒号加空格），可用的键：{_join(_READERS)}",
            f"should be lines of “key: value”; allowed keys: {_join(_READERS)}",
        )
    for key, value in root.value:
        line = key.start_mark.line + 1
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        if name not in _READERS:
            raise BadSidecar(
                path,
                line,
                f"不认识的键“{name}”，可用的键：{_join(_READERS)}",
                f"unknown key “{name}”; allowed keys: {_join(_READERS)}",
            )
        yield _Entry(path, name, line, value)


def _compose(path: Path) -> yaml.Node:
    """Read YAML nodes: every scalar stays the text that it is, nothing is constructed."""
    try:
        node = yaml.compose(_decode(path), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        why = error.problem or error.context or ""
        raise BadSidecar(path, line, f"YAML 有语法错误：{why}", f"YAML syntax: {why}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise BadSidecar(path, None, "不是 YAML 文本", "no YAML text") from error
    if node is None:
        raise BadSidecar(
            path,
            None,
            f"旁注是空的，请写上或删去；可用的键：{_join(_READERS)}",
            f"the sidecar is empty: state something or delete it; allowed keys: {_join(_READERS)}",
        )
    return node


def _decode(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        zh, en = system_reason(error)
        raise BadSidecar(path, None, f"打不开：{zh}", f"cannot be opened: {en}") from error
    if len(content) > MOST_BYTES:
        most = f"{MOST_BYTES // 1024} KB"
        raise BadSidecar(path, None, f"大于 {most}，不像旁注", f"no sidecar: more than {most}")
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadSidecar(path, None, "不是文本，请存成 UTF-8", "no text: save it as UTF-8")


def _refuse_repeated(entries: Iterable[_Entry]) -> None:
    lines: dict[str, int] = {}
    for entry in entries:
        before = lines.setdefault(entry.key, entry.line)
        if before != entry.line:
            raise entry.refuse(
                f"第{before}行已经写过，请留一处", f"stated in line {before} already: keep one"
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


def _number(entry: _Entry) -> str:
    words = re.sub(r"\s", "", entry.text())
    found = NUMBER.fullmatch(words)
    return format_number(found) if found else words


def _day(entry: _Entry) -> str:
    words = entry.text()
    try:
        if not _DAY.fullmatch(words):
            raise ValueError(words)
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise entry.refuse(
            f"“{words}”不是日期，应写成 2021-01-07", f"“{words}” is no date: write it as 2021-01-07"
        ) from None


def _place(entry: _Entry) -> Place:
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


def _one_of(allowed: Callable[[], Collection[str]]) -> Callable[[_Entry], str]:
    def read(entry: _Entry) -> str:
        words = entry.text()
        if words in allowed():
            return words
        raise entry.refuse(
            f"“{words}”不可用，应是其中之一：{_join(allowed())}",
            f"“{words}” is not one of: {_join(allowed())}",
        )

    return read


def _address(entry: _Entry) -> str:
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


def _join(words: Iterable[str]) -> str:
    return ", ".join(words)


_READERS: Final[Mapping[str, Callable[[_Entry], Any]]] = {
    "issuers": _Entry.texts,
    "document_number": _number,
    "date_signed": _day,
    "date_printed": _day,
    "jurisdiction": _place,
    "level": _one_of(lambda: get_args(Level)),
    "status": _one_of(lambda: get_args(Status)),
    "title": _Entry.text,
    "genre": _one_of(lambda: chinese_terms("genres")),
    "source_url": _address,
    "note": _Entry.text,
}
