"""The endpoint of our own pages: the engines of the server, asked from a worker thread.

An answer is kept for the build that gave it (`kg.server.kept_answers`).
"""

from __future__ import annotations

import asyncio

import httpx
import pyoxigraph as ox

from kg.endpoints.endpoint import (
    Answer,
    EndpointFailure,
    TimedOut,
    TypedAnswers,
    bad_syntax,
    read_answer,
    read_triples,
    shape_of_query,
)
from kg.server.engines import Pool, Unavailable
from kg.server.kept_answers import KeptAnswers

_ACCEPT = f"{ox.QueryResultsFormat.JSON.media_type}, {ox.RdfFormat.N_TRIPLES.media_type}"


class OwnEndpoint(TypedAnswers):
    """Blocks its thread, never the server's loop; the time limit of the server holds here too."""

    def __init__(self, pool: Pool, client: httpx.AsyncClient) -> None:
        self._pool = pool
        self._client = client
        self._loop = asyncio.get_running_loop()
        self._kept = KeptAnswers()

    def query(self, sparql: str) -> Answer:
        """Answer any query form; EndpointFailure where the engines cannot, or not in time."""
        build = self._pool.generation
        kept = self._kept.get(build, sparql)
        if kept is not None:
            return kept
        answer, size = self._answer(sparql)
        if self._pool.generation == build:  # else it may be of one or the other
            self._kept.keep(build, sparql, answer, size)
        return answer

    def _answer(self, sparql: str) -> tuple[Answer, int]:
        """The answer, and in how many bytes it was sent."""
        shape_of_query(sparql)
        response = asyncio.run_coroutine_threadsafe(self._ask(sparql), self._loop).result()
        if response.status_code == 400:
            raise bad_syntax(response.text, sparql)
        if response.status_code != 200:
            raise _failed(response.text)
        if response.headers["content-type"].startswith(ox.RdfFormat.N_TRIPLES.media_type):
            return read_triples(response.content, ox.RdfFormat.N_TRIPLES), len(response.content)
        found = ox.parse_query_results(response.content, ox.QueryResultsFormat.JSON)
        return read_answer(found), len(response.content)

    async def _ask(self, sparql: str) -> httpx.Response:
        seconds = self._pool.limits.seconds
        try:
            async with asyncio.timeout(seconds):
                try:
                    return await self._once(sparql)
                except httpx.TransportError:  # an engine that had died unseen
                    return await self._once(sparql)
        except TimeoutError as error:
            raise TimedOut(
                f"查询超过了 {seconds:g} 秒的时限", f"the query took more than {seconds:g} seconds"
            ) from error
        except Unavailable as error:
            raise EndpointFailure(error.zh, error.en) from error
        except httpx.TransportError as error:
            raise _failed(str(error)) from error

    async def _once(self, sparql: str) -> httpx.Response:
        async with self._pool.lease(own=True) as lease:
            response = await self._client.post(
                lease.url,
                content=sparql.encode(),
                headers={"Content-Type": "application/sparql-query", "Accept": _ACCEPT},
            )
            lease.finished = True
            return response


def _failed(reason: str) -> EndpointFailure:
    return EndpointFailure(f"查询引擎中断了：{reason}", f"the query engine broke off: {reason}")
