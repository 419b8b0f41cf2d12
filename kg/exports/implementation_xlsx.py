"""The implementation table as a workbook: a sheet of rows to filter, a sheet of their targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kg.exports import implementation_words as words
from kg.exports.implementation import ImplementationRow, ImplementationTable
from kg.language import say
from kg.questions.question import Bilingual
from kg.views.facts import TargetFacts
from kg.views.words import COMPARATORS
from kg.workbook import Sheet, Value, workbook_bytes


def implementation_xlsx(tables: Sequence[ImplementationTable]) -> bytes:
    """Write the tables as one workbook, two sheets each; the same tables give the same bytes."""
    sheets = []
    for place, table in enumerate(tables):
        name = words.place(table.lowers[0]) if len(table.lowers) == 1 else say("各地", "all places")
        upper = table.upper.number or table.upper.title[:10]
        mark = f"{place + 1} " if len(tables) > 1 else ""
        about = say(f"{mark}{name}落实{upper}", f"{mark}{name} {upper}")
        sheets.append(Sheet(about, _heads(table), list(_rows(table))))
        targets = say(f"{mark}目标", f"{mark}targets")
        sheets.append(Sheet(targets, _target_heads(table), list(_target_rows(table))))
    return workbook_bytes(sheets, title=words.title(tables[0]))


def _said(*heads: str) -> tuple[Bilingual, ...]:
    return tuple(Bilingual(head, "") for head in heads)


def _heads(table: ImplementationTable) -> tuple[Bilingual, ...]:
    upper, lower = words.levels(table)
    return _said(
        say("序号", "No."),
        say(f"{upper}级条目", f"Item ({upper})"),
        say(f"{upper}级原文", f"Text ({upper})"),
        say(f"{upper}级责任单位", f"Responsible ({upper})"),
        say("状态", "State"),
        say("地区", "Place"),
        say(f"{lower}级条款", f"Clause ({lower})"),
        say(f"{lower}级原文", f"Text ({lower})"),
        say(f"{lower}级责任单位", f"Responsible ({lower})"),
        say("目标", "Targets"),
        say("核对", "Review"),
        say("依据", "Basis"),
        say("把握", "Confidence"),
        say("共有文字", "Shared wording"),
    )


def _rows(table: ImplementationTable) -> Iterator[tuple[Value, ...]]:
    for row in table.rows:
        upper, lower, link = row.upper, row.lower, row.link
        yield (
            row.number,
            words.named(upper) if upper else None,
            upper.item.text if upper else None,
            "、".join(upper.units) if upper else None,
            row.word,
            "、".join(map(words.place, row.places)),
            words.named(lower) if lower else None,
            lower.item.text if lower else None,
            "、".join(lower.units) if lower else None,
            "\n".join(words.target(one) for one in row.targets if one.upper) or None,
            words.reviewed(row) or None,
            words.basis(row) or None,
            Decimal(link.confidence) if link and link.confidence else None,
            "；".join(row.shared) or None,
        )


def _target_heads(table: ImplementationTable) -> tuple[Bilingual, ...]:
    upper, lower = words.levels(table)
    sides = (
        head
        for level in (upper, lower)
        for head in (
            say(f"{level}级比较", f"Sign ({level})"),
            say(f"{level}级数", f"Value ({level})"),
            say(f"{level}级上限", f"Maximum ({level})"),
            say(f"{level}级单位", f"Unit ({level})"),
        )
    )
    return _said(
        say("序号", "No."),
        say(f"{upper}级条目", f"Item ({upper})"),
        say("地区", "Place"),
        say(f"{lower}级条款", f"Clause ({lower})"),
        say("指标", "Indicator"),
        *sides,
        say("结果", "Outcome"),
    )


def _target_rows(table: ImplementationTable) -> Iterator[tuple[Value, ...]]:
    for row in table.rows:
        for one in row.targets:
            yield (
                row.number,
                _name(row, is_upper=True),
                words.place(row.places[0]),
                _name(row, is_upper=False),
                one.indicator,
                *_figures(one.upper),
                *_figures(one.lower),
                words.outcome_word(one),
            )


def _name(row: ImplementationRow, *, is_upper: bool) -> str | None:
    side = row.upper if is_upper else row.lower
    return side.item.name if side else None


def _figures(target: TargetFacts | None) -> tuple[Value, ...]:
    if target is None:
        return (None, None, None, None)
    maximum = Decimal(target.maximum) if target.maximum else None
    sign = COMPARATORS.get(target.comparator, target.comparator) or None
    return (sign, Decimal(target.value), maximum, target.unit)
