"""The file of decisions: SSSOM that people edit in spreadsheets, and that loses nothing."""

from __future__ import annotations

import csv
import io
import string
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.align.link import ItemRef
from kg.review.decision import KINDS, Decision, Evidence, Verdict, verdict_of
from kg.review.file import changing, decisions_file, read_decisions
from kg.review.rows import COLUMNS, BadRow, iso_date, joined, parted
from kg.review.sheet import BadSheet, one_line
from loaders.read import files_in

CITY, PROVINCE = "zhumadian-2021-zhuzhengban-44", "henan-2021-yuzheng-2"


def decision(
    subject: str = f"{CITY}#A/1",
    object_: str = f"{PROVINCE}#A2/1",
    negated: bool = False,
    reviewer: str = "张三",
    reason: str = "",
) -> Decision:
    lower, upper = (ItemRef(*key.split("#")) for key in (subject, object_))
    return Decision(lower, upper, Verdict("implements", negated, reviewer, "2026-03-01", reason))


def kept(path: Path, *decisions: Decision) -> Path:
    """A file with these decisions."""
    with changing(path) as file:
        for one in decisions:
            file.record(one)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return decisions_file(tmp_path)


def rows(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    table = "".join(line for line in lines if not line.startswith("#"))
    return list(csv.DictReader(io.StringIO(table), delimiter="\t"))


# What stands in it


def test_a_decision_is_a_row_of_sssom(path: Path) -> None:
    (row,) = rows(kept(path, decision(f"{CITY}#二.1", negated=True, reason="只有主题相同")))
    assert tuple(row) == COLUMNS
    assert row["subject_id"] == f"item:{CITY}/%E4%BA%8C.1"
    assert (row["subject_document"], row["subject_item"]) == (CITY, "二.1")
    assert (row["predicate_id"], row["predicate_modifier"]) == ("zm:implements", "Not")
    assert row["mapping_justification"] == "semapv:ManualMappingCuration"
    assert (row["reviewer_label"], row["mapping_date"]) == ("张三", "2026-03-01")
    assert row["comment"] == "只有主题相同"


def test_a_reviewer_may_be_an_orcid(path: Path) -> None:
    orcid = "orcid:0000-0001-2345-6789"
    (row,) = rows(kept(path, decision(reviewer=orcid)))
    assert (row["reviewer_id"], row["reviewer_label"]) == (orcid, "")
    assert next(iter(read_decisions(path))).verdict.reviewer == orcid


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:.*deprecated")
def test_sssoms_own_tools_read_every_row(path: Path) -> None:
    parsers = pytest.importorskip("sssom.parsers")
    validators = pytest.importorskip("sssom.validators")
    kept(
        path,
        decision(reason='他说“行”，"行"\t就行'),
        decision(f"{CITY}#二.1", negated=True, reviewer="orcid:0000-0001-2345-6789"),
    )
    table = parsers.parse_sssom_table(path)
    assert len(table.df) == 2
    assert set(table.df["predicate_modifier"]) == {"Not", ""}
    reports = validators.validate(table, fail_on_error=False)
    assert all(not report.results for report in reports.values())


def test_rows_stand_in_reading_order_so_that_a_diff_is_a_line(path: Path) -> None:
    many = [decision(f"{CITY}#{item}") for item in ("A/10", "A/2", "3", "12")]
    before = kept(path, *many).read_text(encoding="utf-8").splitlines()
    assert [row["subject_item"] for row in rows(path)] == ["3", "12", "A/2", "A/10"]
    after = kept(path, decision(f"{CITY}#A/3")).read_text(encoding="utf-8").splitlines()
    assert len(set(after) - set(before)) == 1
    assert [line for line in after if line in before] == before


def test_it_is_no_document_of_the_corpus(path: Path) -> None:
    kept(path, decision())
    (path.parent / "nested").mkdir()
    assert files_in(path.parent) == []


def test_no_file_means_no_decisions(path: Path) -> None:
    assert list(read_decisions(path)) == []
    assert not path.exists()


# History


def test_what_a_decision_replaces_stays_as_its_history(path: Path) -> None:
    kept(path, decision(reason="一致"))
    kept(path, decision(negated=True, reviewer="李四"))
    (one,) = read_decisions(path)
    assert one.verdict.reviewer == "李四"
    assert one.earlier == ("2026-03-01 zm:implements 张三：一致",)
    assert rows(path)[0]["history"] == one.earlier[0]


def test_the_same_said_twice_is_said_once(path: Path) -> None:
    first = kept(path, decision()).read_bytes()
    assert kept(path, decision()).read_bytes() == first


def test_words_of_somebodys_own_in_the_history_stay(path: Path) -> None:
    kept(path, decision())
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rstrip("\n") + "开会定的|2026-01-01 zm:relatedTo 王五\n", encoding="utf-8")
    kept(path, decision(negated=True))
    (one,) = read_decisions(path)
    assert one.earlier[1:] == ("开会定的", "2026-01-01 zm:relatedTo 王五")
    before = one.undone()
    assert before
    assert before.verdict == decision().verdict
    again = before.undone()
    assert again
    assert again.verdict.reviewer == "王五"


# What spreadsheets and people make of it


def table(*cells: dict[str, str]) -> str:
    """What a person types: a table of a few columns, no metadata."""
    columns = list(dict.fromkeys(name for row in cells for name in row))
    lines = [columns, *([row.get(name, "") for name in columns] for row in cells)]
    return "".join("\t".join(line) + "\n" for line in lines)


BY_HAND = {
    "subject_document": CITY,
    "subject_item": "A/1",
    "predicate_id": "zm:implements",
    "object_document": PROVINCE,
    "object_item": "A2/1",
    "reviewer_label": "张三",
    "mapping_date": "2026-03-01",
}


@pytest.mark.parametrize(
    ("name", "remade"),
    [
        ("a byte order mark", lambda text: text.encode("utf-8-sig")),
        ("GB18030", lambda text: text.encode("gb18030")),
        ("UTF-16, Excel's Unicode text", lambda text: text.encode("utf-16")),
        ("line ends of Windows", lambda text: text.replace("\n", "\r\n").encode()),
        ("blank lines", lambda text: text.replace("\n", "\n\n\t\t\n").encode()),
        ("commas, as CSV", lambda text: _as_csv(text, ",").encode("gb18030")),
        ("semicolons", lambda text: _as_csv(text, ";").encode()),
        ("reversed columns", lambda text: _reversed(text).encode()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_spreadsheet_saves_is_the_same_decision(
    path: Path, name: str, remade: object
) -> None:
    kept(path, decision(reason='分开写：“甲”,"乙";丙'), decision(f"{CITY}#二.1", negated=True))
    before, text = list(read_decisions(path)), path.read_text(encoding="utf-8")
    path.write_bytes(remade(text))  # type: ignore[operator]
    assert list(read_decisions(path)) == before
    with changing(path):
        pass
    assert path.read_text(encoding="utf-8") == text, name


def _lines(text: str) -> tuple[list[str], list[list[str]]]:
    lines = text.splitlines(keepends=True)
    head = [line.rstrip("\n") for line in lines if line.startswith("#")]
    body = "".join(line for line in lines if not line.startswith("#"))
    return head, list(csv.reader(io.StringIO(body), delimiter="\t"))


def _as_csv(text: str, delimiter: str) -> str:
    """Excel fills every line up to the width of the table."""
    head, body = _lines(text)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([line, *[""] * (len(body[0]) - 1)] for line in head)
    writer.writerows(body)
    return stream.getvalue()


def _reversed(text: str) -> str:
    head, body = _lines(text)
    stream = io.StringIO(newline="")
    stream.writelines(f"{line}\n" for line in head)
    csv.writer(stream, delimiter="\t").writerows(row[::-1] for row in body)
    return stream.getvalue()


def test_a_workbook_reads_like_the_table_it_was_made_from(path: Path, tmp_path: Path) -> None:
    kept(path, decision(reason="一致"))
    head, body = _lines(path.read_text(encoding="utf-8"))
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [*([line] for line in head), *body]:
        sheet.append(row)
    workbook = tmp_path / "mappings.xlsx"
    book.save(workbook)
    assert list(read_decisions(workbook)) == list(read_decisions(path))


def test_a_row_by_hand_needs_no_metadata_and_no_curies(path: Path) -> None:
    path.write_text(table(BY_HAND), encoding="utf-8")
    assert list(read_decisions(path)) == [decision()]


def test_columns_and_metadata_of_others_stay(path: Path) -> None:
    head = "#mapping_set_id: https://example.org/ours\n#curie_map:\n#  ex: https://example.org/\n"
    path.write_text(head + table(BY_HAND | {"会议": "第三次"}), encoding="utf-8")
    kept(path, decision(f"{CITY}#A/2"))
    assert [row["会议"] for row in rows(path)] == ["第三次", ""]
    text = path.read_text(encoding="utf-8")
    assert "#mapping_set_id: https://example.org/ours\n" in text
    assert "#  ex: https://example.org/\n" in text
    assert "#  zm: https://w3id.org/zhengmai/ontology#\n" in text


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026/3/1", "2026-03-01"),
        ("2026/3/1 0:00", "2026-03-01"),
        ("2026年3月1日", "2026-03-01"),
        ("2026-03-01 00:00:00", "2026-03-01"),
        ("46082", "2026-03-01"),
        ("3/25/2026", "2026-03-25"),
        ("25/3/2026", "2026-03-25"),
        ("", ""),
    ],
)
def test_a_date_reads_in_every_form_that_excel_gives_it(words: str, iso: str) -> None:
    assert iso_date(words) == iso


@pytest.mark.parametrize("words", ["3/4/2026", "2026-02-30", "昨天", "4-Mar"])
def test_a_date_that_may_be_two_days_is_refused(words: str) -> None:
    with pytest.raises(BadRow, match="应写成 2026-03-01"):
        iso_date(words)


def test_a_notation_that_excel_took_for_a_number_is_known_by_its_id(path: Path) -> None:
    kept(path, decision(f"{CITY}#2.10"))
    path.write_text(path.read_text(encoding="utf-8").replace("\t2.10\t", "\t2.1\t"), "utf-8")
    assert next(iter(read_decisions(path))).subject.item == "2.10"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"predicate_id": "zm:realises"}, ["zm:realises", "zm:alignedWith"]),
        ({"predicate_modifier": "不"}, ["Not"]),
        ({"mapping_date": "上周"}, ["上周", "2026-03-01"]),
        ({"reviewer_label": ""}, ["reviewer_label"]),
        ({"subject_item": ""}, ["subject_id", "item:"]),
        ({"subject_id": f"item:{CITY}/A/2"}, ["A/1", "A/2"]),
        ({"object_document": CITY, "object_item": "A/1"}, ["同一条"]),
    ],
)
def test_a_bad_row_is_an_error_with_its_line_and_stays(
    path: Path, cells: dict[str, str], said: list[str]
) -> None:
    good = BY_HAND | {"subject_item": "A/3"}
    path.write_text(table(good, BY_HAND | {"comment": "别丢"} | cells), encoding="utf-8")
    read = read_decisions(path)
    (error,) = read.bad
    assert error.zh.startswith("mappings.sssom.tsv:3：")
    assert error.en.startswith("mappings.sssom.tsv:3: ")
    assert all(word in error.zh for word in said), error.zh
    assert [one.subject.item for one in read] == ["A/3"]
    kept(path, decision(f"{CITY}#A/4"))
    assert [row["comment"] for row in rows(path)] == ["", "", "别丢"]
    assert len(read_decisions(path).bad) == 1


def test_two_rows_that_disagree_on_a_pair_are_both_refused(path: Path) -> None:
    """As after a merge of two branches; which one holds is not for the program to say."""
    rejected = BY_HAND | {"predicate_modifier": "Not"}
    path.write_text(table(BY_HAND, rejected), encoding="utf-8")
    read = read_decisions(path)
    assert list(read) == []
    assert [error.line for error in read.bad] == [2, 3]
    assert "第 2, 3 行" in read.bad[0].zh
    (settled,) = read_decisions(kept(path, decision(reviewer="李四")))
    assert settled.verdict.reviewer == "李四"
    assert settled.earlier == ("2026-03-01 Not zm:implements 张三", "2026-03-01 zm:implements 张三")
    path.write_text(table(BY_HAND, BY_HAND), encoding="utf-8")
    assert (len(list(read_decisions(path))), read_decisions(path).bad) == (1, ())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\xfa\x00\xd8", "UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "xlsx"),
        (b"PK\x03\x04broken", "xlsx"),
        ("甲\t乙\n1\t2\n".encode(), "mappings.sssom.tsv:1：应有列名一行"),
        (b"#a: [\nsubject_id\n", "元数据不是 YAML"),
        (b"#curie_map: 5\nsubject_id\n", "元数据不是 YAML"),
        (b"subject_id\tcomment\tcomment\n", "列名重复：comment"),
        (b"subject_id\na\tb\n", "mappings.sssom.tsv:2：这一行的单元格比列名多"),
        (b'subject_id\n"a\n', "mappings.sssom.tsv:2：引号不成对"),
    ],
)
def test_a_file_that_is_no_table_of_mappings_is_refused_and_left_alone(
    path: Path, content: bytes, said: str
) -> None:
    path.write_bytes(content)
    with pytest.raises(BadSheet, match=said), changing(path):
        pass
    assert path.read_bytes() == content


# Property: whatever is decided comes back

NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
NOTATIONS = st.builds(lambda parts: "/".join(parts), st.lists(NAMES, min_size=1, max_size=2))
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(one_line)
SHARED = st.lists(WORDS.filter(bool), max_size=3).map(tuple)
PEOPLE = st.text(string.ascii_letters + "张王李· ", min_size=1).map(one_line).filter(bool)
DAYS = st.dates().map(lambda day: day.isoformat()) | st.just("")
VERDICTS = st.builds(Verdict, st.sampled_from(KINDS), st.booleans(), PEOPLE, DAYS, WORDS)


def _decisions(subject: ItemRef, item: str, verdict: Verdict, words: Evidence) -> Decision:
    return Decision(subject, ItemRef(PROVINCE, item), verdict, words)


DECISIONS = st.builds(
    _decisions,
    st.builds(ItemRef, NAMES, NOTATIONS),
    NOTATIONS,
    VERDICTS,
    st.builds(Evidence, WORDS, WORDS, SHARED, WORDS, WORDS),
)


@settings(max_examples=40, deadline=None)  # each writes a file to the disk
@given(st.lists(DECISIONS, max_size=6))
def test_what_is_written_is_read_and_writing_again_changes_no_byte(
    tmp_path_factory: pytest.TempPathFactory, decisions: list[Decision]
) -> None:
    path = decisions_file(tmp_path_factory.mktemp("decisions"))
    kept(path, *decisions)
    read = read_decisions(path)
    assert read.bad == ()
    latest = {one.pair: one for one in decisions}
    assert {one.pair: (one.verdict, one.evidence) for one in read} == {
        pair: (one.verdict, one.evidence) for pair, one in latest.items()
    }
    text = path.read_bytes()
    with changing(path):
        pass
    assert path.read_bytes() == text


@given(st.lists(WORDS.map(lambda words: words + "\\|"[: len(words) % 3]).filter(bool)))
def test_several_values_share_a_cell(values: list[str]) -> None:
    assert parted(joined(tuple(values))) == tuple(values)


@given(VERDICTS)
def test_a_verdict_in_words_reads_back(verdict: Verdict) -> None:
    assert verdict_of(str(verdict)) == verdict


@given(st.text(max_size=60))
def test_no_words_are_misread_as_a_verdict_that_they_are_not(words: str) -> None:
    found = verdict_of(words)
    assert found is None or str(found) == words


# Several at once


ANOTHER = """
import sys
from pathlib import Path
from kg.align.link import ItemRef
from kg.review.decision import Decision, Verdict
from kg.review.file import changing
for n in range(8):
    with changing(Path(sys.argv[1])) as file:
        verdict = Verdict("implements", False, "李四")
        file.record(Decision(ItemRef(sys.argv[2], str(n)), ItemRef("upper", "1"), verdict))
"""


def test_two_processes_lose_no_decision(path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", ANOTHER, str(path), lower]) for lower in "ab"
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert len(list(read_decisions(path))) == 16
    assert [one.name for one in path.parent.iterdir()] == ["mappings.sssom.tsv"]


def test_what_goes_wrong_while_deciding_changes_nothing(path: Path) -> None:
    before = kept(path, decision()).read_bytes()

    def fail() -> None:
        with changing(path) as file:
            file.record(decision(f"{CITY}#A/2"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert path.read_bytes() == before
