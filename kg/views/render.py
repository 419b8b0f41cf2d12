"""Draw a view by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.endpoints.endpoint import Endpoint
from kg.nearest import nearest
from kg.views import coverage, department, documents, findings, item
from kg.views.errors import UnknownView
from kg.views.facts import Asker
from kg.views.network import network_page
from kg.views.page import View, page


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of view: what it is called, the parameters it takes, who composes it."""

    zh: str
    en: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    compose: Callable[[Asker, Mapping[str, str]], View]


VIEWS = {
    "documents": Kind("文件脉络", "documents by level", (), ("document",), documents.compose),
    "item": Kind("条目脉络", "lineage of an item", ("item",), (), item.compose),
    "coverage": Kind("覆盖", "coverage of a document", ("document",), (), coverage.compose),
    "findings": Kind(
        "前后不一", "what it says against itself", ("document",), (), findings.compose
    ),
    "department": Kind("单位任务", "a department's tasks", ("body",), (), department.compose),
}


def render(
    name: str, endpoint: Endpoint, parameters: Mapping[str, str], as_network: bool = False
) -> str:
    """Draw the view `name` as one HTML file; `as_network` as a free network instead of lanes.

    Parameters are what a person types: an item's key, a document's key or number, a body's name.
    UnknownView names the views and parameters there are; NothingToDraw says what is not in the
    graph.
    """
    kind = _kind(name, parameters)
    view = kind.compose(Asker(endpoint), parameters)
    return network_page(view) if as_network else page(view)


def _kind(name: str, parameters: Mapping[str, str]) -> Kind:
    if name not in VIEWS:
        known = "、".join(nearest(name, VIEWS))
        raise UnknownView(
            f"没有名为“{name}”的视图；现有：{known}",
            f"no view named {name}; there are: {known.replace('、', ', ')}",
        )
    kind = VIEWS[name]
    for parameter in parameters:
        if parameter not in kind.required + kind.optional:
            takes = "、".join(kind.required + kind.optional) or "无"
            raise UnknownView(
                f"视图 {name} 没有参数“{parameter}”；它的参数：{takes}",
                f"view {name} has no parameter {parameter}; it takes: {takes}",
            )
    for parameter in kind.required:
        if not parameters.get(parameter):
            raise UnknownView(
                f"视图 {name} 缺参数 {parameter}，例如 -p {parameter}=…",
                f"view {name} needs the parameter {parameter}",
            )
    return kind
