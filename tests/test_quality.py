"""How well this version reads and links is in the graph, with gold, date and version, and is what
the benchmarks give now."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from example_documents import county
from pyoxigraph import Store

from kg.endpoints.endpoint import LocalEndpoint, cell_text
from kg.iris import ZM, ZMV
from kg.mapping import quality_quads
from kg.quality.measured import Measured, from_json, measured, to_json

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
PREFIXES = f"""
PREFIX zm: <{ZM}>
PREFIX dqv: <http://www.w3.org/ns/dqv#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX aspect: <{ZMV}aspect/>
PREFIX method: <{ZMV}method/>
PREFIX metric: <{ZMV}metric/>
"""


def test_the_published_figures_are_those_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this fails, `python benchmarks/quality.py` writes them anew."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import quality

    now = quality.measure()
    assert now.evaluations == measured().evaluations
    assert not quality.stale(now)


def test_another_gold_or_version_makes_the_figures_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import quality

    run = measured()
    assert not quality.stale(replace(run, day="2000-01-01"))  # the day alone is nothing new
    assert quality.stale(replace(run, version="9.9.9"))
    assert quality.stale(replace(run, golds={"reading": ("elsewhere", "0" * 64)}))
    assert quality.stale(replace(run, evaluations=run.evaluations[1:]))


def test_what_is_written_is_read_again() -> None:
    assert from_json(to_json(measured())) == measured()
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", measured().day)


@pytest.mark.parametrize(
    ("aspect", "method", "metric", "value"),
    [("units", "zhengmai", "recall", 1.0), ("task-to-task", "whole-item-cosine", "f1", 0.818)],
)
def test_a_figure_stands_in_the_graph_with_its_gold_and_its_day(
    endpoint: LocalEndpoint, aspect: str, method: str, metric: str, value: float
) -> None:
    rows = endpoint.select(f"""{PREFIXES}
        SELECT DISTINCT ?value ?size ?gold ?software ?day WHERE {{
          ?measurement a dqv:QualityMeasurement ; dqv:isMeasurementOf metric:{metric} ;
                       dqv:value ?value ; prov:wasGeneratedBy ?evaluation .
          ?evaluation a zm:Evaluation ; zm:evaluatedAspect aspect:{aspect} ;
                      zm:evaluatedMethod method:{method} ; zm:goldSize ?size ;
                      zm:goldDocument "{ZHUMADIAN}" ; prov:used ?gold ;
                      prov:wasAssociatedWith ?software ; prov:endedAtTime ?day .
        }}""").rows
    (found,) = ([cell_text(cell) for cell in row] for row in rows)
    assert float(found[0]) == value
    assert int(found[1]) > 20
    assert found[2].rsplit("/")[-1] in ("reading", "alignment")
    assert measured().version in found[3]
    assert found[4].startswith(measured().day)


def test_every_measurement_lies_between_0_and_1_and_is_of_one_metric(
    endpoint: LocalEndpoint,
) -> None:
    rows = endpoint.select(f"""{PREFIXES}
        SELECT DISTINCT ?measurement ?value ?metric ?evaluation WHERE {{
          ?measurement a dqv:QualityMeasurement ; dqv:value ?value ;
                       dqv:isMeasurementOf ?metric ; prov:wasGeneratedBy ?evaluation . }}""").rows
    assert all(0 <= float(cell_text(value)) <= 1 for _, value, *_ in rows)
    assert len({cell_text(row[0]) for row in rows}) == len(rows)
    assert len(rows) == sum(len(one.values) for one in measured().evaluations)


def test_no_two_evaluations_have_one_name() -> None:
    store = Store()
    store.extend(quality_quads(measured(), ()))
    nodes = {quad.subject for quad in store if str(quad.object) == f"<{ZM}Evaluation>"}
    assert len(nodes) == len(measured().evaluations)


def computed_on(run: Measured, held: tuple[str, ...]) -> set[str]:
    predicate = "http://www.w3.org/ns/dqv#computedOn"
    quads = [quad for quad in quality_quads(run, held) if quad.predicate.value == predicate]
    return {str(quad.object).strip("<>").rpartition("graph/")[2] for quad in quads}


def test_a_measurement_is_computed_on_a_graph_only_where_that_graph_is() -> None:
    run = measured()
    assert computed_on(run, (HENAN, ZHUMADIAN)) == {
        f"document/{HENAN}",
        f"document/{ZHUMADIAN}",
        "alignment",
    }
    assert computed_on(run, (county().key,)) == set()


def test_the_benchmark_can_be_run_by_hand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.setattr(sys, "argv", ["quality.py", "--check"])
    import quality

    monkeypatch.setattr(quality, "measure", measured)
    assert quality.main() == 0
    assert "up to date" in capsys.readouterr().out
    monkeypatch.setattr(quality, "measure", lambda: replace(measured(), version="9.9.9"))
    assert quality.main() == 1
    assert "not up to date" in capsys.readouterr().out
