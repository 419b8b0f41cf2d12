"""What goes into a wheel: the pages with their scripts, and no wheel without them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PARTS = ("kg", "loaders", "ontology", "queries", "docs", "README.md", "LICENSE", "pyproject.toml")
_BUILT = "kg/pages/static/built"


def packed(root: Path, into: Path) -> subprocess.CompletedProcess[str]:
    """The attempt to make a wheel of a checkout."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8")


def test_a_wheel_carries_the_scripts_of_the_pages_and_their_licences(tmp_path: Path) -> None:
    made = packed(_ROOT, tmp_path)
    assert made.returncode == 0, made.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        licences = archive.read(f"{_BUILT}/LICENSES.txt").decode()
    islands = {path.stem for path in (_ROOT / "web" / "src").glob("*.ts")}
    assert {f"{_BUILT}/{name}.js" for name in islands} <= names
    assert "kg/pages/templates/base.html" in names
    assert {"sigma", "graphology", "@codemirror/view"} <= {
        line.split()[0] for line in licences.splitlines() if line.endswith(" (MIT)")
    }


def test_without_the_scripts_no_wheel_is_made(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for part in _PARTS:
        if (_ROOT / part).is_dir():
            left_out = shutil.ignore_patterns("built", "__pycache__")
            shutil.copytree(_ROOT / part, checkout / part, ignore=left_out)
        else:
            shutil.copy(_ROOT / part, checkout)
    (checkout / "web").mkdir()
    shutil.copy(_ROOT / "web" / "packaging.py", checkout / "web")
    refused = packed(checkout, tmp_path)
    assert refused.returncode != 0
    assert "make web" in refused.stderr
    assert not list(tmp_path.glob("*.whl"))
