"""About the data: every figure is measured or counted, and the limits stand beside them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml
from lxml import html
from running_server import Server

from kg.pages.about.citation import ADDRESS, AUTHORS, TITLE_EN, TITLE_ZH, bibtex
from kg.quality.measured import measured
from kg.vocabulary import concepts

ROOT = Path(__file__).parents[1]


def words(tree: html.HtmlElement) -> str:
    return " ".join(tree.text_content().split())


@pytest.fixture(scope="module")
def page(site: Server) -> html.HtmlElement:
    return html.fromstring(site.client.get("/about").text)


def test_the_corpus_stands_with_the_digest_of_each_file(page: html.HtmlElement) -> None:
    rows = page.xpath("//section[@aria-labelledby='corpus']//tbody/tr")
    assert len(rows) == 5
    for file in (ROOT / "corpus").glob("*.txt"):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        (row,) = (one for one in rows if file.name in words(one))
        assert row.xpath(".//code/@title") == [digest]


def test_words_mean_what_the_vocabulary_says(page: html.HtmlElement) -> None:
    said = words(page.xpath("//section[@aria-labelledby='words']")[0])
    for scheme in ("link", "basis", "coverage", "review", "outcome"):
        for concept in concepts(scheme).values():
            assert f"{concept.zh}{concept.definition_zh}" in said.replace(" ", "")


def test_every_evaluation_stands_with_its_gold_and_its_baselines(page: html.HtmlElement) -> None:
    run = measured()
    (section,) = page.xpath("//section[@aria-labelledby='accuracy']")
    said = words(section)
    for path, digest in run.golds.values():
        assert f"标注 {path}，SHA-256 {digest[:12]}" in said
    whole = [one for one in run.evaluations if one.band is None]
    assert len(section.xpath(".//table[@class='acc']/tbody/tr")) == len(whole)
    own = next(e for e in whole if (e.aspect, e.method) == ("task-to-task", "zhengmai"))
    assert f"{own.values['precision']:.3f}{own.values['recall']:.3f}" in said
    bands = [one for one in run.evaluations if one.band]
    assert len(section.xpath(".//circle")) == len(bands)


def test_limits_are_said_with_figures_that_lead_to_their_rows(
    site: Server, page: html.HtmlElement
) -> None:
    (section,) = page.xpath("//section[@aria-labelledby='limits']")
    assert "存疑 6 处，文头有 14 个字段是推断的" in words(section)
    for address in section.xpath(".//a/@href"):
        assert site.client.get(address).status_code == 200


def test_it_is_cited_as_the_citation_file_says(page: html.HtmlElement) -> None:
    file = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert file["title"] == f"{TITLE_EN} ({TITLE_ZH})"
    assert file["authors"] == [{"name": AUTHORS}]
    assert (file["url"], file["version"]) == (ADDRESS, measured().version)
    reference = bibtex(file["version"], measured().day[:4])
    assert page.xpath("//button[contains(., 'BibTeX')]/@data-copy") == [reference]


def test_nothing_that_it_leads_to_inside_is_missing(site: Server, page: html.HtmlElement) -> None:
    addresses = {one for one in page.xpath("//main//a/@href") if one.startswith("/")}
    missing = {one for one in addresses if site.client.get(one).status_code != 200}
    assert missing == set()


def test_it_speaks_english_too(site: Server) -> None:
    page = html.fromstring(site.client.get("/en/about").text)
    assert "A lower item carries out" in words(page)
    assert "Measured on" in words(page)
