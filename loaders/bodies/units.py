"""Which bodies a clause names as responsible, in print order, each with its role.

    read_units("省教育厅、财政厅，各省辖市政府", henan, "responsible")   # a unit cell
    read_units("牵头单位：市教育局；责任单位：市财政局", shangqiu)        # the inside of （…）
    find_unit_clauses("……。（省教育厅牵头，省财政厅配合）")              # where clauses stand

`read_units` takes every piece of its clause for a body, since a unit column holds nothing else.
`find_unit_clauses` claims only what is worded as an assignment: a sentence that merely names a
body (教育部门要加强…) is none. Offsets count in the text that was given: `text[start:end] == raw`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from loaders.bodies.names import Body, resolve_body
from loaders.bodies.pieces import (
    HELP,
    LEAD,
    LEVELS,
    ROLE_LABEL,
    Part,
    parts,
    pieces,
)
from loaders.divisions import Place
from loaders.document import Role


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A body as printed from `start` to `end` of the clause, and what it was taken for.

    `normalized`, `collective`, `line` and `jurisdiction` are as in `loaders.document.Unit`;
    `known` is False where the vocabulary does not explain the form, which deserves a warning.
    """

    raw: str
    normalized: str
    role: Role
    start: int
    end: int
    collective: bool = False
    line: str | None = None
    jurisdiction: str | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class UnitClause:
    """An assignment in running text: `text[start:end]`, brackets or label included.

    `inner` is what to give to `read_units` with `role` as its default; it begins at
    `inner_start`, so a unit's place in the text is `inner_start + unit.start`.
    """

    start: int
    end: int
    inner_start: int
    inner: str
    role: Role = "responsible"


def read_units(
    clause: str, place: Place | None, default_role: Role = "responsible"
) -> tuple[UnitMention, ...]:
    """Read the bodies of a unit cell or of the inside of a clause.

    `place` is the jurisdiction the document speaks from, `default_role` the role of bodies that
    no label (牵头单位：) and no verb (牵头, 配合) gives one.
    """
    plain = _TAG.sub(lambda tag: " " * len(tag[0]), clause)
    return tuple(
        replace(unit, raw=clause[unit.start : unit.end])
        for part in parts(plain, default_role)
        for unit in _read_list(plain, part, place)
    )


def read_clauses(text: str, place: Place | None) -> tuple[UnitMention, ...]:
    """Read the bodies of all assignments in running text; offsets count in `text`."""
    return tuple(
        replace(unit, start=clause.inner_start + unit.start, end=clause.inner_start + unit.end)
        for clause in find_unit_clauses(text)
        for unit in read_units(clause.inner, place, clause.role)
    )


# --- lists -----------------------------------------------------------------------------------

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_LEVEL_FIRST: Final = re.compile(r"[省市县区州]")


def _read_list(clause: str, part: Part, place: Place | None) -> Iterator[UnitMention]:
    """Read one list; a form that names no level takes that of the form before it."""
    area, levels = place, ""
    for piece in pieces(clause, part, place):
        raw = clause[piece.start : piece.end]
        body = resolve_body(raw, place)
        if not body.collective and not _LEVEL_FIRST.match(raw):
            body = resolve_body(raw, area)
        if listed := LEVELS.match(raw):
            levels = listed[0]
        elif levels and _is_bare(body, raw):
            body = resolve_body(levels + raw, place)
        if body.own_place and not body.collective:
            area = body.place or area
        yield _mention(raw, body, piece)


def _is_bare(body: Body, raw: str) -> bool:
    """Tell the 团委 of 省、市、县级工会、团委 from a 团市委 that stands for itself."""
    return not body.own_place and not body.collective and len(raw) <= 4


def _mention(raw: str, body: Body, piece: Part) -> UnitMention:
    return UnitMention(
        raw=raw,
        normalized=body.name,
        role=piece.role,
        start=piece.start,
        end=piece.end,
        collective=body.collective,
        line=body.line,
        jurisdiction=body.jurisdiction,
        known=body.known,
    )


# --- where assignments stand in running text -------------------------------------------------

_LONGEST_CLAUSE: Final = 800
_LONGEST_SENTENCE: Final = 240
_PAIRS: Final = {"）": "（", ")": "(", "】": "【", "]": "[", "］": "［", "〕": "〔"}
_OPENERS: Final = frozenset(_PAIRS.values())
_VERB_AT_END: Final = re.compile(rf"(?:{LEAD}|{HELP}|负责|落实|组织实施)[。；;\s]*$")
_LINE_LABEL: Final = re.compile(
    rf"(?:^|(?<=[。；\n（(【〔]))[ \t　]*(?=(?:{ROLE_LABEL.pattern}))", re.VERBOSE
)
_END_OF_LINE: Final = re.compile(r"[。\n]")
_SENTENCE: Final = re.compile(r"[^。；;\n]+")
_OPENING_OF_LIST: Final = re.compile(r"由|(?<=[，,])")
_SAYS_MORE: Final = re.compile(r"[由内的应要对将可为是向与把须]")  # 技工院校内由…部门负责


def find_unit_clauses(text: str) -> tuple[UnitClause, ...]:
    """Find the assignments in running text, in print order, none inside another."""
    found: list[UnitClause] = []
    outside = list(text)
    for start, end in _bracketed(text):
        if clause := _bracket_clause(text, start, end):
            found.append(clause)
        outside[start:end] = "（" * (end - start)
    rest = "".join(outside)
    found.extend(_labelled_lines(text, rest))
    found.extend(_sentences(rest, found))
    found.extend(_flat_rows(text, found))
    return tuple(sorted(found, key=lambda clause: clause.start))


def _bracketed(text: str) -> Iterator[tuple[int, int]]:
    """Yield the outermost pairs of brackets that are short enough to be a clause."""
    open_at: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        if character in _OPENERS:
            open_at.append(at)
        elif open_at and character in _PAIRS:
            while open_at and text[open_at[-1]] != _PAIRS[character]:
                open_at.pop()
            if open_at:
                pairs.append((open_at.pop(), at + 1))
    last = 0
    for start, end in sorted(pairs):
        if start >= last and end - start <= _LONGEST_CLAUSE:
            last = end
            yield start, end


def _bracket_clause(text: str, start: int, end: int) -> UnitClause | None:
    inner = text[start + 1 : end - 1]
    said = ROLE_LABEL.match(inner.lstrip()) or (
        _is_assignment(inner)
        if _VERB_AT_END.search(inner)
        else text[:start].endswith("。") and _is_assignment(inner, strict=True)
    )
    return UnitClause(start, end, start + 1, inner) if said else None


def _labelled_lines(text: str, rest: str) -> Iterator[UnitClause]:
    """Read a line of its own: 责任单位：市科技局、市工信局，各开发区管委会."""
    done = 0
    for opening in _LINE_LABEL.finditer(rest):
        start = opening.end()
        if start >= done:
            stop = _END_OF_LINE.search(rest, start)
            done = min(stop.start() if stop else len(text), start + _LONGEST_CLAUSE)
            yield UnitClause(start, done, start, text[start:done])


def _sentences(rest: str, found: Iterable[UnitClause]) -> Iterator[UnitClause]:
    """Read a sentence that ends in 由市教育局牵头，市财政局配合, and says nothing else there."""
    taken = [(clause.start, clause.end) for clause in found]
    for sentence in _SENTENCE.finditer(rest):
        start, end = sentence.span()
        if end - start > _LONGEST_SENTENCE or not _VERB_AT_END.search(sentence[0]):
            continue
        if any(start < stop and begin < end for begin, stop in taken):
            continue
        openings = [o.span() for o in _OPENING_OF_LIST.finditer(rest, start, end)]
        for begin, inner_start in ((start, start), *openings):
            inner = rest[inner_start:end]
            if _is_assignment(inner, strict=True):
                yield UnitClause(begin, end, inner_start, inner)
                break


def _is_assignment(inner: str, strict: bool = False) -> bool:
    """Say whether all pieces before the verbs are bodies: 省教育厅牵头，省财政厅配合."""
    units = read_units(inner, None)
    known = sum(unit.known for unit in units)
    if strict:
        return known == len(units) and any(unit.line for unit in units)
    unclear = [unit.raw for unit in units if not unit.known]
    return known > 0 and known >= len(unclear) and not any(map(_SAYS_MORE.search, unclear))


# --- rows of a task table that a conversion wrote one cell a line -----------------------------

_ROW_NUMBER: Final = re.compile(r"^[ \t　]*\d{1,3}[ \t　]*$", re.MULTILINE)
_LINE: Final = re.compile(r"[^\n]+")
_EMPTY_CELL: Final = re.compile(r"\s*[/／—－-]\s*$")
_LONGEST_CELL: Final = 200


def _flat_rows(text: str, found: Iterable[UnitClause]) -> Iterator[UnitClause]:
    """Read 20⏎task⏎市人社局⏎市卫生健康委、各区政府: who leads stands before who helps."""
    numbers = [number.span() for number in _ROW_NUMBER.finditer(text)]
    taken = [clause.start for clause in found]
    ends = [start for start, _ in numbers[1:]] + [len(text)]
    for (_, start), end in zip(numbers, ends, strict=False):
        if not any(start <= at < end for at in taken):
            yield from _cells_of_row(text, start, end)


def _cells_of_row(text: str, start: int, end: int) -> Iterator[UnitClause]:
    lines = list(_LINE.finditer(text, start, end))
    cells = [at for at, line in enumerate(lines) if _is_unit_cell(line[0])]
    follow = [at + 1 < len(lines) and _EMPTY_CELL.match(lines[at + 1][0]) for at in cells]
    if not cells or cells[0] == 0 or (len(cells) == 1 and not follow[0]):
        return
    roles: tuple[Role, ...] = ("lead", "cooperating")
    for at, role in zip(cells, roles, strict=False):
        line = lines[at]
        yield UnitClause(line.start(), line.end(), line.start(), line[0], role)


def _is_unit_cell(line: str) -> bool:
    if len(line) > _LONGEST_CELL or "。" in line:
        return False
    units = read_units(line, None)
    return bool(units) and all(unit.known for unit in units) and not ROLE_LABEL.search(line)
