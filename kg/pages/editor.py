"""`/editor`: SPARQL with the catalogue as examples; `web/src/editor.ts` makes the page alive.

    /editor                            a query to begin with, or the reader's draft
    /editor?question=NAME&item=…       a question of the catalogue, bound to values
    /editor?query=…&view=table         a query, asked at once, its answer as a table
    /editor?query=…&view=network       or as a network; a long query stands behind `#`

Without script the page is a form that sends the query to `/sparql`.
"""

from __future__ import annotations

from itertools import groupby

from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.iris import BASE
from kg.language import say
from kg.pages.address import editor_address
from kg.pages.places import places
from kg.pages.visit import Visit, pages
from kg.prefixes import PREFIXES
from kg.questions.ask import read_values
from kg.questions.catalogue import BEHIND, THEMES, bind, find_question, load_catalogue
from kg.questions.question import Bilingual, Question, without_header
from kg.server.formats import ROWS, TRIPLES

_BEGINNING = """PREFIX zm: <{zm}>
PREFIX rdfs: <{rdfs}>

SELECT ?document ?title ?date
WHERE {{
  ?document a zm:PolicyDocument ;
            zm:title ?title .
  OPTIONAL {{ ?document zm:date ?date }}
}}
ORDER BY ?date ?document
LIMIT 20
"""


def routes() -> list[BaseRoute]:
    """The editor."""
    return pages("/editor", _editor)


def _editor(visit: Visit) -> Response:
    name = visit.value("question")
    question = find_question(name) if name else None
    given = visit.value("query")
    text = _bound(visit, question) if question else given or _BEGINNING.format(**PREFIXES)
    people = [one for one in load_catalogue().values() if one.theme not in BEHIND]
    return visit.show(
        "editor.html",
        say("SPARQL 编辑器", "SPARQL editor"),
        door="editor",
        text=text,
        question=question,
        themes=[
            (Bilingual(*THEMES[theme]), list(of))
            for theme, of in groupby(people, lambda one: one.theme)
        ],
        example_address=_example_address,
        formats=[*ROWS, *(name for name in TRIPLES if name not in ROWS)],
        facts={
            "isDraft": not (question or given),
            "prefixes": PREFIXES,
            "base": BASE,
            "places": places(),
        },
    )


def _bound(visit: Visit, question: Question) -> str:
    """The text of a question with the values of the address, or else its examples."""
    examples = _examples(question)
    given = {one.name: visit.value(one.name) for one in question.parameters}
    values = examples | {name: value for name, value in given.items() if value}
    return without_header(bind(question, read_values(question, values, visit.asker.endpoint)))


def _example_address(question: Question) -> str:
    return editor_address(question.name, _examples(question))


def _examples(question: Question) -> dict[str, str]:
    return {one.name: one.example for one in question.parameters if one.required}
