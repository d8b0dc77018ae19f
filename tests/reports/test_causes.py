"""Whose cause it was is told by facts a candidate can't put words into."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.model import Outcome
from conformance.reports.causes import cause


@pytest.mark.parametrize(
    ("scenario", "whose"),
    [
        ("dicom.echo", ""),
        ("dicom.worklist.by-date", ""),
        ("hl7.adt.a40", "The system: "),
        ("xds.iti18.find-documents", "The network or the system: "),
        ("xds.rad68.manifest", "Ours: "),
        ("workflow.order-to-worklist", "The supplier: "),
    ],
)
def test_each_open_scenario_has_one_cause(run, scenario, whose):
    said = cause(run.latest[scenario])

    assert said.startswith(whose)
    assert bool(said) == bool(whose)


def test_words_of_the_system_do_not_shift_the_cause(run):
    blocked = replace(run.latest["hl7.adt.a40"], reason="the profile names no such thing")

    assert blocked.outcome is Outcome.BLOCKED
    assert cause(blocked).startswith("The system: ")
