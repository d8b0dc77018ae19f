"""The JSON export: what its schema says, and the same bytes every time."""

from __future__ import annotations

import json

import pytest
from injection import PAYLOADS, poisoned

from conformance.deviations import Deviations, register
from conformance.reports.audiences import Audience
from conformance.reports.exported import Report, exported
from conformance.schemas import schema

MADE = {"scenario": "hl7.adt.a08", "clause": "hl7.ack.code", "reason": "r", "author": "a", "expires": "2027-01-31"}


def export(run, statement, assessment, invented, **given):
    return exported(run, statement, assessment, scenarios=invented.TOLD, audience=Audience.SUPPLIER, **given)


def test_an_export_is_what_its_schema_says(run, statement, assessment, invented):
    held = register(run, Deviations.model_validate({"schema": "deviations/1", "deviation": [MADE]}))
    text = export(run, statement, assessment, invented, register=held)
    told = json.loads(text)

    assert Report.model_validate_json(text).format == "conformance-report/1"
    assert set(told) == set(schema("report")["properties"])
    assert [one["id"] for one in told["scenarios"]] == list(run.latest)
    assert told["digest"] == run.digest
    assert told["scores"]["total"] == str(assessment.total)
    assert [one["result"] for one in told["scores"]["gates"]] == [one.result.value for one in assessment.gates]
    assert told["deviations"][0]["author"] == "a"
    assert text == export(run, statement, assessment, invented, register=held)


def test_without_needs_there_are_no_scores(run, invented):
    told = json.loads(export(run, None, None, invented))

    assert told["scores"] is None
    assert told["deviations"] == []


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(1, len(PAYLOADS) + 1))
def test_a_payload_stays_text(run, statement, assessment, invented, payload):
    text = export(poisoned(run, payload), statement, assessment, invented)

    assert text.isascii()
    assert {one["reason"] for one in json.loads(text)["scenarios"]} == {payload}
