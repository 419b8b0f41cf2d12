"""One official body for every printed form, with its functional line and its jurisdiction.

    resolve_body("市工信局", nanyang)      -> 南阳市工业和信息化局, line "industry", 411300
    resolve_body("财政厅", henan)          -> 河南省财政厅
    resolve_body("驻马店市政府", henan)     -> 驻马店市人民政府, 411700
    resolve_body("市直有关部门", zhumadian) -> 驻马店市直有关部门, a collective
    resolve_body("市复建办", nanyang)      -> 南阳市复建办, not known: a body of its own

How bodies are called is data: `ontology/vocabulary/lines.ttl`, read by `loaders.bodies.lines`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from loaders.bodies import lines
from loaders.bodies.lines import Form
from loaders.divisions import NATION, Place, divisions, find, leading_place, lies_in, lineage


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its official name.

    `line` is the key of its functional line (the main one where several share the body), `place`
    its jurisdiction, both None where unknown. `collective` marks a group phrase (各县区人民政府),
    kept as printed after its jurisdiction. `known` is False where neither the vocabulary nor the
    kind of name (a school, a company) explains the form: the reader should say so.
    `own_place` says that the form itself names its level or place (省教育厅, not 财政厅), so that
    forms printed after it in a list belong there too.
    """

    name: str
    line: str | None = None
    place: Place | None = None
    collective: bool = False
    known: bool = True
    own_place: bool = False

    @property
    def jurisdiction(self) -> str | None:
        """The code of the division the body belongs to; a zone's is that of its city."""
        return self.place.nearest_code if self.place else None


@lru_cache(maxsize=4096)
def resolve_body(printed: str, place: Place | None) -> Body:
    """Find the official body that `printed` means in a document that speaks from `place`."""
    text = clean(printed)
    return (
        _named(text, place)
        or _group(text, place)
        or _on_a_line(text, place)
        or _with_remark(text, place)
        or _of_its_own(text, place)
    )


# --- how a form is written -------------------------------------------------------------------

_BRACKETS: Final = str.maketrans("()〔〕[]［］", "（）（）（）（）")
_REMARK: Final = re.compile(r"（[^（）]*）$")  # 市委组织部[（人才办）], 市农业局[（市畜牧局）]


def clean(printed: str) -> str:
    """Drop white space and tags, and write every kind of bracket （）."""
    text = re.sub(r"<[^<>]*>|\s+", "", printed).translate(_BRACKETS)
    return text.strip("、，,；;。.：:")


def _without_remark(text: str) -> str:
    return _REMARK.sub("", text) or text


def _with_remark(text: str, place: Place | None) -> Body | None:
    """Read a body with a second name (市农业局（市畜牧局）) or an office inside it (（人才办）).

    A second name names its level too and belongs to the official name; an office does not.
    """
    body = _on_a_line(_without_remark(text), place)
    remark = _REMARK.search(text)
    if not body or not remark or not _LEVEL_WORD.match(remark[0][1:]):
        return body
    other = _on_a_line(remark[0][1:-1], place)
    return replace(body, name=f"{body.name}（{other.name}）") if other else body


def name_of_place(place: Place) -> str:
    """Name the place as bodies do: its own name, with the city's before where others share it.

    平舆县人民政府 but 北京市朝阳区人民政府: there is another 朝阳区.
    """
    above = divisions()[place.parent] if place.parent else None
    shared = place.code and above and find(place.name) != place
    return above.name + place.name if shared and above else place.name


# --- level words -----------------------------------------------------------------------------

_LEVEL_WORD: Final = re.compile(
    r"^(?:自治区|园区|[省市县区州盟旗])(?!场|域|块|际|辖)"
)  # [市]教育局


def _place_of_level(word: str, place: Place | None) -> Place | None:
    """Find what 省, 市, 县 or 区 means in a document of `place`: itself or a division above."""
    for candidate in lineage(place) if place else ():
        is_zone = candidate.code is None
        if candidate.name.endswith(word) or (is_zone and word in ("区", "园区")):
            return candidate
    return None


# --- bodies with a name of their own ---------------------------------------------------------


def _named(text: str, place: Place | None) -> Body | None:
    for body in lines.named_bodies():
        area = divisions().get(body.jurisdiction or "")
        if text == body.name or (text in body.short and _is_meant(text, area, place)):
            return Body(body.name, body.line, area)
    return None


def _is_meant(short: str, area: Place | None, place: Place | None) -> bool:
    """Take a short form that names its place everywhere, else only in documents from there."""
    if area is None or area.short_name in short:
        return True
    return place is not None and lies_in(place, area)


# --- group phrases ---------------------------------------------------------------------------

_DIVISION: Final = (
    r"(?:省辖市|省直管县|设区市|县级市|地级市|自治[区州县]|直辖市|开发区|功能区|示范区|管理区"
    r"|乡镇|镇街|街道|[省市县区州盟旗镇乡])"
)
_MANY: Final = (
    r"(?:部门|单位|机关|党委|(?:党委[、和及]?)?(?:人民)?政府|办事处|管委会|管理委员会|党工委|委员会"
    r"|院校|学校|高校|院所|企业|机构|组织|协会|集团|公司|银行|医院|部队|主体|方面|成员|园区|社区"
    rf"|地方|地|[厅局委办部]|{_DIVISION}）?)"
)
_GROUP: Final = re.compile(
    rf"""^(?:
        [^各有相其所]{{0,8}}(?:各|有关|相关|其[他它]|所[有属])[^，。；]{{0,30}}?{_MANY} # 市有关部门
      | .*(?:成员单位|等部门|等单位|职能部门|行业主管部门)              # 领导小组成员单位
      | {_DIVISION}(?:[、，（）和及]*{_DIVISION})+[）]*级?              # 县（市、区）政府
        (?:人民政府|政府|管委会|党委)?
      | [省市县区](?:直|属)?(?:部门|单位|机关)                          # 市直单位
      | (?:乡镇?|镇|街道)(?:人民政府|政府|办事处)
      | (?:(?:省|市|县)[属直]|公办|民办|高等|中等|中高等|普通|本科|应用型|骨干)*
        (?:职业|中职|高职|技工|职教)?(?:院校|学校|高校|院所|科研院所|企业|行业协会|行业组织|培训机构)
      | (?:省、?)?市、?县(?:、?乡)?(?:级|三级|两级|四级).*              # 省、市、县级工会
      )(?:（[^（）]*）)?$""",
    re.VERBOSE,
)
_GENERIC: Final = re.compile(
    rf"^{_DIVISION}(?:[、（和及]|{_DIVISION})"
)  # 县（市、区）政府, no one county


def _group(text: str, place: Place | None) -> Body | None:
    if not _GROUP.match(text) or _names_one_place(text, place):
        return None
    if not place or place == NATION:
        return Body(text, place=place, collective=True)
    bare = text.removeprefix("全")
    word = None if _GENERIC.match(text) else _LEVEL_WORD.match(bare)
    area = _place_of_level(word[0], place) if word else None
    if word and area:
        name = name_of_place(area) + bare[word.end() :]
        return Body(name, place=area, collective=True, own_place=True)
    named = leading_place(text, place)
    if named and named[1] > 2:
        return Body(text, place=named[0], collective=True)
    return Body(name_of_place(place) + text, place=place, collective=True)


def _names_one_place(text: str, place: Place | None) -> bool:
    """Tell 市县区人民政府, a group, from 巴林左旗人民政府, one government."""
    named = leading_place(text, place, short=False)
    return bool(named) and lines.normal(text[named[1] :] if named else "") == "政府"


# --- bodies on a functional line -------------------------------------------------------------


def _on_a_line(text: str, place: Place | None) -> Body | None:
    plain = lines.normal(text)
    if place == NATION and (body := _national(text)):
        return body
    if place and (body := _filled(plain, "", place, own_place=False)):
        return body
    found = _with_place(plain, place) or _national(text) or _department(text, place)
    return found or (None if place else _filled(plain, "", "", own_place=False))


def _national(text: str) -> Body | None:
    line = lines.national_line(text)
    if line and line.national:
        return Body(line.national, line.top, NATION)
    return None


def _with_place(plain: str, place: Place | None) -> Body | None:
    """Read 市|教育局, 驻马店市|政府, 团|市|委, 国家税务总局|驻马店市|税务局."""
    for before in lines.words_before_place():
        if not plain.startswith(before):
            continue
        rest = plain[len(before) :]
        named = leading_place(rest, place)
        if named and named[0] != NATION:
            after = lines.normal(rest[named[1] :])
            if body := _filled(after or "政府", before, named[0], own_place=after != "政府"):
                return body
        if word := _LEVEL_WORD.match(rest):
            area = _place_of_level(word[0], place)
            after = lines.normal(rest[word.end() :])
            known_level = area or (None if place else word[0])
            if known_level and (body := _filled(after, before, known_level, own_place=True)):
                return body
    return None


def _filled(after: str, before: str, area: Place | str, own_place: bool) -> Body | None:
    form = _best_form(before, after, area)
    if not form:
        return None
    if isinstance(area, str):  # 市教育局 or 教育局 where the place is not known
        name = form.pattern.replace("{place}", area).replace("{short}", area)
        return Body(name, form.line.top, None, own_place=own_place)
    name = form.pattern.replace("{place}", name_of_place(area)).replace("{short}", area.short_name)
    return Body(_party_name(name), form.line.top, area, own_place=own_place)


def _best_form(before: str, after: str, area: Place | str) -> Form | None:
    forms = lines.local_forms().get((before, after), ())
    level = area.level if isinstance(area, Place) else "municipal"
    return min(forms, key=lambda f: (f.level not in (level, None), f.rank), default=None)


def _party_name(name: str) -> str:
    """Write 中共广西壮族自治区委员会组织部, not …自治区委组织部."""
    return re.sub(r"^(中共.*自治[区州县]委)(?!员会)", r"\1员会", name)


_DEPARTMENT: Final = re.compile(r"(?:行政)?(?:主管)?部门$")  # 市教育[部门], 民政[行政主管部门]


def _department(text: str, place: Place | None) -> Body | None:
    """Read 市民政部门 and, in a list, the bare 教育 of 教育、财政等部门."""
    word = _LEVEL_WORD.match(text)
    area = _place_of_level(word[0], place) if word else place
    stem = _DEPARTMENT.sub("", text[word.end() :] if word and area else text)
    line = lines.stems().get(stem)
    if not line or not area:
        return None
    if area == NATION:
        return Body(line.national, line.top, NATION) if line.national else None
    pattern = line.patterns.get(area.level) or next(iter(line.patterns.values()), None)
    if not pattern:
        return None
    name = pattern.replace("{place}", name_of_place(area)).replace("{short}", area.short_name)
    return Body(_party_name(name), line.top, area, own_place=word is not None)


# --- bodies of their own ---------------------------------------------------------------------

_INSTITUTION: Final = re.compile(
    r"""(?:大学|学院|学校|师专|医专|高专|中专|技校|党校|分校|校区|学会|协会|研究院|研究所|科学院
        |院校|医院|集团|公司|银行|基金|军分区|军区|部队|中学|小学|幼儿园|职教中心|教育中心|分行|支行
        |供电局|博物馆|图书馆|出版社|报社|电视台|商会|联盟|中队)$""",
    re.VERBOSE,
)
_OFFICE: Final = re.compile(r"[厅局委办部处室站所会署院社组]$|中心$|专班$|委员会$|办公室$")


def _of_its_own(text: str, place: Place | None) -> Body:
    text = _without_remark(text)
    if _INSTITUTION.search(text) and not _LEVEL_WORD.match(text):
        named = leading_place(text, place)
        return Body(_spelled_out(text), None, named[0] if named else place)
    if text.startswith(("各", "有关", "相关")):
        head = name_of_place(place) if place and place != NATION else ""
        return Body(head + text, None, place, collective=True, known=False)
    named = leading_place(text, place)
    if named and named[0] != NATION:
        area, end = named
        head = name_of_place(area) if text[:end].endswith(area.name) else text[:end]
        return Body(head + _spelled_out(text[end:]), None, area, known=False)
    word = _LEVEL_WORD.match(text)
    area_of_word = _place_of_level(word[0], place) if word else None
    if word and area_of_word:
        rest = _spelled_out(text[word.end() :])
        known = bool(_INSTITUTION.search(text)) or rest.endswith("管理委员会")
        name = _with_organ(name_of_place(area_of_word), rest)
        return Body(name, None, area_of_word, known=known, own_place=True)
    if place and place != NATION and not word and _OFFICE.search(text):
        return Body(name_of_place(place) + _spelled_out(text), None, place, known=False)
    return Body(_spelled_out(text), None, place, known=False)


def _with_organ(place: str, rest: str) -> str:
    """Write 市委智慧办 中共郑州市委智慧办, 市政府参事室 驻马店市人民政府参事室."""
    if rest.startswith("委") and not rest.startswith("委员会"):
        return f"中共{place}{rest}"
    if rest.startswith("政府"):
        return f"{place}人民{rest}"
    return place + rest


@cache
def _endings_to_spell_out() -> tuple[tuple[str, str], ...]:
    """List the short endings of more than one character: 管委会 -> 管理委员会, 师专 -> …."""
    pairs = ((s, full) for full, shorts in lines.endings().items() for s in shorts if len(s) > 1)
    return tuple((s, full) for s, full in pairs if s not in ("委办", "委办公室"))


def _spelled_out(text: str) -> str:
    for short, full in _endings_to_spell_out():
        if text.endswith(short) and not text.endswith(full):
            return text.removesuffix(short) + full
    return text
