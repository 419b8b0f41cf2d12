"""Scans and photographs, by RapidOCR where the extra `zhengmai[ocr]` is installed.

Its models come inside the package; nothing is fetched. Recognised words may be wrong, which the
document's doubts say. Tables are read as lines.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from loaders.document import Warning
from loaders.errors import UnreadableDocument
from loaders.formats.layout import FileText
from loaders.formats.pages import PrintedLine, paragraphs, without_page_number

MOST_PAGES = 200
_DOTS_PER_POINT = 2.0
_LEAST_SURE = 0.5
_DOUBT = Warning(1, "文字由 OCR 识别，可能有误，请对照原件")


def read_pdf(path: Path, content: bytes) -> FileText:
    """Recognise the pages of a scanned PDF.

    Raises UnreadableDocument where OCR is not installed or finds nothing.
    """
    engine = _engine(path, "是扫描件，没有文字层", "a scan without a text layer")
    import pypdfium2  # type: ignore[import-untyped,unused-ignore]

    document = pypdfium2.PdfDocument(content)
    try:
        if len(document) > MOST_PAGES:
            zh, en = f"扫描件超过{MOST_PAGES}页，请拆分", f"a scan of over {MOST_PAGES} pages"
            raise UnreadableDocument(path, None, zh, en)
        pages = (page.render(scale=_DOTS_PER_POINT).to_pil() for page in document)
        return _recognise(path, engine, pages)
    finally:
        document.close()


def read_picture(path: Path, content: bytes) -> FileText:
    """Recognise a picture of a page.

    Raises UnreadableDocument where OCR is not installed, finds nothing, or the file is damaged.
    """
    engine = _engine(path, "是图片", "a picture")
    from PIL import Image

    try:
        picture = Image.open(io.BytesIO(content)).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableDocument(
            path, None, "图片已损坏或过大", "the picture is damaged or too large"
        ) from error
    return _recognise(path, engine, [picture])


def _engine(path: Path, zh: str, en: str) -> Any:
    engine = _load_engine()
    if engine is None:
        raise UnreadableDocument(
            path,
            None,
            f"{zh}，请先做文字识别（OCR），或安装 zhengmai[ocr]",
            f"{en}: run OCR on it first, or install zhengmai[ocr]",
        )
    return engine


@cache
def _load_engine() -> Any:
    try:
        from rapidocr import RapidOCR  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return None
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})


def _recognise(path: Path, engine: Any, pictures: Any) -> FileText:
    pages = []
    for picture in pictures:
        lines = sorted(_lines(engine, picture), key=lambda line: (line.top, line.left))
        pages.append(without_page_number(_same_line_joined(lines), float(picture.height)))
    if not any(pages):
        raise UnreadableDocument(
            path, None, "OCR 没有认出文字，请换清晰的扫描件", "OCR found no words; scan it again"
        )
    return FileText("\n".join(paragraphs(pages)), (_DOUBT,))


def _lines(engine: Any, picture: Any) -> Iterator[PrintedLine]:
    import numpy as np

    found = engine(np.asarray(picture))
    if found.boxes is None:
        return
    for box, words, sure in zip(found.boxes, found.txts, found.scores, strict=True):
        if sure >= _LEAST_SURE and words.strip():
            xs, ys = [float(x) for x, _ in box], [float(y) for _, y in box]
            height = max(ys) - min(ys)
            yield PrintedLine(words.strip(), min(ys), min(xs), max(xs), height)


def _same_line_joined(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Put pieces at one height, as two columns of a row or a spaced title, on one line."""
    joined: list[PrintedLine] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before and line.top - before.top < 0.5 * before.height and line.left >= before.right:
            words = f"{before.words} {line.words}"
            joined[-1] = PrintedLine(words, before.top, before.left, line.right, before.height)
        else:
            joined.append(line)
    return joined
