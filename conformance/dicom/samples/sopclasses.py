"""The storage SOP classes there are samples of, and what each asks beyond what all composite objects have (PS3.3 A)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformance.dicom.samples import documents, modules

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydicom.dataset import Dataset

    from conformance.dicom.samples.modules import Making


@dataclass(frozen=True, slots=True)
class SopClass:
    """One storage SOP class.

    Its pictures have ``bits`` allocated (8, 16, or none: no picture), of 16 so many ``stored``, and ``frames``.
    """

    uid: str
    title: str
    modality: str
    fill: Callable[[Dataset, Making], None]
    bits: int = 0
    stored: int = 12
    frames: int = 1
    either: bool = False
    """Whether 8 bits are allowed as well as ``bits``."""


CR: Final = "1.2.840.10008.5.1.4.1.1.1"
DX: Final = "1.2.840.10008.5.1.4.1.1.1.1"
CT: Final = "1.2.840.10008.5.1.4.1.1.2"
ENHANCED_CT: Final = "1.2.840.10008.5.1.4.1.1.2.1"
US_MULTIFRAME: Final = "1.2.840.10008.5.1.4.1.1.3.1"
MR: Final = "1.2.840.10008.5.1.4.1.1.4"
US: Final = "1.2.840.10008.5.1.4.1.1.6.1"
SC: Final = "1.2.840.10008.5.1.4.1.1.7"
GSPS: Final = "1.2.840.10008.5.1.4.1.1.11.1"
NM: Final = "1.2.840.10008.5.1.4.1.1.20"
BASIC_TEXT_SR: Final = "1.2.840.10008.5.1.4.1.1.88.11"
KOS: Final = "1.2.840.10008.5.1.4.1.1.88.59"
ENCAPSULATED_PDF: Final = "1.2.840.10008.5.1.4.1.1.104.1"
PET: Final = "1.2.840.10008.5.1.4.1.1.128"

SOP_CLASSES: Final = {
    one.uid: one
    for one in (
        SopClass(CT, "CT Image", "CT", modules.ct, 16),
        SopClass(MR, "MR Image", "MR", modules.mr, 16),
        SopClass(CR, "Computed Radiography Image", "CR", modules.cr, 16, either=True),
        SopClass(DX, "Digital X-Ray Image - For Presentation", "DX", modules.dx, 16, either=True),
        SopClass(US, "Ultrasound Image", "US", modules.us, 8),
        SopClass(US_MULTIFRAME, "Ultrasound Multi-frame Image", "US", modules.us_multiframe, 8, frames=4),
        SopClass(SC, "Secondary Capture Image", "OT", modules.secondary_capture, 8),
        SopClass(NM, "Nuclear Medicine Image", "NM", modules.nm, 16, 16, frames=2, either=True),
        SopClass(PET, "Positron Emission Tomography Image", "PT", modules.pet, 16, 16),
        SopClass(ENHANCED_CT, "Enhanced CT Image", "CT", modules.enhanced_ct, 16, frames=3),
        SopClass(BASIC_TEXT_SR, "Basic Text SR", "SR", documents.basic_text_sr),
        SopClass(KOS, "Key Object Selection Document", "KO", documents.key_object_selection),
        SopClass(GSPS, "Grayscale Softcopy Presentation State", "PR", documents.presentation_state),
        SopClass(ENCAPSULATED_PDF, "Encapsulated PDF", "DOC", documents.encapsulated_pdf),
    )
}
"""By SOP Class UID."""

USUAL: Final = {
    "CT": CT, "MR": MR, "CR": CR, "DX": DX, "US": US, "NM": NM, "PT": PET, "SR": BASIC_TEXT_SR, "KO": KOS,
    "PR": GSPS, "DOC": ENCAPSULATED_PDF,
}  # fmt: skip
"""The SOP class a modality usually makes; any other modality makes secondary captures."""
