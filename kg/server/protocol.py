"""A query as the SPARQL 1.1 Protocol sends it: three kinds of request, one of query.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

import anyio
from starlette.requests import ClientDisconnect, Request

from kg.endpoints.endpoint import no_updates
from kg.endpoints.sparql_text import QUERY_FORMS, UPDATE_FORMS, outline
from kg.server.errors import Refusal
from kg.server.federation import calls_out
from kg.server.formats import ROWS, TRIPLES, accepted, named
from kg.server.limits import Limits

_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATE = "application/sparql-update"
_BODY_SECONDS = 30.0
_MOST_PARAMETERS = 1000
_HOW = "GET ?query=…；POST 表单 query=…；POST application/sparql-query"


@dataclass(frozen=True, slots=True)
class ProtocolQuery:
    """One query, the dataset it is to be asked of, and the media type of the answer."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    form: str
    media_type: str

    def encoded(self) -> bytes:
        """The query as a form, for the engine that answers it."""
        fields = [("query", self.text)]
        fields += [("default-graph-uri", graph) for graph in self.default_graphs]
        fields += [("named-graph-uri", graph) for graph in self.named_graphs]
        return urlencode(fields).encode()


async def read_query(request: Request, limits: Limits) -> ProtocolQuery:
    """The query of a request; Refusal says with which status and why there is none."""
    fields = _fields(request.scope["query_string"], "查询串", "query string")
    if request.method == "POST":
        fields += await _posted(request, limits)
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in fields):
        raise _no_updates()
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise Refusal(
            400,
            f"要有一条查询，这里有 {len(queries)} 条；{_HOW}",
            f"one query is needed, here are {len(queries)}: GET ?query=…, POST the form query=…, "
            f"or POST {_QUERY}",
        )
    return _checked(queries[0], fields, request.headers.get("accept"))


def _checked(text: str, fields: list[tuple[str, str]], accept: str | None) -> ProtocolQuery:
    form = outline(text).form
    if form in UPDATE_FORMS:
        raise _no_updates(400)  # no query at all; sent as an update it is one, and refused
    if calls_out(text):
        raise Refusal(
            403,
            "不接受 SERVICE：本端点不向别的服务器取数据",
            "SERVICE is refused: this endpoint fetches nothing from other servers",
        )
    graphs = {
        kind: tuple(value for name, value in fields if name == f"{kind}-graph-uri" and value)
        for kind in ("default", "named")
    }
    media_type = _media_type(fields, accept, is_graph=form in QUERY_FORMS[2:])
    return ProtocolQuery(text, graphs["default"], graphs["named"], form, media_type)


def _media_type(fields: list[tuple[str, str]], accept: str | None, is_graph: bool) -> str:
    wished = [value for name, value in fields if name in ("format", "output") and value]
    # Clients name one format for all their queries: where it is of the other kind, Accept decides.
    applies = wished and not named(wished[0], not is_graph)
    found = (named(wished[0], is_graph) if wished else None) or (
        None if applies else accepted(accept, is_graph)
    )
    if found is None:
        there_are = "、".join((TRIPLES if is_graph else ROWS).values())
        wish = wished[0] if wished else accept
        raise Refusal(
            406,
            f"这种查询的结果不能写成 {wish}；可以的有 {there_are}",
            f"the answer to such a query cannot be written as {wish}; there are {there_are}",
        )
    return found


async def _posted(request: Request, limits: Limits) -> list[tuple[str, str]]:
    media_type, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    media_type = media_type.strip()
    if media_type == _UPDATE:
        raise _no_updates()
    if media_type not in (_FORM, _QUERY):
        raise Refusal(
            415,
            f"Content-Type 应是 {_FORM} 或 {_QUERY}",
            f"the Content-Type must be {_FORM} or {_QUERY}",
        )
    if "charset" in parameters and "utf-8" not in parameters:
        raise Refusal(415, "只接受 UTF-8", "only UTF-8 is accepted")
    body = await _body(request, limits.request_bytes)
    if media_type == _FORM:
        return _fields(body, "表单", "form")
    return [("query", _text(body, "查询", "query"))]


async def _body(request: Request, most: int) -> bytes:
    body = bytearray()
    try:
        with anyio.fail_after(_BODY_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise Refusal(
                        413,
                        f"请求超过 {most:,} 字节",
                        f"the request is longer than {most:,} bytes",
                        {"Connection": "close"},
                    )
    except TimeoutError:
        raise Refusal(
            408, "请求没有发完", "the request did not come to its end", {"Connection": "close"}
        ) from None
    except ClientDisconnect:
        raise Refusal(400, "请求中断了", "the request broke off") from None
    return bytes(body)


def _fields(encoded: bytes, zh: str, en: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            _text(encoded, zh, en),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError:
        raise _not_utf8(zh, en) from None
    except ValueError:
        raise Refusal(400, f"{zh}里的参数太多", f"too many parameters in the {en}") from None


def _text(encoded: bytes, zh: str, en: str) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError:
        raise _not_utf8(zh, en) from None


def _not_utf8(zh: str, en: str) -> Refusal:
    return Refusal(400, f"{zh}不是 UTF-8 文本", f"the {en} is not UTF-8 text")


def _no_updates(status: int = 403) -> Refusal:
    error = no_updates()
    return Refusal(status, error.zh, error.en)
