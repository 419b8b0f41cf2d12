"""Any two items can be explained: wording, targets, units, basis, and what speaks against."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.align.explain import Explanation, explain
from kg.align.link import ItemRef
from kg.commands import main
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


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [("A2/3", "A2/4", "only tasks are held"), ("3", "3", "one and the same item")],
)
def test_items_of_one_list_are_not_linked_and_it_is_said_why(
    documents: tuple[Document, ...], one: str, other: str, said: str
) -> None:
    found = explained(documents, f"{HENAN}#{one}", f"{HENAN}#{other}")
    assert found.kind is None
    assert found.shared
    assert said in found.against[0].en


def test_a_target_is_shown_beside_what_became_of_it(documents: tuple[Document, ...]) -> None:
    found = explained(documents, f"{ZHUMADIAN}#3", f"{HENAN}#A2/3")
    said = {
        target.upper.indicator: (target.pair.outcome, target.pair.addition, target.pair.shortfalls)
        for target in found.targets
        if target.pair
    }
    assert said == {
        "劳动教育必修课程每周课时": ("kept", "rate", ()),
        "劳动精神、劳模精神、工匠精神专题教育每学期学时": ("kept", "rate", ("no-period",)),
        "省级职业启蒙和职业体验基地数": ("changed", "other-level", ()),
    }


def command(corpus: Path, one: str, other: str) -> Result:
    return CliRunner().invoke(main, ["explain", one, other, "--corpus", str(corpus)])


def test_a_document_goes_by_its_number_too(corpus: Path) -> None:
    by_number = command(corpus, "豫政〔2021〕2号#3", "驻政办〔2021〕44号#1")
    assert by_number.exit_code == 0
    assert by_number.stdout == command(corpus, f"{HENAN}#3", f"{ZHUMADIAN}#1").stdout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zhumadian-2021#1", f"{ZHUMADIAN}#1"),
        ("henan-2021-yuzheng#A2/3", f"{HENAN}#A2/3"),
        ("anyang#八．3", f"{ANYANG}#八.3"),
        ("豫政〔2021〕20号#A2/1", f"{HENAN}#A2/1"),
    ],
)
def test_a_slip_is_met_with_the_item_that_was_meant(corpus: Path, typed: str, meant: str) -> None:
    slipped = command(corpus, typed, f"{HENAN}#3")
    assert slipped.exit_code == 1
    assert f"最接近的：{meant}" in slipped.stderr
