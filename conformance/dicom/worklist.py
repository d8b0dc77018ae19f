"""The worklist under test as a modality sees it: asked for the one step the profile says is on it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from conformance.dicom.candidate import ArchiveUnderTest
from conformance.dicom.wire import data_set
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.dicom.client import Answer
    from conformance.dicom.wire import DataSet
    from conformance.dicom.wire.writing import Value
    from conformance.story import Story
    from conformance.systems import Dicom, ScheduledStep

STEPS = "ScheduledProcedureStepSequence"
STEP_TYPE_1 = (
    "ScheduledStationAETitle",
    "ScheduledProcedureStepStartDate",
    "ScheduledProcedureStepStartTime",
    "Modality",
    "ScheduledProcedureStepID",
)
STEP_TYPE_2 = ("ScheduledPerformingPhysicianName", "ScheduledStationName", "ScheduledProcedureStepLocation")
STEP_EITHER = ("ScheduledProcedureStepDescription", "ScheduledProtocolCodeSequence")
TYPE_1 = ("PatientName", "PatientID", "RequestedProcedureID", "StudyInstanceUID")
TYPE_2 = (
    "AccessionNumber",
    "RequestingPhysician",
    "ReferringPhysicianName",
    "RequestedProcedurePriority",
    "PatientTransportArrangements",
    "ReferencedStudySequence",
    "AdmissionID",
    "CurrentPatientLocation",
    "ReferencedPatientSequence",
    "PatientBirthDate",
    "PatientSex",
    "PatientWeight",
    "ConfidentialityConstraintOnPatientDataDescription",
    "PatientState",
    "PregnancyStatus",
    "MedicalAlerts",
    "Allergies",
    "SpecialNeeds",
)
EITHER = ("RequestedProcedureDescription", "RequestedProcedureCodeSequence")
"""Return keys by their type (PS3.4 table K.6-1): within the step and around it; of EITHER one must be supported."""


class WorklistUnderTest(ArchiveUnderTest):
    """Asks for steps of the sample's patient; ``sample`` is one the worklist already holds."""

    def __init__(self, story: Story, profile: Dicom, sample: ScheduledStep) -> None:
        super().__init__(story, profile)
        self.sample = sample

    def work(self, step: Mapping[str, Value] | None = None, **keys: Value) -> Answer:
        """Ask with keys of the step and keys around it; all other keys of the model are asked to come back."""
        within: dict[str | int, Value] = dict.fromkeys((*STEP_TYPE_1, *STEP_TYPE_2, *STEP_EITHER))
        within.update(step or {})
        around: dict[str, Any] = dict.fromkeys((*TYPE_1, *TYPE_2, *EITHER))
        around |= {"PatientID": self.sample.patient_id, **keys, STEPS: [data_set(within)]}
        return self.find(None, model="worklist", **around)

    def work_by(self, called: str) -> Answer:
        """Ask by another AE title for what a query by Patient ID tells."""
        step = [data_set(dict.fromkeys(STEP_TYPE_1))]
        around: dict[str, Any] = {**dict.fromkeys(TYPE_1), "PatientID": self.sample.patient_id, STEPS: step}
        return self.find(None, model="worklist", called=called, **around)

    def has_sample(self) -> Answer:
        """Return the answer to a query by Patient ID alone; Blocked when the sample is not in it."""
        answer = self.work()
        if not self.told(answer):
            raise Blocked(f"the step of the profile's dicom.worklist.sample was not found: {answer.outcome}")
        return answer

    def told(self, answer: Answer) -> list[DataSet]:
        """Return the matches that are the sample."""
        return [one for one in answer.matches if self.is_sample(one)]

    def is_sample(self, match: DataSet) -> bool:
        """Return whether a match is the sample: by step id, or by study where it tells no step id."""
        ids = {one.text("ScheduledProcedureStepID") for one in match.sequence(STEPS)} - {""}
        return self.sample.step_id in ids if ids else match.text("StudyInstanceUID") == self.sample.study_uid

    def day(self, after: int = 0) -> str:
        """Return the sample's day, or one so many days after it, as eight digits."""
        digits = self.sample.start_date
        day = date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
        return f"{day + timedelta(days=after):%Y%m%d}"

    def names(self) -> tuple[str, str]:
        """Return the sample's name and its beginning with a wild card, in ASCII.

        An asterisk stands for letters beyond it, since no list must take queries in a character set of our choice.
        """
        name = self.sample.patient_name
        start = re.match("[ -~]{0,3}", name)
        return re.sub("[^ -~]+", "*", name), f"{start.group() if start else ''}*"

    def expected(self) -> dict[str, str]:
        """Return what the sample's item must say around the step, by keyword."""
        said = {
            "PatientID": self.sample.patient_id,
            "PatientName": self.sample.patient_name,
            "StudyInstanceUID": self.sample.study_uid,
            "RequestedProcedureID": self.sample.procedure_id,
        }
        return said | ({"AccessionNumber": self.sample.accession_number} if self.sample.accession_number else {})

    def expected_step(self) -> dict[str, str]:
        """Return what the sample's step must say, by keyword."""
        return {
            "ScheduledStationAETitle": self.sample.station_aet.strip(" "),
            "ScheduledProcedureStepStartDate": self.sample.start_date,
            "ScheduledProcedureStepStartTime": self.sample.start_time,
            "Modality": self.sample.modality,
            "ScheduledProcedureStepID": self.sample.step_id,
        }
