"""`/network`: all documents, items and bodies and what ties them; `web/src/network.ts` draws it.

What is picked stands in the address:

    /network?level=provincial&relation=implements&confidence=0.6     filters
    /network?node=item/henan-2021-yuzheng-2/A2/1&steps=2             a node and its neighbourhood
    /network?node=…&to=…                                             the shortest path between two
    /network?view=table                                              the same as a table

Nodes are named by their IRIs without the base of the data. `/network.json` has all of them, the
same for every pick, and `pages`, where the page of each is: a build has one network, read once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from kg.iris import BASE, ZM
from kg.language import Language, language, say
from kg.pages.address import address
from kg.pages.visit import Visit, pages
from kg.views.facts import Asker, DocumentFacts, Row, read_documents
from kg.views.words import BY_LANE, UNKNOWN_LEVEL, level_of
from kg.vocabulary import term_names

# The ties of the network, the telling ones first; a drawing takes their stroke from the name.
RELATIONS = (
    *("implements", "alignedWith", "restates", "supports", "relatedTo", "basedOn", "cites"),
    *("leadBody", "responsibleBody", "cooperatingBody", "inDocument"),
)
TIES = ("view-network-links", "view-network-bases", "view-network-duties")

Node: TypeAlias = tuple[str, str, str, str, str, str, str, int | None, int]
Edge: TypeAlias = tuple[int, int, str, float | None]


def routes() -> list[BaseRoute]:
    """The page, and the network as data."""
    return [*pages("/network", _network), *pages("/network.json", _data)]


def _network(visit: Visit) -> Response:
    counts = visit.asker.rows("view-graph-counts")[0]
    documents = int(counts["documents"]) + int(counts["named"])
    items, bodies, links = counts["items"], counts["bodies"], counts["links"]
    heading = say(
        f"{documents} 份文件、{items} 个条目、{bodies} 个单位，条目之间 {links} 条关联",
        f"{documents} documents, {items} items, {bodies} bodies; {links} links between items",
    )
    return visit.show(
        "network.html",
        heading,
        door="network",
        behind=("view-documents", "view-network-items", "view-network-bodies", *TIES),
        kinds=_kinds(),
        levels=list(BY_LANE.values()),
        relations=_relations(),
        facts={
            "base": BASE,
            "kinds": _kinds(),
            "relations": _relations(),
            "levels": [
                {"key": one.key, "badge": one.badge, "name": say(one.zh, one.en)}
                for one in BY_LANE.values()
            ],
        },
        source=address("/network.json"),
    )


def _kinds() -> dict[str, str]:
    return {
        "document": say("文件", "Document"),
        "measure": say("正文条目", "Measure"),
        "task": say("清单任务", "Task"),
        "body": say("单位", "Body"),
    }


def _relations() -> dict[str, str]:
    return {name: say(*term_names(name)) for name in RELATIONS}


@dataclass(frozen=True, slots=True)
class _Kept:
    """The network of a build, and its text in each language that was asked for."""

    build: object
    network: dict[str, Any]
    texts: dict[Language, bytes] = field(default_factory=dict)


def _data(visit: Visit) -> Response:
    state = visit.request.app.state
    kept: _Kept | None = getattr(state, "network", None)
    if kept is None or kept.build is None or kept.build != state.generation:
        kept = state.network = _Kept(state.generation, _network_of(visit.asker))
    if language() not in kept.texts:
        places = [address(f"/{node[0]}") for node in kept.network["nodes"]]
        kept.texts[language()] = bytes(JSONResponse({**kept.network, "pages": places}).body)
    return Response(kept.texts[language()], media_type="application/json")


def _network_of(asker: Asker) -> dict[str, Any]:
    """The network in little space: an edge names its ends, and an item its document, by place.

    nodes   [IRI without base, kind, label, document number, opening, level, place, document, order]
    edges   [source, target, relation, confidence]
    """
    documents = read_documents(asker)
    at = {iri: place for place, iri in enumerate(documents)}
    nodes = [*map(_document, documents.values())]
    for row in asker.rows("view-network-items"):
        if row["item"] not in at:
            at[row["item"]] = len(nodes)
            nodes.append(_item(row, documents[row["home"]], at[row["home"]]))
    for row in asker.rows("view-network-bodies"):
        if row["body"] not in at:
            at[row["body"]] = len(nodes)
            nodes.append(_body(row))
    edges: dict[tuple[int, int, str], Edge] = {}
    for place, node in enumerate(nodes):
        if isinstance(home := node[7], int):
            edges[place, home, "inDocument"] = (place, home, "inDocument", None)
    for name in TIES:
        for row in asker.rows(name):
            source, target = at.get(row["source"]), at.get(row["target"])
            if source is not None and target is not None:
                relation = row["relation"].removeprefix(ZM)
                sure = float(row["confidence"]) if row.get("confidence") else None
                edges.setdefault((source, target, relation), (source, target, relation, sure))
    return {"nodes": nodes, "edges": list(edges.values())}


def _document(one: DocumentFacts) -> Node:
    iri = one.iri.removeprefix(BASE)
    return (iri, "document", one.title, one.number, "", one.level.key, one.place, None, 0)


def _item(row: Row, home: DocumentFacts, at: int) -> Node:
    iri = row["item"].removeprefix(BASE)
    words = (row["label"], "", row["opening"])
    return (iri, row["kind"], *words, home.level.key, home.place, at, int(row["order"]))


def _body(row: Row) -> Node:
    level = level_of(row["level"]).key if row["level"] else UNKNOWN_LEVEL.key
    iri = row["body"].removeprefix(BASE)
    return (iri, "body", row["label"], "", "", level, row["place"], None, 0)
