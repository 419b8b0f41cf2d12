"""A folder of documents becomes a store: same folder, same store; a bad file loses nothing."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
import rdflib
from click.testing import CliRunner
from pyoxigraph import Literal, Quad, RdfFormat, Store, parse

from kg.build import STAGES, InvalidGraph, NothingToBuild, Summary, build, check
from kg.commands import main
from kg.exports.export import (
    write_gexf,
    write_graphml,
    write_jsonld,
    write_nquads,
    write_sssom,
    write_trig,
)
from kg.exports.workbook import write_workbook
from kg.iris import document_graph_iri, item_iri, target_iri, term
from kg.mapping.facts import TYPE
from kg.store import MissingStore, open_store

WRITERS = {
    "trig": write_trig,
    "nquads": write_nquads,
    "jsonld": write_jsonld,
    "graphml": write_graphml,
    "gexf": write_gexf,
    "sssom": write_sssom,
    "xlsx": write_workbook,
}


@pytest.fixture(scope="module")
def exports(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the corpus in every format."""
    folder = tmp_path_factory.mktemp("exports")
    for form, write in WRITERS.items():
        write(open_store(store), folder / form)
    return folder


def quads_of_type(store: Path, kind: str) -> Iterator[Quad]:
    return open_store(store).quads_for_pattern(None, TYPE, term(kind), None)


def one_document(folder: Path, corpus: Path) -> Path:
    folder.mkdir()
    shutil.copy(corpus / "zhumadian-2021-zhuzhengban-44.txt", folder)
    return folder


def test_a_build_says_what_it_made(built: tuple[Path, Summary]) -> None:
    store, summary = built
    assert summary.documents == 5
    assert summary.items == 67 + 38 + 20 + 27 + 58
    assert summary.refused == ()
    assert set(summary.links) == {"implements", "alignedWith", "restates", "supports", "relatedTo"}
    assert summary.triples == len(open_store(store))
    assert list(summary.seconds) == list(STAGES)


def test_each_document_has_a_graph_of_its_own(built: tuple[Path, Summary]) -> None:
    names = {graph.value.rpartition("graph/")[2] for graph in open_store(built[0]).named_graphs()}
    assert names > {
        "alignment",
        "document/anyang-2018-anzhengban-2",
        "document/henan-2021-yuzheng-2",
        "document/nanyang-task-list",
        "document/shangqiu-draft",
        "document/zhumadian-2021-zhuzhengban-44",
        "inferred",
        "ontology",
        "vocabulary",
    }


def test_building_again_gives_the_same_bytes_in_every_format(
    corpus: Path, exports: Path, tmp_path: Path
) -> None:
    """In another process, with another hash seed, from files copied in another order."""
    copied = tmp_path / "corpus"
    copied.mkdir()
    for path in sorted(corpus.iterdir(), reverse=True):
        shutil.copy(path, copied)
    zhengmai = Path(sys.executable).with_name("zhengmai")
    environment = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Asia/Shanghai"}
    store = str(tmp_path / "store")
    subprocess.run([zhengmai, "build", str(copied), "--store", store], check=True, env=environment)
    for form in WRITERS:
        again = tmp_path / form
        command = [str(zhengmai), "export", "--format", form, "-o", str(again), "--store", store]
        subprocess.run(command, check=True, env=environment)
        assert again.read_bytes() == (exports / form).read_bytes(), form


def test_nquads_are_sorted_and_complete(store: Path, exports: Path) -> None:
    lines = (exports / "nquads").read_bytes().splitlines()
    assert lines == sorted(set(lines))
    assert set(parse(path=str(exports / "nquads"), format=RdfFormat.N_QUADS)) == set(
        open_store(store)
    )


@pytest.mark.parametrize("form", [RdfFormat.TRIG, RdfFormat.JSON_LD], ids=["trig", "jsonld"])
def test_trig_and_jsonld_say_what_the_store_says(
    store: Path, exports: Path, form: RdfFormat
) -> None:
    name = "trig" if form == RdfFormat.TRIG else "jsonld"
    assert set(parse(path=str(exports / name), format=form)) == set(open_store(store))


def test_trig_is_written_for_people(exports: Path) -> None:
    text = (exports / "trig").read_text(encoding="utf-8")
    assert text.startswith("@prefix ")
    assert "zm:implements" in text
    assert "%E" not in text


def test_graphml_opens_in_networkx_as_the_network_of_items(exports: Path) -> None:
    graph = nx.read_graphml(exports / "graphml", force_multigraph=True)
    task = item_iri("zhumadian-2021-zhuzhengban-44", "A/1").value
    above = item_iri("henan-2021-yuzheng-2", "A2/1").value
    assert graph.nodes[task]["kind"] == "task"
    assert graph.nodes[task]["level"] == "市级"
    edges = {data["relation"]: data for data in graph.get_edge_data(task, above).values()}
    assert edges["zm:implements"]["confidence"] > 0.9
    assert graph.number_of_nodes() > 210


def test_gexf_opens_as_the_same_network_with_labels_in_chinese(exports: Path) -> None:
    graph = nx.read_gexf(exports / "gexf")
    same = nx.read_graphml(exports / "graphml", force_multigraph=True)
    assert set(graph.nodes) == set(same.nodes)
    assert graph.number_of_edges() == same.number_of_edges()
    task = item_iri("zhumadian-2021-zhuzhengban-44", "A/1").value
    above = item_iri("henan-2021-yuzheng-2", "A2/1").value
    edges: Iterable[tuple[str, str, str]] = graph.edges(data="label")
    labels = {label for lower, upper, label in edges if (lower, upper) == (task, above)}
    assert "落实" in labels
    assert b"lastmodifieddate" not in (exports / "gexf").read_bytes()


def test_the_workbook_has_a_row_for_every_thing_and_leads_from_one_to_another(
    exports: Path, store: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO((exports / "xlsx").read_bytes()))
    assert book.sheetnames == ["文件", "条目", "责任单位", "目标", "对应关系", "引用"]
    counts = {"条目": "Item", "责任单位": "Assignment", "目标": "Target", "对应关系": "Alignment"}
    for name, kind in counts.items():
        things = {quad.subject for quad in quads_of_type(store, kind)}
        assert book[name].max_row - 1 == len(things), name
    links = book["对应关系"]
    for row in links.iter_rows(min_row=2):
        for cell in (row[0], row[2]):
            place = cell.hyperlink and cell.hyperlink.location
            assert place
            assert book["条目"][place.partition("!")[2]].value == cell.value
    zhumadian = next(row for row in links.values if row[0] == "zhumadian-2021-zhuzhengban-44#A/1")
    assert {type(zhumadian[at]) for at in (1, 3, 4, 5, 6)} == {str}
    assert isinstance(zhumadian[7], float)
    assert zhumadian[9] == "待核"
    henan = next(row for row in book["文件"].values if row[0] == "henan-2021-yuzheng-2")
    assert henan[3] == "教育部；河南省人民政府"
    assert henan[7] == datetime(2021, 1, 7)
    assert henan[10] is True


def test_sssom_names_items_by_document_and_notation(exports: Path) -> None:
    lines = (exports / "sssom").read_text(encoding="utf-8").splitlines()
    header, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    records = [dict(zip(header, row, strict=True)) for row in rows]
    assert any(
        (record["subject_document"], record["subject_item"], record["predicate_id"])
        == ("zhumadian-2021-zhuzhengban-44", "A/1", "zm:implements")
        and (record["object_document"], record["object_item"]) == ("henan-2021-yuzheng-2", "A2/1")
        for record in records
    )
    assert {record["predicate_id"] for record in records} <= {
        f"zm:{kind}" for kind in ("implements", "alignedWith", "restates", "supports", "relatedTo")
    }


def test_rdflib_sees_the_same_store(store: Path, exports: Path) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(exports / "trig", format="trig")
    assert len(dataset) == len(open_store(store))


def test_a_bad_file_is_refused_and_the_rest_built(corpus: Path, tmp_path: Path) -> None:
    folder = one_document(tmp_path / "corpus", corpus)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "recipe.txt").write_text("红烧肉：五花肉切块，焯水。\n", encoding="utf-8")

    summary = build(folder, tmp_path / "store")

    assert summary.documents == 1
    assert sorted(error.path.name for error in summary.refused) == ["empty.txt", "recipe.txt"]
    assert len(open_store(tmp_path / "store")) == summary.triples


@pytest.mark.parametrize("content", [None, {}, {"empty.txt": b""}], ids=["gone", "bare", "empty"])
def test_nothing_readable_leaves_the_store_as_it_was(
    tmp_path: Path, content: dict[str, bytes] | None
) -> None:
    store = tmp_path / "store"
    folder = tmp_path / "corpus"
    if content is not None:
        folder.mkdir()
        for name, data in content.items():
            (folder / name).write_bytes(data)
    with pytest.raises(NothingToBuild, match="corpus"):
        build(folder, store)
    with pytest.raises(MissingStore):
        open_store(store)


def test_a_graph_that_breaks_its_shapes_is_not_let_in(store: Path) -> None:
    """A target that is compared in no known way, in a document of the corpus."""
    broken = Store()
    broken.bulk_extend(iter(open_store(store)))
    target = target_iri("henan-2021-yuzheng-2", "A2/1", 1)
    graph = document_graph_iri("henan-2021-yuzheng-2")
    broken.add(Quad(target, term("comparator"), Literal("roughly"), graph))

    with pytest.raises(InvalidGraph, match=r"没有换入.*henan-2021-yuzheng-2.txt:[0-9]+") as caught:
        check(broken)

    assert {one.file for one in caught.value.report.violations} == {"henan-2021-yuzheng-2.txt"}


def test_one_document_under_two_keys_is_built_and_told_of(tmp_path: Path, corpus: Path) -> None:
    folder = one_document(tmp_path / "corpus", corpus)
    (first,) = folder.iterdir()
    again = first.read_text("utf-8").replace("大力发展", "发展", 1)
    (folder / "copy.txt").write_text(again + "\n", "utf-8")
    shutil.copy(corpus / "anyang-2018-anzhengban-2.txt", folder)
    summary = build(folder, tmp_path / "store")
    assert (summary.documents, summary.refused) == (3, ())
    (twins,) = summary.twins
    assert {twins.first.key, twins.second.key} == {"copy", first.stem}
    assert "驻政办〔2021〕44号" in twins.zh
    run = CliRunner().invoke(main, ["build", str(folder), "--store", str(tmp_path / "store")])
    assert run.exit_code == 0
    assert "提醒：copy" in run.stderr
    assert first.name in run.stderr
