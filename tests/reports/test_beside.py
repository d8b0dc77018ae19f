"""A panel's record and an earlier run in JSON and spreadsheets: every voice, beside the machine's results."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from injection import PAYLOADS, poisoned
from recorded import moderated, override, panel_of, scored

from conformance import runs, sheets
from conformance.differences import differences
from conformance.reports.audiences import Audience
from conformance.reports.beside import baseline_lines, changes_sheet, panel_lines, panel_sheets
from conformance.reports.exported import exported
from conformance.reports.tables import tables
from conformance.reports.visible import visible
from conformance.scoring.panel import judged


@pytest.fixture(scope="module")
def panel(regenerate):
    return regenerate.panel("bidder-b", 4)


@pytest.fixture(scope="module")
def both(statement, assessment, panel):
    return judged(statement, assessment, panel)


@pytest.fixture(scope="module")
def earlier(golden):
    return runs.read(golden / "run-a")


def test_every_voice_stands_beside_the_machine(assessment, panel, both):
    found = panel_lines(panel, both)
    named = {one.need: one for one in found.needs}

    assert list(named) == [one.need for one in assessment.needs]
    ten = named["SON-10"]
    assert [(one.who, one.points) for one in ten.individual] == [("Ada Example", "4"), ("Ben Example", "2")]
    assert ten.moderated.points == "4"
    assert ten.moderated.who == "Ada Example, Ben Example"
    assert (ten.counts, ten.source) == ("4", "the panel's")
    one = named["SON-01"]
    assert one.machine == f"{assessment.need('SON-01').points} of 5"
    assert (one.override.who, one.override.points, one.counts) == ("Cay Chair", "3", "3")
    assert {gate.need: (gate.machine, gate.stands) for gate in found.gates}["SON-01"] == ("not met", "met")
    assert found.total == str(both.assessment.total)
    assert [one.kind for one in found.items] == ["document", "demonstration", "demonstration"]
    assert [one.passed for one in found.items] == [True, True, False]


def test_the_sheets_have_a_row_for_every_voice_and_what_counts(panel, both):
    record, gates, evidence = panel_sheets(panel_lines(panel, both))
    rows = [(row[0], row[3], row[4]) for row in record.rows]

    assert ("SON-10", "Ada Example", "4") in rows
    assert ("SON-10", "moderated (Ada Example, Ben Example)", "4") in rows
    assert ("SON-01", "override (Cay Chair)", "3") in rows
    assert ("SON-10", "what counts", "4") in rows
    assert record.rows[-1][:2] == ("Total", "With the panel's scores")
    assert record.rows[-1][4] == str(both.assessment.total)
    assert ("SON-01", "not met", "met") in [row[:3] for row in gates.rows]
    assert [row[3] for row in evidence.rows[1:]] == ["pass", "pass", "fail"]


def test_a_panel_that_has_not_finished_has_no_total(statement, assessment):
    record = panel_of(needs="trust-x-2027", version="1.0", moderated=[moderated("SON-10", None, gate="pass")])

    found = panel_lines(record, judged(statement, assessment, record))

    assert found.total is None
    assert "SON-16" in found.lacking
    assert panel_sheets(found)[0].rows[-1][4] == ""


def test_both_are_in_the_export_and_in_its_sheets(run, statement, assessment, invented, panel, both, earlier):  # noqa: PLR0913 - fixtures
    record, since = panel_lines(panel, both), baseline_lines(earlier, run, "bidder-b")
    given = {"panel": record, "baseline": since}

    told = json.loads(exported(run, statement, assessment, scenarios=invented.TOLD, audience=Audience.PANEL, **given))
    made = tables(run, statement, assessment, invented.TOLD, **given)

    assert told["panel"] == record.model_dump(mode="json")
    assert told["scores"]["total"] == str(assessment.total) != told["panel"]["total"]
    assert [one["scenario"] for one in told["baseline"]["changes"]] == [
        one.scenario for one in differences(earlier, run)
    ]
    assert told["baseline"]["digest"] == earlier.digest
    assert [one.name for one in made] == [
        *("Gates", "Needs", "Panel", "Panel gates", "Panel evidence", "Changes", "Scenarios", "Findings"),
    ]
    assert [row[0] for row in changes_sheet(since).rows[2:]] == [one.scenario for one in differences(earlier, run)]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(1, len(PAYLOADS) + 1))
def test_no_text_of_either_run_becomes_a_formula(run, earlier, payload):
    found = baseline_lines(poisoned(earlier, payload), poisoned(run, payload), payload)

    assert json.dumps(found.model_dump(mode="json")).isascii()
    book = openpyxl.load_workbook(io.BytesIO(sheets.written(Path("a.xlsx"), [changes_sheet(found)], visible)))
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row if cell.value} == {"s"}


WRITABLE = [one for one in PAYLOADS if "\ud800" not in one]


@pytest.mark.parametrize("payload", WRITABLE, ids=range(1, len(WRITABLE) + 1))
def test_no_text_of_a_record_becomes_a_formula_or_escapes_what_is_withheld(statement, assessment, payload):
    record = panel_of(
        needs="trust-x-2027",
        version="1.0",
        score=[scored("SON-10", reason=f"{payload} of ExamplePACS")],
        override=[override("SON-01", points=2) | {"reason": payload, "name": f"ExamplePACS {payload}"}],
    )
    found = panel_lines(record, judged(statement, assessment, record), lambda text: text.replace("ExamplePACS", "[-]"))

    assert "ExamplePACS" not in found.model_dump_json()
    book = openpyxl.load_workbook(io.BytesIO(sheets.written(Path("a.xlsx"), panel_sheets(found), visible)))
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row if cell.value} == {"s"}
