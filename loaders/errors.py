"""What can go wrong for the user, said in Chinese and English, and what to do about it."""

from __future__ import annotations

from pathlib import Path


class ZhengmaiError(Exception):
    """A failure that the user can understand: one sentence in Chinese, one in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}（{en}）")
        self.zh = zh
        self.en = en


class UnreadableDocument(ZhengmaiError):  # noqa: N818 (what is wrong is the document)
    """A file that cannot be read as an official document: which file, where, and why."""

    def __init__(self, path: Path, line: int | None, zh: str, en: str) -> None:
        where = f"{path.name}:{line}" if line else path.name
        super().__init__(f"{where}：{zh}", f"{where}: {en}")
        self.path = path
        self.line = line
