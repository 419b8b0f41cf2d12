"""The plain form that all readers of files agree on."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import UnreadableDocument

MOST_UNPACKED = 200 * 1024 * 1024
CELL_BREAK = "\v"
"""Stands for a line break inside a table cell."""


@dataclass(frozen=True)
class FileText:
    """The text of a file, and what is doubtful about having read it so."""

    chars: str
    doubts: tuple[str, ...] = ()


_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_IN_CELL = re.compile(r"[ \t]*[\r\n\v\f\x85\u2028\u2029]+[ \t]*")


def tidy(text: str) -> str:
    """Give all line ends one form, so that spans count the same on every system."""
    return _LINE_ENDS.sub("\n", text)


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
