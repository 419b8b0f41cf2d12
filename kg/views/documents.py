"""The documents and what they rest on, by level: who is based on, cites, carries out whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
    heading = f"{len(held)} 份文件入库，另有 {unheld} 份被引用而未入库"
    if focus:
        heading = f"{corpus.documents[focus].name}：与 {len(corpus.documents) - 1} 份文件相连"
    return View(
        name="documents",
        zh="文件脉络",
        en="Documents",
        title="文件脉络",
        heading=heading,
        summary=_summary(corpus),
        graph=graph,
        drawn_note="自下而上：依据谁，落实谁。虚框的文件只知道名称。",
        notes=tuple(_notes(corpus, folded)),
        legend=tuple(k for k in LINKS if any(key == k for _, _, key in graph.edges(keys=True))),
        legend_boxes=(("doc", "已入库"), ("doc out", "未入库")),
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
            words = f"另 {len(rest)} 份"
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
            tip = f"{one.lower_items} 项{word}上级 {one.upper_items} 项"
            label = f"{word} {one.upper_items} 项"
            add_line(graph, one.lower, one.upper, one.kind, label=label, tip=tip)


# Panels and table


def _groups(corpus: Corpus, document: DocumentFacts) -> Iterable[DetailGroup]:
    names = {iri: d.name for iri, d in corpus.documents.items()}
    yield DetailGroup(
        "它引用的文件",
        tuple(
            DetailLine(
                f"{LINKS[c.role].said}：{names[c.cited]}",
                c.quote,
                f"第 {c.line} 行" if c.line else "",
            )
            for c in corpus.citations
            if c.citing == document.iri
        ),
    )
    yield DetailGroup(
        "引用它的文件",
        tuple(
            DetailLine(f"{names[c.citing]}（{LINKS[c.role].said}）", c.quote)
            for c in corpus.citations
            if c.cited == document.iri
        ),
    )
    yield DetailGroup(
        "条目关联",
        tuple(
            DetailLine(
                f"{names[c.lower]} {c.lower_items} 项"
                f"{LINKS[c.kind].said} {names[c.upper]} {c.upper_items} 项",
                note="机器比对",
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
        yield f"图里收起 {folded} 份文件，以表格查看。"
    missing = len(corpus.documents) - sum(1 for _ in _listed(corpus))
    if missing:
        yield f"表格每级只列 {LISTED} 份，另 {missing} 份用查询 view-documents 看。"


def _sheet(corpus: Corpus) -> Sheet:
    groups = tuple(
        Group(
            BY_LANE[lane].said,
            f"{len(documents)} 份，入库 {sum(d.held for d in documents)} 份",
            tuple(_row(corpus, document) for document in documents[:LISTED]),
        )
        for lane, documents in _by_lane(corpus.documents.values()).items()
    )
    columns = ("层级", "文件", "文号", "日期", "条目", "引用它的", "它引用的")
    heads = ("", "", "文号", "日期", "条目", "被引", "引用")
    return Sheet("全部文件", columns, heads, groups)


def _row(corpus: Corpus, document: DocumentFacts) -> tuple[Cell, ...]:
    citing = {c.citing for c in corpus.citations if c.cited == document.iri}
    cited = {c.cited for c in corpus.citations if c.citing == document.iri}
    return (
        Cell(level=document.level),
        Cell(document.title, quoted=True, detail=f"d-{document.iri}"),
        Cell(document.number),
        Cell(day(document.date)),
        Cell(f"{document.items} 项" if document.held else "未入库"),
        Cell(f"{len(citing)} 份" if citing else ""),
        Cell(f"{len(cited)} 份" if cited else ""),
    )


def _summary(corpus: Corpus) -> str:
    basis = {(c.citing, c.cited) for c in corpus.citations if c.role == "basis"}
    mention = {(c.citing, c.cited) for c in corpus.citations} - basis
    carried = [c for c in corpus.carried if c.kind == "implements"]
    return (
        f"依据关系 {len(basis)} 条，提及 {len(mention)} 条；"
        f"{len({c.lower for c in carried})} 份文件的条目落实了"
        f" {len({c.upper for c in carried})} 份上级文件的条目。"
    )
