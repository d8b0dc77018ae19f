"""Archives with one vice in how they send what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.saboteurs.oddities import ScatteringArchive
from conformance.dicom.saboteurs.rewriting import recoded, rewritten
from conformance.dicom.simulator import Archive, Kept
from conformance.dicom.simulator.retrieving import SUCCESS, WITH_FAILURES, Tally

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


SABOTEURS = (
    vice("MV08", StumblingArchive, c.STORE_SHARED_STUDY_UID, scenarios=("dicom.store.shared-study-uid",)),
    vice("MV07", UnsignedArchive, c.MOVE_NAMES_ORIGINATOR),
    vice("MV11", UnstoppableArchive, c.RETRIEVE_CANCEL_HEEDED),
    vice("MV15", RelationalArchive, c.RETRIEVE_NEEDS_UPPER_KEYS),
    vice(
        "MV14",
        UnboundArchive,
        c.MOVE_ACCEPTED_SYNTAX,
        c.RETRIEVE_IN_ACCEPTED_SYNTAX,
        also=[c.GET_NEEDS_ROLE, c.RETRIEVE_UNCHANGED],
    ),
    vice("MV16", IntrudingArchive, c.GET_NEEDS_ROLE),
    vice(
        "MV17",
        RepeatingArchive,
        c.RETRIEVE_COMPLETE,
        also=[
            c.COMMIT_KEEPS,
            c.GET_COUNTS_UNSENDABLE,
            c.RESTART_KEEPS,
            c.RETRIEVE_WARNED,
            c.RETRIEVE_FAILED_LIST,
            c.RETRIEVE_GOES_ON,
            c.STORE_APART,
            c.STORE_KEEPS,
            c.STORE_SHARED_STUDY_UID,
        ],
    ),
    vice(
        "MV18",
        AlteringArchive,
        c.RETRIEVE_UNCHANGED,
        also=[
            c.COMMIT_KEEPS,
            c.STORE_KEEPS_ATTRIBUTES,
            c.STORE_KEEPS_ONE_OF_TWO,
            c.STORE_KEEPS_TEXT,
            c.STORE_WARNING_TRUE,
        ],
    ),
    vice("MV20", MasqueradingArchive, c.MOVE_FROM_ONE_TITLE, also=[c.COMMIT_SAME_TITLE]),
    vice("dicom.move-miscalls", MiscallingArchive, c.MOVE_TO_DESTINATION, also=[c.COMMIT_SAME_TITLE]),
    vice("dicom.move-warns-for-nothing", PedanticArchive, c.RETRIEVE_SUCCEEDS),
    vice(
        "dicom.get-looks-away",
        SkippingArchive,
        c.GET_COUNTS_UNSENDABLE,
        also=[c.RETRIEVE_FAILED_LIST, c.RETRIEVE_FAILURE_TOLD, c.RETRIEVE_IN_ACCEPTED_SYNTAX],
    ),
    vice("dicom.move-forged-originator", ForgingArchive, c.MOVE_NAMES_ORIGINATOR),
    vice("dicom.move-everything", PlunderableArchive, c.RETRIEVE_NEEDS_KEYS, also=[c.RETRIEVE_NEEDS_UPPER_KEYS]),
    vice(
        "dicom.move-gives-up",
        DiscouragedArchive,
        c.RETRIEVE_GOES_ON,
        also=[c.RETRIEVE_COUNTS, c.RETRIEVE_FAILED_LIST],
    ),
    vice(
        "dicom.move-one-less",
        WithholdingArchive,
        c.RETRIEVE_COMPLETE,
        c.RETRIEVE_AGREES_WITH_QUERY,
        also=[
            c.COMMIT_KEEPS,
            c.GET_COUNTS_UNSENDABLE,
            c.RETRIEVE_FAILED_LIST,
            c.RETRIEVE_GOES_ON,
            c.STORE_APART,
            c.STORE_KEEPS,
            c.STORE_SHARED_STUDY_UID,
        ],
    ),
    vice("dicom.move-other-studies", OversharingArchive, c.RETRIEVE_COMPLETE),
    vice(
        "dicom.move-sheds-elements",
        SheddingArchive,
        c.RETRIEVE_UNCHANGED,
        also=[
            c.COMMIT_KEEPS,
            c.OBJECT_REQUIRED,
            c.STORE_KEEPS_ATTRIBUTES,
            c.STORE_KEEPS_ONE_OF_TWO,
            c.STORE_WARNING_TRUE,
        ],
    ),
)
