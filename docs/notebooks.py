"""Run the notebooks of docs/notebooks on a store and keep in them what their cells put out.

    python docs/notebooks.py [STORE]

STORE is the store that `make demo` builds, `store` if none is named. What depends on the machine
or the hour is left out, so that the same graph gives the same tables.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

FOLDER = Path(__file__).parent / "notebooks"


def run(path: Path, store: Path) -> NotebookNode:
    """The notebook with the outputs of all its cells; CellExecutionError where one fails."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    os.environ["ZHENGMAI_STORE"] = str(store.resolve())
    where = {"metadata": {"path": str(FOLDER)}}
    quiet = ["--log-level=ERROR"]
    NotebookClient(notebook, timeout=120, resources=where, extra_arguments=quiet).execute()
    notebook.metadata.language_info = {"name": "python"}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return notebook


def main() -> None:
    """Run every notebook and write it back."""
    store = Path(sys.argv[1] if len(sys.argv) > 1 else "store")
    for path in sorted(FOLDER.glob("*.ipynb")):
        nbformat.write(run(path, store), path)
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
