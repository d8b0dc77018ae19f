"""What a modality does by itself first of all: verify a connection, send its study, ask for its worklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import samples, uids
from conformance.dicom.client import Association, echo, find, store
from conformance.dicom.simulator.calling import Calling
from conformance.dicom.wire import DataSet, data_set, read_data_set, write_data_set

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.dicom.client import Answer
    from conformance.dicom.samples import Instance


class Sending(Calling):
    """It has made one study of two images of a patient whose name is not ASCII."""

    aet = "MODALITY"

    def __init__(self) -> None:
        super().__init__()
        self.instances: tuple[Instance, ...] = self.made()

    def deeds(self) -> dict[str, Callable[[Mapping[str, str]], object]]:
        """Return what it does, by the deed."""
        return {
            "dicom.send-study": self.send_study,
            "dicom.verify": self.verify,
            "dicom.query-worklist": self.query_worklist,
        }

    def made(self) -> tuple[Instance, ...]:
        """Return the images of its one study."""
        patient = samples.patient(self.story, "scanned", script="latin")
        comments = "a line of comment " * 500
        return samples.study(
            self.story, "scanned", patient=patient, series=1, images=2, ImageComments=comments
        ).instances

    def send_study(self, values: Mapping[str, str]) -> None:
        """Send its study over one association."""
        self.conversed(values, self.deliver, *dict.fromkeys(one.sop_class for one in self.instances))

    def deliver(self, association: Association) -> None:
        """Send each image whose class is taken."""
        for one in self.instances:
            context = association.context(one.sop_class)
            if context is not None and association.open:
                self.store(association, one, context.transfer_syntax)

    def store(self, association: Association, one: Instance, syntax: str) -> None:
        """Send one image in the syntax agreed on."""
        store(association, one.sop_class, one.sop_instance, syntax, self.written(one, syntax))

    def written(self, one: Instance, syntax: str) -> bytes:
        """Return an image's data set in a transfer syntax."""
        return write_data_set(read_data_set(one.data, one.transfer_syntax), syntax)

    def verify(self, values: Mapping[str, str]) -> None:
        """Verify the connection."""
        self.conversed(values, self.ping, uids.VERIFICATION)

    def query_worklist(self, values: Mapping[str, str]) -> None:
        """Ask for today's steps of its own."""
        self.conversed(values, self.ask, uids.MODALITY_WORKLIST_FIND)

    def ask(self, association: Association) -> Answer:
        """Send C-FIND."""
        return find(association, uids.MODALITY_WORKLIST_FIND, self.keys())

    def keys(self) -> DataSet:
        """Return what it asks for."""
        return data_set(
            AccessionNumber="",
            PatientName="",
            PatientID="",
            StudyInstanceUID="",
            RequestedProcedureID="",
            ScheduledProcedureStepSequence=[self.step()],
        )

    def step(self) -> DataSet:
        """Return the keys of the step."""
        return data_set(
            Modality="CT",
            ScheduledStationAETitle="",
            ScheduledProcedureStepStartDate=f"{self.story.now:%Y%m%d}",
            ScheduledProcedureStepStartTime="",
            ScheduledProcedureStepID="",
        )

    def ping(self, association: Association) -> None:
        """Send C-ECHO."""
        echo(association)
