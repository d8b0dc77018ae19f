"""Archives with one vice in how they store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.endings import fall_silent
from conformance.dicom.saboteurs.entries import LOST, vice
from conformance.dicom.simulator import Archive, Kept, anatomy, messages, stores
from conformance.dicom.simulator.associating import Malformed
from conformance.dicom.simulator.storing import COERCED, OTHER_CONTENT, SUCCESS

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association


class LosingArchive(Archive):
    """Says success and drops the instance."""

    def keep(self, instance: Kept) -> int:
        """Drop it."""
        return SUCCESS


class AbsentMindedArchive(Archive):
    """Keeps every second instance of those it says it stored."""

    def keep(self, instance: Kept) -> int:
        """Drop those with an even number."""
        return SUCCESS if int(instance.head.get("InstanceNumber", 1) or 1) % 2 == 0 else super().keep(instance)


class GrudgingArchive(Archive):
    """Fails every C-STORE for want of resources."""

    def keep(self, instance: Kept) -> int:
        """Have no room."""
        return 0xA700


class UncriticalArchive(Archive):
    """Stores a data set of another SOP class than the command says, with success."""

    def is_what_the_command_says(self, instance: Kept, _sop_class: str, _sop_instance: str) -> bool:
        """Believe anything."""
        return bool(instance.sop_instance)


class CredulousArchive(Archive):
    """Answers success to a data set it can't decode."""

    def judged(self, association: Association, message: Message) -> tuple[int, Kept | None]:
        """Take failure for success."""
        status, instance = super().judged(association, message)
        return (SUCCESS if status == 0xC000 else status), instance  # noqa: PLR2004 - cannot understand


class SpeechlessArchive(Archive):
    """Has no answer when it can't store an instance."""

    def store(self, association: Association, message: Message) -> None:
        """Answer only what is well."""
        if self.judged(association, message)[0] == SUCCESS:
            super().store(association, message)
        else:
            fall_silent(association)


class JealousArchive(Archive):
    """Refuses the second copy of an instance it has."""

    def keep(self, instance: Kept) -> int:
        """Refuse it."""
        return OTHER_CONTENT if self.instances.get(instance.sop_instance) else super().keep(instance)


class OverwritingArchive(Archive):
    """Puts another content under a known UID silently in place of the first."""

    def clash(self, known: Kept, instance: Kept) -> int:
        """Overwrite it."""
        self.instances.keep(instance)
        return SUCCESS


class MixingArchive(Archive):
    """Mixes two contents that come under one UID: the beginning of a text from the first, its end from the second."""

    def clash(self, known: Kept, instance: Kept) -> int:
        """Mix them."""
        first = str(known.head.get("SeriesDescription", "")).encode()

        def mixed(tag: int, value: bytes) -> bytes | None:
            return first[: len(value)] + value[len(first) :] if tag == 0x0008103E else None  # noqa: PLR2004 - a tag

        data = anatomy.changed(instance.data, instance.transfer_syntax, mixed)
        self.instances.keep(stores.kept(data, instance.transfer_syntax))
        return SUCCESS


class StutteringArchive(Archive):
    """Forgets an instance when another content comes under its UID."""

    def clash(self, known: Kept, instance: Kept) -> int:
        """Lose both."""
        self.instances.remove([known.sop_instance])
        return OTHER_CONTENT


class BoundedArchive(Archive):
    """Can't read sequences of undefined length."""

    def read(self, data: bytes, transfer_syntax: str) -> Kept:
        """Refuse them."""
        clear = anatomy.plain(data, transfer_syntax)
        for part in anatomy.parts(clear, transfer_syntax):
            if part.vr == "SQ" and clear[part.value - 4 : part.value] == b"\xff\xff\xff\xff":
                raise Malformed("a sequence of undefined length")
        return super().read(data, transfer_syntax)


class CoarseArchive(Archive):
    """Drops presentation data values of a few octets."""

    def fragment(self, association: Association, context_id: int, control: int, part: bytes) -> tuple[int, int, bytes]:
        """Drop the octets of small fragments of data sets."""
        small = not control & 1 and len(part) <= 2  # noqa: PLR2004 - a few
        return super().fragment(association, context_id, control, b"" if small else part)


class WarningArchive(Archive):
    """Says that it coerced elements, and did not."""

    def keep(self, instance: Kept) -> int:
        """Say so."""
        status = super().keep(instance)
        return COERCED if status == SUCCESS else status


class RacingArchive(Archive):
    """Loses an instance when another one comes over a second association at the same time."""

    def keep(self, instance: Kept) -> int:
        """Write both to one place, so that the last one stays."""
        others = [one for one in self.instances.all() if one.patient_id != instance.patient_id]
        if self.door.guests > 1 and others:
            self.instances.remove([others[-1].sop_instance])
        return super().keep(instance)


class RenamingArchive(Archive):
    """Answers C-STORE for another instance than it was sent."""

    def response(self, message: Message, status: int, data: bytes | None, **more: Any) -> Dataset:  # noqa: ANN401 - as its base
        """Name another."""
        command = super().response(message, status, data, **more)
        if "AffectedSOPInstanceUID" in command:
            command.AffectedSOPInstanceUID = "2.25.1"
        return command


class ReticentArchive(Archive):
    """Answers C-STORE without naming the instance."""

    def response(self, message: Message, status: int, data: bytes | None, **more: Any) -> Dataset:  # noqa: ANN401 - as its base
        """Leave it out."""
        command = super().response(message, status, data, **more)
        if message.field == messages.C_STORE:
            del command.AffectedSOPInstanceUID
        return command


SABOTEURS = (
    vice("ST01", LosingArchive, c.STORE_KEEPS, also=LOST),
    vice("ST03", ReticentArchive, c.STORE_NAMES_INSTANCE),
    vice("ST10", UncriticalArchive, c.STORE_REFUSES_OTHER_CLASS),
    vice("ST11", JealousArchive, c.STORE_TAKES_A_SECOND_COPY),
    vice("ST12", OverwritingArchive, c.STORE_TELLS_LOSS),
    vice("ST15", BoundedArchive, c.STORE_TAKES_UNDEFINED_LENGTHS),
    vice("ST16", CoarseArchive, c.STORE_TAKES_FRAGMENTS),
    vice("ST19", RacingArchive, c.STORE_APART, also=[c.STORE_SHARED_STUDY_UID]),
    vice("dicom.store-every-other", AbsentMindedArchive, c.STORE_KEEPS, also=LOST),
    vice(
        "dicom.store-no-room",
        GrudgingArchive,
        c.STORE_SUCCEEDS,
        also=[c.STORE_APART, c.STORE_NOTHING_OF_HALF, c.FIND_MATCHES_SINGLE_VALUE],
    ),
    vice("dicom.store-credulous", CredulousArchive, c.STORE_REFUSES_UNREADABLE),
    vice(
        "dicom.store-speechless",
        SpeechlessArchive,
        c.STORE_REFUSES_UNREADABLE,
        also=[c.STORE_REFUSES_OTHER_CLASS],
    ),
    vice("dicom.store-mixes", MixingArchive, c.STORE_KEEPS_ONE_OF_TWO, also=[c.STORE_TELLS_LOSS]),
    vice("dicom.store-loses-both", StutteringArchive, c.STORE_KEEPS_ONE_OF_TWO),
    vice(
        "dicom.store-other-uid-in-response",
        RenamingArchive,
        c.RESPONSE_NAMES_SAME_CLASS,
        also=[c.STORE_NAMES_INSTANCE],
    ),
    vice("ST17", WarningArchive, c.STORE_WARNING_TRUE),
)
