"""OFD files (GB/T 33190), by ofdkit where the extra `zhengmai[ofd]` is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loaders.document import Warning
from loaders.errors import UnreadableDocument
from loaders.formats.layout import FileText, refuse_bomb
from loaders.formats.pages import PrintedLine, paragraphs, without_page_number

_DOUBT = Warning(1, "OFD 中的表格按文字行读取，栏目可能混在一起")


def read(path: Path, content: bytes) -> FileText:
    """Read the text of all pages.

    Raises UnreadableDocument where ofdkit is not installed, or for a damaged file.
    """
    try:
        import ofdkit  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError as error:
        raise UnreadableDocument(
            path,
            None,
            "是 OFD 版式文件，请另存为 pdf 或 docx，或安装 zhengmai[ofd]",
            "an OFD file: save it as pdf or docx, or install zhengmai[ofd]",
        ) from error
    refuse_bomb(path, content)
    try:
        with ofdkit.open(content) as document:
            pages = [
                without_page_number(list(_lines(page.runs)), page.height) for page in document.pages
            ]
    except (ofdkit.OFDError, ValueError, KeyError) as error:
        raise UnreadableDocument(
            path,
            None,
            "OFD 已损坏或已加密，请另存为 pdf",
            "the OFD is damaged or locked; save a pdf",
        ) from error
    if not any(pages):
        raise UnreadableDocument(
            path, None, "OFD 没有文字，请先做文字识别（OCR）", "the OFD has no text; run OCR on it"
        )
    return FileText("\n".join(paragraphs(pages)), (_DOUBT,))


def _lines(runs: list[Any]) -> Iterator[PrintedLine]:
    """Put the runs that stand on one baseline together."""
    line: list[Any] = []
    for run in sorted((run for run in runs if run.text.strip()), key=lambda run: (run.y, run.x)):
        if line and run.y - line[0].y > 0.5 * line[0].size:
            yield _line(line)
            line = []
        line.append(run)
    if line:
        yield _line(line)


def _line(runs: list[Any]) -> PrintedLine:
    in_order = sorted(runs, key=lambda run: run.x)
    return PrintedLine(
        words="".join(run.text for run in in_order),
        top=float(in_order[0].y),
        left=float(in_order[0].x),
        right=max(float(run.x + run.width) for run in in_order),
        height=float(in_order[0].size),
    )
