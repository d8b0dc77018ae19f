"""Worklist and performed procedure steps, asked by pynetdicom."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset
from pynetdicom.sop_class import ModalityPerformedProcedureStep, ModalityWorklistInformationFind

from conformance.dicom.samples.modules import item


@pytest.fixture
def scheduled(archive):
    for number, modality in ((1, "CT"), (2, "MR")):
        archive.worklist.schedule(
            item(
                PatientName="ZZWORK^LIST", PatientID=f"ZZ{number}", AccessionNumber=f"A{number}",
                ScheduledProcedureStepSequence=[
                    item(
                        Modality=modality, ScheduledStationAETitle="STATION", ScheduledProcedureStepID=f"S{number}",
                        ScheduledProcedureStepStartDate="20261124", ScheduledProcedureStepStartTime="100000",
                    )
                ],
            )
        )  # fmt: skip
    return archive.worklist


def work(visitor, **step):
    asked = item(PatientName="", AccessionNumber="", ScheduledProcedureStepSequence=[item(**step)])
    answers = visitor.association.send_c_find(asked, ModalityWorklistInformationFind)
    return [match for status, match in answers if status.Status == 0xFF00]


def test_a_worklist_is_matched_inside_its_sequence_and_returns_what_was_asked(visitor, scheduled):
    found = work(visitor, Modality="MR", ScheduledProcedureStepStartDate="20261101-", ScheduledProcedureStepID="")

    assert [(one.AccessionNumber, str(one.PatientName)) for one in found] == [("A2", "ZZWORK^LIST")]
    assert [one.ScheduledProcedureStepID for one in found[0].ScheduledProcedureStepSequence] == ["S2"]
    assert "ScheduledStationAETitle" not in found[0].ScheduledProcedureStepSequence[0]
    assert len(work(visitor, Modality="", ScheduledStationAETitle="STATION")) == 2
    assert work(visitor, Modality="US") == []


def begun(**changes):
    values = {
        "PerformedProcedureStepID": "P1", "PerformedStationAETitle": "STATION", "Modality": "CT",
        "PerformedProcedureStepStartDate": "20261124", "PerformedProcedureStepStartTime": "100000",
        "PerformedProcedureStepStatus": "IN PROGRESS",
        "ScheduledStepAttributesSequence": [item(StudyInstanceUID="1.2", ScheduledProcedureStepID="S1")],
    }  # fmt: skip
    return item(**{keyword: value for keyword, value in (values | changes).items() if value is not None})


def create(visitor, uid="2.25.9", **changes):
    return visitor.association.send_n_create(begun(**changes), ModalityPerformedProcedureStep, uid)[0].Status


def change(visitor, uid="2.25.9", **values):
    return visitor.association.send_n_set(item(**values), ModalityPerformedProcedureStep, uid)[0].Status


def test_a_step_is_begun_completed_and_then_closed(visitor, archive, scheduled):
    done = {"PerformedProcedureStepStatus": "COMPLETED", "PerformedSeriesSequence": [item(SeriesInstanceUID="1.3")]}

    assert create(visitor) == 0x0000
    assert create(visitor) == 0x0111
    assert change(visitor, PerformedProcedureStepDescription="on the way") == 0x0000
    assert change(visitor, PerformedProcedureStepStatus="COMPLETED") == 0x0120
    assert change(visitor, **done) == 0x0000
    assert change(visitor, **done) == 0x0110
    assert archive.steps["2.25.9"].PerformedProcedureStepStatus == "COMPLETED"
    assert {one.AccessionNumber for one in scheduled.items()} & {"A1", "A2"} == {"A2"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"PerformedProcedureStepStatus": "COMPLETED"}, 0x0106),
        ({"PerformedProcedureStepID": None}, 0x0120),
        ({"Modality": ""}, 0x0121),
    ],
)
def test_a_step_that_is_not_whole_is_refused(visitor, changes, expected):
    assert create(visitor, **changes) == expected
    assert change(visitor, PerformedProcedureStepDescription="unknown") == 0x0112
    assert isinstance(begun(), Dataset)
