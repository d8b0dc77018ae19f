"""A workitem of the unified worklist as a RIS creates it, in the JSON Model (PS3.4 table CC.2.5-3; PS3.18 F.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.dicom.wire import dictionary

if TYPE_CHECKING:
    from conformance.story import Story

Json = dict[str, Any]
"""Attributes by tag, as one object of the JSON Model."""
SCHEDULED, IN_PROGRESS, COMPLETED, CANCELED = "SCHEDULED", "IN PROGRESS", "COMPLETED", "CANCELED"


def written(**values: str | list[Json] | None) -> Json:
    """Return attributes by keyword as one object, in ascending order: text, items of a sequence, or nothing."""
    made: Json = {}
    for keyword, value in values.items():
        tag = dictionary.tag(keyword)
        vr = dictionary.representation(tag)
        told: Json = {"vr": vr}
        if value:
            text = {"Alphabetic": value} if vr == "PN" else value
            told["Value"] = value if isinstance(value, list) else [text]
        made[f"{tag:08X}"] = told
    return dict(sorted(made.items()))


def workitem(story: Story, name: str = "workitem", state: str = SCHEDULED) -> Json:
    """Return a whole workitem about a synthetic patient."""
    reading = written(CodeValue="110005", CodingSchemeDesignator="DCM", CodeMeaning="Interpretation")
    return written(
        TransactionUID=None,
        StudyInstanceUID=story.uid(f"{name}/study"),
        PatientName=f"ZZ{story.token(f'family/{name}', 6)}^SYNTHETIC",
        PatientID=story.patient_id(name),
        PatientBirthDate="19700401",
        PatientSex="O",
        AdmissionID=None,
        ReferencedRequestSequence=None,
        ScheduledProcedureStepStartDateTime=f"{story.now:%Y%m%d%H%M%S}",
        ScheduledWorkitemCodeSequence=[reading],
        InputInformationSequence=None,
        InputReadinessState="READY",
        ScheduledStationNameCodeSequence=None,
        ScheduledStationClassCodeSequence=None,
        ScheduledStationGeographicLocationCodeSequence=None,
        ScheduledProcessingParametersSequence=None,
        ProcedureStepState=state,
        ProcedureStepProgressInformationSequence=None,
        UnifiedProcedureStepPerformedProcedureSequence=None,
        ScheduledProcedureStepPriority="MEDIUM",
        WorklistLabel="SYNTHETIC",
        ProcedureStepLabel="Synthetic reading",
    )
