"""The tender the benchmark measures: same bytes, bounded size and memory; its seconds are for an idle machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def reports(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    from benchmarks import reports  # noqa: PLC0415 - beside the tests, not installed

    yield reports
    for name in [one for one in sys.modules if one.startswith("benchmarks")]:
        del sys.modules[name]


@pytest.mark.parametrize(("title", "bidders"), [("comparison", 2), ("page", 1)])
def test_a_tender_of_usual_size_stays_within_its_budgets(reports, tmp_path, title, bidders):
    folders, needs = reports.tender(tmp_path, bidders)

    found = reports.measured(folders, needs, tmp_path)
    first = (tmp_path / "page.html").read_bytes()
    again = reports.measured(folders, needs, tmp_path)

    assert (tmp_path / "page.html").read_bytes() == first
    for name in ("megabytes", "page_megabytes"):
        assert max(found[name], again[name]) <= reports.BUDGETS[title][name]
