"""NIST's steps for registries and repositories are each shown by a scenario of ours, or it is said why not."""

from __future__ import annotations

import csv
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from reference import reference_data

from conformance.xds import KIT

TABLE = tomllib.loads((Path(__file__).parent / "nist-registry.toml").read_text(encoding="utf-8"))["ours"]
KINDS = {
    *("Register", "ProvideAndRegister", "StoredQuery", "Retrieve", "PatientIdentityFeed", "PatientMove"),
    *("Simple", "Http", "Direct", "XDRProvideAndRegister"),
}


def steps():
    data = reference_data()
    if data is None:
        pytest.skip("the reference data is not there: set CONFORMANCE_REFERENCE_DATA")
    with (data / "xds" / "nist-step-expectations.tsv").open(encoding="utf-8", newline="") as lines:
        told = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [step for step in told if step["transaction"] in KINDS]


def row_of(step):
    return next((one for one in TABLE if fnmatchcase(step["test_section"], one["step"])), None)


def test_every_step_of_theirs_is_accounted_for():
    told = steps()

    assert len(told) > 600
    assert sorted({step["test_section"] for step in told if row_of(step) is None}) == []


def test_every_row_fits_a_step():
    told = [row_of(step) for step in steps()]

    assert [one["step"] for one in TABLE if one not in told] == []


def test_every_row_says_one_thing_of_what_there_is():
    known = {one.id for one in KIT.scenarios()}
    for one in TABLE:
        assert bool(one.get("scenarios")) is not bool(one.get("none")), one
        assert set(one.get("scenarios", ())) - known == set(), one


def test_most_steps_are_shown():
    told = [row_of(step) for step in steps()]

    assert sum("scenarios" in one for one in told) / len(told) > 0.8
