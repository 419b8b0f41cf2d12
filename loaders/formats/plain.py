"""Plain text and Markdown, in the encodings that Chinese offices use."""

from __future__ import annotations

import codecs
from pathlib import Path

from loaders.document import Warning
from loaders.errors import UnreadableDocument
from loaders.formats.layout import FileText

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_COMMON = frozenset(
    "的一是在和有为了国人中大业教工作关展政发施会学实市部年建设职育各地区位要行管理进完以及等任务服技能"
    "、，。；：發國學會業術職務實區縣與為關於辦"
)
_LEAST_LIKENESS = 0.02
_EXPECTED = ("utf-8", "gb18030")
_MOST_LOST = 0.5
"""The share of characters that may be undecodable, each of which the reader warns of."""


def read(path: Path, content: bytes) -> FileText:
    """Decode by the byte order mark, else by the encoding in which the text reads like Chinese.

    Raises UnreadableDocument where it does in none.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    texts = {name: _decode(content, name) for name in ([marked] if marked else _GUESSES)}
    assumed = max(texts, key=lambda name: _likeness(texts[name]))
    best = texts[assumed]
    if _likeness(best) < _LEAST_LIKENESS:
        raise UnreadableDocument(
            path,
            None,
            "不是可读的中文文本，请另存为 UTF-8 文本、docx 或 pdf",
            "no readable Chinese text; save it as UTF-8 text, docx or pdf",
        )
    doubt = f"编码不明，按 {assumed} 解读，如有乱码请另存为 UTF-8"
    return FileText(best, () if marked or assumed in _EXPECTED else (Warning(1, doubt),))


def _decode(content: bytes, encoding: str) -> str:
    """Decode, with U+FFFD for bytes that are none of the encoding; "" where most is lost."""
    text = content.decode(encoding, errors="replace")
    return text if text.count("\ufffd") < _MOST_LOST * len(text) else ""


def _likeness(text: str) -> float:
    """Measure the share of characters that Chinese official text has most of."""
    sample = [char for char in text[:20_000] if not char.isspace()]
    return sum(char in _COMMON for char in sample) / max(1, len(sample))
