"""A sidecar states what a text cannot; it is checked, marked, and never left out in silence."""

from __future__ import annotations

import shutil
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.build import build
from kg.endpoints.endpoint import LocalEndpoint
from loaders.document import Document
from loaders.document_json import document_json
from loaders.read import read_corpus, read_document
from loaders.sidecar import Sidecar, read_sidecar
from loaders.sidecar_entries import BadSidecar

LIST = "nanyang-task-list"  # names no issuer and no date
PLAN = "zhumadian-2021-zhuzhengban-44"  # has a full head


def with_sidecar(tmp_path: Path, corpus: Path, key: str, yaml: str | bytes) -> Path:
    """A document of the corpus with a sidecar beside it."""
    document = tmp_path / f"{key}.txt"
    shutil.copy(corpus / document.name, document)
    content = yaml.encode() if isinstance(yaml, str) else yaml
    document.with_suffix(".yaml").write_bytes(content)
    return document


def read_with(tmp_path: Path, corpus: Path, key: str, yaml: str | bytes) -> Document:
    return read_document(with_sidecar(tmp_path, corpus, key, yaml))


def test_a_sidecar_states_what_the_text_does_not(tmp_path: Path, corpus: Path) -> None:
    document = read_with(
        tmp_path,
        corpus,
        LIST,
        """
        issuers: [南阳市教育局, 南阳市财政局]
        document_number: 宛教 [2022] 5 号     # brackets and spaces as anybody types them
        date_signed: 2022-03-01
        date_printed: 2022-03-02
        source_url: https://www.example.gov.cn/zwgk/1.html?id=2
        note: 附件 2，通知正文未公开
        """,
    )

    header = document.header
    assert header.issuers == ("南阳市教育局", "南阳市财政局")
    assert header.document_number == "宛教〔2022〕5号"
    assert (header.date_signed, header.date_printed) == ("2022-03-01", "2022-03-02")
    assert document.source_url == "https://www.example.gov.cn/zwgk/1.html?id=2"
    assert document.note == "附件 2，通知正文未公开"
    assert header.stated == {"issuers", "document_number", "date_signed", "date_printed"}


def test_a_stated_issuer_says_where_the_document_speaks_from(tmp_path: Path, corpus: Path) -> None:
    assert "jurisdiction" in read_document(corpus / f"{LIST}.txt").header.inferred

    header = read_with(tmp_path, corpus, LIST, "issuers: 南阳市教育局").header

    assert (header.jurisdiction, header.admin_code_gb2260) == ("南阳市", "411300")
    assert not header.inferred
    assert header.stated == {"issuers"}


@pytest.mark.parametrize("written", ["信阳市", "信阳", "河南省信阳市", "411500"])
def test_a_stated_jurisdiction_is_the_one_of_the_units(
    tmp_path: Path, corpus: Path, written: str
) -> None:
    document = read_with(tmp_path, corpus, LIST, f"jurisdiction: {written}")

    assert document.header.jurisdiction == "信阳市"
    assert document.header.admin_code_gb2260 == "411500"
    assert document.header.level == "municipal"
    assert document.header.stated == {"jurisdiction", "admin_code_gb2260"}
    assert not document.header.inferred
    first = document.task_rows[0].units[0]
    assert (first.raw, first.normalized) == ("市教育局", "信阳市教育局")


def test_a_stated_title_brings_its_genre(tmp_path: Path, corpus: Path) -> None:
    header = read_with(tmp_path, corpus, LIST, "title: 南阳市职业教育重点工作实施方案").header

    assert header.title == "南阳市职业教育重点工作实施方案"
    assert header.genre == "实施方案"


def test_a_sidecar_that_contradicts_the_print_wins_and_says_so(
    tmp_path: Path, corpus: Path
) -> None:
    printed = read_document(corpus / f"{PLAN}.txt")

    document = read_with(
        tmp_path, corpus, PLAN, "date_signed: 2021-11-29\ndocument_number: 驻政办〔2021〕45号\n"
    )

    assert document.header.date_signed == "2021-11-29"
    assert document.header.document_number == "驻政办〔2021〕45号"
    doubts = [each for each in document.warnings if each not in printed.warnings]
    lines = document.source_text.splitlines()
    for doubt, place, stated in zip(
        doubts, ("驻政办〔2021〕44号", "2021年11月30日"), ("45号", "2021-11-29"), strict=True
    ):
        assert place in lines[doubt.line - 1].replace(" ", "")
        assert stated in doubt.message
        assert f"{PLAN}.yaml:" in doubt.message


def test_a_sidecar_that_says_what_is_printed_raises_no_doubt(tmp_path: Path, corpus: Path) -> None:
    printed = read_document(corpus / f"{PLAN}.txt")
    header = printed.header

    stated = read_with(
        tmp_path,
        corpus,
        PLAN,
        f"issuers: [{'、'.join(header.issuers)}]\ndate_signed: {header.date_signed}\n"
        f"document_number: {header.document_number}\njurisdiction: {header.jurisdiction}\n"
        f"level: {header.level}\nstatus: {header.status}\ntitle: {header.title}\n"
        f"genre: {header.genre}\n",
    )

    assert stated.warnings == printed.warnings
    assert stated.task_rows == printed.task_rows


def test_a_level_that_is_not_the_one_of_the_place_is_doubtful(tmp_path: Path, corpus: Path) -> None:
    document = read_with(tmp_path, corpus, LIST, "jurisdiction: 南阳市\nlevel: provincial\n")

    assert document.header.level == "provincial"
    assert any("provincial" in doubt.message for doubt in document.warnings)


def test_the_json_says_what_is_stated(tmp_path: Path, corpus: Path) -> None:
    document = read_with(tmp_path, corpus, LIST, "date_signed: 2022-03-01\nnote: 摘自公报\n")

    said = document_json(document)["document"]

    assert said["date_signed"] == "2022-03-01"
    assert said["stated"] == ["date_signed"]
    assert said["note"] == "摘自公报"
    assert said["source_url"] is None


def test_the_graph_says_what_is_stated(tmp_path: Path, corpus: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    with_sidecar(
        folder,
        corpus,
        LIST,
        "date_signed: 2022-03-01\nsource_url: https://www.example.gov.cn/1\nnote: 摘自公报\n",
    )
    build(folder, tmp_path / "store")

    table = LocalEndpoint(tmp_path / "store").select(
        """
        PREFIX zm: <https://w3id.org/zhengmai/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?field ?date ?address (DATATYPE(?address) AS ?type) ?note WHERE {
          ?document zm:statedField ?field ; zm:dateSigned ?date ;
            zm:sourceAddress ?address ; skos:note ?note .
        }
        """
    )

    assert list(table.texts()) == [
        {
            "field": "date_signed",
            "date": "2022-03-01",
            "address": "https://www.example.gov.cn/1",
            "type": "http://www.w3.org/2001/XMLSchema#anyURI",
            "note": "摘自公报",
        }
    ]


@pytest.mark.parametrize(
    ("yaml", "line", "says"),
    [
        ("", None, "issuers, document_number"),
        ("# 什么也没写\n", None, "issuers, document_number"),
        ("南阳市教育局\n", 1, "issuers, document_number"),
        ("- issuers\n", 1, "issuers, document_number"),
        ("issuers: 南阳市教育局\nissuer: 南阳市财政局\n", 2, "issuer"),
        ("发文机关: 南阳市教育局\n", 1, "issuers, document_number"),
        ("title: 一\nnote: 二\ntitle: 三\n", 3, "1"),
        ("title:\n", 1, "title"),
        ("issuers: []\n", 1, "issuers"),
        ("note: null\n", 1, "note"),
        ("title: {zh: 通知}\n", 1, "title"),
        ("issuers: [[南阳市教育局]]\n", 1, "issuers"),
        ("date_signed: 2021-02-30\n", 1, "2021-02-30"),
        ("\n\ndate_printed: 2021年1月7日\n", 3, "2021-01-07"),
        ("date_signed: 20210107\n", 1, "2021-01-07"),
        ("date_signed: 0021-01-07\n", 1, "0021-01-07"),
        ("date_signed: 2021-01-07\ndate_printed: 2021-01-06\n", 2, "2021-01-06"),
        ("jurisdiction: 南洋市\n", 1, "GB/T 2260"),
        ("jurisdiction: 999999\n", 1, "GB/T 2260"),
        ("jurisdiction: 南阳市教育局\n", 1, "GB/T 2260"),
        ("jurisdiction: 朝阳区\n", 1, "110105"),
        ("level: city\n", 1, "municipal"),
        ("status: draft\n", 1, "draft_for_comment"),
        ("genre: 小说\n", 1, "实施方案"),
        ("genre: 文种\n", 1, "实施方案"),
        ("source_url: www.example.gov.cn\n", 1, "https://"),
        ("source_url: https://a b\n", 1, "https://"),
        ("source_url: http://[\n", 1, "https://"),
        ("source_url: file:///etc/passwd\n", 1, "https://"),
        ("title: 一\nissuers: [南阳市\n", 3, "YAML"),
        ("title: 一\n\tnote: 二\n", 2, "YAML"),
        ("title: 一\n---\ntitle: 二\n", 2, "YAML"),
        ("note: !!python/object/apply:os.system [touch hacked]\n", 1, "note"),
        ("issuers: &all [*all]\n", 1, "issuers"),
        ("? &all [*all]\n: 甲\n", 1, "issuers"),
        ("[" * 5000, None, "YAML"),
        (b"\x00\x01\x02", None, "YAML"),
        (b"title: \xff\xff\x80\n", None, "UTF-8"),
        ("title: " + "长" * 70_000, None, "64 KB"),
    ],
)
def test_a_bad_sidecar_refuses_its_document_and_says_what_is_allowed(
    tmp_path: Path, corpus: Path, yaml: str | bytes, line: int | None, says: str
) -> None:
    path = with_sidecar(tmp_path, corpus, LIST, yaml)

    with pytest.raises(BadSidecar) as refused:
        read_document(path)

    where = f"{LIST}.yaml:{line}：" if line else f"{LIST}.yaml："
    assert refused.value.zh.startswith(where)
    assert says in refused.value.zh
    assert says in refused.value.en


def test_a_bad_sidecar_refuses_no_other_document(tmp_path: Path, corpus: Path) -> None:
    shutil.copytree(corpus, tmp_path, dirs_exist_ok=True)
    (tmp_path / f"{LIST}.yaml").write_text("issuer: 南阳市教育局\n", encoding="utf-8")

    documents, refused = read_corpus(tmp_path)

    assert LIST not in {document.key for document in documents}
    assert len(documents) == len(list(corpus.glob("*.txt"))) - 1
    assert [error.path.name for error in refused] == [f"{LIST}.yaml"]


@pytest.mark.parametrize("name", ["nanyang.yaml", f"{LIST}.YAML"])
def test_a_sidecar_beside_no_document_is_not_passed_over(
    tmp_path: Path, corpus: Path, name: str
) -> None:
    shutil.copy(corpus / f"{LIST}.txt", tmp_path)
    (tmp_path / name).write_text("date_signed: 2022-03-01\n", encoding="utf-8")

    documents, refused = read_corpus(tmp_path)

    assert [document.key for document in documents] == [LIST]
    assert [error.path.name for error in refused] == [name]


def test_two_sidecars_of_one_document_are_refused(tmp_path: Path, corpus: Path) -> None:
    path = with_sidecar(tmp_path, corpus, LIST, "date_signed: 2022-03-01\n")
    path.with_suffix(".yml").write_text("date_signed: 2022-03-02\n", encoding="utf-8")

    with pytest.raises(BadSidecar, match=r"\.yml"):
        read_document(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_sidecar_may_come_from_any_editor(tmp_path: Path, corpus: Path, encoding: str) -> None:
    yaml = "issuers: 南阳市教育局\r\n".encode(encoding)

    header = read_with(tmp_path, corpus, LIST, yaml).header

    assert header.issuers == ("南阳市教育局",)


def test_a_sidecar_is_no_document(tmp_path: Path, corpus: Path) -> None:
    path = with_sidecar(tmp_path, corpus, LIST, "date_signed: 2022-03-01\n")

    with pytest.raises(BadSidecar, match=f"{LIST}.yaml"):
        read_document(path.with_suffix(".yaml"))


KEYS = st.sampled_from([*(each.name for each in fields(Sidecar)), "issuer", "标题", "<<", "? []"])
VALUES = st.one_of(
    st.sampled_from(["411300", "南阳市", "[a, b]", "{a: b}", "|", "&x [*x]", "~", "issued", "'"]),
    st.text(max_size=20),
)
LINES = st.lists(st.builds("{}: {}\n".format, KEYS, VALUES), max_size=4).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(LINES.map(str.encode), st.binary(max_size=100)))
def test_whatever_a_sidecar_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    (folder / "any.yaml").write_bytes(content)

    try:
        sidecar = read_sidecar(folder / "any.txt")
    except BadSidecar as error:
        said = f"{error.zh} {error.en}"
    else:
        said = "any.yaml states" if sidecar and sidecar.lines else ""
    assert said.startswith("any.yaml")


@settings(deadline=None)
@given(st.dates(min_value=date(1949, 10, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_a_date(tmp_path_factory: pytest.TempPathFactory, day: date) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    (folder / "day.yaml").write_text(f"date_signed: {day}\n", encoding="utf-8")

    sidecar = read_sidecar(folder / "day.txt")

    assert sidecar is not None
    assert sidecar.date_signed == str(day)
