"""A run as sheets: every finding is there, and nothing a candidate said is a formula."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from injection import PAYLOADS, poisoned

from conformance import sheets
from conformance.reports.tables import tables
from conformance.reports.visible import visible


def test_scores_scenarios_and_findings_have_their_sheets(run, statement, assessment, invented):
    made = {one.name: one for one in tables(run, statement, assessment, invented.TOLD)}

    assert list(made) == ["Gates", "Needs", "Scenarios", "Findings"]
    assert [row[0] for row in made["Scenarios"].rows[1:]] == list(run.latest)
    assert len(made["Findings"].rows[1:]) == sum(len(one.findings) for one in run.results)
    assert made["Needs"].rows[-1][4] == str(assessment.total)
    assert [one.name for one in tables(run, None, None, invented.TOLD)] == ["Scenarios", "Findings"]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(1, len(PAYLOADS) + 1))
def test_no_payload_becomes_a_formula(run, invented, payload):
    made = tables(poisoned(run, payload), None, None, invented.TOLD)
    book = openpyxl.load_workbook(io.BytesIO(sheets.written(Path("a.xlsx"), made, visible)))

    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert all(cell.value is None for page in book for row in page.iter_rows() for cell in row if cell.data_type != "s")
    assert b"formula" not in content(sheets.written(Path("a.ods"), made, visible))


def content(octets):
    with zipfile.ZipFile(io.BytesIO(octets)) as packed:
        return packed.read("content.xml")
