"""What an assistant can do: find a question, ask it, search, have two items explained, run SPARQL.

One tool asks all questions, by name: seventy tools would fill an assistant's memory before it has
read a word, and it would choose worse among them than in a list it can narrow down.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from kg.assistant.cited import cited_answer, cited_rows
from kg.endpoints.endpoint import BadQuery, Endpoint, Table
from kg.exports.export import graph_text
from kg.prefixes import PREFIXES
from kg.questions.ask import answer, choices
from kg.questions.catalogue import BEHIND, BadBinding, load_catalogue
from kg.server.federation import calls_out
from loaders.errors import ZhengmaiError

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

_MOST_ROWS, _MOST_CHOICES, _MOST_HITS, _MOST_TRIPLES = 200, 100, 50, 1000
_EXPLAINING = ("link", "link-evidence", "link-wording")

INSTRUCTIONS = """政脉：中国公文的政策脉络图，有条目、责任单位、量化目标、依据，
以及下级条目落实了上级哪一条。
先用 list_questions 找现成的查询，用 ask 提问；choices 给出参数可填的值；search 按词找。
都不合适才写 sparql。
引用时写明文件、文号、条目和原文（见 sources）。“落实”有写明的依据；“相近”内容相同而没有写明依据；
“查无”是比对过而没有；“未比对”是没有比对。机器比对出的关系有把握（confidence），没有核对过的要说明。

A graph of Chinese official documents: their items, responsible bodies, targets and bases, and which
lower item carries out which upper one. Find a canned question with list_questions and ask it;
choices gives the values of a parameter; search finds words. Write sparql only where none fits.
Cite document, number, item and words (sources). 落实 (carried out) rests on a declared basis, 相近
(alike) is the same content without one, 查无 (none found) was looked for, 未比对 was not compared.
Links found by the machine have a confidence; say where nobody has reviewed them."""

Limit = Annotated[int, Field(ge=1, le=_MOST_ROWS, description="最多几行 rows at most")]
Offset = Annotated[int, Field(ge=0, description="从第几行起 rows to skip")]


def server(endpoint: Endpoint, source: Path | str) -> MCPServer[Any]:
    """The server of the tools; `source` is the store or the address that `endpoint` answers for."""
    from mcp.server.mcpserver import MCPServer
    from mcp_types import ToolAnnotations

    tools = Tools(endpoint, source)
    made: MCPServer[Any] = MCPServer("zhengmai", instructions=INSTRUCTIONS, log_level="ERROR")
    reading = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for tool in (
        tools.list_questions,
        tools.ask,
        tools.choices,
        tools.search,
        tools.explain,
        tools.sparql,
    ):
        made.add_tool(_told(tool), annotations=reading, structured_output=True)
    return made


def _told(tool: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """The tool, with our errors as errors that the assistant reads in both languages."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def telling(*args: Any, **kwargs: Any) -> dict[str, Any]:
        try:
            return tool(*args, **kwargs)
        except ZhengmaiError as error:
            raise ToolError(f"{error.zh}（{error.en}）") from error

    telling.__doc__ = inspect.getdoc(tool)
    return telling


class Tools:
    """The tools over one endpoint; calls wait for each other."""

    def __init__(self, endpoint: Endpoint, source: Path | str) -> None:
        self._endpoint = endpoint
        self._source = source
        self._lock = Lock()

    def list_questions(
        self,
        theme: Annotated[
            str, Field(description="lineage, coverage, basis, responsibility, targets, …; 可不给")
        ] = "",
    ) -> dict[str, Any]:
        """列出现成的查询：名称、问什么、要哪些参数。

        List the canned questions: their names, what they ask, what they take.
        """
        found = [
            {
                "name": one.name,
                "theme": one.theme,
                "question": str(one.question),
                "parameters": {
                    parameter.name: f"{parameter.type}, e.g. {parameter.example}"
                    + ("" if parameter.required else " (optional)")
                    for parameter in one.parameters
                },
            }
            for one in load_catalogue().values()
            if one.theme not in BEHIND and theme in ("", one.theme)
        ]
        if not found:
            themes = dict.fromkeys(one.theme for one in load_catalogue().values())
            known = ", ".join(name for name in themes if name not in BEHIND)
            raise BadBinding(
                f"没有主题“{theme}”；现有：{known}", f"no theme {theme}; there are: {known}"
            )
        return {"questions": found}

    def ask(
        self,
        name: Annotated[str, Field(description="查询的名称 name of the question: item-upward")],
        parameters: Annotated[
            dict[str, str | int | float],
            Field(description='参数 {"item": "zhumadian-2021-zhuzhengban-44#A/1"}'),
        ] = {},  # noqa: B006  # pydantic copies it
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """问一个现成的查询，答案带出处。

        Ask a canned question; the answer says where each item stands.
        An item is named KEY#NOTATION, a document by key, number or title, a body by its full name.
        A name that is not in the graph is an error that names the nearest ones.
        """
        given = {parameter: str(value) for parameter, value in parameters.items()}
        with self._lock:
            return cited_answer(answer(name, given, self._endpoint), self._endpoint, limit, offset)

    def choices(
        self,
        name: Annotated[str, Field(description="查询的名称 name of the question")],
        parameter: str,
        containing: Annotated[str, Field(description="只要含这个词的 only those with")] = "",
        parameters: Annotated[
            dict[str, str], Field(description='收窄 narrow: {"document": "…"}')
        ] = {},  # noqa: B006
    ) -> dict[str, Any]:
        """参数可以填哪些值。The values that a question's parameter can have in this graph."""
        with self._lock:
            found = choices(name, parameter, parameters, self._endpoint)
        if found is None:
            return {"choices": [], "note": "任何值都行 any value will do"}
        rows = [row for row in found.table.texts() if containing in " ".join(row.values())]
        return {"choices": rows[:_MOST_CHOICES], "total": len(rows)}

    def search(
        self,
        words: Annotated[str, Field(description="词、文号、单位 words, document numbers, bodies")],
        kind: Annotated[str, Field(description="document, item, body, division")] = "",
        limit: Annotated[int, Field(ge=1, le=_MOST_HITS)] = 20,
    ) -> dict[str, Any]:
        """按词检索标题、条目原文、单位、文号。

        Search titles, items, bodies and document numbers; all words must be found.
        """
        from kg.search import SearchRequest, open_index
        from kg.search import search as search_index
        from kg.search.answer_json import answer_json

        filters = (("kind", kind),) if kind else ()
        with self._lock:
            index = open_index(self._endpoint, self._source)
            return answer_json(search_index(index, SearchRequest(words, filters, limit)))

    def explain(
        self,
        lower: Annotated[str, Field(description="下级条目 lower item, KEY#NOTATION")],
        upper: Annotated[str, Field(description="上级条目 upper item")],
    ) -> dict[str, Any]:
        """两项为何相连：关系、把握、依据、共有文字、目标、对口单位、反面理由。

        Why two items are linked: kind, confidence, basis, shared words, targets, bodies, what
        speaks against it; or that none was found.
        """
        pair = {"lower": lower, "upper": upper}
        told: dict[str, Any] = {}
        with self._lock:
            if not answer("link", pair, self._endpoint).table.rows:
                turned = {"lower": upper, "upper": lower}
                pair = turned if answer("link", turned, self._endpoint).table.rows else pair
            for side, item in pair.items():
                words = answer("item", {"item": item}, self._endpoint)
                told[side] = cited_answer(words, self._endpoint, 1, 0)["rows"]
            for name in _EXPLAINING:
                found = answer(name, pair, self._endpoint)
                told[name] = cited_answer(found, self._endpoint, _MOST_ROWS, 0)["rows"]
        if not told["link"]:
            told["note"] = "两份文件没有比对过，或这两项不相连 not compared, or not linked"
        return told

    def sparql(
        self,
        query: Annotated[str, Field(description="SELECT, ASK, CONSTRUCT or DESCRIBE")],
        limit: Limit = 100,
    ) -> dict[str, Any]:
        """运行只读的 SPARQL 1.1 查询；zm、rdfs、skos 等前缀已声明。

        Run a read-only SPARQL 1.1 query; the usual prefixes are declared.
        """
        if calls_out(query):
            raise BadQuery("不接受 SERVICE：不向别的服务器取数据", "SERVICE is refused")
        prologue = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items())
        with self._lock:
            found = self._endpoint.query(prologue + query)
            if isinstance(found, Table):
                return cited_rows(found, self._endpoint, limit)
        if isinstance(found, bool):
            return {"answer": found}
        shown = graph_text(found[:_MOST_TRIPLES], "turtle")
        return {"triples": len(found), "turtle": shown}
