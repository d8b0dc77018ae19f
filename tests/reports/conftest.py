"""The invented runs of the golden folder, and a browser to look at pages with."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest

from conformance import needs, runs, scoring

GOLDEN = Path(__file__).parents[1] / "golden"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def golden():
    return GOLDEN


@pytest.fixture(scope="session")
def invented():
    return importlib.import_module("invented")


@pytest.fixture(scope="session")
def regenerate(invented):
    return importlib.import_module("regenerate")


@pytest.fixture(scope="session")
def pages(regenerate):
    """Return each golden page whole, as it is made: its text by its name."""
    return regenerate.pages()


@pytest.fixture(scope="session")
def written(pages, tmp_path_factory):
    """Write the golden pages whole, for a browser; return the folder."""
    folder = tmp_path_factory.mktemp("pages")
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def run():
    return runs.read(GOLDEN / "run-b")


@pytest.fixture(scope="session")
def statement():
    return needs.read(GOLDEN / "needs.toml")


@pytest.fixture(scope="session")
def assessment(run, statement, invented):
    return scoring.score(statement, run.results, list(invented.TOLD.values()))


@pytest.fixture(scope="session")
def chromium():
    pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is not installed, so no page was looked at"
        if os.environ.get("CONFORMANCE_REQUIRE_PEERS") == "1":
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.fixture(scope="session")
def browser(chromium):
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield opened
        opened.close()
