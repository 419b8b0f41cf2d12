"""The notebooks run from start to end, and the tables they show are those of the graph."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

DOCS = Path(__file__).parents[1] / "docs"
NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))


def shown(notebook: NotebookNode) -> Iterator[tuple[str, list[Any]]]:
    """What each cell shows: words as they are, of pictures only that there is one."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield (
                cell.source,
                [
                    "picture" if "image/png" in told.get("data", {}) else told
                    for output in cell.outputs
                    if (told := {"text": output.get("text"), "data": output.get("data", {})})
                ],
            )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_its_cells_put_out(
    path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`python docs/notebooks.py` runs them anew."""
    monkeypatch.setenv("ZHENGMAI_STORE", str(store))
    again = runpy.run_path(str(DOCS / "notebooks.py"))["run"](path, store)
    for kept, made in zip(shown(nbformat.read(path, as_version=4)), shown(again), strict=True):
        assert kept == made


def test_notebooks_are_small_and_show_pictures() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["compare-cities", "tour"]
    for path in NOTEBOOKS:
        assert path.stat().st_size < 150_000
        assert "image/png" in path.read_text(encoding="utf-8")
