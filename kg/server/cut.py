"""An answer that grows beyond the limit ends at a row, with a note that it is not all.

Where a format has no place for a note (CSV, TSV, JSON-LD) `TooLong` is raised instead, so that the
answer breaks off and is not taken for the whole.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from kg.server.formats import ROWS, TRIPLES

_ZH, _EN = "结果超过上限，没有给全", "the result is longer than the limit and was cut here"
_NOTE = f"{_ZH}（{_EN}）".encode()
_OVERLAP = 4096  # bytes in which the end of a row and the beginning of the next lie
_PATIENCE = 1_000_000  # bytes over the limit in which a row must end

# Where a row ends before another in what Oxigraph writes, and what then ends the document.
# Quotes, angle brackets and line ends inside of values are escaped, so none of these is a value's.
_ENDS: dict[str, tuple[re.Pattern[bytes], bytes]] = {
    ROWS["json"]: (
        re.compile(rb'(?<!\\)"\}\}(?=,\{)'),
        b']},"truncated":{"zh":"%s","en":"%s"}}' % (_ZH.encode(), _EN.encode()),
    ),
    ROWS["xml"]: (
        re.compile(rb"</result>(?=<result>)"),
        b"</results><!-- %s --></sparql>" % _NOTE,
    ),
    TRIPLES["turtle"]: (re.compile(rb" \.\n(?=.)"), b"# %s\n" % _NOTE),
    TRIPLES["ntriples"]: (re.compile(rb" \.\n(?=.)"), b"# %s\n" % _NOTE),
    TRIPLES["rdfxml"]: (
        re.compile(rb"\n\t</[^>]+>(?=\n\t<)"),
        b"\n<!-- %s -->\n</rdf:RDF>\n" % _NOTE,
    ),
}


class TooLong(Exception):
    """The answer is longer than the limit, and its format has no way to say so."""


@dataclass(slots=True)
class Cut:
    """The parts of an answer in `media_type`, up to `most` bytes and the end of a row."""

    media_type: str
    most: int
    was_cut: bool = False

    async def parts(self, whole: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Pass on the parts of the whole answer as far as they go."""
        size, held = 0, b""
        async for part in whole:
            size += len(part)
            if size <= self.most:
                yield part
                continue
            held += part
            if ended := self._ended(held):
                self.was_cut = True
                yield ended
                return
            if size > self.most + _PATIENCE:
                raise TooLong
            yield held[:-_OVERLAP]
            held = held[-_OVERLAP:]
        yield held

    def _ended(self, held: bytes) -> bytes | None:
        if self.media_type not in _ENDS:
            raise TooLong
        row, closing = _ENDS[self.media_type]
        end = row.search(held)
        return held[: end.end()] + closing if end else None
