"""Publishing: the graph of a store into any SPARQL 1.1 server, graph by graph.

What was published stands in the server, in a graph of its own (`REGISTER`): each graph's number
of triples and a digest of its content, written when the graph is complete. So a publication that
broke off goes on where it was, and one of a new build moves only the graphs that changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.endpoints.destinations import Destination, WriteProtocol, find_destination
from kg.endpoints.endpoint import EndpointFailure, cell_text
from kg.endpoints.http import Http
from kg.endpoints.remote import RemoteEndpoint
from kg.iris import GRAPH

REGISTER = f"{GRAPH.removesuffix('graph/')}published"
_PREFIXES = """PREFIX void: <http://rdfs.org/ns/void#>
PREFIX schema: <https://schema.org/>
"""
_TRIPLES = ox.NamedNode("http://rdfs.org/ns/void#triples")
_DIGEST = ox.NamedNode("https://schema.org/sha256")
_HEADING = ox.Triple(
    ox.NamedNode(REGISTER),
    ox.NamedNode("http://purl.org/dc/terms/description"),
    ox.Literal("Graphs that zhengmai publish has loaded completely", language="en"),
)

_COUNTS = f"""SELECT ?graph (COUNT(*) AS ?triples)
WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?graph), "{GRAPH}")) }}
GROUP BY ?graph ORDER BY ?graph"""
_REGISTERED = f"""{_PREFIXES}SELECT DISTINCT ?graph ?triples ?digest
WHERE {{ GRAPH <{REGISTER}> {{ ?graph void:triples ?triples ; schema:sha256 ?digest }} }}
ORDER BY ?graph ?triples ?digest"""
_UNION = """PREFIX zm: <https://w3id.org/zhengmai/ontology#>
ASK { ?document zm:textHeld ?held }"""


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph: its size, and a digest of its triples whatever their order."""

    iri: str
    triples: int
    digest: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a publication has to do: graphs to load, graphs that stand already, graphs to remove."""

    load: tuple[Graph, ...]
    keep: tuple[Graph, ...]
    remove: tuple[str, ...]


def make_plan(store: ox.Store, endpoint: RemoteEndpoint) -> Plan:
    """Hold the graphs of a store against those that the server has under our graph base."""
    graphs = sorted(read_graphs(store), key=lambda graph: graph.iri)
    there, registered = _counts(endpoint), _registered(endpoint)
    keep = [g for g in graphs if g in registered and there.get(g.iri) == g.triples]
    ours = {graph.iri for graph in graphs} | {REGISTER}
    return Plan(
        load=tuple(graph for graph in graphs if graph not in keep),
        keep=tuple(keep),
        remove=tuple(sorted(there.keys() - ours)),
    )


def publish(
    store: ox.Store,
    plan: Plan,
    http: Http,
    protocol: WriteProtocol = "auto",
    address: str | None = None,
    step: Callable[[str, int], object] = lambda _graph, _triples: None,
) -> None:
    """Carry a plan out; `step` is told of each part of a graph that has been written.

    EndpointFailure where the server refuses, or holds in the end another number of triples than
    it was sent.
    """
    endpoint = RemoteEndpoint(http.url, http.timeout)
    kept = b"".join(map(_record, plan.keep))
    to = find_destination(http, protocol, address, REGISTER, _line(_HEADING) + kept)
    for iri in plan.remove:
        to.remove(iri)
    for graph in plan.load:
        _load(store, graph, to, step)
        _check(endpoint, graph)
        to.write(REGISTER, _record(graph), replace=False)
    there = _counts(endpoint)
    for graph in (*plan.keep, *plan.load):
        _must_equal(graph, there.get(graph.iri, 0))


def default_graph_is_union(endpoint: RemoteEndpoint) -> bool:
    """Whether queries that name no graph see the named graphs, as our questions need it."""
    return endpoint.query(_UNION) is True


def read_graphs(store: ox.Store) -> Iterator[Graph]:
    """Size and digest of each named graph; the digest adds up those of the triples."""
    for name in store.named_graphs():
        triples = total = 0
        for line in _lines(store, name.value):
            triples += 1
            total += int.from_bytes(hashlib.sha256(line).digest())
        yield Graph(name.value, triples, f"{total % 2**256:064x}")


def _load(
    store: ox.Store, graph: Graph, to: Destination, step: Callable[[str, int], object]
) -> None:
    replace = True
    for part in _parts(_lines(store, graph.iri), to.part_bytes, to.part_triples):
        to.write(graph.iri, b"".join(part), replace)
        replace = False
        step(graph.iri, len(part))


def _parts(lines: Iterator[bytes], most_bytes: int, most_triples: int) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    size = 0
    for line in lines:
        if part and (size + len(line) > most_bytes or len(part) == most_triples):
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line)
    if part:
        yield part


def _lines(store: ox.Store, graph: str) -> Iterator[bytes]:
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
        yield _line(quad.triple)


def _line(triple: ox.Triple) -> bytes:
    return f"{triple} .\n".encode()


def _record(graph: Graph) -> bytes:
    node = ox.NamedNode(graph.iri)
    return _line(ox.Triple(node, _TRIPLES, ox.Literal(graph.triples))) + _line(
        ox.Triple(node, _DIGEST, ox.Literal(graph.digest))
    )


def _counts(endpoint: RemoteEndpoint) -> dict[str, int]:
    rows = endpoint.select(_COUNTS).rows
    return {cell_text(graph): int(cell_text(triples)) for graph, triples in rows}


def _registered(endpoint: RemoteEndpoint) -> set[Graph]:
    rows = endpoint.select(_REGISTERED).rows
    return {Graph(cell_text(g), int(cell_text(n)), cell_text(digest)) for g, n, digest in rows}


def _check(endpoint: RemoteEndpoint, graph: Graph) -> None:
    count = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph.iri}> {{ ?s ?p ?o }} }}"
    _must_equal(graph, int(cell_text(endpoint.select(count).rows[0][0])))


def _must_equal(graph: Graph, found: int) -> None:
    if found != graph.triples:
        raise EndpointFailure(
            f"{graph.iri} 发出 {graph.triples:,} 个三元组，服务器上却有 {found:,} 个，请再运行一次",
            f"{graph.iri}: {graph.triples:,} triples were sent but the server has {found:,}: "
            "run the command again",
        )
