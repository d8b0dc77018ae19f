"""Storage commitment, push model: N-ACTION in, N-EVENT-REPORT out on an association of its own (PS3.4 J.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydicom.dataset import Dataset

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import messages
from conformance.dicom.simulator.acceptor import LITTLE_ENDIAN
from conformance.dicom.simulator.finding import read_identifier
from conformance.dicom.simulator.requestor import associated
from conformance.dicom.simulator.retrieving import Retrieving
from conformance.dicom.simulator.upperlayer import Over

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association

COMMITMENT: Final = "1.2.840.10008.1.20.1"
WELL_KNOWN: Final = "1.2.840.10008.1.20.1.1"
SUCCESS, NO_SUCH_INSTANCE, INVALID_ARGUMENT, CLASS_CONFLICT, NO_SUCH_ACTION = 0x0000, 0x0112, 0x0115, 0x0119, 0x0123
ALL_COMMITTED, SOME_FAILED = 1, 2
_MOST_OWED: Final = 64


class Committing(Retrieving):
    """Answers storage commitment requests; ``undelivered`` are the reports that found nobody at home."""

    undelivered: list[tuple[str, Dataset]]

    def __init__(self, aet: str) -> None:
        super().__init__(aet)
        self.undelivered = []

    def supported(self, abstract: str) -> Iterable[str] | None:
        """Take commitment requests in both little endian syntaxes."""
        return LITTLE_ENDIAN if abstract == COMMITMENT else super().supported(abstract)

    def serve(self, association: Association, message: Message) -> None:
        """Answer N-ACTION."""
        abstract = association.contexts[message.context_id].abstract
        if message.field == messages.N_ACTION and abstract == COMMITMENT:
            self.commit(association, message)
        else:
            super().serve(association, message)

    def commit(self, association: Association, message: Message) -> None:
        """Accept a request and report on it (PS3.4 J.3.2, J.3.3)."""
        asked = read_identifier(message.data, association.contexts[message.context_id].transfer)
        status = self.commitment_status(message, asked)
        action = message.command.get("ActionTypeID")
        self.respond(association, message, status, ActionTypeID=action if status == SUCCESS else None)
        if status == SUCCESS and asked is not None:
            self.door.begin(self.report_commitment, association.calling, self.commitment(asked))

    def commitment_status(self, message: Message, asked: Dataset | None) -> int:
        """Return the status of an N-ACTION (PS3.7 10.1.4.1.10)."""
        if message.command.get("RequestedSOPInstanceUID") != WELL_KNOWN:
            return NO_SUCH_INSTANCE
        if message.command.get("ActionTypeID") != 1:
            return NO_SUCH_ACTION
        if asked is None or not asked.get("TransactionUID") or not asked.get("ReferencedSOPSequence"):
            return INVALID_ARGUMENT
        return SUCCESS

    def commitment(self, asked: Dataset) -> Dataset:
        """Return the event information: every reference once, committed or failed with its reason (J.3.3.1.2)."""
        report = Dataset()
        done: list[Dataset] = []
        failed: list[Dataset] = []
        report.TransactionUID = asked.TransactionUID
        for one in asked.ReferencedSOPSequence:
            reference = Dataset()
            reference.ReferencedSOPClassUID = one.get("ReferencedSOPClassUID", "")
            reference.ReferencedSOPInstanceUID = one.get("ReferencedSOPInstanceUID", "")
            reason = self.reason_against(reference)
            if reason:
                reference.FailureReason = reason
            (failed if reason else done).append(reference)
        if done:
            report.RetrieveAETitle = self.aet
            report.ReferencedSOPSequence = done
        if failed:
            report.FailedSOPSequence = failed
        return report

    def reason_against(self, reference: Dataset) -> int:
        """Return why a reference is not committed, 0 when it is (PS3.3 C.14)."""
        known = self.instances.get(str(reference.ReferencedSOPInstanceUID))
        if known is None:
            return NO_SUCH_INSTANCE
        return 0 if known.sop_class == reference.ReferencedSOPClassUID else CLASS_CONFLICT

    def event_type(self, report: Dataset) -> int:
        """Return 1 when all is committed, 2 when something failed (J.3.3.1.1)."""
        return SOME_FAILED if "FailedSOPSequence" in report else ALL_COMMITTED

    def report_commitment(self, calling: str, report: Dataset) -> None:
        """Report to whoever asked; what can't be delivered is owed."""
        if not self.delivered(calling, report):
            self.undelivered = [*self.undelivered, (calling, report)][-_MOST_OWED:]

    def delivered(self, calling: str, report: Dataset) -> bool:
        """Send the N-EVENT-REPORT to whoever asked, as SCP of the class on our association (PS3.7 D.3.3.4).

        Return whether it was taken, or nobody knows where to send it.
        """
        address = self.destinations.get(calling)
        if address is None:
            return True
        try:
            wanted = [(COMMITMENT, transfer) for transfer in self.report_syntaxes()]
            other = associated(self, address, calling, wanted, self.report_roles())
        except Over:
            return False
        try:
            for context in list(other.contexts.values())[:1]:
                command = self.event_command(other, report)
                other.ask(context.id, command, syntaxes.encoded(report, context.transfer))
            other.release()
        except Over:
            return False
        finally:
            other.link.end()
        return True

    def report_syntaxes(self) -> Iterable[str]:
        """Return the transfer syntaxes offered to whoever gets a report, among them the default one (PS3.5 10.1)."""
        return LITTLE_ENDIAN

    def report_roles(self) -> Mapping[str, tuple[int, int]]:
        """Return the roles asked for on an association of ours: SCP of the class (PS3.7 D.3.3.4)."""
        return {COMMITMENT: (0, 1)}

    def event_command(self, other: Association, report: Dataset) -> Dataset:
        """Make the command set of the N-EVENT-REPORT-RQ (PS3.7 10.3.1)."""
        command = Dataset()
        command.AffectedSOPClassUID, command.AffectedSOPInstanceUID = COMMITMENT, WELL_KNOWN
        command.CommandField = messages.N_EVENT_REPORT
        command.MessageID = other.next_id()
        command.CommandDataSetType = 1
        command.EventTypeID = self.event_type(report)
        return command
