"""`/targets?upper=&lower=`: what one lower document made of each figure of an upper one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode
from starlette.responses import Response

from kg.language import say
from kg.pages.address import data_address, editor_address
from kg.pages.naming import Thing, name_things
from kg.pages.questions.highlight import highlighted
from kg.pages.targets.documents import Choosing, find_document, lowers, uppers
from kg.pages.targets.figures import (
    EXCEPTIONS_FIRST,
    RANKS,
    Amount,
    Fate,
    fates_of,
    name_of,
    once,
    read_amounts,
    read_twins,
    upper_amount,
    why,
)
from kg.pages.visit import Visit
from kg.questions.catalogue import bind, find_question
from kg.questions.question import without_header
from kg.views.facts import DocumentFacts, Row, read_documents

QUERY = "target-cascade"
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
    documents = read_documents(visit.asker)
    upper, lower = (find_document(documents, visit.value(side)) for side in ("upper", "lower"))
    lines = _lines(visit, upper, lower)
    sizes = Counter(line.outcome for line in lines)
    only = visit.value("only")
    groups = [
        (key, [line for line in lines if line.outcome == key])
        for key in EXCEPTIONS_FIRST
        if sizes[key] and only in ("", key)
    ]
    values = {"upper": upper.key, "lower": lower.key}
    question = find_question(QUERY)
    terms = {"upper": NamedNode(upper.iri), "lower": NamedNode(lower.iri)}
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
        choosing=choose_pair(documents, upper, lower),
        files=[(name, data_address(QUERY, form, values)) for form, name in FILES.items()],
        sparql=without_header(bind(question, terms)),
        question=question,
        editor=editor_address(QUERY, values),
        highlighted=highlighted,
    )


def choose_pair(
    documents: Mapping[str, DocumentFacts],
    upper: DocumentFacts | None = None,
    lower: DocumentFacts | None = None,
) -> tuple[Choosing, Choosing]:
    """The fields for an upper and a lower document."""
    return (
        Choosing("upper", say("上级文件", "Upper document"), uppers(documents), upper),
        Choosing("lower", say("下级文件", "Lower document"), lowers(documents, upper), lower),
    )


def _heading(upper: DocumentFacts, lower: DocumentFacts, sizes: Mapping[str, int]) -> str:
    place = lower.place or lower.name
    total = sum(sizes.values())
    said = {
        "kept": ("照写 {} 个", "{} kept"),
        "changed": ("改了 {} 个", "{} changed"),
        "no-number": ("{} 个未定数", "{} without a number"),
        "not-taken-up": ("{} 个所在任务未落实", "{} in items not taken up"),
        "not-reviewed": ("{} 个未核对", "{} not compared"),
    }
    found = [[words.format(sizes[key]) for words in said[key]] for key in RANKS if sizes[key]]
    zh, en = "，".join(zh for zh, _ in found), ", ".join(en for _, en in found)
    return say(
        f"{upper.level.zh}定 {total} 个数，{place}{zh}" if total else f"{upper.name}没有定数",
        f"{total} figures set above; {place}: {en}" if total else f"{upper.name} sets no figure",
    )


def _lines(visit: Visit, upper: DocumentFacts, lower: DocumentFacts) -> list[Line]:
    """A line for each figure; the body's and the task row's are one."""
    asker, pair = visit.asker, {"upper": upper.key, "lower": lower.key}
    twins = read_twins(asker, upper)
    figures: dict[str, list[Row]] = {}
    for row in asker.rows("view-document-figures", document=upper.key):
        figures.setdefault(twins.get(row["target"], row["target"]), []).append(row)
    fates: dict[str, list[Row]] = {}
    for row in asker.rows("view-pair-fates", **pair):
        fates.setdefault(row["target"], []).append(row)
    states = {row["item"]: row for row in asker.rows("view-pair-states", **pair)}
    below = [row for same in fates.values() for row in same]
    amounts = read_amounts(asker, (row["lowerTarget"] for row in below if row["lowerTarget"]))
    items = {row["item"] for same in figures.values() for row in same}
    things = name_things(asker, items | {row["lowerItem"] for row in below})
    return [
        _line(
            figure,
            same,
            [fate for row in same for fate in fates.get(row["target"], ())],
            [states[row["item"]] for row in same if row["item"] in states],
            amounts,
            things,
        )
        for figure, same in figures.items()
    ]


def _line(
    figure: str,
    rows: Sequence[Row],
    below: Sequence[Row],
    states: Sequence[Row],
    amounts: Mapping[str, Amount],
    things: Mapping[str, Thing],
) -> Line:
    own = next((row for row in rows if row["target"] == figure), rows[0])
    amount = upper_amount(own)
    fates = fates_of(below, amount.quote, amounts)
    outcome, note = (fates[0].outcome, "") if fates else _without(states)
    best = tuple(fate for fate in fates if fate.outcome == outcome)
    items = dict.fromkeys([own["item"], *(row["item"] for row in rows)])
    return Line(
        amount,
        tuple(things[iri] for iri in items),
        outcome,
        once(best),
        tuple(things[iri] for iri in dict.fromkeys(fate.item for fate in best)),
        note,
        _remarks(best),
    )


def _without(states: Sequence[Row]) -> tuple[str, str]:
    """What is said of a figure that no item below was compared for."""
    if any(row["related"] for row in states):
        return "not-taken-up", say("仅相关：只有主题相同的条目", "same topic only")
    if any(row["searched"] for row in states):
        return "not-taken-up", say("查无对应", "searched, none found")
    return "not-reviewed", say("还没有比对", "not compared yet")


def _remarks(fates: Sequence[Fate]) -> tuple[tuple[str, str], ...]:
    """Why the figures do not add up, and where they fall short, with what that means."""
    short = [("shortfall", key) for fate in fates for key in fate.shortfalls]
    added = [
        ("addition", fate.addition) for fate in fates if fate.addition and fate.outcome == "changed"
    ]
    return tuple(why(*one) for one in dict.fromkeys([*short, *added]))
