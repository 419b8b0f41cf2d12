"""One upper item across places: a column a lower document."""

from __future__ import annotations

from starlette.responses import Response

from kg.language import say
from kg.pages.address import address
from kg.pages.compare.two import WORDS
from kg.pages.visit import Visit
from kg.views.across import Across, Column, read_across
from kg.views.compare import excerpt
from kg.views.side_by_side import STATES
from kg.views.words import listed

COLUMNS_SHOWN = 4
"""Places beside each other that can still be read; others are chosen by `with`."""


def across_page(visit: Visit) -> Response:
    """One item, and in a column each what lower documents make of it."""
    found = read_across(visit.asker, visit.value("item"))
    columns = sorted(found.columns, key=lambda column: STATES.index(column.state))
    chosen = [one for one in columns if one.document.key in visit.values("with")]
    shown = (chosen or columns)[:COLUMNS_SHOWN]
    return visit.show(
        "compare/across.html",
        _heading(found),
        door="compare",
        found=found,
        shown=shown,
        others=[(one, _with(found, shown, one)) for one in columns if one not in shown],
        words=WORDS,
        excerpt=excerpt,
    )


def _heading(found: Across) -> str:
    counts = {state: [c for c in found.columns if c.state == state] for state in STATES}
    zh = [f"{WORDS[state].zh} {len(of)}" for state, of in counts.items() if of]
    en = [f"{WORDS[state].en} {len(of)}" for state, of in counts.items() if of]
    name, total = found.item.full_name, len(found.columns)
    if not total:
        return say(f"{name}：没有可比的下级文件", f"{name}: no lower document to compare with")
    return say(
        f"{name}，{total} 份下级文件：{listed(zh)}", f"{name} in {total} documents: {listed(en)}"
    )


def _with(found: Across, shown: list[Column], other: Column) -> str:
    """The address that puts another document in the place of the last one shown."""
    keys = [one.document.key for one in shown[: COLUMNS_SHOWN - 1]]
    return address("/compare", {"item": found.item.key, "with": [*keys, other.document.key]})
