"""The index of the search: one SQLite file beside the store, or in the cache for an endpoint.

A build writes it into the store's own directory, so that it is swapped in with the graph. For a
remote endpoint, or a store without an index, it is written into the cache folder once for each
state of the data, which a fingerprint tells: document digests, counts of items and characters.

Tables: `words` (FTS5) has the tokens of names, text and what stands around; `entry` what a hit
shows; `value` and `has` the facets; `known` the folded names that are exactly an entry; `body`
which body answers for a line in a place.
"""

from __future__ import annotations

import hashlib
import math
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from itertools import product
from pathlib import Path
from queue import SimpleQueue

from kg.endpoints.endpoint import Endpoint, cell_text
from kg.questions.ask import ask
from kg.questions.question import Bilingual
from kg.search.entries import Entry, Findable, findable
from kg.search.tokens import token_texts
from kg.store import store_location

INDEX_FILE = "search.sqlite"
_VERSION = 1  # of tables and tokens; an index of another version is made again
_CONNECTIONS = 4
_ENTRY_COLUMNS = ("kind", "key", "iri", "title", "document", "document_title", "number", "held")
# How much a hit counts by what it is: a document before its items.
_WEIGHT = {"document": 1.5, "item": 1.0, "body": 0.9, "division": 1.2}
_CITED = 0.6  # a document of which there is no text
_SCHEMA = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, weight, kind, key, iri, title, document,
                    document_title, number, held, text);
CREATE TABLE body (line, place, entry INTEGER, PRIMARY KEY (line, place, entry)) WITHOUT ROWID;
CREATE TABLE value (id INTEGER PRIMARY KEY, facet, key, zh, en, UNIQUE (facet, key));
CREATE TABLE has (entry INTEGER, value INTEGER, PRIMARY KEY (entry, value)) WITHOUT ROWID;
CREATE TABLE known (name, entry INTEGER, PRIMARY KEY (name, entry)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5
    (names, text, around, content='', tokenize="ascii tokenchars '+%'");
"""


class SearchIndex:
    """An index, open for reading by several threads at once; `labels` says what the values of the
    facets are called.

    The file may be removed while it is open, as it is when a build swaps a new one in.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._free: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        for _ in range(_CONNECTIONS):
            self._free.put(_opened(path))
        with self.connection() as db:
            rows = db.execute("SELECT facet, key, zh, en FROM value ORDER BY id")
            self.labels = {(facet, key): Bilingual(zh, en) for facet, key, zh, en in rows}

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses meanwhile; waits for one."""
        connection = self._free.get()
        try:
            yield connection
        finally:
            self._free.put(connection)

    def close(self) -> None:
        """Close the file, once nobody uses it any more."""
        for _ in range(_CONNECTIONS):
            self._free.get().close()


def open_index(endpoint: Endpoint, source: Path | str) -> SearchIndex:
    """The index of a store folder, or of the endpoint at an address.

    It is made where there is none that fits; what the endpoint raises is raised.
    """
    if isinstance(source, Path):
        location = None
        while location != store_location(source):  # a build may swap while the file is opened
            location = store_location(source)
            if index := _fitting(location / INDEX_FILE):
                return index
        source = str(location)
    name, state = _short_hash(source), _short_hash(_fingerprint(endpoint))
    try:
        folder = _cache_folder()
        path = folder / f"{name}-{state}.sqlite"
        if index := _fitting(path):
            return index
        for old in folder.glob(f"{name}-*.sqlite"):
            old.unlink(missing_ok=True)
        write_index(endpoint, path)
        return SearchIndex(path)
    except OSError:  # no place for a cache
        with tempfile.TemporaryDirectory() as passing:
            path = Path(passing) / INDEX_FILE
            write_index(endpoint, path)
            return SearchIndex(path)


def write_index(endpoint: Endpoint, path: Path) -> None:
    """Write the index of all that an endpoint knows; a file that was there is replaced whole."""
    found = findable(endpoint)
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    os.close(handle)
    try:
        db = sqlite3.connect(aside, isolation_level=None)
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(_SCHEMA)
        db.execute("BEGIN")
        _fill(db, found)
        db.execute("INSERT INTO words (words) VALUES ('optimize')")
        db.execute("CREATE INDEX has_value ON has (value, entry)")
        db.execute(f"PRAGMA user_version = {_VERSION}")
        db.execute("COMMIT")
        db.close()
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    finally:
        Path(aside).unlink(missing_ok=True)


def _fill(db: sqlite3.Connection, found: Findable) -> None:
    ids = {pair: number for number, pair in enumerate(found.labels, start=1)}
    db.executemany(
        "INSERT INTO value VALUES (?, ?, ?, ?, ?)",
        ((ids[pair], *pair, label.zh, label.en) for pair, label in found.labels.items()),
    )
    for number, entry in enumerate(found.entries, start=1):
        weight = _WEIGHT[entry.kind] * (1 + math.log1p(entry.answers) / 10)
        weight *= 1 if entry.held else _CITED
        shown = (getattr(entry, column) for column in _ENTRY_COLUMNS)
        row = (number, weight, *shown, entry.text)
        db.execute(f"INSERT INTO entry VALUES ({', '.join('?' * len(row))})", row)
        names = f"{_cut(entry.names)} ¦ {' '.join(entry.tokens)}"
        words = (number, names, _cut([entry.text]), _cut(entry.around))
        db.execute("INSERT INTO words (rowid, names, text, around) VALUES (?, ?, ?, ?)", words)
        pairs = {ids[pair] for pair in entry.facets if pair in ids}
        db.executemany("INSERT INTO has VALUES (?, ?)", ((number, value) for value in pairs))
        db.executemany("INSERT INTO known VALUES (?, ?)", ((n, number) for n in entry.known_as))
        if entry.kind == "body":
            where = product(_keys(entry, "line"), _keys(entry, "place"))
            db.executemany("INSERT INTO body VALUES (?, ?, ?)", ((*w, number) for w in where))


def _keys(entry: Entry, facet: str) -> list[str]:
    return [key for name, key in entry.facets if name == facet]


def _cut(texts: Iterable[str]) -> str:
    """Texts as tokens, with a sign between texts over which no phrase reaches."""
    return " ¦ ".join(map(_cut_text, texts))


@lru_cache(maxsize=10_000)  # the title of a document and the names of bodies come back often
def _cut_text(text: str) -> str:
    return " ".join(token_texts(text))


def _fitting(path: Path) -> SearchIndex | None:
    """The index in a file; None where there is none, or none of this version."""
    try:
        with closing(_opened(path)) as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
        return SearchIndex(path) if version == _VERSION else None
    except sqlite3.DatabaseError:
        return None


def _opened(path: Path) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)


def _fingerprint(endpoint: Endpoint) -> str:
    table = ask("search-fingerprint", {}, endpoint)
    return "\n".join("\t".join(map(cell_text, row)) for row in table.rows)


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _cache_folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "zhengmai" / "search"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
