"""`/questions`: all questions that people ask, by theme, searched by words."""

from __future__ import annotations

from itertools import groupby

from starlette.responses import Response

from kg.language import say
from kg.pages.questions.page import VIEWS
from kg.pages.visit import Visit
from kg.questions.catalogue import BEHIND, THEMES, load_catalogue
from kg.questions.question import Bilingual, Question

WORDS = "q"


def show_catalogue(visit: Visit) -> Response:
    """The questions in which all words asked for occur; all of them without words."""
    everything = [one for one in load_catalogue().values() if one.theme not in BEHIND]
    words = visit.value(WORDS)
    found = [one for one in everything if _speaks_of(one, words)]
    themes = [
        (Bilingual(*THEMES[theme]), theme, list(some))
        for theme, some in groupby(found, key=lambda one: one.theme)
    ]
    return visit.show(
        "questions/catalogue.html",
        _heading(len(everything), len(found), len(themes), words),
        door="questions",
        themes=themes,
        words=words,
        views=VIEWS,
    )


def _heading(total: int, found: int, themes: int, words: str) -> str:
    if words:
        return say(
            f"{total} 个问题里，{found} 个说到“{words}”",
            f"{found} of {total} questions speak of “{words}”",
        )
    return say(f"{total} 个现成的问题，分 {themes} 类", f"{total} questions on {themes} themes")


def _speaks_of(question: Question, words: str) -> bool:
    """Whether each of the words stands in a question, its title, theme, parameters or columns."""
    labels = [one.label for one in question.parameters]
    labels += [one.label for one in question.columns]
    theme = Bilingual(*THEMES[question.theme])
    texts = (question.name, question.title, question.question, theme, *labels)
    whole = " ".join(map(str, texts)).casefold()
    return all(word in whole for word in words.casefold().split())
