"""Upper targets are followed into the items that carry them out: what became of each number, which
figures of places may be added up, and where a lower one is later or weaker."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.align.align import align
from kg.align.counted import counted, in_base_unit
from kg.align.link import ItemRef, Link, TargetLink
from kg.align.shortfalls import addition, shortfalls
from kg.align.targets import TargetPair, same_targets, target_links
from kg.resolve import resolve_citations
from loaders.document import Comparator, Document, Item, Span, Target
from loaders.read import read_corpus

HENAN = "henan-2021-yuzheng-2"
KEYS = {
    "ZMD": "zhumadian-2021-zhuzhengban-44",
    "SQ": "shangqiu-draft",
    "NY": "nanyang-task-list",
    "AY": "anyang-2018-anzhengban-2",
}
SPAN = Span(1, 0, 0)
Row = tuple[str, ...]


@pytest.fixture(scope="module")
def documents(corpus: Path) -> tuple[Document, ...]:
    return read_corpus(corpus)[0]


@pytest.fixture(scope="module")
def found(documents: tuple[Document, ...]) -> tuple[TargetLink, ...]:
    return align(documents, resolve_citations(documents)).target_links


@pytest.fixture(scope="module")
def items(documents: tuple[Document, ...]) -> dict[ItemRef, Item]:
    return {ItemRef(one.key, item.id): item for one in documents for item in one.items()}


def row(below: Target, above: Target, pair: TargetPair | TargetLink) -> Row:
    sides = (f"{target.indicator} {target.value:g}" for target in (above, below))
    return (*sides, pair.outcome, str(pair.addition), " ".join(pair.shortfalls))


def answers(items: dict[ItemRef, Item], lower: ItemRef) -> set[Row]:
    """What the targets of a city's item answer in the body of the province's document."""
    below = items[lower]
    body = {
        item.id: item
        for ref, item in items.items()
        if ref.document == HENAN and item.kind == "measure"
    }
    return {
        row(below.targets[pair.lower], body[name].targets[pair.upper], pair)
        for name, pairs in same_targets(below, tuple(body.values())).items()
        for pair in pairs
    }


def linked_answers(
    found: Sequence[TargetLink], items: dict[ItemRef, Item], lower: ItemRef
) -> set[Row]:
    """Those of them in items that the city's item is linked to."""
    return {
        row(items[lower].targets[one.subject_target_index],
            items[one.object_item].targets[one.object_target_index], one)
        for one in found
        if one.subject_item == lower and one.subject_target_index is not None
        if "/" not in one.object_item.item
    }  # fmt: skip


# Every answer that a city's body gives to a number of the province's, read off the two texts.
READ: dict[tuple[str, str], set[Row]] = {
    ("ZMD", "1"): {
        ("省级课程思政优秀教师数 500", "市级课程思政优秀教师数 100", "changed", "other-level", "")
    },
    ("ZMD", "2"): {
        ("职业教育红色文化研学旅行示范基地数 5", "职业教育红色文化研学旅行示范基地数 1",
         "changed", "addable", ""),
    },
    ("ZMD", "3"): {
        ("劳动教育必修课程每周课时 1", "劳动教育必修课程每周课时 1", "kept", "rate", ""),
        ("劳动精神、劳模精神、工匠精神专题教育学时 16",
         "劳动精神、劳模精神、工匠精神专题教育学时 16", "kept", "rate", ""),
        ("省级职业启蒙和职业体验基地数 100", "职业启蒙和职业体验基地数 1",
         "changed", "other-level", ""),
    },
    ("ZMD", "4"): {
        ("每个省辖市、济源示范区残疾人高中（部）或残疾人中等职业学校（班）数 1",
         "残疾人高中（部）或残疾人中等职业学校（班）数 1", "kept", "each", ""),
        ("省级高水平中等职业学校数 70", "高水平职业院校数 4", "changed", "other-level", ""),
        ("省级高水平高等职业学校数 30", "高水平职业院校数 4", "changed", "other-level", ""),
    },
    ("ZMD", "14"): {
        ("每个县（市）达标中等职业学校数 1", "每个县（区）达标中等职业学校数 1",
         "kept", "each", ""),
        ("乡村振兴人才培养优质院校数 10", "乡村振兴人才培养优质院校数 1",
         "changed", "addable", ""),
    },
    ("ZMD", "16"): {
        ("教育费附加用于职业教育的比例 30", "教育费附加用于职业教育的比例 30",
         "kept", "rate", ""),
        ("公办高等职业学校生均拨款水平 12000", "公办高等职业学校生均拨款水平 12000",
         "kept", "rate", ""),
    },
    ("NY", "5"): {  # what the higher vocational schools are to reach is nobody's answer here
        ("省级高水平中等职业学校数 70", "市级高水平中等职业学校数 5",
         "changed", "other-level", ""),
        ("高水平专业（群）数 100", "高水平专业群数 8", "changed", "range", ""),
    },
    ("NY", "21"): {
        ("乡村振兴人才培养优质院校数 10", "乡村振兴人才培养优质院校数 3",
         "changed", "range", ""),
        ("河南省乡村振兴技术技能人才培养示范基地数 30", "乡村振兴技术技能人才培养示范基地数 6",
         "changed", "range", ""),
        ("示范专业点数 60", "示范专业点数 10", "changed", "range", ""),
    },
    ("SQ", "3"): set(),  # one school in every county is no number of 省级高水平 schools
    ("SQ", "5"): {  # secondary and higher schools together
        ("省级高水平中等职业学校数 70", "省级高水平职业院校数 5", "changed", "other-thing", ""),
        ("省级高水平高等职业学校数 30", "省级高水平职业院校数 5", "changed", "other-thing", ""),
        ("高水平专业（群）数 100", "高水平专业群数 6", "changed", "other-thing", ""),
        ("高水平专业（群）数 50", "高水平专业群数 6", "changed", "other-thing", ""),
    },
    ("SQ", "12"): {
        ("河南省乡村振兴技术技能人才培养示范基地数 30", "乡村振兴技能人才培养示范基地数 1",
         "changed", "other-thing", ""),
        ("示范专业点数 60", "乡村振兴技能人才培养示范专业点数 2", "changed", "other-thing", ""),
        ("每个县（市、区）实体依托的社区学院数 1", "每个县（市、区）有实体依托的社区学院数 1",
         "kept", "each", ""),
        ("每个县（市、区）养教结合的老年教育中心数 1",
         "每个县（市、区）养教结合的老年教育中心数 1", "kept", "each", ""),
    },
    ("AY", "三.1"): set(),  # ten secondary schools in all are not ten of the province's seventy
    ("AY", "五.2"): {
        ("公办高等职业学校生均拨款水平 12000", "全市公办高等职业院校年生均财政拨款水平 12000",
         "kept", "rate", ""),
    },
}  # fmt: skip


@pytest.mark.parametrize(("city", "item"), READ)
def test_targets_are_answered_as_the_texts_read(
    found: tuple[TargetLink, ...], items: dict[ItemRef, Item], city: str, item: str
) -> None:
    lower = ItemRef(KEYS[city], item)
    assert READ[city, item] <= answers(items, lower)
    assert linked_answers(found, items, lower) <= READ[city, item]


def test_a_city_says_no_number(found: tuple[TargetLink, ...], items: dict[ItemRef, Item]) -> None:
    silent = {
        items[one.object_item].targets[one.object_target_index].quote
        for one in found
        if one.object_item == ItemRef(HENAN, "A2/1") and one.outcome == "no-number"
        if one.subject_item.document == KEYS["ZMD"]
    }
    assert silent == {
        "打造200门省级课程思政示范课程",
        "重点建设20个左右省级思政和德育工作教育基地",
    }


def test_the_province_asks_for_every_term_and_the_city_does_not(
    found: tuple[TargetLink, ...],
) -> None:
    short = {
        (str(one.subject_item), str(one.object_item), one.shortfalls)
        for one in found
        if one.shortfalls
    }
    assert short == {
        (f"{KEYS['ZMD']}#{item}", f"{HENAN}#A2/3", ("no-period",)) for item in ("3", "A/3")
    }


def test_an_answered_target_is_not_also_unanswered(found: tuple[TargetLink, ...]) -> None:
    def asked(one: TargetLink) -> tuple[ItemRef, int, str]:
        return one.object_item, one.object_target_index, one.subject_item.document

    answered = {asked(one) for one in found if one.outcome != "no-number"}
    silent = [asked(one) for one in found if one.outcome == "no-number"]
    assert not answered & set(silent)
    assert len(silent) == len(set(silent))


def item(name: str, *targets: Target) -> Item:
    return Item(name, "measure", ("一",), None, "。", SPAN, targets=targets)


def target(
    indicator: str,
    value: float,
    unit: str,
    comparator: Comparator = "=",
    most: float | None = None,
    by: str | None = None,
) -> Target:
    return Target(f"{indicator}{value}{unit}", indicator, comparator, value, most, unit, by, SPAN)


@pytest.mark.parametrize(
    ("lower", "upper", "outcome"),
    [
        (("示范基地数", 5, "所"), ("示范基地数", 5, "个"), "kept"),
        (("优秀教师数", 5, "人"), ("优秀教师数", 5, "名"), "kept"),
        (("在校生规模", 7, "万人"), ("在校生规模", 70000, "人"), "kept"),
        (("在校生规模", 0.8, "万人"), ("在校生规模", 8000, "人"), "kept"),
        (("在校生规模", 7, "万人"), ("在校生规模", 7, "人"), "changed"),
        (("示范基地数", 5, "个"), ("示范基地数", 5, "%"), None),
        (("示范基地数", 5, "个"), ("生均拨款水平", 5, "个"), None),
        (("课程思政示范学校数", 8, "所"), ("课程思政示范课程数", 200, "门"), None),
        (("每个县中等职业学校数", 1, "所"), ("中等职业学校数", 70, "所"), None),
        (("每个县社区学院数", 1, "所"), ("每个省辖市社区学院数", 1, "所"), None),
        (("社区学院数", 1, "所"), ("每个地（市、州、盟）社区学院数", 1, "所"), "kept"),
        (("市级高水平学校数", 5, "所"), ("每个地（市、州、盟）学校数", 1, "所"), None),
    ],
)
def test_the_same_thing_in_the_same_unit(
    lower: tuple[str, float, str], upper: tuple[str, float, str], outcome: str | None
) -> None:
    pairs = same_targets(item("1", target(*lower)), [item("2", target(*upper))])
    outcomes = [pair.outcome for pair in pairs.get("2", ())]
    assert outcomes == ([outcome] if outcome else [])


def test_each_target_is_paired_once() -> None:
    one, other = target("示范专业点数", 2, "个"), target("乡村振兴示范专业点数", 3, "个")
    pairs = same_targets(
        item("1", one, other), [item("2", target("乡村振兴示范专业点数", 60, "个"))]
    )
    assert [(pair.lower, pair.upper) for pair in pairs["2"]] == [(1, 0)]


def test_a_number_goes_with_the_upper_item_that_counts_its_thing_most_closely() -> None:
    below = item("1", target("市级高水平中等职业学校数", 5, "所"))
    above = [item("2", target("省级高水平高等职业学校数", 30, "所")),
             item("3", target("省级高水平中等职业学校数", 70, "所"))]  # fmt: skip
    assert set(same_targets(below, above)) == {"3"}
    links = [Link(ItemRef("city", "1"), ItemRef("province", "2"), "implements", 0.9, "declared",
                  "by hand", ())]  # fmt: skip
    held = {ItemRef("city", "1"): below, **{ItemRef("province", one.id): one for one in above}}
    assert [one.outcome for one in target_links(links, held)] == ["no-number"]


@pytest.mark.parametrize(
    ("lower", "upper", "said"),
    [
        (target("示范基地数", 5, "个"), target("示范基地数", 30, "个"), "addable"),
        (target("示范基地数", 5, "个", ">="), target("示范基地数", 30, "个", "~"), "addable"),
        (target("在校生规模", 7, "万人"), target("全省在校生规模", 90, "万人"), "addable"),
        (target("市级优秀教师数", 100, "名"), target("省级优秀教师数", 500, "名"), "other-level"),
        (target("示范基地数", 5, "个"), target("省级示范基地数", 30, "个"), "other-level"),
        (target("省级示范基地数", 5, "个"), target("省级示范基地数", 30, "个"), "addable"),
        (target("乡村振兴示范专业点数", 5, "个"), target("示范专业点数", 9, "个"), "other-thing"),
        (target("示范基地数", 5, "个", "range", 8), target("示范基地数", 30, "个"), "range"),
        (target("双师型教师占比", 50, "%"), target("双师型教师占比", 60, "%"), "rate"),
        (target("公办学校生均拨款水平", 5, "元"), target("公办学校生均拨款水平", 5, "元"), "rate"),
        (target("每个县社区学院数", 1, "所"), target("每个县社区学院数", 1, "所"), "each"),
        (target("社区学院数", 1, "所"), target("每个省辖市社区学院数", 1, "所"), "each"),
    ],
)
def test_only_figures_for_one_thing_add_up(lower: Target, upper: Target, said: str) -> None:
    assert addition(lower, upper) == said


@pytest.mark.parametrize(
    ("lower", "upper", "said"),
    [
        (target("教师占比", 60, "%", ">="), target("教师占比", 60, "%", ">="), []),
        (target("教师占比", 60, "%"), target("教师占比", 60, "%", ">="), []),
        (target("教师占比", 50, "%", ">="), target("教师占比", 60, "%", ">="), ["less"]),
        (target("教师占比", 60, "%", "~"), target("教师占比", 60, "%", ">="), ["vaguer"]),
        (target("教师占比", 50, "%", "range", 70), target("教师占比", 60, "%"), ["less"]),
        (target("教师占比", 65, "%", "~"), target("教师占比", 60, "%", ">="), []),
        (target("生均经费标准", 1, "万元"), target("生均经费标准", 12000, "元"), ["less"]),
        (target("生均经费标准", 1.2, "万元"), target("生均经费标准", 12000, "元"), []),
        (target("办理期限", 8, "天", "<="), target("办理期限", 5, "天", "<="), ["looser"]),
        (target("办理期限", 5, "天", ">="), target("办理期限", 5, "天", "<="), ["looser"]),
        (target("每个县学校数", 1, "所"), target("每个县学校数", 2, "所", ">="), ["less"]),
        (target("教师占比", 60, "%", by="2027"), target("教师占比", 60, "%", by="2025"), ["later"]),
        (target("教师占比", 60, "%", by="2025"), target("教师占比", 60, "%"), []),
        (target("专题教育学时", 16, "学时"), target("专题教育每学期学时", 16, "学时"),
         ["no-period"]),
        (target("示范基地数", 5, "个"), target("示范基地数", 30, "个"), []),
        (target("示范基地数", 5, "个", by="2027"), target("示范基地数", 30, "个", by="2025"),
         ["later"]),
    ],
)  # fmt: skip
def test_what_is_later_or_weaker_is_said_and_a_share_of_a_total_is_not(
    lower: Target, upper: Target, said: list[str]
) -> None:
    assert list(shortfalls(lower, upper)) == said


@pytest.mark.parametrize(
    ("indicator", "thing", "level", "each", "whole"),
    [
        ("省级课程思政优秀教师数", "课程思政优秀教师", "provincial", None, False),
        ("全市中等职业学校数", "中等职业学校", None, None, True),
        ("每个县（市、区）社区学院数", "社区学院", None, "county", False),
        ("每个省辖市、济源示范区社区学院数", "社区学院", None, "municipal", False),
        ("各县区社区学院数", "社区学院", None, "county", False),
        ("标准化数字校园数", "标准化数字校园", None, None, False),
        ("社区级服务站数", "社区级服务站", None, None, False),
        ("专项奖励资金（市级每年）", "专项奖励资金每年", None, None, False),
    ],
)
def test_an_indicator_is_taken_apart(
    indicator: str, thing: str, level: str | None, each: str | None, whole: bool
) -> None:
    read = counted(indicator, "个")
    assert (read.thing, read.named_by, read.each, read.whole) == (thing, level, each, whole)
    assert read.shared_out == (each is not None)


def test_amounts_are_exact() -> None:
    assert in_base_unit(0.07, "亿元") == in_base_unit(700, "万元") == in_base_unit(7e6, "元")
