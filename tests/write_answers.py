"""What every question answers on the corpus: one table a question under `answers/`.

`python tests/write_answers.py` builds the graph and writes the tables anew. What changes is read by
eye as a diff before it is committed: each changed row is a claim about the five documents.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from kg.build import build
from kg.endpoints.endpoint import Endpoint, LocalEndpoint
from kg.questions.ask import ask
from kg.questions.catalogue import Question, load_catalogue
from kg.questions.tables import readable

ANSWERS = Path(__file__).parent / "answers"
CORPUS = Path(__file__).parents[1] / "corpus"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def answer_path(question: Question) -> Path:
    """Where the answer to a question is kept."""
    return ANSWERS / question.theme / f"{question.name}.tsv"


def answer_text(question: Question, endpoint: Endpoint) -> str:
    """The answer to a question asked with its examples, a line a row."""
    values = {p.name: p.example for p in question.parameters if p.required}
    table = ask(question.name, values, endpoint)
    rows = [[readable(cell).translate(_ESCAPES) for cell in row] for row in table.rows]
    return "".join("\t".join(row) + "\n" for row in ([*table.columns], *rows))


def main() -> None:
    """Write all answers anew, and remove those that no question asks for any more."""
    with tempfile.TemporaryDirectory() as folder:
        build(CORPUS, Path(folder) / "store")
        endpoint = LocalEndpoint(Path(folder) / "store")
        texts = {
            answer_path(question): answer_text(question, endpoint)
            for question in load_catalogue().values()
        }
    for path in set(ANSWERS.glob("*/*.tsv")) - texts.keys():
        path.unlink()
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(texts)} answers in {ANSWERS}\n")


if __name__ == "__main__":
    main()
