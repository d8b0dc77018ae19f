"""What a modality tells of an examination beside its images: the performed step, and what is to be kept for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.dicom import samples, uids
from conformance.dicom.client import act, create, event_response, modify
from conformance.dicom.simulator.sending import Sending
from conformance.dicom.wire import DataSet, data_set
from conformance.dicom.wire.command import N_EVENT_REPORT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conformance.dicom.client import Association, Response
    from conformance.dicom.samples import Instance
    from conformance.dicom.wire.writing import Value

_COPIED = ("StudyInstanceUID", "AccessionNumber", "RequestedProcedureID")


class Examining(Sending):
    """Performs steps, scheduled or not, and asks for commitment to what it sent."""

    performed = 0
    """How many steps were begun, each an instance of its own."""

    def deeds(self) -> dict[str, Callable[[Mapping[str, str]], object]]:
        """Return what it does, by the deed."""
        return super().deeds() | {
            "dicom.perform-step": self.perform_step,
            "dicom.discontinue-step": self.discontinue_step,
            "dicom.perform-scheduled-step": self.perform_scheduled_step,
            "dicom.request-commitment": self.request_commitment,
        }

    def perform_step(self, values: Mapping[str, str]) -> None:
        """Examine somebody nobody had announced."""
        self.examine(values, self.unscheduled())

    def discontinue_step(self, values: Mapping[str, str]) -> None:
        """Break an examination off after its images."""
        self.examine(values, self.unscheduled(), "DISCONTINUED")

    def perform_scheduled_step(self, values: Mapping[str, str]) -> None:
        """Examine whom the worklist names first."""
        matches: list[DataSet] = []
        self.conversed(
            values, lambda association: matches.extend(self.ask(association).matches), uids.MODALITY_WORKLIST_FIND
        )
        if matches:
            before, self.instances = self.instances, self.images_of(matches[0])
            self.examine(values, self.announced(matches[0]))
            self.instances = before

    def examine(self, values: Mapping[str, str], told: DataSet, ends: str = "COMPLETED") -> None:
        """Tell that a step began, send its images, and tell how it ended, each over an association of its own."""
        self.performed += 1
        uid = self.story.uid(f"performed/{self.performed}")
        begun = self.begin(values, uid, told)
        self.send_study(values)
        if begun:
            self.end(values, uid, ends)

    def begin(self, values: Mapping[str, str], uid: str, told: DataSet) -> bool:
        """Create the step; return whether it was taken."""
        taken: list[bool] = []
        self.conversed(values, lambda association: taken.append(self.tell(association, uid, told)), uids.PERFORMED_STEP)
        return any(taken)

    def tell(self, association: Association, uid: str, told: DataSet) -> bool:
        """Send N-CREATE."""
        return create(association, uids.PERFORMED_STEP, uid, told).status == 0

    def end(self, values: Mapping[str, str], uid: str, ends: str) -> None:
        """Set how the step ended."""
        self.conversed(
            values,
            lambda association: modify(association, uids.PERFORMED_STEP, uid, self.ended(ends)),
            uids.PERFORMED_STEP,
        )

    def unscheduled(self) -> DataSet:
        """Return what is told of a step for its own patient."""
        first = self.instances[0]
        return self.step_told({"StudyInstanceUID": str(first.get("StudyInstanceUID"))}, str(first.get("PatientID")))

    def announced(self, item: DataSet) -> DataSet:
        """Return what is told of a step that the worklist announced: what it copies from there."""
        step = item.sequence("ScheduledProcedureStepSequence")
        copied = {keyword: item.text(keyword) for keyword in _COPIED}
        copied["ScheduledProcedureStepID"] = step[0].text("ScheduledProcedureStepID") if step else ""
        return self.step_told(copied, item.text("PatientID"), item.text("PatientName"))

    def step_told(self, copied: Mapping[str, str], patient_id: str, name: str = "ZZSCANNED^SYNTHETIC") -> DataSet:
        """Return the attributes of an N-CREATE."""
        values: dict[str | int, Value] = {
            **dict.fromkeys(("AccessionNumber", "RequestedProcedureID", "ScheduledProcedureStepID"), ""),
            "RequestedProcedureDescription": "",
            "ScheduledProcedureStepDescription": "",
            "ReferencedStudySequence": [],
            "ScheduledProtocolCodeSequence": [],
        }
        values.update(copied)
        return samples.begun(
            self.story,
            "scanned",
            ScheduledStepAttributesSequence=[data_set(values)],
            PatientID=patient_id,
            PatientName=name,
            PerformedStationAETitle=self.aet,
        )

    def ended(self, ends: str) -> DataSet:
        """Return the attributes of the N-SET that ends a step: its series with all their images."""
        return samples.finished(self.story, "scanned", ends).replacing(
            *data_set(PerformedSeriesSequence=self.series(self.instances))
        )

    def series(self, instances: Sequence[Instance]) -> list[DataSet]:
        """Return the performed series of instances."""
        found: dict[str, list[DataSet]] = {}
        for one in instances:
            image = data_set(ReferencedSOPClassUID=one.sop_class, ReferencedSOPInstanceUID=one.sop_instance)
            found.setdefault(str(one.get("SeriesInstanceUID")), []).append(image)
        return [
            data_set(
                PerformingPhysicianName="",
                OperatorsName="",
                ProtocolName="CHEST ROUTINE",
                SeriesInstanceUID=uid,
                SeriesDescription="",
                RetrieveAETitle="",
                ReferencedImageSequence=images,
                ReferencedNonImageCompositeSOPInstanceSequence=[],
            )
            for uid, images in found.items()
        ]

    def images_of(self, item: DataSet) -> tuple[Instance, ...]:
        """Return the images of a step that the worklist announced."""
        copied: dict[str, Any] = {
            keyword: item.text(keyword)
            for keyword in ("StudyInstanceUID", "AccessionNumber", "PatientID", "PatientName")
        }
        made = samples.study(self.story, f"scheduled {self.performed}", series=1, images=2, **copied)
        return made.instances

    def request_commitment(self, values: Mapping[str, str]) -> None:
        """Send the study, then ask for commitment and take the report where it comes."""
        self.send_study(values)
        self.conversed(values, self.commit, uids.STORAGE_COMMITMENT)

    def commit(self, association: Association) -> None:
        """Ask for commitment, and take the report."""
        self.performed += 1
        information = self.committing(self.story.uid(f"transaction/{self.performed}"))
        answer = act(association, uids.STORAGE_COMMITMENT, uids.STORAGE_COMMITMENT_INSTANCE, information)
        if answer.status == 0 and association.open:
            self.await_report(association, answer.extra)

    def committing(self, transaction: str) -> DataSet:
        """Return the action information: every instance once (PS3.4 table J.3-1)."""
        items = [
            data_set(ReferencedSOPClassUID=one.sop_class, ReferencedSOPInstanceUID=one.sop_instance)
            for one in self.instances
        ]
        return data_set(TransactionUID=transaction, ReferencedSOPSequence=items)

    def await_report(self, association: Association, early: Sequence[Response]) -> None:
        """Take the report on the association of the request, for a moment."""
        for one in (*early, *association.listen()):
            if one.message.command.number("CommandField") == N_EVENT_REPORT and association.open:
                self.answer_report(association, one)

    def answer_report(self, association: Association, report: Response) -> None:
        """Answer a report with success."""
        association.send(*event_response(report.message), says="N-EVENT-REPORT-RSP")
