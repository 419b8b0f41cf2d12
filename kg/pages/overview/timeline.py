"""The inheritance of documents drawn by level and time: lanes across, a column a year.

A document stands in the lane of its level and the column of its year, below those of the same
year that are older. Lines from a document to its bases run in the gutters left of the columns and
below the lanes, so that none crosses a box; all that end in one document share one line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from kg.views.drawing import moved, path_of
from kg.views.faces import Face, Words, document_face
from kg.views.facts import DocumentFacts
from kg.views.layout import Rect
from kg.views.words import BY_LANE, Level
from loaders.document_number import NUMBER

UNDATED = "9999"
_WIDTH = 1270.0
_LEFT = 76.0  # where the lanes' names stand
_HEAD = 30.0  # where the years stand
_TRACK = 8.0  # between two lines side by side
_GAP = 12.0  # between two boxes, and around a gutter's lines
_COLUMNS = 6  # years of their own; what is older shares one column
_NARROWEST = 150.0


@dataclass(frozen=True, slots=True)
class Box:
    """A document in the drawing's coordinates."""

    document: DocumentFacts
    rect: Rect
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A document's way to one of its bases."""

    lower: DocumentFacts
    upper: DocumentFacts
    path: str


@dataclass(frozen=True, slots=True)
class Column:
    """The documents of a year; `year` is UNDATED for those of none, `older` if earlier ones too."""

    year: str
    older: bool
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Lane:
    """The documents of a level."""

    level: Level
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that the template draws."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    columns: tuple[Column, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def year_of(document: DocumentFacts) -> str:
    """The year of its date, else the one in its number; UNDATED where there is neither."""
    if document.date:
        return document.date[:4]
    number = NUMBER.search(document.number)
    return number["year"] if number else UNDATED


def draw_timeline(documents: Sequence[DocumentFacts], bases: Iterable[tuple[str, str]]) -> Timeline:
    """Draw documents and their bases (lower and upper IRI); one that is not given is left out."""
    known = {document.iri: document for document in documents}
    edges = sorted({(a, b) for a, b in bases if a in known and b in known and a != b})
    return _Drawing(known, edges).timeline()


class _Drawing:
    """The steps of one drawing: columns, the lines beside each, boxes, paths."""

    def __init__(self, known: Mapping[str, DocumentFacts], edges: list[tuple[str, str]]) -> None:
        self.known, self.edges = known, edges
        years = sorted({year_of(one) for one in known.values()})
        dated = [year for year in years if year != UNDATED]
        self.years = dated[-_COLUMNS:] + [year for year in years if year == UNDATED]
        self.older = len(dated) > _COLUMNS
        self.column = {iri: self._column(one) for iri, one in known.items()}
        self.out = self._tracks(lower for lower, _ in edges)
        self.into = self._tracks((upper for _, upper in edges), self.out)
        self.levels = sorted({one.level.lane for one in known.values()})

    def _column(self, document: DocumentFacts) -> int:
        year = year_of(document)
        return self.years.index(year) if year in self.years else 0

    def _tracks(
        self, ends: Iterable[str], taken: Mapping[str, int] | None = None
    ) -> dict[str, int]:
        """For each document with a line at its left side, which line of its gutter that is."""
        free: dict[int, count[int]] = defaultdict(count)
        for iri in taken or ():
            next(free[self.column[iri]])
        ordered = sorted(set(ends), key=lambda iri: (self.known[iri].level.lane, iri))
        return {iri: next(free[self.column[iri]]) for iri in ordered}

    def timeline(self) -> Timeline:
        columns = self._columns()
        lanes, boxes = self._boxes(columns)
        lines = tuple(self._line(lower, upper, boxes) for lower, upper in self.edges)
        last = lanes[-1]
        return Timeline(
            columns[-1].x + columns[-1].width + _GAP,
            last.y + last.height + self._gutter(last.level.lane),
            lanes,
            columns,
            tuple(boxes.values()),
            lines,
        )

    def _columns(self) -> tuple[Column, ...]:
        """Columns of one width, each behind the gutter of its lines."""
        gutters = []
        for n in range(len(self.years)):
            lines = sum(self.column[iri] == n for ends in (self.out, self.into) for iri in ends)
            gutters.append(2 * _GAP + _TRACK * lines)
        room = (_WIDTH - _LEFT - sum(gutters) - _GAP) / len(gutters)
        width = min(max(room, _NARROWEST), 260.0)
        columns, x = [], _LEFT
        for n, (year, gutter) in enumerate(zip(self.years, gutters, strict=True)):
            columns.append(Column(year, self.older and n == 0, x + gutter, width))
            x += gutter + width
        return tuple(columns)

    def _boxes(self, columns: Sequence[Column]) -> tuple[tuple[Lane, ...], dict[str, Box]]:
        lanes, boxes, y = [], {}, _HEAD + _GAP
        for lane in self.levels:
            below = dict.fromkeys(range(len(columns)), y)
            for document in sorted(self.known.values(), key=_order):
                if document.level.lane == lane:
                    n = self.column[document.iri]
                    face = document_face(document, columns[n].width)
                    boxes[document.iri] = _box(document, face, columns[n].x, below[n])
                    below[n] += face.height + _GAP
            height = max(below.values()) - y
            lanes.append(Lane(BY_LANE[lane], y, height))
            y += height + self._gutter(lane)
        return tuple(lanes), boxes

    def _ending(self, lane: int) -> list[str]:
        """The documents of a lane in which lines end."""
        return [iri for iri in self.into if self.known[iri].level.lane == lane]

    def _gutter(self, lane: int) -> float:
        """The height of the gutter below a lane."""
        return 2 * _GAP + _TRACK * len(self._ending(lane))

    def _line(self, lower: str, upper: str, boxes: Mapping[str, Box]) -> Line:
        """From the upper document's left side down, across below its lane, and to the lower's."""
        one, other = boxes[upper], boxes[lower]
        lane = self.known[upper].level.lane
        floor = max(b.rect.bottom for b in boxes.values() if b.document.level.lane == lane)
        across = floor + _GAP + _TRACK * self._ending(lane).index(upper)
        end = one.rect.bottom - 14, one.rect.x - _GAP / 2 - _TRACK * self.into[upper]
        start = other.rect.y + 18, other.rect.x - _GAP / 2 - _TRACK * self.out[lower]
        points = (
            (one.rect.x, end[0]),
            (end[1], end[0]),
            (end[1], across),
            (start[1], across),
            (start[1], start[0]),
            (other.rect.x, start[0]),
        )
        return Line(other.document, one.document, path_of(points))


def _order(document: DocumentFacts) -> tuple[str, bool, str, str]:
    return (document.date or year_of(document), not document.held, document.number, document.iri)


def _box(document: DocumentFacts, face: Face, x: float, y: float) -> Box:
    rect = Rect(x, y, face.width, face.height)
    return Box(document, rect, moved(face.words, rect))
