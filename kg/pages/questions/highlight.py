"""SPARQL with its words marked, so that a reader sees keywords, variables, names and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape
from pygments.lexers.rdf import SparqlLexer
from pygments.token import Comment, Keyword, Literal, Name, Number

# The classes of the style sheet, by Pygments' kinds of token; the first that fits.
_CLASSES = (
    (Comment, "c"),
    (Keyword, "k"),
    (Name.Variable, "v"),
    (Name.Label, "s"),
    (Name, "p"),
    (Number, "s"),
    (Literal, "s"),
)
_CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")  # 《河南省


def highlighted(sparql: str) -> Markup:
    """A query as HTML for a `<pre>`; the classes are k, v, p, s, c."""
    return Markup("").join(_marked(sparql))


def _marked(sparql: str) -> Iterator[Markup]:
    for kind, text in SparqlLexer(stripnl=False).get_tokens(sparql):
        style = next((name for of, name in _CLASSES if kind[: len(of)] == of), "")
        lang = Markup(' lang="zh-CN"') if _CHINESE.search(text) else ""
        if style or lang:
            yield Markup('<span class="{}"{}>{}</span>').format(style, lang, text)
        else:
            yield escape(text)
