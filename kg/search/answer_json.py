"""An answer of the search as JSON, for programs and the pages of the web application."""

from __future__ import annotations

from kg.questions.question import Bilingual
from kg.search.answer import Facet, Hit, Marked, SearchAnswer


def answer_json(answer: SearchAnswer) -> dict[str, object]:
    """The answer as it stands at /api/search; `marks` are offsets into the text beside them."""
    return {
        "words": answer.request.words,
        "filters": [list(pair) for pair in answer.request.filters],
        "offset": answer.request.offset,
        "total": answer.total,
        "notes": [_words(note) for note in answer.notes],
        "suggestions": list(answer.suggestions),
        "hits": [_hit(hit) for hit in answer.hits],
        "facets": [_facet(facet) for facet in answer.facets],
    }


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "kind": hit.kind,
        "key": hit.key,
        "iri": hit.iri,
        "title": _marked(hit.title),
        "snippet": _marked(hit.snippet),
        "document": hit.document,
        "document_title": hit.document_title,
        "number": hit.number,
        "level": _words(hit.level),
        "place": _words(hit.place),
        "year": _words(hit.year),
        "genre": _words(hit.genre),
        "held": hit.held,
        "exact": hit.exact,
    }


def _facet(facet: Facet) -> dict[str, object]:
    values = [
        {
            "value": one.value,
            "label": _words(one.label),
            "count": one.count,
            "chosen": one.chosen,
        }
        for one in facet.values
    ]
    return {"name": facet.name, "label": _words(facet.label), "values": values}


def _marked(text: Marked) -> dict[str, object]:
    return {"text": text.text, "marks": [list(span) for span in text.spans]}


def _words(words: Bilingual | None) -> dict[str, str] | None:
    return {"zh": words.zh, "en": words.en} if words else None
