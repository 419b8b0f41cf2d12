"""Which quantities are targets: the reasons that speak against one, each with its name.

A quantity is a target, something to reach, keep or pay, unless it dates or numbers something,
stands in a name, is the condition of a grant and not the grant, or counts what is there already.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from loaders import measure_words as words
from loaders.clauses import Clause, Clauses
from loaders.quantities import Quantity

_REACH = 160  # characters of a clause looked at on either side; no real clause is longer


@dataclass(frozen=True, slots=True)
class Place:
    """A quantity where it stands in its clause, `before` and `after` it."""

    text: str
    quantity: Quantity
    clause: Clause
    clauses: Clauses
    before: str
    after: str

    @property
    def printed(self) -> str:
        """The number and its unit, as printed."""
        return self.text[self.quantity.start : self.quantity.unit_end]


def place_of(text: str, clauses: Clauses, quantity: Quantity) -> Place:
    """Find the clause of `quantity` and the words around it there."""
    clause = clauses.at(quantity.start)
    before = text[max(clause.start, quantity.start - _REACH) : quantity.start].strip()
    after = text[quantity.end : min(clause.end, quantity.end + _REACH)].strip()
    return Place(text, quantity, clause, clauses, before, after)


def _one_of(group: list[str] | tuple[str, ...], barred: dict[str, str] | None = None) -> str:
    parts = []
    for word in sorted(group, key=len, reverse=True):
        not_before = (barred or {}).get(word)
        parts.append(re.escape(word) + (f"(?!{not_before})" if not_before else ""))
    return f"(?:{'|'.join(parts)})"


LEAST = re.compile(_one_of(words.AT_LEAST))
MOST = re.compile(_one_of(words.AT_MOST))
ABOUT = re.compile(_one_of(words.ABOUT) + "$")
ACTION = re.compile(_one_of(words.ACTIONS))
PAYMENT = re.compile(_one_of(words.PAYMENTS))
_EXISTING = re.compile(_one_of(words.EXISTING))
_CONDITION_HEAD = re.compile(
    r"[（(]?[0-9一二三四五六七八九十]{0,2}[)）.．、]?"
    + _one_of(words.CONDITION_HEADS, words.CONDITION_HEADS_NOT_BEFORE)
)
_QUALIFICATION = re.compile(rf"的?[^的]{{0,12}}?{_one_of(words.QUALIFICATIONS)}")
_RATE_NOUN = re.compile(rf"的?[^的]{{0,4}}?{_one_of(words.RATE_NOUNS)}")
_NO_OBJECT = re.compile(_one_of(words.NO_OBJECTS))
_TIME = frozenset(words.TIMES)
_LISTED_CONDITIONS = re.compile(
    r"(?:以下|下列|如下)[^，。；：]{0,6}(?:条件|要求|情形)|(?:申报|认定|申请|准入|入驻|入选|遴选)(?:条件|要求)[^，。；]{0,4}："
    r"|(?:应当?|须|需|必须)(?:同时)?(?:具备|符合|满足)"
)  # 应同时符合以下条件：   申报条件：
_DEFINITION = re.compile(r"是指|指的是|特指|(?:办法|方案|措施|意见|规定)(?:中)?所[称指]")
_COMMITTED_TIME = re.compile(
    r"(?:不超过|不得超过|不少于|不低于|不得少于|至少|最长|最短|至多|不短于|不多于|延长至?|压缩至|压缩到|缩短至|缩短到"
    r"|控制在|通过|经过|用|(?:时间|期限|时长|周期|年限|时限)[^，。]{0,4}(?:为|是|达|达到)?"
    r"|(?:给予|提供|享受|减免|免除|免收|免费)[^，。；]{0,12})(?:累计|[0-9]|约|近|[^，。；]{0,4}间){0,2}$"
)  # 不超过   通过   提供
_EARNED_TIME = re.compile(r"(?:通过|经过|力争用|用|利用)[约近大]{0,2}$")


def _numbers_something(place: Place) -> bool:
    """第3条, 前三名, 附件2: a rank or a number of something."""
    return bool(re.search(r"(?:第|前|附件|附表|专栏|表|图|No\.?)$", place.before))


def _is_date(place: Place) -> bool:
    """2025年, 5月20日."""
    unit, value = place.quantity.unit, place.quantity.value_max or place.quantity.value
    return (unit == "年" and 1900 <= value <= 2200) or (unit == "日" and place.before.endswith("月"))


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
        place.quantity.unit in _TIME
        and place.before.endswith("每")
        and not (place.quantity.in_words and place.quantity.value < 1)
        and bool(re.match(rf"[^0-9，。；]{{0,10}}[1一]{_one_of(('次', '轮'))}", place.after))
    )


def _closes_interval(place: Place) -> bool:
    """每3年修订1次: the 次 after the interval, which is the target."""
    return place.quantity.unit in ("次", "轮") and bool(
        re.search(r"每[ ]?(?:[2-9]|[1-9][0-9]|[两二三四五])[ ]?(?:个)?(?:年|月|周|学年|学期|日|天)[^0-9]{0,10}$", place.before)
    )


def _is_term(place: Place) -> bool:
    """20日内, 3个月前, 近3年: when, not how much."""
    if place.quantity.unit not in _TIME:
        return False
    if re.search(r"(?:压缩|缩短|压减|控制|限定)[至到在为]?$", place.before):
        return False
    return bool(
        re.match(r"以?内|前|之?后|起|以来|期间|期满|届满|度|间", place.text[place.quantity.unit_end : place.quantity.end + 3])
        or re.search(r"(?:近|未来|今后|过去|上|提前|每满?|有效期|试用期|为期)[^，。]{0,2}$", place.before)
    )


def _is_idle_time(place: Place) -> bool:
    """三年行动计划, 分3年拨付: a stretch of time that nothing commits to."""
    if place.quantity.unit not in _TIME or is_interval(place):
        return False
    return not _COMMITTED_TIME.search(place.before)


def _is_listed_condition(place: Place) -> bool:
    """应符合以下条件：…营业收入不低于100万元."""
    sentence = place.text[max(place.clause.sentence, place.quantity.start - 600) : place.quantity.start]
    found = None
    for found in _LISTED_CONDITIONS.finditer(sentence):
        pass
    return bool(found) and not PAYMENT.search(sentence, found.end() if found else 0)


def _is_definition(place: Place) -> bool:
    """本办法所称小型企业，是指人员不超过10人的企业."""
    start = max(place.clause.sentence, place.quantity.start - 300)
    return bool(_DEFINITION.search(place.text, start, place.quantity.start))


def _is_qualification(place: Place) -> bool:
    """具有3年以上企业工作经历."""
    return bool(_QUALIFICATION.match(place.after)) and place.quantity.unit not in ("元", "万元")


def _is_condition(place: Place) -> bool:
    """对年营业收入超过500万元的企业，给予…: what qualifies for the grant."""
    if place.clause.bracketed:
        return False
    paid = PAYMENT.search(place.before) or None
    head = _CONDITION_HEAD.match(place.before)
    rate = re.search(r"的$", place.before) and not place.after.startswith("的")
    if head and not rate and not PAYMENT.search(place.before, head.end()):
        return True
    return not paid and _leads_to_condition(place)


def _leads_to_condition(place: Place) -> bool:
    """The clause, or a later one before any payment, closes with 的: …达到1000万元的，给予…"""
    if re.search(r"的$", place.after) and not ACTION.search(place.before):
        return True
    if re.search(r"的$", place.after):
        return True
    for later in place.clauses.next(place.clause, 4):
        clause = place.text[later.start : min(later.end, later.start + _REACH)].strip()
        if PAYMENT.match(clause) or ACTION.match(clause):
            return False
        if clause.endswith("的"):
            return True
    return False


def _describes(place: Place) -> bool:
    """营业收入1亿元以上的企业应当…: a size that only describes."""
    return (
        place.after.startswith("的")
        and not _RATE_NOUN.match(place.after)
        and not ACTION.search(place.before)
        and not PAYMENT.search(place.before)
        and place.quantity.unit not in ("%", "倍")
    )


def _is_existing(place: Place) -> bool:
    """依托…2个省级基地, 现有35所: what is there already."""
    found = None
    for found in _EXISTING.finditer(place.before):
        pass
    return bool(found) and not ACTION.search(place.before, found.end() if found else 0) and not LEAST.search(
        place.before, found.end() if found else 0
    )


def _is_ground(place: Place) -> bool:
    """在…达到12000元的基础上: where the work starts from."""
    return bool(re.match(r"[^，。；]{0,6}的?基础上", place.after))


def _sums_up_names(place: Place) -> bool:
    """A、B等8个部门, 共23项: how many were just named."""
    if re.search(r"(?:共|共计|合计)$", place.before):
        return True
    return bool(re.search(r"等[^，。；、]{0,4}$", place.before)) and not re.search(
        r"建成|新建|打造|建设", place.before
    )


def _structures_text(place: Place) -> bool:
    """三个方面, 两个确保."""
    return bool(_NO_OBJECT.match(place.after.lstrip("“"), 0)) or place.text.startswith(
        "大", place.quantity.unit_end
    )


def _is_figure_of_speech(place: Place) -> bool:
    """一支队伍, 两张清单: numerals in words, unless a comparison or a building verb stands by."""
    quantity = place.quantity
    if not quantity.in_words or quantity.unit in words.SHARES or quantity.unit in words.AMOUNTS:
        return False
    if quantity.unit.startswith(("万", "亿")) or quantity.unit in _TIME or _compared(place):
        return False
    if quantity.unit == "次" and re.search(r"每(?:半?年|季度|个?月|周|学期|学年)[^，。；]{0,12}$", place.before):
        return False
    if quantity.value == 1 and not re.search(r"每(?!年|月|周|日|季)[^，。；]{1,20}(?:建|办|设|配|有)[^，。；]{0,3}$", place.before):
        return True
    return not re.search(rf"(?:{'|'.join(('建设', '建成', '新建', '增建', '建', '打造', '培育', '培养', '引进', '设立', '办好', '遴选', '认定', '选派', '配备', '新增', '升格', '创建', '改扩建'))})[^，。；]{{0,6}}$", place.before)


def _compared(place: Place) -> bool:
    return bool(
        place.quantity.comparator or LEAST.search(place.before[-12:]) or MOST.search(place.before[-12:])
    )


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
    ("definition", _is_definition),
    ("qualification", _is_qualification),
    ("listed condition", _is_listed_condition),
    ("condition", _is_condition),
    ("describes", _describes),
    ("starting point", _is_ground),
    ("existing", _is_existing),
    ("sums up names", _sums_up_names),
    ("idle time", _is_idle_time),
)
"""Reasons against, in the order they are asked."""


def refusal(place: Place) -> str | None:
    """Return the first reason why the quantity is no target; None if it is one."""
    return next((reason for reason, holds in REFUSALS if holds(place)), None)
