"""One upper item across places: what each lower document makes of it, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass

from kg.views.compare import Pair, TargetRow, UnitRow
from kg.views.facts import Asker, DocumentFacts, ItemFacts, TargetFacts
from kg.views.item import pair_of
from kg.views.lineage import Lineage, Reach, read_lineage


@dataclass(frozen=True, slots=True)
class Column:
    """A lower document: the state of the item there (see `side_by_side.STATES`), its clauses."""

    document: DocumentFacts
    state: str
    pairs: tuple[Pair, ...]

    def target(self, target: TargetFacts) -> TargetRow | None:
        """What became of an upper target here: a number if any clause gives one."""
        rows = [
            row
            for pair in self.pairs
            for row in pair.targets
            if row.upper and row.upper.iri == target.iri
        ]
        return next((row for row in rows if row.lower), next(iter(rows), None))

    def units(self, line: str) -> UnitRow | None:
        """The bodies of a functional line that the first clause with any names."""
        rows = [row for pair in self.pairs for row in pair.units if row.line == line]
        return next((row for row in rows if row.lower), None)


@dataclass(frozen=True, slots=True)
class Across:
    """An upper item and a column a lower document."""

    item: ItemFacts
    targets: tuple[TargetFacts, ...]
    lines: tuple[tuple[str, str], ...]
    """Functional lines, each with the upper bodies on it."""
    columns: tuple[Column, ...]


def read_across(asker: Asker, item: str) -> Across:
    """Read an upper item, given by key or IRI, and what all documents below make of it."""
    lineage = read_lineage(asker, item, Reach(up=1, down=1))
    focus, documents = lineage.focus, lineage.documents
    rows = asker.rows_of("view-coverage-documents", "document", [focus.document.iri])
    linked = {lineage.items[link.subject].document.iri for link in lineage.downward(focus.iri)}
    lower = list(dict.fromkeys((*(row["lower"] for row in rows), *sorted(linked))))
    documents.fetch(lower)
    columns = tuple(_column(lineage, documents[iri]) for iri in lower)
    return Across(
        focus,
        tuple(lineage.targets.get(focus.iri, ())),
        tuple(_lines(lineage, columns).items()),
        columns,
    )


def _column(lineage: Lineage, document: DocumentFacts) -> Column:
    links = [
        link
        for link in lineage.downward(lineage.focus.iri)
        if lineage.items[link.subject].document.iri == document.iri
    ]
    if not links:
        return Column(document, "none" if document in lineage.searched else "open", ())
    kind = links[0].kind
    return Column(
        document, kind, tuple(pair_of(lineage, link) for link in links if link.kind == kind)
    )


def _lines(lineage: Lineage, columns: tuple[Column, ...]) -> dict[str, str]:
    """Give the functional lines of all clauses, those of the upper item first."""
    lines = {
        unit.line_name: "、".join(
            one.name for one in lineage.units[lineage.focus.iri] if one.line == unit.line
        )
        for unit in lineage.units.get(lineage.focus.iri, ())
        if unit.line and not unit.collective
    }
    for row in (row for column in columns for pair in column.pairs for row in pair.units):
        lines.setdefault(row.line, "、".join(unit.name for unit in row.upper))
    return lines
