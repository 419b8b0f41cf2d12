"""Files into documents: the one way in for everything that comes after reading."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from loaders.blocks import Block, Paragraph, read_blocks
from loaders.citations import read_citations
from loaders.divisions import Place, find, find_place
from loaders.document import Citation, Document, Header, Item, Role, Section, Target, Unit, Warning
from loaders.errors import UnreadableDocument
from loaders.formats import read_text
from loaders.header import Front, read_front, read_header
from loaders.outline import Heading, Numbered, find_items, is_made_of, read_outline
from loaders.parts import Annex, read_parts
from loaders.tables import UNIT_COLUMNS, TaskRow, read_tables
from loaders.targets import read_targets
from loaders.text import SourceText, Text
from loaders.vocabulary import chinese_terms

_SUFFIXES = {".txt", ".md", ".markdown"}


def read_corpus(
    folder: Path,
) -> tuple[tuple[Document, ...], tuple[UnreadableDocument, ...]]:
    """Read every document of a folder, by key; those that cannot be read come as their errors."""
    documents: list[Document] = []
    errors: list[UnreadableDocument] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _SUFFIXES:
            try:
                documents.append(read_document(path))
            except UnreadableDocument as error:
                errors.append(error)
    return tuple(sorted(documents, key=lambda document: document.key)), tuple(errors)


def read_document(path: Path) -> Document:
    """Read one official document.

    Raises UnreadableDocument for a file that cannot be read or is no official document.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            path, None, f"打不开：{error.strerror}", f"cannot be opened: {error.strerror}"
        ) from error
    source = SourceText(read_text(path, content))
    document = read_source(source, path.stem, path.name, hashlib.sha256(content).hexdigest())
    if not _is_official(document):
        raise UnreadableDocument(
            path,
            None,
            "看不出是公文：没有发文字号、发文机关，也没有任务表；请核对文件",
            "does not look like an official document: no number, no issuer, no task table",
        )
    return document


def _is_official(document: Document) -> bool:
    header = document.header
    titled = bool(header.genre) and "title" not in header.inferred
    return bool(
        document.task_rows
        or header.document_number
        or (header.issuers and header.jurisdiction)
        or (titled and document.measures and header.jurisdiction)
    )


def read_source(source: SourceText, key: str, file_name: str, digest: str) -> Document:
    """Read a decoded text; never fails, whatever the text is."""
    genres = _genres()
    parts = read_parts(read_blocks(source))
    main, annexes = parts.main, parts.annexes
    only_annex = not any(isinstance(block, Paragraph) for block in main) and bool(annexes)
    if only_annex:
        main, annexes = (*main, *annexes[0].blocks), annexes[1:]
    front = read_front(main, genres)
    header = read_header(key, front, parts, source.chars, genres)
    reader = _BodyReader(source, header)
    reader.read_body(front)
    tables = [(None, front.body), *((annex, annex.blocks) for annex in annexes)]
    reader.read_tables(tables)
    return Document(
        header=header,
        source_file=file_name,
        source_sha256=digest,
        source_text=source.chars,
        outline=tuple(reader.outline),
        measures=tuple(reader.measures),
        task_rows=tuple(reader.task_rows),
        citations=reader.citations(),
        warnings=tuple(sorted(reader.warnings, key=lambda warning: warning.line)),
    )


class _BodyReader:
    """Collects what the body and the tables of one document hold."""

    def __init__(self, source: SourceText, header: Header) -> None:
        self.source = source
        self.header = header
        self.outline: list[Section] = []
        self.measures: list[Item] = []
        self.task_rows: list[Item] = []
        self.warnings: list[Warning] = []
        self._texts: list[tuple[Text, bool]] = []

    def read_body(self, front: Front) -> None:
        """Read sections and measures."""
        paragraphs = [block for block in front.body if isinstance(block, Paragraph)]
        outline = read_outline(paragraphs)
        framing = is_made_of(chinese_terms("headings"))
        numbered = find_items(outline, framing)
        items = {id(each.heading): each for each in numbered}
        self._texts += [(paragraph.text, True) for paragraph in front.cover]
        self._texts += [(text, True) for text in outline.preamble]
        self.outline = list(self._sections(outline.roots, items))

    def _sections(
        self, headings: Iterable[Heading], items: dict[int, Numbered]
    ) -> Iterable[Section]:
        for heading in headings:
            if numbered := items.get(id(heading)):
                self._add_measure(numbered)
            else:
                yield self._section(heading, items)

    def _section(self, heading: Heading, items: dict[int, Numbered]) -> Section:
        if heading.restored:
            self.warnings.append(
                Warning(heading.paragraph.line, f"标题编号缺失，按顺序补为{heading.label.words}")
            )
        text = Text.join([heading.rest, *heading.own], "\n")
        if text:
            self._texts.append((text, not self.measures))
        children = tuple(self._sections(heading.children, items))
        return Section(
            label=heading.label.words,
            title=str(heading.title or ""),
            span=self.source.span(heading.paragraph.text),
            text=str(text),
            targets=self._targets(text),
            children=children,
        )

    def _add_measure(self, numbered: Numbered) -> None:
        heading = numbered.heading
        text = heading.wording()
        notation = self._unique(numbered.notation, heading.paragraph.line)
        self._texts.append((text, not self.measures and heading.label.words.endswith("条")))
        title = heading.title
        self.measures.append(
            Item(
                id=notation,
                kind="measure",
                path=numbered.path,
                title=str(title) if title else None,
                text=str(text),
                span=self.source.span(text),
                targets=self._targets(text),
            )
        )

    def _targets(self, text: Text) -> tuple[Target, ...]:
        return tuple(
            Target(
                quote=found.quote,
                indicator=found.indicator,
                comparator=found.comparator,
                value=found.value,
                value_max=found.value_max,
                unit=found.unit,
                by=found.by,
                span=self.source.span(text[found.start : found.end]),
            )
            for found in read_targets(text.chars)
        )

    def _unique(self, notation: str, line: int) -> str:
        taken = {item.id for item in (*self.measures, *self.task_rows)}
        if notation not in taken:
            return notation
        self.warnings.append(Warning(line, f"编号{notation}重复"))
        return next(
            f"{notation}-{n}" for n in range(2, len(taken) + 3) if f"{notation}-{n}" not in taken
        )

    def read_tables(self, places: Sequence[tuple[Annex | None, Sequence[Block]]]) -> None:
        """Read the task rows of the body and of the annexes."""
        read: list[tuple[Annex | None, list[TaskRow]]] = []
        for annex, blocks in places:
            tables, warnings = read_tables(blocks)
            self.warnings += warnings
            read += [(annex, rows) for rows in tables]
        for place, (annex, rows) in enumerate(read, start=1):
            only = len(read) == 1
            number = (annex and annex.number) or place
            prefix = "A" if only else f"A{number}"
            if only and not self.measures:
                prefix = ""
            for row in rows:
                self._add_task(row, annex, prefix)

    def _add_task(self, row: TaskRow, annex: Annex | None, prefix: str) -> None:
        text = row.cells["task"]
        label = annex.label if annex else None
        number = str(row.number)
        notation = self._unique(f"{prefix}/{number}" if prefix else number, row.line)
        self._texts.append((text, False))
        self.task_rows.append(
            Item(
                id=notation,
                kind="task",
                path=tuple(part for part in (label, *row.sections, number) if part),
                title=str(row.cells["title"]) if "title" in row.cells else None,
                text=str(text),
                span=self.source.span(text),
                targets=self._targets(text),
                deadline=str(row.cells["deadline"]) if "deadline" in row.cells else None,
                table=label,
            )
        )

    def citations(self) -> tuple[Citation, ...]:
        """The documents named, those of the opening first."""
        own = [self.header.title, self.header.cover_title or ""]
        return read_citations(self._texts, self.source, own)


def _genres() -> Sequence[str]:
    return (
        "意见", "实施意见", "指导意见", "方案", "实施方案", "行动方案", "工作方案", "通知", "办法", "管理办法", "实施办法", "暂行办法",
        "批复", "决定", "通报", "通告", "公告", "函", "复函", "答复", "命令", "令", "条例", "规定", "细则", "实施细则", "规则", "规划",
        "计划", "行动计划", "措施", "若干措施", "清单", "要点", "工作要点", "纲要", "请示", "报告", "议案", "纪要", "任务清单", "分工方案",
        "目录", "标准", "指南", "规程", "规范", "制度", "政策", "安排表", "分工表", "任务表", "工作任务清单",
    )  # fmt: skip
