"""The words of the office for what the graph says in keys: levels, links, roles, states.

They are the vocabulary's; only signs are this module's own. Chinese first, short; English beside
it where there is room. A key that is not known here is shown as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kg.vocabulary import Concept, concepts, term_names


@dataclass(frozen=True, slots=True)
class Level:
    """A level of government: its lane (0 on top), the letter of its badge, its names."""

    key: str
    lane: int
    badge: str
    zh: str
    en: str
    own: str
    """How a level speaks of itself in a sentence: 市里未定数."""


def _level(lane: int, level: Concept) -> Level:
    short = level.short_zh
    own = short if len(short) > 1 else f"{short}里"
    return Level(level.key, lane, short[0], short, level.short_en.capitalize(), own)


def _names(scheme: str) -> dict[str, tuple[str, str]]:
    return {key: concept.names for key, concept in concepts(scheme).items()}


UNKNOWN_LEVEL = Level("unknown", 0, "？", "层级不明", "Level unknown", "下级")
LEVELS = {key: _level(n, level) for n, (key, level) in enumerate(concepts("level").items(), 1)}
BY_LANE = {level.lane: level for level in (UNKNOWN_LEVEL, *LEVELS.values())}

LINKS = {**_names("link"), **_names("citation"), "counterpart": term_names("counterpartOf")}
BASES = {key: basis.explained for key, basis in concepts("basis").items()}
COVERAGE = _names("coverage")
FINDINGS = _names("finding")
OUTCOMES = _names("outcome")
REVIEWS = {key: state.zh for key, state in concepts("review").items()}
ROLES = _names("role")
STATUSES = {key: "" if key == "issued" else status.zh for key, status in concepts("status").items()}
COMPARATORS = {">=": "≥", "<=": "≤", "~": "≈", "=": "", "range": ""}


def key_of(iri: str) -> str:
    """Give the last step of a concept's IRI: `…/level/provincial` -> `provincial`."""
    return iri.rstrip("/").rpartition("/")[2]


def level_of(iri: str) -> Level:
    """Give the level that a concept's IRI names; UNKNOWN_LEVEL for none."""
    return LEVELS.get(key_of(iri), UNKNOWN_LEVEL)


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
    if slash:
        name = table.replace(" ", "") or f"附件{annex[1:]}"
        return f"{name} 第{row}项"
    return f"第{notation}项" if task else f"正文 {notation}"


def confidence(text: str) -> str:
    """Write a computed link's figure to two places, with 高, 中 or 低."""
    if not text:
        return ""
    figure = Decimal(text)
    word = "高" if figure >= Decimal("0.8") else "中" if figure >= Decimal("0.5") else "低"
    return f"{figure:.2f}（{word}）"


def day(text: str) -> str:
    """`2021-01-07` -> 2021年1月7日."""
    parts = text.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return text
    year, month, date = (int(part) for part in parts)
    return f"{year}年{month}月{date}日"
