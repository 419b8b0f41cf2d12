"""Which quantities are targets: the reasons that speak against one, each with its name.

A quantity is a target, something to reach, keep or pay, unless it dates or numbers something,
stands in a name, is the condition of a grant and not the grant, or counts what is there already.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from loaders.targets import measure_words as words
from loaders.targets.conditions import (
    describes,
    is_condition,
    is_in_definition,
    is_listed_condition,
    is_qualification,
)
from loaders.targets.place import BUILDING, COMPARISON, Place, last
from loaders.targets.quantities import one_of

_ACT = re.compile(one_of((*words.ACTIONS, *words.PAYMENTS), words.VERBS_NOT_BEFORE))
_BUILDS = re.compile(rf"{BUILDING.pattern}[^，。；]{{0,6}}$")  # 新建…三所
_EXISTING = re.compile(one_of(words.EXISTING) + "(?!的)")  # 依托…; not 实体依托的
_DONE = re.compile(
    rf"{one_of(words.DONE)}(?![^，]{{0,4}}基础)(?![^，。；]{{0,20}}(?:再|新增|新建))"
)  # 已建成…; not 在已有基础上新建…
_NO_OBJECT = re.compile(one_of(words.NO_OBJECTS))
_COMMITTED_TIME = re.compile(
    rf"""(?: {one_of(words.TIME_BOUNDS)} | 通过 | 经过 | 用
        | (?:时间|期限|时长|周期|年限|时限|天数) [^，。]{{0,4}}
        | {one_of(words.TIME_GRANTS)} [^，。；]{{0,12}} )
        (?: 累计 | 可?达到? | 约 | 近 | 为 | 是 )? $""",
    re.VERBOSE,
)  # 不超过   通过   提供最长   时间一般为
_BEFORE_A_TERM = re.compile(
    r"(?:近|未来|今后|过去|(?<!原则)上|提前|(?:有效期|试用期|为期)[^，。]{0,2})$"
)  # 近3年   有效期3年
_AFTER_A_TERM = re.compile(r"以?内|前|之?后|起|以来|期间|期满|届满|度|间")  # 20日内
_INTERVAL = re.compile(
    r"每[ ]?(?:[2-9]|[1-9][0-9]|[两二三四五])[ ]?个?(?:年|月|周|学年|学期|日|天)[^0-9]{0,10}$"
)  # 每3年修订
_EVERY_SO_OFTEN = re.compile(r"每(?:半?年|季度|个?月|周|学期|学年)[^，。；]{0,12}$")  # 每半年召开
_FOR_EACH = re.compile(r"每(?!年|月|周|日|季)[^，。；]{1,20}(?:建|办|设|配|有)[^，。；]{0,3}$")
_RAISED_TO = re.compile(
    r"(?:左右)?(?:提高|提升|增加|扩大|增长|上升|下降|降低|压减|压缩|缩短|调整)[到至]"
)  # 由10%提高到20%


def _numbers_something(place: Place) -> bool:
    """第3条, 前三名, 附件2, 后两年: a rank or a number of something."""
    return bool(re.search(r"(?:第|前|后|首|附件|附表|专栏|No\.?)$", place.before))


def _is_date(place: Place) -> bool:
    """2025年, 2026年度, 5月20日."""
    unit, value = place.quantity.unit, place.quantity.value_max or place.quantity.value
    return (unit in ("年", "年度") and 1900 <= value <= 2200) or (
        unit == "日" and place.before.endswith("月")
    )


def _is_age(place: Place) -> bool:
    """45周岁以下."""
    return place.quantity.unit in words.AGES


def _in_name(place: Place) -> bool:
    """“3+2”, 《…（2021-2023年）》: a number within quotation marks or a title."""
    line = place.text[max(0, place.quantity.start - 40) : place.quantity.start]
    rest = place.text[place.quantity.end : place.quantity.end + 40]
    for opening, closing in ("“”", "《》", "〈〉", "「」", "‘’"):
        if line.rfind(opening) > line.rfind(closing):
            ahead = rest.find(closing)
            if ahead >= 0 and opening not in rest[:ahead]:
                return True
    return False


def _in_formula(place: Place) -> bool:
    """×100%, 7×24小时, 1+1个."""
    return bool(re.search(r"[×÷=＝*/+＋xX][ ]?[0-9]*$", place.before)) or bool(
        re.match(r"[×÷=＝*+＋]", place.text[place.quantity.unit_end : place.quantity.unit_end + 1])
    )


def _is_zero(place: Place) -> bool:
    """0元注册."""
    return place.quantity.value == 0


def _is_base(place: Place) -> bool:
    """每500名学生配备1名: the 500 is what the 1 is counted against."""
    if not re.search(r"每(?:满|隔|增加|间隔)?$", place.before):
        return bool(re.match(r"累计|一周期|一轮|一个周期|为一?个?周期", place.after))
    return not is_interval(place)


def is_interval(place: Place) -> bool:
    """每3年修订1次: how often something is done."""
    return (
        place.is_time
        and place.before.endswith("每")
        and place.quantity.value >= 1
        and bool(re.match("[^0-9，。；]{0,10}[1一][次轮]", place.after))
    )


def _closes_interval(place: Place) -> bool:
    """每3年修订1次: the 次 after the interval, which is the target."""
    return place.quantity.unit in ("次", "轮") and bool(_INTERVAL.search(place.before))


def _is_term(place: Place) -> bool:
    """20日内, 3个月前, 近3年: when, not how much."""
    if not place.is_time:
        return False
    if re.search(r"(?:压缩|缩短|压减|控制|限定)[至到在为]?$", place.before):
        return False
    after = _AFTER_A_TERM.match(place.text, place.quantity.unit_end)
    return bool(after or _BEFORE_A_TERM.search(place.before))


def _is_idle_time(place: Place) -> bool:
    """三年行动计划, 分3年拨付: a stretch of time that nothing commits to."""
    if not place.is_time or is_interval(place):
        return False
    return not _COMMITTED_TIME.search(place.before)


def _is_existing(place: Place) -> bool:
    """依托…2个省级基地, 已建成35所: what is there already."""
    if place.is_time:
        return False
    if _DONE.search(place.before):
        return True
    cue = None if place.quantity.unit in words.SHARES else last(_EXISTING, place.before)
    return cue is not None and not _ACT.search(place.before, cue.end())


def _is_ground(place: Place) -> bool:
    """在…达到12000元的基础上, 由10%提高到20%: where the work starts from."""
    if re.search("[由从]", place.before) and _RAISED_TO.match(place.after):
        return True
    return bool(re.match(r"[^，。；]{0,6}的?基础上|为基[数准]", place.after))


def _sums_up_names(place: Place) -> bool:
    """A、B等8个部门, 共23项: how many were just named."""
    if re.search(r"(?:共|共计|合计)$", place.before):
        return True
    names = re.search(r"(?<![高中初同优均平何])等(?:全[市省国]|我[市省]|其他)?$", place.before)
    return bool(names) and not BUILDING.search(place.before)


def _structures_text(place: Place) -> bool:
    """三个方面, 两个确保."""
    return bool(_NO_OBJECT.match(place.after.lstrip("“")))


def _is_figure_of_speech(place: Place) -> bool:
    """一支队伍, 两张清单: numerals in words, unless a comparison or a building verb stands by."""
    quantity = place.quantity
    if not quantity.in_words or quantity.unit in (*words.SHARES, *words.AMOUNTS, *words.AREAS):
        return False
    if quantity.unit.startswith(("万", "亿")) or place.is_time or _compared(place):
        return False
    if quantity.unit == "次" and _EVERY_SO_OFTEN.search(place.before):
        return False
    if quantity.value == 1:
        return not _FOR_EACH.search(place.before)
    if place.before.endswith("等") and BUILDING.search(place.before):
        return False
    return not _BUILDS.search(place.before)


def _compared(place: Place) -> bool:
    return bool(place.quantity.comparator or COMPARISON.search(place.before[-12:]))


REFUSALS: tuple[tuple[str, Callable[[Place], bool]], ...] = (
    ("numbers something", _numbers_something),
    ("date", _is_date),
    ("age", _is_age),
    ("zero", _is_zero),
    ("name", _in_name),
    ("formula", _in_formula),
    ("base of a rate", _is_base),
    ("closes an interval", _closes_interval),
    ("term", _is_term),
    ("structures the text", _structures_text),
    ("figure of speech", _is_figure_of_speech),
    ("definition", is_in_definition),
    ("qualification", is_qualification),
    ("listed condition", is_listed_condition),
    ("condition", is_condition),
    ("describes", describes),
    ("starting point", _is_ground),
    ("existing", _is_existing),
    ("sums up names", _sums_up_names),
    ("idle time", _is_idle_time),
)
"""Reasons against, in the order they are asked."""


def refusal(place: Place) -> str | None:
    """Return the first reason why the quantity is no target; None if it is one."""
    return next((reason for reason, holds in REFUSALS if holds(place)), None)
