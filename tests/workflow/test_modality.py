"""A modality that performs a step: what it reports, and what becomes of it."""

from __future__ import annotations

from typing import ClassVar

import pytest
from visiting import visit

from conformance.dicom.simulator.performing import MPPS, REQUIRED
from conformance.hl7 import samples
from conformance.hospital import Hospital
from conformance.model import NotApplicable
from conformance.workflow.modality import begun, completed, performed
from conformance.workflow.steps import asked


@pytest.fixture
def visitor():
    with Hospital() as hospital, visit(hospital.profile()) as visitor:
        yield visitor


@pytest.fixture
def order(visitor):
    her = visitor.person("her")
    visitor.registers(her)
    order = visitor.about(samples.order(visitor.story, her), her)
    visitor.has_work(her, order)
    return her, asked(order)


def test_a_step_that_is_begun_has_all_it_must_have(visitor):
    her = visitor.person("her")
    step = asked(visitor.about(samples.order(visitor.story, her), her))

    made = begun(visitor.story, her, step)

    for keyword in REQUIRED:
        assert keyword in made
        assert made.text(keyword) or made.sequence(keyword)
    (scheduled,) = made.sequence("ScheduledStepAttributesSequence")
    assert scheduled.text("StudyInstanceUID") == step.study_uid
    assert scheduled.text("ScheduledProcedureStepID") == step.step_id


def test_a_step_that_is_completed_names_the_image_it_made(visitor):
    her = visitor.person("her")
    step = asked(visitor.about(samples.order(visitor.story, her), her))

    made = completed(visitor.story, step)

    (series,) = made.sequence("PerformedSeriesSequence")
    assert made.text("PerformedProcedureStepStatus") == "COMPLETED"
    assert series.text("ProtocolName")
    assert len(series.sequence("ReferencedImageSequence")) == 1


def test_a_step_is_performed_once_and_leaves_the_worklist(visitor, order):
    her, step = order

    first = performed(visitor.worklist, her, step)
    second = performed(visitor.worklist, her, step)

    assert [one.status for one in first] == [0, 0]
    assert [one.status for one in second] == [0x0111]
    assert visitor.work_of(her).ids == []


class WithoutMpps(Hospital):
    class Archive(Hospital.Archive):
        refused: ClassVar = {MPPS}

        def supported(self, abstract):
            return None if abstract in self.refused else super().supported(abstract)


def test_a_provider_that_takes_no_performed_steps_is_not_asked_for_them():
    with WithoutMpps() as hospital, visit(hospital.profile()) as visitor:
        her = visitor.person("her")
        step = asked(visitor.about(samples.order(visitor.story, her), her))

        with pytest.raises(NotApplicable, match="MPPS"):
            performed(visitor.worklist, her, step)


class Closed(Hospital):
    class Archive(Hospital.Archive):
        def knows_caller(self, request):
            return False


def test_a_provider_that_lets_nobody_in_has_taken_nothing():
    with Closed() as hospital, visit(hospital.profile()) as visitor:
        her = visitor.person("her")
        step = asked(visitor.about(samples.order(visitor.story, her), her))

        (answer,) = performed(visitor.worklist, her, step)

    assert answer.status is None
    assert "rejected" in answer.outcome
