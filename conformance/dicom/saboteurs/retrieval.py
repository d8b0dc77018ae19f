"""Archives with one vice in how they send what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.dicom.saboteurs.oddities import ScatteringArchive
from conformance.dicom.saboteurs.storage import recoded, rewritten
from conformance.dicom.simulator import Archive, Kept, messages
from conformance.dicom.simulator.retrieving import CANCELLED, SUCCESS, WITH_FAILURES, Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association, Context


class PlunderableArchive(Archive):
    """Sends the whole archive to whoever names no study."""

    def names_something(self, values: list[str], *, may_list: bool) -> bool:
        """Be content with nothing."""
        return True if not any(values) else super().names_something(values, may_list=may_list)

    def selected(self, asked: list[tuple[int, list[str]]]) -> list[Kept]:
        """Take an empty key for a match."""
        return super().selected([(place, values) for place, values in asked if any(values)])


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


class UnsignedArchive(Archive):
    """Sends the instances of a move without saying whose move it is."""

    def originator(self, association: Association, message: Message) -> dict[str, object]:
        """Leave it out."""
        return {}


class ForgingArchive(Archive):
    """Names itself as the originator of every move."""

    def originator(self, association: Association, message: Message) -> dict[str, object]:
        """Sign with its own title."""
        return {**super().originator(association, message), "MoveOriginatorApplicationEntityTitle": self.aet}


class StumblingArchive(Archive):
    """Moves nothing when two patients share a Study Instance UID."""

    def selected(self, asked: list[tuple[int, list[str]]]) -> list[Kept]:
        """Stumble."""
        chosen = super().selected(asked)
        return [] if len({one.patient_id for one in chosen}) > 1 else chosen


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


class PessimisticArchive(Archive):
    """Calls it a failure when one sub-operation failed."""

    def final_status(self, tally: Tally) -> int:
        """Say failure."""
        return 0xA702 if tally.failed else super().final_status(tally)


class DiscouragedArchive(Archive):
    """Gives up after the first sub-operation that fails."""

    def perform(self, other: Association, instance: Kept, tally: Tally, originator: dict[str, object]) -> None:
        """Count the rest as failed."""
        if tally.failed:
            tally.count(instance.sop_instance, 0xA702)
        else:
            super().perform(other, instance, tally, originator)


class UnstoppableArchive(Archive):
    """Ignores C-CANCEL during a retrieve."""

    def heeds_cancel(self, association: Association, message: Message) -> bool:
        """Take it in, and go on."""
        super().heeds_cancel(association, message)
        return False


class MisnamingArchive(Archive):
    """Ends a cancelled retrieve with the warning for failures."""

    def conclude(self, association: Association, message: Message, tally: Tally, status: int | None = None) -> None:
        """Say B000 for FE00."""
        super().conclude(association, message, tally, WITH_FAILURES if status == CANCELLED else status)


class UnboundArchive(Archive):
    """Sends instances on any context of their class, whatever syntax was accepted."""

    def contexts_for(self, chosen: Sequence[Kept]) -> list[tuple[str, str]]:
        """Propose implicit little endian alone."""
        return list(dict.fromkeys((one.sop_class, "1.2.840.10008.1.2") for one in chosen))

    def context_for(self, other: Association, instance: Kept) -> Context | None:
        """Look at the class alone."""
        return next((one for one in other.contexts.values() if one.abstract == instance.sop_class), None)


class IntrudingArchive(Archive):
    """Sends C-STORE on contexts for which the requestor is not SCP."""

    def context_for(self, other: Association, instance: Kept) -> Context | None:
        """Look at class and syntax alone."""
        wanted = (instance.sop_class, instance.transfer_syntax)
        return next((one for one in other.contexts.values() if (one.abstract, one.transfer) == wanted), None)


class RepeatingArchive(Archive):
    """Sends one instance twice and another not at all, and counts right."""

    def selected(self, asked: list[tuple[int, list[str]]]) -> list[Kept]:
        """Repeat the first in the place of the last."""
        chosen = super().selected(asked)
        return [*chosen[:-1], chosen[0]] if len(chosen) > 1 else chosen


class WithholdingArchive(Archive):
    """Sends one instance less than there are."""

    def selected(self, asked: list[tuple[int, list[str]]]) -> list[Kept]:
        """Keep the last back."""
        chosen = super().selected(asked)
        return chosen[:-1] if len(chosen) > 1 else chosen


class OversharingArchive(Archive):
    """Sends other studies of the patient along."""

    def selected(self, asked: list[tuple[int, list[str]]]) -> list[Kept]:
        """Add what nobody asked for."""
        chosen = super().selected(asked)
        patients = {one.patient_id for one in chosen}
        return [one for one in self.instances.all() if one.patient_id in patients] if chosen else chosen


class AlteringArchive(Archive):
    """Gives an instance back with other values than were stored."""

    def sent(self, instance: Kept) -> bytes:
        """Rename its series."""

        def alter(data_set: Dataset) -> bool:
            data_set.SeriesDescription = "ALTERED"
            return True

        return recoded(instance, alter).data


class SheddingArchive(Archive):
    """Leaves elements out of what it sends."""

    def sent(self, instance: Kept) -> bytes:
        """Leave out the manufacturer."""
        return rewritten(instance, lambda part, octets: b"" if part.tag == 0x00080070 else octets).data  # noqa: PLR2004 - a tag


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


class PedanticArchive(Archive):
    """Ends a retrieve in which all went well with a warning."""

    def final_status(self, tally: Tally) -> int:
        """Warn for nothing."""
        return super().final_status(tally) or WITH_FAILURES


class RelationalArchive(Archive):
    """Retrieves without the unique keys of the levels above, although that was not negotiated."""

    def names_something(self, values: list[str], *, may_list: bool) -> bool:
        """Do without, where one value would be allowed."""
        return (not any(values) and not may_list) or super().names_something(values, may_list=may_list)

    def selected(self, asked: list[tuple[int, list[str]]]) -> list[Kept]:
        """Look at the keys there are."""
        given = [(place, values) for place, values in asked if any(values)]
        return super().selected(given) if given else []


class SkippingArchive(Archive):
    """Counts an instance it can't send as completed."""

    def perform(self, other: Association, instance: Kept, tally: Tally, originator: dict[str, object]) -> None:
        """Look away."""
        if self.context_for(other, instance) is None:
            tally.count(instance.sop_instance, SUCCESS)
        else:
            super().perform(other, instance, tally, originator)


class MasqueradingArchive(ScatteringArchive):
    """Sends each instance of a move under another calling AE title."""

    _masks = 0

    def title(self) -> str:
        """Change it."""
        self._masks += 1
        return f"MASK{self._masks}"


class MiscallingArchive(Archive):
    """Calls a move destination by another AE title."""

    def called_as(self, called: str) -> str:
        """Call it ANY."""
        return "ANY-SCP"


class HangingArchive(Archive):
    """Never ends a move whose destination does not accept associations."""

    def conclude(self, association: Association, message: Message, tally: Tally, status: int | None = None) -> None:
        """Say nothing when all failed."""
        if not tally.failed or tally.completed or tally.warning:
            super().conclude(association, message, tally, status)
