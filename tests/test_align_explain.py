"""Any two items can be explained: wording, targets, units, basis, and what speaks against."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.align.explain import Explanation, explain
from kg.align.link import ItemRef
from kg.resolve import resolve_citations
from loaders.document import Document, Header, Item, Span
from loaders.read import read_document

HENAN = "henan-2021-yuzheng-2"
ZHUMADIAN = "zhumadian-2021-zhuzhengban-44"
ANYANG = "anyang-2018-anzhengban-2"


@pytest.fixture(scope="module")
def documents(corpus: Path) -> tuple[Document, ...]:
    return tuple(read_document(corpus / f"{key}.txt") for key in (HENAN, ZHUMADIAN, ANYANG))


def explained(documents: tuple[Document, ...], one: str, other: str) -> Explanation:
    refs = (ItemRef(*key.split("#")) for key in (one, other))
    return explain(documents, resolve_citations(documents), *refs)


def test_a_link_is_explained_by_words_targets_and_counterparts(
    documents: tuple[Document, ...],
) -> None:
    found = explained(documents, f"{HENAN}#A2/1", f"{ZHUMADIAN}#A/1")
    assert (found.lower.document, found.upper.document) == (ZHUMADIAN, HENAN)
    assert (found.kind, found.basis) == ("implements", "declared")
    assert "加强职业院校思政课程与课程思政建设" in [w.text for w in found.shared]
    assert ("市教育局", "省教育厅") in [(u.lower.raw, u.upper.raw) for u in found.units]
    answered = {t.upper.quote: t.lower.quote for t in found.targets if t.lower}
    assert answered == {"培养500名省级课程思政优秀教师": "培养100名市级课程思政优秀教师"}


def test_two_items_without_a_link_are_explained_too(documents: tuple[Document, ...]) -> None:
    found = explained(documents, f"{ZHUMADIAN}#1", f"{HENAN}#22")
    assert found.kind is None
    assert found.confidence < 0.25
    assert any("更相近" in reason.zh for reason in found.against)


def test_the_wrong_order_in_time_speaks_against(documents: tuple[Document, ...]) -> None:
    found = explained(documents, f"{ANYANG}#八.3", f"{HENAN}#27")
    assert found.kind == "alignedWith"
    assert any("2018-01-04" in reason.en for reason in found.against)


def test_two_cities_are_never_linked(documents: tuple[Document, ...]) -> None:
    found = explained(documents, f"{ANYANG}#八.3", f"{ZHUMADIAN}#16")
    assert found.kind is None
    assert any("not compared" in reason.en for reason in found.against)
    assert found.shared


def test_documents_on_another_subject_are_not_compared(documents: tuple[Document, ...]) -> None:
    henan = documents[0]
    words = "推进船舶压载水检查，每年检查2次。"
    item = Item("1", "measure", ("一",), "压载水检查", words, Span(1, 0, len(words)))
    header = Header("ships", "压载水检查办法", level="national", date_signed="2020-01-01")
    ships = Document(header, "ships.txt", "0", words, measures=(item,))
    found = explain((henan, ships), (), ItemRef("ships", "1"), ItemRef(HENAN, "16"))
    assert found.upper.document == "ships"
    assert found.kind is None
    assert any("different subjects" in reason.en for reason in found.against)


def test_a_row_and_the_body_of_one_document(documents: tuple[Document, ...]) -> None:
    found = explained(documents, f"{HENAN}#10", f"{HENAN}#A2/12")
    assert (found.lower.item, found.kind) == ("A2/12", "restates")


def test_an_unknown_item_is_an_error(documents: tuple[Document, ...]) -> None:
    with pytest.raises(KeyError):
        explained(documents, f"{HENAN}#99", f"{ZHUMADIAN}#1")
