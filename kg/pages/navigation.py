"""The pages that every page leads to."""

from __future__ import annotations

from dataclasses import dataclass

from kg.language import say


@dataclass(frozen=True, slots=True)
class Door:
    """A page of the navigation: the name of its module, where it is, what it is called.

    One that needs the server is left out of a copy in a folder.
    """

    name: str
    path: str
    zh: str
    en: str
    needs_server: bool = False

    @property
    def said(self) -> str:
        """Its name in the language spoken here."""
        return say(self.zh, self.en)


DOORS = (
    Door("overview", "/", "总览", "Overview"),
    Door("search", "/search", "检索", "Search"),
    Door("documents", "/documents", "文件", "Documents"),
    Door("coverage", "/coverage", "覆盖", "Coverage"),
    Door("compare", "/compare", "对比", "Compare"),
    Door("targets", "/targets", "目标", "Targets"),
    Door("bodies", "/bodies", "单位", "Bodies"),
    Door("network", "/network", "图谱", "Network"),
    Door("questions", "/questions", "问题", "Questions"),
    Door("editor", "/editor", "SPARQL", "SPARQL", needs_server=True),
    Door("review", "/review", "核对", "Review", needs_server=True),
    Door("add", "/add", "添加", "Add", needs_server=True),
    Door("about", "/about", "关于", "About"),
)
