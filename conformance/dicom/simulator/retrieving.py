"""The retrieve services: C-MOVE to a known destination, C-GET on the same association (PS3.4 C.4.2, C.4.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydicom.dataset import Dataset

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import messages
from conformance.dicom.simulator.acceptor import LITTLE_ENDIAN
from conformance.dicom.simulator.entities import LEVELS, UNIQUE
from conformance.dicom.simulator.finding import Finding, asked_for, level_of
from conformance.dicom.simulator.requestor import associated
from conformance.dicom.simulator.upperlayer import Association, Context, Over

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.stores import Kept

MOVES: Final = {"1.2.840.10008.5.1.4.1.2.1.2": "PATIENT", "1.2.840.10008.5.1.4.1.2.2.2": "STUDY"}
GETS: Final = {"1.2.840.10008.5.1.4.1.2.1.3": "PATIENT", "1.2.840.10008.5.1.4.1.2.2.3": "STUDY"}
SUCCESS, PENDING, CANCELLED, WITH_FAILURES = 0x0000, 0xFF00, 0xFE00, 0xB000
UNKNOWN_DESTINATION, ALL_FAILED, NOT_OF_THE_CLASS, NOT_PROCESSED = 0xA801, 0xA702, 0xA900, 0xC000


@dataclass(slots=True)
class Tally:
    """How the sub-operations of one retrieve stand."""

    remaining: int
    completed: int = 0
    failed: int = 0
    warning: int = 0
    failed_uids: list[str] = field(default_factory=list)

    def count(self, sop_instance: str, status: int) -> None:
        """Count one sub-operation by the status of its C-STORE (PS3.4 C.4.2.1.6 to .9)."""
        self.remaining -= 1
        if status == SUCCESS:
            self.completed += 1
        elif status >> 12 == 0xB or status in {0x0001, 0x0107, 0x0116}:  # noqa: PLR2004 - warnings, PS3.7 C
            self.warning += 1
        else:
            self.failed += 1
            self.failed_uids.append(sop_instance)


class Retrieving(Finding):
    """Answers C-MOVE and C-GET with the octets that were stored, in the syntax they were stored in."""

    destinations: Mapping[str, tuple[str, int]]

    def supported(self, abstract: str) -> Iterable[str] | None:
        """Take retrieve requests in both little endian syntaxes."""
        return LITTLE_ENDIAN if abstract in MOVES or abstract in GETS else super().supported(abstract)

    def serve(self, association: Association, message: Message) -> None:
        """Answer C-MOVE and C-GET."""
        abstract = association.contexts[message.context_id].abstract
        if message.field == messages.C_MOVE and abstract in MOVES:
            self.move(association, message, MOVES[abstract])
        elif message.field == messages.C_GET and abstract in GETS:
            self.get(association, message, GETS[abstract])
        else:
            super().serve(association, message)

    def move(self, association: Association, message: Message, root: str) -> None:
        """Send what is asked to the destination and report (PS3.4 C.4.2.3.1)."""
        called = str(message.command.get("MoveDestination", "") or "").strip()
        address = self.destination(called, association)
        chosen, status = self.chosen(association, message, root)
        if address is None:
            self.refuse(association, message, UNKNOWN_DESTINATION)
        elif status:
            self.refuse(association, message, status)
        elif not chosen:
            self.conclude(association, message, Tally(0), SUCCESS)
        else:
            self.send_away(association, message, chosen, called, address)

    def refuse(self, association: Association, message: Message, status: int) -> None:
        """Refuse a retrieve at once."""
        self.respond(association, message, status)

    def destination(self, called: str, _association: Association) -> tuple[str, int] | None:
        """Return where a move destination listens, None when it is not known."""
        return self.destinations.get(called)

    def get(self, association: Association, message: Message, root: str) -> None:
        """Send what is asked on the same association (PS3.4 C.4.3.3.1)."""
        chosen, status = self.chosen(association, message, root)
        if status:
            self.refuse(association, message, status)
            return
        tally = self.tally(len(chosen))
        over = self.transfer(association, message, chosen, tally, association, {})
        self.conclude(association, message, tally, over)

    def chosen(self, association: Association, message: Message, root: str) -> tuple[list[Kept], int]:
        """Return the instances a request's unique keys name, or the status of one that names none (PS3.4 C.4.2.2.1)."""
        identifier = self.identifier(association, message)
        if identifier is None:
            return [], NOT_PROCESSED
        level = level_of(identifier)
        if level not in LEVELS[LEVELS.index(root) :]:
            return [], NOT_OF_THE_CLASS
        asked: list[tuple[int, list[str]]] = []
        for one in LEVELS[LEVELS.index(root) : LEVELS.index(level) + 1]:
            values = asked_for(identifier, UNIQUE[one])
            if not self.names_something(values, may_list=one == level and one != "PATIENT"):
                return [], NOT_OF_THE_CLASS
            asked.append((LEVELS.index(one), values))
        return self.selected(asked), 0

    def names_something(self, values: list[str], *, may_list: bool) -> bool:
        """Return whether a unique key has a value that is not wild, and no more of them than may be."""
        if not values or not all(values) or (len(values) > 1 and not may_list):
            return False
        return not any(set(one) & {"*", "?"} for one in values)

    def selected(self, asked: list[tuple[int, list[str]]]) -> list[Kept]:
        """Return the instances whose place in the hierarchy is named."""
        return [
            one
            for one in self.instances.all()
            if all(
                (one.patient_id, one.study_uid, one.series_uid, one.sop_instance)[place] in values
                for place, values in asked
            )
        ]

    def send_away(
        self, association: Association, message: Message, chosen: list[Kept], called: str, address: tuple[str, int]
    ) -> None:
        """Open an association to the destination, one context for each class and syntax, and send."""
        tally = self.tally(len(chosen))
        try:
            other = associated(self, address, called, self.contexts_for(chosen))
        except Over:
            for one in chosen:
                tally.count(one.sop_instance, ALL_FAILED)
            self.conclude(association, message, tally)
            return
        originator = self.originator(association, message)
        try:
            over = self.transfer(association, message, chosen, tally, other, originator)
            if tally.completed + tally.warning + tally.failed:
                self.let_go(other)
        finally:
            other.link.end()
        self.conclude(association, message, tally, over)

    def tally(self, remaining: int) -> Tally:
        """Begin to count."""
        return Tally(remaining)

    def let_go(self, other: Association) -> None:
        """Release the association to a destination; one that is gone is no longer our concern."""
        try:
            other.release()
        except Over:
            return

    def contexts_for(self, chosen: Sequence[Kept]) -> list[tuple[str, str]]:
        """Return SOP class and transfer syntax of what is to be sent, each once."""
        return list(dict.fromkeys((one.sop_class, one.transfer_syntax) for one in chosen))

    def originator(self, association: Association, message: Message) -> dict[str, object]:
        """Return who asked, as each C-STORE of a C-MOVE says (PS3.7 9.1.1.1.6, 9.1.1.1.7)."""
        return {
            "MoveOriginatorApplicationEntityTitle": association.calling,
            "MoveOriginatorMessageID": message.id,
        }

    def transfer(  # noqa: PLR0913 - a sub-operation is between two associations
        self,
        association: Association,
        message: Message,
        chosen: list[Kept],
        tally: Tally,
        other: Association,
        originator: dict[str, object],
    ) -> int | None:
        """Perform the sub-operations, reporting after each; return FE00 when they were cancelled."""
        for one in chosen:
            if self.heeds_cancel(association, message):
                return CANCELLED
            self.perform(other, one, tally, originator)
            if tally.remaining:
                self.report(association, message, tally)
        return None

    def heeds_cancel(self, association: Association, message: Message) -> bool:
        """Return whether the requestor has cancelled."""
        return association.cancelled(message.id)

    def perform(self, other: Association, instance: Kept, tally: Tally, originator: dict[str, object]) -> None:
        """Perform one sub-operation and count it."""
        context = self.context_for(other, instance)
        if context is None:
            tally.count(instance.sop_instance, 0x0122)
            return
        try:
            status = other.ask(context.id, self.store_command(other, instance, originator), self.sent(instance))
        except Over:
            if other.actor is self and not originator:  # C-GET: the association itself is gone
                raise
            other.contexts.clear()  # nothing more can be sent there
            status = ALL_FAILED
        tally.count(instance.sop_instance, status)

    def context_for(self, other: Association, instance: Kept) -> Context | None:
        """Return the accepted context an instance can be sent on as it is."""
        for one in other.contexts.values():
            if one.we_send and (one.abstract, one.transfer) == (instance.sop_class, instance.transfer_syntax):
                return one
        return None

    def store_command(self, other: Association, instance: Kept, originator: dict[str, object]) -> Dataset:
        """Make the command set of a C-STORE-RQ."""
        command = Dataset()
        command.AffectedSOPClassUID = instance.sop_class
        command.AffectedSOPInstanceUID = instance.sop_instance
        command.CommandField = messages.C_STORE
        command.MessageID = other.next_id()
        command.Priority = 0
        command.CommandDataSetType = 1
        for keyword, value in originator.items():
            setattr(command, keyword, value)
        return command

    def sent(self, instance: Kept) -> bytes:
        """Return the octets to send: those that were stored."""
        return instance.data

    def report(self, association: Association, message: Message, tally: Tally) -> None:
        """Send a pending response with the counts."""
        self.respond(association, message, PENDING, **self.counts(tally, remaining=True))

    def counts(self, tally: Tally, *, remaining: bool) -> dict[str, Any]:
        """Return the count elements; remaining ones only in pending and cancelled responses (PS3.4 C.4.2.1.6)."""
        return {
            "NumberOfRemainingSuboperations": tally.remaining if remaining else None,
            "NumberOfCompletedSuboperations": tally.completed,
            "NumberOfFailedSuboperations": tally.failed,
            "NumberOfWarningSuboperations": tally.warning,
        }

    def final_status(self, tally: Tally) -> int:
        """Return success, warning, or failure when no sub-operation succeeded (PS3.4 C.4.2.3.1)."""
        if not tally.failed and not tally.warning:
            return SUCCESS
        return WITH_FAILURES if tally.completed or tally.warning else ALL_FAILED

    def conclude(self, association: Association, message: Message, tally: Tally, status: int | None = None) -> None:
        """Send the final response, with the list of what failed (PS3.4 C.4.2.1.4.2)."""
        status = self.final_status(tally) if status is None else status
        data = None
        if tally.failed_uids and status != SUCCESS:
            listed = self.failed_list(tally)
            transfer = association.contexts[message.context_id].transfer
            data = syntaxes.encoded(listed, transfer) if listed is not None else None
        counts = self.counts(tally, remaining=status == CANCELLED)
        self.respond(association, message, status, data, **counts)

    def failed_list(self, tally: Tally) -> Dataset | None:
        """Return the identifier of a final response that tells of failures."""
        made = Dataset()
        made.FailedSOPInstanceUIDList = tally.failed_uids if len(tally.failed_uids) > 1 else tally.failed_uids[0]
        return made
