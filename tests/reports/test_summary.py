"""The one page a panel reads first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.model import Outcome
from conformance.reports.causes import NOT_OFFERED
from conformance.reports.summary import summary, untested
from conformance.reports.view import told


@pytest.fixture
def everything(run, invented):
    return list(told(run, invented.TOLD, None).values())


def test_gaps_are_told_in_the_words_of_what_was_asked(everything, assessment):
    gaps = summary(everything, assessment).gaps

    assert [one.head[:6] for one in gaps] == ["SON-03", "SON-01", "SON-05"]
    assert [one.number for one in gaps] == ["0 of 5", "2 of 5", "0 of 5"]
    purpose = "A corrected patient name is accepted, and the answer says to which message it belongs."
    assert gaps[0].says == f"Not met in 1 scenario: “{purpose}” Not shown in 2 scenarios."
    assert gaps[2].says == "Not shown in 2 scenarios: “Asked for a patient's documents, the registry lists them.”"


def test_strengths_are_needs_that_are_met(everything, assessment):
    assert [(one.head[:6], one.number, one.says) for one in summary(everything, assessment).strengths] == [
        ("SON-04", "3 of 5", "1 of its 1 scenario passed.")
    ]


def test_without_needs_topics_are_strong_or_lacking(everything):
    told_of = summary(everything, None)

    assert [one.head for one in told_of.strengths] == ["Images stored", "Images (DICOM), PS3.8", "Report sent"]
    assert [one.head for one in told_of.gaps] == ["Images searched for", "Patient details updated or merged"]
    assert told_of.gaps[0].says.startswith("1 of 3 scenarios failed. Among them: Asked for one patient's studies")


def test_what_could_not_be_tested_is_counted_by_cause(everything, assessment):
    assert summary(everything, assessment).untested == (
        "The system: a step that had to come first did not succeed: 1 scenario.",
        "The network or the system: nobody answered: 1 scenario.",
        "Ours: the test tool went wrong, and this must be repeated: 1 scenario.",
        "The supplier: its profile names nothing that could be asked: 1 scenario.",
    )


def test_an_empty_run_has_a_summary():
    nothing = summary([], None)

    assert nothing.lead == "0 scenarios in this run; 0 of them gave a verdict on the system."
    assert nothing.strengths == nothing.gaps == nothing.untested == ()


def test_what_the_needs_ask_for_and_nobody_offered_was_not_tested(everything, assessment):
    asked = [replace(one, outcome=Outcome.NOT_APPLICABLE) if one.id == "hl7.adt.a08" else one for one in everything]
    found = {one.id: one.cause for one in untested(asked, assessment)}

    assert found["hl7.adt.a08"] == NOT_OFFERED
    assert "dicom.worklist.by-date" not in found
    assert "hl7.adt.a08" not in {one.id for one in untested(asked, None)}
