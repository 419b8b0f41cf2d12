"""Search: Chinese words, document numbers and names of bodies, in an index beside the store.

`tokens` cuts texts into what is indexed, `words` reads what somebody typed, `entries` asks the
graph what can be found, `index` writes and opens the index, `query` answers.
"""

from kg.search.answer import Hit, SearchAnswer, SearchRequest
from kg.search.index import SearchIndex, open_index
from kg.search.query import search

__all__ = ["Hit", "SearchAnswer", "SearchIndex", "SearchRequest", "open_index", "search"]
