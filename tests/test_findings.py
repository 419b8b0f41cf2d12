"""What a document says against itself: the annex restates the body, and not always alike."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from loaders.document import Document, Item
from loaders.findings import Finding, findings_in
from loaders.read import read_document

CORPUS = Path(__file__).parent.parent / "corpus"
HENAN = "henan-2021-yuzheng-2"
ZHUMADIAN = "zhumadian-2021-zhuzhengban-44"


@cache
def corpus(key: str) -> Document:
    return read_document(CORPUS / f"{key}.txt")


def found(document: Document, kind: str) -> dict[tuple[str, ...], Finding]:
    return {finding.items: finding for finding in findings_in(document) if finding.kind == kind}


def words(finding: Finding) -> tuple[str, ...]:
    return tuple(quote.words for quote in finding.quotes)


def with_row(document: Document, row_id: str, **changes: object) -> Document:
    rows: list[Item] = [
        replace(row, **changes) if row.id == row_id else row  # type: ignore[arg-type]
        for row in document.task_rows
    ]
    return replace(document, task_rows=tuple(rows))


def test_an_amount_that_only_the_annex_gives() -> None:
    finding = found(corpus(ZHUMADIAN), "number")["12", "A/12"]
    assert words(finding) == ("可按一定比例作为绩效工资来源", "可按50%的比例作为绩效工资来源")
    assert "“一定”" in finding.message_zh
    assert "“50%的”" in finding.message_zh


def test_a_period_that_only_the_annex_gives() -> None:
    finding = found(corpus(HENAN), "number")["5", "A2/3"]
    assert "每学期" not in words(finding)[0]
    assert "每学期不少于16个学时" in words(finding)[1]


def test_a_word_that_differs() -> None:
    education = found(corpus(HENAN), "wording")["17", "A2/21"]
    assert "养教结合" in words(education)[0]
    assert "产教结合" in words(education)[1]
    schools = [words(f) for f in findings_in(corpus(ZHUMADIAN)) if f.items == ("4", "A/4")]
    assert (
        "市区（含省属）中等职业学校在校生规模要达到3.5万人",
        "市属（含省属）中等职业学校在校生规模要达到3.5万人",
    ) in schools


def test_parts_that_do_not_add_up_to_their_total() -> None:
    (finding,) = found(corpus(ZHUMADIAN), "total").values()
    assert finding.items == ("4",)
    assert "合计是3.5万人" in finding.message_zh
    assert "相加是3.4万人" in finding.message_zh
    assert words(finding)[0].endswith("交通技师学院0.8万人）")


def test_parts_that_add_up_are_no_finding() -> None:
    assert not found(corpus("anyang-2018-anzhengban-2"), "total")  # 13所（中职10所、高职3所）


def test_a_task_without_a_unit_in_a_table_that_names_them() -> None:
    assert not found(corpus(ZHUMADIAN), "no_unit")
    open_task = with_row(corpus(ZHUMADIAN), "A/7", units=())
    assert list(found(open_task, "no_unit")) == [("A/7",)]


def test_a_table_without_a_unit_column_is_no_finding() -> None:
    assert any(not row.units for row in corpus(HENAN).task_rows)  # the ministry's list
    assert not found(corpus(HENAN), "no_unit")


def test_an_annex_row_that_the_body_knows_nothing_of() -> None:
    for key in (HENAN, ZHUMADIAN):
        assert not found(corpus(key), "no_body_item")
    stranger = with_row(corpus(ZHUMADIAN), "A/2", text="完成全市农村公路养护和桥梁检测。")
    assert list(found(stranger, "no_body_item")) == [("A/2",)]


def test_an_amount_changed_in_the_annex_is_found() -> None:
    row = next(row for row in corpus(HENAN).task_rows if row.id == "A2/7")
    changed = with_row(corpus(HENAN), "A2/7", text=row.text.replace("70所", "60所"))
    assert "A2/7" not in {items[-1] for items in found(corpus(HENAN), "number")}
    assert ("7", "A2/7") in found(changed, "number")


def test_documents_without_annex_or_body_have_nothing_to_compare() -> None:
    assert findings_in(corpus("shangqiu-draft")) == ()
    assert findings_in(corpus("nanyang-task-list")) == ()


def test_each_finding_quotes_its_items_word_for_word() -> None:
    for key in (HENAN, ZHUMADIAN):
        document = corpus(key)
        items = {item.id: item for item in document.items()}
        for finding in findings_in(document):
            assert finding.message_en
            for quote in finding.quotes:
                item = items[quote.item]
                assert quote.words in f"{item.title}\n{item.text}"


def test_each_quote_points_at_its_words_in_the_source() -> None:
    for key in (HENAN, ZHUMADIAN):
        document = corpus(key)
        for quote in (quote for finding in findings_in(document) for quote in finding.quotes):
            span = quote.span
            assert bare(document.source_text[span.start : span.end]) == bare(quote.words)
            assert document.source_text[: span.start].count("\n") + 1 == span.line


def test_words_that_reading_mended_are_placed_in_their_item() -> None:
    document = corpus(ZHUMADIAN)
    open_task = with_row(document, "A/7", units=(), text="页码隔开的一句话")
    (quote,) = found(open_task, "no_unit")["A/7",].quotes
    assert quote.span == next(row.span for row in document.task_rows if row.id == "A/7")


def bare(text: str) -> str:
    return re.sub(r"\s|<[^>]*>", "", text)
