"""What people decide wins over the machine, keeps to the rules, and outlives a new reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.align.align import align
from kg.align.link import ItemRef, Link, MappingSet, NoMatch
from kg.resolve import resolve_citations
from kg.review.apply import Decided, Reviewed, Unapplied, apply_decisions
from kg.review.decide import Answer, Asked, Proposal, decide, move, undo, write
from kg.review.decision import Decision, Evidence, Pair
from kg.review.file import decisions_file, read_decisions
from kg.review.held import Forbidden, Held, UnknownItem, held_documents
from loaders.document import Document, Item
from loaders.read import read_corpus

CITY, PROVINCE = "zhumadian-2021-zhuzhengban-44", "henan-2021-yuzheng-2"
OLDER, OTHER_CITY = "anyang-2018-anzhengban-2", "nanyang-task-list"


@pytest.fixture(scope="module")
def documents(corpus: Path) -> tuple[Document, ...]:
    return read_corpus(corpus)[0]


@pytest.fixture(scope="module")
def held(documents: tuple[Document, ...]) -> Held:
    return held_documents(documents, resolve_citations(documents))


@pytest.fixture(scope="module")
def found(documents: tuple[Document, ...]) -> MappingSet:
    return align(documents, resolve_citations(documents))


def answered(
    held: Held,
    answer: Answer,
    one: str,
    other: str,
    found: MappingSet | None = None,
    **more: object,
) -> Decision:
    """What 张三 says of two items; what the machine had found is known where it is given."""
    proposals = {
        (link.subject, link.object): Proposal(link.kind) for link in (found.links if found else ())
    }
    asked = Asked(held.known(one), held.known(other), answer, **more)  # type: ignore[arg-type]
    (decision,) = decide([asked], held, proposals, "张三", "2026-03-01")
    return decision


def pairs(links: Iterable[Link]) -> dict[Pair, Link]:
    return {(link.subject, link.object): link for link in links}


def pair(one: str, other: str) -> Pair:
    (a, b), (c, d) = one.split("#"), other.split("#")
    return ItemRef(a, b), ItemRef(c, d)


# Deciding


def test_accepting_gives_the_link_that_basis_and_time_give(held: Held) -> None:
    carried_out = answered(held, "accept", f"{CITY}#A/1", f"{PROVINCE}#A2/1")
    assert carried_out.verdict.kind == "implements"
    too_old = answered(held, "accept", f"{OLDER}#一.1", f"{PROVINCE}#3")
    assert too_old.verdict.kind == "alignedWith"
    inside = answered(held, "accept", f"{CITY}#A/1", f"{CITY}#1")
    assert inside.verdict.kind == "restates"


def test_either_order_of_the_items_will_do(held: Held) -> None:
    decision = answered(held, "accept", f"{PROVINCE}#A2/1", f"{CITY}#A/1")
    assert decision.pair == pair(f"{CITY}#A/1", f"{PROVINCE}#A2/1")
    assert answered(held, "accept", f"{CITY}#1", f"{CITY}#A/1").subject.item == "A/1"


def test_a_kind_may_be_named(held: Held) -> None:
    """A reader may know of a basis that the text does not state."""
    named = answered(held, "accept", f"{OTHER_CITY}#1", f"{PROVINCE}#3", kind="implements")
    assert named.verdict.kind == "implements"
    granted = answered(held, "accept", f"{PROVINCE}#A1/2", f"{PROVINCE}#5", kind="supports")
    assert granted.pair == pair(f"{PROVINCE}#5", f"{PROVINCE}#A1/2")


def test_relating_says_that_the_topic_is_all_they_share(held: Held) -> None:
    decision = answered(held, "relate", f"{CITY}#A/1", f"{PROVINCE}#20")
    assert (decision.verdict.kind, decision.verdict.state) == ("relatedTo", "related")


@pytest.mark.parametrize("kind", ["implements", "relatedTo", "supports"])
def test_rejecting_denies_what_was_proposed(held: Held, found: MappingSet, kind: str) -> None:
    link = next(link for link in found.links if link.kind == kind)
    denied = answered(held, "reject", str(link.object), str(link.subject), found)
    assert denied.pair == (link.subject, link.object)
    assert (denied.verdict.kind, denied.verdict.negated) == (kind, True)


def test_a_decision_keeps_the_words_that_it_was_made_on(held: Held) -> None:
    evidence = answered(held, "accept", f"{CITY}#A/1", f"{PROVINCE}#A2/1").evidence
    assert "培养100名市级课程思政优秀教师" in evidence.subject
    assert "培养500名省级课程思政优秀教师" in evidence.object
    assert "级课程思政优秀教师" in evidence.shared


@pytest.mark.parametrize(
    ("answer", "one", "other", "kind", "said"),
    [
        ("accept", f"{OLDER}#一.1", f"{PROVINCE}#3", "implements", "2018-01-04）早于"),
        ("accept", f"{CITY}#1", f"{OTHER_CITY}#1", None, "不在 .* 的上级管辖线上"),
        ("reject", f"{CITY}#1", f"{OTHER_CITY}#1", None, "不在 .* 的上级管辖线上"),
        ("accept", f"{CITY}#1", f"{CITY}#1", None, "同一条"),
        ("accept", f"{CITY}#1", f"{CITY}#2", None, "只有任务重述措施"),
        ("relate", f"{CITY}#1", f"{CITY}#A/1", None, "没有“相关”这种关系"),
        ("accept", f"{CITY}#1", f"{PROVINCE}#3", "restates", "不在同一份文件里"),
        ("accept", f"{CITY}#1", f"{CITY}#A/1", "implements", "只有任务重述措施"),
    ],
)
def test_no_decision_breaks_the_rules(
    held: Held, answer: Answer, one: str, other: str, kind: str | None, said: str
) -> None:
    with pytest.raises(Forbidden, match=said) as caught:
        answered(held, answer, one, other, kind=kind)
    assert caught.value.en.isascii()


def test_a_document_of_the_same_place_may_rest_on_another(held: Held) -> None:
    city = held.documents[CITY]
    rules = replace(city, header=replace(city.header, key="rules"))
    basis = {("rules", CITY): "declared"}
    beside = Held.of([city, rules], lambda *pair: basis.get(pair, "none"))  # type: ignore[arg-type]
    for answer in ("accept", "relate", "reject"):
        decision = answered(beside, answer, f"{CITY}#1", "rules#1")
        assert decision.pair == (ItemRef("rules", "1"), ItemRef(CITY, "1"))
    assert answered(beside, "accept", "rules#1", f"{CITY}#1").verdict.kind == "implements"
    basis[CITY, "rules"] = "declared"
    with pytest.raises(Forbidden, match="也不是它写明的同级依据"):
        answered(beside, "accept", "rules#1", f"{CITY}#1")


def test_a_slip_is_met_with_the_nearest_items(held: Held) -> None:
    with pytest.raises(UnknownItem, match=f"最接近的：.*{PROVINCE}#A2/1、"):
        held.known(f"{PROVINCE}#A2/111")
    assert held.known("豫政〔2021〕2号#A2/1") == ItemRef(PROVINCE, "A2/1")


# Winning over the machine


def applied(found: MappingSet, held: Held, *decisions: Decision) -> Reviewed:
    reviewed = apply_decisions(found, decisions, held)
    assert len(reviewed.decided) + len(reviewed.unapplied) == len(decisions)
    return reviewed


def test_without_decisions_all_stays_as_found(found: MappingSet, held: Held) -> None:
    assert apply_decisions(found, (), held) == Reviewed(found)


def test_an_accepted_link_is_certain_and_of_the_decided_kind(found: MappingSet, held: Held) -> None:
    """The machine called the pair related."""
    doubtful = next(
        link
        for link in found.links
        if link.kind == "relatedTo" and link.subject.document == CITY and link.basis == "declared"
    )
    ends = str(doubtful.subject), str(doubtful.object)
    reviewed = applied(found, held, answered(held, "accept", *ends))
    link = pairs(reviewed.links)[doubtful.subject, doubtful.object]
    assert (link.kind, link.confidence, link.shared) == ("implements", 1.0, doubtful.shared)
    assert reviewed.decided[0].proposed == doubtful
    assert doubtful not in reviewed.found.links
    assert len(reviewed.links) == len(found.links)


def test_a_pair_that_the_machine_did_not_propose_becomes_a_link(
    found: MappingSet, held: Held
) -> None:
    decision = answered(held, "relate", f"{CITY}#A/1", f"{PROVINCE}#20")
    assert decision.pair not in pairs(found.links)
    reviewed = applied(found, held, decision)
    assert pairs(reviewed.links)[decision.pair].kind == "relatedTo"
    assert reviewed.decided[0].proposed is None


def test_a_rejected_link_is_no_link_and_its_record_stays(found: MappingSet, held: Held) -> None:
    decision = answered(held, "reject", f"{CITY}#A/1", f"{PROVINCE}#A2/1", found)
    reviewed = applied(found, held, decision)
    assert decision.pair not in pairs(reviewed.links)
    (one,) = reviewed.decided
    assert one.rejected
    assert one.link.confidence == 0.0
    assert all(
        (target.subject_item, target.object_item) != decision.pair
        for target in reviewed.found.target_links
    )


def test_an_item_whose_only_link_was_rejected_is_searched_and_none_found(
    found: MappingSet, held: Held
) -> None:
    across = [link for link in found.links if link.subject.document != link.object.document]
    ends = [(link.subject, link.object.document) for link in across]
    link = next(one for one in across if ends.count((one.subject, one.object.document)) == 1)
    miss = NoMatch(link.subject, link.object.document)
    assert miss not in found.no_matches
    rejected = answered(held, "reject", str(link.subject), str(link.object), found)
    assert miss in applied(found, held, rejected).misses
    related = answered(held, "relate", str(link.subject), str(link.object))
    assert applied(found, held, related).misses == ()


def test_an_item_that_gets_a_link_is_no_longer_one_without(found: MappingSet, held: Held) -> None:
    above = next(one for one in found.no_matches if one.item.document == PROVINCE)
    lower = held.documents[above.searched].measures[0]
    decision = answered(held, "accept", f"{above.searched}#{lower.id}", str(above.item))
    reviewed = applied(found, held, decision)
    assert above not in reviewed.found.no_matches
    assert set(reviewed.found.no_matches) < set(found.no_matches)


def test_what_was_never_compared_is_not_searched_in_vain(found: MappingSet, held: Held) -> None:
    """A person denies a pair that the machine never proposed: that is no search of its own."""
    denied = answered(held, "reject", f"{CITY}#A/1", f"{PROVINCE}#20")
    reviewed = applied(found, held, denied)
    assert reviewed.misses == ()
    assert reviewed.found.no_matches == found.no_matches


def test_targets_follow_the_links_that_people_leave(found: MappingSet, held: Held) -> None:
    """A city's target is tied to the province's by whatever link there is, found or made."""

    def tied(reviewed: Reviewed) -> set[Pair]:
        ties = reviewed.found.target_links
        return {(one.subject_item, one.object_item) for one in ties if one.outcome != "no-number"}

    ends = next(pair for pair in sorted(tied(Reviewed(found))) if pair[0].document == CITY)
    related = answered(held, "relate", str(ends[0]), str(ends[1]))
    assert ends not in tied(applied(found, held, related))
    rest = tuple(link for link in found.links if (link.subject, link.object) != ends)
    accepted = answered(held, "accept", str(ends[0]), str(ends[1]))
    assert ends in tied(applied(replace(found, links=rest), held, accepted))


# Outliving a new reading


def reread(documents: tuple[Document, ...], key: str, items: Iterable[Item]) -> Held:
    """The corpus with other measures in one of its documents."""
    anew = tuple(
        replace(each, measures=tuple(items)) if each.key == key else each for each in documents
    )
    return held_documents(anew, resolve_citations(anew))


def measures(documents: tuple[Document, ...], key: str = CITY) -> list[Item]:
    return list(next(each for each in documents if each.key == key).measures)


def after(decision: Decision, held: Held) -> Decided | Unapplied:
    reviewed = apply_decisions(MappingSet(), [decision], held)
    return reviewed.decided[0] if reviewed.decided else reviewed.unapplied[0]


def test_mended_wording_is_the_same_wording(documents: tuple[Document, ...], held: Held) -> None:
    decision = answered(held, "accept", f"{CITY}#5", f"{PROVINCE}#7")
    mended = [
        replace(
            item,
            text=item.text.replace("，", ", ").replace("建设", "建 设") + "（责任单位：市教育局）",
        )
        for item in measures(documents)
    ]
    assert isinstance(after(decision, reread(documents, CITY, mended)), Decided)


def test_a_renumbered_item_is_reported_with_its_new_number(
    documents: tuple[Document, ...], held: Held
) -> None:
    """An item is read that was not read before, and the others move up by one."""
    decision = answered(held, "accept", f"{CITY}#5", f"{PROVINCE}#7")
    own = measures(documents)
    new = replace(own[0], id="1", text="召开全市职业教育大会，部署有关工作。")
    later = [new, *(replace(item, id=str(int(item.id) + 1)) for item in own)]
    one = after(decision, reread(documents, CITY, later))
    assert isinstance(one, Unapplied)
    assert one.state == "moved"
    assert one.now == pair(f"{CITY}#6", f"{PROVINCE}#7")
    assert f"{CITY}#6" in one.zh
    assert f"{CITY}#6" in one.en


def test_words_that_are_gone_are_reported(documents: tuple[Document, ...], held: Held) -> None:
    decision = answered(held, "accept", f"{CITY}#5", f"{PROVINCE}#7")
    without = [item for item in measures(documents) if item.id != "5"]
    one = after(decision, reread(documents, CITY, without))
    assert isinstance(one, Unapplied)
    assert (one.state, one.now) == ("gone", None)
    rest = tuple(each for each in documents if each.key != PROVINCE)
    lost = after(decision, held_documents(rest, ()))
    assert isinstance(lost, Unapplied)
    assert lost.zh == f"语料里没有 {PROVINCE}"


def test_other_words_under_the_old_number_do_not_inherit_the_decision(
    documents: tuple[Document, ...], held: Held
) -> None:
    decision = answered(held, "accept", f"{CITY}#5", f"{PROVINCE}#7")
    other = replace(measures(documents)[4], text="改善办学条件，按规定核定公用经费。")
    rest = [item for item in measures(documents) if item.id != "5"]
    one = after(decision, reread(documents, CITY, [*rest, other]))
    assert isinstance(one, Unapplied)
    assert one.state == "gone"


def test_a_part_of_the_words_quoted_by_hand_will_do(held: Held) -> None:
    decision = answered(held, "accept", f"{CITY}#5", f"{PROVINCE}#7")
    middle = decision.evidence.subject[20:40]
    by_hand = replace(decision, evidence=Evidence(middle))
    assert isinstance(after(by_hand, held), Decided)
    astray = replace(by_hand, subject=ItemRef(CITY, "9"))
    one = after(astray, held)
    assert isinstance(one, Unapplied)
    assert one.now == decision.pair


def test_a_decision_without_words_holds_for_its_number(held: Held) -> None:
    """As somebody types it into a spreadsheet."""
    decision = answered(held, "accept", f"{CITY}#5", f"{PROVINCE}#7")
    bare = Decision(*decision.pair, decision.verdict)
    assert isinstance(after(bare, held), Decided)
    unknown = Decision(ItemRef(CITY, "99"), decision.object, decision.verdict)
    assert isinstance(after(unknown, held), Unapplied)


def test_a_row_that_breaks_a_rule_is_reported_and_not_applied(held: Held) -> None:
    upward = answered(held, "accept", f"{CITY}#5", f"{PROVINCE}#7")
    turned = Decision(upward.object, upward.subject, upward.verdict)
    one = after(turned, held)
    assert isinstance(one, Unapplied)
    assert one.state == "barred"
    assert "对调" in one.zh


def test_a_rejection_holds_whatever_the_dates_become(
    documents: tuple[Document, ...], held: Held
) -> None:
    denied = answered(held, "reject", f"{CITY}#5", f"{PROVINCE}#7")
    assert denied.verdict.kind == "implements"
    earlier = tuple(
        replace(each, header=replace(each.header, date_signed="2018-01-01"))
        if each.key == CITY
        else each
        for each in documents
    )
    assert isinstance(after(denied, held_documents(earlier, ())), Decided)


# In the file


def test_undoing_brings_the_decision_before_back(tmp_path: Path, held: Held) -> None:
    file, ends = decisions_file(tmp_path), (f"{CITY}#5", f"{PROVINCE}#7")
    first = answered(held, "accept", *ends, reason="一致")
    write(file, [first])
    (made,) = write(file, [answered(held, "reject", *ends)])
    assert made.replaced == first
    assert undo(file, *pair(*reversed(ends))) == (made.decision.after(first), first)
    assert list(read_decisions(file)) == [first]
    assert undo(file, *first.pair) == (first, None)
    assert undo(file, *first.pair) is None
    assert list(read_decisions(file)) == []


def test_decisions_follow_their_words_when_told_to(
    tmp_path: Path, documents: tuple[Document, ...], held: Held
) -> None:
    file = decisions_file(tmp_path)
    write(file, [answered(held, "accept", f"{CITY}#{n}", f"{PROVINCE}#7") for n in (4, 5)])
    swapped = {"4": "5", "5": "4"}
    anew = reread(
        documents,
        CITY,
        [replace(item, id=swapped.get(item.id, item.id)) for item in measures(documents)],
    )
    assert move(file, anew) == ()  # each stands in the other's way
    later = reread(
        documents, CITY, [replace(item, id=str(int(item.id) + 30)) for item in measures(documents)]
    )
    assert len(move(file, later, [pair(f"{CITY}#5", f"{PROVINCE}#7")])) == 1
    assert len(move(file, later)) == 1
    kept = list(read_decisions(file))
    assert [one.subject.item for one in kept] == ["34", "35"]
    assert all(isinstance(after(one, later), Decided) for one in kept)
