"""Views: query results drawn as one self-contained HTML file each.

render("item", LocalEndpoint(Path("store")), {"item": "zhumadian-2021-zhuzhengban-44#A/1"})
"""

from kg.views.render import VIEWS, render

__all__ = ["VIEWS", "render"]
