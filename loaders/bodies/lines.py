"""How the bodies of each functional line (条线) are called, in full and in short.

Reads `ontology/vocabulary/lines.ttl` once into an index: what stands after the place in a
body's name (教育局, 委编办, 政府国资委), or around it (团…委), and the official pattern it means
({place}教育局). Who belongs to which place is asked in `loaders.bodies.names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final

import pyoxigraph

from loaders.document import Level

ZM: Final = "https://w3id.org/zhengmai/ontology#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_VOCABULARY: Final = "https://w3id.org/zhengmai/vocabulary/"
_FILE: Final = "vocabulary/lines.ttl"

_SLOT: Final = re.compile(r"\{(?:place|short)\}")
_NATION_WORD: Final = re.compile(
    r"^(?:中华人民共和国|中华全国|中共中央|国务院|国家|中国|中央|全国)"  # [国家]教育委员会
)
_ONLY_NATIONAL: Final = re.compile(
    r"^(?:全国|中国|中央|国家|国管)|(?:总局|总社|监会|中央)$"
)  # 证监会
_HEAD: Final = re.compile(r"^(?:委|政府)(?=.)")  # [委]编办, [政府]国资委
_USUAL_ENDINGS: Final = ("厅", "局", "委员会", "办公室")

# how sure a reading is, the surest first
OFFICIAL, SHORT, OTHER_ENDING, WHOLE_SHORT, WITHOUT_HEAD = range(5)


@dataclass(frozen=True, slots=True)
class Line:
    """A functional line, or a body that several lines share; `top` is the key of its line."""

    key: str
    label: str
    top: str
    national: str | None
    patterns: Mapping[Level, str]
    short: tuple[str, ...]

    @property
    def stems(self) -> tuple[str, ...]:
        """The official stem, the same without 和, and the short ones: 人社."""
        plain = tuple(s for s in (self.label, *self.short) if not _SLOT.search(s))
        return tuple(dict.fromkeys((*plain, *(s.replace("和", "") for s in plain))))


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a printed form: the line, the official pattern, its level, how sure."""

    line: Line
    pattern: str
    level: Level | None
    rank: int


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body whose name does not follow from a line and a place (济源产城融合示范区管理委员会)."""

    name: str
    line: str | None
    jurisdiction: str | None
    short: tuple[str, ...]


@dataclass(slots=True)
class _Resource:
    literals: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(self.literals.get(name, ()))

    def one(self, name: str) -> str | None:
        return next(iter(self.literals.get(name, ())), None)

    def link(self, name: str) -> str | None:
        return next(iter(self.links.get(name, ())), None)


@cache
def _resources() -> Mapping[str, _Resource]:
    found: dict[str, _Resource] = {}
    with (resources.files("ontology") / _FILE).open("rb") as file:
        for quad in pyoxigraph.parse(file, format=pyoxigraph.RdfFormat.TURTLE):
            if not isinstance(quad.subject, pyoxigraph.NamedNode):
                continue
            resource = found.setdefault(quad.subject.value, _Resource())
            name = re.split(r"[#/]", quad.predicate.value)[-1]
            if isinstance(quad.object, pyoxigraph.NamedNode):
                resource.links.setdefault(name, []).append(quad.object.value)
            elif isinstance(quad.object, pyoxigraph.Literal) and quad.object.language != "en":
                resource.literals.setdefault(name, []).append(quad.object.value)
    return found


def _in_scheme(scheme: str) -> Iterator[tuple[str, _Resource]]:
    prefix = f"{_VOCABULARY}{scheme}/"
    for iri, resource in _resources().items():
        if iri.startswith(prefix):
            yield iri.removeprefix(prefix), resource


@cache
def lines() -> Mapping[str, Line]:
    """Read the lines by key, in the order of the vocabulary."""
    broader = {key: _key(resource.link("broader")) for key, resource in _in_scheme("line")}

    def top(key: str) -> str:
        above = broader.get(key)
        return top(above) if above else key

    return {key: _line(key, top(key), resource) for key, resource in _in_scheme("line")}


def _key(iri: str | None) -> str | None:
    return iri.rsplit("/", 1)[-1] if iri else None


def _line(key: str, top: str, resource: _Resource) -> Line:
    provincial, municipal = resource.one("provincialName"), resource.one("municipalName")
    names: dict[Level, str | None] = {
        "provincial": provincial,
        "municipal": municipal,
        "county": resource.one("countyName") or municipal,
    }
    patterns = {level: name for level, name in names.items() if name}
    label = resource.one("prefLabel") or key
    return Line(key, label, top, resource.one("nationalName"), patterns, resource.all("altLabel"))


@cache
def endings() -> Mapping[str, tuple[str, ...]]:
    """Read what names end in: 委员会 -> (委,), the longest first."""
    found = {r.one("prefLabel") or key: r.all("altLabel") for key, r in _in_scheme("ending")}
    return dict(sorted(found.items(), key=lambda each: -len(each[0])))


@cache
def named_bodies() -> tuple[NamedBody, ...]:
    """Read the bodies that have a name of their own."""
    return tuple(
        NamedBody(
            r.one("prefLabel") or key,
            _key(r.link("broader")),
            _key(r.link("jurisdiction")),
            r.all("altLabel"),
        )
        for key, r in _in_scheme("body")
    )


# --- the index of forms -----------------------------------------------------------------------


def normal(text: str) -> str:
    """Write 人民政府 as 政府 and 党委 as 委, as the index does."""
    return re.sub(r"^党委(?=.)", "委", text.replace("人民政府", "政府"))


@cache
def local_forms() -> Mapping[tuple[str, str], tuple[Form, ...]]:
    """Index (what stands before the place, what stands after it) -> its readings."""
    index: dict[tuple[str, str], list[Form]] = {}
    for line in lines().values():
        for key, form in _forms_of(line):
            index.setdefault(key, []).append(form)
    return {key: tuple(sorted(forms, key=lambda f: f.rank)) for key, forms in index.items()}


@cache
def words_before_place() -> tuple[str, ...]:
    """List what may stand before the place (中共, 国家税务总局, 团), the longest first."""
    return tuple(sorted({before for before, _ in local_forms()}, key=len, reverse=True))


def _forms_of(line: Line) -> Iterator[tuple[tuple[str, str], Form]]:
    for level, pattern in line.patterns.items():
        before, after = (normal(part) for part in _SLOT.split(pattern, maxsplit=1))
        yield (before, after), Form(line, pattern, level, OFFICIAL)
        if before:
            yield ("", after), Form(line, pattern, level, OFFICIAL)
        for text, rank in _short_forms(line, after):
            yield ("", text), Form(line, pattern, level, rank)
        for short in line.short:
            slot = _SLOT.search(short)
            if slot:
                around = short[: slot.start()], normal(short[slot.end() :])
                yield around, Form(line, pattern, level, SHORT)
            elif len(short) > 1 and not _ONLY_NATIONAL.search(short):
                yield ("", normal(short)), Form(line, pattern, level, WHOLE_SHORT)
    usual = {"{place}" + line.label + ending for ending in _USUAL_ENDINGS}
    if usual & set(line.patterns.values()):
        yield from _other_endings(line)


def _short_forms(line: Line, after: str) -> Iterator[tuple[str, int]]:
    """委机构编制委员会办公室 -> 委编办 and, less sure, 编办."""
    head_match = _HEAD.match(after)
    head = head_match[0] if head_match else ""
    tail = after.removeprefix(head).removeprefix(normal(line.label))
    if tail == after.removeprefix(head):
        return
    for stem in line.stems:
        for ending in _spellings(tail):
            yield head + stem + ending, SHORT
            if head:
                yield stem + ending, SHORT if head == "政府" else WITHOUT_HEAD


def _spellings(ending: str) -> Iterable[str]:
    return (ending, *endings().get(ending, ()))


def _other_endings(line: Line) -> Iterator[tuple[tuple[str, str], Form]]:
    """Read 教育委员会 too, where the vocabulary has 教育局: the printed kind is kept."""
    for stem in line.stems:
        for ending in _USUAL_ENDINGS if len(stem) > 1 else ("委员会",):
            form = Form(line, "{place}" + line.label + ending, None, OTHER_ENDING)
            for spelling in _spellings(ending):
                yield ("", stem + spelling), form
        whole = stem if stem in line.label else line.label  # 机关事务中心, but 投促: 投资促进中心
        if len(stem) > 1:
            yield ("", stem + "中心"), Form(line, "{place}" + whole + "中心", None, OTHER_ENDING)


@cache
def national_forms() -> Mapping[str, Line]:
    """Index the names of national bodies, whole, in short, without 国家 or 国务院."""
    index: dict[str, Line] = {}
    for line in lines().values():
        for text in _national_texts(line):
            index.setdefault(text, line)
    return index


def _national_texts(line: Line) -> Iterator[str]:
    if not line.national:
        return
    yield line.national
    bare = _NATION_WORD.sub("", line.national)
    if len(bare) > 1:
        yield bare
    ending = bare.removeprefix(line.label)
    if ending == bare:
        ending = next((e for e in endings() if bare.endswith(e)), "")
    for stem in line.stems:
        yield from (stem + spelling for spelling in _spellings(ending) if ending)
        if len(stem) > 1 and stem in line.short:
            yield stem


def national_line(text: str) -> Line | None:
    """Find the line of a national body: 国家发展改革委, 发展改革委, 教育部, 全国妇联."""
    forms = national_forms()
    return forms.get(text) or forms.get(_NATION_WORD.sub("", text))


@cache
def stems() -> Mapping[str, Line]:
    """Index the stems alone: 教育, 人力资源社会保障 (as in 教育、财政等部门)."""
    index: dict[str, Line] = {}
    for line in sorted(lines().values(), key=lambda line: line.key != line.top):
        for stem in line.stems:
            if len(stem) > 1:
                index.setdefault(stem, line)
    return index
