"""The one step an archive's worklist always holds, for stories that can only ask (PS3.4 table K.6-1)."""

from __future__ import annotations

import uuid
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pydicom.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "patient_id": "ZZ00000000B1",
        "patient_name": "ZZSCHEDULED^ÄNNE",
        "accession_number": "ZZACCB1",
        "study_uid": f"2.25.{uuid.uuid5(uuid.NAMESPACE_OID, 'conformance/scheduled-step').int}",
        "procedure_id": "ZZPROCB1",
        "step_id": "ZZSTEPB1",
        "modality": "CT",
        "station_aet": "ZZCT",
        "start_date": "20260105",
        "start_time": "101500",
    }
)
"""The step as a profile's ``dicom.worklist.sample`` tells it."""


def sample_item() -> Dataset:
    """Return the step as an item of the worklist."""
    item, step = Dataset(), Dataset()
    item.PatientName, item.PatientID = SAMPLE["patient_name"], SAMPLE["patient_id"]
    item.PatientBirthDate, item.PatientSex = "19700401", "O"
    item.StudyInstanceUID, item.AccessionNumber = SAMPLE["study_uid"], SAMPLE["accession_number"]
    item.RequestedProcedureID = SAMPLE["procedure_id"]
    item.RequestedProcedureDescription, item.RequestedProcedurePriority = "SYNTHETIC PROCEDURE", "ROUTINE"
    step.Modality, step.ScheduledStationAETitle = SAMPLE["modality"], SAMPLE["station_aet"]
    step.ScheduledProcedureStepStartDate = SAMPLE["start_date"]
    step.ScheduledProcedureStepStartTime = SAMPLE["start_time"]
    step.ScheduledProcedureStepID, step.ScheduledProcedureStepStatus = SAMPLE["step_id"], "SCHEDULED"
    step.ScheduledProcedureStepDescription = "SYNTHETIC STEP"
    step.ScheduledPerformingPhysicianName = ""
    item.ScheduledProcedureStepSequence = [step]
    return item
