"""What an assistant sees: the tools over standard input and output, by the SDK's own client."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters

from kg.assistant.tools import server
from kg.commands import main
from kg.endpoints.endpoint import LocalEndpoint
from kg.questions.catalogue import BEHIND, load_catalogue

ARGUMENTS = ["mcp", "--timeout", "2", "--store"]
HENAN, TASK = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44#A/1"
ABOVE = f"{HENAN}#A2/1"


class Assistant:
    """Calls of one tool each, over a connection in this process."""

    def __init__(self, endpoint: LocalEndpoint, store: Path) -> None:
        self.server = server(endpoint, store)

    def run(self, work: Callable[[Client], Awaitable[Any]]) -> Any:
        async def connected() -> Any:
            async with Client(self.server) as client:
                return await work(client)

        return anyio.run(connected)

    def call(self, tool: str, **arguments: object) -> dict[str, Any]:
        result = self.run(lambda client: client.call_tool(tool, arguments))
        assert not result.is_error, result.content
        answer: dict[str, Any] = result.structured_content
        return answer

    def refused(self, tool: str, **arguments: object) -> str:
        result = self.run(lambda client: client.call_tool(tool, arguments))
        assert result.is_error
        return str(result.content[0].text)


@pytest.fixture(scope="module")
def assistant(endpoint: LocalEndpoint, store: Path) -> Assistant:
    return Assistant(endpoint, store)


def test_over_standard_input_and_output(store: Path) -> None:
    """The command as an assistant starts it, spoken to by the SDK's client."""

    async def session() -> tuple[Any, ...]:
        command = Path(sys.executable).with_name("zhengmai")
        started = StdioServerParameters(command=str(command), args=[*ARGUMENTS, str(store)])
        async with Client(started) as client:
            tools = (await client.list_tools()).tools
            call = client.call_tool
            return (
                tools,
                await call("ask", {"name": "item-upward", "parameters": {"item": TASK}}),
                await call("search", {"words": "产业学院 驻马店", "kind": "item"}),
                await call("sparql", {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}),
            )

    tools, answer, hits, runaway = anyio.run(session)
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert ABOVE in {row["upper"] for row in answer.structured_content["rows"]}
    assert hits.structured_content["hits"]
    assert runaway.is_error


def test_every_question_is_listed_with_what_it_takes(assistant: Assistant) -> None:
    listed = {one["name"]: one for one in assistant.call("list_questions")["questions"]}
    assert set(listed) == {q.name for q in load_catalogue().values() if q.theme not in BEHIND}
    assert listed["item-upward"]["parameters"] == {"item": f"item, e.g. {TASK}"}
    coverage = assistant.call("list_questions", theme="coverage")["questions"]
    assert {one["theme"] for one in coverage} == {"coverage"}
    assert "responsibility" in assistant.refused("list_questions", theme="coverages")


def test_an_answer_says_where_each_item_stands(assistant: Assistant) -> None:
    answer = assistant.call("ask", name="item-upward", parameters={"item": TASK})
    assert answer["columns"]["upper"] == {"zh": "上级条目", "en": "upper item"}
    row = next(one for one in answer["rows"] if one["upper"] == ABOVE)
    assert row["confidence"] > 0.9
    source = answer["sources"][ABOVE]
    assert (source["number"], source["file"]) == ("豫政〔2021〕2号", f"{HENAN}.txt")
    assert source["line"] > 0
    assert source["quote"].startswith("加强职业院校思政课程与课程思政建设")


def test_long_answers_are_given_in_pieces(assistant: Assistant) -> None:
    asked = {"name": "document-items", "parameters": {"document": HENAN}}
    first = assistant.call("ask", limit=50, **asked)
    rest = assistant.call("ask", limit=50, offset=50, **asked)
    assert (first["total_rows"], len(first["rows"]), len(rest["rows"])) == (67, 50, 17)
    assert "17" in first["more"]
    assert "more" not in rest
    assert "less than or equal to 200" in assistant.refused("ask", limit=100_000, **asked)


def test_a_slip_is_an_error_that_names_what_there_is(assistant: Assistant) -> None:
    assert "item-upward" in assistant.refused("ask", name="item-upwards")
    wrong = {"item": f"{TASK}99"}
    told = assistant.refused("ask", name="item-upward", parameters=wrong)
    assert f"最接近的：{TASK}" in told
    assert "nearest" in told


def test_choices_can_be_narrowed(assistant: Assistant) -> None:
    bodies = assistant.call(
        "choices", name="body-tasks", parameter="body", containing="驻马店市教育"
    )
    assert [one["value"] for one in bodies["choices"]] == ["驻马店市教育局"]
    items = assistant.call(
        "choices", name="item", parameter="item", parameters={"document": "shangqiu-draft"}
    )
    assert items["total"] == 20
    assert assistant.call("choices", name="items-by-word", parameter="word")["choices"] == []


@pytest.mark.parametrize("pair", [(TASK, ABOVE), (ABOVE, TASK)])
def test_two_items_are_explained_in_either_order(
    assistant: Assistant, pair: tuple[str, str]
) -> None:
    told = assistant.call("explain", lower=pair[0], upper=pair[1])
    assert told["link"][0]["link"] == "落实"
    assert {"共有文字", "目标", "对口单位"} <= {one["evidence"] for one in told["link-evidence"]}
    assert "思政" in told["lower"][0]["text"]


def test_items_that_nobody_linked_are_explained_too(assistant: Assistant) -> None:
    none_found = assistant.call("explain", lower="anyang-2018-anzhengban-2#A/26", upper=ABOVE)
    assert [one["link"] for one in none_found["link"]] == ["查无"]
    apart = assistant.call("explain", lower="shangqiu-draft#1", upper=TASK)
    assert "note" in apart


def test_sparql_is_read_only_and_stays_at_home(assistant: Assistant) -> None:
    counted = assistant.call("sparql", query="SELECT (COUNT(*) AS ?n) { ?item a zm:Task }")
    assert counted["rows"][0]["n"] >= 120
    assert assistant.call("sparql", query="ASK { ?item a zm:Task }") == {"answer": True}
    graph = assistant.call("sparql", query="CONSTRUCT WHERE { ?item zm:implements ?above }")
    assert "zm:implements" in graph["turtle"]
    assert "语法错误" in assistant.refused("sparql", query="SELECT ?x WHERE ?x")
    assert "更新" in assistant.refused("sparql", query="DELETE WHERE { ?s ?p ?o }")
    inside = "SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }"
    assert "SERVICE" in assistant.refused("sparql", query=inside)


def test_without_the_library_it_says_what_to_install(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "kg.assistant.tools", None)
    result = CliRunner().invoke(main, ["mcp", "--store", str(store)])
    assert result.exit_code == 1
    assert "zhengmai[mcp]" in result.stderr
