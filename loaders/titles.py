"""Titles: the bodies they open with, the genre they end with, the text that they carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from loaders.divisions import leading_place
from loaders.signers import SIGNER, split_signers

_CARRYING = r"(?:印发|转发|批转|发布|公布|颁布|颁发)"
_VERB = rf"(?:关于|公告$|{_CARRYING}|对|同意|批准)"
CARRIES = re.compile(_CARRYING)
CARRIED = re.compile(rf"{_CARRYING}(?:施行|实施)?《?(?P<title>.{{4,}}?)》?的通知$")
DRAFT = re.compile(r"[（(](?:公开)?(?:征求意见稿?|讨论稿|送审稿|草案|草稿)[)）]$")
_REPOST = re.compile(r"^[（(]?转[载发][)）]\s*")
_NOTE_AT_END = re.compile(r"(?:[（(][^（()）]*[)）])+$")
_LAYOUT_SPACE = re.compile(r"(?<=[^\x00-\x7f])[\s\u3000]+|[\s\u3000]+(?=[^\x00-\x7f])")
_ISSUERS = re.compile(rf"(?P<names>.{{2,300}}?)(?={_VERB}|[一二][九〇○零].{{2}}年)")


def join_title(lines: Sequence[str]) -> str:
    """Join the lines of a title; of its spaces only those between issuers stay.

    >>> join_title(["教育部 河南省人民政府 关于推进技能社会建设的 意见"])
    '教育部 河南省人民政府关于推进技能社会建设的意见'
    """
    joined = ""
    for line in (line.strip() for line in lines if line.strip()):
        parted = joined and split_signers(joined.split()[-1]) and split_signers(line.split()[0])
        joined += (" " if parted else "") + line
    verb = re.search(_VERB, joined)
    start = verb.start() if verb else 0
    issuers, rest = joined[:start], _LAYOUT_SPACE.sub("", joined[start:])
    title = _REPOST.sub("", " ".join(issuers.split()) + rest)
    if title.startswith("《") and title.find("》") == len(title) - 1:
        return title[1:-1].translate(str.maketrans("〈〉", "《》"))
    return title


def title_issuers(title: str) -> tuple[str, ...]:
    """Read the bodies that a title opens with.

    >>> title_issuers("教育部 河南省人民政府关于推进技能社会建设的意见")
    ('教育部', '河南省人民政府')
    """
    before = _ISSUERS.match(title)
    if not before:
        return ()
    names = [name for name in re.split(r"[\s、]+", _parted(before["names"])) if name]
    return tuple(names) if all(SIGNER.fullmatch(name) for name in names) else ()


def _parted(names: str) -> str:
    """Part names that run into each other: where a body ends and the place or 国务院 begins again.

    >>> _parted("广州市人力资源和社会保障局广州市财政局")
    '广州市人力资源和社会保障局 广州市财政局'
    """
    found = leading_place(names)
    again = [re.escape(names[: found[1]])] if found else []
    begins = "|".join(["国务院", "中共", "中央", *again])
    return re.sub(rf"(?<=[厅局委部会院室])(?=(?:{begins})[一-鿿]{{2}})", " ", names)


def genre_of(title: str, genres: Iterable[str]) -> str | None:
    """Find the genre that a title ends with, the longest that fits.

    >>> genre_of("驻马店市职业教育实施方案（试行）", ["方案", "实施方案"])
    '实施方案'
    """
    bare = _NOTE_AT_END.sub("", title.strip())
    return max((genre for genre in genres if bare.endswith(genre)), key=len, default=None)
