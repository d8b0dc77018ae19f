"""Modalities with one vice each in what they tell of a step or ask to be kept; and odd ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.dicom import clauses as c
from conformance.dicom import uids
from conformance.dicom.client import event_response, modify
from conformance.dicom.reports import ReportReceiver
from conformance.dicom.saboteurs.callers import modality
from conformance.dicom.simulator import Modality, free_port
from conformance.dicom.wire import DataSet, data_set
from conformance.systems import StoreBack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.dicom.client import Association, Response
    from conformance.dicom.samples import Instance

_REFUSED = 0x0110
_REPORT_S = 5.0


class SilentModality(Modality):
    """Sends its images and tells nobody of the step."""

    def begin(self, values: Mapping[str, str], uid: str, told: DataSet) -> bool:
        """Say nothing."""
        return False


class HastyModality(Modality):
    """Says that a step is over as it begins."""

    def tell(self, association: Association, uid: str, told: DataSet) -> bool:
        """Say so."""
        over = told.replacing(*data_set(PerformedProcedureStepStatus="COMPLETED"))
        return super().tell(association, uid, over)


class TerseModality(Modality):
    """Leaves out where and on whom it performed the step."""

    def tell(self, association: Association, uid: str, told: DataSet) -> bool:
        """Say less."""
        return super().tell(association, uid, told.without("PerformedLocation", "PatientBirthDate"))


class EndlessModality(Modality):
    """Never tells that a step is over."""

    def end(self, values: Mapping[str, str], uid: str, ends: str) -> None:
        """Say nothing."""


class CheerfulModality(Modality):
    """Calls every step completed."""

    def end(self, values: Mapping[str, str], uid: str, ends: str) -> None:
        """Say that it went well."""
        super().end(values, uid, "COMPLETED")


class MeddlingModality(Modality):
    """Changes a step once more after it has ended."""

    def end(self, values: Mapping[str, str], uid: str, ends: str) -> None:
        """End it twice."""
        super().end(values, uid, ends)
        super().end(values, uid, ends)


class ForgetfulModality(Modality):
    """Lists only the first image of a step."""

    def series(self, instances: Sequence[Instance]) -> list[DataSet]:
        """List one."""
        return super().series(instances[:1])


class UnheedingModality(Modality):
    """Sets a step although its creation was refused."""

    def begin(self, values: Mapping[str, str], uid: str, told: DataSet) -> bool:
        """Go on as if nothing had happened."""
        super().begin(values, uid, told)
        return True


class OwnOrderModality(Modality):
    """Tells of a scheduled step under an accession number of its own."""

    def announced(self, item: DataSet) -> DataSet:
        """Number it anew."""
        return super().announced(item.replacing(*data_set(AccessionNumber="LOCAL1")))


class OwnStudyModality(Modality):
    """Gives the images of a scheduled step a study of their own."""

    def images_of(self, item: DataSet) -> tuple[Instance, ...]:
        """Begin a new one."""
        return super().images_of(item.replacing(*data_set(StudyInstanceUID=self.story.uid("another study"))))


class CarelessModality(Modality):
    """Never asks for commitment."""

    def request_commitment(self, values: Mapping[str, str]) -> None:
        """Send the study, and that is that."""
        self.send_study(values)


class RepetitiveModality(Modality):
    """Names an image twice in its request for commitment."""

    def committing(self, transaction: str) -> DataSet:
        """Name the first again."""
        information = super().committing(transaction)
        items = information.sequence("ReferencedSOPSequence")
        return information.replacing(*data_set(ReferencedSOPSequence=[*items, items[0]]))


class PartialModality(Modality):
    """Asks for commitment to the first image only."""

    def committing(self, transaction: str) -> DataSet:
        """Leave the others out."""
        information = super().committing(transaction)
        return information.replacing(*data_set(ReferencedSOPSequence=information.sequence("ReferencedSOPSequence")[:1]))


class HopefulModality(Modality):
    """Takes good reports on commitment only."""

    def answer_report(self, association: Association, report: Response) -> None:
        """Refuse a report of failures."""
        good = report.message.command.number("EventTypeID") == 1
        association.send(*event_response(report.message, 0 if good else _REFUSED), says="N-EVENT-REPORT-RSP")


class SourModality(Modality):
    """Takes no report on commitment, good or bad."""

    def answer_report(self, association: Association, report: Response) -> None:
        """Refuse it."""
        association.send(*event_response(report.message, _REFUSED), says="N-EVENT-REPORT-RSP")


class LeavingModality(Modality):
    """Leaves as soon as its request for commitment was taken, and takes the report at a port of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._port = free_port()

    def profile(self) -> dict[str, Any]:
        """Say where."""
        told = super().profile()
        out = told["dicom_out"] | {"reports": {"host": "127.0.0.1", "port": self._port}}
        return told | {"dicom_out": out}

    def request_commitment(self, values: Mapping[str, str]) -> None:
        """Open the door first."""
        with ReportReceiver(self._doors, StoreBack(aet=self.aet, port=self._port)) as receiver:
            super().request_commitment(values)
            receiver.await_reports(bool, _REPORT_S)

    def await_report(self, association: Association, early: Sequence[Response]) -> None:
        """Go."""


class GradualModality(Modality):
    """Tells of its progress between beginning and end, all over one association."""

    def examine(self, values: Mapping[str, str], told: DataSet, ends: str = "COMPLETED") -> None:
        """Tell it step by step."""
        self.performed += 1
        uid = self.story.uid(f"performed/{self.performed}")
        self.send_study(values)
        progress = data_set(PerformedProcedureStepDescription="HALF WAY")
        results = self.ended(ends).without("PerformedProcedureStepStatus")

        def tell_all(association: Association) -> None:
            if self.tell(association, uid, told):
                for each in (progress, results, data_set(PerformedProcedureStepStatus=ends)):
                    modify(association, uids.PERFORMED_STEP, uid, each)

        self.conversed(values, tell_all, uids.PERFORMED_STEP)


SABOTEURS = (
    modality("silent", SilentModality, c.TOLD_BEGUN),
    modality("hasty", HastyModality, c.TOLD_BEGUN),
    modality("terse", TerseModality, c.TOLD_COMPLETELY),
    modality("endless", EndlessModality, c.TOLD_ENDED, also=[c.TOLD_INSTANCES]),
    modality("cheerful", CheerfulModality, c.TOLD_ENDED),
    modality("meddling", MeddlingModality, c.TOLD_ONCE_ENDED),
    modality("forgetful", ForgetfulModality, c.TOLD_INSTANCES),
    modality("unheeding", UnheedingModality, c.TOLD_AFTER_BEGUN),
    modality("own-order", OwnOrderModality, c.COPIED_TO_STEP),
    modality("own-study", OwnStudyModality, c.COPIED_TO_IMAGES),
    modality("careless", CarelessModality, c.COMMITMENT_ASKED),
    modality("repetitive", RepetitiveModality, c.COMMITMENT_INFORMATION),
    modality("partial", PartialModality, c.COMMITMENT_OF_WHAT_WAS_SENT),
    modality("hopeful", HopefulModality, c.COMMITMENT_REPORT_TAKEN),
    modality("sour", SourModality, c.COMMITMENT_REPORT_TAKEN),
    modality("leaving", LeavingModality),
    modality("gradual", GradualModality),
)
