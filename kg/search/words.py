"""What somebody typed, read into words: document numbers and items in any form, then the rest.

豫政[2021] 2 附件2第5项   ->  the number 豫政〔2021〕2号, the item A2/5
产业学院、驻马店          ->  two words
“double  teacher”         ->  one word
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kg.questions.tables import readable
from kg.search.tokens import Phrase, phrase
from loaders.numerals import whole_number

LONGEST = 200  # characters of a query that are read
MOST = 12  # words of a query that are looked for


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that is looked for: as typed, the phrases any of which finds it, and the folded
    names that are exactly it.
    """

    typed: str
    phrases: tuple[Phrase, ...]
    names: tuple[str, ...]

    def fts(self) -> str:
        """Any of the phrases, in the language of FTS5."""
        return f"({' OR '.join(one.fts() for one in self.phrases)})"


_CHINESE = "[〇㐀-䶿一-鿿]"
_ADDRESS = re.compile(r"https?://\S+")  # https://w3id.org/zhengmai/id/body/河南省教育厅
_KEY = re.compile(r"[^\s#]+\#[^\s#、，,；;]+")  # henan-2021-yuzheng-2#A2/5
_NUMBER = re.compile(
    rf"""
    (?<! [^\s、,;《〈“”"'(] )
    (?P<letters> {_CHINESE}{{1,12}}? ) \s* [\[〔﹝【(〖]? \s*
    (?P<year> (?:19|20)[0-9]{{2}} ) \s* 年? \s* [\]〕﹞】)〗]? \s*
    第? \s* 0* (?P<serial> [1-9][0-9]{{0,4}} ) (?: \s* 号 | (?! \s* {_CHINESE} | [0-9.%] ) )
    """,
    re.VERBOSE,
)  # 豫政〔2021〕2号, 豫政[2021]2, 豫政 2021 2; not 培训2025 500名
_DIGITS = r"[0-9〇零一二三四五六七八九十百]{1,6}"
_ITEM = re.compile(
    rf"""
    附件 \s* (?P<annex> {_DIGITS} )? \s* 的? \s* 第? \s* (?P<row> {_DIGITS} ) \s* [项条行]
    | (?<! {_CHINESE} ) 第 \s* (?P<measure> {_DIGITS} ) \s* [项条]
    """,
    re.VERBOSE,
)  # 附件2第5项, 附件第1项, 第十三项
_NOTATION = re.compile(r"(?<!\S)A[0-9]*/[0-9]+(?!\S)", re.IGNORECASE)  # A2/5
_QUOTED = re.compile(r"[“”\"]([^“”\"]+)[“”\"]")
_PLAIN = re.compile(r"[^\s、,;|]+")
BODY = re.compile(r"[㐀-鿿]{1,19}[厅局委办部院署会室府处]")  # 省教委, no 教育
_UNSEEN = re.compile(r"[\s“”‘’\"'《》〈〉〔〕\[\]()【】﹝﹞〖〗\ud800-\udfff]")


def read_words(text: str) -> tuple[Word, ...]:
    """The words of a query in their order; none where it holds nothing that could be found."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    found: list[tuple[int, Word]] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            if word := read(match):
                found.append((match.start(), word))
                text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return tuple(word for _, word in sorted(found, key=lambda each: each[0]))


def plain_words(typed: str) -> tuple[Word, ...]:
    """The words between the blanks of what was read as a number."""
    words = (_plain(match) for match in _PLAIN.finditer(typed))
    return tuple(word for word in words if word)


def word_of(typed: str) -> Word | None:
    """What finds the very words; None where there is nothing to find them by."""
    found = phrase(typed)
    return Word(typed, (found,), (folded(typed),)) if found else None


def folded(name: str) -> str:
    """A name as names are compared: case, width, spaces, quotes and brackets do not count.

    >>> folded("豫政〔2021〕2号") == folded("豫政[2021] 2号")
    True
    """
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", name).lower())


def notation_token(notation: str) -> str:
    """The token by which an item is found through its notation: A2/5 is no run of words."""
    return "§" + re.sub(r"[^0-9a-z〇㐀-鿿]", "§", notation.lower())


def key_token(key: str) -> str:
    """The token by which an item is found through its key."""
    return "§" + notation_token(key)


def _plain(match: re.Match[str]) -> Word | None:
    return word_of(match[match.lastindex or 0])


def _address(match: re.Match[str]) -> Word | None:
    try:
        named = readable(NamedNode(unquote(match[0])))
    except ValueError:  # http://[
        named = match[0]
    return _key_of(match[0], named) if "#" in named else word_of(named)


def _key(match: re.Match[str]) -> Word | None:
    return _key_of(match[0], match[0])


def _key_of(typed: str, key: str) -> Word:
    return Word(typed, (Phrase((key_token(key),)),), (folded(key),))


def _number(match: re.Match[str]) -> Word | None:
    number = f"{match['letters']}{match['year']} {match['serial']}"
    found = phrase(number)
    return Word(match[0], (found,), (folded(f"{number}号"),)) if found else None


def _item(match: re.Match[str]) -> Word | None:
    row = whole_number(match["row"] or match["measure"])
    annex = whole_number(match["annex"]) if match["annex"] else None
    if row is None:
        return None
    notations = [f"A{annex}/{row}"] if annex else [f"A/{row}", f"A1/{row}"]
    if match["measure"]:
        notations = [str(row)]
    told = phrase(match[0])
    phrases = [Phrase((notation_token(notation),)) for notation in notations]
    return Word(match[0], (*phrases, *([told] if told else [])), (folded(match[0]),))


def _notation(match: re.Match[str]) -> Word | None:
    return Word(match[0], (Phrase((notation_token(match[0]),)),), (folded(match[0]),))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Word | None]], ...] = (
    (_ADDRESS, _address),
    (_KEY, _key),
    (_NUMBER, _number),
    (_ITEM, _item),
    (_NOTATION, _notation),
    (_QUOTED, _plain),
    (_PLAIN, _plain),
)
