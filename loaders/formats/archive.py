"""Zip archives of documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from loaders.errors import UnreadableDocument
from loaders.formats.layout import refuse_bomb

_MOST_MEMBERS = 10_000
_OFFICE = ("word/document.xml", "xl/workbook.xml", "OFD.xml", "[Content_Types].xml")


def is_archive(content: bytes) -> bool:
    """Say whether content is a zip of files, not a document that is a zip inside."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return False
    return not any(name in _OFFICE for name in names)


def members(path: Path, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file in an archive.

    Raises UnreadableDocument for an archive that is damaged, locked or unpacks to too much.
    """
    refuse_bomb(path, content)
    archive = zipfile.ZipFile(io.BytesIO(content))
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > _MOST_MEMBERS:
        zh, en = f"内有{len(entries)}个文件，过多", f"holds {len(entries)} files, too many"
        raise UnreadableDocument(path, None, zh, en)
    for entry in entries:
        try:
            yield _name(entry), archive.read(entry)
        except (RuntimeError, zipfile.BadZipFile, NotImplementedError) as error:
            raise UnreadableDocument(
                path, None, "压缩包已加密或损坏，请解压后再读", "locked or damaged; unpack it first"
            ) from error


def _name(entry: zipfile.ZipInfo) -> str:
    """Read the file name; archives made in China often name in GBK without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename
