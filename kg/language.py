"""The language that a page speaks: Chinese, or English where its address says so.

Every sentence of the interface stands in the code in both languages, `say("检索", "Search")`, so
that none can lack its twin; what documents say stays in the language of the documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

Language = Literal["zh", "en"]

_language: ContextVar[Language] = ContextVar("language", default="zh")


def say(zh: str, en: str) -> str:
    """Give the words of the language that is spoken here and now."""
    return zh if _language.get() == "zh" else en


def language() -> Language:
    """Name the language that is spoken here and now."""
    return _language.get()


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak a language until the block ends; threads that are started in it speak it too."""
    before = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(before)
