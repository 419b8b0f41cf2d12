"""A view as one self-contained HTML page: what the templates are given, and how they are run.

The page loads nothing: style and script stand in it, and its Content-Security-Policy admits those
two by their digests and forbids everything else, so that wording which looks like markup could
not run even if it were not escaped.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.language import language, mixed, say
from kg.views.drawing import draw
from kg.views.facts import Asked
from kg.views.layout import Graph
from kg.views.words import (
    ADDITIONS,
    BASES,
    LINKS,
    OUTCOMES,
    REVIEWS,
    ROLES,
    SHORTFALLS,
    Level,
    confidence,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of the strip under the heading: a question, its answer, a remark."""

    label: str
    big: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: words, how they are set, the panel they open."""

    text: str = ""
    quoted: bool = False
    level: Level | None = None
    detail: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading, with a note such as their count."""

    heading: str
    note: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; `heads` stand before the cells where the rows are stacked on a phone."""

    caption: str
    columns: tuple[str, ...]
    heads: tuple[str, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class DetailLine:
    """A line of a panel: a statement, quoted words, a remark."""

    text: str
    quote: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DetailGroup:
    """Lines of a panel under one heading."""

    heading: str
    lines: tuple[DetailLine, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """What the panel shows of one box or cell."""

    id: str
    eyebrow: str
    heading: str
    level: Level | None = None
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    groups: tuple[DetailGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A page, ready for its template; `body` holds what only this kind of view shows."""

    name: str
    zh: str
    en: str
    title: str
    heading: str
    graph: Graph
    sheet: Sheet
    asked: tuple[Asked, ...]
    crumbs: tuple[str, ...] = ()
    level: Level | None = None
    quoted: bool = False
    summary: str = ""
    facts: tuple[Fact, ...] = ()
    drawn: str = field(default_factory=lambda: say("脉络", "Lineage"))
    drawn_note: str = ""
    notes: tuple[str, ...] = ()
    legend: tuple[str, ...] = ()
    legend_boxes: tuple[tuple[str, str], ...] = ()
    details: tuple[Detail, ...] = ()
    body: object = None
    footer: str = field(default_factory=lambda: _footer())


def _footer() -> str:
    state = REVIEWS["unreviewed"]
    return say(
        f"政脉 Zhengmai：文字取自文件原文，关联由机器比对，未经核对的写“{state.zh}”。",
        f"Zhengmai: words are those of the documents; computed links are “{state.en}” until "
        "somebody reviews them.",
    )


@cache
def environment() -> Environment:
    """Set up the templates: everything is escaped, nothing may be missing."""
    templates = Environment(
        loader=PackageLoader("kg.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(confidence=confidence, mixed=mixed)
    templates.globals.update(
        say=say,
        language=language,
        links=LINKS,
        roles=ROLES,
        outcomes=OUTCOMES,
        reviews=REVIEWS,
        bases=BASES,
        additions=ADDITIONS,
        shortfalls=SHORTFALLS,
        draw=draw,
    )
    return templates


def source(name: str) -> str:
    """Read a style sheet or script that stands beside the templates."""
    loader = environment().loader
    assert loader is not None
    return loader.get_source(environment(), name)[0]


def digest(text: str) -> str:
    """Give the digest by which a Content-Security-Policy admits an inline style or script."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def security_policy(style: str, script: str) -> str:
    """Forbid every request; admit `style` and `script` as source expressions."""
    return (
        f"default-src 'none'; style-src {style}; script-src {script}; "
        "base-uri 'none'; form-action 'none'"
    )


def page(view: View) -> str:
    """Write the page of a view, from the template of its name."""
    style, script = source("style.css"), source("view.js")
    return (
        environment()
        .get_template(f"{view.name}.html")
        .render(
            view=view,
            style=Markup(style),
            script=Markup(script),
            policy=security_policy(digest(style), digest(script)),
        )
    )
