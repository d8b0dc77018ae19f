"""Performed procedure steps as a modality tells of them: begun, then completed or discontinued (PS3.4 F.7.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.samples.sopclasses import CT
from conformance.dicom.wire import data_set

if TYPE_CHECKING:
    from conformance.dicom.wire import DataSet
    from conformance.dicom.wire.writing import Value
    from conformance.story import Story


def begun(story: Story, name: str, **changes: Value) -> DataSet:
    """Return the attributes of an N-CREATE for an unscheduled step in progress; ``changes`` replace some of them."""
    scheduled = data_set(
        StudyInstanceUID=story.uid(f"{name}/study"),
        ReferencedStudySequence=[],
        AccessionNumber="",
        RequestedProcedureID="",
        RequestedProcedureDescription="",
        ScheduledProcedureStepID="",
        ScheduledProcedureStepDescription="",
        ScheduledProtocolCodeSequence=[],
    )
    values: dict[str | int, Value] = {
        "ScheduledStepAttributesSequence": [scheduled],
        "PatientName": f"ZZ{story.token(f'family/{name}', 6)}^SYNTHETIC",
        "PatientID": story.patient_id(name),
        "PatientBirthDate": "19700401",
        "PatientSex": "O",
        "ReferencedPatientSequence": [],
        "PerformedProcedureStepID": f"ZZ{story.token(f'step/{name}', 8)}",
        "PerformedStationAETitle": "HARNESS",
        "PerformedStationName": "",
        "PerformedLocation": "",
        "PerformedProcedureStepStartDate": f"{story.now:%Y%m%d}",
        "PerformedProcedureStepStartTime": f"{story.now:%H%M%S}",
        "PerformedProcedureStepStatus": "IN PROGRESS",
        "PerformedProcedureStepDescription": "",
        "PerformedProcedureTypeDescription": "",
        "ProcedureCodeSequence": [],
        "PerformedProcedureStepEndDate": "",
        "PerformedProcedureStepEndTime": "",
        "PerformedProcedureStepDiscontinuationReasonCodeSequence": [],
        "Modality": "CT",
        "StudyID": "",
        "PerformedProtocolCodeSequence": [],
        "PerformedSeriesSequence": [],
    }
    values.update(changes)
    return data_set(values)


def performed_series(story: Story, name: str) -> DataSet:
    """Return one performed series of one image, as an item of Performed Series Sequence (0040,0340)."""
    image = data_set(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=story.uid(f"{name}/image"))
    return data_set(
        PerformingPhysicianName="",
        OperatorsName="",
        ProtocolName="TEST PROTOCOL",
        SeriesInstanceUID=story.uid(f"{name}/series"),
        SeriesDescription="",
        RetrieveAETitle="",
        ReferencedImageSequence=[image],
        ReferencedNonImageCompositeSOPInstanceSequence=[],
    )


def finished(story: Story, name: str, status: str = "COMPLETED") -> DataSet:
    """Return the attributes of the N-SET that finishes a step, as completed or as discontinued (PS3.4 F.7.2.2.2)."""
    return data_set(
        PerformedProcedureStepStatus=status,
        PerformedProcedureStepEndDate=f"{story.now:%Y%m%d}",
        PerformedProcedureStepEndTime=f"{story.now:%H%M%S}",
        PerformedSeriesSequence=[performed_series(story, name)],
    )
