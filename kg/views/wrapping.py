"""Chinese text in boxes: how wide it runs, where a line may break.

Chinese characters are one em wide in every Chinese font, so a width counted here is the width on
the page, near enough, whatever font the reader has.
"""

from __future__ import annotations

import re
import unicodedata

_NARROW = 0.56
_NO_START = frozenset("，。、；：！？”’》〉）〕】…％%,.;:!?)]}")
_NO_END = frozenset("“‘《〈（〔【([{")
# 1000, 12.5, 1+X, 2035: not parted over two lines
_PIECE = re.compile(r"[A-Za-z0-9.+]+|.", re.DOTALL)


def ems(text: str) -> float:
    """Measure `text` in ems."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else _NARROW for c in text)


def wrap(text: str, width: float, lines: int) -> tuple[str, ...]:
    """`text` in at most `lines` lines of `width` ems; an ellipsis stands for the rest.

    No line begins with a closing mark or ends with an opening one, unless nothing else fits.
    """
    pieces = _PIECE.findall(" ".join(text.split()))
    wrapped: list[str] = []
    while pieces and len(wrapped) < lines:
        taken = _line(pieces, width)
        wrapped.append("".join(pieces[:taken]).strip())
        pieces = pieces[taken:]
    if pieces and wrapped:
        wrapped[-1] = _shortened(wrapped[-1], width - 1) + "…"
    return tuple(wrapped)


def shorten(text: str, width: float) -> str:
    """`text` in one line of `width` ems."""
    return "".join(wrap(text, width, 1))


def _line(pieces: list[str], width: float) -> int:
    """How many pieces go on the first line."""
    taken, used = 0, 0.0
    while taken < len(pieces) and (taken == 0 or used + ems(pieces[taken]) <= width):
        used += ems(pieces[taken])
        taken += 1
    if taken == len(pieces):
        return taken
    fewer = taken
    while fewer > 1 and (pieces[fewer] in _NO_START or pieces[fewer - 1] in _NO_END):
        fewer -= 1
    return fewer if fewer > 1 else taken


def _shortened(text: str, width: float) -> str:
    while text and ems(text) > width:
        text = text[:-1]
    return text.rstrip("".join(_NO_END) + "，、；：")
