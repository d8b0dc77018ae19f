"""Archives with one vice in which instances they take, and in what state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import LOST, vice
from conformance.dicom.saboteurs.rewriting import recoded
from conformance.dicom.samples import SOP_CLASSES
from conformance.dicom.samples import sopclasses as s
from conformance.dicom.simulator import Archive, Kept, stores
from conformance.dicom.simulator.associating import Malformed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.upperlayer import Association

PIXELS = b"\xe0\x7f\x10\x00"
CENTURY = "19000101"


class PictureArchive(Archive):
    """Has no room for objects without a picture."""

    def keep(self, instance: Kept) -> int:
        """Say that there are no resources for them."""
        return super().keep(instance) if SOP_CLASSES[instance.sop_class].bits else 0xA700


class RadiologyArchive(Archive):
    """Claims mammography and does not accept it."""

    def supported(self, abstract: str) -> Iterable[str] | None:
        """Leave it out."""
        return None if abstract == s.MG else super().supported(abstract)


class CropAllArchive(Archive):
    """Keeps the first frame of an image alone."""

    def keep(self, instance: Kept) -> int:
        """Drop the others."""
        return super().keep(recoded(instance, self._cropped))

    def _cropped(self, data_set: Dataset) -> bool:
        if int(data_set.get("NumberOfFrames", 1) or 1) < 2 or "PixelData" not in data_set:  # noqa: PLR2004 - frames
            return False
        if data_set["PixelData"].is_undefined_length:
            return False
        size = len(data_set.PixelData) // int(data_set.NumberOfFrames)
        data_set.NumberOfFrames = "1"
        data_set.add_new(0x7FE00010, data_set["PixelData"].VR, data_set.PixelData[:size])
        return True


class StiltedArchive(Archive):
    """Keeps content trees without their measurements."""

    def keep(self, instance: Kept) -> int:
        """Drop them."""
        return super().keep(recoded(instance, self._unmeasured))

    def _unmeasured(self, data_set: Dataset) -> bool:
        tree = data_set.get("ContentSequence")
        if not tree:
            return False
        for one in list(tree):
            self._unmeasured(one)
        data_set.ContentSequence = [one for one in tree if one.get("ValueType") != "NUM"]
        return len(data_set.ContentSequence) != len(tree) or any("ContentSequence" in one for one in tree)


class FlatlineArchive(Archive):
    """Keeps waveforms, doses and encapsulated documents with another last octet."""

    def keep(self, instance: Kept) -> int:
        """Change it."""
        return super().keep(recoded(instance, self._flattened))

    def _flattened(self, data_set: Dataset) -> bool:
        holders = [data_set, *(data_set.get("WaveformSequence") or [])]
        for holder in holders:
            for keyword in ("WaveformData", "EncapsulatedDocument"):
                if keyword in holder:
                    octets = holder[keyword].value
                    holder[keyword].value = octets[:-2] + bytes((octets[-2] ^ 1, octets[-1]))
                    return True
        return False


class ShorteningArchive(Archive):
    """Has room for 60 characters of a UID."""

    def keep(self, instance: Kept) -> int:
        """Say that it has no room for longer ones."""
        return 0xA700 if len(instance.sop_instance) > 60 else super().keep(instance)  # noqa: PLR2004 - characters


class EpochArchive(Archive):
    """Changes dates before 1900, and times that its clock leaves out."""

    def keep(self, instance: Kept) -> int:
        """Put them right."""
        return super().keep(recoded(instance, self._put_right))

    def _put_right(self, data_set: Dataset) -> bool:
        old = str(data_set.get("PatientBirthDate", "") or CENTURY) < CENTURY
        if old:
            data_set.PatientBirthDate = CENTURY
        skipped = str(data_set.get("StudyTime", "")) == "023000"
        if skipped:
            data_set.StudyTime = "033000"
        return old or skipped


class DaylightArchive(Archive):
    """Stores the times of summer days an hour late."""

    def keep(self, instance: Kept) -> int:
        """Put the clock forward."""
        return super().keep(recoded(instance, self._forward))

    def _forward(self, data_set: Dataset) -> bool:
        time = str(data_set.get("StudyTime", "") or "")
        if str(data_set.get("StudyDate", "")) != "20260329" or not time[:2].isdigit():
            return False
        data_set.StudyTime = f"{(int(time[:2]) + 1) % 24:02d}{time[2:]}"
        return True


class FolderArchive(Archive):
    """Makes folders of what values say, and fails where they lead elsewhere."""

    def keep(self, instance: Kept) -> int:
        """Fail at two dots."""
        return 0xA700 if ".." in str(instance.head.get("StudyID", "")) else super().keep(instance)


class EagerKeepingArchive(Archive):
    """Shows an image as soon as its header has come."""

    def __init__(self) -> None:
        super().__init__()
        self._come: dict[int, bytes] = {}

    def fragment(self, association: Association, context_id: int, control: int, part: bytes) -> tuple[int, int, bytes]:
        """Keep what can be read so far."""
        if not control & 1:
            so_far = self._come.get(id(association), b"") + part
            self._come[id(association)] = b"" if control & 2 else so_far
            head, found, _ = so_far.partition(PIXELS)
            if found and not control & 2:
                self._show(head, association.contexts[context_id].transfer)
        return super().fragment(association, context_id, control, part)

    def _show(self, head: bytes, transfer_syntax: str) -> None:
        try:
            instance = stores.kept(head, transfer_syntax)
        except Malformed:
            return
        if self.instances.get(instance.sop_instance) is None:
            self.instances.keep(instance)

    def clash(self, _known: Kept, instance: Kept) -> int:
        """Let the whole take the place of the half."""
        self.instances.keep(instance)
        return 0


class BottomlessArchive(Archive):
    """Takes private classes with success, and forgets what it does not know."""

    def stores(self, sop_class: str) -> bool:
        """Take UIDs that are nobody's."""
        return super().stores(sop_class) or sop_class.startswith("2.25.")

    def keep(self, instance: Kept) -> int:
        """Forget them."""
        return super().keep(instance) if instance.sop_class in SOP_CLASSES else 0


class CollectingArchive(Archive):
    """Takes private classes, and keeps what it took."""

    def stores(self, sop_class: str) -> bool:
        """Take UIDs that are nobody's."""
        return super().stores(sop_class) or sop_class.startswith("2.25.")


class UnforgivingArchive(Archive):
    """Goes on showing what was rejected."""

    def hide(self, sop_instances: list[str]) -> None:
        """Hide nothing."""


SABOTEURS = (
    vice("dicom.store-shows-rejected", UnforgivingArchive, c.REJECTED_HIDDEN),
    vice("ST18", PictureArchive, c.STORE_SUCCEEDS, also=LOST),
    vice("dicom.store-claims-too-much", RadiologyArchive, c.STORE_AS_CLAIMED),
    vice(
        "dicom.store-first-frame-only",
        CropAllArchive,
        c.STORE_KEEPS_PIXELS,
        also=[c.STORE_KEEPS_ATTRIBUTES, c.RETRIEVE_UNCHANGED],
    ),
    vice("dicom.store-unmeasured", StiltedArchive, c.STORE_KEEPS_ATTRIBUTES),
    vice(
        "dicom.store-flatlines",
        FlatlineArchive,
        c.STORE_KEEPS_ATTRIBUTES,
        also=[c.STORE_KEEPS_PIXELS, c.RETRIEVE_UNCHANGED],
    ),
    vice("dicom.store-short-uids", ShorteningArchive, c.STORE_SUCCEEDS),
    vice("TI08", EpochArchive, c.STORE_KEEPS_ATTRIBUTES, also=[c.FIND_MATCHES_SINGLE_VALUE]),
    vice("TI04", DaylightArchive, c.STORE_KEEPS_ATTRIBUTES),
    vice("ST20", FolderArchive, c.STORE_SUCCEEDS),
    vice("dicom.store-half", EagerKeepingArchive, c.STORE_NOTHING_OF_HALF, also=[c.STORE_TELLS_LOSS]),
    vice("dicom.store-bottomless", BottomlessArchive, c.STORE_PRIVATE_CLASS),
    vice("dicom.store-collects-private-classes", CollectingArchive),
)
