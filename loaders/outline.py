"""Paragraphs into the outline of the body: which headings frame it, which are its items.

An author who numbers straight through all sections says by that what the items are. Where the
numbers restart, the items are what a section is divided into. Headings that only frame a document
(指导思想, 基本原则, 主要目标) hold no items, whatever they are divided into.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from loaders.blocks import Paragraph
from loaders.numbering import Label, Tier, read_label
from loaders.text import Text

_TITLE = re.compile(r"(?P<title>[^。；：:]{1,50})(?:[。：:]|$)|【(?P<named>[^】]{1,40})】")
_WHITE_SPACE = re.compile(r"[\s\u3000]+")


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

    def wording(self) -> Text:
        """Return all that stands under the heading; its own words where nothing does."""
        below = [piece for child in self.children for piece in child.printed()]
        under = Text.join([self.rest, *self.own, *below], "\n")
        return under or self.title or self.paragraph.text

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
    following = _next_labels(labels)
    last: dict[Tier, Label] = {}
    stands_alone: dict[Tier, bool] = {}
    below_heading = False
    for place, (paragraph, label) in enumerate(zip(paragraphs, labels, strict=True)):
        restored = False
        if label is None and not below_heading and _is_short_heading(paragraph.text):
            prose_follows = labels[place + 1 : place + 2] == [None]
            siblings = stands_alone if prose_follows else {}
            label = _lost_label(paragraph.text, last, siblings, following[place])
            restored = label is not None
        if label:
            for tier in [tier for tier in last if tier > label.tier]:
                del last[tier]
            last[label.tier] = label
            stands_alone[label.tier] = len(paragraph.text) <= 30 and label.tier < Tier.THIRD
        below_heading = label is not None
        yield paragraph, label, restored


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


def _lost_label(
    text: Text,
    last: Mapping[Tier, Label],
    stands_alone: Mapping[Tier, bool],
    later: Mapping[Tier, Label],
) -> Label | None:
    """Give a short line the number that it must have had: the one that closes a gap, or the one
    after a sibling that stands alone on its line like it.
    """
    for tier in sorted(last):
        coming = later.get(tier)
        if coming and (coming.tier, coming.number) == (tier, last[tier].number + 2):
            return _label(tier, last[tier].number + 1)
    deepest = max(last, default=None)
    if deepest is None or not stands_alone.get(deepest) or not text.chars.endswith("。"):
        return None
    number = last[deepest].number + 1
    coming = later.get(deepest)
    taken = coming and (coming.tier, coming.number) == (deepest, number)
    return None if taken else _label(deepest, number)


_CHINESE = "零一二三四五六七八九十"


def _label(tier: Tier, number: int) -> Label | None:
    if tier not in (Tier.FIRST, Tier.SECOND) or number > 19:
        return None
    words = _CHINESE[number] if number <= 10 else "十" + _CHINESE[number - 10]
    return Label(tier, number, f"（{words}）" if tier == Tier.SECOND else words, 0)


@dataclass(frozen=True)
class Numbered:
    """A heading that is an item, with its notation and the labels above it and its own."""

    heading: Heading
    notation: str
    path: tuple[str, ...]


def find_items(outline: Outline, is_framing: Callable[[str], bool]) -> tuple[Numbered, ...]:
    """Find the headings that are items, with the notation of each.

    `is_framing` says whether a heading's title only frames the document.
    """
    tier = _running_tier(outline)
    chains = [
        chain for root in outline.roots for chain in (_items_under((root,), tier, is_framing))
    ]
    plain = _is_plain(outline, chains, tier)
    return tuple(
        Numbered(
            chain[-1],
            _notation(chain, plain(chain[-1])),
            tuple(heading.label.words for heading in chain),
        )
        for chain in chains
    )


def _running_tier(outline: Outline) -> Tier | None:
    """Find the deepest tier whose numbers run through several sections without starting again."""
    parents: dict[Tier, set[int]] = {}
    numbers: dict[Tier, list[int]] = {}
    articles = 0
    for root in outline.roots:
        for parent in root.walk():
            articles += parent.label.tier == Tier.ARTICLE
            for child in parent.children:
                numbers.setdefault(child.label.tier, []).append(child.label.number)
                parents.setdefault(child.label.tier, set()).add(id(parent))
    if articles >= 2:
        return Tier.ARTICLE
    running = [
        tier
        for tier, run in numbers.items()
        if len(parents[tier]) >= 2 and _runs(run) and tier <= Tier.THIRD
    ]
    return max(running, default=None)


def _runs(numbers: Sequence[int]) -> bool:
    rising = all(one < following for one, following in pairwise(numbers))
    return rising and numbers[-1] <= len(numbers) * 1.3 + 1


Chain = tuple[Heading, ...]


def _items_under(
    chain: Chain, tier: Tier | None, is_framing: Callable[[str], bool]
) -> Iterator[Chain]:
    """Yield the items at or below the last heading of a chain."""
    heading = chain[-1]
    if (
        heading.title
        and tier != Tier.ARTICLE
        and is_framing(heading.title.chars)
        and (len(chain) == 1 or (tier is not None and heading.label.tier < tier))
    ):
        return
    if tier is None:
        deeper = heading.children if _is_divided(chain) else []
    else:
        has_tier = any(below.label.tier == tier for below in heading.walk())
        deeper = heading.children if has_tier and heading.label.tier < tier else []
    if deeper:
        for child in deeper:
            yield from _items_under((*chain, child), tier, is_framing)
    else:
        yield chain


def _is_divided(chain: Chain) -> bool:
    """Whether the items are below this heading: a section with parts, or parts that are nothing
    but headings themselves.
    """
    heading = chain[-1]
    if len(chain) == 1:
        return bool(heading.children) and not heading.rest
    return len(chain) == 2 and heading.is_bare() and chain[0].has_mostly_bare_children


def _is_plain(
    outline: Outline, chains: Sequence[Chain], tier: Tier | None
) -> Callable[[Heading], bool]:
    """Tell whether an item's bare number says which one it is in the whole document."""
    tiers = {chain[-1].label.tier for chain in chains}
    main = tier if tier is not None else max(tiers, default=Tier.FIRST)
    numbers = [h.label.number for h in outline.walk() if h.label.tier == main]
    runs = tier is not None or (len(tiers) == 1 and len(set(numbers)) == len(numbers))
    return lambda heading: runs and heading.label.tier == main


def _notation(chain: Chain, plain: bool) -> str:
    if plain:
        return str(chain[-1].label.number)
    top, *below = chain
    return ".".join([top.label.words.strip("（）"), *(str(h.label.number) for h in below)])


def is_made_of(terms: Iterable[str]) -> Callable[[str], bool]:
    """Make a test whether a title is nothing but such terms, joined by 和, 与, 及 or 、.

    >>> framing = is_made_of(["指导思想", "总体目标"])
    >>> framing("指导思想和总体目标"), framing("进一步明确总体目标")
    (True, False)
    """
    one = "|".join(sorted(map(re.escape, terms), key=len, reverse=True))
    pattern = re.compile(rf"(?:{one})(?:[和与及、](?:{one}))*[。：:]?")
    return lambda title: bool(pattern.fullmatch(_WHITE_SPACE.sub("", title)))
