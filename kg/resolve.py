"""Which document does a citation mean?

The same document is named by number, by its full title with the issuers before it, by the title
of the notice that carries it, or by its bare title. Here all these become one `CitedDocument`,
so that one document cited by two cities is one node.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.align.link import Basis
from kg.titles import (
    comparable_number,
    comparable_title,
    core_title,
    is_unnamed,
    parted_title,
)
from loaders.bodies import resolve_body
from loaders.divisions import divisions
from loaders.document import Citation, Document


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that is named, in the corpus (`key`) or not (`key` is None).

    `name` is what its IRI is made of: the key, else the core title, else the number. `issuers`
    are official names.
    """

    name: str
    key: str | None
    title: str | None
    number: str | None
    issuers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResolvedCitation:
    """The `order`th citation (from 1) of the document `citing`, and the document it means."""

    citing: str
    order: int
    citation: Citation
    cited: CitedDocument


@dataclass(frozen=True, slots=True)
class _Naming:
    """One way in which a document is named, in comparable form.

    `date` is the document's own, or for a citation that of the citing document.
    """

    title: str | None
    number: str | None
    issuers: tuple[str, ...]
    date: str | None

    def issuers_agree(self, other: _Naming) -> bool:
        """Tell whether both can have the same issuers; a government and its office count as one."""
        mine, theirs = map(_without_office, (self.issuers, other.issuers))
        return not mine or not theirs or not mine.isdisjoint(theirs)


@dataclass(slots=True, eq=False)
class _Cluster:
    """All namings that mean one document."""

    key: str | None
    namings: list[_Naming]
    only_in: str | None = None
    """The one document that uses this short form, where it gives nowhere the full title."""
    citations: list[Citation] = field(default_factory=list)

    def admits(self, naming: _Naming) -> bool:
        """Tell whether `naming` has the number known here or, where one has none, the title."""
        numbers = {known.number for known in self.namings} - {None}
        if naming.number and numbers:
            return naming.number in numbers
        return not self._is_later(naming) and any(
            naming.title == known.title and naming.issuers_agree(known) for known in self.namings
        )

    def shares_issuer(self, naming: _Naming) -> bool:
        return any(not set(naming.issuers).isdisjoint(known.issuers) for known in self.namings)

    @property
    def is_more_than_a_title(self) -> bool:
        return self.key is not None or any(known.number or known.issuers for known in self.namings)

    def _is_later(self, naming: _Naming) -> bool:
        """Nothing cites what is signed after it: a title may come back years later."""
        date = self.namings[0].date if self.key else None
        return bool(date and naming.date and naming.date < date)


@dataclass(slots=True)
class _Register:
    """The clusters found so far, by what can name them."""

    clusters: list[_Cluster] = field(default_factory=list)
    _by_name: defaultdict[str, list[_Cluster]] = field(default_factory=lambda: defaultdict(list))
    _by_document: defaultdict[str, list[_Cluster]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def open(self, document: Document) -> None:
        cluster = _Cluster(document.key, [])
        self.clusters.append(cluster)
        for naming in _document_namings(document):
            self._add(cluster, naming, document)

    def place(self, citation: Citation, document: Document) -> _Cluster:
        """Add a citation to the one cluster that it can mean, to a new one where none is sure."""
        naming = _citation_naming(citation, document)
        cluster = self._meant(naming, document)
        if cluster is None:
            short = is_unnamed(naming.title) and not naming.number
            cluster = _Cluster(None, [], document.key if short else None)
            self.clusters.append(cluster)
        cluster.citations.append(citation)
        self._add(cluster, naming, document)
        return cluster

    def _meant(self, naming: _Naming, document: Document) -> _Cluster | None:
        if is_unnamed(naming.title) and not naming.number:
            near = self._by_document[document.key]
            matches = [one for one in near if _ends_in(one, naming.title or "")]
        else:
            named = (self._by_name[name] for name in (naming.number, naming.title) if name)
            candidates = {id(one): one for clusters in named for one in clusters}
            matches = [one for one in candidates.values() if one.admits(naming)]
        if len(matches) > 1:
            matches = [one for one in matches if one.shares_issuer(naming)] or matches
        if len(matches) > 1:
            matches = [one for one in matches if one.is_more_than_a_title] or matches
        twins = naming.number is not None  # one document, held in two files
        return matches[0] if len(matches) == 1 or (matches and twins) else None

    def _add(self, cluster: _Cluster, naming: _Naming, document: Document) -> None:
        cluster.namings.append(naming)
        for index, name in (
            (self._by_name, naming.number),
            (self._by_name, naming.title),
            (self._by_document, document.key),
        ):
            if name and cluster not in index[name]:
                index[name].append(cluster)


def _ends_in(cluster: _Cluster, short: str) -> bool:
    return any((known.title or "").endswith(short) for known in cluster.namings)


def _without_office(issuers: tuple[str, ...]) -> set[str]:
    return {name.removesuffix("办公厅").removesuffix("办公室") for name in issuers}


def _official(names: Iterable[str], document: Document) -> tuple[str, ...]:
    """Give issuers as the bodies they are: 省政府 in a document of 驻马店市 is 河南省人民政府."""
    place = divisions().get(document.header.admin_code_gb2260 or "")
    return tuple(resolve_body(name, place).name for name in names)


def _citation_naming(citation: Citation, document: Document) -> _Naming:
    in_title = parted_title(citation.title)[0] if citation.title else ()
    return _Naming(
        comparable_title(citation.title),
        comparable_number(citation.number),
        _official(citation.issuers or in_title, document),
        _date(document),
    )


def _document_namings(document: Document) -> Iterator[_Naming]:
    header = document.header
    for title in filter(None, (header.title, header.cover_title)):
        yield _Naming(
            comparable_title(title),
            comparable_number(header.document_number),
            _official(header.issuers or parted_title(title)[0], document),
            _date(document),
        )


def _date(document: Document) -> str | None:
    return document.header.date_signed or document.header.date_printed


def resolve_citations(documents: Iterable[Document]) -> tuple[ResolvedCitation, ...]:
    """Find the document that each citation of a corpus means, in the order of the documents.

    A document that names itself (its cover notice does) cites nothing by that and is left out.
    """
    documents = tuple(documents)
    register = _Register()
    for document in documents:
        register.open(document)
    placed = {
        (document.key, order): register.place(citation, document)
        for document, order, citation in _in_order_of_certainty(documents)
    }
    named = dict(zip(map(id, register.clusters), _named(register.clusters), strict=True))
    return tuple(
        ResolvedCitation(document.key, order, citation, named[id(cluster)])
        for document in documents
        for order, citation in enumerate(document.citations, 1)
        if (cluster := placed[document.key, order]).key != document.key
    )


def _in_order_of_certainty(documents: Sequence[Document]) -> list[tuple[Document, int, Citation]]:
    """Put citations with a number first, then those with issuers, bare titles, short forms."""
    citations = [
        (document, order, citation)
        for document in documents
        for order, citation in enumerate(document.citations, 1)
    ]

    def doubt(entry: tuple[Document, int, Citation]) -> tuple[bool, bool, bool]:
        naming = _citation_naming(entry[2], entry[0])
        return is_unnamed(naming.title), not naming.number, not naming.issuers

    return sorted(citations, key=doubt)


def _named(clusters: Sequence[_Cluster]) -> Iterator[CitedDocument]:
    """Give each cluster the name of its document, no two the same."""
    taken = {cluster.key for cluster in clusters if cluster.key}
    for cluster in clusters:
        titles = sorted({core_title(c.title) for c in cluster.citations if c.title}, key=_fullest)
        numbers = sorted({c.number for c in cluster.citations if c.number})
        issuers = max((n.issuers for n in cluster.namings), key=lambda names: (len(names), names))
        title, number = next(iter(titles), None), next(iter(numbers), None)
        base = f"{title}（{cluster.only_in}）" if cluster.only_in else title
        name = cluster.key or _free_name(base, number, issuers, taken)
        taken.add(name)
        yield CitedDocument(name, cluster.key, title, number, issuers)


def _fullest(title: str) -> tuple[int, str]:
    return -len(title), title


def _free_name(
    title: str | None, number: str | None, issuers: tuple[str, ...], taken: set[str]
) -> str:
    """Give the core title, with number, issuers or a count where another document has it."""
    base = title or number or "".join(issuers)
    names = [base, *(f"{base}（{more}）" for more in (number, "".join(issuers)) if more)]
    names += [f"{base}（{n}）" for n in range(2, len(taken) + 3)]
    return next(name for name in names if name not in taken)


def basis_between(resolved: Iterable[ResolvedCitation], lower: str, upper: str) -> Basis:
    """Tell whether the document `lower` declares `upper` as its basis, or inherits it.

    It inherits the basis of its basis, at any distance. Both are given by `CitedDocument.name`,
    which is the key of a held document.
    """
    bases: defaultdict[str, set[str]] = defaultdict(set)
    for one in resolved:
        if one.citation.role == "basis":
            bases[one.citing].add(one.cited.name)
    if upper in bases[lower]:
        return "declared"
    seen, ahead = set[str](), set(bases[lower])
    while ahead - seen:
        seen |= ahead
        ahead = {base for document in ahead for base in bases[document]}
    return "inherited" if upper in seen else "none"
