"""Bars that say no more than a number does: open where it is a floor, empty where it is a ceiling.

A chart is a table: a line has a name, and a bar with the figure in words beside it. Places are
percentages, so that a drawing fits whatever it stands in and its words stay words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_WIDEST = Decimal(88)
"""Percent of the width that the greatest figure takes; the rest is for open ends."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is said, and as numbers: `value`, or from it to `maximum`.

    `comparator` is that of the graph: at least, at most, about, just so many.
    """

    text: str
    value: str
    maximum: str = ""
    comparator: str = "="
    series: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart: what it is called, where that leads, its figures, a remark."""

    name: str
    address: str
    figures: tuple[Figure, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in percent of the width: firm up to `end`, possible from there on up to `tail`.

    `form` is exact, floor, ceiling, about or range.
    """

    end: float
    tail: float
    form: str
    text: str
    series: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A line with its bars."""

    line: Line
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines to one scale; `series` names the bars of each line, `left_out` says what is missing."""

    lines: tuple[Bars, ...]
    series: tuple[str, ...]
    left_out: str

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms of bars that occur, for the legend."""
        found = {bar.form for line in self.lines for bar in line.bars}
        return tuple(form for form in FORMS.values() if form in found and form != "exact")


FORMS = {"=": "exact", ">=": "floor", "<=": "ceiling", "~": "about", "range": "range"}


def scaled(lines: Sequence[Line], series: tuple[str, ...] = (), left_out: str = "") -> Chart:
    """Draw lines to one scale that begins at nought."""
    figures = [figure for line in lines for figure in line.figures]
    greatest = max((_number(one.maximum or one.value) for one in figures), default=Decimal(0))
    scale = _WIDEST / greatest if greatest > 0 else Decimal(0)
    drawn = tuple(Bars(line, tuple(_bar(one, scale) for one in line.figures)) for line in lines)
    return Chart(drawn, series, left_out)


def _bar(figure: Figure, scale: Decimal) -> Bar:
    end = round(float(_number(figure.value) * scale), 2)
    tail = round(float(_number(figure.maximum or figure.value) * scale), 2)
    form = "range" if figure.maximum else FORMS.get(figure.comparator, "exact")
    return Bar(end, max(end, tail), form, figure.text, figure.series)


def _number(text: str) -> Decimal:
    try:
        return max(Decimal(text), Decimal(0))
    except InvalidOperation:
        return Decimal(0)
