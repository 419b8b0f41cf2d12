"""Which document does a citation mean?

The same document is named by number, by its full title with the issuers before it, by the title
of the notice that carries it, or by its bare title. Here all these become one `CitedDocument`,
so that one document cited by two cities is one node.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.align.link import Basis
from loaders.document import Citation, Document

_ISSUERS = r"""
    (?!贯彻|落实|执行|学习|实施|修改|废止|印发)      # 贯彻落实国务院关于… is no issuer
    (?:(?!转发|批转)[^《》])*?
    (?:[府院厅室委部局会署办司行团组处所区县市省州盟旗]|公司|集团|中心|学校|大学|等\d*个?(?:部门|单位|机关))
"""
_ISSUED = re.compile(  # 教育部 河南省人民政府关于深化职业教育改革推进技能社会建设的意见
    rf"^(?P<issuers>{_ISSUERS})\s*(?P<matter>(?:关于|转发|批转).+)$", re.VERBOSE
)
_NOTICE = re.compile(  # 国务院关于印发国家职业教育改革实施方案的通知; 国务院办公厅印发关于…的意见
    rf"""^(?P<issuers>{_ISSUERS})?\s*(?:关于)?
    (?:印发|下发|发布|公布|颁布|颁发)(?:实施)?
    (?P<carried>.+?)
    (?P<tail>的?(?:通知|公告|通告|决定|命令|令|函))?$""",
    re.VERBOSE,
)
_UNNAMED = (
    re.compile(  # 《办法》, 《实施方案》, 《省实施办法》: named in full elsewhere in the text
        r"^[国省市县区本]?(?:总体|专项|实施|行动|工作|管理|暂行|若干)*"
        r"(?:办法|规划|方案|意见|细则|计划|通知|公告|措施|纲要|目录|清单|条例|规定|决定|报告)$"
    )
)
_NUMBER = re.compile(
    r"^(?P<agency>.*?)〔(?P<year>\d{4})〕第?0*(?P<serial>\d+)号?$"
)  # 国发〔2019〕4号
_SPACE_BESIDE_CHINESE = re.compile(r"(?<![!-~])\s+|\s+(?![!-~])")
_SIGNS = {
    ord(a): b for a, b in zip("()[]【】〈〉<>―–~～〜", "（）〔〕〔〕《》《》—————", strict=True)
}


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that is named, in the corpus (`key`) or not (`key` is None).

    `name` is what its IRI is made of: the key, else the core title, else the number.
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
    """One way a document is named, in comparable form."""

    title: str | None
    number: str | None
    issuers: tuple[str, ...]

    def means(self, other: _Naming) -> bool:
        """Whether both can name one document: the same number, or the same title with nothing
        that speaks against it.
        """
        if self.number and other.number:
            return self.number == other.number
        return bool(self.title) and self.title == other.title and self._issuers_agree(other)

    def _issuers_agree(self, other: _Naming) -> bool:
        if not self.issuers or not other.issuers:
            return True
        return any(
            mine.endswith(theirs) or theirs.endswith(mine)
            for mine in self.issuers
            for theirs in other.issuers
        )


@dataclass(slots=True)
class _Cluster:
    """All namings that mean one document."""

    key: str | None
    namings: list[_Naming]
    citations: list[Citation] = field(default_factory=list)
    citing: set[str] = field(default_factory=set)

    def admits(self, naming: _Naming) -> bool:
        """Whether some naming here means the same, and none has another number."""
        numbers = {known.number for known in self.namings} - {None}
        if naming.number and numbers:
            return naming.number in numbers
        return any(naming.means(known) for known in self.namings)

    def shares_issuer(self, naming: _Naming) -> bool:
        return any(not set(naming.issuers).isdisjoint(known.issuers) for known in self.namings)


def core_title(title: str) -> str:
    """The title of the policy itself: no issuers before it, no notice around it, no brackets.

    >>> core_title("国务院关于印发〈国家职业教育改革实施方案〉的通知")
    '国家职业教育改革实施方案'
    >>> core_title("教育部 河南省人民政府关于深化职业教育改革推进技能社会建设的意见")
    '关于深化职业教育改革推进技能社会建设的意见'
    """
    return _parted(title)[1]


def _parted(title: str) -> tuple[tuple[str, ...], str]:
    """Issuers named in a title, and its core."""
    title = _unbracketed(unicodedata.normalize("NFC", title).translate(_SIGNS).strip())
    if (notice := _NOTICE.match(title)) and (notice["issuers"] or notice["tail"]):
        issuers, core = _parted(notice["carried"])
        return _bodies(notice["issuers"] or "") + issuers, core
    if issued := _ISSUED.match(title):
        return _bodies(issued["issuers"]), _closed_up(issued["matter"])
    return (), _closed_up(title)


def _unbracketed(title: str) -> str:
    """`title` without a pair of 《》 that stands around the whole of it."""
    if title.startswith("《") and title.find("》") == len(title) - 1:
        return title[1:-1]
    return title


def _bodies(words: str) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[\s、，,]+", words)))


def _closed_up(text: str) -> str:
    """`text` without the spaces that typesetting puts between Chinese words."""
    return _SPACE_BESIDE_CHINESE.sub("", text.strip())


def _comparable_title(title: str | None) -> str | None:
    if not title:
        return None
    folded = re.sub(r"\s|[“”‘’\"']", "", unicodedata.normalize("NFKC", core_title(title)))
    return folded.removeprefix("关于") or None


def _comparable_number(number: str | None) -> str | None:
    if not number:
        return None
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).translate(_SIGNS)
    number = re.sub(r"^（(.*)）$", r"\1", number)
    if match := _NUMBER.match(number):
        return f"{match['agency']}〔{match['year']}〕{match['serial']}号"
    return number


def _citation_naming(citation: Citation) -> _Naming:
    in_title = _parted(citation.title)[0] if citation.title else ()
    return _Naming(
        _comparable_title(citation.title),
        _comparable_number(citation.number),
        tuple(map(_closed_up, citation.issuers)) or in_title,
    )


def _document_namings(document: Document) -> Iterator[_Naming]:
    header = document.header
    number = _comparable_number(header.document_number)
    issuers = tuple(map(_closed_up, header.issuers))
    for title in filter(None, (header.title, header.cover_title)):
        yield _Naming(_comparable_title(title), number, issuers or _parted(title)[0])


def resolve_citations(documents: Iterable[Document]) -> tuple[ResolvedCitation, ...]:
    """Every citation of the corpus with the document it means, in the order of the documents.

    A document that names itself (its cover notice does) cites nothing by that and is left out.
    """
    documents = tuple(documents)
    clusters = [_Cluster(document.key, list(_document_namings(document))) for document in documents]
    found: dict[tuple[str, int], _Cluster] = {}
    for document, order, citation in _in_order_of_certainty(documents):
        cluster = _cluster_for(citation, document, clusters)
        cluster.citations.append(citation)
        cluster.citing.add(document.key)
        found[document.key, order] = cluster
    named = dict(zip(map(id, clusters), _named(clusters), strict=True))
    return tuple(
        ResolvedCitation(document.key, order, citation, named[id(cluster)])
        for document in documents
        for order, citation in enumerate(document.citations, 1)
        if (cluster := found[document.key, order]).key != document.key
    )


def _in_order_of_certainty(
    documents: Sequence[Document],
) -> list[tuple[Document, int, Citation]]:
    """Citations with a number first, then those with issuers, then bare titles."""
    citations = [
        (document, order, citation)
        for document in documents
        for order, citation in enumerate(document.citations, 1)
    ]

    def doubt(entry: tuple[Document, int, Citation]) -> tuple[bool, bool, bool]:
        naming = _citation_naming(entry[2])
        return _UNNAMED.match(naming.title or "") is not None, not naming.number, not naming.issuers

    return sorted(citations, key=doubt)


def _cluster_for(citation: Citation, document: Document, clusters: list[_Cluster]) -> _Cluster:
    """The cluster that a citation belongs to, opened where there is none."""
    naming = _citation_naming(citation)
    if naming.title and not naming.number and _UNNAMED.match(naming.title):
        matches = _named_in_full(naming.title, document, clusters)
    else:
        matches = [cluster for cluster in clusters if cluster.admits(naming)]
    if len(matches) > 1:
        matches = [cluster for cluster in matches if cluster.shares_issuer(naming)] or matches
    if len(matches) != 1:
        matches = [_Cluster(None, [])]
        clusters += matches
    matches[0].namings.append(naming)
    return matches[0]


def _named_in_full(short: str, document: Document, clusters: list[_Cluster]) -> list[_Cluster]:
    """What 《办法》 can mean in `document`: itself, or what it cites by a title that ends so."""
    return [
        one
        for one in clusters
        if one.key == document.key or document.key in one.citing
        if any((known.title or "").endswith(short) for known in one.namings)
    ]


def _named(clusters: Sequence[_Cluster]) -> Iterator[CitedDocument]:
    """The document of each cluster, no two of one name."""
    taken = {cluster.key for cluster in clusters if cluster.key}
    for cluster in clusters:
        titles = sorted({core_title(c.title) for c in cluster.citations if c.title}, key=_fullest)
        numbers = sorted({c.number for c in cluster.citations if c.number})
        issuers = max((n.issuers for n in cluster.namings), key=lambda names: (len(names), names))
        title, number = next(iter(titles), None), next(iter(numbers), None)
        name = cluster.key or _free_name(title, number, issuers, taken)
        taken.add(name)
        yield CitedDocument(name, cluster.key, title, number, issuers)


def _fullest(title: str) -> tuple[int, str]:
    return -len(title), title


def _free_name(
    title: str | None, number: str | None, issuers: tuple[str, ...], taken: set[str]
) -> str:
    """The core title, with number, issuers or a count where another document has that name."""
    base = title or number or "".join(issuers)
    names = [base, *(f"{base}（{more}）" for more in (number, "".join(issuers)) if more)]
    names += [f"{base}（{n}）" for n in range(2, len(taken) + 3)]
    return next(name for name in names if name not in taken)


def basis_between(resolved: Iterable[ResolvedCitation], lower: str, upper: str) -> Basis:
    """Whether the document `lower` declares `upper` as its basis, inherits it through the basis
    of its basis, or neither. Both are given by key (or by `CitedDocument.name`).
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
