"""The storage SOP classes there are samples of, and what each asks beyond what all composite objects have (PS3.3 A)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformance.dicom.samples import acquired, documents, modules, records

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
DX_PROCESSING: Final = "1.2.840.10008.5.1.4.1.1.1.1.1"
MG: Final = "1.2.840.10008.5.1.4.1.1.1.2"
IO: Final = "1.2.840.10008.5.1.4.1.1.1.3"
XA: Final = "1.2.840.10008.5.1.4.1.1.12.1"
RF: Final = "1.2.840.10008.5.1.4.1.1.12.2"
ENHANCED_MR: Final = "1.2.840.10008.5.1.4.1.1.4.1"
ENHANCED_PET: Final = "1.2.840.10008.5.1.4.1.1.130"
ENHANCED_XA: Final = "1.2.840.10008.5.1.4.1.1.12.1.1"
SC_BYTES: Final = "1.2.840.10008.5.1.4.1.1.7.2"
SC_WORDS: Final = "1.2.840.10008.5.1.4.1.1.7.3"
VL_ENDOSCOPIC: Final = "1.2.840.10008.5.1.4.1.1.77.1.1"
VL_MICROSCOPIC: Final = "1.2.840.10008.5.1.4.1.1.77.1.2"
VL_PHOTOGRAPHIC: Final = "1.2.840.10008.5.1.4.1.1.77.1.4"
FUNDUS: Final = "1.2.840.10008.5.1.4.1.1.77.1.5.1"
SEGMENTATION: Final = "1.2.840.10008.5.1.4.1.1.66.4"
RT_IMAGE: Final = "1.2.840.10008.5.1.4.1.1.481.1"
RT_DOSE: Final = "1.2.840.10008.5.1.4.1.1.481.2"
RT_STRUCTURES: Final = "1.2.840.10008.5.1.4.1.1.481.3"
RT_PLAN: Final = "1.2.840.10008.5.1.4.1.1.481.5"
ENHANCED_SR: Final = "1.2.840.10008.5.1.4.1.1.88.22"
COMPREHENSIVE_SR: Final = "1.2.840.10008.5.1.4.1.1.88.33"
MAMMOGRAPHY_CAD: Final = "1.2.840.10008.5.1.4.1.1.88.50"
CHEST_CAD: Final = "1.2.840.10008.5.1.4.1.1.88.65"
PROCEDURE_LOG: Final = "1.2.840.10008.5.1.4.1.1.88.40"
DOSE_SR: Final = "1.2.840.10008.5.1.4.1.1.88.67"
COLOUR_STATE: Final = "1.2.840.10008.5.1.4.1.1.11.2"
REGISTRATION: Final = "1.2.840.10008.5.1.4.1.1.66.1"
RAW_DATA: Final = "1.2.840.10008.5.1.4.1.1.66"
VALUE_MAPPING: Final = "1.2.840.10008.5.1.4.1.1.67"
ECG: Final = "1.2.840.10008.5.1.4.1.1.9.1.1"
GENERAL_ECG: Final = "1.2.840.10008.5.1.4.1.1.9.1.2"
HEMODYNAMIC: Final = "1.2.840.10008.5.1.4.1.1.9.2.1"
ENCAPSULATED_CDA: Final = "1.2.840.10008.5.1.4.1.1.104.2"
ENCAPSULATED_STL: Final = "1.2.840.10008.5.1.4.1.1.104.3"

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
        SopClass(DX_PROCESSING, "Digital X-Ray Image - For Processing", "DX", acquired.detector, 16, either=True),
        SopClass(MG, "Digital Mammography X-Ray Image - For Presentation", "MG", acquired.mammogram, 16, either=True),
        SopClass(IO, "Digital Intra-Oral X-Ray Image - For Presentation", "IO", acquired.intraoral, 16, either=True),
        SopClass(XA, "X-Ray Angiographic Image", "XA", acquired.angiogram, 8, frames=3),
        SopClass(RF, "X-Ray Radiofluoroscopic Image", "RF", acquired.angiogram, 8, frames=3),
        SopClass(ENHANCED_MR, "Enhanced MR Image", "MR", acquired.enhanced, 16, frames=3),
        SopClass(ENHANCED_PET, "Enhanced PET Image", "PT", acquired.enhanced_pet, 16, 16, frames=3),
        SopClass(ENHANCED_XA, "Enhanced XA Image", "XA", acquired.enhanced_xa, 16, frames=3),
        SopClass(SC_BYTES, "Multi-frame Grayscale Byte Secondary Capture Image", "OT", acquired.captured, 8, frames=2),
        SopClass(SC_WORDS, "Multi-frame Grayscale Word Secondary Capture Image", "OT", acquired.captured, 16, frames=2),
        SopClass(VL_ENDOSCOPIC, "VL Endoscopic Image", "ES", acquired.visible_light, 8),
        SopClass(VL_MICROSCOPIC, "VL Microscopic Image", "GM", acquired.visible_light, 8),
        SopClass(VL_PHOTOGRAPHIC, "VL Photographic Image", "XC", acquired.visible_light, 8),
        SopClass(FUNDUS, "Ophthalmic Photography 8 Bit Image", "OP", acquired.fundus, 8),
        SopClass(SEGMENTATION, "Segmentation", "SEG", acquired.segmentation, 8, frames=2),
        SopClass(RT_IMAGE, "RT Image", "RTIMAGE", acquired.portal, 16),
        SopClass(RT_DOSE, "RT Dose", "RTDOSE", acquired.dose, 16, 16, frames=2),
        SopClass(RT_STRUCTURES, "RT Structure Set", "RTSTRUCT", records.structures),
        SopClass(RT_PLAN, "RT Plan", "RTPLAN", records.plan),
        SopClass(ENHANCED_SR, "Enhanced SR", "SR", records.measured_report),
        SopClass(COMPREHENSIVE_SR, "Comprehensive SR", "SR", records.measured_report),
        SopClass(MAMMOGRAPHY_CAD, "Mammography CAD SR", "SR", records.measured_report),
        SopClass(CHEST_CAD, "Chest CAD SR", "SR", records.measured_report),
        SopClass(PROCEDURE_LOG, "Procedure Log", "SR", records.procedure_log),
        SopClass(DOSE_SR, "X-Ray Radiation Dose SR", "SR", records.dose_report),
        SopClass(COLOUR_STATE, "Color Softcopy Presentation State", "PR", records.colour_state),
        SopClass(REGISTRATION, "Spatial Registration", "REG", records.registration),
        SopClass(RAW_DATA, "Raw Data", "MR", records.raw_data),
        SopClass(VALUE_MAPPING, "Real World Value Mapping", "RWV", records.value_mapping),
        SopClass(ECG, "12-lead ECG Waveform", "ECG", records.waveform),
        SopClass(GENERAL_ECG, "General ECG Waveform", "ECG", records.waveform),
        SopClass(HEMODYNAMIC, "Hemodynamic Waveform", "HD", records.waveform),
        SopClass(ENCAPSULATED_CDA, "Encapsulated CDA", "DOC", records.encapsulated_cda),
        SopClass(ENCAPSULATED_STL, "Encapsulated STL", "M3D", records.encapsulated_stl),
    )
}
"""By SOP Class UID."""

USUAL: Final = {
    "CT": CT, "MR": MR, "CR": CR, "DX": DX, "US": US, "NM": NM, "PT": PET, "SR": BASIC_TEXT_SR, "KO": KOS,
    "PR": GSPS, "DOC": ENCAPSULATED_PDF,
}  # fmt: skip
"""The SOP class a modality usually makes; any other modality makes secondary captures."""
