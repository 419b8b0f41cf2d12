"""A text that remembers where each of its characters stood in the source.

Reading mends what typesetting broke: it drops page numbers, joins sentences over page breaks, takes
spaces and tags out. What is left is still the source's own characters in the source's own order, so
that every fact read from it can point back to its words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from loaders.document import Span


@dataclass(frozen=True, slots=True)
class Text:
    """Characters and, for each, its offset in the source text.

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
    def of(cls, source: str, start: int = 0, end: int | None = None) -> Text:
        """The piece of `source` between two offsets."""
        end = len(source) if end is None else end
        return cls(source[start:end], range(start, end))

    @classmethod
    def join(cls, pieces: Iterable[Text], between: str = "") -> Text:
        """Pieces in source order, with the character `between` standing for what parted them."""
        chars: list[str] = []
        origins: list[int] = []
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

    def __add__(self, other: Text) -> Text:
        return Text.join((self, other))

    def strip(self, chars: str | None = None) -> Text:
        """Without `chars` (white space if None) at both ends."""
        left = len(self.chars) - len(self.chars.lstrip(chars))
        return self[left : max(left, len(self.chars.rstrip(chars)))]

    def split(self, separator: str) -> Iterator[Text]:
        """The parts between separators."""
        start = 0
        for part in self.chars.split(separator):
            yield self[start : start + len(part)]
            start += len(part) + len(separator)

    def without(self, unwanted: re.Pattern[str]) -> Text:
        """Without the stretches that the pattern matches."""
        kept, start = [], 0
        for found in unwanted.finditer(self.chars):
            kept.append(self[start : found.start()])
            start = found.end()
        return Text.join([*kept, self[start:]]) if kept else self

    def translate(self, table: Mapping[int, str]) -> Text:
        """With single characters exchanged for single characters."""
        return Text(self.chars.translate(table), self.origins)


@dataclass(frozen=True)
class SourceText:
    """The decoded text of a file, in which spans count."""

    chars: str
    name: str = field(default="")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.chars))]

    def line_of(self, offset: int) -> int:
        """The number of the line that holds the character at `offset`, from 1."""
        return bisect_right(self._line_starts, offset)

    def lines(self) -> Iterator[Text]:
        """The lines, without their ends."""
        starts = self._line_starts
        for start, following in zip(starts, [*starts[1:], len(self.chars) + 1], strict=True):
            yield Text.of(self.chars, start, following - 1)

    def span(self, words: Text) -> Span:
        """Where `words` stand, from their first to their last character."""
        if not words:
            raise ValueError("no words, no span")
        start, end = words.origins[0], words.origins[-1] + 1
        return Span(self.line_of(start), start, end)
