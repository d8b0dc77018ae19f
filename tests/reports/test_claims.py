"""Claims beside what was seen, what contradicts the bid first."""

from __future__ import annotations

from dataclasses import replace

from conformance.reports.claims import claims, stated_in
from conformance.reports.view import told


def shown(run, invented):
    return claims(run, invented.TOLD, told(run, invented.TOLD, None))


def test_a_claim_that_failed_comes_first_with_the_scenarios_that_failed(run, invented):
    rows = shown(run, invented).rows

    assert [(row.transaction, row.mark.word) for row in rows] == [
        ("RAD-14", "Claimed, but failed"),
        ("ITI-18", "Claimed, but not shown"),
        ("RAD-28", "Works, though not claimed"),
        ("RAD-8", "Claimed and confirmed"),
        ("RAD-68", "Not claimed, not seen"),
    ]
    assert [one.id for one in rows[0].scenarios] == ["dicom.query.by-patient-id"]
    assert rows[4].source == "Answer 14; due 2027-06-30"


def test_accuracy_is_a_sentence(run, invented):
    assert shown(run, invented).accuracy == "1 of 2 tested claims held (50.0 %). 1 further claim could not be shown."


def test_a_profile_without_claims_is_compared_with_nothing(run, invented):
    silent = replace(run, header=run.header | {"system": {"system": {}}})

    assert shown(silent, invented).rows == ()
    assert "makes no claims" in shown(silent, invented).accuracy


def test_a_row_that_is_no_claim_is_left_out(run):
    rows = [1, {}, {"transaction": "RAD-8", "level": "certainly"}, {"transaction": "RAD-8", "level": "no"}]

    assert [one.level for one in stated_in(replace(run, header={"system": {"claim": rows}}))] == ["no"]


def test_nothing_tested_is_not_called_accurate(run, invented):
    only = replace(run, header=run.header | {"system": {"claim": [{"transaction": "ITI-18", "level": "yes"}]}})

    assert shown(only, invented).accuracy == "No claim could be tested. 1 further claim could not be shown."
