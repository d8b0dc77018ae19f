"""Archives with one vice in how they store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.dicom.saboteurs.endings import fall_silent
from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Archive, Kept, anatomy, messages, stores
from conformance.dicom.simulator.associating import Malformed
from conformance.dicom.simulator.matching import texts
from conformance.dicom.simulator.storing import COERCED, OTHER_CONTENT, SUCCESS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.anatomy import Part
    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association

_PIXELS = 0x7FE00010


def rewritten(instance: Kept, rewrite: Callable[[Part, bytes], bytes]) -> Kept:
    """Return an instance whose top-level elements went through ``rewrite``; deflated ones stay as they are."""
    if instance.transfer_syntax == syntaxes.DeflatedExplicitVRLittleEndian:
        return instance
    data = b"".join(
        rewrite(part, instance.data[part.start : part.end])
        for part in anatomy.parts(instance.data, instance.transfer_syntax)
    )
    return replace(instance, data=data)


def recoded(instance: Kept, change: Callable[[Dataset], bool]) -> Kept:
    """Return an instance decoded, changed and encoded again, if ``change`` says that there was something to change."""
    decoded = syntaxes.decoded(instance.data, instance.transfer_syntax)
    if not change(decoded):
        return instance
    return replace(instance, data=syntaxes.encoded(decoded, instance.transfer_syntax))


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


class LossyArchive(Archive):
    """Changes pixel values while it stores, and calls them the same."""

    def keep(self, instance: Kept) -> int:
        """Change one octet in the middle of the pixel data's last 16."""

        def blur(part: Part, octets: bytes) -> bytes:
            if part.tag != _PIXELS:
                return octets
            at = len(octets) - 16
            return octets[:at] + bytes((octets[at] ^ 1,)) + octets[at + 1 :]

        return super().keep(rewritten(instance, blur))


class ImpersonalArchive(Archive):
    """Drops private attributes while it claims to keep all."""

    def keep(self, instance: Kept) -> int:
        """Drop odd groups."""
        return super().keep(rewritten(instance, lambda part, octets: b"" if part.tag >> 16 & 1 else octets))


class ForgettingArchive(Archive):
    """Drops standard attributes it has no use for."""

    def keep(self, instance: Kept) -> int:
        """Drop the series description."""
        return super().keep(rewritten(instance, lambda part, octets: b"" if part.tag == 0x0008103E else octets))  # noqa: PLR2004 - a tag


class MislabellingArchive(Archive):
    """Writes names in UTF-8 under the label of Latin-1."""

    def keep(self, instance: Kept) -> int:
        """Write them anew, mislabelled."""
        return super().keep(recoded(instance, self._mislabelled))

    def _mislabelled(self, data_set: Dataset) -> bool:
        name = str(data_set.get("PatientName", ""))
        if name.isascii():
            return False
        data_set.SpecificCharacterSet = "ISO_IR 100"
        data_set.PatientName = name.encode().decode("latin-1")
        return True


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


class PaddingArchive(Archive):
    """Pads a padded value inside a sequence once more, and shifts what follows."""

    def keep(self, instance: Kept) -> int:
        """Add a space behind the first value in a sequence that ends with one."""
        done: list[bool] = []

        def pad(part: Part, octets: bytes) -> bytes:
            at = octets.find(b" ", 12) if part.vr == "SQ" and not done else -1
            if at < 0:
                return octets
            done.append(True)
            return octets[: at + 1] + b" " + octets[at + 1 :]

        return super().keep(rewritten(instance, pad))


class ShallowArchive(Archive):
    """Keeps sequences inside sequences as empty ones."""

    def keep(self, instance: Kept) -> int:
        """Empty what is nested."""
        return super().keep(recoded(instance, self._emptied))

    def _emptied(self, data_set: Dataset) -> bool:
        found = False
        for element in data_set:
            for item in element.value if element.VR == "SQ" else ():
                for inner in item:
                    if inner.VR == "SQ" and inner.value:
                        inner.value, found = [], True
        return found


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
        if self.guests > 1 and others:
            self.instances.remove([others[-1].sop_instance])
        return super().keep(instance)


class TidyingArchive(Archive):
    """Tidies text while it stores: drops the last component of names, and accents with it."""

    def keep(self, instance: Kept) -> int:
        """Write names in plain letters."""
        return super().keep(recoded(instance, self._tidied))

    def _tidied(self, data_set: Dataset) -> bool:
        names = texts(data_set.get("PatientName") and data_set["PatientName"])
        if not names or names[0].isascii():
            return False
        data_set.PatientName = names[0].encode("ascii", "replace").decode()
        return True


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


class MergingArchive(Archive):
    """Files images under the patient who had their Study Instance UID first."""

    def keep(self, instance: Kept) -> int:
        """Rewrite the Patient ID."""
        known = [one.patient_id for one in self.instances.all() if one.study_uid == instance.study_uid]
        if not known or known[0] == instance.patient_id:
            return super().keep(instance)
        first = known[0].encode()

        def moved(tag: int, _: bytes) -> bytes | None:
            return first + b" " * (len(first) % 2) if tag == 0x00100020 else None  # noqa: PLR2004 - a tag

        data = anatomy.changed(instance.data, instance.transfer_syntax, moved)
        return super().keep(stores.kept(data, instance.transfer_syntax))


class TransposingArchive(Archive):
    """Gives out another UID than the one an instance was stored under."""

    def keep(self, instance: Kept) -> int:
        """Change the last digit of its UID in the data set."""

        def renamed(tag: int, value: bytes) -> bytes | None:
            if tag != 0x00080018:  # noqa: PLR2004 - SOP Instance UID
                return None
            uid = value.rstrip(b"\0")
            return (uid[:-1] + (b"1" if uid[-1:] != b"1" else b"2")).ljust(len(value), b"\0")

        data = anatomy.changed(instance.data, instance.transfer_syntax, renamed)
        return super().keep(stores.kept(data, instance.transfer_syntax))
