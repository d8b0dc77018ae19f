"""What each image object has beyond patient, study, series and pixels: its modules' type 1 and 2 attributes (PS3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydicom.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reference:
    """An instance that a document points at."""

    study_uid: str
    series_uid: str
    sop_class: str
    sop_instance: str


@dataclass(frozen=True, slots=True)
class Making:
    """What is known of an instance while it is made: ``number`` from 1 in its series, ``uid`` derives more UIDs."""

    number: int
    now: datetime
    uid: Callable[[str], str]
    references: Sequence[Reference]

    @property
    def date(self) -> str:
        """Return the day as a DA value."""
        return self.now.strftime("%Y%m%d")

    @property
    def time(self) -> str:
        """Return the time as a TM value."""
        return self.now.strftime("%H%M%S")


def item(**attributes: object) -> Dataset:
    """Return a data set, as an item of a sequence, from keywords."""
    made = Dataset()
    for keyword, value in attributes.items():
        setattr(made, keyword, value)
    return made


def code(value: str, scheme: str, meaning: str) -> Dataset:
    """Return a coded entry (PS3.3 8.8)."""
    return item(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)


def put(data_set: Dataset, **attributes: object) -> None:
    """Set several attributes by keyword."""
    for keyword, value in attributes.items():
        setattr(data_set, keyword, value)


def _plane(data_set: Dataset, making: Making) -> None:
    """Frame of reference and image plane (PS3.3 C.7.4.1, C.7.6.2)."""
    put(
        data_set,
        PatientPosition="HFS",
        FrameOfReferenceUID=making.uid("frame-of-reference"),
        PositionReferenceIndicator="",
        PixelSpacing=["0.5", "0.5"],
        ImageOrientationPatient=["1", "0", "0", "0", "1", "0"],
        ImagePositionPatient=["-4", "-4", f"{making.number * 2}"],
        SliceThickness="2",
    )


def ct(data_set: Dataset, making: Making) -> None:
    """CT Image (PS3.3 A.3)."""
    _plane(data_set, making)
    put(
        data_set, ImageType=["ORIGINAL", "PRIMARY", "AXIAL"], KVP="120", AcquisitionNumber="1",
        RescaleIntercept="-1024", RescaleSlope="1", RescaleType="HU",
    )  # fmt: skip


def mr(data_set: Dataset, making: Making) -> None:
    """MR Image (PS3.3 A.4)."""
    _plane(data_set, making)
    put(
        data_set, ImageType=["ORIGINAL", "PRIMARY", "OTHER"], ScanningSequence="SE", SequenceVariant="NONE",
        ScanOptions="", MRAcquisitionType="2D", RepetitionTime="500", EchoTime="15", EchoTrainLength="1",
    )  # fmt: skip


def cr(data_set: Dataset, _: Making) -> None:
    """Computed Radiography Image (PS3.3 A.2)."""
    del data_set.Laterality  # there is but one chest
    put(
        data_set, ImageType=["ORIGINAL", "PRIMARY"], BodyPartExamined="CHEST", ViewPosition="PA",
        PatientOrientation=["L", "F"], PixelSpacing=["0.2", "0.2"],
    )  # fmt: skip


def dx(data_set: Dataset, _: Making) -> None:
    """Digital X-Ray Image, for presentation (PS3.3 A.26)."""
    del data_set.Laterality  # Image Laterality says it
    put(
        data_set, ImageType=["ORIGINAL", "PRIMARY", ""], PresentationIntentType="FOR PRESENTATION",
        ImageLaterality="U", AnatomicRegionSequence=[code("51185008", "SCT", "Chest")],
        PixelIntensityRelationship="LOG", PixelIntensityRelationshipSign=1, RescaleIntercept="0", RescaleSlope="1",
        RescaleType="US", PresentationLUTShape="IDENTITY", PatientOrientation=["L", "F"], BurnedInAnnotation="NO",
        WindowCenter="2048", WindowWidth="4096", DetectorType="DIRECT", ImagerPixelSpacing=["0.2", "0.2"],
        AcquisitionContextSequence=[],
    )  # fmt: skip
    data_set.LossyImageCompression = data_set.get("LossyImageCompression", "00")


def us(data_set: Dataset, _: Making) -> None:
    """Ultrasound Image (PS3.3 A.6)."""
    put(data_set, ImageType=["ORIGINAL", "PRIMARY", "", "0001"], PatientOrientation="")


def us_multiframe(data_set: Dataset, making: Making) -> None:
    """Ultrasound Multi-frame Image (PS3.3 A.7)."""
    us(data_set, making)
    put(data_set, FrameTime="40", FrameIncrementPointer=0x00181063)


def secondary_capture(data_set: Dataset, _: Making) -> None:
    """Secondary Capture Image (PS3.3 A.8)."""
    put(data_set, ConversionType="WSD", ImageType=["DERIVED", "SECONDARY"], PatientOrientation="")


def nm(data_set: Dataset, _: Making) -> None:
    """Nuclear Medicine Image, static, two detectors (PS3.3 A.5)."""
    put(
        data_set, ImageType=["ORIGINAL", "PRIMARY", "STATIC", "EMISSION"],
        PatientOrientationCodeSequence=[], PatientGantryRelationshipCodeSequence=[],
        FrameIncrementPointer=[0x00540010, 0x00540020], EnergyWindowVector=[1, 1], NumberOfEnergyWindows=1,
        DetectorVector=[1, 2], NumberOfDetectors=2, EnergyWindowInformationSequence=[],
        RadiopharmaceuticalInformationSequence=[], DetectorInformationSequence=[], PixelSpacing=["4", "4"],
        CountsAccumulated="", ActualFrameDuration="60000",
    )  # fmt: skip


def pet(data_set: Dataset, making: Making) -> None:
    """Positron Emission Tomography Image (PS3.3 A.21)."""
    _plane(data_set, making)
    del data_set.PatientPosition  # the orientation codes say it
    put(
        data_set, ImageType=["ORIGINAL", "PRIMARY"], SeriesDate=making.date, SeriesTime=making.time, Units="BQML",
        CountsSource="EMISSION", SeriesType=["STATIC", "IMAGE"], NumberOfSlices=1, CorrectedImage=["DECY", "ATTN"],
        DecayCorrection="START", CollimatorType="NONE", RadiopharmaceuticalInformationSequence=[],
        PatientOrientationCodeSequence=[], PatientGantryRelationshipCodeSequence=[], RescaleIntercept="0",
        RescaleSlope="1.5", FrameReferenceTime="0", AcquisitionDate=making.date, AcquisitionTime=making.time,
        ActualFrameDuration="60000", ImageIndex=making.number, DecayFactor="1",
    )  # fmt: skip


def enhanced_ct(data_set: Dataset, making: Making) -> None:
    """Enhanced CT Image, derived, three frames (PS3.3 A.38)."""
    del data_set.Laterality  # Frame Laterality says it
    organization = making.uid("dimensions")
    put(
        data_set, ImageType=["DERIVED", "PRIMARY", "VOLUME", "NONE"],
        FrameOfReferenceUID=making.uid("frame-of-reference"),
        PatientPosition="HFS", PositionReferenceIndicator="",
        PixelPresentation="MONOCHROME", VolumetricProperties="VOLUME",
        VolumeBasedCalculationTechnique="NONE", BurnedInAnnotation="NO", LossyImageCompression="00",
        PresentationLUTShape="IDENTITY", ContentQualification="RESEARCH", AcquisitionContextSequence=[],
        AcquisitionDateTime=making.date + making.time, DeviceSerialNumber="1", SoftwareVersions="1",
        DimensionOrganizationSequence=[item(DimensionOrganizationUID=organization)],
        DimensionIndexSequence=[
            item(
                DimensionOrganizationUID=organization, DimensionIndexPointer=0x00200032,
                FunctionalGroupPointer=0x00209113,
            )
        ],
        SharedFunctionalGroupsSequence=[
            item(
                PixelMeasuresSequence=[item(PixelSpacing=["0.5", "0.5"], SliceThickness="2")],
                PlaneOrientationSequence=[item(ImageOrientationPatient=["1", "0", "0", "0", "1", "0"])],
                PixelValueTransformationSequence=[item(RescaleIntercept="-1024", RescaleSlope="1", RescaleType="HU")],
                FrameAnatomySequence=[
                    item(FrameLaterality="U", AnatomicRegionSequence=[code("51185008", "SCT", "Chest")])
                ],
                IrradiationEventIdentificationSequence=[item(IrradiationEventUID=making.uid("irradiation"))],
                CTImageFrameTypeSequence=[
                    item(
                        FrameType=["DERIVED", "PRIMARY", "VOLUME", "NONE"], PixelPresentation="MONOCHROME",
                        VolumetricProperties="VOLUME", VolumeBasedCalculationTechnique="NONE",
                    )
                ],
            )
        ],
        PerFrameFunctionalGroupsSequence=[
            item(
                FrameContentSequence=[item(DimensionIndexValues=[number], StackID="1", InStackPositionNumber=number)],
                PlanePositionSequence=[item(ImagePositionPatient=["-4", "-4", f"{number * 2}"])],
            )
            for number in range(1, 4)
        ],
    )  # fmt: skip
