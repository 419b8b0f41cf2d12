"""The catalogue as data, for forms, programs and assistants."""

from __future__ import annotations

from typing import Any

from kg.questions.catalogue import BEHIND, THEMES, load_catalogue
from kg.questions.question import Bilingual, Parameter, Question, without_header


def catalogue_json() -> dict[str, Any]:
    """All themes and questions that people ask, in the catalogue's order."""
    questions = [one for one in load_catalogue().values() if one.theme not in BEHIND]
    themes = dict.fromkeys(question.theme for question in questions)
    return {
        "themes": [{"name": name, **_words(Bilingual(*THEMES[name]))} for name in themes],
        "queries": [question_json(question) for question in questions],
    }


def question_json(question: Question) -> dict[str, Any]:
    """What one question asks, takes and gives."""
    return {
        "name": question.name,
        "theme": question.theme,
        "title": _words(question.title),
        "question": _words(question.question),
        "parameters": [_parameter(one) for one in question.parameters],
        "columns": [
            {"name": column.name, **_words(column.label), "type": column.type}
            for column in question.columns
        ],
        "view": question.view,
        "axes": {axis: list(names) for axis, names in question.axes.items()},
        "sparql": without_header(question.text),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        **_words(parameter.label),
        "type": parameter.type,
        "required": parameter.required,
        "example": parameter.example,
        "choices": parameter.choices,
    }


def _words(words: Bilingual) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
