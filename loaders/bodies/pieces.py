"""Cut a clause that names bodies into its pieces, each with the role that its wording gives.

    牵头单位：市教育局；责任单位：市财政局、市人社局等
        -> lead: 市教育局 | responsible: 市财政局, 市人社局
    省教育厅牵头，省财政厅、省发展改革委配合
        -> lead: 省教育厅 | cooperating: 省财政厅, 省发展改革委

Whether 和 joins two bodies or belongs to one (工业和信息化局) is decided by what `names` can read
on either side. Offsets count in the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from loaders.bodies.names import clean, resolve_body
from loaders.divisions import Place
from loaders.document import Role

# --- stretches with a role of their own ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the clause whose bodies share a role."""

    start: int
    end: int
    role: Role


LEAD: Final = r"牵头|主办|主责|主要责任|首要责任|第一责任"
HELP: Final = r"配合|协助|协办|参与|参加|协同|支持"
OWN: Final = r"责任|负责|实施|承办|落实|完成|主管"
_NO_UNITS: Final = (
    r"(?:责任|牵头|分管|包联|联系)领导|责任人|负责人|联系人|联系方式|联系电话|电话|备注|目标|进度"
    r"|(?:完成|办理|整改)?(?:时限|时间|期限)(?:要求|节点|安排)?|时间(?:进度|节点)|完成情况"
)
_ROLE_LABEL: Final = rf"""
    (?:(?P<lead>(?:{LEAD})(?:和|及|、)?(?:（?(?:{OWN})）?)?)
      |(?P<help>(?:{HELP})(?:{OWN})?)|(?P<own>(?:{OWN})(?:（(?:{LEAD})）)?))
    (?:单位|部门|机构|地区|主体)(?:（[^（）]{{0,20}}）|\([^()]{{0,20}}\))?\s*[：:]"""
ROLE_LABEL: Final = re.compile(
    _ROLE_LABEL,
    re.VERBOSE,  # 牵头单位：, 配合部门：, 责任单位（按职责分工负责）：
)
_LABEL: Final = re.compile(
    rf"{_ROLE_LABEL}|(?:(?<=[，,；;。、\s])|^)(?P<none>{_NO_UNITS})\s*[：:]",
    re.VERBOSE,  # and 完成时限：, after which no bodies stand
)
_VERB: Final = re.compile(
    rf"""(?<![（(])(?:共同|联合|分别|具体|按照?(?:各自)?职责(?:分工)?|分工)*
        (?:(?P<lead>(?:{LEAD})(?:负责|落实|实施)?)|(?P<help>(?:积极)?(?:{HELP}))
          |(?P<own>(?:负责|落实|实施|组织实施)+))
        (?=[，,；;、。）)\s]|$)""",
    re.VERBOSE,  # 省教育厅[牵头]，省财政厅[配合]; 市科技局[按职责分工负责]
)


def parts(clause: str, default_role: Role) -> Iterator[Part]:
    """Cut the clause at its labels (牵头单位：) and verbs (牵头, 配合)."""
    labels = list(_LABEL.finditer(clause))
    first = labels[0].start() if labels else len(clause)
    yield from _parts_by_verb(clause, 0, first, default_role)
    for label, following in zip_longest(labels, labels[1:]):
        end = following.start() if following else len(clause)
        if not label["none"]:
            role = _role_of(label, "responsible")
            yield from _parts_by_verb(clause, label.end(), end, role)


def _parts_by_verb(clause: str, start: int, end: int, role: Role) -> Iterator[Part]:
    for verb in _VERB.finditer(clause, start, end):
        yield Part(start, verb.start(), _role_of(verb, role))
        start = verb.end()
    yield Part(start, end, role)


def _role_of(match: re.Match[str], otherwise: Role) -> Role:
    if match["lead"]:
        return "lead"
    return "cooperating" if match["help"] else otherwise


# --- the pieces of a list --------------------------------------------------------------------

_OPENING: Final = "（(〔[［〈<【“"
_CLOSING: Final = "）)〕]］〉>】”"
_SEPARATORS: Final = "、，,；;。\t|/／"
_LONGEST: Final = 60
_DIVISION: Final = (
    r"(?:省辖市|省直管县|设区市|县级市|地级市|自治[区州县]|直辖市|[省市县区州盟旗镇乡])"
    r"(?:[（(〔\[][^（()）〔〕]{1,10}[）)〕\]])?"
)
_DIVISIONS: Final = re.compile(
    rf"""(?:各|有关|相关)*{_DIVISION}
        (?:(?:[、和及]?{_DIVISION}){{0,8}}(?=党委[、和及]?(?:人民)?政府)|(?:[、和及]{_DIVISION}){{1,8}})
        (?:级?(?:(?:党委[、和及]?)?(?:人民)?政府|管委会|党委|有关部门))?
        (?=[、，,；;。\s]|等|和|及|$)""",
    re.VERBOSE,  # [各区、县级市]，[各省、自治区、直辖市人民政府]
)
LEVELS: Final = re.compile(
    r"(?:省、?)?市、?县(?:、?乡)?(?:级|三级|两级|四级)"  # [省、市、县级]工会、团委
)


def pieces(clause: str, part: Part, place: Place | None) -> Iterator[Part]:
    """Cut a list into the stretches that name one body each, separators and 等 left out."""
    for start, end in _between_separators(clause, part.start, part.end):
        for bounds in _cut_further(clause, start, end, place):
            trimmed = _trim(clause, *bounds)
            if trimmed and trimmed[1] - trimmed[0] <= _LONGEST:
                yield _with_mark(clause, *trimmed, part.role)


_MARK: Final = re.compile(
    rf"[（(](?:(?P<lead>{LEAD})|(?P<help>{HELP})|{OWN})(?:单位|负责)?[）)]$"  # 市教育局[（牵头）]
)


def _with_mark(clause: str, start: int, end: int, role: Role) -> Part:
    mark = _MARK.search(clause[start:end])
    if not mark or not mark.start():
        return Part(start, end, role)
    return Part(start, start + mark.start(), _role_of(mark, role))


def _between_separators(clause: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at separators outside brackets; 各区、县级市 is one group, not two."""
    depth, piece, at, begun = 0, start, start, False
    while at < end:
        character = clause[at]
        whole = None if begun or character.isspace() else _listed_levels(clause, at, end)
        begun = begun or not character.isspace()
        if whole:
            at = whole
            continue
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and character in _SEPARATORS:
            yield piece, at
            piece, begun = at + 1, False
        at += 1
    yield piece, end


def _listed_levels(clause: str, start: int, end: int) -> int | None:
    match = LEVELS.match(clause, start, end) or _DIVISIONS.match(clause, start, end)
    return match.end() if match else None


_INNER_ET_CETERA: Final = re.compile(
    r"等(?:以及|[和及与]|(?=[省市县区州](?:直|级|政府|有关|相关|[一-鿿]*部门)))"  # A[等和]各省政府
)
_INNER_ET_CETERA_OR_BLANK: Final = re.compile(rf"{_INNER_ET_CETERA.pattern}|\s+")
_JOINT: Final = re.compile(r"会同|以及|[和及与]|\s+")
_SEAM: Final = re.compile(
    r"(?<=[厅局委办部院会府社联])(?=[省市县区各团])"  # 市发展和改革委员会|市教育局
)
LOOKS_LIKE_A_BODY: Final = re.compile(
    r"(?:[厅局委办部院校会府社联团司署室所站行]|中心|单位|部门|集团|公司|企业|县区|[）)〕])$"
)


def _cut_further(
    clause: str, start: int, end: int, place: Place | None
) -> Iterator[tuple[int, int]]:
    """Cut at 等, at 和 between two bodies, and where a separator is missing."""
    mark = _INNER_ET_CETERA if end - start <= _LONGEST else _INNER_ET_CETERA_OR_BLANK
    for found in mark.finditer(clause, start + 1, end):
        yield from _cut_joints(clause, start, found.start(), place)
        start = found.end()
    yield from _cut_joints(clause, start, end, place)


def _cut_joints(
    clause: str, start: int, end: int, place: Place | None
) -> Iterator[tuple[int, int]]:
    while start < end <= start + _LONGEST and not _is_one(clause[start:end], place):
        for cut, resume in _possible_cuts(clause, start, end):
            if _reads(clause[start:cut], place) and _reads(clause[resume:end], place):
                yield start, cut
                start = resume
                break
        else:
            break
    yield start, end


def _is_one(text: str, place: Place | None) -> bool:
    return bool(resolve_body(text, place).line or _DIVISIONS.fullmatch(text.strip()))


def _possible_cuts(clause: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for joint in _JOINT.finditer(clause, start + 1, end):
        yield joint.span()
    for seam in _SEAM.finditer(clause, start + 1, end):
        yield seam.span()


def _reads(text: str, place: Place | None) -> bool:
    """Say whether a part of a piece is worded like a body, and so may be cut off."""
    plain = clean(text)
    if plain.count("（") != plain.count("）"):
        return False
    return resolve_body(text, place).known or (
        len(plain) > 2 and bool(LOOKS_LIKE_A_BODY.search(plain))
    )


# --- what stands around a name ---------------------------------------------------------------

_BEFORE: Final = re.compile(
    r"[\s、，,；;。：:]*(?:[*＊★☆●○◆①-⑳]|\d{1,2}[.．、])*\s*(?:由(?=[省市县区各])|等(?=[省市县区]))?"
)
_AFTER: Final = re.compile(
    r"""[\s、，,；;。：:]+$
      |等(?:(?:\d+|[一二三四五六七八九十]+)个?)?(?:(?:相关|有关|各|职能|其他|成员|责任)*
         (?:部门|单位|机构|方面))?$                                    # 市税务局[等相关单位]
      |[（(〈<【][^（）()〈〉<>]*(?:含|下同|以下简?称)[^（）()〈〉<>]*[）)〉>】]$     # [〈…,下同〉]
    """,
    re.VERBOSE,
)
_EMPTY: Final = re.compile(r"[\s/／—\-－–无·*…]*$")


def _trim(clause: str, start: int, end: int) -> tuple[int, int] | None:
    """Leave out what stands around a name; None where no name is left."""
    if before := _BEFORE.match(clause, start, end):
        start = before.end()
    while start < end and (after := _AFTER.search(clause[start:end])):
        end = start + after.start()
    if start >= end or _EMPTY.match(clause[start:end]):
        return None
    return start, end
