"""The documents and what they rest on, by level: who is based on, cites, carries out whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.language import say
from kg.views.drawing import add_document, add_line, add_more, name_lanes, new_graph
from kg.views.errors import NothingToDraw
from kg.views.facts import Asker, DocumentFacts, document_order
from kg.views.layout import Graph
from kg.views.page import Cell, DetailGroup, DetailLine, Group, Sheet, View
from kg.views.panels import document_detail
from kg.views.ties import Corpus, around, read_corpus
from kg.views.words import BY_LANE, LINKS, day

UNHELD_SHOWN = 8
"""Cited documents without text drawn in a lane; the rest are one box and stand in the table."""
HELD_SHOWN = 24
LISTED = 300
"""Documents of a lane in the table and with a panel."""
_WIDTH, _NARROW = 258.0, 200.0


def compose(asker: Asker, parameters: Mapping[str, str]) -> View:
    """Compose the view of all documents, or (`document`) of one with all it is tied to."""
    corpus = read_corpus(asker)
    if not any(document.held for document in corpus.documents.values()):
        raise NothingToDraw(
            "图里还没有文件，先运行 zhengmai build",
            "the graph has no documents: run zhengmai build",
        )
    focus = _focus(asker, parameters.get("document", ""))
    if focus:
        corpus = around(corpus, focus)
    graph, folded = _graph(corpus)
    held = [d for d in corpus.documents.values() if d.held]
    unheld = len(corpus.documents) - len(held)
    heading = say(
        f"{len(held)} 份文件入库，另有 {unheld} 份被引用而未入库",
        f"{len(held)} documents held, {unheld} more are cited and not held",
    )
    if focus:
        name, others = corpus.documents[focus].name, len(corpus.documents) - 1
        heading = say(f"{name}：与 {others} 份文件相连", f"{name}: tied to {others} documents")
    return View(
        name="documents",
        zh="文件脉络",
        en="Documents",
        title=say("文件脉络", "Documents"),
        heading=heading,
        summary=_summary(corpus),
        graph=graph,
        drawn_note=say(
            "自下而上：依据谁，落实谁。虚框的文件只知道名称。",
            "Upward: what they are based on and carry out. Dashed: known by name only.",
        ),
        notes=tuple(_notes(corpus, folded)),
        legend=tuple(k for k in LINKS if any(key == k for _, _, key in graph.edges(keys=True))),
        legend_boxes=(("doc", say("已入库", "held")), ("doc out", say("未入库", "not held"))),
        sheet=_sheet(corpus),
        details=tuple(document_detail(d, tuple(_groups(corpus, d))) for d in _listed(corpus)),
        asked=tuple(asker.asked.values()),
    )


def _focus(asker: Asker, name: str) -> str:
    """Find the document that a person means by key, number, title or IRI."""
    if not name:
        return ""
    rows = asker.rows("view-document", document=name)
    if not rows:
        raise NothingToDraw(f"没有这份文件：{name}", f"no such document: {name}")
    return rows[0]["document"]


# The drawing


def _graph(corpus: Corpus) -> tuple[Graph, int]:
    """Make the graph, and say how many documents it folds."""
    graph = new_graph()
    drawn = _drawn(corpus)
    for document in drawn:
        order = (not document.held, document.date or "9999", document.iri)
        width = _WIDTH if document.held else _NARROW
        add_document(graph, document.iri, document, width, order)
    folded = len(corpus.documents) - len(drawn)
    for lane, documents in _by_lane(corpus.documents.values()).items():
        rest = [d for d in documents if d.iri not in graph]
        if rest:
            words = say(f"另 {len(rest)} 份", f"{len(rest)} more")
            add_more(graph, f"more-{lane}", words, lane=lane, order=(True, "9999", ""))
    _add_lines(graph, corpus)
    name_lanes(graph, ((d.level.lane, d.place) for d in drawn if d.held))
    return graph, folded


def _drawn(corpus: Corpus) -> list[DocumentFacts]:
    """Choose the documents that are drawn: held ones, and of the others the most relied on."""
    weight: dict[str, int] = {}
    for citation in corpus.citations:
        weight[citation.cited] = weight.get(citation.cited, 0) + (
            100 if citation.role == "basis" else 1
        )
    chosen: list[DocumentFacts] = []
    for documents in _by_lane(corpus.documents.values()).values():
        held = [d for d in documents if d.held][:HELD_SHOWN]
        unheld = sorted(
            (d for d in documents if not d.held),
            key=lambda d: (-weight.get(d.iri, 0), document_order(d)),
        )
        room = UNHELD_SHOWN if len(unheld) <= UNHELD_SHOWN else UNHELD_SHOWN - 1
        chosen += held + unheld[:room]
    return chosen


def _by_lane(documents: Iterable[DocumentFacts]) -> dict[int, list[DocumentFacts]]:
    lanes: dict[int, list[DocumentFacts]] = {}
    for document in documents:
        lanes.setdefault(document.level.lane, []).append(document)
    return lanes


def _add_lines(graph: Graph, corpus: Corpus) -> None:
    """Draw a basis, else a mention, between two documents, and what one carries out of another."""
    roles: dict[tuple[str, str], str] = {}
    for c in corpus.citations:
        ends = (c.citing, c.cited)
        if c.citing in graph and c.cited in graph and roles.get(ends) != "basis":
            roles[ends] = c.role
    for (citing, cited), role in sorted(roles.items()):
        names = (corpus.documents[citing].name, corpus.documents[cited].name)
        tip = f"{names[0]} {LINKS[role].said} {names[1]}"
        add_line(graph, citing, cited, role, context=role == "mention", tip=tip)
    for one in corpus.carried:
        if one.lower in graph and one.upper in graph and one.kind in ("implements", "alignedWith"):
            word = LINKS[one.kind].said
            tip = say(
                f"{one.lower_items} 项{word}上级 {one.upper_items} 项",
                f"{one.lower_items} items: {word}, {one.upper_items} upper items",
            )
            label = say(f"{word} {one.upper_items} 项", f"{word} {one.upper_items}")
            add_line(graph, one.lower, one.upper, one.kind, label=label, tip=tip)


# Panels and table


def _groups(corpus: Corpus, document: DocumentFacts) -> Iterable[DetailGroup]:
    names = {iri: d.name for iri, d in corpus.documents.items()}
    yield DetailGroup(
        say("它引用的文件", "Cites"),
        tuple(
            DetailLine(
                say(
                    f"{LINKS[c.role].zh}：{names[c.cited]}", f"{LINKS[c.role].en}: {names[c.cited]}"
                ),
                c.quote,
                say(f"第 {c.line} 行", f"line {c.line}") if c.line else "",
            )
            for c in corpus.citations
            if c.citing == document.iri
        ),
    )
    yield DetailGroup(
        say("引用它的文件", "Cited by"),
        tuple(
            DetailLine(
                say(
                    f"{names[c.citing]}（{LINKS[c.role].zh}）",
                    f"{names[c.citing]} ({LINKS[c.role].en})",
                ),
                c.quote,
            )
            for c in corpus.citations
            if c.cited == document.iri
        ),
    )
    yield DetailGroup(
        say("条目关联", "Links of items"),
        tuple(
            DetailLine(
                say(
                    f"{names[c.lower]} {c.lower_items} 项"
                    f"{LINKS[c.kind].zh} {names[c.upper]} {c.upper_items} 项",
                    f"{names[c.lower]}, {c.lower_items} items: {LINKS[c.kind].en}, "
                    f"{names[c.upper]}, {c.upper_items} items",
                ),
                note=say("机器比对", "found by the machine"),
            )
            for c in corpus.carried
            if document.iri in (c.lower, c.upper)
        ),
    )


def _listed(corpus: Corpus) -> Iterator[DocumentFacts]:
    for documents in _by_lane(corpus.documents.values()).values():
        yield from documents[:LISTED]


def _notes(corpus: Corpus, folded: int) -> Iterator[str]:
    if folded:
        yield say(
            f"图里收起 {folded} 份文件，以表格查看。", f"{folded} documents are in the table only."
        )
    missing = len(corpus.documents) - sum(1 for _ in _listed(corpus))
    if missing:
        yield say(
            f"表格每级只列 {LISTED} 份，另 {missing} 份用查询 view-documents 看。",
            f"The table has {LISTED} a level; the query view-documents has the other {missing}.",
        )


def _sheet(corpus: Corpus) -> Sheet:
    groups = tuple(
        Group(
            BY_LANE[lane].said,
            _counted(documents),
            tuple(_row(corpus, document) for document in documents[:LISTED]),
        )
        for lane, documents in _by_lane(corpus.documents.values()).items()
    )
    columns = (
        say("层级", "Level"),
        say("文件", "Document"),
        say("文号", "Number"),
        say("日期", "Date"),
        say("条目", "Items"),
        say("引用它的", "Cited by"),
        say("它引用的", "Cites"),
    )
    heads = (
        "",
        "",
        columns[2],
        columns[3],
        columns[4],
        say("被引", "cited by"),
        say("引用", "cites"),
    )
    return Sheet(say("全部文件", "All documents"), columns, heads, groups)


def _counted(documents: list[DocumentFacts]) -> str:
    held = sum(one.held for one in documents)
    return say(f"{len(documents)} 份，入库 {held} 份", f"{len(documents)}, {held} held")


def _row(corpus: Corpus, document: DocumentFacts) -> tuple[Cell, ...]:
    citing = {c.citing for c in corpus.citations if c.cited == document.iri}
    cited = {c.cited for c in corpus.citations if c.citing == document.iri}
    return (
        Cell(level=document.level),
        Cell(document.title, quoted=True, detail=f"d-{document.iri}"),
        Cell(document.number),
        Cell(day(document.date)),
        Cell(f"{document.items}" if document.held else say("未入库", "not held")),
        Cell(f"{len(citing)}" if citing else ""),
        Cell(f"{len(cited)}" if cited else ""),
    )


def _summary(corpus: Corpus) -> str:
    basis = {(c.citing, c.cited) for c in corpus.citations if c.role == "basis"}
    mention = {(c.citing, c.cited) for c in corpus.citations} - basis
    carried = [c for c in corpus.carried if c.kind == "implements"]
    lower, upper = len({c.lower for c in carried}), len({c.upper for c in carried})
    return say(
        f"依据关系 {len(basis)} 条，提及 {len(mention)} 条；"
        f"{lower} 份文件的条目落实了 {upper} 份上级文件的条目。",
        f"{len(basis)} bases, {len(mention)} mentions; items of {lower} documents carry out items "
        f"of {upper} upper ones.",
    )
