"""Archives that tell a retrieve otherwise than it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.simulator import Archive, messages
from conformance.dicom.simulator.retrieving import CANCELLED, SUCCESS, WITH_FAILURES, Tally

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association


class FlatteringArchive(Archive):
    """Counts each completed sub-operation twice."""

    def counts(self, tally: Tally, *, remaining: bool) -> dict[str, Any]:
        """Flatter."""
        return {**super().counts(tally, remaining=remaining), "NumberOfCompletedSuboperations": 2 * tally.completed}


class LingeringArchive(Archive):
    """Tells remaining sub-operations in its final response."""

    def counts(self, tally: Tally, *, remaining: bool) -> dict[str, Any]:
        """Tell them always."""
        return {**super().counts(tally, remaining=remaining), "NumberOfRemainingSuboperations": tally.remaining}


class DiscreetArchive(Archive):
    """Does not list which instances failed."""

    def failed_list(self, tally: Tally) -> Dataset | None:
        """Keep it to itself."""
        return None


class AgreeableArchive(Archive):
    """Accepts an unknown move destination, with success and nothing sent."""

    def refuse(self, association: Association, message: Message, status: int) -> None:
        """Agree."""
        if status == 0xA801:  # noqa: PLR2004 - unknown destination
            self.conclude(association, message, Tally(0), SUCCESS)
        else:
            super().refuse(association, message, status)


class MisdirectingArchive(Archive):
    """Sends to whoever asked instead of the move destination."""

    def destination(self, called: str, association: Association) -> tuple[str, int] | None:
        """Take the calling AE title."""
        return super().destination(association.calling, association)


class MonotonousArchive(Archive):
    """Says C000 for every failure of a retrieve."""

    def refuse(self, association: Association, message: Message, status: int) -> None:
        """Say C000."""
        super().refuse(association, message, 0xC000)


class OptimisticArchive(Archive):
    """Ends every retrieve with success, whatever failed."""

    def final_status(self, tally: Tally) -> int:
        """Say success."""
        return SUCCESS


class HalfHeartedArchive(Archive):
    """Calls it a warning when every sub-operation failed."""

    def final_status(self, tally: Tally) -> int:
        """Never say failure."""
        return WITH_FAILURES if tally.failed else super().final_status(tally)


class CheerfulTally(Tally):
    """Takes a warning for a success."""

    def count(self, sop_instance: str, status: int) -> None:
        """Overlook it."""
        super().count(sop_instance, 0 if status >> 12 == 0xB else status)  # noqa: PLR2004 - warnings, PS3.7 C


class CheerfulArchive(Archive):
    """Tells a retrieve as a success although the destination took an instance with a warning."""

    def tally(self, remaining: int) -> Tally:
        """Count so."""
        return CheerfulTally(remaining)


class PessimisticArchive(Archive):
    """Calls it a failure when one sub-operation failed."""

    def final_status(self, tally: Tally) -> int:
        """Say failure."""
        return 0xA702 if tally.failed else super().final_status(tally)


class MisnamingArchive(Archive):
    """Ends a cancelled retrieve with the warning for failures."""

    def conclude(self, association: Association, message: Message, tally: Tally, status: int | None = None) -> None:
        """Say B000 for FE00."""
        super().conclude(association, message, tally, WITH_FAILURES if status == CANCELLED else status)


class StrayReportArchive(Archive):
    """Reports on a retrieve under another Message ID."""

    def response(self, message: Message, status: int, data: bytes | None, **more: Any) -> Dataset:  # noqa: ANN401 - as its base
        """Miscount."""
        command = super().response(message, status, data, **more)
        if message.field in {messages.C_MOVE, messages.C_GET} and status == 0xFF00:  # noqa: PLR2004 - pending
            command.MessageIDBeingRespondedTo = (message.id + 3) % 65536
        return command


class ComplainingArchive(Archive):
    """Fails a retrieve that matches nothing."""

    def conclude(self, association: Association, message: Message, tally: Tally, status: int | None = None) -> None:
        """Fail when there was nothing to do."""
        done = tally.completed + tally.failed + tally.warning + tally.remaining
        super().conclude(association, message, tally, status if done else 0xC000)


class HangingArchive(Archive):
    """Never ends a move whose destination does not accept associations."""

    def conclude(self, association: Association, message: Message, tally: Tally, status: int | None = None) -> None:
        """Say nothing when all failed."""
        if not tally.failed or tally.completed or tally.warning:
            super().conclude(association, message, tally, status)


SABOTEURS = (
    vice("MV02", FlatteringArchive, c.RETRIEVE_COUNTS, also=[c.RETRIEVE_AGREES_WITH_QUERY]),
    vice("MV03", LingeringArchive, c.RETRIEVE_NO_REMAINING),
    vice("MV04", DiscreetArchive, c.RETRIEVE_FAILED_LIST),
    vice("MV05", AgreeableArchive, c.MOVE_UNKNOWN_DESTINATION),
    vice("MV06", MisdirectingArchive, c.MOVE_UNKNOWN_DESTINATION),
    vice("MV09", MonotonousArchive, c.MOVE_UNKNOWN_DESTINATION),
    vice("MV12", MisnamingArchive, c.RETRIEVE_CANCELLED),
    vice("MV19", StrayReportArchive, c.RESPONSE_NAMES_ITS_REQUEST),
    vice(
        "dicom.move-always-success",
        OptimisticArchive,
        c.RETRIEVE_FAILURE_TOLD,
        c.RETRIEVE_IN_ACCEPTED_SYNTAX,
        c.RETRIEVE_ALL_FAILED,
        c.RETRIEVE_WARNED,
        also=[c.MOVE_BOUNDED_FAILURE, c.RETRIEVE_FAILED_LIST, c.RETRIEVE_IN_ACCEPTED_SYNTAX],
    ),
    vice(
        "dicom.move-all-failed-is-a-warning",
        HalfHeartedArchive,
        c.RETRIEVE_ALL_FAILED,
        also=[c.MOVE_BOUNDED_FAILURE],
    ),
    vice("dicom.move-warning-is-a-success", CheerfulArchive, c.RETRIEVE_WARNED),
    vice("dicom.move-one-failed-is-a-failure", PessimisticArchive, c.RETRIEVE_FAILURE_TOLD),
    vice("dicom.move-no-match-fails", ComplainingArchive, c.RETRIEVE_NO_MATCH),
    vice(
        "dicom.move-hangs",
        HangingArchive,
        c.MOVE_BOUNDED_FAILURE,
        also=[c.RETRIEVE_ALL_FAILED, c.RETRIEVE_FAILED_LIST, c.RETRIEVE_IN_ACCEPTED_SYNTAX],
    ),
)
