"""The words of the office for what the graph says in keys: levels, links, roles, states.

They are the vocabulary's; only signs are this module's own. Each is said in the language of the
page. A key that is not known here is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from kg.language import say
from kg.vocabulary import Concept, concepts, term_names


class Names(NamedTuple):
    """What something is called in Chinese and in English; as text, in the language spoken here."""

    zh: str
    en: str

    @property
    def said(self) -> str:
        """The name in the language spoken here."""
        return say(self.zh, self.en)

    def __str__(self) -> str:
        return self.said


@dataclass(frozen=True, slots=True)
class Level:
    """A level of government: its lane (0 on top), the letter of its badge, its names."""

    key: str
    lane: int
    badge: str
    zh: str
    en: str
    own: str
    """How a level speaks of itself in a Chinese sentence: 市里未定数."""

    @property
    def said(self) -> str:
        """Its name in the language spoken here."""
        return say(self.zh, self.en)

    @property
    def sign(self) -> str:
        """What stands for it where room is short: 省, or the English word."""
        return say(self.badge, self.en)


def _level(lane: int, level: Concept) -> Level:
    short = level.short_zh
    own = short if len(short) > 1 else f"{short}里"
    return Level(level.key, lane, short[0], short, level.short_en.capitalize(), own)


def _names(scheme: str) -> dict[str, Names]:
    return {key: Names(*concept.names) for key, concept in concepts(scheme).items()}


UNKNOWN_LEVEL = Level("unknown", 0, "？", "层级不明", "Level unknown", "下级")
LEVELS = {key: _level(n, level) for n, (key, level) in enumerate(concepts("level").items(), 1)}
BY_LANE = {level.lane: level for level in (UNKNOWN_LEVEL, *LEVELS.values())}

LINKS = {**_names("link"), **_names("citation"), "counterpart": Names(*term_names("counterpartOf"))}
BASES = {key: Names(*basis.explanations) for key, basis in concepts("basis").items()}
COVERAGE = _names("coverage")
ADDITIONS = _names("addition")
SHORTFALLS = _names("shortfall")
FINDINGS = _names("finding")
OUTCOMES = _names("outcome")
REVIEWS = _names("review")
ROLES = _names("role")
STATUSES = {key: names for key, names in _names("status").items() if key != "issued"}
"""That a document was issued goes without saying."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
BANDS = {"high": Names("高", "high"), "middle": Names("中", "middle"), "low": Names("低", "low")}
"""The bands of confidence, the surest first."""
_LEAST = {"high": Decimal("0.8"), "middle": Decimal("0.5")}
COMPARATORS = {">=": "≥", "<=": "≤", "~": "≈", "=": "", "range": ""}


def key_of(iri: str) -> str:
    """Give the last step of a concept's IRI: `…/level/provincial` -> `provincial`."""
    return iri.rstrip("/").rpartition("/")[2]


def level_of(iri: str) -> Level:
    """Give the level that a concept's IRI names; UNKNOWN_LEVEL for none."""
    return LEVELS.get(key_of(iri), UNKNOWN_LEVEL)


def listed(names: Iterable[object]) -> str:
    """Write names one after the other: 教育局、财政局."""
    return say("、", ", ").join(map(str, names))


def number(text: str) -> str:
    """Write a decimal as people write it: `500.0` -> `500`, `0.85` -> `0.85`."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return f"{value.normalize():f}"


def amount(comparator: str, value: str, maximum: str, unit: str) -> str:
    """Write a target's number with sign and unit: `≥500 名`, `8–10 所`."""
    figure = f"{number(value)}–{number(maximum)}" if maximum else number(value)
    space = "" if unit in {"%", "％", "‰"} else " "
    return f"{COMPARATORS.get(comparator, comparator)}{figure}{space}{unit}".strip()


def item_name(notation: str, table: str = "", task: bool = False) -> str:
    """Write an item's number as people say it: `A2/5` -> 附件2 第5项, `13` -> 正文 13."""
    annex, slash, row = notation.rpartition("/")
    en = f"Annex {annex[1:]}".strip() + f" no. {row}" if slash else f"body {notation}"
    if task and not slash:
        en = f"no. {notation}"
    return say(item_place(notation, table, task), en)


def item_place(notation: str, table: str = "", task: bool = False) -> str:
    """Write an item's number in Chinese: `A2/5` -> 附件2 第5项."""
    annex, slash, row = notation.rpartition("/")
    if slash:
        return f"{table.replace(' ', '') or f'附件{annex[1:]}'} 第{row}项"
    return f"第{notation}项" if task else f"正文 {notation}"


def band(figure: Decimal | float) -> str:
    """Give the band of BANDS that a confidence lies in: `0.8` -> `high`, `0.5` -> `middle`."""
    return next((key for key, least in _LEAST.items() if least <= figure), "low")


def confidence(text: str) -> str:
    """Write a computed link's figure to two places, with 高, 中 or 低."""
    if not text:
        return ""
    figure = Decimal(text)
    word = BANDS[band(figure)].said
    return say(f"{figure:.2f}（{word}）", f"{figure:.2f} ({word})")


def day(text: str) -> str:
    """`2021-01-07` -> 2021年1月7日, 7 January 2021."""
    try:
        one = date.fromisoformat(text)
    except ValueError:
        return text
    zh = f"{one.year}年{one.month}月{one.day}日"
    return say(zh, f"{one.day} {_MONTHS[one.month - 1]} {one.year}")
