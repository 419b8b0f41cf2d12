"""What can go wrong for the user, said in Chinese and English, and what to do about it."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

ASIDE: Final = ".zhengmai-"
"""What the name of a folder begins with in which a file is written before it takes its place."""
DECISIONS: Final = "mappings.sssom.tsv"
"""The file in a corpus's own folder that holds what people decided about links: no document."""

_REASONS: Final = {
    errno.ENOENT: "没有这个文件或目录",
    errno.EEXIST: "已有同名的文件",
    errno.EISDIR: "是目录，不是文件",
    errno.ENOTDIR: "路径里有一段不是目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.ENAMETOOLONG: "名字太长",
    errno.ELOOP: "链接绕成了圈",
}


class ZhengmaiError(Exception):
    """A failure that the user can understand: one sentence in Chinese, one in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}（{en}）")
        self.zh = zh
        self.en = en


class UnreadableDocument(ZhengmaiError):
    """A file that cannot be read as an official document: which file, where, and why."""

    def __init__(self, path: Path, line: int | None, zh: str, en: str) -> None:
        where = f"{path.name}:{line}" if line else path.name
        super().__init__(f"{where}：{zh}", f"{where}: {en}")
        self.path = path
        self.line = line


def system_reason(error: OSError) -> tuple[str, str]:
    """Say in Chinese and English what the operating system objected to."""
    en = error.strerror or str(error)
    return _REASONS.get(error.errno or 0, en), en


def system_error(error: OSError) -> ZhengmaiError:
    """Make an error of ours of the operating system's: which file, and why."""
    zh, en = system_reason(error)
    if not error.filename:
        return ZhengmaiError(zh, en)
    path = Path(str(error.filename))
    if path.name.startswith(ASIDE):
        path = path.parent
    return ZhengmaiError(f"{path}：{zh}", f"{path}: {en}")
