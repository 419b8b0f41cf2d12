"""Search on the graph of the corpus: what people type, and what they should see first."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.build import build
from kg.commands import main
from kg.endpoints.endpoint import LocalEndpoint
from kg.questions.ask import ask
from kg.questions.tables import readable
from kg.search import Hit, SearchAnswer, SearchIndex, SearchRequest, open_index, search
from kg.search.answer import Marked
from kg.search.facets import UnknownFilter
from kg.search.hits import snippet
from kg.search.index import INDEX_FILE
from kg.search.tokens import marks, phrase
from kg.search.words import LONGEST, read_words
from kg.server.search import CurrentIndex, routes
from kg.store import store_location

HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
NANYANG = "nanyang-task-list"
any_text = st.text(st.characters(), max_size=40)  # lone surrogates too, as a shell may pass them on


@pytest.fixture(scope="module")
def index(store: Path, endpoint: LocalEndpoint) -> SearchIndex:
    return open_index(endpoint, store)


def found(index: SearchIndex, words: str, limit: int = 20, **filters: str) -> SearchAnswer:
    return search(index, SearchRequest(words, tuple(filters.items()), limit))


def keys(answer: SearchAnswer) -> list[str]:
    return [hit.key for hit in answer.hits]


def marked(text: Marked) -> list[str]:
    return [piece for piece, is_mark in text.pieces() if is_mark]


# Words


@pytest.mark.parametrize("words", ["课程思政", "双师型", "思", "1+X", "１＋ｘ", "500名", "3+2"])
def test_a_word_is_found_wherever_it_stands_and_marked(
    index: SearchIndex, endpoint: LocalEndpoint, words: str
) -> None:
    answer = found(index, words, limit=200, kind="item")
    assert answer.total
    for hit in answer.hits:
        assert marked(hit.title) + marked(hit.snippet), hit
    plain = "1+X" if words == "１＋ｘ" else words
    texts = endpoint.select(
        "SELECT DISTINCT ?i WHERE { ?i <https://w3id.org/zhengmai/ontology#itemKey> ?key ;"
        " <https://w3id.org/zhengmai/ontology#text> ?t"
        " OPTIONAL { ?i <https://w3id.org/zhengmai/ontology#title> ?h }"
        f' FILTER(CONTAINS(?t, "{plain}") || CONTAINS(COALESCE(?h, ""), "{plain}")) }}'
    )
    assert answer.total == len(texts.rows)


def test_a_run_of_signs_is_found_as_a_whole_only(index: SearchIndex) -> None:
    assert found(index, "育职").total < found(index, "教育").total
    for hit in found(index, "思政课程", limit=100, kind="item").hits:
        assert "思政课程" in marked(hit.snippet) + marked(hit.title)


def test_quotes_do_not_stand_between_signs(index: SearchIndex) -> None:
    quoted, bare = found(index, "“一地一策”"), found(index, "一地一策")
    assert keys(quoted) == keys(bare)
    assert quoted.hits[0].key == ZHUMADIAN
    assert marked(quoted.hits[0].title) == ["一地一策"]
    assert found(index, "高地建设一地一策实施方案").hits[0].key == ZHUMADIAN


def test_all_words_must_be_found_some_of_them_in_what_stands_around(index: SearchIndex) -> None:
    answer = found(index, "产业学院、驻马店", kind="item")
    assert {key.split("#")[0] for key in keys(answer)} == {ZHUMADIAN}
    led = found(index, "南阳市教育局 产业学院", kind="item")  # the body stands in the task table
    assert {hit.document for hit in led.hits} == {NANYANG}


def test_words_typed_without_a_space_are_parted(index: SearchIndex) -> None:
    answer = found(index, "驻马店产业学院")
    assert keys(answer) == keys(found(index, "驻马店 产业学院"))
    assert "改查 驻马店、产业学院" in answer.notes[0].zh


def test_where_nothing_has_all_words_that_is_said(index: SearchIndex) -> None:
    answer = found(index, "校企 量子")
    assert "没有同时含有 校企、量子 的内容" in answer.notes[0].zh
    assert "“量子”没有出现过" in answer.notes[0].zh
    assert all("校企" in marked(hit.title) + marked(hit.snippet) for hit in answer.hits)
    assert answer.hits


def test_a_title_with_a_slip_still_finds_the_document(index: SearchIndex) -> None:
    answer = found(index, "关于深化职业教育改革推进技能型社会建设的意见")
    assert answer.hits[0].key == HENAN


def test_where_nothing_is_found_there_is_something_to_try(index: SearchIndex) -> None:
    slip = found(index, "课程思正")
    assert slip.total == 0
    assert slip.suggestions == ("课程思",)
    slip = found(index, "住码点市教育居")
    assert slip.suggestions[0] == "市教育"
    assert "教育部" in found(index, "校育部").suggestions
    for word in slip.suggestions:
        assert found(index, word).total


def test_a_held_document_stands_before_one_that_is_only_cited(index: SearchIndex) -> None:
    documents = found(index, "职业教育", kind="document").hits
    assert [hit.held for hit in documents] == sorted((hit.held for hit in documents), reverse=True)
    assert not all(hit.held for hit in documents)


# Numbers and keys


@pytest.mark.parametrize(
    "typed",
    ["豫政〔2021〕2号", "豫政[2021]2号", "豫政（2021）2号", "豫政【2021】第2号", "豫政〔2021〕2",
     "豫政2021 2", "豫政 2021 2号", "ｙｕ豫政2021年2号"[2:], HENAN, HENAN.upper(),
     f"https://w3id.org/zhengmai/id/document/{HENAN}",
     f"https://w3id.org/zhengmai/id/docum%65nt/{HENAN}",
     "关于深化职业教育改革推进技能社会建设的意见"],
)  # fmt: skip
def test_a_document_goes_by_its_number_in_any_form(index: SearchIndex, typed: str) -> None:
    first = found(index, typed).hits[0]
    assert (first.kind, first.key, first.exact) == ("document", HENAN, True)


def test_a_cited_document_is_found_and_said_not_to_be_held(index: SearchIndex) -> None:
    first = found(index, "国发[2019]4号").hits[0]
    assert (first.title.text, first.held) == ("国家职业教育改革实施方案", False)


@pytest.mark.parametrize(
    "typed",
    [f"{HENAN}#A2/5", f"{HENAN}#a2/5", f"https://w3id.org/zhengmai/id/item/{HENAN}/A2/5",
     "豫政〔2021〕2号附件2第5项", "河南省 附件2第五项", "附件２ 第５项"],
)  # fmt: skip
def test_an_item_goes_by_its_key_or_place_in_an_annex(index: SearchIndex, typed: str) -> None:
    assert keys(found(index, typed))[0] == f"{HENAN}#A2/5"


def test_an_annex_without_a_number_is_the_only_one(index: SearchIndex) -> None:
    assert keys(found(index, "驻马店 附件第十一项", kind="item")) == [f"{ZHUMADIAN}#A/11"]


def test_a_year_and_a_figure_are_no_document_number(index: SearchIndex) -> None:
    assert [word.typed for word in read_words("培训2025 500名")] == ["培训2025", "500名"]
    answer = found(index, "教师 2025 50")
    assert answer.total
    assert "50" in "".join(marked(answer.hits[0].snippet))


# Bodies


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("市工信局", {"南阳市工业和信息化局", "商丘市工业和信息化局", "驻马店市工业和信息化局"}),
        ("省教育厅", {"河南省教育厅"}),
        ("省教育委员会", {"河南省教育厅"}),
        ("国家教委", {"教育部"}),
        ("驻马店市教育局", {"驻马店市教育局"}),
    ],
)
def test_a_body_goes_by_short_and_old_names(
    index: SearchIndex, typed: str, names: set[str]
) -> None:
    first = found(index, typed).hits
    assert {hit.key for hit in first[: len(names)]} == names
    assert all(hit.exact for hit in first[: len(names)])


def test_how_a_name_was_understood_is_said(index: SearchIndex) -> None:
    assert found(index, "省教委").notes[0].zh == "“省教委”也指 河南省教育厅"
    assert found(index, "省教育厅").notes == ()


def test_a_body_and_a_word_give_what_the_body_answers_for(index: SearchIndex) -> None:
    answer = found(index, "省教委 课程思政", kind="item")
    assert f"{HENAN}#A2/1" in keys(answer)
    assert {hit.document for hit in answer.hits} == {HENAN}


# Facets


def test_facets_count_what_each_value_would_leave(index: SearchIndex) -> None:
    answer = found(index, "双师型")
    for facet in answer.facets:
        for value in facet.values:
            narrowed = search(index, SearchRequest("双师型", ((facet.name, value.value),)))
            assert narrowed.total == value.count
    kinds = {one.value: one.count for one in answer.facets[0].values}
    assert sum(kinds.values()) == answer.total


def test_a_facet_leaves_its_own_filter_aside(index: SearchIndex) -> None:
    answer = found(index, "双师型", place="驻马店市")
    place = next(facet for facet in answer.facets if facet.name == "place")
    assert {one.label.zh for one in place.values if one.chosen} == {"驻马店市"}
    assert sum(one.count for one in place.values) == found(index, "双师型").total
    level = next(facet for facet in answer.facets if facet.name == "level")
    assert sum(one.count for one in level.values) == answer.total


@pytest.mark.parametrize("value", ["驻马店市", "驻马店", "411700"])
def test_a_filter_goes_by_name_or_code(index: SearchIndex, value: str) -> None:
    assert {hit.place and hit.place.zh for hit in found(index, "双师型", place=value).hits} == {
        "驻马店市"
    }


def test_a_document_filter_goes_by_number_too(index: SearchIndex) -> None:
    assert {hit.document for hit in found(index, "教师", document="豫政[2021]2号").hits} == {HENAN}


def test_filters_without_words_list_what_they_leave(
    index: SearchIndex, endpoint: LocalEndpoint
) -> None:
    answer = found(index, "", limit=100, document=HENAN, kind="item")
    items = ask("document-items", {"document": HENAN}, endpoint)
    assert keys(answer) == [readable(row["item"]) for row in items.records()]


def test_filters_that_leave_nothing_are_told_of(index: SearchIndex) -> None:
    answer = found(index, "一地一策", place="南阳市")
    assert answer.total == 0
    assert answer.notes[-1].zh == "筛选之后没有结果；不筛选有 4 条"


def test_a_filter_by_what_there_is_not_names_what_there_is(index: SearchIndex) -> None:
    with pytest.raises(UnknownFilter, match="没有“马店”这个地区；最接近的：驻马店市") as told:
        found(index, "教育", place="马店")
    assert told.value.nearest[0] == "驻马店市"
    with pytest.raises(UnknownFilter, match=r"不能按“colour”筛选；可用：.*level"):
        found(index, "教育", colour="red")


def test_pages_of_hits_follow_each_other(index: SearchIndex) -> None:
    whole = keys(found(index, "职业教育", limit=60))
    paged = [
        key
        for offset in range(0, 60, 20)
        for key in keys(search(index, SearchRequest("职业教育", (), 20, offset)))
    ]
    assert paged == whole


# Whatever is typed


@pytest.mark.parametrize(
    "typed",
    ['"', "'", '"" OR ""', "*", "教*", "NEAR(教 育, 5)", "NOT", "a AND", "names:教育", "{", "^教",
     "'; DROP TABLE entry; --", "😀", "教😀育", "\x00", "\ud800", "0\ud800", "教" * 5000,
     " ".join("教" * 400), "http://[", "#", "a#", "〔〕", "附件", "第项", "附件九九九第九九项",
     "%", "％", "-1", "2021"],
)  # fmt: skip
def test_nothing_that_is_typed_breaks_the_search(index: SearchIndex, typed: str) -> None:
    found(index, typed)


@given(words=any_text)
def test_any_words_give_an_answer_and_their_marks_are_in_the_text(
    index: SearchIndex, words: str
) -> None:
    for hit in found(index, words, limit=3).hits:
        for text in (hit.title, hit.snippet):
            assert "".join(piece for piece, _ in text.pieces()) == text.text


@given(before=any_text, words=any_text, after=any_text)
def test_what_stands_in_a_text_is_found_there(before: str, words: str, after: str) -> None:
    looked_for = phrase(words)
    if looked_for:
        assert marks(f"{before}，{words}，{after}", [looked_for])


def test_what_cannot_be_looked_for_is_said(index: SearchIndex) -> None:
    assert "没有可查的字" in found(index, "😀 *").notes[0].zh
    assert f"前 {LONGEST} 个字" in found(index, "教育 " * 100).notes[0].zh


def test_a_snippet_shows_where_most_marks_are() -> None:
    text = "教师" + "。" * 200 + "教师，教师" + "。" * 200
    looked_for = phrase("教师")
    assert looked_for
    shown = snippet(text, [looked_for])
    assert marked(shown) == ["教师", "教师"]
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert len(shown.text) < 100


# The index


def test_a_build_swaps_its_index_in_with_the_graph(store: Path) -> None:
    assert (store_location(store) / INDEX_FILE).is_file()


def test_an_open_index_outlives_the_build_that_made_it(corpus: Path, tmp_path: Path) -> None:
    one, folder = tmp_path / "corpus", tmp_path / "store"
    one.mkdir()
    text = corpus / "nanyang-task-list.txt"
    (one / text.name).write_bytes(text.read_bytes())
    build(one, folder)
    before = open_index(LocalEndpoint(folder), folder)
    text = corpus / "shangqiu-draft.txt"
    (one / text.name).write_bytes(text.read_bytes())
    build(one, folder)
    assert found(before, "南阳").total
    assert not found(before, "商丘", kind="document").total
    after = open_index(LocalEndpoint(folder), folder)
    assert found(after, "商丘", kind="document").total == 1
    before.close()


def test_an_endpoint_gets_an_index_in_the_cache_once_for_each_state(
    endpoint: LocalEndpoint, index: SearchIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    address = "http://localhost:7878/query"
    first = open_index(endpoint, address)
    made = first.path.stat().st_mtime_ns
    assert open_index(endpoint, address).path.stat().st_mtime_ns == made
    assert keys(found(first, "课程思政")) == keys(found(index, "课程思政"))
    first.path.write_bytes(b"no index")
    assert found(open_index(endpoint, address), "课程思政").total
    (tmp_path / "zhengmai").rename(tmp_path / "gone")
    (tmp_path / "zhengmai").write_text("a file where the folder should be")
    assert found(open_index(endpoint, address), "课程思政").total


def test_threads_search_at_once(index: SearchIndex) -> None:
    words = ["课程思政", "教育", "省教委", "驻马店产业学院", "双师型"] * 8
    alone = [keys(found(index, word)) for word in words]
    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(lambda word: keys(found(index, word)), words)) == alone


# The command and the server


def test_the_command_prints_a_table_with_marks_and_counts(store: Path) -> None:
    result = CliRunner().invoke(main, ["search", "产业学院", "驻马店", "--store", str(store)])
    assert result.exit_code == 0
    assert "【产业学院】" in result.stdout
    assert f"{ZHUMADIAN}#A/7" in result.stdout
    assert "类别 --kind: 文件 1，条目 2" in result.stdout


def test_the_command_writes_json_and_csv(store: Path, tmp_path: Path) -> None:
    run = ["search", "课程思政", "--store", str(store), "-o"]
    for suffix in ("json", "csv"):
        path = tmp_path / f"hits.{suffix}"
        assert CliRunner().invoke(main, [*run, str(path)]).exit_code == 0
    told = json.loads((tmp_path / "hits.json").read_text("utf-8"))
    first = told["hits"][0]["snippet"]
    (start, end), *_ = first["marks"]
    assert first["text"][start:end] == "课程思政"
    lines = (tmp_path / "hits.csv").read_text("utf-8").splitlines()
    assert lines[0].lstrip("\ufeff").startswith("kind,key,title,snippet")
    assert len(lines) == 1 + told["total"]


def test_the_command_says_what_to_try(store: Path) -> None:
    result = CliRunner().invoke(main, ["search", "课程思正", "--store", str(store)])
    assert result.exit_code == 0
    assert result.stdout == "没有找到 nothing found\n可以试试 try: 课程思\n"
    wrong = CliRunner().invoke(main, ["search", "教育", "--place", "火星", "--store", str(store)])
    assert wrong.exit_code == 1
    assert "没有“火星”这个地区" in wrong.stderr
    assert CliRunner().invoke(main, ["search", "--store", str(store)]).exit_code == 2


def test_the_server_searches(store: Path, endpoint: LocalEndpoint, index: SearchIndex) -> None:
    app = Starlette(routes=routes())
    app.state.search_index = CurrentIndex(lambda: endpoint, store)
    client = TestClient(app)
    told = client.get("/api/search", params={"q": "双师型", "place": "驻马店市", "limit": 2}).json()
    wanted = found(index, "双师型", place="驻马店市")
    assert [hit["key"] for hit in told["hits"]] == keys(wanted)[:2]
    assert told["total"] == wanted.total
    assert {facet["name"] for facet in told["facets"]} == {facet.name for facet in wanted.facets}
    assert client.get("/api/search?q=%00&limit=x&offset=-1").status_code == 200
    refused = client.get("/api/search", params={"q": "教育", "place": "火星"})
    assert refused.status_code == 400
    assert "火星" in refused.json()["zh"]


def test_a_hit_knows_where_it_stands(index: SearchIndex) -> None:
    hit: Hit = found(index, f"{ZHUMADIAN}#A/1").hits[0]
    named = [one and one.zh for one in (hit.level, hit.place, hit.year, hit.genre)]
    assert named == ["市级", "驻马店市", "2021年", "实施方案"]
    assert (hit.document, hit.number) == (ZHUMADIAN, "驻政办〔2021〕44号")
