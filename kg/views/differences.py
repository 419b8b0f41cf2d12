"""Where two wordings of the same statement differ, character for character, numbers whole."""

from __future__ import annotations

import re

from rapidfuzz.distance import Indel

from loaders.clauses import even

_TOKEN = re.compile(r"[0-9][0-9.,]*[%‰]?|.", re.DOTALL)  # 3.5, 50%, 教
_NOT_WORDS = re.compile(r"[\s、“”‘’\"]")  # spaces, quotation marks, commas of a list

Span = tuple[int, int]


def differing(ours: str, theirs: str) -> tuple[list[Span], list[Span]]:
    """Give the stretches of each wording that the other does not have.

    Full and half width, spaces and quotation marks make no difference.

    >>> differing("到3.5万人（含市区）", "到3.4万人 (含市属)")
    ([(1, 4), (9, 10)], [(1, 4), (10, 11)])
    """
    mine, other = (list(_TOKEN.finditer(even(text))) for text in (ours, theirs))
    left: list[Span] = []
    right: list[Span] = []
    for code in Indel.opcodes([token[0] for token in mine], [token[0] for token in other]):
        if code.tag == "delete":
            left += _span(mine[code.src_start : code.src_end])
        elif code.tag == "insert":
            right += _span(other[code.dest_start : code.dest_end])
    return left, right


def _span(tokens: list[re.Match[str]]) -> list[Span]:
    words = [token for token in tokens if not _NOT_WORDS.fullmatch(token[0])]
    return [(words[0].start(), words[-1].end())] if words else []
