"""Answers as pandas frames: typed columns, readable names, what was asked beside them."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from kg.endpoints.endpoint import BadQuery, LocalEndpoint
from kg.questions.catalogue import UnknownQuestion
from kg.questions.frames import MissingPandas, frame, sparql_frame
from kg.store import MissingStore

HENAN, TASK = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44#A/1"


def test_columns_have_the_types_of_what_they_hold(endpoint: LocalEndpoint) -> None:
    documents = frame("documents", endpoint=endpoint)
    assert documents["tasks"].dtype == "Int64"
    assert documents["date"].dtype == "datetime64[s]"
    assert documents.set_index("document")["tasks"][HENAN] == 41
    assert documents["date"].max() == pd.Timestamp("2021-11-30")
    assert documents["date"].isna().sum() == 2  # neither the draft nor the list says when
    upward = frame("item-upward", endpoint=endpoint, item=TASK)
    assert upward["confidence"].between(0.9, 1).all()
    assert f"{HENAN}#A2/1" in set(upward["upper"])


def test_an_answer_without_rows_has_the_same_columns(endpoint: LocalEndpoint) -> None:
    nothing = frame("items-without-parent", endpoint=endpoint, document=HENAN)
    assert len(nothing) == 0
    assert nothing.dtypes.astype(str).to_dict() == {
        "item": "string",
        "gist": "string",
        "searched": "Int64",
        "related": "Int64",
    }


def test_a_frame_says_what_was_asked(endpoint: LocalEndpoint) -> None:
    attrs = frame("item-upward", endpoint=endpoint, item=TASK).attrs
    assert attrs["title"] == "一项的上级来源 Lineage of an item upward"
    assert attrs["parameters"] == {"item": TASK}
    assert attrs["labels"]["upper"] == "上级条目 upper item"
    assert len(endpoint.select(attrs["sparql"]).rows) == 6


def test_sparql_of_ones_own_needs_no_prefixes(endpoint: LocalEndpoint) -> None:
    found = sparql_frame(
        """SELECT ?kind (COUNT(DISTINCT ?item) AS ?items) (MAX(?order) AS ?last)
           WHERE { VALUES ?kind { zm:Task zm:Measure } ?item a ?kind ; zm:order ?order }
           GROUP BY ?kind""",
        endpoint,
    )
    assert found.set_index("kind")["items"]["zm:Task"] == 120
    assert set(found[["items", "last"]].dtypes.astype(str)) == {"Int64"}
    with pytest.raises(BadQuery, match="第2行"):
        sparql_frame("SELECT ?item\nWHERE ?item", endpoint)


def test_the_store_is_found_by_folder_or_environment(
    store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert len(frame("documents", endpoint=str(store))) == 5
    monkeypatch.delenv("ZHENGMAI_ENDPOINT", raising=False)
    monkeypatch.setenv("ZHENGMAI_STORE", str(store))
    assert len(frame("documents", endpoint=None)) == 5
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ZHENGMAI_STORE")
    with pytest.raises(MissingStore):
        frame("documents")


def test_a_question_that_is_not_there_names_the_nearest(endpoint: LocalEndpoint) -> None:
    with pytest.raises(UnknownQuestion, match="item-upward"):
        frame("item-upwards", endpoint=endpoint)


def test_without_pandas_it_says_what_to_install(
    endpoint: LocalEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPandas, match=r"zhengmai\[frame\]"):
        frame("documents", endpoint=endpoint)
