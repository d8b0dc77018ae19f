"""Modality worklist queries and modality performed procedure steps (PS3.4 K, F.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydicom.dataset import Dataset
from pydicom.uid import generate_uid

from conformance.dicom.simulator import messages
from conformance.dicom.simulator.acceptor import LITTLE_ENDIAN
from conformance.dicom.simulator.committing import Committing
from conformance.dicom.simulator.entities import projected
from conformance.dicom.simulator.finding import CANCELLED, NOT_PROCESSED, PENDING, SUCCESS, read_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.stores import Worklist
    from conformance.dicom.simulator.upperlayer import Association

WORKLIST_FIND: Final = "1.2.840.10008.5.1.4.31"
MPPS: Final = "1.2.840.10008.3.1.2.3.3"
PROCESSING_FAILURE, INVALID_VALUE, DUPLICATE, NO_SUCH_INSTANCE = 0x0110, 0x0106, 0x0111, 0x0112
MISSING, EMPTY = 0x0120, 0x0121
FINAL: Final = frozenset({"COMPLETED", "DISCONTINUED"})
REQUIRED: Final = (
    "PerformedProcedureStepID", "PerformedStationAETitle", "PerformedProcedureStepStartDate",
    "PerformedProcedureStepStartTime", "PerformedProcedureStepStatus", "Modality", "ScheduledStepAttributesSequence",
)  # fmt: skip
"""Type 1 attributes of an N-CREATE (PS3.4 table F.7.2-1)."""


class Performing(Committing):
    """Answers worklist queries and keeps performed procedure steps, by SOP Instance UID, in ``steps``."""

    worklist: Worklist
    steps: dict[str, Dataset]

    def supported(self, abstract: str) -> Iterable[str] | None:
        """Take worklist and performed step in both little endian syntaxes."""
        return LITTLE_ENDIAN if abstract in {WORKLIST_FIND, MPPS} else super().supported(abstract)

    def serve(self, association: Association, message: Message) -> None:
        """Answer worklist C-FIND, N-CREATE and N-SET."""
        abstract = association.contexts[message.context_id].abstract
        if message.field == messages.C_FIND and abstract == WORKLIST_FIND:
            self.find_work(association, message)
        elif message.field == messages.N_CREATE and abstract == MPPS:
            self.create_step(association, message)
        elif message.field == messages.N_SET and abstract == MPPS:
            self.set_step(association, message)
        else:
            super().serve(association, message)

    def find_work(self, association: Association, message: Message) -> None:
        """Send one pending response for each scheduled step that matches (PS3.4 K.4.1.3)."""
        identifier = self.identifier(association, message)
        if identifier is None:
            self.respond(association, message, NOT_PROCESSED)
            return
        for item in self.work_found(identifier):
            if association.cancelled(message.id):
                self.respond(association, message, CANCELLED)
                return
            self.tell(association, message, self.work_answer(identifier, item), PENDING)
        self.respond(association, message, SUCCESS)

    def work_found(self, identifier: Dataset) -> Iterator[Dataset]:
        """Yield the worklist items that match all keys."""
        for item in self.worklist.items():
            if all(self.matching.matches(key, item.get(key.tag)) for key in identifier if key.tag != (0x0008, 0x0005)):
                yield item

    def work_answer(self, identifier: Dataset, item: Dataset) -> Dataset:
        """Return the requested attributes of an item."""
        made = Dataset()
        for key in identifier:
            if key.keyword != "SpecificCharacterSet":
                made.add(projected(key, item.get(key.tag)))
        self.add_character_set(made)
        return made

    def create_step(self, association: Association, message: Message) -> None:
        """Create a performed procedure step (PS3.4 F.7.2.1)."""
        asked = read_identifier(message.data, association.contexts[message.context_id].transfer)
        uid = str(message.command.get("AffectedSOPInstanceUID", "") or generate_uid())
        status = PROCESSING_FAILURE if asked is None else self.creation_status(uid, asked)
        if asked is not None and status == SUCCESS:
            self.steps[uid] = asked
            self.step_changed(uid, asked)
        self.respond(association, message, status, AffectedSOPInstanceUID=uid)

    def creation_status(self, uid: str, asked: Dataset) -> int:
        """Return the status of an N-CREATE (PS3.7 10.1.5.1.6)."""
        if uid in self.steps:
            return DUPLICATE
        for keyword in REQUIRED:
            if keyword not in asked:
                return MISSING
            if not asked[keyword].value:
                return EMPTY
        return SUCCESS if asked.PerformedProcedureStepStatus == "IN PROGRESS" else INVALID_VALUE

    def set_step(self, association: Association, message: Message) -> None:
        """Change a performed procedure step that is not finished (PS3.4 F.7.2.2)."""
        asked = read_identifier(message.data, association.contexts[message.context_id].transfer)
        uid = str(message.command.get("RequestedSOPInstanceUID", ""))
        status = PROCESSING_FAILURE if asked is None else self.change_status(uid, asked)
        if asked is not None and status == SUCCESS:
            self.steps[uid].update(asked)
            self.step_changed(uid, self.steps[uid])
        remark = "Performed Procedure Step Object may no longer be updated" if status == PROCESSING_FAILURE else None
        self.respond(association, message, status, ErrorComment=remark, ErrorID=0xA710 if remark else None)

    def change_status(self, uid: str, asked: Dataset) -> int:
        """Return the status of an N-SET (PS3.7 10.1.3.1.8, PS3.4 F.7.2.2.3)."""
        known = self.steps.get(uid)
        if known is None:
            return NO_SUCH_INSTANCE
        if known.PerformedProcedureStepStatus in FINAL:
            return PROCESSING_FAILURE
        if asked.get("PerformedProcedureStepStatus") == "COMPLETED":
            return self.completion_status(asked)
        return SUCCESS

    def completion_status(self, asked: Dataset) -> int:
        """Ask a completed step for its performed series (PS3.4 F.7.2.2.2)."""
        if "PerformedSeriesSequence" not in asked:
            return MISSING
        return SUCCESS if asked.PerformedSeriesSequence else EMPTY

    def step_changed(self, _uid: str, step: Dataset) -> None:
        """Tell steps on the worklist as started, and take them off once they are completed (IHE SWF)."""
        for one in step.get("ScheduledStepAttributesSequence", []):
            scheduled = str(one.get("ScheduledProcedureStepID", ""))
            if step.PerformedProcedureStepStatus == "COMPLETED":
                self.worklist.complete(scheduled)
            elif step.PerformedProcedureStepStatus == "IN PROGRESS":
                self.worklist.start(scheduled)
