"""A family of documents from the nation to a county: children find their declared parents' items,
lineage runs to the top, and another province's text of the same words is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.align.align import align
from kg.align.explain import explain
from kg.align.link import ItemRef, MappingSet
from kg.build import build
from kg.endpoints.endpoint import LocalEndpoint
from kg.questions.ask import ask
from kg.questions.tables import readable
from kg.resolve import ResolvedCitation, resolve_citations
from loaders.document import Document
from loaders.read import read_corpus

# Made up: what each place says, in the form of an official text. The items of one line belong
# together from the nation down; the last of a list is of that place alone.
NATION = (
    "编制绿道专项规划。各省组织编制绿道专项规划，划定绿道控制线，到2023年建成绿道10000公里。",
    "贯通滨水岸线。沿江河湖泊贯通滨水步道，拆除阻断岸线的围墙，增设亲水平台。",
    "配建驿站。每隔三公里配建一处驿站，驿站提供饮水、急救和母婴服务。",
    "建立巡查制度。县级以上政府设立路长，定期巡查，及时修复破损路面。",
    "加强国际交流。参与国际步道联盟，举办世界步道大会。",
)
PROVINCE = (
    "编制全省绿道规划。各市组织编制绿道专项规划，划定绿道控制线，到2023年建成绿道1200公里。",
    "贯通滨水岸线。沿赣江、抚河贯通滨水步道，限期拆除阻断岸线的围墙。",
    "完善驿站服务。驿站提供饮水、急救和母婴服务，配备自动体外除颤器。",
    "落实路长巡查。县级以上政府设立路长，每月巡查，及时修复破损路面。",
    "培育骑行赛事。支持环鄱阳湖自行车赛，开发骑行旅游线路。",
)
CITY = (
    "编制绿道专项规划。划定绿道控制线，到2025年建成绿道80公里。",
    "拆墙透绿。限期拆除阻断岸线的围墙，沿章江两岸贯通滨水步道。",
    "驿站全覆盖。驿站提供饮水、急救和母婴服务，配备自动体外除颤器。",
    "开发骑行旅游线路。办好自行车赛，串联古村落。",
    "修缮宋代城墙。聘请工匠修缮城墙砖，设置铭文砖展厅。",
)
COUNTY = (
    "拆墙透绿。拆除阻断岸线的围墙，贯通滨水步道15公里。",
    "建好驿站。驿站提供饮水、急救和母婴服务。",
    "开设脐橙采摘园。沿步道开设采摘园，发放采摘券。",
)
RULES = (
    "申请拆除围墙。产权单位应当限期拆除阻断岸线的围墙，逾期由执法大队代为拆除。",
    "驿站运营。驿站应当备有自动体外除颤器，提供饮水、急救和母婴服务。",
)
NUMERALS = "一二三四五六七八九十"


def text(issuer: str, title: str, number: str, day: str, why: str, items: tuple[str, ...]) -> str:
    """A document with its head, the sentence that says on what it rests, and numbered items."""
    body = "\n\n".join(f"（{NUMERALS[n]}）{item}" for n, item in enumerate(items))
    return (
        f"{issuer}文件\n\n{number}\n\n{issuer}关于印发{title}的通知\n\n各有关单位：\n\n"
        f"现将《{title}》印发给你们，请认真贯彻执行。\n\n{issuer}\n\n{day}\n\n{title}\n\n"
        f"{why}，制定本方案。\n\n一、主要任务\n\n{body}\n"
    )


def resting_on(issuer: str, title: str, number: str) -> str:
    return f"为贯彻落实《{issuer}关于印发{title}的通知》（{number}）"


BASIS_NATION = resting_on("国务院", "绿道建设行动方案", "国发〔2020〕31号")
BASIS_PROVINCE = resting_on("江西省人民政府", "江西省绿道建设实施方案", "赣府发〔2021〕8号")
BASIS_CITY = resting_on("赣州市人民政府", "赣州市绿道建设工作方案", "赣市府发〔2021〕15号")
FAMILY = {
    "nation": text("国务院", "绿道建设行动方案", "国发〔2020〕31号", "2020年9月1日",
                   "为建设美丽中国", NATION),
    "province": text("江西省人民政府", "江西省绿道建设实施方案", "赣府发〔2021〕8号",
                     "2021年3月1日", BASIS_NATION, PROVINCE),
    "stranger": text("湖南省人民政府", "湖南省绿道建设实施方案", "湘政发〔2021〕9号",
                     "2021年4月1日", BASIS_NATION, PROVINCE),
    "city": text("赣州市人民政府", "赣州市绿道建设工作方案", "赣市府发〔2021〕15号",
                 "2021年8月1日", BASIS_PROVINCE, CITY),
    "rules": text("赣州市城市管理局", "赣州市绿道管理细则", "赣市城管发〔2022〕3号",
                  "2022年1月5日", BASIS_CITY, RULES),
    "county": text("信丰县人民政府", "信丰县绿道建设工作方案", "信府发〔2021〕20号",
                   "2021年12月1日", BASIS_CITY, COUNTY),
}  # fmt: skip
DECLARED = {
    "province#1 nation#1", "province#2 nation#2", "province#3 nation#3", "province#4 nation#4",
    "city#1 province#1", "city#2 province#2", "city#3 province#3", "city#4 province#5",
    "county#1 city#2", "county#2 city#3",
    "rules#1 city#2", "rules#2 city#3",
}  # fmt: skip
"""Which item carries out which of the document that its own declares as its basis."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("family")
    for key, content in FAMILY.items():
        (made / f"{key}.txt").write_text(content, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def documents(folder: Path) -> tuple[Document, ...]:
    return read_corpus(folder)[0]


@pytest.fixture(scope="module")
def resolved(documents: tuple[Document, ...]) -> tuple[ResolvedCitation, ...]:
    return resolve_citations(documents)


@pytest.fixture(scope="module")
def found(documents: tuple[Document, ...], resolved: tuple[ResolvedCitation, ...]) -> MappingSet:
    return align(documents, resolved)


@pytest.fixture(scope="module")
def endpoint(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> LocalEndpoint:
    store = tmp_path_factory.mktemp("family-graph") / "store"
    build(folder, store)
    return LocalEndpoint(store)


def test_children_find_the_items_of_their_declared_parents(found: MappingSet) -> None:
    assert {
        f"{link.subject} {link.object}"
        for link in found.links
        if link.basis == "declared" and link.kind == "implements"
        if link.subject.document != "stranger"
    } == DECLARED


def test_what_a_place_adds_of_its_own_has_no_parent(found: MappingSet) -> None:
    searched = {(str(miss.item), miss.searched) for miss in found.no_matches}
    own = {("province#5", "nation"), ("city#5", "province"), ("county#3", "city")}
    assert own <= searched


def test_the_same_words_in_another_province_are_not_looked_at(found: MappingSet) -> None:
    pairs = {(link.subject.document, link.object.document) for link in found.links}
    pairs |= {(miss.item.document, miss.searched) for miss in found.no_matches}
    assert {other for pair in pairs if "stranger" in pair for other in pair} == {
        "stranger",
        "nation",
    }


def test_a_department_is_held_against_its_city_only_where_it_rests_on_it(
    documents: tuple[Document, ...], resolved: tuple[ResolvedCitation, ...]
) -> None:
    pair = [document for document in documents if document.key in ("city", "rules")]
    assert align(pair, resolved).links
    assert align(pair, ()) == MappingSet()


@pytest.mark.parametrize(
    ("one", "other", "kind", "against"),
    [
        ("city#2", "rules#1", "implements", ""),
        ("rules#1", "city#2", "implements", ""),
        ("city#2", "stranger#2", None, "not compared"),
        ("stranger#2", "county#1", None, "not compared"),
        ("nation#2", "county#1", "implements", ""),
    ],
)
def test_any_two_items_of_the_family_are_explained_in_either_order(
    documents: tuple[Document, ...],
    resolved: tuple[ResolvedCitation, ...],
    one: str,
    other: str,
    kind: str | None,
    against: str,
) -> None:
    refs = (ItemRef(*key.split("#")) for key in (one, other))
    said = explain(documents, resolved, *refs)
    assert said.kind == kind
    assert "围墙" in "".join(wording.text for wording in said.shared)
    assert against in " ".join(reason.en for reason in said.against)
    if kind:
        assert said.lower.document in ("rules", "county")


def rows(endpoint: LocalEndpoint, name: str, **values: str) -> list[dict[str, str]]:
    table = ask(name, values, endpoint)
    return [{column: readable(cell) for column, cell in row.items()} for row in table.records()]


def test_lineage_runs_from_the_county_to_the_sentence_of_the_nation(
    endpoint: LocalEndpoint,
) -> None:
    steps = {
        (row["lower"], row["upper"], row["basis"])
        for row in rows(endpoint, "item-upward", item="county#1")
        if row["link"] == "落实"
    }
    assert {
        ("county#1", "city#2", "写明"),
        ("city#2", "province#2", "写明"),
        ("province#2", "nation#2", "写明"),
        ("county#1", "nation#2", "沿袭"),
    } <= steps
    assert not any("stranger" in lower + upper for lower, upper, _ in steps)
    words = rows(endpoint, "link-wording", lower="county#1", upper="nation#2")
    assert "拆除阻断岸线的围墙" in {row["quote"] for row in words}


def test_a_city_measure_is_covered_by_its_counties_and_by_its_own_rules(
    endpoint: LocalEndpoint,
) -> None:
    below = {
        row["lower"]: (row["implemented"], row["none"])
        for row in rows(endpoint, "coverage-summary", document="city")
    }
    assert below == {"county": ("2", "3"), "rules": ("2", "3")}
    states = {
        (row["item"], row["lower"]): row["state"]
        for row in rows(endpoint, "document-coverage", document="city")
    }
    assert states["city#2", "rules"] == "落实"
    assert states["city#5", "rules"] == "查无"
    uncovered = {row["item"] for row in rows(endpoint, "uncovered-items", document="city")}
    assert uncovered == {"city#1", "city#4", "city#5"}
    assert [row["item"] for row in rows(endpoint, "items-without-parent", document="county")] == [
        "county#3"
    ]


def test_figures_add_up_along_the_family_and_a_later_year_is_said(endpoint: LocalEndpoint) -> None:
    (province,) = rows(endpoint, "sums-over-places", document="province")
    assert (province["upperValue"], province["sum"], province["places"]) == ("1200", "80", "1")
    (nation,) = [
        row
        for row in rows(endpoint, "sums-over-places", document="nation")
        if row["level"] == "省级"
    ]
    assert (nation["sum"], nation["places"]) == ("2400", "2")
    later = rows(endpoint, "later-or-weaker", lower="city")
    assert {(row["shortfall"], row["lowerYear"], row["upperYear"]) for row in later} == {
        ("更晚", "2025", "2023")
    }
