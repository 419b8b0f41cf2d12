"""Whether a query asks the engine to call other servers: SERVICE, and Virtuoso's DEFINE pragmas.

The engine's processes cannot call out whatever they are asked (`kg.server.confine`). Refusing the
query as well gives its author a reason, and protects a remote endpoint that could.

SPARQL cannot be cut into words without parsing it: `<` begins an IRI or compares, a word may stand
right behind a number, and Oxigraph's parser, where one reading fails, tries the next: `'''` as two
quotes and a third, `e:SERVICE` as `e:` and the keyword. So every reading is followed, and a query
is let through only where none of them has the word as a keyword. A query without the word, in any
case or escape, is let through at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORDS = re.compile("SERVICE|DEFINE", re.IGNORECASE)
_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\n\r]* )
    | (?P<iri> < (?: [^<>"{}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8} )* > )
    | (?P<long> \"{3} (?: \"{0,2} (?: [^"\\] | \\[tbnrf\\"'uU] ) )* \"{3}
              | '{3} (?: '{0,2} (?: [^'\\] | \\[tbnrf\\"'uU] ) )* '{3} )
    | (?P<string> " (?: [^"\\\n\r] | \\[tbnrf\\"'uU] )* "
                | ' (?: [^'\\\n\r] | \\[tbnrf\\"'uU] )* ' )
    | (?P<label> [?$@]\w+ | _:\w+ )                      # variable, language, blank node
    | (?P<word> [\w-]++ (?: \.++ [\w-]++ )*+ )?+ (?P<local> : (?: [\w:%-] | \\. )* )?+
    """,
    re.VERBOSE | re.DOTALL,
)
# What an IRI begins with that no comparison could: http://
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
# A name that falls apart into a prefix and a call: e:SERVICE<http://…>{, e:1SERVICE SILENT ?x {
_SPACE = r"(?: [ \t\r\n] | \#[^\n\r]* )*+"
_CALL = re.compile(
    rf"""
    : (?: [0-9.eE+-]* | true | false ) SERVICE {_SPACE} (?: SILENT {_SPACE} )?
    (?: [?$]\w+ | <[^>]*> | [^\s<{{]*:[^\s{{]* ) {_SPACE} \{{
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Beyond these a text with the word is not looked into, so that looking takes no time to speak of.
_MOST_READINGS, _LONGEST = 1000, 100_000
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})")


def calls_out(sparql: str) -> bool:
    """Whether some reading of the text holds a word by which an engine calls other servers."""
    return any(map(_has_word, {sparql, _ESCAPE.sub(_unescaped, sparql)}))


def _has_word(text: str) -> bool:
    if not _WORDS.search(text):
        return False
    return len(text) > _LONGEST or any(map(_WORDS.search, _bare_words(text)))


def _bare_words(text: str) -> Iterator[str]:
    """Words that stand outside strings, IRIs, comments and names, in any reading of the text."""
    read = set()
    starts = [0]
    readings = 0
    while starts and (readings := readings + 1) < _MOST_READINGS:
        at = starts.pop()
        while at < len(text) and at not in read:
            read.add(at)
            token = _TOKEN.match(text, at)
            if not token or not token[0]:
                at += 1
                continue
            at = token.end()
            if token["word"]:
                yield token["word"]
            if token["local"] and _CALL.match(text, token.start("local")):
                yield token["local"]
            elif _may_end_sooner(token):
                starts.append(token.start() + (2 if token["long"] else 1))
    if starts:
        yield text  # too many readings to follow


def _may_end_sooner(token: re.Match[str]) -> bool:
    """Whether an IRI may be a comparison, a long string an empty one and the start of another."""
    if token["long"]:
        return "\\" in token["long"]
    iri = token["iri"] or ""
    return not _ABSOLUTE.match(iri) and not {"'", "#", ")"}.isdisjoint(iri)


def _unescaped(escape: re.Match[str]) -> str:
    return chr(int(escape[1] or escape[2], 16))
