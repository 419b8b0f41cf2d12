"""Small documents made by hand, where a test needs something that the corpus does not have."""

from __future__ import annotations

from typing import Any

from kg.align.link import ItemRef, Link, MappingSet, NoMatch, SharedWording, TargetLink
from kg.resolve import resolve_citations
from kg.review.apply import Reviewed, apply_decisions
from kg.review.decision import Decision, Evidence, Verdict
from kg.review.held import held_documents
from loaders.document import Citation, Document, Header, Item, Section, Span, Target, Unit, Warning

SPAN = Span(3, 10, 20)
DIGEST = "0" * 64


def document(key: str, title: str, *citations: Citation, **header: Any) -> Document:
    """A document of a head and citations only."""
    return Document(
        Header(key, title, **header), f"{key}.txt", DIGEST, "正文", citations=tuple(citations)
    )


def cites(title: str | None, number: str | None = None, role: Any = "basis") -> Citation:
    """A citation as it is read, its issuers only in its title."""
    return Citation(title, number, (), role, f"根据《{title}》（{number}）", SPAN)


def province() -> Document:
    """A province's plan with a support item, a measure and a target."""
    target = Target("建设 10 所学校", "学校", "=", 10.0, None, "所", "2025", SPAN)
    return Document(
        Header(
            "henan",
            "河南省技能提升方案",
            cover_title="河南省人民政府关于印发河南省技能提升方案的通知",
            document_number="豫政〔2021〕2号",
            issuers=("河南省人民政府",),
            level="provincial",
            jurisdiction="河南省",
            admin_code_gb2260="410000",
            date_signed="2021-01-07",
            genre="方案",
            addressees=("各省辖市人民政府",),
        ),
        "henan.txt",
        DIGEST,
        "正文",
        measures=(
            Item(
                "1", "measure", ("一", "1"), "建学校", "建设 10 所学校。", SPAN, (), None, (target,)
            ),
            Item("2", "measure", ("一", "2"), None, "建设学校由省财政支持。", SPAN),
        ),
    )


def county() -> Document:
    """A county's draft that uses every field a document can have."""
    targets = (
        Target("培训 1-2 万人", "培训人数", "range", 1.0, 2.0, "万人", "2025", SPAN),
        Target("学校 3 所", "学校", "=", 3.0, None, "所", None, SPAN),
    )
    units = (
        Unit("县教育局", "滑县教育局", "lead", SPAN, False, "education", "410526"),
        Unit("县财政局", "滑县财政局", "responsible", SPAN, False, "finance", "410526"),
        Unit("各乡镇政府", "滑县各乡镇政府", "cooperating", SPAN, True, None, "410526"),
    )
    return Document(
        Header(
            "hua",
            "滑县技能提升方案",
            issuers=("滑县人民政府",),
            level="county",
            jurisdiction="滑县",
            admin_code_gb2260="410526",
            date_signed="2022-03-01",
            date_printed="2022-03-02",
            status="draft_for_comment",
            genre="方案",
            inferred=frozenset({"jurisdiction"}),
            stated=frozenset({"date_signed"}),
            date_in_force="2022-03-02",
            date_expires="2027-03-01",
        ),
        "hua.txt",
        DIGEST,
        "正文",
        outline=(Section("一", "目标", SPAN, "到2025年建成。", targets[:1]),),
        measures=(Item("1", "measure", ("一", "1"), None, "建设学校 3 所。", SPAN, units),),
        task_rows=(Item("A/1", "task", ("附件", "1"), None, "建设学校 4 所。", SPAN, units[:1],
                        "2022年底", targets, "附件"),),
        citations=(cites("河南省技能提升方案"), cites("省里另一份方案", role="mention")),
        warnings=(Warning(7, "序号跳号"),),
        source_url="https://www.example.gov.cn/zwgk/1.html",
        note="附件另见",
    )  # fmt: skip


def links() -> MappingSet:
    """Links of every kind between the county's and the province's items."""
    county_row, county_measure = ItemRef("hua", "A/1"), ItemRef("hua", "1")
    upper, support = ItemRef("henan", "1"), ItemRef("henan", "2")
    wording = (SharedWording("建设", 0, 2, 0, 2),)

    def link(subject: ItemRef, object_: ItemRef, kind: Any) -> Link:
        return Link(subject, object_, kind, 0.9, "declared", "by hand", wording)

    return MappingSet(
        links=(
            link(county_row, upper, "implements"),
            link(county_row, county_measure, "restates"),
            link(county_measure, upper, "alignedWith"),
            link(county_measure, support, "relatedTo"),
            link(support, upper, "supports"),
        ),
        no_matches=(NoMatch(support, "hua"),),
        target_links=(
            TargetLink(county_row, 1, upper, 0, "changed"),
            TargetLink(county_measure, None, upper, 0, "no-number"),
        ),
    )


def reviewed() -> Reviewed:
    """What people decided about those links: one accepted at last, one rejected, one astray."""

    def decided(subject: str, object_: str, kind: Any, negated: bool, **more: Any) -> Decision:
        lower, upper = (ItemRef(*key.split("#")) for key in (subject, object_))
        verdict = Verdict(kind, negated, "张三", "2022-05-01", "核对过")
        return Decision(lower, upper, verdict, **more)

    documents = (province(), county())
    return apply_decisions(
        links(),
        (
            decided(
                "hua#1",
                "henan#1",
                "alignedWith",
                False,
                evidence=Evidence("建设学校 3 所。", "建设 10 所学校。", ("建设",)),
                earlier=("2022-04-01 Not zm:implements 李四：数不同",),
            ),
            decided("hua#1", "henan#2", "relatedTo", True),
            decided("hua#A/1", "henan#2", "relatedTo", False, evidence=Evidence("建设学校 3 所。")),
        ),
        held_documents(documents, resolve_citations(documents)),
    )
