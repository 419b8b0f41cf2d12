"""A text that remembers where each of its characters stood in the source.

Reading mends what typesetting broke: it drops page numbers, joins sentences over page breaks, takes
spaces and tags out. What is left is still the source's own characters in the source's own order, so
that every fact read from it can point back to its words.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from loaders.document import Span


@dataclass(frozen=True, slots=True)
class Text:
    """Characters and, for each, its offset in the source text; offsets never fall.

    >>> text = Text.of("附件 1：清单").without(re.compile(" "))
    >>> str(text), text[2:3].origins[0]
    ('附件1：清单', 3)
    """

    chars: str
    origins: Sequence[int]

    def __post_init__(self) -> None:
        if len(self.chars) != len(self.origins):
            raise ValueError("every character needs its offset")

    @classmethod
    def of(cls, source: str) -> Text:
        """Take the whole of a source."""
        return cls(source, range(len(source)))

    @classmethod
    def join(cls, pieces: Iterable[Text], between: str = "") -> Text:
        """Join pieces in source order, with the character `between` for what parted them."""
        chars: list[str] = []
        origins = array("L")
        for piece in pieces:
            if not piece:
                continue
            if origins and between:
                chars.append(between)
                origins.extend([origins[-1]] * len(between))
            chars.append(piece.chars)
            origins.extend(piece.origins)
        return cls("".join(chars), origins)

    def __str__(self) -> str:
        return self.chars

    def __len__(self) -> int:
        return len(self.chars)

    def __getitem__(self, part: slice) -> Text:
        return Text(self.chars[part], self.origins[part])

    def mark(self, char: str, at: int) -> Text:
        """Make a character that stands for the one at `at`."""
        return Text(char, self.origins[at : at + 1])

    def strip(self, chars: str | None = None) -> Text:
        """Cut `chars` (white space if None) off both ends."""
        left = len(self.chars) - len(self.chars.lstrip(chars))
        return self[left : max(left, len(self.chars.rstrip(chars)))]

    def split(self, separator: str) -> Iterator[Text]:
        """Yield the parts between separators."""
        start = 0
        for part in self.chars.split(separator):
            yield self[start : start + len(part)]
            start += len(part) + len(separator)

    def without(self, unwanted: re.Pattern[str]) -> Text:
        """Take out the stretches that the pattern matches."""
        kept: list[Text] = []
        start = 0
        for found in unwanted.finditer(self.chars):
            kept.append(self[start : found.start()])
            start = found.end()
        return Text.join([*kept, self[start:]]) if kept else self


@dataclass(frozen=True)
class SourceText:
    """The decoded text of a file, in which spans count."""

    chars: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.chars))]

    def line_of(self, offset: int) -> int:
        """Return the number, from 1, of the line that holds the character at `offset`."""
        return bisect_right(self._line_starts, offset)

    def span(self, words: Text) -> Span:
        """Say where `words` stand, from their first to their last character.

        Raises ValueError where there are no words.
        """
        if not words:
            raise ValueError("no words, no span")
        start, end = words.origins[0], words.origins[-1] + 1
        return Span(self.line_of(start), start, end)
