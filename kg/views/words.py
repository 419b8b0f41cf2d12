"""The words of the office for what the graph says in keys: levels, links, roles, states.

Chinese first, short; English beside it where there is room. A key that is not known here is
shown as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


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


UNKNOWN_LEVEL = Level("unknown", 0, "？", "层级不明", "Level unknown", "下级")
LEVELS = {
    level.key: level
    for level in (
        Level("national", 1, "国", "国家", "Nation", "国家"),
        Level("provincial", 2, "省", "省", "Province", "省里"),
        Level("municipal", 3, "市", "市", "City", "市里"),
        Level("county", 4, "县", "县", "County", "县里"),
    )
}
BY_LANE = {level.lane: level for level in (UNKNOWN_LEVEL, *LEVELS.values())}

LINKS = {
    "implements": ("落实", "implements"),
    "alignedWith": ("相近", "same content"),
    "restates": ("重述", "restates"),
    "supports": ("支持", "supports"),
    "relatedTo": ("相关", "same topic"),
    "basis": ("依据", "based on"),
    "mention": ("提及", "cites"),
    "counterpart": ("对口", "counterpart"),
}
BASES = {
    "declared": "写明：下级文件把上级文件列为依据",
    "inherited": "沿袭：下级文件的依据又以上级文件为依据",
    "none": "没有写明：下级文件没有把上级文件列为依据",
}
FINDINGS = {
    "number": ("数字不一致", "amounts differ"),
    "wording": ("用词不一致", "words differ"),
    "total": ("合计有差", "total is off"),
    "no-body-item": ("仅附件有", "only in the annex"),
    "no-unit": ("缺责任单位", "no responsible unit"),
}
ROLES = {
    "lead": ("牵头", "leads"),
    "responsible": ("负责", "responsible"),
    "cooperating": ("配合", "supports"),
}
REVIEWS = {"accepted": "已核对", "unreviewed": "待核"}
COMPARATORS = {">=": "≥", "<=": "≤", "~": "≈", "=": "", "range": ""}
STATUSES = {"issued": "", "draft_for_comment": "征求意见稿"}


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
