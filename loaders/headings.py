"""Paragraphs into a tree of headings, by the tiers of their numbers.

Where a conversion to text lost the number of a heading, its place among its siblings gives it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from loaders.blocks import Paragraph
from loaders.numbering import Label, Tier, read_label
from loaders.text import Text

_ASSIGNS = re.compile(
    r"""
    [（(][^（()）]{0,300}[)）]。?                                   # （省教育厅牵头）
  | [一-鿿]{0,8}(?:单位|部门|分工|领导|责任人|处室|牵头|负责|配合|时限|时间|进度)[：:].{0,500}
  |
    """,
    re.VERBOSE,
)  # 部门分工：省财政厅牵头，各地配合。
_TITLE = re.compile(r"(?P<title>[^。；：:]{1,50})(?:[。：:]|$)|【(?P<named>[^】]{1,40})】")


@dataclass
class Heading:
    """A numbered paragraph with what stands under it: `own` unnumbered paragraphs, and children.

    `title` is the opening words up to the first full stop, `rest` what follows them in the same
    paragraph. `restored` says that a conversion lost the number and its place gave it back.
    """

    label: Label
    title: Text | None
    rest: Text
    paragraph: Paragraph
    restored: bool = False
    own: list[Text] = field(default_factory=list)
    children: list[Heading] = field(default_factory=list)

    def walk(self) -> Iterator[Heading]:
        """Yield the heading and all below it, in print order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def whole(self) -> Text:
        """Return the heading's own words and all that stands under it, without its number."""
        below = [piece for child in self.children for piece in child.printed()]
        start = 0 if self.restored else self.label.length
        words = self.paragraph.text[start:].strip() or self.paragraph.text
        return Text.join([words, *self.own, *below], "\n")

    def wording(self) -> Text:
        """Return what stands under the heading; with its own words where that is nothing, or does
        nothing but assign it (责任单位：市教育局).
        """
        below = [piece for child in self.children for piece in child.printed()]
        under = Text.join([self.rest, *self.own, *below], "\n")
        assigns = all(_ASSIGNS.fullmatch(line) for line in under.chars.split("\n"))
        return self.whole() if not under or assigns else under

    def printed(self) -> Iterator[Text]:
        """Yield the paragraphs of the heading as they stand, number and title included."""
        yield self.paragraph.text
        yield from self.own
        for child in self.children:
            yield from child.printed()

    def is_bare(self) -> bool:
        """Say whether only numbered headings stand under it."""
        return bool(self.children) and not self.rest and not self.own

    @cached_property
    def has_mostly_bare_children(self) -> bool:
        """Whether its parts are, for the most part, nothing but headings themselves."""
        return sum(child.is_bare() for child in self.children) * 2 > len(self.children)


@dataclass(frozen=True)
class Outline:
    """The body as a tree of headings, and what stands before the first."""

    preamble: tuple[Text, ...]
    roots: tuple[Heading, ...]

    def walk(self) -> Iterator[Heading]:
        """Yield all headings in print order."""
        for root in self.roots:
            yield from root.walk()


def read_outline(paragraphs: Sequence[Paragraph]) -> Outline:
    """Read numbered headings into a tree, by their tiers."""
    preamble: list[Text] = []
    roots: list[Heading] = []
    above: list[Heading] = []
    for paragraph, label, restored in _labelled(paragraphs):
        if label is None:
            (above[-1].own if above else preamble).append(paragraph.text)
            continue
        while above and above[-1].label.tier >= label.tier:
            above.pop()
        heading = _heading(paragraph, label, restored)
        (above[-1].children if above else roots).append(heading)
        above.append(heading)
    return Outline(tuple(preamble), tuple(roots))


def _heading(paragraph: Paragraph, label: Label, restored: bool) -> Heading:
    text = paragraph.text[label.length if not restored else 0 :].strip()
    found = _TITLE.match(text.chars)
    is_title = found and (label.tier != Tier.ARTICLE or found["named"])
    if not found or not is_title:
        return Heading(label, None, text, paragraph, restored)
    group = "named" if found["named"] else "title"
    title = text[found.start(group) : found.end(group)].strip()
    rest = text[found.end() :].strip()
    if not rest and text.chars[-1] in "；:：" and len(title) > 15:
        return Heading(label, None, text, paragraph, restored)
    return Heading(label, title, rest, paragraph, restored)


def _labelled(
    paragraphs: Sequence[Paragraph],
) -> Iterator[tuple[Paragraph, Label | None, bool]]:
    """Yield each paragraph with its number, printed or, where a conversion lost it, given back."""
    labels = [read_label(paragraph.text) for paragraph in paragraphs]
    coming = _next_labels(labels)
    seen = _Siblings()
    for place, (paragraph, label) in enumerate(zip(paragraphs, labels, strict=True)):
        given_back: Label | None = None
        if label is None and not seen.below_heading and _is_short_heading(paragraph.text):
            prose_follows = labels[place + 1 : place + 2] == [None]
            given_back = seen.lost_label(paragraph.text, prose_follows, coming[place])
        seen.note(label or given_back, paragraph.text)
        yield paragraph, label or given_back, given_back is not None


def _next_labels(labels: Sequence[Label | None]) -> list[Mapping[Tier, Label]]:
    """Say for each place and tier which label of that tier or a wider one comes next."""
    found: list[Mapping[Tier, Label]] = []
    coming: Mapping[Tier, Label] = {}
    for label in reversed(labels):
        found.append(coming)
        if label:
            coming = {**coming, **{tier: label for tier in Tier if tier >= label.tier}}
    return found[::-1]


def _is_short_heading(text: Text) -> bool:
    words = text.chars.rstrip("。")
    return 2 <= len(words) <= 20 and not re.search(r"[。；：:，——《）)]|^附|[0-9]日", words)


@dataclass
class _Siblings:
    """The numbers seen last on each tier, while paragraphs go by."""

    below_heading: bool = False
    _last: dict[Tier, Label] = field(default_factory=dict)
    _stands_alone: dict[Tier, bool] = field(default_factory=dict)
    _has_plain_headings: bool = False

    def note(self, label: Label | None, text: Text) -> None:
        """Take in a paragraph and its number."""
        self.below_heading = label is not None
        if label:
            for tier in [tier for tier in self._last if tier > label.tier]:
                del self._last[tier]
            self._last[label.tier] = label
            self._stands_alone[label.tier] = len(text) <= 30 and label.tier < Tier.THIRD

    def lost_label(
        self, text: Text, prose_follows: bool, coming: Mapping[Tier, Label]
    ) -> Label | None:
        """Give a short line the number that it must have had, if any: the one that closes a gap, or
        the one after a sibling that stands alone on its line like it.
        """
        for tier in sorted(self._last):
            number = self._last[tier].number + 1
            if _comes(coming, tier, number + 1):
                return _label(tier, number)
        deepest = max(self._last, default=None)
        if deepest is None or not prose_follows or not self._stands_alone[deepest]:
            return None
        number = self._last[deepest].number + 1
        self._has_plain_headings |= _comes(coming, deepest, number)
        if self._has_plain_headings or not text.chars.endswith("。"):
            return None
        return _label(deepest, number)


def _comes(coming: Mapping[Tier, Label], tier: Tier, number: int) -> bool:
    label = coming.get(tier)
    return label is not None and (label.tier, label.number) == (tier, number)


_CHINESE = "零一二三四五六七八九十"


def _label(tier: Tier, number: int) -> Label | None:
    if tier not in (Tier.FIRST, Tier.SECOND) or number > 19:
        return None
    words = _CHINESE[number] if number <= 10 else "十" + _CHINESE[number - 10]
    return Label(tier, number, f"（{words}）" if tier == Tier.SECOND else words, 0)
