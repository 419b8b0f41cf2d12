"""Which documents a text names, and whether it is made according to them."""

from __future__ import annotations

import pytest

from loaders.document import Citation
from loaders.read import read_source
from loaders.text import SourceText


def citations(opening: str, item: str = "各地要加强领导。") -> tuple[Citation, ...]:
    text = f"某市实施方案\n\n{opening}\n\n一、加强领导。{item}\n二、抓落实。抓好落实。\n"
    return read_source(SourceText(text), "any", "any.txt", "").citations


def test_titles_with_numbers_and_nested_titles() -> None:
    found = citations(
        "根据《国务院办公厅关于印发〈体检办法〉的通知》（国办发 [2021] 3 号）、"
        "《某省条例》等规定，制定本方案。"
    )
    assert [(c.title, c.number, c.issuers, c.role) for c in found] == [
        ("国务院办公厅关于印发〈体检办法〉的通知", "国办发〔2021〕3号", ("国务院办公厅",), "basis"),
        ("某省条例", None, (), "basis"),
    ]
    assert found[0].quote.startswith("根据《国务院办公厅")
    assert found[0].quote.endswith("等规定")
    assert found[1].quote == found[0].quote


@pytest.mark.parametrize(
    ("clause", "role"),
    [
        ("为贯彻落实《某省意见》精神，制定本方案。", "basis"),
        ("按照《某省意见》要求，制定本方案。", "basis"),
        ("全面落实《某省意见》，制定本方案。", "basis"),
        ("《某省意见》实施以来，成效明显。", "mention"),
    ],
)
def test_the_clause_says_whether_it_is_the_basis(clause: str, role: str) -> None:
    assert [c.role for c in citations(clause)] == [role]


def test_what_an_item_names_is_a_mention() -> None:
    found = citations("为做好工作，制定本方案。", item="按照《某市办法》建设中心。")
    assert [(c.title, c.role, c.quote) for c in found] == [
        ("某市办法", "mention", "按照《某市办法》建设中心")
    ]


def test_a_short_name_is_the_document_it_stands_for() -> None:
    found = citations(
        "根据《某省养老服务条例》（以下简称《条例》）和《某省办法》（省政府令第181号，以下简称省《办法》），"
        "制定本方案。",
        item="按照《条例》《办法》执行。",
    )
    assert [(c.title, c.number) for c in found] == [
        ("某省养老服务条例", None),
        ("某省办法", "省政府令第181号"),
    ]


def test_a_number_alone_names_a_document() -> None:
    found = citations("根据豫政〔2021〕2号文件精神，制定本方案。")
    assert [(c.title, c.number, c.role) for c in found] == [(None, "豫政〔2021〕2号", "basis")]


def test_issuers_printed_before_a_title() -> None:
    found = citations("根据中共中央办公厅、国务院办公厅《关于改革的意见》，制定本方案。")
    assert found[0].issuers == ("中共中央办公厅", "国务院办公厅")


def test_named_twice_is_named_once() -> None:
    found = citations("根据《某省条例》，制定本方案。", item="落实《某省条例》。")
    assert len(found) == 1


def test_papers_slogans_and_the_document_itself_are_no_citations() -> None:
    assert citations("《某市实施方案》已经同意。《人民日报》报道。开展“人人持证”工程。") == ()
    assert citations("《永远不会关上的书名号，制定本方案。") == ()
