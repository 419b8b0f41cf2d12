"""How a text is cut up for the index: Chinese by overlapping pairs, all else by words.

    课程思政500名  ->  课程 程思 思政 政 500 名

A run of Chinese is cut without knowing its words: every two neighbours are a token, and the last
sign of the run one more. A run that is looked for is then a phrase of pairs, which only the very
same run holds, and the pairs are rare enough that phrases of them are found fast. A single sign is
found as the beginning of pairs.

Full and half width, capitals and forms of one sign are folded together. Quotes and 《》 are not
seen; other punctuation ends a run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add

_SEEN_THROUGH = frozenset("“”‘’\"'`『』「」《》〈〉\u200b\u200c\u200d\u2060\ufeff\u00ad")
_CHINESE = "[〇々㐀-䶿一-鿿\U00020000-\U0003ffff]"
_RUN = re.compile(
    rf"""
    (?P<chinese> {_CHINESE}+ )
    | [0-9]+ (?: \.[0-9]+ )*             # 500, 3.5
    | (?: (?! {_CHINESE} ) [^\W\d_] )+   # X, docx
    | [+%‰]                              # the + of 1+X is a word of its own
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text as it is indexed, and where it stands in the text as it is.

    Of a Chinese token, `single` says that it is the last sign of its run alone, `joined` that it
    overlaps the one before.
    """

    text: str
    start: int
    end: int
    chinese: bool = False
    single: bool = False
    joined: bool = False


class _Folding(dict[int, str]):
    """What each sign is compared as: nothing, itself, or what stands for it."""

    def __missing__(self, sign: int) -> str:
        text = chr(sign)
        self[sign] = "" if text in _SEEN_THROUGH else unicodedata.normalize("NFKC", text).lower()
        return self[sign]


_FOLDING = _Folding()


def token_texts(text: str) -> Iterator[str]:
    """Cut up a text into what is indexed.

    >>> list(token_texts("加强“双师型”教师， １＋Ｘ证书"))
    ['加强', '强双', '双师', '师型', '型教', '教师', '师', '1', '+', 'x', '证书', '书']
    """
    for run in _RUN.finditer(text.translate(_FOLDING)):
        signs = run[0]
        if run["chinese"]:
            yield from map(add, signs, signs[1:])
            yield signs[-1]
        else:
            yield signs


def tokens(text: str) -> Iterator[Token]:
    """Cut up a text, and say where each piece stands in it."""
    folded = [_FOLDING[ord(sign)] for sign in text]
    places = [place for place, signs in enumerate(folded) for _ in signs]
    for run in _RUN.finditer("".join(folded)):
        start, end = run.span()
        if not run["chinese"]:
            yield Token(run[0], places[start], places[end - 1] + 1)
            continue
        for at in range(start, end):
            last = at + 1 == end
            till = at if last else at + 1
            signs = run[0][at - start : till + 1 - start]
            yield Token(signs, places[at], places[till] + 1, True, last, at > start)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of tokens that stand one after the other; of the last only its beginning counts where
    `open_end` is set.
    """

    tokens: tuple[str, ...]
    open_end: bool = False

    def fts(self) -> str:
        """The phrase in the language of FTS5; no token has a quote in it."""
        return f'"{" ".join(self.tokens)}"{" *" if self.open_end else ""}'


def phrase(words: str) -> Phrase | None:
    """What to look for to find the very words; None where nothing in them is indexed.

    >>> phrase("课程思政").fts()
    '"课程 程思 思政"'
    >>> phrase("500名").fts()
    '"500 名" *'
    """
    cut = list(tokens(words))
    if not cut:
        return None
    last = cut[-1]
    if last.single and last.joined:
        cut.pop()  # in the text the run may go on
    return Phrase(tuple(token.text for token in cut), last.single and not last.joined)


def marks(text: str, phrases: Sequence[Phrase]) -> tuple[tuple[int, int], ...]:
    """Where the phrases stand in a text, as offsets; places that touch are one.

    >>> marks("建设“双师型”教师队伍", [phrase("双师型"), phrase("教师")])
    ((3, 6), (7, 9))
    """
    cut = list(tokens(text))
    words = [token.text for token in cut]
    found = []
    for one in phrases:
        length = len(one.tokens)
        for at in range(len(words) - length + 1):
            if _stands_at(one, words, at):
                last = cut[at + length - 1]
                found.append((cut[at].start, last.start + 1 if one.open_end else last.end))
    return _joined(sorted(found))


def _stands_at(one: Phrase, words: Sequence[str], at: int) -> bool:
    *firm, last = one.tokens
    if words[at : at + len(firm)] != firm:
        return False
    word = words[at + len(firm)]
    return word.startswith(last) if one.open_end else word == last


def _joined(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)
