"""Links leave as SSSOM that its own tools read."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kg.align.align import align
from kg.exports.sssom import COLUMNS, sssom_text
from kg.resolve import resolve_citations
from loaders.read import read_document

HENAN = "henan-2021-yuzheng-2"
NAMES = (HENAN, "zhumadian-2021-zhuzhengban-44", "anyang-2018-anzhengban-2")


@pytest.fixture(scope="module")
def text(corpus: Path) -> str:
    documents = tuple(read_document(corpus / f"{key}.txt") for key in NAMES)
    return sssom_text(align(documents, resolve_citations(documents)), documents)


def rows(text: str) -> list[dict[str, str]]:
    body = "".join(line for line in io.StringIO(text) if not line.startswith("#"))
    return list(csv.DictReader(io.StringIO(body), delimiter="\t"))


def test_a_row_says_the_link_and_its_evidence(text: str) -> None:
    row = next(r for r in rows(text) if (r["subject_item"], r["object_item"]) == ("16", "27"))
    assert tuple(row) == COLUMNS
    assert row["subject_id"] == "item:zhumadian-2021-zhuzhengban-44/16"
    assert row["subject_label"] == "健全职业教育经费投入机制"
    assert row["predicate_id"] == "zm:implements"
    assert row["object_document"] == HENAN
    assert "确保教育费附加用于职业教育的比例不低于30%" in row["match_string"].split("|")
    assert row["other"] == "basis: declared"


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:.*deprecated")
def test_sssoms_own_tools_read_every_row(text: str) -> None:
    parsers = pytest.importorskip("sssom.parsers")
    validators = pytest.importorskip("sssom.validators")
    table = parsers.parse_sssom_table(io.StringIO(text), sep="\t")
    assert len(table.df) == len(rows(text))
    reports = validators.validate(table, fail_on_error=False)
    assert all(not report.results for report in reports.values())


def test_the_same_links_give_the_same_bytes(text: str, corpus: Path) -> None:
    documents = tuple(read_document(corpus / f"{key}.txt") for key in reversed(NAMES))
    assert sssom_text(align(documents, resolve_citations(documents)), documents) == text
