"""Where the cells of a strip stand: items across, documents down, in bands that fit the width."""

from __future__ import annotations

from dataclasses import dataclass

from kg.views.layout.geometry import LEFT, MARGIN, Rect

_HEAD = 24.0
_ROW = 28.0
_BAND_GAP = 22.0
_LEAST = 19.0
_MOST = 44.0


@dataclass(frozen=True, slots=True)
class Band:
    """One run of items: where it lies, the rectangles of its heads, and of each row's cells."""

    rect: Rect
    title_y: float
    heads: tuple[Rect, ...]
    rows: tuple[tuple[Rect, ...], ...]


def lay_out_grid(
    runs: list[int], rows: int, least: float = _LEAST, width: float = 1270
) -> tuple[Band, ...]:
    """Lay out runs of cells below each other; a run is not parted, so it must fit the width.

    `runs` are the numbers of items, `rows` the number of documents, `least` the width that the
    widest head needs.
    """
    bands, y = [], MARGIN
    for items in runs:
        step = max(least, min(_MOST, (width - LEFT - MARGIN) / items))
        top = y + 20
        heads = _line(items, step, top, _HEAD)
        body = tuple(_line(items, step, top + _HEAD + 6 + n * _ROW, _ROW - 5) for n in range(rows))
        bottom = top + _HEAD + 6 + rows * _ROW
        bands.append(Band(Rect(0, y, width, bottom - y), y + 12, heads, body))
        y = bottom + _BAND_GAP
    return tuple(bands)


def fitting(least: float, width: float = 1270) -> int:
    """Say how many cells of a width fit side by side."""
    return int((width - LEFT - MARGIN) // max(least, _LEAST))


def _line(items: int, step: float, y: float, height: float) -> tuple[Rect, ...]:
    return tuple(
        Rect(round(LEFT + n * step, 1), y, round(step - 4, 1), height) for n in range(items)
    )
