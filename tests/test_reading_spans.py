"""From every fact a reader can point back to its words; nothing in a text makes reading fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.document import Document, Section, Span
from loaders.errors import UnreadableDocument
from loaders.mending import mend
from loaders.read import read_bytes, read_document, read_source
from loaders.text import SourceText, Text

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))


def facts(document: Document) -> Iterator[tuple[str, Span]]:
    """Every wording that was read, with the place it is said to stand."""
    for item in document.items():
        yield item.text, item.span
        yield from ((unit.raw, unit.span) for unit in item.units)
        yield from ((target.quote, target.span) for target in item.targets)
    yield from ((citation.quote, citation.span) for citation in document.citations)
    for section in sections(document.outline):
        yield from ((target.quote, target.span) for target in section.targets)


def sections(outline: tuple[Section, ...]) -> Iterator[Section]:
    for section in outline:
        yield section
        yield from sections(section.children)


def mended(words: str) -> str:
    """Words of the source as the reader mends them, white space aside."""
    return re.sub(r"\s", "", str(mend(Text.of(words))))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_words_of_each_span_mended_are_the_words_of_the_fact(path: Path) -> None:
    document = read_document(path)
    found = list(facts(document))
    assert len(found) > 80
    for words, span in found:
        printed = mended(document.source_text[span.start : span.end])
        assert printed == mended(words)
        assert document.source_text.count("\n", 0, span.start) == span.line - 1


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_section_spans_its_heading_and_what_stands_directly_under_it(path: Path) -> None:
    document = read_document(path)
    for section in sections(document.outline):
        printed = mended(document.source_text[section.span.start : section.span.end])
        assert mended(section.title) in printed[:60]
        assert printed.endswith(mended(section.text))


@given(st.text(alphabet="甲乙 1\n\t（）", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_what_is_left_of_a_text_stands_where_it_says(source: str, start: int, end: int) -> None:
    whole = Text.of(source)
    for text in (
        whole[start:end],
        whole.strip(),
        whole.without(re.compile(r"[ 1]+")),
        Text.join([whole[:start], whole[start:]]),
        *whole.split("\n"),
        mend(whole),
    ):
        assert str(text) == "".join(source[origin] for origin in text.origins)
        assert list(text.origins) == sorted(text.origins)


PRINTED = """
一、 （一） (二) 1. ２． 第一条 第三章 ① —— 附件 附件1 附件： ： 。 ， 、 《 》 （ ） 〔2021〕 2号
2021年1月7日 印发 关于 的通知 实施方案 总体要求 基本原则 序号 工作任务 责任单位 牵头单位：
市教育局 河南省人民政府 文件 豫政 抄送： 50% 建设5个 到2025年 根据 以下简称 请示 令 —3— 9
| <table> <tr> <td> </td> </table> <br>
"""
PIECES = st.sampled_from(
    [*PRINTED.split(), "\t", "\n", "\n\n", "\v", "\0", "\u3000\u3000", "\ufeff", "\U0001f600", " "]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
def test_no_text_makes_reading_fail_and_every_span_lies_in_it(text: str) -> None:
    document = read_source(SourceText(text), "any", "any.txt", "")
    notations = [item.id for item in document.items()]
    assert len(set(notations)) == len(notations)
    for _, span in facts(document):
        assert 0 <= span.start < span.end <= len(text)
        assert text.count("\n", 0, span.start) == span.line - 1


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xff\xfe"]),
)
def test_no_bytes_are_worse_than_an_unreadable_document(content: bytes, head: bytes) -> None:
    with suppress(UnreadableDocument):
        read_bytes(Path("any.txt"), head + content)
