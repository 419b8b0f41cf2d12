"""The drawing of a view as an SVG file that stands alone: its styles in it, nothing to click."""

from __future__ import annotations

import re

from markupsafe import Markup

from kg.views.page import View, environment, source

_TOKENS = re.compile(r"^:root\{.*?^\}$", re.MULTILINE | re.DOTALL)  # :root{ … }
_RULE = re.compile(r"^svg .*$", re.MULTILINE)  # svg .t1{font-size:13px}


def picture(view: View) -> str:
    """Write the drawing as a file; it is light, whatever the reader's system is."""
    return environment().get_template("drawing.svg").render(view=view, style_alone=Markup(_style()))


def _style() -> str:
    style = source("style.css")
    tokens = _TOKENS.search(style)
    assert tokens is not None, "the style sheet begins with its tokens"
    return "\n".join([tokens[0].replace("light dark", "light"), *_RULE.findall(style)])
