"""The corpus, and the graph built from it once a test session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import FLAGS, chromium
from playwright.sync_api import Browser, sync_playwright
from running_server import Server, serving

from kg.build import Summary, build
from kg.endpoints.endpoint import LocalEndpoint

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The five real documents."""
    return CORPUS


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """A store built from the corpus, and what the build said of it."""
    folder = tmp_path_factory.mktemp("graph") / "store"
    return folder, build(CORPUS, folder)


@pytest.fixture(scope="session")
def store(built: tuple[Path, Summary]) -> Path:
    """The folder of a store built from the corpus; for reading only."""
    return built[0]


@pytest.fixture(scope="session")
def endpoint(store: Path) -> LocalEndpoint:
    """SPARQL over the graph of the corpus."""
    return LocalEndpoint(store)


@pytest.fixture(scope="session")
def site(store: Path) -> Iterator[Server]:
    """The web application over the graph of the corpus, as `zhengmai serve` starts it."""
    with serving("--store", store) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; until it is closed its loop lets no other run in this thread."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
