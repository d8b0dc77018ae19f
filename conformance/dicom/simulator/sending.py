"""What a modality does by itself first of all: verify a connection, send its study, ask for its worklist."""

from __future__ import annotations

import io
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from conformance.desk import Desk
from conformance.dicom import samples, uids
from conformance.dicom.client import Association, Proposal, Request, echo, find, store
from conformance.dicom.client.request import USUAL
from conformance.dicom.wire import Associate, DataSet, data_set, read_data_set, write_data_set
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conformance.dicom.client import Answer
    from conformance.dicom.samples import Instance

_NOBODY = {
    "schema": "sut/1",
    "system": {"id": "modality", "supplier": "none", "product": "none", "version": "1"},
    "safety": {"environment": "test", "allow_hosts": []},
}


class Sending:
    """Opens associations itself when it is asked to, at its desk.

    It has made one study of two images of a patient whose name is not ASCII.
    """

    aet = "MODALITY"

    def __init__(self) -> None:
        self._doors = Network(Recorder(io.BytesIO()), Limits())
        self.faults: list[str] = []
        self._desk = Desk(self.deeds())
        profile = SystemProfile.model_validate(_NOBODY)
        now = datetime.now(UTC)
        self.story = Story("modality", secrets.token_hex(16), now, self._doors, Recorder(io.BytesIO()), profile)
        self.instances: tuple[Instance, ...] = self.made()

    def __enter__(self) -> Self:
        """Take requests to act."""
        self._desk.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Finish what is in hand."""
        self._desk.__exit__()
        self._doors.close()

    def deeds(self) -> dict[str, Callable[[Mapping[str, str]], object]]:
        """Return what it does, by the deed."""
        return {
            "dicom.send-study": self.send_study,
            "dicom.verify": self.verify,
            "dicom.query-worklist": self.query_worklist,
        }

    def profile(self) -> dict[str, Any]:
        """Return the sections of a profile that ask it to act."""
        return {"dicom_out": {"candidate_aet": self.aet}, "asked": self._desk.profile()}

    def made(self) -> tuple[Instance, ...]:
        """Return the images of its one study."""
        patient = samples.patient(self.story, "scanned", script="latin")
        comments = "a line of comment " * 500
        return samples.study(
            self.story, "scanned", patient=patient, series=1, images=2, ImageComments=comments
        ).instances

    def request(self, called: str, proposals: Sequence[Proposal]) -> Request:
        """Return what it asks an association with."""
        return Request(tuple(proposals), called, self.aet)

    def associated(self, values: Mapping[str, str], *proposals: Proposal) -> Association:
        """Open an association."""
        request = self.request(values["aet"], proposals)
        return Association.requested(
            self._doors, values["host"], int(values["port"]), request, pdu=self.asking(request).pdu()
        )

    def asking(self, request: Request) -> Associate:
        """Return the request as it is written."""
        return request.associate()

    def conversed(self, values: Mapping[str, str], say: Callable[[Association], object], *services: str) -> None:
        """Open an association for services, say on it what is to be said when it was accepted, and finish it."""
        association = self.associated(values, *(Proposal(one, self.syntaxes()) for one in services))
        if association.open:
            say(association)
        if association.open:
            self.finish(association)

    def send_study(self, values: Mapping[str, str]) -> None:
        """Send its study over one association."""
        self.conversed(values, self.deliver, *dict.fromkeys(one.sop_class for one in self.instances))

    def syntaxes(self) -> tuple[str, ...]:
        """Return the transfer syntaxes it offers."""
        return USUAL

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

    def finish(self, association: Association) -> None:
        """Release."""
        association.release()

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
