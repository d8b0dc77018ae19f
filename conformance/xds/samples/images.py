"""Small synthetic CT images, as an imaging document source holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

from conformance.xds.samples.manifests import part10

if TYPE_CHECKING:
    from conformance.story import Story

_SIDE = 16


class Instance(NamedTuple):
    """Which image of which patient it is; ``frame`` is its Frame of Reference UID."""

    study: str
    series: str
    sop: str
    frame: str
    patient: str


def image(about: Instance, place: int, number: int) -> Dataset:
    """Return an image, the ``number``th of the ``place``th series of its study (PS3.3 A.3)."""
    image = Dataset()
    image.SOPClassUID, image.SOPInstanceUID = CTImageStorage, about.sop
    image.SpecificCharacterSet = "ISO_IR 192"
    image.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    image.StudyDate, image.StudyTime, image.AccessionNumber = "20260105", "101500", "ZZACC1"
    image.Modality, image.Manufacturer, image.ReferringPhysicianName = "CT", "conformance", ""
    image.PatientName, image.PatientID = "Sample^Synthetic", about.patient
    image.PatientBirthDate, image.PatientSex = "19700101", "O"
    image.StudyInstanceUID, image.SeriesInstanceUID = about.study, about.series
    image.StudyID, image.SeriesNumber, image.InstanceNumber = "1", place, number
    image.FrameOfReferenceUID, image.PositionReferenceIndicator = about.frame, ""
    image.KVP, image.AcquisitionNumber, image.SliceThickness = "", "", "1"
    image.ImagePositionPatient = ["0", "0", str(number)]
    image.ImageOrientationPatient = ["1", "0", "0", "0", "1", "0"]
    image.PixelSpacing, image.RescaleIntercept, image.RescaleSlope = ["1", "1"], "-1024", "1"
    image.SamplesPerPixel, image.PhotometricInterpretation = 1, "MONOCHROME2"
    image.Rows, image.Columns = _SIDE, _SIDE
    image.BitsAllocated, image.BitsStored, image.HighBit, image.PixelRepresentation = 16, 12, 11, 0
    pixels = ((place * 37 + number * 101 + at * 7) % 4096 for at in range(_SIDE * _SIDE))
    image.PixelData = b"".join(pixel.to_bytes(2, "little") for pixel in pixels)
    image["PixelData"].VR = "OW"
    return image


def image_of(story: Story, study: str, series: str, sop: str) -> bytes:
    """Return an image of a story's own as a Part 10 file in Explicit VR Little Endian."""
    about = Instance(study, series, sop, story.uid(f"frame/{series}"), story.patient_id("imaged"))
    return part10(image(about, 1, 1), ExplicitVRLittleEndian)
