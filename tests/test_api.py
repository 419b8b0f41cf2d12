"""The questions over HTTP: one address a question, every format, errors that say what there is."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote

import openpyxl
import pytest
import rdflib
from openapi_spec_validator import validate
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.endpoints.endpoint import Answer, EndpointFailure, LocalEndpoint
from kg.questions.answer_formats import FORMATS
from kg.questions.ask import ask
from kg.questions.catalogue import BEHIND, load_catalogue
from kg.questions.question import ColumnType, ParameterType, View
from kg.server.api import routes
from kg.server.app import create_app

TASK = "zhumadian-2021-zhuzhengban-44#A/1"
ABOVE = "https://w3id.org/zhengmai/id/item/henan-2021-yuzheng-2/A2/1"
UPWARD = "/api/queries/item-upward"


def client_of(endpoint: LocalEndpoint, generation: str | None = None) -> TestClient:
    app = Starlette(routes=routes())
    app.state.endpoint, app.state.generation = endpoint, generation
    return TestClient(app)


@pytest.fixture(scope="module")
def api(endpoint: LocalEndpoint) -> TestClient:
    return client_of(endpoint)


def get(api: TestClient, path: str, accept: str = "*/*", **values: str) -> Any:
    return api.get(path, params=values, headers={"Accept": accept})


def test_the_catalogue_says_what_each_question_asks_takes_and_gives(api: TestClient) -> None:
    catalogue = get(api, "/api/queries").json()
    assert {theme["name"] for theme in catalogue["themes"]}.isdisjoint(BEHIND)
    upward = next(one for one in catalogue["queries"] if one["name"] == "item-upward")
    assert upward["title"] == {"zh": "一项的上级来源", "en": "Lineage of an item upward"}
    assert upward["parameters"][0]["choices"] == "choose-item"
    assert upward["axes"] == {"source": ["lower"], "target": ["upper"]}
    assert upward["sparql"].startswith("PREFIX")
    assert get(api, f"{UPWARD}/about").json() == upward


def test_an_answer_is_json_unless_asked_otherwise(api: TestClient) -> None:
    response = get(api, UPWARD, item=TASK)
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert ABOVE in {row["upper"]["value"] for row in response.json()["results"]["bindings"]}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/json", "application/sparql-results+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/html, application/xml;q=0.9, */*;q=0.8", "application/sparql-results+json"),
        (
            "text/turtle;q=0.5, text/tab-separated-values",
            "text/tab-separated-values; charset=utf-8",
        ),
        ("text/*;q=0.3, text/turtle", "text/turtle; charset=utf-8"),
        ("application/json;q=0, text/csv;q=0.1", "text/csv; charset=utf-8"),
    ],
)
def test_the_format_is_what_the_client_likes_best(
    api: TestClient, accept: str, media_type: str
) -> None:
    response = get(api, UPWARD, accept, item=TASK)
    assert response.headers["content-type"] == media_type
    assert "Accept" in response.headers["vary"]


def test_csv_opens_in_chinese_excel(api: TestClient) -> None:
    response = get(api, UPWARD, item=TASK, format="csv")
    assert response.content.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert ("落实", ABOVE) in {(row["link"], row["upper"]) for row in rows}
    name = response.headers["content-disposition"].partition("filename*=UTF-8''")[2]
    assert unquote(name) == "一项的上级来源.csv"


def test_a_workbook_is_typed_linked_and_says_what_was_asked(api: TestClient) -> None:
    response = get(api, UPWARD, item=TASK, format="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    rows, about = book.worksheets
    head, first = list(rows.iter_rows())[:2]
    assert head[0].value == "下级条目\nlower item"
    assert first[0].value == TASK
    assert first[0].hyperlink
    address = "http://testserver/id/item/zhumadian-2021-zhuzhengban-44/A/1"
    assert first[0].hyperlink.target == address
    assert isinstance(first[6].value, float)
    said = {str(line[0].value): str(line[1].value) for line in about.iter_rows(min_row=2)}
    assert said["参数 条目 item"] == TASK
    assert said["行数 rows"] == str(rows.max_row - 1)
    assert "VALUES ?item { <https://w3id.org/" in said["SPARQL"]
    assert said["最新文件日期 date of the newest document"].startswith("2021-11-30")


def test_turtle_holds_the_rows_and_what_the_graph_says_of_the_things_in_them(
    api: TestClient,
) -> None:
    graph = rdflib.Graph().parse(data=get(api, UPWARD, item=TASK, format="turtle").text)
    shown = graph.query(
        """PREFIX rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#>
           PREFIX zm: <https://w3id.org/zhengmai/ontology#>
           SELECT ?index ?key WHERE {
             ?answer a rs:ResultSet ; rs:solution ?row .
             ?row rs:index ?index ; rs:binding [ rs:variable "upper" ; rs:value ?upper ] .
             ?upper zm:itemKey ?key
           }"""
    )
    assert "henan-2021-yuzheng-2#A2/1" in {str(row[1]) for row in shown}  # type: ignore[index]
    rows = get(api, UPWARD, item=TASK).json()["results"]["bindings"]
    assert len({str(row[0]) for row in shown}) == len(rows)  # type: ignore[index]


def test_what_a_parameter_can_be_is_asked_of_the_graph(api: TestClient) -> None:
    bodies = get(api, "/api/queries/body-tasks/choices/body").json()["choices"]
    assert {"value": "驻马店市教育局", "label": "驻马店市教育局", "group": "驻马店市"} in bodies
    items = get(api, f"{UPWARD}/choices/item", document="nanyang-task-list").json()["choices"]
    assert len(items) == 27
    assert get(api, "/api/queries/items-by-word/choices/word").json() == {
        "open": True,
        "choices": [],
    }


@pytest.mark.parametrize(
    ("path", "values", "status", "words", "near"),
    [
        ("/api/queries/item-upwards", {}, 404, "没有名为", "item-upward"),
        (UPWARD, {}, 400, "缺参数 item", None),
        (UPWARD, {"item": " "}, 400, "缺参数 item", None),
        (UPWARD, {"item": TASK + "99"}, 400, "不是图里有的条目", TASK),
        (UPWARD, {"item": "x" * 3000}, 400, "超过 2000 字", None),
        (UPWARD, {"item": "http://a b"}, 400, "合格的 IRI", None),
        (UPWARD, {"item": "https://example.org/none"}, 400, "不是图里有的条目", None),
        (UPWARD, {"itme": TASK}, 400, "没有参数", "item"),
        (UPWARD, {"item": TASK, "format": "xls"}, 400, "没有格式", "xlsx"),
        (f"{UPWARD}/choices/itme", {}, 400, "没有参数", "item"),
        ("/api/queries/documents-of-year", {"year": "去年"}, 400, "不是年份", None),
    ],
)
def test_an_error_says_what_is_wrong_and_what_there_is(
    api: TestClient, path: str, values: dict[str, str], status: int, words: str, near: str | None
) -> None:
    response = get(api, path, **values)
    told = response.json()
    assert response.status_code == status
    assert words in told["zh"]
    assert told["en"]
    if near:
        assert near in told["nearest"]


def test_a_value_is_given_once(api: TestClient) -> None:
    response = api.get(f"{UPWARD}?item=a&item=b")
    assert (response.status_code, response.json()["en"]) == (400, "give each parameter once")


def test_a_format_that_is_not_there_is_refused(api: TestClient) -> None:
    response = get(api, UPWARD, "image/png", item=TASK)
    assert response.status_code == 406
    assert "xlsx" in response.json()["zh"]


def test_the_application_serves_it_and_knows_its_build(store: Path) -> None:
    with TestClient(create_app(store)) as client:
        asked = {"item": TASK, "format": "csv"}
        response = client.get(UPWARD, params=asked, headers={"Origin": "https://example.org"})
        assert ABOVE in response.text
        assert response.headers["access-control-allow-origin"] == "*"
        kept = {"If-None-Match": response.headers["etag"]}
        again = client.get(UPWARD, params=asked, headers=kept)
        assert again.status_code == 304
        assert client.get(f"{UPWARD}s").json()["nearest"][0] == "item-upward"


def test_nothing_is_changed_over_http(api: TestClient) -> None:
    assert api.post(UPWARD).status_code == 405


def test_an_endpoint_that_fails_is_a_bad_gateway() -> None:
    class Down(LocalEndpoint):
        def __init__(self) -> None:
            pass

        def query(self, sparql: str) -> Answer:
            raise EndpointFailure("连不上", f"cannot ask {len(sparql)} characters")

    assert get(client_of(Down()), "/api/queries/documents").status_code == 502


def test_an_answer_is_kept_until_the_next_build(endpoint: LocalEndpoint) -> None:
    first = client_of(endpoint, "generation-1").get("/api/queries/documents")
    kept = {"If-None-Match": first.headers["etag"]}
    assert first.headers["cache-control"] == "no-cache"
    again = client_of(endpoint, "generation-1").get("/api/queries/documents", headers=kept)
    assert (again.status_code, again.content) == (304, b"")
    other = client_of(endpoint, "generation-1").get(
        "/api/queries/documents?format=csv", headers=kept
    )
    assert other.status_code == 200
    later = client_of(endpoint, "generation-2").get("/api/queries/documents", headers=kept)
    assert later.status_code == 200
    assert client_of(endpoint).get("/api/queries/documents").headers["cache-control"] == "no-store"


def test_the_interface_is_described_in_openapi(api: TestClient) -> None:
    described = get(api, "/api/openapi.json").json()
    validate(described)
    people = [one for one in load_catalogue().values() if one.theme not in BEHIND]
    for question in people:
        asking = described["paths"][f"/api/queries/{question.name}"]["get"]
        names = [one["name"] for one in asking["parameters"]]
        assert names == [*(one.name for one in question.parameters), "format"]


def test_what_openapi_describes_is_what_is_answered(
    api: TestClient, endpoint: LocalEndpoint
) -> None:
    described = get(api, "/api/openapi.json").json()["paths"]
    questions = {path: of for path, of in described.items() if path.startswith("/api/queries")}
    for path, operations in questions.items():
        given = {
            one["name"]: one["example"]
            for one in operations["get"].get("parameters", [])
            if one.get("required")
        }
        response = get(api, path, **given)
        assert response.status_code == 200, path
        name = path.removeprefix("/api/queries").strip("/")
        if name and "/" not in name:
            rows = response.json()["results"]["bindings"]
            assert len(rows) == len(ask(name, given, endpoint).rows), name


def test_the_page_on_questions_names_all_formats_and_addresses() -> None:
    text = (Path(__file__).parents[1] / "docs" / "questions.md").read_text(encoding="utf-8")
    for name in (*FORMATS, *get_args(ColumnType), *get_args(ParameterType), *get_args(View)):
        assert f"`{name}`" in text, name
    for route in routes():
        example = route.path.replace("{name}", "item-upward").replace("{parameter}", "item")
        assert f"GET {example}" in text
