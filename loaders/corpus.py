"""The folder of a corpus: what it holds, how a document is brought in, byte for byte."""

from __future__ import annotations

import hashlib
import re
import tempfile
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Final

from loaders.document import Document
from loaders.errors import ASIDE, ZhengmaiError
from loaders.read import files_in, read_corpus, read_document
from loaders.sidecar import find_sidecar, is_sidecar
from loaders.twins import same

_NO_KEY_CHARACTER: Final = re.compile(r"[^\w-]+")
_LONGEST_KEY: Final = 60
"""Characters; in Chinese they are 180 of the 255 bytes that a file name may have."""


class NotAdded(ZhengmaiError):
    """A file that is not brought into a corpus: why, and what would help."""


def safe_key(name: str) -> str:
    """Make a key of a name: letters, digits, Chinese, `-` and `_`; "" where nothing is left.

    >>> safe_key("豫政〔2021〕2号 (终稿)")
    '豫政-2021-2号-终稿'
    """
    words = _NO_KEY_CHARACTER.sub("-", unicodedata.normalize("NFC", name))
    return words[:_LONGEST_KEY].strip("-_")


class Corpus:
    """The documents in a folder, as they are now; the folder need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._documents: dict[str, Document] | None = None

    def files_of(self, key: str) -> tuple[Path, ...]:
        """List the files of a document: itself first, then its sidecar."""
        found = [path for path in files_in(self.folder) if path.stem == key]
        return tuple(sorted(found, key=lambda path: (is_sidecar(path), path)))

    def read(self, file: Path, key: str) -> Document:
        """Read a file as the corpus will: under `key`, with its own sidecar or the one kept here.

        Raises UnreadableDocument as `read_document` does.
        """
        filed = self._home(key) / f"{key}{file.suffix}"
        document = read_document(file, file if find_sidecar(file) else filed)
        return replace(document, header=replace(document.header, key=key))

    def check(self, file: Path, document: Document, replacing: bool) -> None:
        """Raise NotAdded where the corpus has the key, or the same document under another one."""
        key = document.key
        if copy := self._copy_of(document, replacing):
            other, zh, en = copy
            raise NotAdded(
                f"语料里的 {other} 已是这份文件（{zh}）；要换掉它请用 --key {other} --replace",
                f"the corpus has it as {other} ({en}); to replace that: --key {other} --replace",
            )
        there = [path for path in self.files_of(key) if find_sidecar(file) or not is_sidecar(path)]
        if there and not replacing:
            raise NotAdded(
                f"已有 {there[0]}；换掉它请加 --replace，另取名请加 --key",
                f"{there[0]} is there: replace it with --replace, or give another --key",
            )
        if key in self._held() and not there:
            raise NotAdded(
                f"压缩包里已有键为 {key} 的文件，请用 --key 另取名",
                f"an archive holds a document of the key {key}: give another --key",
            )

    def bring_in(self, file: Path, document: Document) -> tuple[Path, ...]:
        """Copy a file and its sidecar under the document's key, in place of what has it.

        A sidecar that the corpus has stays where the file brings none.
        """
        key, old, sidecar = document.key, self.files_of(document.key), find_sidecar(file)
        home = self._home(key)
        copies = {home / f"{key}{file.suffix}": _content(file, document.source_sha256)}
        if sidecar:
            copies[home / f"{key}{sidecar.suffix}"] = sidecar.read_bytes()
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=ASIDE, dir=home) as aside:
            for target, content in copies.items():
                (Path(aside) / target.name).write_bytes(content)
            for target in reversed(copies):
                (Path(aside) / target.name).replace(target)
        for path in old:
            if path not in copies and (sidecar or not is_sidecar(path)):
                path.unlink()
        self._held()[key] = document
        return tuple(copies)

    def _home(self, key: str) -> Path:
        """Find the folder in which a document stands, or is to stand."""
        return next((path.parent for path in self.files_of(key)), self.folder)

    def _copy_of(self, document: Document, replacing: bool) -> tuple[str, str, str] | None:
        """Find the same document in the corpus, with what shows that it is the same.

        The one that is to be replaced is passed over.
        """
        held = self._held().values()
        others = [one for one in held if one.key != document.key or not replacing]
        found = next(filter(None, (same(one, document) for one in others)), None)
        return (found.first.key, found.zh, found.en) if found else None

    def _held(self) -> dict[str, Document]:
        """Read the documents of the corpus, once."""
        if self._documents is None:
            documents = read_corpus(self.folder)[0] if self.folder.is_dir() else ()
            self._documents = {document.key: document for document in documents}
        return self._documents


def _content(file: Path, digest: str) -> bytes:
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise NotAdded(
            f"{file} 在读的时候变了，请再试", f"{file} changed while it was read: try again"
        )
    return content
