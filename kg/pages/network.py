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

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from kg.iris import BASE, ZM
from kg.language import say
from kg.pages.address import address
from kg.pages.visit import Visit, pages
from kg.views.facts import Row
from kg.views.words import BY_LANE, level_of
from kg.vocabulary import term_names

# The ties of the network, the telling ones first; a drawing takes their stroke from the name.
RELATIONS = (
    *("implements", "alignedWith", "restates", "supports", "relatedTo", "basedOn", "cites"),
    *("leadBody", "responsibleBody", "cooperatingBody", "inDocument"),
)


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


def _data(visit: Visit) -> Response:
    state = visit.request.app.state
    kept: tuple[object, dict[str, Any]] | None = getattr(state, "network", None)
    if kept is None or state.generation is None or kept[0] != state.generation:
        rows = visit.asker.rows
        kept = state.generation, network(rows("view-network-nodes"), rows("network-edges"))
        state.network = kept
    whole = kept[1]
    return JSONResponse({**whole, "pages": [address(f"/{node[0]}") for node in whole["nodes"]]})


def network(nodes: Iterable[Row], edges: Iterable[Row]) -> dict[str, Any]:
    """The network in little space: an edge names its ends, and an item its document, by place.

    nodes   [IRI without base, kind, label, document number, opening, level, place, document, order]
    edges   [source, target, relation, confidence]
    """
    once = {row["node"]: row for row in nodes}
    at = {iri: place for place, iri in enumerate(once)}
    return {
        "nodes": [_node(row, at) for row in once.values()],
        "edges": [
            [
                at[row["source"]],
                at[row["target"]],
                row["relation"].removeprefix(ZM),
                float(row["confidence"]) if row["confidence"] else None,
            ]
            for row in edges
            if row["source"] in at and row["target"] in at
        ],
    }


def _node(row: Row, at: Mapping[str, int]) -> list[str | int | None]:
    level = level_of(row["level"]).key if row["level"] else "unknown"
    words = [row[name] for name in ("kind", "label", "number", "opening")]
    order = int(row["order"]) if row["order"] else 0
    iri = row["node"].removeprefix(BASE)
    return [iri, *words, level, row["place"], at.get(row["home"]), order]
