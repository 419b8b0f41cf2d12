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
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from loaders.bodies import Body, clean, resolve_body
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
    role: Role


def read_units(
    clause: str, place: Place | None, default_role: Role = "responsible"
) -> tuple[UnitMention, ...]:
    """Read the bodies of a unit cell or of the inside of a clause.

    `place` is the jurisdiction the document speaks from, `default_role` the role of bodies that
    no label (牵头单位：) and no verb (牵头, 配合) gives one.
    """
    masked = _TAG.sub(lambda tag: " " * len(tag[0]), clause)
    return tuple(
        unit for part in _parts(masked, default_role) for unit in _read_list(masked, part, place)
    )


def read_clauses(text: str, place: Place | None) -> tuple[UnitMention, ...]:
    """Read the bodies of all assignments in running text; offsets count in `text`."""
    return tuple(
        replace(unit, start=clause.inner_start + unit.start, end=clause.inner_start + unit.end)
        for clause in find_unit_clauses(text)
        for unit in read_units(clause.inner, place, clause.role)
    )


# --- parts of a clause with a role of their own ----------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    role: Role


_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_LEAD: Final = r"牵头|主办|主责|主要责任|首要责任|第一责任"
_HELP: Final = r"配合|协助|协办|参与|参加|协同|支持"
_LABEL: Final = re.compile(
    rf"""(?P<lead>{_LEAD})?(?P<help>{_HELP})?(?:责任|负责|实施|承办|落实|完成|主管)?
        (?:单位|部门|机构|地区|主体)(?:及部门|和部门)?\s*(?:（[^（）]{{0,20}}）)?\s*[：:]""",
    re.VERBOSE,  # 牵头单位：, 配合部门：, 责任单位（按职责分工负责）：
)
_VERB: Final = re.compile(
    rf"""(?:共同|联合|分别|具体|按照?(?:各自)?职责(?:分工)?|分工)*
        (?:(?P<lead>(?:{_LEAD})(?:负责|落实|实施)?)|(?P<help>(?:积极)?(?:{_HELP}))
          |(?P<own>(?:负责|落实|实施|组织实施)+))
        (?=[，,；;、。）)\s]|$)""",
    re.VERBOSE,  # 省教育厅[牵头]，省财政厅[配合]; 市科技局[按职责分工负责]
)


def _parts(clause: str, default_role: Role) -> Iterator[_Part]:
    labels = list(_LABEL.finditer(clause))
    if not labels:
        yield from _parts_by_verb(clause, 0, len(clause), default_role)
        return
    yield from _parts_by_verb(clause, 0, labels[0].start(), default_role)
    ends = [label.start() for label in labels[1:]] + [len(clause)]
    for label, end in zip(labels, ends, strict=True):
        yield from _parts_by_verb(clause, label.end(), end, _role_of(label, default_role))


def _role_of(match: re.Match[str], otherwise: Role) -> Role:
    if match["lead"]:
        return "lead"
    if match["help"]:
        return "cooperating"
    return "responsible" if match.re is _LABEL else otherwise


def _parts_by_verb(clause: str, start: int, end: int, role: Role) -> Iterator[_Part]:
    for verb in _VERB.finditer(clause, start, end):
        yield _Part(start, verb.start(), _role_of(verb, role))
        start = verb.end()
    yield _Part(start, end, role)


# --- the pieces of a list --------------------------------------------------------------------

_OPENING: Final = "（(〔[［〈<【“"
_CLOSING: Final = "）)〕]］〉>】”"
_SEPARATORS: Final = "、，,；;。\n\t|"
_LONGEST_UNIT: Final = 60
_KIND: Final = r"(?:省辖市|省直管县|设区市|县级市|地级市|自治[区州县]|直辖市|[省市县区州盟旗镇乡])"
_DIVISIONS: Final = re.compile(
    rf"""(?:各|有关|相关)*{_KIND}(?:[（(〔\[][^（()）〔〕]{{1,10}}[）)〕\]])?
        (?:[、和及]{_KIND}(?:[（(〔\[][^（()）〔〕]{{1,10}}[）)〕\]])?)+
        (?:级?(?:人民政府|政府|管委会|党委政府|党委|有关部门))?
        (?=[、，,；;。\s]|等|和|及|$)""",
    re.VERBOSE,  # [各区、县级市]，[各省、自治区、直辖市人民政府]
)
_LEVELS: Final = re.compile(
    r"(?:省、?)?市、?县(?:、?乡)?(?:级|三级|两级|四级)"
)  # [省、市、县级]工会
_EMPTY: Final = re.compile(r"[\s/／—\-－–无·*…]*$")


def _read_list(clause: str, part: _Part, place: Place | None) -> Iterator[UnitMention]:
    """Read one list; a form without a level takes that of the form before it."""
    area, levels = place, None
    for start, end in _pieces(clause, part.start, part.end, place):
        raw = clause[start:end]
        body = resolve_body(raw, place)
        if not _LEVEL_OR_GROUP.match(raw) and not body.collective:
            body = resolve_body(raw, area)
        if levels and _is_bare(body, raw):
            body = resolve_body(levels + raw, place)
        elif match := _LEVELS.match(raw):
            levels = match[0]
        if body.own_place and not body.collective:
            area = body.place or area
        yield UnitMention(
            raw,
            body.name,
            part.role,
            start,
            end,
            body.collective,
            body.line,
            body.jurisdiction,
            body.known,
        )


_LEVEL_OR_GROUP: Final = re.compile(r"[省市县区州]")


def _is_bare(body: Body, raw: str) -> bool:
    """Tell the 团委 of 省、市、县级工会、团委 from a 团市委 that stands for itself."""
    return not body.own_place and not body.collective and len(raw) <= 4


def _pieces(clause: str, start: int, end: int, place: Place | None) -> Iterator[tuple[int, int]]:
    for piece_start, piece_end in _cut_at_separators(clause, start, end):
        for bounds in _cut_further(clause, piece_start, piece_end, place):
            trimmed = _trim(clause, *bounds)
            if trimmed and trimmed[1] - trimmed[0] <= _LONGEST_UNIT:
                yield trimmed


def _cut_at_separators(clause: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, piece, at = 0, start, start
    while at < end:
        character = clause[at]
        if depth == 0 and at == piece + _blank_length(clause, piece, at):
            whole = _DIVISIONS.match(clause, at, end) or _LEVELS.match(clause, at, end)
            if whole:
                at = whole.end()
                continue
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and character in _SEPARATORS:
            yield piece, at
            piece = at + 1
        at += 1
    yield piece, end


def _blank_length(clause: str, start: int, end: int) -> int:
    return end - start if not clause[start:end].strip() else -1


_ET_CETERA: Final = re.compile(
    r"等(?:(?:[0-9一二三四五六七八九十]+个?)?(?:相关|有关|各|职能|其他|成员|责任)*(?:部门|单位|机构|方面)?)?$"
)
_ET_CETERA_INSIDE: Final = re.compile(
    r"等(?=[和及与以]|[省市县区州](?:直|级|政府|有关|相关|[一-鿿]*部门))"
)
_JOINT: Final = re.compile(r"会同|以及|[和及与]")
_NEXT_LEVEL: Final = re.compile(r"(?<=[厅局委办部院会府社联])(?=[省市县区各团])")
_OFFICE_AT_END: Final = re.compile(
    r"(?:[厅局委办部院校会府社联团司署处所站行]|中心|单位|部门|集团|公司|学校|企业|县区|[）)〕])$"
)


def _cut_further(
    clause: str, start: int, end: int, place: Place | None
) -> Iterator[tuple[int, int]]:
    """Cut at 等, at 和 between two bodies, and where a separator is missing."""
    bounds = _trim(clause, start, end)
    if not bounds:
        return
    start, end = bounds
    if inner := _ET_CETERA_INSIDE.search(clause, start + 1, end):
        yield from _cut_further(clause, start, inner.start(), place)
        yield from _cut_further(clause, inner.end(), end, place)
        return
    if end - start > _LONGEST_UNIT or resolve_body(clause[start:end], place).line:
        yield start, end
        return
    for cut, resume in _cuts(clause, start, end):
        if _reads(clause[start:cut], place) and _reads(clause[resume:end], place):
            yield start, cut
            yield from _cut_further(clause, resume, end, place)
            return
    yield start, end


def _cuts(clause: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for joint in _JOINT.finditer(clause, start + 1, end):
        yield joint.start(), joint.end()
    for seam in _NEXT_LEVEL.finditer(clause, start + 1, end):
        yield seam.start(), seam.start()
    for blank in re.compile(r"\s+").finditer(clause, start + 1, end):
        yield blank.start(), blank.end()


def _reads(text: str, place: Place | None) -> bool:
    """Say whether a part of a piece is worded like a body, and so may be cut off."""
    if text.count("（") + text.count("(") != text.count("）") + text.count(")"):
        return False
    body = resolve_body(text, place)
    return body.known or (len(clean(text)) > 2 and bool(_OFFICE_AT_END.search(text.strip())))


_EDGE: Final = re.compile(r"^[\s、，,；;。：:和及与]+|[\s、，,；;。：:]+$")
_NOTE: Final = re.compile(
    r"[（(〈<【][^（）()〈〉<>]*(?:含|下同|以下简称|以下称)[^（）()〈〉<>]*[）)〉>】]$"
)


def _trim(clause: str, start: int, end: int) -> tuple[int, int] | None:
    """Leave out separators, a 等 at the end, a remark (〈含…,下同〉); None where nothing stays."""
    while start < end:
        text = clause[start:end]
        left = re.match(r"[\s、，,；;。：:]*(?:由(?=[省市县区各]))?", text)
        right = (
            re.search(r"[\s、，,；;。：:]+$", text) or _ET_CETERA.search(text) or _NOTE.search(text)
        )
        if left and left.end():
            start += left.end()
        elif right:
            end = start + right.start()
        else:
            break
    if start >= end or _EMPTY.match(clause[start:end]):
        return None
    return start, end


# --- where assignments stand in running text -------------------------------------------------

_LONGEST_CLAUSE: Final = 800
_PAIRS: Final = {"）": "（", ")": "(", "】": "【", "]": "["}
_VERB_AT_END: Final = re.compile(rf"(?:{_LEAD}|{_HELP}|负责|落实|组织实施)[。；;\s]*$")


def find_unit_clauses(text: str) -> tuple[UnitClause, ...]:
    """Find the assignments in running text, in print order, none inside another."""
    found: list[UnitClause] = []
    for start, end in _bracketed(text):
        if clause := _bracket_clause(text, start, end):
            found.append(clause)
    taken = [(clause.start, clause.end) for clause in found]
    found.extend(c for c in _labelled_lines(text) if not _overlaps(c, taken))
    return tuple(sorted(found, key=lambda clause: clause.start))


def _overlaps(clause: UnitClause, taken: list[tuple[int, int]]) -> bool:
    return any(clause.start < end and start < clause.end for start, end in taken)


def _bracketed(text: str) -> Iterator[tuple[int, int]]:
    """Yield the outermost pairs of brackets that are short enough to be a clause."""
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        if character in _PAIRS.values():
            stack.append(at)
        elif character in _PAIRS:
            while stack and text[stack[-1]] != _PAIRS[character]:
                stack.pop()
            if stack:
                pairs.append((stack.pop(), at + 1))
    last = 0
    for start, end in sorted(pairs):
        if start >= last and end - start <= _LONGEST_CLAUSE:
            last = end
            yield start, end


def _bracket_clause(text: str, start: int, end: int) -> UnitClause | None:
    inner = text[start + 1 : end - 1]
    label = _LABEL.match(inner.lstrip())
    if label or (_VERB_AT_END.search(inner) and _is_assignment(inner)):
        return UnitClause(start, end, start + 1, inner, "responsible")
    return None


def _is_assignment(inner: str) -> bool:
    """Say whether all pieces before the verbs are bodies: 省教育厅牵头，省财政厅配合."""
    units = read_units(inner, None)
    return bool(units) and all(unit.known or _OFFICE_AT_END.search(unit.raw) for unit in units)


_LABELLED_LINE: Final = re.compile(rf"(?:^|(?<=[。；\n]))[ \t　]*(?={_LABEL.pattern})", re.VERBOSE)


def _labelled_lines(text: str) -> Iterator[UnitClause]:
    """Read a line of its own: 责任单位：市科技局、市工信局，各开发区管委会."""
    for opening in _LABELLED_LINE.finditer(text):
        start = opening.end()
        stop = re.compile(r"[。\n]").search(text, start)
        end = min(stop.start() if stop else len(text), start + _LONGEST_CLAUSE)
        yield UnitClause(start, end, start, text[start:end], "responsible")
