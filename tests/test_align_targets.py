"""Upper targets are followed into the items that carry them out: kept, changed, or no number."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.align.align import align
from kg.align.link import ItemRef, TargetLink
from kg.align.targets import same_targets
from kg.resolve import resolve_citations
from loaders.document import Document, Item, Span, Target
from loaders.read import read_document

HENAN = "henan-2021-yuzheng-2"
ZHUMADIAN = "zhumadian-2021-zhuzhengban-44"
SPAN = Span(1, 0, 0)


@pytest.fixture(scope="module")
def documents(corpus: Path) -> dict[str, Document]:
    return {key: read_document(corpus / f"{key}.txt") for key in (HENAN, ZHUMADIAN)}


@pytest.fixture(scope="module")
def found(documents: dict[str, Document]) -> tuple[TargetLink, ...]:
    return align(documents.values(), resolve_citations(documents.values())).target_links


def outcomes(
    found: tuple[TargetLink, ...], documents: dict[str, Document], lower: str, upper: str
) -> dict[str, str]:
    """What became of the upper item's targets in the lower item, by the upper wording."""
    above = {item.id: item for item in documents[HENAN].items()}[upper]
    return {
        above.targets[one.object_target_index].quote: one.outcome
        for one in found
        if one.subject_item == ItemRef(ZHUMADIAN, lower)
        if one.object_item == ItemRef(HENAN, upper)
    }


def test_a_city_sets_its_own_number(
    found: tuple[TargetLink, ...], documents: dict[str, Document]
) -> None:
    of_teachers = outcomes(found, documents, "A/1", "A2/1")
    assert of_teachers["培养500名省级课程思政优秀教师"] == "changed"


def test_a_city_keeps_the_number(
    found: tuple[TargetLink, ...], documents: dict[str, Document]
) -> None:
    of_money = outcomes(found, documents, "16", "27")
    assert set(of_money.values()) == {"kept"}


def test_a_city_says_no_number(
    found: tuple[TargetLink, ...], documents: dict[str, Document]
) -> None:
    of_teachers = outcomes(found, documents, "A/1", "A2/1")
    assert of_teachers["打造200门省级课程思政示范课程"] == "no-number"


def test_an_answered_target_is_not_also_unanswered(found: tuple[TargetLink, ...]) -> None:
    def lists(one: TargetLink) -> tuple[ItemRef, int, bool]:
        return one.object_item, one.object_target_index, "/" in one.subject_item.item

    answered = {lists(one) for one in found if one.outcome != "no-number"}
    silent = [lists(one) for one in found if one.outcome == "no-number"]
    assert not answered & set(silent)
    assert len(silent) == len(set(silent))


def item(*targets: Target) -> Item:
    return Item("1", "measure", ("一",), None, "。", SPAN, targets=targets)


def target(indicator: str, value: float, unit: str) -> Target:
    return Target(f"{value}{unit}", indicator, "=", value, None, unit, None, SPAN)


@pytest.mark.parametrize(
    ("lower", "upper", "outcome"),
    [
        (("示范基地数", 5, "所"), ("示范基地数", 5, "个"), "kept"),
        (("在校生规模", 7, "万人"), ("在校生规模", 70000, "人"), "kept"),
        (("在校生规模", 7, "万人"), ("在校生规模", 7, "人"), "changed"),
        (("示范基地数", 5, "个"), ("示范基地数", 5, "%"), None),
        (("示范基地数", 5, "个"), ("生均拨款水平", 5, "个"), None),
    ],
)
def test_the_same_thing_in_the_same_unit(
    lower: tuple[str, float, str], upper: tuple[str, float, str], outcome: str | None
) -> None:
    pairs = same_targets(item(target(*lower)), item(target(*upper)))
    assert [pair.outcome for pair in pairs] == ([outcome] if outcome else [])


def test_each_target_is_paired_once() -> None:
    one, other = target("示范专业点数", 2, "个"), target("乡村振兴示范专业点数", 3, "个")
    pairs = same_targets(item(one, other), item(target("乡村振兴示范专业点数", 60, "个")))
    assert [(pair.lower, pair.upper) for pair in pairs] == [(1, 0)]
