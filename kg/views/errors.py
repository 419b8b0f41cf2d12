"""What a view cannot draw, said to the user."""

from __future__ import annotations

from loaders.errors import ZhengmaiError


class NothingToDraw(ZhengmaiError):
    """The thing to draw is not in the graph, or the graph is empty."""


class UnknownView(ZhengmaiError):
    """A name that no view has, or a parameter that the view does not take."""
