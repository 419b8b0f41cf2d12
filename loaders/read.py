"""Files into documents: the one way in for everything that comes after reading."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from loaders.blocks import Block, Paragraph, read_blocks
from loaders.citations import read_citations
from loaders.divisions import Place
from loaders.document import Document
from loaders.errors import DECISIONS, UnreadableDocument, system_reason
from loaders.force import with_force
from loaders.formats import read_text
from loaders.formats.archive import is_archive, members
from loaders.header import Front, read_front, read_header, speaks_from
from loaders.headings import Outline, read_outline
from loaders.items import ItemReader, read_body
from loaders.numbering import Tier, read_label
from loaders.outline import Numbered, find_items, is_made_of
from loaders.parts import Annex, Parts, read_parts
from loaders.sidecar import is_sidecar, lone_sidecar, read_sidecar, stray_sidecars
from loaders.stated import apply_sidecar, stated_place
from loaders.tables import TaskRow, TaskTable, read_tables
from loaders.text import SourceText, Text
from loaders.titles import CARRIES
from loaders.vocabulary import chinese_terms


def read_corpus(
    folder: Path,
) -> tuple[tuple[Document, ...], tuple[UnreadableDocument, ...]]:
    """Read every document of a folder, archives unpacked, by key; a file that cannot be read comes
    as its error, so that the others are read all the same.
    """
    documents: dict[str, Document] = {}
    paths: dict[str, Path] = {}
    errors: list[UnreadableDocument] = []
    files = files_in(folder, errors.append)
    for path, content in _contents(files, errors):
        try:
            document = read_bytes(path, content)
            if document.key in documents:
                raise _taken(path, paths[document.key])
            documents[document.key], paths[document.key] = document, path
        except UnreadableDocument as error:
            errors.append(error)
    errors += stray_sidecars(files)
    return tuple(documents[key] for key in sorted(documents)), tuple(errors)


def files_in(folder: Path, refuse: Callable[[UnreadableDocument], object] = str) -> list[Path]:
    """List the files of a corpus with their sidecars: not the decisions, nor what is hidden or an
    editor's lock.

    `refuse` is called with an error for each folder that cannot be looked into.
    """

    def unopened(error: OSError) -> None:
        refuse(_unopened(Path(error.filename), error))

    found: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=unopened):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [Path(root, name) for name in names if not name.startswith((".", "~$"))]
        found += [path for path in paths if path.is_file() or path.is_symlink()]
    return sorted(path for path in found if path != folder / DECISIONS)


def _contents(files: list[Path], errors: list[UnreadableDocument]) -> Iterator[tuple[Path, bytes]]:
    """Yield the content of each document, those of archives too; an error goes to `errors`."""
    for path in files:
        if is_sidecar(path):
            continue
        try:
            content = _content(path)
            if is_archive(content):
                yield from ((path / name, member) for name, member in members(path, content))
            else:
                yield path, content
        except UnreadableDocument as error:
            errors.append(error)


def _taken(path: Path, taken_by: Path) -> UnreadableDocument:
    return UnreadableDocument(
        path,
        None,
        f"{path} 与 {taken_by} 同名，请改名",
        f"{path} has the name of {taken_by}; rename it",
    )


def read_document(path: Path, beside: Path | None = None) -> Document:
    """Read one official document, with the sidecar beside it or beside the file `beside`.

    Raises UnreadableDocument for a file that cannot be read or is no official document.
    """
    return read_bytes(path, _content(path), beside)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unopened(path, error) from error


def _unopened(path: Path, error: OSError) -> UnreadableDocument:
    zh, en = system_reason(error)
    return UnreadableDocument(path, None, f"打不开：{zh}", f"cannot be opened: {en}")


def read_bytes(path: Path, content: bytes, beside: Path | None = None) -> Document:
    """Read one official document from its content; `path` names it."""
    if is_sidecar(path):
        raise lone_sidecar(path)
    sidecar = read_sidecar(beside or path)
    text = read_text(path, content)
    source = SourceText(text.chars)
    digest = hashlib.sha256(content).hexdigest()
    place = stated_place(sidecar, source.chars)
    document = apply_sidecar(read_source(source, path.stem, path.name, digest, place), sidecar)
    document = with_force(document)
    document = replace(document, warnings=(*text.doubts, *document.warnings))
    if not _is_official(document):
        raise UnreadableDocument(
            path,
            None,
            "看不出是公文：没有发文字号、发文机关或任务表，请核对文件",
            "not recognised as an official document: it has no number, issuer or task table; "
            "check the file",
        )
    return document


_CHINESE = re.compile("[一-鿿]")
_LATIN = re.compile("[A-Za-z]")


def _is_official(document: Document) -> bool:
    """Say whether a text is mostly Chinese, as no program is, and has what official documents have;
    a page that only names a government or bodies is none.
    """
    text, header = document.source_text, document.header
    if len(_CHINESE.findall(text)) < len(_LATIN.findall(text)):
        return False
    titled = header.genre is not None and "title" not in header.inferred
    parted = bool(document.measures or document.outline)
    return bool(
        document.task_rows
        or header.document_number
        or (header.issuers and header.jurisdiction and (titled or parted))
        or (titled and header.jurisdiction and parted)
    )


def read_source(
    source: SourceText, key: str, file_name: str, digest: str, place: Place | None = None
) -> Document:
    """Read a decoded text; it never fails, whatever the text is.

    `place` is where the document is known to speak from, whatever its text says.
    """
    genres = tuple(chinese_terms("genres"))
    parts = _with_carried_text(read_parts(read_blocks(source)), genres)
    front = read_front(parts.main, genres)
    found = speaks_from(front, source.chars)
    header = read_header(key, front, parts, found, genres)

    tables, doubts = read_tables(front.body)
    outline = read_outline(_prose(front, tables))
    numbered = find_items(outline, is_made_of(chinese_terms("headings")))
    items = {id(each.heading): each for each in numbered}
    reader = ItemReader(source, place or (found.place if found else None))
    sections, measures = read_body(outline.roots, items, reader)
    reader.warnings += doubts
    rows = _task_rows(tables, parts, reader, bool(measures))
    own_titles = [header.title, header.cover_title or ""]
    texts = [*_texts(front, outline, items), *((row.cells["task"], False) for row, _, _ in rows)]
    return Document(
        header=header,
        source_file=file_name,
        source_sha256=digest,
        source_text=source.chars,
        outline=sections,
        measures=measures,
        task_rows=tuple(reader.task(*row) for row in rows),
        citations=read_citations(texts, source, own_titles),
        warnings=tuple(sorted(reader.warnings, key=lambda warning: warning.line)),
    )


def _with_carried_text(parts: Parts, genres: Sequence[str]) -> Parts:
    """Take into the main text the annex that is the text itself: the first one of a document that
    is nothing but annexes, or the one of a bare notice that has numbered parts.
    """
    bare = not any(isinstance(block, Paragraph) for block in parts.main)
    front = read_front(parts.main, genres)
    carries = front.title is not None and CARRIES.search(front.title)
    if not bare and (not carries or _numbered(front.body)):
        return parts
    for place, annex in enumerate(parts.annexes):
        if bare or _numbered(annex.blocks):
            others = parts.annexes[:place] + parts.annexes[place + 1 :]
            return Parts((*parts.main, *annex.blocks), others, parts.imprint)
    return parts


def _numbered(blocks: Sequence[Block]) -> bool:
    """Say whether a text is parted by numbers; a table with section rows is none."""
    tables, _ = read_tables(blocks)
    labels = [
        block
        for block in blocks
        if isinstance(block, Paragraph)
        and read_label(block.text)
        and not any(table.holds(block.text) for table in tables)
    ]
    return len(labels) >= 2


def _prose(front: Front, tables: Sequence[TaskTable]) -> list[Paragraph]:
    """Take the paragraphs of the body that are no part of a table."""
    return [
        block
        for block in front.body
        if isinstance(block, Paragraph) and not any(table.holds(block.text) for table in tables)
    ]


def _task_rows(
    body_tables: Sequence[TaskTable], parts: Parts, reader: ItemReader, has_measures: bool
) -> list[tuple[TaskRow, str, str | None]]:
    """Read the task rows of body and annexes, each with its notation's prefix and its annex."""
    tables: list[tuple[Annex | None, TaskTable]] = [(None, table) for table in body_tables]
    for annex in parts.annexes:
        read, doubts = read_tables(annex.blocks)
        reader.warnings += doubts
        tables += [(annex, table) for table in read]
    if len(tables) == 1:
        prefixes = ["A" if has_measures else ""]
    else:
        prefixes = [
            f"A{annex.number if annex and annex.number else place}"
            for place, (annex, _) in enumerate(tables, start=1)
        ]
    return [
        (row, prefix, annex.label if annex else None)
        for prefix, (annex, table) in zip(prefixes, tables, strict=True)
        for row in table.rows
    ]


def _texts(
    front: Front, outline: Outline, items: dict[int, Numbered]
) -> Iterator[tuple[Text, bool]]:
    """Yield the texts that may name documents, each with whether it belongs to the opening: cover,
    preamble, what frames the items, and the first article.
    """
    yield from ((paragraph.text, True) for paragraph in front.cover)
    yield from ((text, True) for text in outline.preamble)
    opening = True
    inside: set[int] = set()
    for heading in outline.walk():
        if id(heading) in inside:
            continue
        if id(heading) in items:
            inside.update(id(below) for below in heading.walk())
            yield heading.whole(), opening and heading.label.tier == Tier.ARTICLE
            opening = False
        else:
            yield from ((text, opening) for text in (heading.rest, *heading.own))
