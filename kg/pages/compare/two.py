"""Two documents item by item, in the order of the one on the left."""

from __future__ import annotations

from itertools import groupby

from starlette.responses import Response

from kg.language import say
from kg.pages.address import address
from kg.pages.visit import Visit
from kg.server.errors import Refusal
from kg.views.compare import excerpt
from kg.views.coverage_matrix import section_heading
from kg.views.facts import DocumentFacts
from kg.views.side_by_side import STATES, Match, SideBySide, read_side_by_side
from kg.views.words import COVERAGE, LINKS, Names

WORDS: dict[str, Names] = {
    **{state: LINKS[state] for state in STATES[:3]},
    "none": COVERAGE["none-found"],
    "open": COVERAGE["not-reviewed"],
}
_OTHERWISE = {
    "relatedTo": Names("只相关 %s 项", "%s of the same topic only"),
    "none": Names("%s 项查无对应", "%s without counterpart"),
    "open": Names("%s 项未核对", "%s not compared"),
}


def two_page(visit: Visit) -> Response:
    """Two documents; `show` leaves the items of one state, or what only the right one has."""
    upper, lower = (_document(visit, name) for name in ("upper", "lower"))
    if upper == lower:
        raise Refusal(400, "选的是同一份文件，换一份", "the same document twice: choose another")
    found = read_side_by_side(visit.asker, upper, lower)
    show = visit.value("show") if visit.value("show") in (*STATES, "own") else ""
    shown = [match for match in found.matches if show in ("", match.state)]
    return visit.show(
        "compare/two.html",
        _heading(found),
        door="compare",
        found=found,
        words=WORDS,
        show=show,
        tabs=_tabs(found),
        groups=[(part, list(of)) for part, of in groupby(shown, key=_part_of)],
        own=found.own if show in ("", "own") else (),
        excerpt=excerpt,
        swapped=address("/compare", {"upper": found.right.key, "lower": found.left.key}),
    )


def _document(visit: Visit, name: str) -> str:
    rows = visit.asker.rows("view-document", document=visit.value(name))
    return rows[0]["document"]


def _side(document: DocumentFacts) -> str:
    return document.place or document.level.said


def _heading(found: SideBySide) -> str:
    counts, total = found.counts, len(found.matches)
    left, right = _side(found.left), _side(found.right)
    done, alike = counts["implements"], counts["alignedWith"]
    if counts["open"] == total and not any(state == "none" for _, state in found.own):
        return say(
            f"{left}和{right}的这两份文件没有比对过",
            f"These documents of {left} and {right} were not compared",
        )
    zh, en = [], []
    if done or not alike:
        zh.append(f"落实{right} {done} 项" if found.turned else f"{right}落实 {done} 项")
        en.append(f"{done} carry out items of {right}" if found.turned else f"{right}: {done}")
    if alike:
        zh.append(f"{'' if done or found.turned else right}相近 {alike} 项")
        en.append(f"{alike} alike" + ("" if done else f" in {right}"))
    for state, words in _OTHERWISE.items():
        if counts[state]:
            zh.append(words.zh % counts[state])
            en.append(words.en % counts[state])
    return say(f"{left} {total} 项，{'，'.join(zh)}", f"{total} items of {left}: {', '.join(en)}")


def _tabs(found: SideBySide) -> list[tuple[str, str, int, str]]:
    """What can be shown: its name in the address, its word, how many, its address."""
    counts: dict[str, tuple[str, int]] = {"": (say("全部", "All"), len(found.matches))}
    counts |= {state: (WORDS[state].said, n) for state, n in found.counts.items() if n}
    counts["own"] = (say("只有右边有", "Only on the right"), len(found.own))
    pair = {"upper": found.left.key, "lower": found.right.key}
    return [
        (name, word, count, address("/compare", {**pair, "show": name}))
        for name, (word, count) in counts.items()
    ]


def _part_of(match: Match) -> str:
    """The document's own heading over an item: its section, or its annex."""
    item = match.item
    return section_heading(item.section) if item.section else item.table
