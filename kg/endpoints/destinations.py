"""Where a server takes graphs in: by the Graph Store HTTP Protocol, or by SPARQL Update.

A graph is written in parts, each some lines of N-Triples; the first replaces what was there, the
others add to it. What a user knows is the address that answers queries; the addresses that write
stand beside it, with every server in its own way (`_ADDRESSES`).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar, Literal

from kg.endpoints.endpoint import EndpointFailure
from kg.endpoints.http import Http, Reply
from kg.iris import ZM

WriteProtocol = Literal["gsp", "update", "auto"]

# How the address of queries ends; where such a server takes updates; where it takes graphs.
_ADDRESSES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (r"(?<=/repositories/)[^/]+", (r"\g<0>/statements",), (r"\g<0>/rdf-graphs/service",)),
    (r"(?<=/)query", ("update",), ("store", "data")),
    (
        r"(?<=/)sparql",
        ("sparql-auth", "sparql", "update"),
        ("sparql-graph-crud-auth", "sparql/gsp/", "data"),
    ),
    (r"", ("",), ("",)),
)
_NOT_HERE = frozenset((400, 404, 405, 406, 415, 501))


class Destination(ABC):
    """One address that graphs are written to, and how much of a graph it takes at once."""

    part_bytes: ClassVar[int]
    part_triples: ClassVar[int]

    def __init__(self, http: Http, url: str) -> None:
        self._http = http
        self.url = url

    @abstractmethod
    def _write(self, graph: str, lines: bytes, replace: bool) -> Reply: ...

    @abstractmethod
    def _remove(self, graph: str) -> Reply: ...

    def write(self, graph: str, lines: bytes, replace: bool) -> None:
        """Put lines of N-Triples into a graph, in place of what it held or beside it."""
        self._must_do(self._write(graph, lines, replace))

    def remove(self, graph: str) -> None:
        """Remove a graph; nothing happens where there is none."""
        reply = self._remove(graph)
        if reply.status != 404:
            self._must_do(reply)

    def accepts(self, graph: str, lines: bytes) -> bool:
        """Write a graph, or find out that this is no such address; any other no is an error."""
        reply = self._write(graph, lines, replace=True)
        if reply.status in _NOT_HERE:
            return False
        self._must_do(reply)
        return True

    def _must_do(self, reply: Reply) -> None:
        if reply.status not in range(200, 300):
            raise self._http.refusal(reply)


class GraphStore(Destination):
    """The Graph Store HTTP Protocol: PUT replaces a graph, POST adds to it."""

    part_bytes = 16 * 2**20
    part_triples = 100_000

    def _write(self, graph: str, lines: bytes, replace: bool) -> Reply:
        # Virtuoso looks at the content whatever its type is said to be, and sees no RDF in lines
        # of more than 64 KB; it knows Turtle by a prefix.
        body = f"@prefix zm: <{ZM}> .\n".encode() + lines
        how = {"Content-Type": "text/turtle; charset=utf-8"}
        return self._http.send(
            "PUT" if replace else "POST", self.url, how, body, params={"graph": graph}
        )

    def _remove(self, graph: str) -> Reply:
        return self._http.send("DELETE", self.url, {}, params={"graph": graph})


class UpdateService(Destination):
    """SPARQL Update: INSERT DATA, which servers parse as a whole and so take in small parts."""

    part_bytes = 512 * 2**10
    part_triples = 1_000  # Virtuoso's parser ends at 5,000

    def _write(self, graph: str, lines: bytes, replace: bool) -> Reply:
        insert = f"INSERT DATA {{ GRAPH <{graph}> {{\n".encode() + lines + b"} }"
        return self._update(f"DROP SILENT GRAPH <{graph}> ;\n".encode() * replace + insert)

    def _remove(self, graph: str) -> Reply:
        return self._update(f"DROP SILENT GRAPH <{graph}>".encode())

    def _update(self, text: bytes) -> Reply:
        how = {"Content-Type": "application/sparql-update; charset=utf-8"}
        return self._http.send("POST", self.url, how, text)


def find_destination(
    http: Http, protocol: WriteProtocol, address: str | None, graph: str, lines: bytes
) -> Destination:
    """Write a first graph, by the first way that the server of `http` takes.

    `address` is where the server writes, if the user knows it. EndpointFailure names what was
    tried where no way is found.
    """
    tried = []
    for destination in _candidates(http, protocol, address):
        if destination.accepts(graph, lines):
            return destination
        tried.append(destination.url)
    where = " ".join(dict.fromkeys(tried))
    raise EndpointFailure(
        f"{http.url} 不在这些地址接收数据：{where}；请用 --write-to 给出写入的地址",
        f"{http.url} takes no data at {where}: give the address that it writes to by --write-to",
    )


def _candidates(http: Http, protocol: WriteProtocol, address: str | None) -> Iterator[Destination]:
    updates, graphs = _beside(http.url)
    if protocol != "update":
        for url in [address] if address else graphs:
            yield GraphStore(http, url)
    if protocol != "gsp":
        for url in [address] if address else updates:
            yield UpdateService(http, url)


def _beside(url: str) -> tuple[list[str], list[str]]:
    """The addresses that may take updates and graphs, beside the one that answers queries."""
    url = url.rstrip("/")
    for ending, updates, graphs in _ADDRESSES:
        pattern = re.compile(f"{ending}$")
        if pattern.search(url):
            return (
                [pattern.sub(other, url, count=1) for other in updates],
                [pattern.sub(other, url, count=1) for other in graphs],
            )
    raise AssertionError("the last pattern fits every address")
