"""Items of city documents find the provincial items that they carry out, on stated words."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.align.align import align
from kg.align.clauses import bigrams, clauses
from kg.align.kind import link_kind
from kg.align.likeness import ClausePair, compare
from kg.align.lines import is_above
from kg.align.link import ItemRef, Link, MappingSet, NoMatch
from kg.align.parameters import parameters
from kg.align.texts import texts
from kg.align.weights import weigh
from kg.align.wording import shared_wording
from kg.resolve import ResolvedCitation, resolve_citations
from loaders.document import Document, Header, Item, Span
from loaders.read import read_corpus

GOLD = Path(__file__).parent / "gold" / "alignment" / "dev.tsv"
HENAN = "henan-2021-yuzheng-2"
ZHUMADIAN = "zhumadian-2021-zhuzhengban-44"
SHANGQIU = "shangqiu-draft"
NANYANG = "nanyang-task-list"
ANYANG = "anyang-2018-anzhengban-2"
SHORT = {"HN": HENAN, "ZMD": ZHUMADIAN}
CLAIMS = {"S7": {"supports"}, "S8": {"restates"}}


@pytest.fixture(scope="module")
def documents(corpus: Path) -> dict[str, Document]:
    return {document.key: document for document in read_corpus(corpus)[0]}


@pytest.fixture(scope="module")
def resolved(documents: dict[str, Document]) -> tuple[ResolvedCitation, ...]:
    return resolve_citations(documents.values())


@pytest.fixture(scope="module")
def found(documents: dict[str, Document], resolved: tuple[ResolvedCitation, ...]) -> MappingSet:
    return align(documents.values(), resolved)


def link(found: MappingSet, subject: str, object_: str) -> Link | None:
    """The link between two items, given as `key#notation`."""
    for one in found.links:
        if (str(one.subject), str(one.object)) == (subject, object_):
            return one
    return None


def gold_sets() -> dict[str, dict[tuple[ItemRef, ItemRef], str]]:
    def ref(text: str) -> ItemRef:
        short, _, item = text.partition("/")
        return ItemRef(SHORT[short], item)

    sets: dict[str, dict[tuple[ItemRef, ItemRef], str]] = defaultdict(dict)
    with GOLD.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            sets[row["set"]][ref(row["subject"]), ref(row["object"])] = row["label"]
    return sets


@pytest.mark.parametrize("name", sorted(gold_sets()))
def test_links_agree_with_careful_readers(found: MappingSet, name: str) -> None:
    labels = gold_sets()[name]
    lists = {tuple((ref.document, ref.item.rpartition("/")[0]) for ref in pair) for pair in labels}
    claimed = {
        (one.subject, one.object)
        for one in found.links
        if one.kind in CLAIMS.get(name, {"implements", "alignedWith"})
        if tuple((r.document, r.item.rpartition("/")[0]) for r in (one.subject, one.object))
        in lists
    }
    right = {pair for pair, label in labels.items() if label == "2"}
    wrong = {pair for pair in claimed if pair not in labels}
    hits = len(claimed & right)
    assert 2 * hits / (len(right) + hits + len(wrong)) >= 0.95


def test_a_city_measure_implements_what_its_document_is_based_on(found: MappingSet) -> None:
    one = link(found, f"{ZHUMADIAN}#16", f"{HENAN}#27")
    assert one is not None
    assert (one.kind, one.basis) == ("implements", "declared")
    assert one.confidence > 0.9
    assert "确保教育费附加用于职业教育的比例不低于30%" in [w.text for w in one.shared]


def test_one_rare_object_in_other_words_is_enough(found: MappingSet) -> None:
    one = link(found, f"{ZHUMADIAN}#7", f"{HENAN}#12")
    assert one is not None
    assert "产业学院" in [w.text for w in one.shared]
    assert one.confidence < 0.9


def test_a_link_is_found_where_only_the_object_and_the_prize_are_the_same(
    found: MappingSet,
) -> None:
    one = link(found, f"{SHANGQIU}#10", f"{HENAN}#A2/35")
    assert one is not None
    assert one.kind == "alignedWith"
    assert "技能大赛" in "".join(w.text for w in one.shared)


@pytest.mark.parametrize(
    ("lower", "own", "twin"), [("4", "A2/7", "A2/8"), ("A/4", "A2/7", "A2/8"), ("A/6", "9", "A2/9")]
)
def test_items_that_differ_in_a_word_are_told_apart(
    found: MappingSet, lower: str, own: str, twin: str
) -> None:
    """中等 and 高等, 本科层次 and 专科层次."""
    one = link(found, f"{ZHUMADIAN}#{lower}", f"{HENAN}#{own}")
    assert one is not None
    assert one.kind == "implements"
    other = link(found, f"{ZHUMADIAN}#{lower}", f"{HENAN}#{twin}")
    assert other is None or other.kind == "relatedTo"


def test_what_an_item_has_to_itself_is_its_object() -> None:
    everywhere = "加强职业院校管理，建设职业院校，支持职业院校。"
    own = "建设产业学院，支持产业学院。"
    upper = texts([_item(everywhere + own), _item(everywhere), _item(everywhere)])
    weights = weigh(texts([_item("建设产业学院。"), _item("加强管理。")]), upper, 1.0)
    assert set(weights.own["产业"]) == {0}
    assert weights.own["产业"][0] > 3 * weights.own["院校"][0]


def test_a_sentence_answers_what_another_says_in_clauses() -> None:
    parted, whole = "对获奖选手，按规定给予奖励。", "落实获奖选手奖励政策。"
    others = [_item("开展劳动教育，建设体验基地。"), _item("完善经费保障，优化支出结构。")]
    likeness = compare(
        texts([_item(parted), *others]), texts([_item(whole), *others]), parameters()
    )
    pairs = likeness[0, 0].pairs
    assert likeness[0, 0].evidence > sum(pair.likeness**2 for pair in pairs) ** 0.5


def test_links_join_every_pair_of_item_kinds(found: MappingSet) -> None:
    for subject in ("16", "A/16"):
        for object_ in ("27", "A2/31"):
            assert link(found, f"{ZHUMADIAN}#{subject}", f"{HENAN}#{object_}") is not None


def test_one_item_may_carry_out_several(found: MappingSet) -> None:
    carried = {
        one.object.item
        for one in found.links
        if one.subject == ItemRef(ZHUMADIAN, "11") and one.object.document == HENAN
        if "/" not in one.object.item and one.kind == "implements"
    }
    assert {"13", "14", "15"} <= carried


def test_without_a_declared_basis_content_is_only_aligned(found: MappingSet) -> None:
    one = link(found, f"{SHANGQIU}#16", f"{HENAN}#24")
    assert one is not None
    assert (one.kind, one.basis) == ("alignedWith", "none")
    assert link(found, f"{NANYANG}#13", f"{HENAN}#A2/14") is not None


def test_nothing_of_2018_implements_a_document_of_2021(found: MappingSet) -> None:
    kinds = {one.kind for one in found.links if one.subject.document == ANYANG}
    assert "implements" not in kinds
    assert "alignedWith" in kinds


def test_rows_restate_the_body_and_support_items_support_it(found: MappingSet) -> None:
    restating = link(found, f"{HENAN}#A2/12", f"{HENAN}#10")
    assert restating is not None
    assert restating.kind == "restates"
    assert [w.text for w in restating.shared] == ["继续办好产教融合发展战略国际论坛"]
    supporting = link(found, f"{HENAN}#6", f"{HENAN}#A1/1")
    assert supporting is not None
    assert supporting.kind == "supports"


def test_links_stay_in_their_line_of_jurisdictions(found: MappingSet) -> None:
    across = {
        (one.subject.document, one.object.document)
        for one in found.links
        if one.subject.document != one.object.document
    }
    assert across == {(city, HENAN) for city in (ANYANG, NANYANG, SHANGQIU, ZHUMADIAN)}


def test_what_was_compared_and_not_found_is_said(
    found: MappingSet, documents: dict[str, Document]
) -> None:
    assert NoMatch(ItemRef(HENAN, "20"), ZHUMADIAN) in found.no_matches
    linked = {
        (end, other.document)
        for one in found.links
        for end, other in ((one.subject, one.object), (one.object, one.subject))
    }
    missed = {(miss.item, miss.searched) for miss in found.no_matches}
    assert not linked & missed
    for item in documents[ZHUMADIAN].items():
        assert (ItemRef(ZHUMADIAN, item.id), HENAN) in linked | missed


def test_shared_wording_stands_in_both_items(
    found: MappingSet, documents: dict[str, Document]
) -> None:
    texts = {
        ItemRef(document.key, item.id): item.text
        for document in documents.values()
        for item in document.items()
    }
    assert all(one.shared for one in found.links)
    for one in found.links:
        for wording in one.shared:
            here = texts[one.subject][wording.subject_start : wording.subject_end]
            there = texts[one.object][wording.object_start : wording.object_end]
            assert here == wording.text
            assert "".join(there.split()) == "".join(here.split())


def test_the_order_of_the_documents_does_not_matter(documents: dict[str, Document]) -> None:
    pair = documents[HENAN], documents[NANYANG]
    assert align(pair, ()) == align(reversed(pair), ())


def test_another_provinces_text_neither_links_nor_changes_links(
    documents: dict[str, Document],
) -> None:
    city = documents[NANYANG]
    header = replace(city.header, key="stranger", jurisdiction="广州市", admin_code_gb2260="440100")
    stranger = replace(city, header=header)
    pair = documents[HENAN], city
    assert align([*pair, stranger], ()) == align(pair, ())


def test_documents_on_another_subject_are_not_compared(documents: dict[str, Document]) -> None:
    words = "加强组织领导，完善工作机制，推进船舶压载水检查，每年检查2次。"
    item = Item("1", "measure", ("一",), "压载水检查", words, Span(1, 0, len(words)))
    header = Header("ships", "压载水检查办法", level="national", date_signed="2020-01-01")
    ships = Document(header, "ships.txt", "0", words, measures=(item,))
    found = align([documents[HENAN], ships], ())
    assert {one.object.document for one in found.links} == {HENAN}
    assert found.no_matches == ()


@pytest.mark.parametrize(
    ("basis", "lower", "upper", "kind"),
    [
        ("declared", "2021-11-30", "2021-01-07", "implements"),
        ("inherited", None, "2021-01-07", "implements"),
        ("declared", "2018-01-04", "2021-01-07", "alignedWith"),
        ("none", "2021-11-30", "2021-01-07", "alignedWith"),
        ("none", None, None, "alignedWith"),
    ],
)
def test_basis_and_time_decide_the_kind(
    basis: str, lower: str | None, upper: str | None, kind: str
) -> None:
    assert link_kind(basis, lower, upper) == kind  # type: ignore[arg-type]


def test_only_the_own_province_and_the_nation_stand_above_a_city() -> None:
    def header(level: str | None, code: str | None) -> Header:
        return Header("k", "t", level=level, admin_code_gb2260=code)  # type: ignore[arg-type]

    city = header("municipal", "411700")
    assert is_above(header("provincial", "410000"), city)
    assert is_above(header("national", None), city)
    assert is_above(city, header("county", "411725"))
    assert not is_above(header("provincial", "420000"), city)
    assert not is_above(header("municipal", "411400"), city)
    assert not is_above(city, header("provincial", "410000"))
    assert not is_above(header(None, "410000"), city)
    assert not is_above(header("provincial", "410000"), header("municipal", None))


WORDS = st.text("建设职业院校产教融合 5，。、（）\n", min_size=1, max_size=60)


def _item(text: str) -> Item:
    return Item("1", "measure", ("一",), None, text, Span(1, 0, len(text)))


@given(WORDS)
def test_clauses_are_slices_of_the_text(text: str) -> None:
    for clause in clauses(_item(text)):
        assert clause.start is not None
        assert text[clause.start : clause.end] == clause.text
        assert clause.bigrams == bigrams(clause.text)


def test_marks_alone_are_no_shared_wording() -> None:
    one, other = _item("支持学校、技师学院发展"), _item("发挥学校、政府作用")
    pairs = [ClausePair(a, b, 1.0) for a in clauses(one) for b in clauses(other)]
    assert shared_wording(pairs, one, other) == ()


@given(WORDS, WORDS)
def test_shared_wording_is_always_verbatim(one: str, other: str) -> None:
    pairs = [ClausePair(a, b, 1.0) for a in clauses(_item(one)) for b in clauses(_item(other))]
    for wording in shared_wording(pairs, _item(one), _item(other)):
        here = one[wording.subject_start : wording.subject_end]
        there = other[wording.object_start : wording.object_end]
        assert here == wording.text
        assert "".join(here.split()) == "".join(there.split())


def test_the_links_of_one_document_are_found_alone(
    documents: dict[str, Document], resolved: tuple[ResolvedCitation, ...], found: MappingSet
) -> None:
    key = "nanyang-task-list"
    alone = align(documents.values(), resolved, key)
    assert list(alone.links) == [
        one for one in found.links if key in (one.subject.document, one.object.document)
    ]
    assert list(alone.no_matches) == [
        one for one in found.no_matches if key in (one.item.document, one.searched)
    ]
