"""Bytes of a file into its text, whatever form the file has."""

from __future__ import annotations

from pathlib import Path

from loaders.errors import UnreadableDocument
from loaders.formats.plain import decode

SUFFIXES = frozenset({".txt", ".md", ".markdown"})
"""The endings of file names that are read."""


def read_text(path: Path, content: bytes) -> str:
    """The text of a file; tables are lines with tabs between their cells.

    Raises UnreadableDocument for a form that cannot be read.
    """
    if not content.strip():
        raise UnreadableDocument(
            path,
            None,
            "文件是空的，请换一份有正文的文件",
            "the file is empty; give one that has text",
        )
    return decode(path, content)
