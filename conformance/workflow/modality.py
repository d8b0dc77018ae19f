"""A modality that performs what the worklist says: performed procedure step created, then completed (PS3.4 F.7.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.client import Answer, Proposal, create, modify
from conformance.dicom.samples import CT
from conformance.dicom.uids import PERFORMED_STEP
from conformance.dicom.wire import data_set
from conformance.model import NotApplicable

if TYPE_CHECKING:
    from conformance.dicom.candidate import ArchiveUnderTest
    from conformance.dicom.wire import DataSet
    from conformance.hl7.samples import Person
    from conformance.story import Story
    from conformance.workflow.steps import Step

TAKEN = frozenset({0x0000, 0x0107, 0x0116})
"""Success, and the two warnings: an attribute is not supported, or its value was changed (PS3.7 C.4)."""


def performed(provider: ArchiveUnderTest, patient: Person, step: Step) -> tuple[Answer, ...]:
    """Report a step as begun and as completed; raise NotApplicable where performed steps are not taken."""
    story = provider.story
    sop_instance = story.uid(f"performed/{step.step_id}")
    with provider.associate(Proposal(PERFORMED_STEP)) as association:
        began = create(association, PERFORMED_STEP, sop_instance, begun(story, patient, step))
        if began.unoffered:
            raise NotApplicable("the worklist provider takes no performed procedure steps (MPPS)")
        if began.status not in TAKEN:
            return (began,)
        return began, modify(association, PERFORMED_STEP, sop_instance, completed(story, step))


def started(provider: ArchiveUnderTest, patient: Person, step: Step) -> Answer:
    """Report a step as begun; raise NotApplicable where performed steps are not taken."""
    story = provider.story
    with provider.associate(Proposal(PERFORMED_STEP)) as association:
        sop_instance = story.uid(f"performed/{step.step_id}")
        began = create(association, PERFORMED_STEP, sop_instance, begun(story, patient, step))
    if began.unoffered:
        raise NotApplicable("the worklist provider takes no performed procedure steps (MPPS)")
    return began


def begun(story: Story, patient: Person, step: Step) -> DataSet:
    """Return the attributes of an N-CREATE: a step in progress (PS3.4 table F.7.2-1)."""
    scheduled = data_set(
        StudyInstanceUID=step.study_uid,
        ReferencedStudySequence=[],
        AccessionNumber=step.accession,
        RequestedProcedureID=step.procedure_id,
        RequestedProcedureDescription="",
        ScheduledProcedureStepID=step.step_id,
        ScheduledProcedureStepDescription="",
        ScheduledProtocolCodeSequence=[],
    )
    return data_set(
        ScheduledStepAttributesSequence=[scheduled],
        PatientName=f"{patient.family}^{patient.given}",
        PatientID=patient.id,
        PatientBirthDate=patient.birth_date,
        PatientSex=patient.sex,
        ReferencedPatientSequence=[],
        PerformedProcedureStepID=f"ZZ{story.token('performed', 8)}",
        PerformedStationAETitle="HARNESS",
        PerformedStationName="",
        PerformedLocation="",
        PerformedProcedureStepStartDate=f"{story.now:%Y%m%d}",
        PerformedProcedureStepStartTime=f"{story.now:%H%M%S}",
        PerformedProcedureStepStatus="IN PROGRESS",
        PerformedProcedureStepDescription="",
        PerformedProcedureTypeDescription="",
        ProcedureCodeSequence=[],
        PerformedProcedureStepEndDate="",
        PerformedProcedureStepEndTime="",
        Modality=step.modality,
        StudyID="",
        PerformedProtocolCodeSequence=[],
        PerformedSeriesSequence=[],
    )


def completed(story: Story, step: Step) -> DataSet:
    """Return the attributes of the N-SET that completes a step: one series of one image (PS3.4 F.7.2.2.2)."""
    image = data_set(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=story.uid(f"image/{step.step_id}"))
    series = data_set(
        PerformingPhysicianName="",
        OperatorsName="",
        ProtocolName="TEST PROTOCOL",
        SeriesInstanceUID=story.uid(f"series/{step.step_id}"),
        SeriesDescription="",
        RetrieveAETitle="",
        ReferencedImageSequence=[image],
        ReferencedNonImageCompositeSOPInstanceSequence=[],
    )
    return data_set(
        PerformedProcedureStepStatus="COMPLETED",
        PerformedProcedureStepEndDate=f"{story.now:%Y%m%d}",
        PerformedProcedureStepEndTime=f"{story.now:%H%M%S}",
        PerformedSeriesSequence=[series],
    )
