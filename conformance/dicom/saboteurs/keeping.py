"""Archives that keep something else than they were sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import LOST, vice
from conformance.dicom.saboteurs.rewriting import recoded, rewritten
from conformance.dicom.simulator import Archive, Kept, anatomy, stores
from conformance.dicom.simulator.matching import texts

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.anatomy import Part

_PIXELS = 0x7FE00010
ROOM = 60


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


class PurgingArchive(Archive):
    """Makes room for a new study by dropping the oldest, once it holds sixty, and says nothing of it."""

    def stored(self, instance: Kept) -> None:
        """Drop what is too much."""
        super().stored(instance)
        held = dict.fromkeys(one.study_uid for one in self.instances.all())
        oldest = next(iter(held))
        if len(held) > ROOM:
            self.instances.remove([one.sop_instance for one in self.instances.all() if one.study_uid == oldest])


SABOTEURS = (
    vice("dicom.store-purges", PurgingArchive, c.STORE_NOTHING_PURGED, scenarios=("dicom.store.many",)),
    vice(
        "ST06",
        LossyArchive,
        c.STORE_KEEPS_PIXELS,
        also=[
            c.STORE_KEEPS_ATTRIBUTES,
            c.STORE_KEEPS_ONE_OF_TWO,
            c.STORE_WARNING_TRUE,
            c.RETRIEVE_UNCHANGED,
            c.COMMIT_KEEPS,
        ],
    ),
    vice("ST08", ImpersonalArchive, c.STORE_KEEPS_ATTRIBUTES, also=[c.RETRIEVE_UNCHANGED]),
    vice("ST09", MislabellingArchive, c.STORE_KEEPS_TEXT),
    vice(
        "ST13",
        PaddingArchive,
        c.STORE_KEEPS_ATTRIBUTES,
        also=[c.STORE_KEEPS_PIXELS, c.STORE_KEEPS_TEXT, c.OBJECT_REQUIRED, c.RETRIEVE_UNCHANGED],
    ),
    vice("ST14", ShallowArchive, c.STORE_KEEPS_ATTRIBUTES, also=[c.OBJECT_REQUIRED, c.RETRIEVE_UNCHANGED]),
    vice(
        "dicom.store-drops-description",
        ForgettingArchive,
        c.STORE_KEEPS_ATTRIBUTES,
        also=[
            c.STORE_KEEPS_ONE_OF_TWO,
            c.STORE_TELLS_LOSS,
            c.STORE_WARNING_TRUE,
            c.RETRIEVE_UNCHANGED,
            c.COMMIT_KEEPS,
        ],
    ),
    vice("dicom.store-plain-letters", TidyingArchive, c.STORE_KEEPS_TEXT),
    vice("dicom.store-merges-patients", MergingArchive, c.STORE_SHARED_STUDY_UID),
    vice("dicom.store-changes-uid", TransposingArchive, c.STORE_KEEPS, also=[*LOST, c.RETRIEVE_UNCHANGED]),
)
