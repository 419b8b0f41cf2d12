"""The questions' interface and the search as OpenAPI 3.1, made from the catalogue."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from kg.questions.answer_formats import FORMATS
from kg.questions.catalogue import BEHIND, THEMES, load_catalogue
from kg.questions.question import ColumnType, Parameter, Question
from kg.search.answer import FACETS

_INTEGER, _DECIMAL = {"type": "integer"}, {"type": "number"}
_PARAMETER_SCHEMAS: dict[str, dict[str, Any]] = {
    "year": _INTEGER | {"minimum": 1900, "maximum": 2099},
    "number": _DECIMAL,
}
_SCHEMAS: dict[str, Any] = {
    "Term": {
        "description": "An RDF term of the SPARQL 1.1 JSON results; absent where there is none.",
        "type": "object",
        "required": ["type", "value"],
        "properties": {
            "type": {"enum": ["uri", "literal", "bnode"]},
            "value": {"type": "string"},
            "datatype": {"type": "string"},
            "xml:lang": {"type": "string"},
        },
    },
    "Choices": {
        "type": "object",
        "required": ["open", "choices"],
        "properties": {
            "open": {"type": "boolean", "description": "any value will do"},
            "choices": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["value", "label"],
                    "properties": {
                        "value": {"type": "string"},
                        "label": {"type": "string"},
                        "group": {"type": "string"},
                    },
                },
            },
        },
    },
    "Error": {
        "type": "object",
        "required": ["zh", "en"],
        "properties": {
            "zh": {"type": "string"},
            "en": {"type": "string"},
            "nearest": {"type": "array", "items": {"type": "string"}},
        },
    },
}
_DATATYPES: dict[ColumnType, str] = {
    "integer": "xsd:integer",
    "decimal": "xsd:decimal",
    "date": "xsd:date",
    "boolean": "xsd:boolean",
}


def openapi() -> dict[str, Any]:
    """The description of every address that `kg.server.api` and `kg.server.search` answer."""
    questions = [one for one in load_catalogue().values() if one.theme not in BEHIND]
    themes = dict.fromkeys(question.theme for question in questions)
    paths: dict[str, Any] = {
        "/api/queries": {"get": _simple("catalogue", "问题目录 The catalogue", {"type": "object"})},
        "/api/search": {"get": _searching()},
    }
    for question in questions:
        paths |= _paths(question)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "政脉 Zhengmai: questions and search",
            "version": version("zhengmai"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": " ".join(THEMES[name])} for name in themes],
        "paths": paths,
        "components": {"schemas": _SCHEMAS},
    }


def _paths(question: Question) -> dict[str, Any]:
    path = f"/api/queries/{question.name}"
    choosing = {
        f"{path}/choices/{one.name}": {"get": _choosing(question, one)}
        for one in question.parameters
    }
    return {path: {"get": _asking(question)}, **choosing}


def _asking(question: Question) -> dict[str, Any]:
    form = {
        "name": "format",
        "in": "query",
        "description": "格式，不给则按 Accept；the format, else what Accept says",
        "schema": {"enum": list(FORMATS)},
    }
    return {
        "operationId": f"ask-{question.name}",
        "tags": [question.theme],
        "summary": str(question.title),
        "description": str(question.question),
        "parameters": [*(_parameter(one, question) for one in question.parameters), form],
        "responses": {
            "200": {"description": str(question.title), "content": _contents(question)},
            "304": {"description": "与上次相同 as it was"},
            **_errors("400", "404", "406", "502"),
        },
    }


def _choosing(question: Question, parameter: Parameter) -> dict[str, Any]:
    summary = f"{parameter.label.zh}可填什么 What can be given as {parameter.label.en}"
    described = _simple(
        f"choices-{question.name}-{parameter.name}",
        summary,
        {"$ref": "#/components/schemas/Choices"},
    )
    narrowing = load_catalogue()[parameter.choices].parameters if parameter.choices else ()
    others = [_parameter(one, question) | {"required": False} for one in narrowing]
    return described | {"tags": [question.theme], "parameters": others}


def _searching() -> dict[str, Any]:
    text, count = {"type": "string"}, {"type": "integer", "minimum": 0}
    words = {"name": "q", "in": "query", "description": "词句、文号、单位 words", "schema": text}
    filters = [
        {
            "name": name,
            "in": "query",
            "description": str(label),
            "schema": {"type": "array", "items": text},
        }
        for name, label in FACETS.items()
    ]
    paging = [{"name": name, "in": "query", "schema": count} for name in ("limit", "offset")]
    described = _simple("search", "检索 Search", {"type": "object"})
    described["responses"] |= _errors("400", "502")
    return described | {"parameters": [words, *filters, *paging]}


def _simple(identifier: str, summary: str, schema: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {
        "operationId": identifier,
        "summary": summary,
        "responses": {"200": {"description": summary, "content": content}, **_errors("404")},
    }


def _parameter(parameter: Parameter, question: Question) -> dict[str, Any]:
    choices = f"；可填 choices: /api/queries/{question.name}/choices/{parameter.name}"
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": str(parameter.label) + (choices if parameter.choices else ""),
        "schema": _PARAMETER_SCHEMAS.get(parameter.type, {"type": "string"}),
        "example": parameter.example,
    }


def _contents(question: Question) -> dict[str, Any]:
    binding = {
        column.name: {
            "$ref": "#/components/schemas/Term",
            "title": str(column.label),
            "description": _DATATYPES.get(column.type, column.type),
        }
        for column in question.columns
    }
    rows = {"type": "array", "items": {"type": "object", "properties": binding}}
    answer = {
        "type": "object",
        "required": ["head", "results"],
        "properties": {
            "head": {"type": "object"},
            "results": {"type": "object", "properties": {"bindings": rows}},
        },
    }
    contents: dict[str, Any] = {form.media_type: {} for form in FORMATS.values()}
    return contents | {FORMATS["json"].media_type: {"schema": answer}}


def _errors(*codes: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {code: {"description": "错误 an error", "content": content} for code in codes}
