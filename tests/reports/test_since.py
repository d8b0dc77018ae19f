"""What changed since an earlier run, on the page: counted, named, filtered like everything else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from injection import PAYLOADS, poisoned
from lxml import html as reader
from test_html import harmless

from conformance import runs
from conformance.deviations import Deviations, register
from conformance.differences import Kind, differences
from conformance.reports import bidder_page
from conformance.reports.audiences import NOT_PUBLIC, Audience
from conformance.reports.since import MARKS


@pytest.fixture(scope="module")
def earlier(golden):
    """Return an earlier run of the same system, in which more went well."""
    other = runs.read(golden / "run-a")
    system = runs.read(golden / "run-b").header["system"]
    return replace(other, header={**other.header, "system": system})


@pytest.fixture
def page(run, invented, earlier):
    def page(baseline=earlier, given=run, **words):
        return bidder_page(given, explain=invented.explain, scenarios=invented.TOLD, baseline=baseline, **words)

    return page


def section(text):
    return reader.document_fromstring(text).get_element_by_id("since")


def said(text):
    return " ".join(section(text).text_content().split())


def test_each_change_stands_with_its_kind_and_both_outcomes(run, earlier, page):
    changes = differences(earlier, run)
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in section(page()).iter("tr")][1:]

    assert {one.kind for one in changes} >= {Kind.NEW_FAILURE, Kind.NOT_TESTED}
    assert [row[1] for row in rows] == [MARKS[one.kind].word for one in changes]
    for row, change in zip(rows, changes, strict=True):
        assert row[0].endswith(change.scenario)
        assert row[2] != row[3] or change.kind in {Kind.CHANGED, Kind.NEW_FAILURE}
    assert f"{len(changes)} scenarios of {len(run.latest)} came out otherwise." in said(page())
    assert earlier.digest in said(page())


def test_without_a_baseline_there_is_no_section_and_with_the_same_run_nothing_changed(run, page):
    assert 'id="since"' not in page(None)
    assert "#since" not in page(None)
    assert "0 scenarios of" in said(page(run))
    assert not list(section(page(run)).iter("table"))


def test_what_makes_the_two_less_alike_is_said(golden, earlier, page):
    assert "of another system" not in said(page())
    assert "of another system" in said(page(runs.read(golden / "run-a")))
    assert "different versions of the test suite" in said(
        page(replace(earlier, header={**earlier.header, "suite": "2025.1.0"}))
    )
    assert "different statements of needs" in said(page(replace(earlier, header={**earlier.header, "needs": "0"})))
    assert "cut before its end" in said(page(replace(earlier, end=None)))


def test_a_failure_somebody_expects_is_no_new_one(run, earlier, page):
    (fresh,) = (one for one in differences(earlier, run) if one.scenario == "hl7.adt.a08")
    assert fresh.kind is Kind.NEW_FAILURE
    made = [
        {"scenario": fresh.scenario, "clause": one.clause.id, "reason": "r", "author": "a", "expires": "2027-01-31"}
        for one in run.latest[fresh.scenario].findings
    ]
    held = register(run, Deviations.model_validate({"schema": "deviations/1", "deviation": made}))

    assert "hl7.adt.a08" in said(page())
    assert "hl7.adt.a08" not in said(page(register=held))
    assert "expects is no new one" in said(page(register=held))


def test_the_public_learns_what_changed_and_not_what_was_answered(run, page):
    text = said(page(audience=Audience.PUBLIC))

    assert "New failure" in text
    assert NOT_PUBLIC in text
    for finding in run.latest["hl7.adt.a08"].findings:
        assert finding.saw not in text or finding.saw in {"", "''"}


def test_a_blind_copy_names_neither_system(run, earlier, page):
    renamed = {**earlier.header["system"]["system"], "supplier": "Former Name Ltd", "product": "FormerPACS"}
    former = replace(earlier, header={**earlier.header, "system": {**earlier.header["system"], "system": renamed}})

    text = page(former, blind=True)

    assert "Former" not in text
    assert "ExamplePACS" not in text
    assert "FormerPACS" in page(former)


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(1, len(PAYLOADS) + 1))
def test_no_text_of_either_run_becomes_markup(run, earlier, page, payload):
    stated = dict.fromkeys(("started", "suite", "needs"), payload)
    bad = replace(poisoned(earlier, payload), header={**earlier.header, **stated}, digest=payload)

    harmless(page(bad, poisoned(run, payload)))
