"""What a target counts: the thing itself, and what is said of whose it is and how it is counted.

省级课程思政优秀教师数 and 市级课程思政优秀教师数 count the same thing, named by two levels;
每个县（市、区）社区学院数 counts it in every county, 全市中等职业学校数 counts all there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from loaders.document import Level, Target
from loaders.targets import measure_words as words

_LEVELS: dict[str, Level] = {
    "国家级": "national",
    "自治区级": "provincial",
    "省部级": "provincial",
    "省级": "provincial",
    "地市级": "municipal",
    "市级": "municipal",
    "州级": "municipal",
    "盟级": "municipal",
    "县区级": "county",
    "县级": "county",
    "区级": "county",
    "旗级": "county",
}
_NAMED_BY = re.compile(f"(?<![社园地])(?:{'|'.join(_LEVELS)})")  # 省级示范基地, not 社区级
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_BRACKETS = re.compile(r"[（）()\s]")
_EACH = re.compile(
    r"""[每各]一?个?
        (?: (?P<county> 县级市 | 县 | 区县 | 区 | 旗 )
          | (?P<municipal> 省辖市 | 设区的?市 | 地级?市 | 地(?!方) | 市 | 自?治?州 | 盟 )
          | (?P<provincial> 省 | 自治区 ) )
        (?: （[^）]*） | \([^)]*\) | [县市区旗] )?
        (?: 、[^、，]{1,8}? (?:示范区|实验区|开发区) )?""",
    re.VERBOSE,
)  # 每个县（市、区）   每个省辖市、济源示范区
_WHOLE = re.compile("^(?:全|我)[国省市县区州]")  # 全市中等职业学校
_MEASURE = re.compile("(?:的比例|之比|数)$")  # 教育费附加用于职业教育的比例
_PERIOD = re.compile("每(?P<unit>半年|学期|学年|季度|[年月周天日])")  # 每学期学时
_SHARE = re.compile(
    r"""每(?!半?[年月周天日季学]) | [人生户校班亩年月]均
      | (?:率|之比|占比|比例|比重|权重|水平|标准|期限|年限|时间|间隔)$""",
    re.VERBOSE,
)  # 生均拨款水平   每所职业院校…
_SHARED_OUT = frozenset({*words.SHARES, *words.TIMES, *words.LESSONS})
_MULTIPLES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_COUNTERS = frozenset("个所家门种名项座处次人位")
"""Counting words that one thing may take in turn: 5 个 or 5 所示范基地, 500 名 or 500 人."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a target counts.

    thing: the indicator without what follows.
    named_by: the level that names or certifies the thing (省级), None where no level is said.
    each: the level of place in every one of which it is counted (每个县), None for one total.
    whole: all there are of a place are counted (全市).
    period: the stretch of time in every one of which it is counted (学期).
    shared_out: a ratio, a standard, a time, so much for each: a figure that the parts of a whole
        may have alike, unlike a total.
    """

    thing: str
    named_by: Level | None
    each: Level | None
    whole: bool
    period: str | None
    shared_out: bool


@lru_cache(maxsize=4096)
def counted(indicator: str, unit: str) -> Counted:
    """Take an indicator apart.

    >>> counted("每个县（市、区）实体依托的社区学院数", "所").each
    'county'
    >>> counted("省级课程思政优秀教师数", "名").thing
    '课程思政优秀教师'
    """
    bare = _BRACKETED.sub("", indicator)
    named, each = _NAMED_BY.search(bare), _EACH.match(indicator)
    rest = indicator[each.end() :] if each else indicator
    period = _PERIOD.search(indicator)
    return Counted(
        _MEASURE.sub("", _WHOLE.sub("", _BRACKETS.sub("", _NAMED_BY.sub("", rest)))),
        _LEVELS[named[0]] if named else None,
        each.lastgroup if each else None,  # type: ignore[arg-type]
        bool(_WHOLE.match(indicator)),
        period["unit"] if period else None,
        bool(unit in _SHARED_OUT or "/" in unit or each or _SHARE.search(bare)),
    )


def counted_by(target: Target) -> Counted:
    """Take the indicator of a target apart."""
    return counted(target.indicator, target.unit)


def in_base_unit(value: float, unit: str) -> Decimal:
    """Return a value in the unit that stands after its multiple.

    >>> in_base_unit(0.8, "万人")
    Decimal('8000.0')
    """
    return Decimal(repr(value)) * _base(unit)[1]


def same_unit(one: str, other: str) -> bool:
    """Say whether two units measure alike: 人 and 万人; any two words that count things."""
    here, there = _base(one)[0], _base(other)[0]
    return here == there or {here, there} <= _COUNTERS


def _base(unit: str) -> tuple[str, Decimal]:
    """Part a printed unit into the unit and its multiple: 万人 is 10,000 人."""
    head = _MULTIPLES.get(unit[:1])
    return (unit[1:], head) if head and len(unit) > 1 else (unit, Decimal(1))
