"""Archives with one vice in how they store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.dicom.saboteurs.endings import fall_silent
from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Archive, Kept, anatomy, stores
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
    """Mixes two contents that come under one UID: the head of the first with the pixels of the second."""

    def clash(self, known: Kept, instance: Kept) -> int:
        """Mix them."""
        second = next(
            (one for one in anatomy.parts(instance.data, instance.transfer_syntax) if one.tag == _PIXELS), None
        )
        if second is not None and known.transfer_syntax == instance.transfer_syntax:
            pixels = instance.data[second.start : second.end]
            self.instances.keep(rewritten(known, lambda part, octets: pixels if part.tag == _PIXELS else octets))
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


class SwappingArchive(Archive):
    """Mixes up the pixels of instances that come over several associations at once."""

    def keep(self, instance: Kept) -> int:
        """Give a new instance the pixels of the last one of the same kind, if another association is open."""
        others = [one for one in self.instances.all() if one.sop_class == instance.sop_class]
        if len(self._links) < 2 or not others or others[-1].transfer_syntax != instance.transfer_syntax:  # noqa: PLR2004 - us and another
            return super().keep(instance)
        last = others[-1]
        found = [one for one in anatomy.parts(last.data, last.transfer_syntax) if one.tag == _PIXELS]
        pixels = last.data[found[0].start : found[0].end] if found else b""
        mixed = rewritten(instance, lambda part, octets: pixels if part.tag == _PIXELS and pixels else octets)
        return super().keep(mixed)


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
