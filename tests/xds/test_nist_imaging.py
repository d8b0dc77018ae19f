"""NIST's steps for images, gateways and options are each shown by a scenario of ours, or it is said why not."""

from __future__ import annotations

import csv
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from reference import reference_data

from conformance.xds import KIT

TABLE = tomllib.loads((Path(__file__).parent / "nist-imaging.toml").read_text(encoding="utf-8"))
BY_STEP, BY_TRANSACTION = TABLE["ours"], TABLE["transaction"]
KINDS = {"WADO", "ImagingDocSetRetrieve", "ImagingDocSetIigRetrieve", "ImagingDocSetRigRetrieve"}


def steps():
    data = reference_data()
    if data is None:
        pytest.skip("the reference data is not there: set CONFORMANCE_REFERENCE_DATA")
    with (data / "xds" / "nist-step-expectations.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def row_of(step):
    fits = (one for one in BY_STEP if fnmatchcase(step["test_section"], one["step"]))
    return next(fits, BY_TRANSACTION.get(step["transaction"]))


def test_every_step_of_theirs_is_accounted_for():
    kinds = KINDS | set(BY_TRANSACTION)
    ours = [step for step in steps() if step["transaction"] in kinds]

    assert len(ours) > 300
    assert [step["test_section"] for step in ours if row_of(step) is None] == []


def test_every_row_fits_a_step_and_says_one_thing():
    known = {one.id for one in KIT.scenarios()}
    told = steps()
    for one in BY_STEP:
        assert any(row_of(step) is one for step in told), one["step"]
    for one in [*BY_STEP, *BY_TRANSACTION.values()]:
        assert bool(one.get("scenarios")) is not bool(one.get("none")), one
        assert set(one.get("scenarios", ())) - known == set(), one


def test_most_steps_with_images_are_shown():
    told = [step for step in steps() if step["transaction"] in KINDS]
    shown = [step for step in told if row_of(step).get("scenarios")]

    assert len(shown) / len(told) > 0.7
