"""The buyer's verbs from the outside: spreadsheets out and in, evaluator sheets out and records in."""

from __future__ import annotations

import pytest
from echoing import conformance

from conformance import needs, panel, resources, sheets

NATIONAL = resources.profiles() / "needs" / "national-pacs.toml"


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_needs_go_to_a_spreadsheet_and_come_back(tmp_path, kind):
    out, again = tmp_path / f"needs.{kind}", tmp_path / "again.toml"

    assert conformance("needs", "export", NATIONAL, out).returncode == 0
    assert conformance("needs", "import", out, again).returncode == 0

    assert needs.read(again).model_dump() == needs.read(NATIONAL).model_dump()
    assert conformance("check", again).returncode == 0
    assert conformance("needs", "import", out, again).returncode == 4
    assert conformance("needs", "export", NATIONAL, tmp_path / "needs.csv").returncode == 4


def test_sheets_are_filled_in_and_collected(tmp_path):
    words = ("--needs", NATIONAL, "--bidder", "bidder-a", "--bidder", "bidder-b", "--evaluator", "e1")
    made = conformance("panel", "sheets", *words, "--out", tmp_path, "--format", "xlsx")
    assert made.returncode == 0, made.stderr
    book = {one.name: [list(row) for row in one.rows] for one in sheets.read(tmp_path / "evaluator-e1.xlsx")}
    said = {"name": "Ada", "conflict": "none", "declared": "2027-01-04"}
    book["Declaration"] = [[key, said.get(key, value)] for key, value in book["Declaration"]]
    for row in book["Scores"][1:]:
        row[5:] = ["3", "as shown"]
    filled = tmp_path / "filled.ods"
    sheets.write(filled, [sheets.Sheet(name, tuple(map(tuple, rows))) for name, rows in book.items()])

    words = ("--needs", NATIONAL, "--out", tmp_path / "records")
    told = conformance("panel", "collect", filled, tmp_path / "moderation.xlsx", *words)

    assert told.returncode == 0, told.stderr
    record = panel.read(tmp_path / "records" / "panel-bidder-b.toml")
    assert {one.need for one in record.score} >= {"SON-10", "SON-11", "SON-14", "SON-16"}
    assert conformance("check", record.path, "--needs", NATIONAL).returncode == 0
    assert (
        conformance("panel", "sheets", *words[:2], "--bidder", "a", "--evaluator", "b", "--format", "csv").returncode
        == 4
    )
