"""A scheduled procedure step as a worklist tells of it (PS3.4 table K.6-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.wire import data_set

if TYPE_CHECKING:
    from conformance.dicom.wire import DataSet
    from conformance.story import Story


def scheduled(story: Story, name: str = "scheduled") -> DataSet:
    """Return a whole item of the worklist, of a synthetic patient."""
    step = data_set(
        Modality="CT",
        ScheduledStationAETitle="ZZCT",
        ScheduledProcedureStepStartDate=f"{story.now:%Y%m%d}",
        ScheduledProcedureStepStartTime=f"{story.now:%H%M%S}",
        ScheduledPerformingPhysicianName="",
        ScheduledProcedureStepDescription="SYNTHETIC STEP",
        ScheduledProcedureStepID=f"ZZ{story.token(f'step/{name}', 8)}",
        ScheduledProcedureStepStatus="SCHEDULED",
    )
    return data_set(
        AccessionNumber=f"ZZ{story.token(f'accession/{name}', 8)}",
        PatientName=f"ZZ{story.token(f'family/{name}', 6)}^SYNTHETIC",
        PatientID=story.patient_id(name),
        PatientBirthDate="19700401",
        PatientSex="O",
        StudyInstanceUID=story.uid(f"{name}/study"),
        RequestedProcedureDescription="SYNTHETIC PROCEDURE",
        RequestedProcedureID=f"ZZ{story.token(f'procedure/{name}', 8)}",
        RequestedProcedurePriority="ROUTINE",
        ScheduledProcedureStepSequence=[step],
    )
