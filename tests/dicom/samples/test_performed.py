"""Performed procedure steps hold what a modality must tell, by the simulator's own table of it."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from conformance.dicom import samples
from conformance.dicom.simulator.performing import REQUIRED
from conformance.story import Story


@pytest.fixture
def story():
    return Story("dicom.test", "ab", datetime(2026, 11, 24, 10, tzinfo=UTC), None, None, SimpleNamespace())


def test_a_step_in_progress_tells_all_it_must(story):
    step = samples.begun(story, "one")

    assert [one for one in REQUIRED if step.get(one) is None or step.get(one).empty] == []
    assert step.text("PerformedProcedureStepStatus") == "IN PROGRESS"
    assert step.text("PatientID").startswith("ZZ")


def test_a_change_replaces_what_is_told(story):
    step = samples.begun(story, "one", PerformedProcedureStepID="", Modality="MR")

    assert step.get("PerformedProcedureStepID").empty
    assert step.text("Modality") == "MR"


def test_a_finished_step_names_its_series(story):
    step = samples.finished(story, "one", "DISCONTINUED")

    (series,) = step.sequence("PerformedSeriesSequence")
    assert step.text("PerformedProcedureStepStatus") == "DISCONTINUED"
    assert series.text("SeriesInstanceUID") == story.uid("one/series")
    assert len(series.sequence("ReferencedImageSequence")) == 1
