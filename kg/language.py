"""The language that a page speaks: Chinese, or English where its address says so.

Every sentence of the interface stands in the code in both languages, `say("检索", "Search")`, so
that none can lack its twin; what documents say stays in the language of the documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from markupsafe import Markup, escape

Language = Literal["zh", "en"]

# A run of Chinese with the figures inside it: 豫政〔2021〕2号, 附件2, 第1项
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_CHINESE = re.compile(
    rf"""[{_HAN}] (?: [0-9.·]* [{_HAN}] )* [0-9]*""",
    re.VERBOSE,
)

_language: ContextVar[Language] = ContextVar("language", default="zh")


def say(zh: str, en: str) -> str:
    """Give the words of the language that is spoken here and now."""
    return zh if _language.get() == "zh" else en


def language() -> Language:
    """Name the language that is spoken here and now."""
    return _language.get()


def mixed(text: object, element: str = "span") -> Markup:
    """Words of ours that hold names of theirs: on an English page each Chinese run says that it is.

    >>> with speaking("en"): mixed("2 items of 驻马店市")
    Markup('2 items of <span lang="zh-CN">驻马店市</span>')
    """
    if language() == "zh":
        return escape(text)
    # No mark of markup is Chinese, so that escaped text can be cut as it is.
    chinese = rf'<{element} lang="zh-CN">\g<0></{element}>'
    return Markup(_CHINESE.sub(chinese, str(escape(text))))


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak a language until the block ends; threads that are started in it speak it too."""
    before = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(before)
