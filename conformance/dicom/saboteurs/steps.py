"""Archives with one vice in how they take performed procedure steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.finding import SUCCESS, read_identifier
from conformance.dicom.simulator.performing import (
    DUPLICATE,
    EMPTY,
    FINAL,
    INVALID_VALUE,
    MISSING,
    NO_SUCH_INSTANCE,
    PROCESSING_FAILURE,
)

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association


class FastForwardArchive(Archive):
    """Takes a performed procedure step that begins completed."""

    def creation_status(self, uid: str, asked: Dataset) -> int:
        """Do not mind the state."""
        status = super().creation_status(uid, asked)
        return SUCCESS if status == INVALID_VALUE else status


class UndemandingArchive(Archive):
    """Takes a performed procedure step that lacks what it must have."""

    def creation_status(self, uid: str, asked: Dataset) -> int:
        """Do not mind what is missing."""
        status = super().creation_status(uid, asked)
        return SUCCESS if status in {MISSING, EMPTY} else status


class VagueStepArchive(Archive):
    """Refuses a performed procedure step that lacks something without saying that this is why."""

    def creation_status(self, uid: str, asked: Dataset) -> int:
        """Be vague."""
        status = super().creation_status(uid, asked)
        return PROCESSING_FAILURE if status in {MISSING, EMPTY} else status


class OverwritingArchive(Archive):
    """Takes a second performed procedure step under the UID of the first."""

    def creation_status(self, uid: str, asked: Dataset) -> int:
        """Put it in place of the first."""
        status = super().creation_status(uid, asked)
        return SUCCESS if status == DUPLICATE else status


class UnwillingStepArchive(Archive):
    """Begins no performed procedure step."""

    def creation_status(self, uid: str, asked: Dataset) -> int:
        """Fail."""
        return PROCESSING_FAILURE


class CredulousArchive(Archive):
    """Says success to a change of a performed procedure step that never began."""

    def set_step(self, association: Association, message: Message) -> None:
        """Believe it."""
        if str(message.command.get("RequestedSOPInstanceUID", "")) in self.steps:
            super().set_step(association, message)
        else:
            self.respond(association, message, SUCCESS)


class MisnamingArchive(Archive):
    """Refuses a change of an unknown performed procedure step as one that is finished."""

    def change_status(self, uid: str, asked: Dataset) -> int:
        """Mix them up."""
        status = super().change_status(uid, asked)
        return PROCESSING_FAILURE if status == NO_SUCH_INSTANCE else status


class ReopeningArchive(Archive):
    """Takes changes of a performed procedure step that is finished."""

    def change_status(self, uid: str, asked: Dataset) -> int:
        """Take them all."""
        known = self.steps.get(uid)
        if known is not None and known.PerformedProcedureStepStatus in FINAL:
            return SUCCESS
        return super().change_status(uid, asked)


class CurtArchive(Archive):
    """Refuses a change of a finished performed procedure step without comment."""

    def response(self, message: Message, status: int, data: bytes | None, **more: object) -> Dataset:
        """Leave the comment out."""
        return super().response(message, status, data, **{**more, "ErrorComment": None, "ErrorID": None})


class StartOnlyArchive(Archive):
    """Takes performed procedure steps and no change of any."""

    def change_status(self, uid: str, asked: Dataset) -> int:
        """Change nothing."""
        return PROCESSING_FAILURE


class EverHopefulArchive(Archive):
    """Does not let a performed procedure step be discontinued."""

    def change_status(self, uid: str, asked: Dataset) -> int:
        """Hope."""
        if asked.get("PerformedProcedureStepStatus") == "DISCONTINUED":
            return INVALID_VALUE
        return super().change_status(uid, asked)


class UnheedingArchive(Archive):
    """Takes it that a performed procedure step was discontinued, and lets it be completed all the same."""

    def set_step(self, association: Association, message: Message) -> None:
        """Keep nothing of it."""
        asked = read_identifier(message.data, association.contexts[message.context_id].transfer)
        if asked is not None and asked.get("PerformedProcedureStepStatus") == "DISCONTINUED":
            self.respond(association, message, 0)
            return
        super().set_step(association, message)


class EasilySatisfiedArchive(Archive):
    """Takes a performed procedure step as completed that names no series."""

    def completion_status(self, asked: Dataset) -> int:
        """Be satisfied."""
        return SUCCESS


class WarningArchive(Archive):
    """Takes performed procedure steps with the warning that an attribute was not recognised, and sends them back."""

    def creation_status(self, uid: str, asked: Dataset) -> int:
        """Warn (PS3.7 10.1.5.1.6: Attribute list error)."""
        status = super().creation_status(uid, asked)
        if status == SUCCESS:
            self.steps[uid] = asked
            return 0x0107
        return status


SABOTEURS = (
    vice("WL12", FastForwardArchive, c.STEP_BEGUN_IN_PROGRESS),
    vice("WL13", UndemandingArchive, c.STEP_MISSING_ATTRIBUTE),
    vice("WL15", CredulousArchive, c.STEP_UNKNOWN),
    vice("WL16", OverwritingArchive, c.STEP_DUPLICATE),
    vice("WL17", UnheedingArchive, c.STEP_FINAL),
    vice("WL18", EasilySatisfiedArchive, c.STEP_NEEDS_SERIES),
    vice("dicom.step-vague-refusal", VagueStepArchive, c.STEP_MISSING_ATTRIBUTE),
    vice("dicom.step-never-begun", UnwillingStepArchive, c.STEP_BEGUN, also=[c.STEP_COMPLETED]),
    vice("dicom.step-misnamed-refusal", MisnamingArchive, c.STEP_UNKNOWN),
    vice("dicom.step-reopened", ReopeningArchive, c.STEP_FINAL),
    vice("dicom.step-curt-refusal", CurtArchive, c.STEP_FINAL_TOLD),
    vice("dicom.step-never-changed", StartOnlyArchive, c.STEP_COMPLETED, c.STEP_DISCONTINUED),
    vice("dicom.step-never-discontinued", EverHopefulArchive, c.STEP_DISCONTINUED),
    vice("dicom.step-taken-with-a-warning", WarningArchive),
)
