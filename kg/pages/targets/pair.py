"""`/targets?upper=&lower=`: what one lower document made of each figure of an upper one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from kg.language import say
from kg.pages.address import address, data_address, editor_address
from kg.pages.naming import Thing, name_things
from kg.pages.questions.highlight import highlighted
from kg.pages.targets.figures import (
    EXCEPTIONS_FIRST,
    RANKS,
    Amount,
    Fate,
    fates_of,
    name_of,
    upper_amount,
    why,
)
from kg.pages.visit import Visit
from kg.questions.ask import read_values
from kg.questions.catalogue import NotFound, find_parameter, find_question
from kg.questions.question import without_header
from kg.views.facts import DocumentFacts, Row, read_documents

QUERY = "view-pair-targets"
FILES = {"xlsx": "Excel", "csv": "CSV", "json": "JSON", "turtle": "Turtle"}


@dataclass(frozen=True, slots=True)
class Line:
    """A figure above with its places, and what became of it below."""

    amount: Amount
    items: tuple[Thing, ...]
    outcome: str
    fates: tuple[Fate, ...]
    lower_items: tuple[Thing, ...]
    note: str
    remarks: tuple[tuple[str, str], ...]


def show_pair(visit: Visit) -> Response:
    """The table of a pair of documents, exceptions first."""
    upper, lower = (_document(visit, side) for side in ("upper", "lower"))
    rows = visit.asker.rows(QUERY, upper=upper.key, lower=lower.key)
    lines = _lines(visit, rows)
    sizes = Counter(line.outcome for line in lines)
    only = visit.value("only")
    groups = [
        (key, [line for line in lines if line.outcome == key])
        for key in EXCEPTIONS_FIRST
        if sizes[key] and only in ("", key)
    ]
    values = {"upper": upper.key, "lower": lower.key}
    return visit.show(
        "targets/pair.html",
        _heading(upper, lower, sizes),
        door="targets",
        upper=upper,
        lower=lower,
        groups=groups,
        sizes=sizes,
        only=only,
        names={key: name_of(key) for key in EXCEPTIONS_FIRST},
        shown=sum(len(some) for _, some in groups),
        uppers=visit.asker.rows("choose-upper-document"),
        lowers=visit.asker.rows("choose-lower-document"),
        files=[(name, data_address(QUERY, form, values)) for form, name in FILES.items()],
        here=address("/targets", {**values, "only": only}),
        sparql=without_header(visit.asker.asked[QUERY].sparql),
        editor=editor_address(QUERY, values),
        highlighted=highlighted,
    )


def _document(visit: Visit, side: str) -> DocumentFacts:
    """The document of a side, by whatever it is called; its text must be held."""
    question = find_question(QUERY)
    alone = replace(question, parameters=(find_parameter(question, side),))
    found = read_values(alone, {side: visit.value(side)}, visit.asker.endpoint)[side].value
    document = read_documents(visit.asker, [found])[found]
    if not document.held:
        raise NotFound(f"{document.name}没有入库", f"{document.name} is not held")
    return document


def _heading(upper: DocumentFacts, lower: DocumentFacts, sizes: Mapping[str, int]) -> str:
    place = lower.place or lower.name
    total = sum(sizes.values())
    said = {
        "kept": (f"照写 {sizes['kept']} 个", f"{sizes['kept']} kept"),
        "changed": (f"改了 {sizes['changed']} 个", f"{sizes['changed']} changed"),
        "no-number": (f"{sizes['no-number']} 个未定数", f"{sizes['no-number']} without a number"),
        "not-taken-up": (
            f"{sizes['not-taken-up']} 个所在任务未落实",
            f"{sizes['not-taken-up']} in items not taken up",
        ),
        "not-reviewed": (
            f"{sizes['not-reviewed']} 个未核对",
            f"{sizes['not-reviewed']} not compared",
        ),
    }
    found = [said[key] for key in RANKS if sizes[key]]
    zh, en = "，".join(zh for zh, _ in found), ", ".join(en for _, en in found)
    return say(
        f"{upper.level.zh}定 {total} 个数，{place}{zh}" if total else f"{upper.name}没有定数",
        f"{total} figures set above; {place}: {en}" if total else f"{upper.name} sets no figure",
    )


def _lines(visit: Visit, rows: Sequence[Row]) -> list[Line]:
    """A line for each figure; the body's and the task row's are one."""
    figures: dict[str, list[Row]] = {}
    for row in rows:
        figures.setdefault(row["twin"] or row["target"], []).append(row)
    iris = {row[name] for row in rows for name in ("item", "lowerItem") if row[name]}
    things = name_things(visit.asker, iris)
    return [_line(figure, same, things) for figure, same in figures.items()]


def _line(figure: str, rows: Sequence[Row], things: Mapping[str, Thing]) -> Line:
    own = next((row for row in rows if row["target"] == figure), rows[0])
    amount = upper_amount(own)
    fates = fates_of(rows, amount.quote)
    outcome, note = _outcome(rows, fates)
    best = tuple(fate for fate in fates if fate.outcome == outcome)
    items = dict.fromkeys([own["item"], *(row["item"] for row in rows)])
    return Line(
        amount,
        tuple(things[iri] for iri in items),
        outcome,
        _distinct(best),
        tuple(things[iri] for iri in dict.fromkeys(fate.item for fate in best)),
        note,
        _remarks(best),
    )


def _outcome(rows: Sequence[Row], fates: Sequence[Fate]) -> tuple[str, str]:
    if fates:
        return fates[0].outcome, ""
    if any(_is(row["related"]) for row in rows):
        return "not-taken-up", say("仅相关：只有主题相同的条目", "same topic only")
    if any(_is(row["searched"]) for row in rows):
        return "not-taken-up", say("查无对应", "searched, none found")
    return "not-reviewed", say("还没有比对", "not compared yet")


def _is(said: str) -> bool:
    return said in ("true", "1")


def _distinct(fates: Sequence[Fate]) -> tuple[Fate, ...]:
    """The fates that say different things: the same number in body and task list stands once."""
    kept: dict[tuple[str, ...], Fate] = {}
    for fate in sorted(fates, key=lambda fate: not fate.words):
        if fate.amount:
            kept.setdefault((fate.amount.said, fate.amount.by), fate)
        elif not kept:
            kept[("",)] = fate
    return tuple(kept.values())


def _remarks(fates: Sequence[Fate]) -> tuple[tuple[str, str], ...]:
    """Why the figures do not add up, and where they fall short, with what that means."""
    short = [("shortfall", key) for fate in fates for key in fate.shortfalls]
    added = [
        ("addition", fate.addition) for fate in fates if fate.addition and fate.outcome == "changed"
    ]
    return tuple(why(*one) for one in dict.fromkeys([*short, *added]))
