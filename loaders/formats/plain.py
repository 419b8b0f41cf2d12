"""Plain text and Markdown, in the encodings that Chinese offices use."""

from __future__ import annotations

import codecs
from pathlib import Path

from loaders.errors import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_COMMON = set(
    "的一是在和有为了国人中大业教工作关展政发施会学实市部年建设职育各地区位要行管理进完以及等任务服技能、，。；：的發國學會業術職務實區縣與為"
)


def decode(path: Path, content: bytes) -> str:
    """The text that bytes hold: by their byte order mark, else the encoding that reads like Chinese.

    Line ends become single newlines, so that spans count the same on every system.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    candidates = [
        text for name in ([encoding] if encoding else _GUESSES) if (text := _try(content, name))
    ]
    best = max(candidates, key=_likeness, default="")
    if not best or _likeness(best) < 0.02:
        raise UnreadableDocument(
            path,
            None,
            "不是可读的中文文本，请另存为 UTF-8 文本、docx 或 pdf 后再试",
            "no readable Chinese text; save it as UTF-8 text, docx or pdf and try again",
        )
    return best.replace("\r\n", "\n").replace("\r", "\n")


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likeness(text: str) -> float:
    """The share of characters that common Chinese text has most of."""
    sample = [char for char in text[:20000] if not char.isspace()]
    return sum(char in _COMMON for char in sample) / max(1, len(sample))
