"""The process in which a file from outside is read, so that no file can hang or fill the server.

    python -m kg.adding.reading look FILE KEY CORPUS
    python -m kg.adding.reading add  FILE KEY CORPUS [replace]

It says what it finds as JSON, a line each: first what was read, then how far the comparison with
the corpus is, last the links. Whoever started it ends it when it takes too long.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from kg.align.align import align
from kg.align.link import ItemRef, Link, MappingSet
from kg.resolve import resolve_citations
from loaders.corpus import Corpus
from loaders.document import Document, Item
from loaders.doubts import doubts_in
from loaders.errors import ZhengmaiError, system_error
from loaders.read import read_corpus

ITEMS: Final = 400
LINKS: Final = 300
"""What a page shows of a document; the counts are of all."""
_LONGEST: Final = 400  # characters of a text on the page


def main() -> None:
    """Do what the command line says; errors are told as JSON too."""
    what, file, key, folder, *more = sys.argv[1:]
    corpus = Corpus(Path(folder))
    try:
        if what == "add":
            _add(corpus, Path(file), key, replacing=bool(more))
        else:
            _look(corpus, Path(file), key)
    except ZhengmaiError as error:
        _say({"error": {"zh": error.zh, "en": error.en}})
    except OSError as error:
        told = system_error(error)
        _say({"error": {"zh": told.zh, "en": told.en}})
    except (MemoryError, RecursionError):
        _say({"error": TOO_MUCH})
    except Exception as error:  # whatever a file brings about, its sender hears of
        name = type(error).__name__
        _say({"error": {"zh": f"读它的程序出错：{name}", "en": f"the reader failed: {name}"}})


TOO_MUCH: Final = {
    "zh": "读它用的内存太多，不像一份公文",
    "en": "it takes more memory than any official document",
}


def _look(corpus: Corpus, file: Path, key: str) -> None:
    document = corpus.read(file, key)
    _say({"document": _document(document)})
    _say({"refused": _refusal(corpus, file, document)})
    others = read_corpus(corpus.folder)[0] if corpus.folder.is_dir() else ()
    every = [*(one for one in others if one.key != key), document]
    _say({"links": _links(document, every, align(every, resolve_citations(every), key))})


def _add(corpus: Corpus, file: Path, key: str, replacing: bool) -> None:
    document = corpus.read(file, key)
    corpus.check(file, document, replacing)
    _say({"added": [str(path) for path in corpus.bring_in(file, document)]})


def _refusal(corpus: Corpus, file: Path, document: Document) -> Mapping[str, str] | None:
    """Say why the corpus would not take the document; None where it would."""
    try:
        corpus.check(file, document, replacing=False)
    except ZhengmaiError as error:
        return {"zh": error.zh, "en": error.en}
    return None


def _document(document: Document) -> dict[str, Any]:
    """What a page shows of a document."""
    header = asdict(document.header)
    items = list(document.items())
    return {
        "key": document.key,
        "file": document.source_file,
        "header": {
            name: sorted(value) if isinstance(value, (set, frozenset)) else value
            for name, value in header.items()
        },
        "source_url": document.source_url or "",
        "note": document.note or "",
        "counts": {
            "measures": len(document.measures),
            "tasks": len(document.task_rows),
            "units": sum(len(item.units) for item in items),
            "targets": sum(len(item.targets) for item in items),
            "citations": len(document.citations),
        },
        "items": [_item(item) for item in items[:ITEMS]],
        "citations": [
            {"name": " ".join(filter(None, (one.title, one.number))), "role": one.role}
            for one in document.citations
        ],
        "doubts": [
            {"zh": d.zh, "en": d.en, "line": d.line, "field": d.field, "example": d.example}
            for d in doubts_in(document)
        ],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "path": list(item.path),
        "title": item.title or "",
        "text": _clipped(item.text),
        "units": [unit.raw for unit in item.units],
        "deadline": item.deadline or "",
        "targets": [target.quote for target in item.targets],
    }


def _links(document: Document, every: list[Document], found: MappingSet) -> dict[str, Any]:
    """The links of the document with each other one, and what of it nothing answers."""
    texts = {ItemRef(one.key, item.id): item for one in every for item in one.items()}
    titles = {one.key: one.header.title for one in every}
    outside = [link for link in found.links if link.subject.document != link.object.document]
    compared = sorted(
        {miss.searched for miss in found.no_matches if miss.item.document == document.key}
        | {ref.document for link in outside for ref in (link.subject, link.object)} - {document.key}
    )
    return {
        "documents": [
            {"key": key, "title": titles[key], **_counts(key, outside)} for key in compared
        ],
        "unmatched": [
            {"item": miss.item.item, "searched": miss.searched}
            for miss in found.no_matches
            if miss.item.document == document.key
        ][:LINKS],
        "inside": len(found.links) - len(outside),
        "links": [
            _link(link, texts)
            for link in sorted(outside, key=lambda link: -link.confidence)[:LINKS]
        ],
        "total": len(outside),
    }


def _counts(key: str, links: list[Link]) -> dict[str, Any]:
    of = [link for link in links if key in (link.subject.document, link.object.document)]
    return {
        "is_upper": any(link.object.document == key for link in of),
        "kinds": dict(sorted(Counter(link.kind for link in of).items())),
    }


def _link(link: Link, texts: Mapping[ItemRef, Item]) -> dict[str, Any]:
    lower, upper = texts[link.subject], texts[link.object]
    return {
        "kind": link.kind,
        "confidence": link.confidence,
        "lower": {"key": str(link.subject), "text": _clipped(lower.text)},
        "upper": {"key": str(link.object), "text": _clipped(upper.text)},
        "shared": list(_shared(link)),
    }


def _shared(link: Link) -> Iterator[tuple[int, int, int, int]]:
    for one in link.shared:
        yield one.subject_start, one.subject_end, one.object_start, one.object_end


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _say(facts: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
