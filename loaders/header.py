"""From the head, the closing and the imprint to the `Header`: whose document this is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.blocks import Block, Paragraph, Row
from loaders.dates import read_date
from loaders.divisions import FoundPlace, find_place
from loaders.document import Header
from loaders.document_number import NUMBER, format_number
from loaders.head import Head, read_head
from loaders.numbering import read_label
from loaders.parts import ONLY_DATE, SIGNED_AND_DATED, Closing, Parts, read_closing
from loaders.signers import split_signers
from loaders.titles import CARRIED, CARRIES, DRAFT, genre_of, join_title, title_issuers

_ORDER_WORD = re.compile(r"^中华人民共和国(?=国务院)|(?:令|公告)$")
_NAMES_ITS_PLACE = 50_000
"""Characters in which a document names its place if it ever does."""
_LONGEST_NOTICE = 80
"""Blocks among which the title of the text that a notice carries is looked for."""


@dataclass(frozen=True)
class Front:
    """A main text taken apart: head, the notice that carries it, its own title, its body."""

    head: Head
    title: str | None
    cover_title: str | None
    cover: tuple[Paragraph, ...]
    body: tuple[Block, ...]
    closing: Closing
    is_draft: bool = False


def read_front(blocks: Sequence[Block], genres: Sequence[str]) -> Front:
    """Take a main text apart."""
    head = read_head(blocks)
    after = list(blocks[head.size :])
    title = _title(head, genres)
    draft = head.is_draft or any(DRAFT.search(line) for line in [*head.titles, title or ""])
    own = _own_title(after, title or "", genres) if _carries(head, title) else None
    if own is None:
        body, closing = _without_closing(after)
        return Front(head, title, None, (), body, closing, draft)
    start, stop, own_title = own
    cover = [block for block in after[:start] if isinstance(block, Paragraph)]
    closing = read_closing(cover)
    body, own_closing = _without_closing(_without_note(after[stop:]))
    if not closing.date:
        closing = Closing(closing.signers or own_closing.signers, own_closing.date, closing.size)
    return Front(
        head=head,
        title=own_title,
        cover_title=title if title != own_title else None,
        cover=tuple(cover[: len(cover) - closing.size]),
        body=body,
        closing=closing,
        is_draft=draft or bool(DRAFT.search(own_title)),
    )


def _carries(head: Head, title: str | None) -> bool:
    is_order = any(line.endswith(("令", "公告")) for line in head.red_heads)
    return title is None or is_order or bool(CARRIES.search(title))


def _title(head: Head, genres: Sequence[str]) -> str | None:
    """Choose the title among the lines of the head: the last one that ends like a title."""
    if "title" in head.fields:
        return join_title([head.fields["title"]])
    likely = [title for title in head.titles if genre_of(title, genres)]
    about = [title for title in head.titles if "关于" in title]
    return (likely or about or head.titles or [""])[-1] or None


def _own_title(
    blocks: Sequence[Block], cover_title: str, genres: Sequence[str]
) -> tuple[int, int, str] | None:
    """Find the title, after the notice, of the text that it carries: start, end, words.

    It repeats what the notice named, or follows its date; where it is not printed again the
    notice's own title tells it.
    """
    told = _squash(cover_title)
    for start, block in enumerate(blocks[:_LONGEST_NOTICE]):
        if not isinstance(block, Paragraph):
            break
        dated = start > 0 and _ends_notice(blocks[start - 1])
        titles = list(_titles_from(blocks, start))
        named = [title for title in titles if _squash(title[2]) in told]
        likely = [title for title in titles if dated and genre_of(title[2], genres)]
        if found := (named[-1:] or likely[:1]):
            return found[0]
        if dated and _is_text(block.text.chars):
            carried = CARRIED.search(cover_title)
            return (start, start, carried["title"]) if carried else None
        told += _squash(block.text.chars)
    return None


def _is_text(words: str) -> bool:
    return read_label(words) is not None or words.endswith(("。", "：", ":"))


def _titles_from(blocks: Sequence[Block], start: int) -> Iterator[tuple[int, int, str]]:
    """Yield the titles of one line, two lines and so on that can begin at a block."""
    lines: list[str] = []
    for stop, line in enumerate(blocks[start : start + 4], start + 1):
        if not isinstance(line, Paragraph) or not _is_title_line(line.text.chars, bool(lines)):
            return
        lines.append(line.text.chars)
        joined = join_title(lines)
        if len(joined) > 5:
            yield start, stop, joined


def _is_title_line(words: str, continues: bool) -> bool:
    return not (
        len(words) > 80
        or (words.startswith(("（", "(")) and not continues)
        or re.search("[。；：:]", words)
        or read_label(words)
        or ONLY_DATE.fullmatch(words)
        or split_signers(words)
    )


def _ends_notice(block: Block) -> bool:
    words = block.text.chars if isinstance(block, Paragraph) else ""
    dated = ONLY_DATE.fullmatch(words) or SIGNED_AND_DATED.fullmatch(words)
    return bool(dated) or bool(re.fullmatch(r"[（(].{2,80}[)）]", words))


def _squash(words: str) -> str:
    return re.sub(r"[\s\u3000《》〈〉“”\"‘’]", "", words)


def _without_note(blocks: Sequence[Block]) -> Sequence[Block]:
    """Drop the note in brackets that tells the history of a regulation under its title."""
    first = blocks[0] if blocks else None
    is_note = isinstance(first, Paragraph) and re.fullmatch(r"[（(].*[)）]", first.text.chars)
    return blocks[1:] if is_note else blocks


def _without_closing(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], Closing]:
    rows = [at for at, block in enumerate(blocks) if isinstance(block, Row)]
    tail = blocks[rows[-1] + 1 :] if rows else blocks
    closing = read_closing([block for block in tail if isinstance(block, Paragraph)])
    return tuple(blocks[: len(blocks) - closing.size]), closing


def speaks_from(front: Front, text: str) -> FoundPlace | None:
    """Which jurisdiction the document speaks from; `text` is all of it."""
    title = front.cover_title or front.title or ""
    return find_place(_issuers(front), _number(front.head), title, text[:_NAMES_ITS_PLACE])


def read_header(
    key: str, front: Front, parts: Parts, found: FoundPlace | None, genres: Sequence[str]
) -> Header:
    """Read the header; what no line states but the words suggest is marked as inferred."""
    number = _number(front.head)
    title = front.title or number or key
    inferred = set() if front.title else {"title"}
    if found and found.inferred:
        inferred |= {"level", "jurisdiction", "admin_code_gb2260"}
    return Header(
        key=key,
        title=title,
        cover_title=front.cover_title,
        document_number=number,
        issuers=_issuers(front),
        level=found.place.level if found else None,
        jurisdiction=found.place.name if found else None,
        admin_code_gb2260=found.place.nearest_code if found else None,
        date_signed=_date_signed(front),
        date_printed=_date_printed(parts) or read_date(front.head.fields.get("printed", "")),
        status="draft_for_comment" if front.is_draft else "issued",
        genre=genre_of(title, genres),
        addressees=front.head.addressees,
        inferred=frozenset(inferred),
    )


def _number(head: Head) -> str | None:
    stated = head.fields.get("number", "")
    if found := NUMBER.fullmatch(re.sub(r"[\s\u3000]", "", stated)):
        return format_number(found)
    return stated or (head.numbers[-1] if head.numbers else None)


def _issuers(front: Front) -> tuple[str, ...]:
    """Say who signed; else whom the metadata, the title, the red head name."""
    stated = tuple(front.head.fields.get("issuer", "").split())
    titled = title_issuers(front.cover_title or front.title or "")
    red = tuple(
        name for line in front.head.red_heads for name in split_signers(_ORDER_WORD.sub("", line))
    )
    chosen = front.closing.signers or stated or titled or red
    same = [names for names in (stated, titled) if "".join(names) == "".join(chosen)]
    return max([chosen, *same], key=len)


def _date_signed(front: Front) -> str | None:
    places = (front.closing.date, front.head.fields.get("signed"), front.head.date_under_title)
    return next((date for place in places if (date := read_date(place or ""))), None)


def _date_printed(parts: Parts) -> str | None:
    for paragraph in parts.imprint:
        words = paragraph.text.chars
        if words.endswith("印发"):
            return read_date(words)
    return None
