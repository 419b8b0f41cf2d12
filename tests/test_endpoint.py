"""SPARQL is answered alike by the embedded store, by a worker on it and by a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from servers import oxigraph_server

from kg.endpoints.bounded import BoundedEndpoint
from kg.endpoints.endpoint import BadQuery, Endpoint, LocalEndpoint, Table
from kg.endpoints.remote import RemoteEndpoint
from kg.store import store_location


@pytest.fixture(scope="module")
def endpoints(store: Path, endpoint: LocalEndpoint) -> Iterator[tuple[Endpoint, ...]]:
    """The same store, asked in three ways."""
    with oxigraph_server("serve-read-only", store_location(store)) as server:
        yield endpoint, BoundedEndpoint(store), RemoteEndpoint(server.url)


def test_terms_come_back_with_their_type_and_language(endpoints: tuple[Endpoint, ...]) -> None:
    query = """SELECT ?iri ?word ?number ?unbound
               WHERE { VALUES (?iri ?word ?number ?unbound) { (<a:b> "市"@zh 3 UNDEF) } }"""
    expected = Table(
        ("iri", "word", "number", "unbound"),
        ((NamedNode("a:b"), Literal("市", language="zh"), Literal(3), None),),
    )
    for endpoint in endpoints:
        assert endpoint.select(query) == expected


def test_ask_and_construct_work_on_all(endpoints: tuple[Endpoint, ...]) -> None:
    construct = """PREFIX zm: <https://w3id.org/zhengmai/ontology#>
                   CONSTRUCT { ?document zm:key ?key } WHERE { ?document zm:key ?key }"""
    local, *others = endpoints
    assert len(local.construct(construct)) == 5
    for endpoint in others:
        assert endpoint.query("ASK { ?s ?p ?o }") is True
        assert endpoint.query("ASK { ?s ?s ?s }") is False
        assert endpoint.construct(construct) == local.construct(construct)


def test_a_comment_does_not_change_what_kind_of_query_it_is(
    endpoints: tuple[Endpoint, ...],
) -> None:
    query = "#+ title: load\n#+ question: delete or insert?\nSELECT (1 AS ?one) {}"
    for endpoint in endpoints:
        assert endpoint.select(query).rows == ((Literal(1),),)


def test_bad_sparql_is_said_with_its_place(endpoints: tuple[Endpoint, ...]) -> None:
    for asked in endpoints:
        with pytest.raises(BadQuery, match=r"第1行第25列有语法错误"):
            asked.query("SELECT * WHERE { ?s ?p }")
        with pytest.raises(BadQuery):
            asked.query("INSERT DATA { <a:a> <a:b> <a:c> }")
        with pytest.raises(BadQuery, match="SELECT"):
            asked.select("ASK { ?s ?p ?o }")
