"""The spreadsheet: one row per finding, and no cell that runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.reports import findings_csv
from conformance.reports.csv import COLUMNS, cell


def rows(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def test_every_finding_of_every_attempt_is_a_row(run):
    table = rows(findings_csv(run))

    assert table[0] == list(COLUMNS)
    assert len(table) - 1 == sum(len(one.findings) for one in run.results)
    assert {len(row) for row in table} == {len(COLUMNS)}


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\n=1", "\r=1"])
def test_a_formula_is_text(formula):
    assert not cell(formula).lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(st.characters(exclude_categories=[]), max_size=100))
def test_no_cell_ever_begins_a_formula(text):
    assert not cell(text).lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_cells_stay_cells_whatever_they_hold(run):
    junk = 'a"b,c\r\nd;\ud800'
    first = run.results[0]
    spoiled = replace(first, findings=tuple(replace(one, saw=junk, where=junk) for one in first.findings))

    assert {len(row) for row in rows(findings_csv(replace(run, results=(spoiled,))))} == {len(COLUMNS)}
