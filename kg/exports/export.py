"""The graph as a file, the same bytes for the same graph.

N-Quads are sorted lines, TriG is the same for people. JSON-LD is for web programs: rdflib writes
it, since it compacts by a context, and sees the very store through oxrdflib. GraphML and GEXF are
the network of documents, items and bodies, for yEd, networkx and Gephi. SSSOM is the table of
links. The workbook is in `kg.exports.workbook`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.endpoints.endpoint import Cell, LocalEndpoint, cell_text
from kg.mapping.facts import TYPE
from kg.prefixes import PREFIXES
from kg.questions.ask import ask
from kg.questions.tables import readable

_DAY = re.compile(rb' lastmodifieddate="[^"]*"')

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from rdflib import Dataset


def write_nquads(store: ox.Store, path: Path) -> None:
    """Write all quads as N-Quads lines, in the order of their bytes."""
    lines = (ox.serialize(store, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    path.write_bytes(b"".join(sorted(lines)))


def write_trig(store: ox.Store, path: Path) -> None:
    """Write all graphs as TriG, subject by subject, with prefixes."""
    path.write_text(_with_prefixes(sorted(store, key=_reading_order), ox.RdfFormat.TRIG), "utf-8")


def write_jsonld(store: ox.Store, path: Path) -> None:
    """Write all graphs as JSON-LD, shortened by a context of the prefixes."""
    text = _rdflib_view(store).serialize(format="json-ld", context=PREFIXES)
    document = _in_order(json.loads(text))
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_graphml(store: ox.Store, path: Path) -> None:
    """Write the network of documents, items and bodies as GraphML."""
    import networkx as nx

    nx.write_graphml(network(store), path, encoding="utf-8", named_key_ids=True)


def write_gexf(store: ox.Store, path: Path) -> None:
    """Write the network of documents, items and bodies as GEXF, for Gephi.

    The day of writing, which networkx adds, is left out: it would change the bytes.
    """
    import networkx as nx

    stream = io.BytesIO()
    nx.write_gexf(network(store), stream, encoding="utf-8")
    path.write_bytes(_DAY.sub(b"", stream.getvalue()))


def write_sssom(store: ox.Store, path: Path) -> None:
    """Write the links between items, and what people decided about them, as SSSOM/TSV."""
    from kg.exports.sssom import sssom_text
    from kg.exports.stored_links import stored_items, stored_links
    from kg.review.stored import stored_decisions

    endpoint = LocalEndpoint(store)
    links, items = stored_links(endpoint), stored_items(endpoint)
    text = sssom_text(links, items, stored_decisions(endpoint))
    path.write_text(text, encoding="utf-8", newline="")


def network(store: ox.Store) -> MultiDiGraph[str]:
    """Build the network that the questions `network-nodes` and `network-edges` describe.

    Nodes are IRIs; their attributes and those of the edges are named as the columns are, and edges
    have the relation's name as a label.
    """
    import networkx as nx

    endpoint = LocalEndpoint(store)
    names = {row["relation"]: row["name"] for row in ask("network-relations", {}, endpoint).texts()}
    graph: MultiDiGraph[str] = nx.MultiDiGraph()
    for row in ask("network-nodes", {}, endpoint).texts():
        graph.add_node(row.pop("node"), **{name: text for name, text in row.items() if text})
    for record in ask("network-edges", {}, endpoint).records():
        source, target = cell_text(record.pop("source")), cell_text(record.pop("target"))
        key = graph.add_edge(source, target)
        attributes = {name: _attribute(cell) for name, cell in record.items() if cell}
        label = names.get(cell_text(record["relation"]), "")
        graph.edges[source, target, key].update(attributes, label=label)
    return graph


def _attribute(cell: Cell) -> str | float:
    """Give a number as a number, by which other programs can filter edges."""
    numeric = isinstance(cell, ox.Literal) and cell.datatype.value.endswith(("decimal", "double"))
    return float(cell_text(cell)) if numeric else readable(cell)


def graph_text(triples: Iterable[ox.Triple], form: str) -> str:
    """Give the triples of an answer as "turtle" (with prefixes) or "ntriples" (sorted lines)."""
    if form == "turtle":
        return _with_prefixes(sorted(triples, key=_reading_order), ox.RdfFormat.TURTLE)
    return "".join(sorted(f"{triple} .\n" for triple in triples))


def _reading_order(statement: ox.Quad | ox.Triple) -> tuple[str, str, bool, str, str]:
    """Order by graph and subject; what it is stands first."""
    graph = str(statement.graph_name) if isinstance(statement, ox.Quad) else ""
    predicate = statement.predicate
    return graph, str(statement.subject), predicate != TYPE, str(predicate), str(statement.object)


def _with_prefixes(
    statements: Iterable[ox.Quad] | Iterable[ox.Triple], rdf_format: ox.RdfFormat
) -> str:
    """Write Turtle or TriG; Oxigraph gives prefixes in an order of chance, so they are sorted."""
    text = (ox.serialize(statements, format=rdf_format, prefixes=PREFIXES) or b"").decode()
    lines = text.splitlines(keepends=True)
    heads = [line for line in lines if line.startswith("@prefix ")]
    return "".join((*sorted(heads), "\n", *lines[len(heads) :]))


def _rdflib_view(store: ox.Store) -> Dataset:
    """See the store as an rdflib dataset, without copying it."""
    from oxrdflib import OxigraphStore
    from rdflib import Dataset

    view = Dataset(store=OxigraphStore(store=store))
    for prefix, iri in PREFIXES.items():
        view.bind(prefix, iri, override=True, replace=True)
    return view


def _in_order(node: Any) -> Any:
    """Sort what JSON-LD leaves unordered: keys, and the members of sets."""
    if isinstance(node, dict):
        return {key: node[key] if key == "@list" else _in_order(node[key]) for key in sorted(node)}
    if isinstance(node, list):
        return sorted(map(_in_order, node), key=lambda one: json.dumps(one, ensure_ascii=False))
    return node
