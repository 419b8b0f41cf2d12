"""What a target measures, as a noun phrase made of the words of its clause.

建设100个省级职业体验基地 counts 省级职业体验基地数; 教育费附加用于职业教育的比例不低于30% measures
教育费附加用于职业教育的比例; 对初创企业给予最高5万元补贴 sets 初创企业补贴标准. The phrase is for
people to read and for names to be compared; the quote is what stands in the text.
"""

from __future__ import annotations

import re

from loaders.targets import measure_words as words
from loaders.targets.place import (
    ACTION,
    COMPARISON,
    COMPARISONS,
    PAYMENT,
    REACH,
    Place,
    last,
)
from loaders.targets.quantities import one_of
from loaders.targets.rules import is_interval

_OPENING = re.compile(
    rf"""(?: （[^（）]*） | {one_of(words.OPENINGS, words.OPENINGS_NOT_BEFORE)}
       | [0-9]{{1,2}}[.．、] | [①-⑳] | [“]?十[三四五六]五[”]?期?间?
       | [到至]?20[0-9]{{2}}年(?:[春秋]季学期|开学前|年底|[底末前])*，?
       | {one_of(words.ABOUT)} | {one_of(COMPARISONS)} )+""",
    re.VERBOSE,
)  # 确保…   到2025年…
_CLOSING = re.compile(
    f"(?:{one_of((*COMPARISONS, *words.ABOUT))}|{one_of(words.CLOSINGS)}|[，、])+$"
)  # …应不低于
_PREDICATE = re.compile(
    r"""(?:转型|升级)(?=[为成]) | 被 | 并 | 作为 | 采取 | 用于 | 抵免 | 建设(?=与)
      | 给予 | 予以 | 发放 | 达到 | 实现 | 开展合作 | (?:大力|积极)开展 | 通过 | ，
      | 在(?=校内|企业|全[市省县]|[^，。]{1,8}(?:建|设|开展|实训))""",
    re.VERBOSE,
)  # 1所院校转型为…
_ATTRIBUTE = r"(?:具有|具备|面向|向|对|符合|在|能够|集|经)"
_LONG_ATTRIBUTE = re.compile(
    rf"^(?:[^，。；]*、[^，。；]*|{_ATTRIBUTE}[^，。；]*|[^，。；]{{9,}})的(?=[^的]{{2,}}$)"
)
_ROLE = re.compile("转型|升级|被|作为|采取|建设|在")
_NOTE = re.compile(r"（[^（）]*）$")  # 12万人（含技工院校）
_SECOND_THING = re.compile(r"(?:[和及与](?:具有|具备|面向|符合|能够)|、(?:若干|一批)).*$")
_EACH = re.compile(
    r"""每(?![年月周次日天季学]) (?: [^，。；（）0-9] | （[^（）]*） ){1,24}?
      (?= 至少|最少|都|均|要|应|可|重点|集中|力争|原则上|依托
        | 建|办|引进|设|配|打造|培育|支持|开放|遴选|提供 | [0-9] | $ )""",
    re.VERBOSE,
)  # 每个县（市、区）   每所职业院校
_AMOUNT = r"[0-9.]+(?:[-—～~至][0-9.]+)?[十百千万亿]*(?:[元个所名家项年%]|人次|个月)?(?:左右|以上)?"
_LISTED_AMOUNT = re.compile(rf"{_AMOUNT}[、和或]$")  # 95%和
_EXPLANATION = re.compile(r"（.{30,}）")
_OF_SIZE = re.compile(f"的[^，。；]{{0,4}}{one_of(words.RATE_NOUNS)}")  # 3万人的办学规模
_BY_RATE = re.compile(r"^.*(?:按照?|依照)(?![规法据])")  # 依规按照…
_GRANTED = re.compile(rf"(?:每年)?(?:给予|予以|发放)(?:最高|不超过|一次性|{_AMOUNT})*(?P<what>.+)")
_SHORT_NOUN = 8  # characters up to which a noun does not say whose it is
_PER_HEAD = re.compile(r"(?:每(?:人|生|户|家|个|亩|平方米|次|月|年|学期|学年|天|日|批次)){1,3}")
ACTOR = re.compile(
    r"[^，。；：、（）“”]{1,9}?(?:县|市|区|州|盟|旗|学校|学院|大学|园区)"
    r"(?=改|扩|新建|引|完成|建|增建|实施|重点)"
)
"""Who acts, at the head of a segment: 遂平县改扩建…"""
_SIZE = re.compile(f"{one_of(words.SIZES)}$")
_PAID_TO = re.compile(
    r"(?:对|为|向|给予(?!最高|一次性|不超过|每|[0-9]))(?P<who>[^，。；]{2,60}?)"
    r"(?=，|分别|每年|依规|分档|按|给予|予以|提供|发放|单[个次]|最高|不超过|一次性|可|$)"
)
_AT_RATE = re.compile(r"的?标准(?:对(?P<who>[^，。；]{2,30}?))?(?:给予|予以|发放|支付)(?P<what>.*)")


def indicator(place: Place, start: int, end: int) -> str:
    """Return what the value of the target quoted at `text[start:end]` measures."""
    begin = max(start, place.clause.start, place.quantity.start - REACH)
    before = place.text[begin : place.quantity.start].strip()
    after = place.text[place.quantity.end : min(end, place.quantity.end + REACH)].strip()
    unit = place.quantity.unit
    if unit in ("%", "‰"):
        phrase = _share(place, before, after)
    elif unit == "倍":
        phrase = _ratio(before)
    elif unit in words.TIMES:
        phrase = _time(place, before, after)
    elif unit.partition("/")[0].endswith(("元", "万", "亿")) and PAYMENT.search(place.before):
        phrase = _payment(place, before, after)
    else:
        phrase = _count(place, before, after)
    return phrase.strip("，。；：、 ") or place.printed


def _count(place: Place, before: str, after: str) -> str:
    """Return 职业体验基地数 for 建设100个职业体验基地, 在校生规模 for 在校生规模达到7万人."""
    note = _NOTE.match(after)
    thing = "" if note or _OF_SIZE.match(after) else _thing(after) or _closing_thing(place)
    if not thing:
        return _measured(place, before) + (note.group() if note else "")
    size = "面积" if place.quantity.unit.endswith(words.AREAS) else "数"
    if place.quantity.unit == "次":
        return f"{_drop_opening(before)}{thing}次数"
    said = place.text[max(place.clause.segment, place.quantity.start - 200) : place.quantity.start]
    if each := last(_EACH, said):
        return f"{each.group().strip()}{thing}{size}"
    who = _doer(before) or _actor_and_verb(place, before)
    return f"{who}的{thing}{size}" if who else f"{thing}{size}"


def _thing(after: str) -> str:
    """Return the noun that is counted, without what is said of it at length.

    What the counted are to become or do is kept: 1所院校转型为大学 counts 转型为大学的院校.
    """
    after = after.strip().removeprefix("的")
    if after.startswith(("、", "和", "或")):
        return ""
    found = _PREDICATE.search(after, 1)
    thing = _SECOND_THING.sub("", after[: found.start()] if found else after)
    thing = _LONG_ATTRIBUTE.sub("", thing).strip("，。；、 ")
    if found and thing and _ROLE.match(found.group()) and len(after) - found.start() <= 40:
        return f"{after[found.start() :].strip('，。；、 ')}的{thing}"
    return thing


def _measured(place: Place, before: str) -> str:
    """Return the noun before the comparison, with whose it is if the clause leaves that out."""
    noun = _noun(before)
    if (verb := ACTION.match(noun)) and verb.end() < len(noun):
        noun = noun[verb.end() :]
    if place.clause.bracketed:
        noun = f"{_before_bracket(place)}（{noun}）"
        return noun if _SIZE.search(noun.partition("（")[0]) else f"{noun}数"
    if re.fullmatch(r"(?:每.{1,3})?", noun):
        noun = _object_before(place) + noun
    elif not noun.startswith("每") and len(noun) <= _SHORT_NOUN:
        noun = _actor(place) + noun
    return noun if _SIZE.search(noun) else noun + _size_word(place.quantity.unit)


def _size_word(unit: str) -> str:
    word = unit.lstrip("万亿千百十")
    if word in (*words.LESSONS, "人次"):
        return word
    return {"人": "人数", "元": "金额", "": "金额"}.get(word, "数")


def _noun(before: str) -> str:
    noun = _EXPLANATION.sub("", _LISTED_AMOUNT.sub("", _drop_opening(before)))
    return _CLOSING.sub("", noun).strip()


def _drop_opening(before: str) -> str:
    opening = _OPENING.match(before)
    return before[opening.end() :] if opening else before


def _before_bracket(place: Place) -> str:
    outer = place.text[place.clause.segment : place.clause.start]
    opening = max(outer.rfind("（"), outer.rfind("("))
    clause = re.split(r"[，。；：]", outer[:opening])[-1]
    return _noun(re.sub(r"[0-9.]+[^0-9]{0,6}$", "", clause))


def _object_before(place: Place) -> str:
    """Return 劳动教育必修课程 from the clause before: 开设劳动教育必修课程，确保每周不少于1课时."""
    earlier = place.text[max(place.clause.segment, place.clause.start - 60) : place.clause.start]
    clause = re.split(r"[，。；：]", earlier.rstrip("，"))[-1]
    verb = last(ACTION, clause)
    return clause[verb.end() :] if verb else ""


def _actor(place: Place) -> str:
    found = ACTOR.match(place.text, place.clause.segment)
    return found.group() if found and found.end() <= place.clause.start else ""


def _actor_and_verb(place: Place, before: str) -> str:
    actor = _actor(place)
    return actor + _noun(before) if actor else ""


def _doer(before: str) -> str:
    """Return who does it and the verb (驿城区引资建设); nothing where the verb comes first."""
    clause = _noun(before)
    verb = ACTION.search(clause)
    if (
        not verb
        or verb.start() < 2
        or re.match(r"重点|择优|大力|积极|统筹|高标准|先行|开发", clause)
    ):
        return ""
    return clause if len(clause) <= 20 and not re.search(r"[，、0-9]", clause) else ""


def _ratio(before: str) -> str:
    """Return 年培训人次与在校生数之比 for 年培训人次不低于在校生数的2倍."""
    left, mark, right = COMPARISON.sub("\n", before, count=1).partition("\n")
    if mark and right:
        return f"{_noun(left)}与{_CLOSING.sub('', right)}之比"
    return f"{_noun(before)}的倍数"


def _time(place: Place, before: str, after: str) -> str:
    """Return 教材修订间隔, 补助期限, 企业实践时间."""
    if is_interval(place):
        return re.sub(r"[1一][次轮]", "", after) + "的间隔"
    after = re.sub("^以?内", "", after)
    if re.match(r"的?(?:努力|时间|左右)", after):
        later = next(iter(place.clauses.next(place.clause, 1)), None)
        aim = place.text[later.start : later.end] if later else ""
        return f"{_noun(aim)}的年限"
    noun, thing = _noun(before), _thing(after)
    if re.search(r"时间|期限|时长|年限", noun):
        return noun
    if thing:
        given = PAYMENT.search(before)
        return f"{thing}期限" if given else f"{noun}{thing.removesuffix('制度')}时间"
    return f"{noun}时间"


def _share(place: Place, before: str, after: str) -> str:
    """Return what the per cent is of, and what it goes to."""
    base = _noun(_BY_RATE.sub("", before))
    if found := re.match(r"的(?:比例|标准|额度)", after):
        tail = after[found.end() :]
        if base:
            return f"{tail}占{base}的比例" if tail else f"{base}的比例"
        return f"{_clause_before(place)}{tail}的比例"
    if before.endswith("的"):
        granted = _GRANTED.match(after)
        return f"{granted['what']}占{base}的比例" if granted else f"{base}{after}的比例"
    noun = _noun(before)
    if verb := PAYMENT.match(noun):
        noun = noun[verb.end() :]
    if goes_to := re.match("用于[^，的]+", after):
        return f"{noun}{goes_to.group()}的比例"
    if len(noun) <= _SHORT_NOUN and (thing := _thing(after)):
        return f"{noun}{thing}的比例"
    actor = "" if len(noun) > _SHORT_NOUN else _actor(place)
    return actor + noun + ("" if re.search(r"(?:率|比例?|比重|权重|水平)$", noun) else "的比例")


def _clause_before(place: Place) -> str:
    earlier = place.text[max(place.clause.segment, place.clause.start - 60) : place.clause.start]
    return re.split(r"[，。；：]", earlier.rstrip("，"))[-1]


def _payment(place: Place, before: str, after: str) -> str:
    """Return whom is paid and what for: 初创企业创业补贴标准（每人每月）."""
    head = _noun(before)
    if _SIZE.search(head) and not PAYMENT.match(head):
        return head
    who = _paid_to(place)
    if rate := _AT_RATE.match(after):
        purpose, who = rate["what"], rate["who"] or who
    else:
        purpose = _thing(after) or _closing_thing(place)
    per = _PER_HEAD.search(place.before)
    phrase = f"{who}{purpose}" or head
    return phrase + ("" if _SIZE.search(phrase) else "标准") + (f"（{per.group()}）" if per else "")


def _closing_thing(place: Place) -> str:
    """Return 资助 for the first sum of 100万元、50万元、20万元资助."""
    found = re.match(rf"(?:[、和或][^，。；、]{{0,20}}?{_AMOUNT})+", place.after)
    return _thing(place.after[found.end() :]) if found else ""


def _paid_to(place: Place) -> str:
    segment = place.text[
        max(place.clause.segment, place.quantity.start - 200) : place.quantity.start
    ]
    found = last(_PAID_TO, segment)
    who = re.sub(r".*的(?=[^的]{2,}$)", "", found["who"]) if found else ""
    return "" if PAYMENT.match(who) or re.search("[0-9]", who) else who
