"""Quantities that say who or what qualifies, not what is to be reached.

对年营业收入超过500万元的企业，给予最高20万元奖励: the 500万元 is the condition of the grant.
"""

from __future__ import annotations

import re

from loaders.clauses import Clause
from loaders.targets import measure_words as words
from loaders.targets.place import ACTION, BUILDING, PAYMENT, REACH, Place, last
from loaders.targets.quantities import one_of

_CONDITION_HEAD = re.compile(
    r"[0-9一二三四五六七八九十]{0,2}[）.．、]?"
    + one_of(words.CONDITION_HEADS, words.CONDITION_HEADS_NOT_BEFORE)
)  # 对…   1.符合…
_NEW_CONDITION = re.compile(r"对(?!接|口|标)|凡|若|如")
_GRANT = re.compile(
    rf"(?:分别|一次性|最高|可|再|额外|依规|按规定|每年|每个)*{one_of(words.PAYMENTS)}"
)  # 分别给予…
_APPLICANT_SIZE = re.compile(
    rf"{one_of(words.APPLICANT_SIZES)}[^，。；]{{0,10}}$|放宽[至到]?$|不?含$"
)  # 人员规模一般不超过
_QUALIFICATION = re.compile(rf"的?[^的]{{0,12}}?{one_of(words.QUALIFICATIONS)}")  # …工作经历
_HOLDING = re.compile(r"的?(?:股权|股份)")
_RATE_NOUN = re.compile(rf"的?[^的]{{0,4}}?{one_of(words.RATE_NOUNS)}")  # 的比例
_LISTED_CONDITIONS = re.compile(
    r"""(?:以下|下列|如下)[^，。；：]{0,6}(?:条件|要求|情形)
      | (?:申报|认定|申请|准入|入驻|入选|遴选)(?:条件|要求)[^，。；]{0,4}：
      | (?:应当?|须|需|必须)(?:同时)?(?:具备|符合|满足)""",
    re.VERBOSE,
)  # 应同时符合以下条件：   申报条件：
_DEFINITION = re.compile(r"是指|指的是|特指|(?:办法|方案|措施|意见|规定)(?:中)?所[称指]")


def is_listed_condition(place: Place) -> bool:
    """Tell whether a list of conditions holds it: 应符合以下条件：…营业收入不低于100万元."""
    start = max(place.clause.sentence, place.quantity.start - 600)
    said = place.text[start : place.quantity.start]
    found = last(_LISTED_CONDITIONS, said)
    if not found:
        return False
    return not PAYMENT.search(said, found.end()) and not BUILDING.search(said, found.end())


def is_in_definition(place: Place) -> bool:
    """Tell whether a definition holds it: 本办法所称小型企业，是指不超过10人的企业."""
    start = max(place.clause.sentence, place.quantity.start - 300)
    return bool(_DEFINITION.search(place.text, start, place.quantity.start))


def is_qualification(place: Place) -> bool:
    """Tell whether an applicant must have or be it: 具有3年以上企业工作经历."""
    if _APPLICANT_SIZE.search(place.before):
        return True
    if place.quantity.unit == "%":
        return bool(_HOLDING.match(place.after))
    is_time = place.is_time and not PAYMENT.search(place.before[-8:])
    return is_time and bool(_QUALIFICATION.match(place.after))


def is_condition(place: Place) -> bool:
    """Tell whether it qualifies for a grant: 对营业收入超过500万元的企业，给予…."""
    if place.clause.bracketed:
        return False
    head = _CONDITION_HEAD.match(place.before)
    is_rate = place.before.endswith("的") and not place.after.startswith("的")
    paid = PAYMENT.search(place.before, head.end() if head else 0)
    if head and not is_rate and (not paid or _whose_grant_follows(place)):
        return True
    return not paid and _leads_to_condition(place)


def _whose_grant_follows(place: Place) -> bool:
    """对获得支持100万元以上的项目，给予…: a size before 的, and the grant in the next clause."""
    if not place.after.startswith("的") or _RATE_NOUN.match(place.after):
        return False
    later = next(place.clauses.next(place.clause), None)
    return later is not None and bool(_GRANT.match(_words_of(place, later)))


def _leads_to_condition(place: Place) -> bool:
    """Tell whether the clause, or a later one before any grant, closes with 的: …的，给予…."""
    if place.after.endswith("的"):
        return True
    if BUILDING.match(place.before):
        return False
    for later in place.clauses.next(place.clause, 4):
        clause = _words_of(place, later)
        if PAYMENT.match(clause) or ACTION.match(clause) or _NEW_CONDITION.match(clause):
            return False
        if clause.endswith("的"):
            return True
    return False


def _words_of(place: Place, clause: Clause) -> str:
    return place.text[clause.start : min(clause.end, clause.start + REACH)].strip()


def describes(place: Place) -> bool:
    """Tell whether it only describes by size: 营业收入1亿元以上的企业应当…."""
    if place.after.startswith("的部分"):  # what exceeds it is paid for, not it
        return True
    return (
        place.after.startswith("的")
        and not _RATE_NOUN.match(place.after)
        and not ACTION.search(place.before)
        and not PAYMENT.search(place.before)
        and place.quantity.unit not in ("%", "倍")
    )
