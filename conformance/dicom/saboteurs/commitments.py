"""Archives with one vice in how they commit to storage."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from pydicom.uid import generate_uid

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Archive, messages
from conformance.dicom.simulator.committing import (
    ALL_COMMITTED,
    CLASS_CONFLICT,
    COMMITMENT,
    NO_SUCH_ACTION,
    NO_SUCH_INSTANCE,
    SUCCESS,
)
from conformance.dicom.simulator.finding import read_identifier
from conformance.dicom.simulator.upperlayer import Over

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association


class SpeechlessArchive(Archive):
    """Accepts a request for commitment and never reports."""

    def report_commitment(self, calling: str, report: Dataset) -> None:
        """Say nothing."""


class RefusingArchive(Archive):
    """Refuses every request for commitment."""

    def commitment_status(self, message: Message, asked: Dataset | None) -> int:
        """Fail."""
        return 0x0110


class AllIsWellArchive(Archive):
    """Reports the event of success although some instances failed."""

    def event_type(self, report: Dataset) -> int:
        """Say that all is well."""
        return ALL_COMMITTED


class RenamingArchive(Archive):
    """Reports under a Transaction UID of its own."""

    def commitment(self, asked: Dataset) -> Dataset:
        """Rename."""
        report = super().commitment(asked)
        report.TransactionUID = generate_uid()
        return report


class ReasonlessArchive(Archive):
    """Reports failed instances without a Failure Reason."""

    def commitment(self, asked: Dataset) -> Dataset:
        """Give none."""
        report = super().commitment(asked)
        for one in report.get("FailedSOPSequence", []):
            del one.FailureReason
        return report


class MisreasoningArchive(Archive):
    """Gives a conflict of class as the reason for an instance it does not have."""

    def reason_against(self, reference: Dataset) -> int:
        """Mix them up."""
        return {NO_SUCH_INSTANCE: CLASS_CONFLICT, CLASS_CONFLICT: NO_SUCH_INSTANCE}.get(
            super().reason_against(reference), 0
        )


class RolelessArchive(Archive):
    """Reports on an association for which it proposed no role."""

    def report_roles(self) -> Mapping[str, tuple[int, int]]:
        """Propose none."""
        return {}


class ExplicitOnlyArchive(Archive):
    """Offers Explicit VR Little Endian alone on the association for a report."""

    def report_syntaxes(self) -> Iterable[str]:
        """Leave the default out."""
        return (syntaxes.ExplicitVRLittleEndian,)


class ClassBlindArchive(Archive):
    """Commits by SOP Instance UID alone, whatever the SOP class."""

    def reason_against(self, reference: Dataset) -> int:
        """Do not look at the class."""
        reason = super().reason_against(reference)
        return 0 if reason == CLASS_CONFLICT else reason


class RashArchive(Archive):
    """Commits to whatever it is asked for, without a look."""

    def reason_against(self, reference: Dataset) -> int:
        """Find nothing against it."""
        return 0


class ConcealingArchive(Archive):
    """Leaves out of its report what failed."""

    def commitment(self, asked: Dataset) -> Dataset:
        """Conceal it."""
        report = super().commitment(asked)
        if "FailedSOPSequence" in report:
            del report.FailedSOPSequence
        return report

    def event_type(self, report: Dataset) -> int:
        """Say that something failed where nothing else is left to say."""
        return ALL_COMMITTED if "ReferencedSOPSequence" in report else 2


class MixingArchive(Archive):
    """Reports on one request what belongs to the one before."""

    _before: Dataset | None = None

    def commitment(self, asked: Dataset) -> Dataset:
        """Mix them."""
        mixed, before, self._before = deepcopy(asked), self._before, asked
        if before is not None:
            mixed.ReferencedSOPSequence = [*asked.ReferencedSOPSequence, *before.ReferencedSOPSequence]
        return super().commitment(mixed)


class InventingArchive(Archive):
    """Reports on an instance of its own invention instead of the well-known one."""

    def event_command(self, other: Association, report: Dataset) -> Dataset:
        """Invent it."""
        command = super().event_command(other, report)
        command.AffectedSOPInstanceUID = generate_uid()
        return command


class MiscountedReportArchive(Archive):
    """Writes a wrong group length into its reports."""

    def command_octets(self, command: Dataset) -> bytes:
        """Miscount."""
        octets = messages.command_octets(command)
        if command.CommandField != messages.N_EVENT_REPORT:
            return octets
        return octets[:8] + (len(octets)).to_bytes(4, "little") + octets[12:]


class DisguisedArchive(Archive):
    """Reports under another AE title than the one that was asked."""

    def title(self) -> str:
        """Disguise."""
        return "SOMEBODY"


class FaithlessArchive(Archive):
    """Commits, and forgets what it committed to."""

    def commitment(self, asked: Dataset) -> Dataset:
        """Forget it."""
        report = super().commitment(asked)
        self.instances.remove(str(one.ReferencedSOPInstanceUID) for one in asked.ReferencedSOPSequence)
        return report


class IndiscriminateArchive(Archive):
    """Takes every action for a request to commit."""

    def commitment_status(self, message: Message, asked: Dataset | None) -> int:
        """Do not look at the action type."""
        status = super().commitment_status(message, asked)
        return SUCCESS if status == NO_SUCH_ACTION else status


class OnTheSpotArchive(Archive):
    """Reports at once on the association of the request, and elsewhere only when that was let go."""

    def commit(self, association: Association, message: Message) -> None:
        """Report on the spot."""
        asked = read_identifier(message.data, association.contexts[message.context_id].transfer)
        status = self.commitment_status(message, asked)
        self.respond(association, message, status, ActionTypeID=1 if status == SUCCESS else None)
        if status != SUCCESS or asked is None:
            return
        report = self.commitment(asked)
        transfer = association.contexts[message.context_id].transfer
        try:
            association.ask(
                message.context_id, self.event_command(association, report), syntaxes.encoded(report, transfer)
            )
        except Over:
            self.door.begin(self.report_commitment, association.calling, report)
            raise


class ThoroughArchive(Archive):
    """Reports with the place to retrieve each instance from, in Explicit VR and Implicit VR contexts alike."""

    def commitment(self, asked: Dataset) -> Dataset:
        """Name the place in each item rather than once (PS3.4 J.3.3.1.1.1)."""
        report = super().commitment(asked)
        if "RetrieveAETitle" in report:
            del report.RetrieveAETitle
        for one in report.get("ReferencedSOPSequence", []):
            one.RetrieveAETitle = self.aet
        return report

    def report_roles(self) -> Mapping[str, tuple[int, int]]:
        """Propose to be both user and provider."""
        return {COMMITMENT: (1, 1)}


_REPORTED = ("dicom.commitment.stored", "dicom.commitment.after-release")
SABOTEURS = (
    vice("SC01", SpeechlessArchive, c.COMMIT_REPORTED, c.COMMIT_REPORTED_ELSEWHERE, scenarios=_REPORTED),
    vice("SC03", AllIsWellArchive, c.COMMIT_EVENT_TYPE),
    vice(
        "SC04",
        RenamingArchive,
        c.COMMIT_SAME_TRANSACTION,
        scenarios=("dicom.commitment.stored", "dicom.commitment.side-by-side"),
    ),
    vice("SC05", ReasonlessArchive, c.COMMIT_FAILURE_REASON, also=[c.COMMIT_REASON_FITS]),
    vice("SC07", RolelessArchive, c.COMMIT_ROLE),
    vice("SC08", ExplicitOnlyArchive, c.COMMIT_DEFAULT_SYNTAX),
    vice("SC10", ClassBlindArchive, c.COMMIT_OF_THE_CLASS),
    vice(
        "dicom.commit-refused",
        RefusingArchive,
        c.COMMIT_ACCEPTED,
        also=[c.COMMIT_REPORTED, c.COMMIT_REPORTED_ELSEWHERE],
    ),
    vice(
        "dicom.commit-unseen",
        RashArchive,
        c.COMMIT_HONEST,
        also=[c.COMMIT_EVENT_TYPE, c.COMMIT_OF_THE_CLASS],
    ),
    vice("dicom.commit-mistaken-reason", MisreasoningArchive, c.COMMIT_REASON_FITS),
    vice(
        "dicom.commit-conceals-failures",
        ConcealingArchive,
        c.COMMIT_EVERY_REFERENCE,
        also=[c.COMMIT_EVENT_TYPE],
    ),
    vice(
        "dicom.commit-mixes-requests",
        MixingArchive,
        c.COMMIT_EVERY_REFERENCE,
        also=[c.COMMIT_HONEST, c.COMMIT_EVENT_TYPE],
    ),
    vice("dicom.commit-other-instance", InventingArchive, c.COMMIT_WELL_KNOWN),
    vice("dicom.commit-miscounted-report", MiscountedReportArchive, c.COMMIT_WELL_FORMED),
    vice("dicom.commit-other-title", DisguisedArchive, c.COMMIT_SAME_TITLE),
    vice(
        "dicom.commit-forgets",
        FaithlessArchive,
        c.COMMIT_KEEPS,
        scenarios=("dicom.commitment.kept",),
    ),
    vice("dicom.commit-any-action", IndiscriminateArchive, c.COMMIT_ACTION_KNOWN),
    vice("dicom.commit-on-the-spot", OnTheSpotArchive),
    vice("dicom.commit-in-detail", ThoroughArchive),
)
