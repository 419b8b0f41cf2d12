"""The plain form that all readers of files agree on."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from loaders.document import Warning
from loaders.errors import UnreadableDocument

MOST_UNPACKED = 200 * 1024 * 1024
CELL_BREAK = "\v"
"""Stands for a line break inside a table cell."""


@dataclass(frozen=True)
class FileText:
    """The text of a file, and what is doubtful about having read it so."""

    chars: str
    doubts: tuple[Warning, ...] = ()


_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_BREAKS = re.compile(r"[\v\f]")
_NO_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)  # control characters and what Unicode keeps free: most of them may not stand in XML
_UNDECODED = "\ufffd"
_IN_CELL = re.compile(r"[ \t]*[\r\n\v\f\x85\u2028\u2029]+[ \t]*")


def even_lines(text: str) -> str:
    """Give all line ends one form, so that spans count the same on every system."""
    return _LINE_ENDS.sub("\n", text)


def printable(text: str) -> str:
    """Put what XML can hold, character for character, in the place of what is no text: U+2028 for
    a break inside a cell or between pages, U+FFFD for the rest; mending takes both out.
    """
    return _NO_TEXT.sub(_UNDECODED, _BREAKS.sub("\u2028", text))


def unread(text: str) -> Iterator[Warning]:
    """Say on which line the first character stands that is no text or was not decoded."""
    for places, what in (
        ([found.start() for found in _NO_TEXT.finditer(text)], "个控制字符或非字符，已略去"),
        ([found.start() for found in re.finditer(_UNDECODED, text)], "处字节解不出字，已略去"),
    ):
        if places:
            line = text.count("\n", 0, places[0]) + 1
            yield Warning(line, f"自本行起共有{len(places)}{what}，请核对原文件")


def row_line(cells: Iterable[str]) -> str:
    """Write the cells of a table row as one line."""
    return "\t".join(_IN_CELL.sub(CELL_BREAK, cell.strip()).replace("\t", " ") for cell in cells)


def refuse_bomb(path: Path, content: bytes) -> None:
    """Raise UnreadableDocument for a zip that unpacks to more than any document holds."""
    unpacked = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(content)).infolist())
    if unpacked > MOST_UNPACKED:
        size = unpacked // 1024 // 1024
        zh, en = f"解压后有{size}MB，不像一份公文", f"unpacks to {size} MB; no document does"
        raise UnreadableDocument(path, None, zh, en)
