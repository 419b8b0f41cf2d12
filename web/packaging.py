"""A wheel or source archive without the pages' scripts is not made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_BUNDLE = Path("kg", "pages", "static", "built", "LICENSES.txt")


class Bundled(BuildHookInterface[Any]):
    """Asks for what `make web` writes before anything is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Refuse to pack without the bundle; an editable installation may come before it."""
        if version != "editable" and not (Path(self.root) / _BUNDLE).exists():
            raise FileNotFoundError(
                f"缺少网页脚本 {_BUNDLE.parent}，先运行 make web"
                f" (the pages' scripts are missing; run make web first)"
            )
