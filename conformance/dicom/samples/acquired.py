"""Images of the specialties: projection, fluoroscopy, enhanced, visible light, radiotherapy (PS3.3 Annex A)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.samples.modules import code, item, put

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.dicom.samples.modules import Making

CHEST = ("51185008", "SCT", "Chest")
PET_CORRECTIONS = (
    "Decay", "Attenuation", "Scatter", "DeadTime", "GantryMotion", "PatientMotion", "CountLossNormalization",
    "Randoms", "NonUniformRadialSampling",
)  # fmt: skip


def detector(data_set: Dataset, _: Making) -> None:
    """Digital detector images for processing or presentation (PS3.3 C.8.11)."""
    data_set.pop("Laterality", None)
    put(
        data_set, ImageType=["ORIGINAL", "PRIMARY", ""], PresentationIntentType="FOR PROCESSING", ImageLaterality="L",
        AnatomicRegionSequence=[code(*CHEST)], PixelIntensityRelationship="LIN", PixelIntensityRelationshipSign=1,
        RescaleIntercept="0", RescaleSlope="1", RescaleType="US", PresentationLUTShape="IDENTITY",
        PatientOrientation=["L", "F"], BurnedInAnnotation="NO", DetectorType="DIRECT",
        ImagerPixelSpacing=["0.1", "0.1"], AcquisitionContextSequence=[],
    )  # fmt: skip
    data_set.LossyImageCompression = data_set.get("LossyImageCompression", "00")


def mammogram(data_set: Dataset, making: Making) -> None:
    """Digital Mammography X-Ray Image (PS3.3 A.27)."""
    detector(data_set, making)
    view = code("399162004", "SCT", "cranio-caudal")
    view.ViewModifierCodeSequence = []
    put(
        data_set, PresentationIntentType="FOR PRESENTATION", OrganExposed="BREAST", PositionerType="MAMMOGRAPHIC",
        ViewCodeSequence=[view], WindowCenter="2048", WindowWidth="4096",
        AnatomicRegionSequence=[code("76752008", "SCT", "Breast")],
    )  # fmt: skip


def intraoral(data_set: Dataset, making: Making) -> None:
    """Digital Intra-Oral X-Ray Image (PS3.3 A.28)."""
    detector(data_set, making)
    region = code("39957000", "SCT", "Tooth")
    region.AnatomicRegionModifierSequence = []
    put(
        data_set, PresentationIntentType="FOR PRESENTATION", PositionerType="NONE", AnatomicRegionSequence=[region],
        PrimaryAnatomicStructureSequence=[], WindowCenter="2048", WindowWidth="4096",
    )  # fmt: skip


def angiogram(data_set: Dataset, _: Making) -> None:
    """X-Ray Angiographic and Radiofluoroscopic Image (PS3.3 A.14, A.16)."""
    put(
        data_set, ImageType=["ORIGINAL", "PRIMARY", "SINGLE PLANE"], PixelIntensityRelationship="LIN", KVP="80",
        RadiationSetting="GR", XRayTubeCurrent="100", ExposureTime="10", Exposure="1", PatientOrientation="",
        PositionerPrimaryAngle="0", PositionerSecondaryAngle="0", FrameIncrementPointer=0x00181063, FrameTime="66",
    )  # fmt: skip


def enhanced(data_set: Dataset, making: Making) -> None:
    """Multi-frame functional groups with one dimension, of MR, PET or X-Ray (PS3.3 A.36, A.56, A.47)."""
    data_set.pop("Laterality", None)
    organization = making.uid("dimensions")
    kind = ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"]
    put(
        data_set, ImageType=kind, FrameOfReferenceUID=making.uid("frame-of-reference"), PositionReferenceIndicator="",
        PixelPresentation="MONOCHROME", VolumetricProperties="VOLUME", VolumeBasedCalculationTechnique="NONE",
        BurnedInAnnotation="NO", LossyImageCompression="00", PresentationLUTShape="IDENTITY",
        ContentQualification="RESEARCH", AcquisitionContextSequence=[], DeviceSerialNumber="1", SoftwareVersions="1",
        AcquisitionDateTime=making.date + making.time, AcquisitionDuration=1.5, PatientPosition="HFS",
        ResonantNucleus="1H", MagneticFieldStrength=1.5, ComplexImageComponent="MAGNITUDE",
        AcquisitionContrast="T1", KSpaceFiltering="NONE", ApplicableSafetyStandardAgency="IEC",
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
                FrameAnatomySequence=[item(FrameLaterality="U", AnatomicRegionSequence=[code(*CHEST)])],
                MRImageFrameTypeSequence=[
                    item(FrameType=kind, PixelPresentation="MONOCHROME", VolumetricProperties="VOLUME")
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


def enhanced_pet(data_set: Dataset, making: Making) -> None:
    """Enhanced PET Image: what was counted, and what the counts were corrected for (PS3.3 A.56, C.8.22)."""
    enhanced(data_set, making)
    nuclide = code("77004003", "SCT", "^18^Fluorine")
    drug = item(
        RadionuclideCodeSequence=[nuclide], RadiopharmaceuticalCodeSequence=[code("35321007", "SCT", "FDG")],
        RadiopharmaceuticalAgentNumber=1, AdministrationRouteCodeSequence=[code("47625008", "SCT", "Intravenous")],
        RadionuclideHalfLife="6586", RadionuclideTotalDose="370", RadiopharmaceuticalStartDateTime=making.date,
        RadionuclidePositronFraction="0.97", RadiopharmaceuticalSpecificActivity="",
    )  # fmt: skip
    put(
        data_set, TableMotion="NONE", TimeOfFlightInformationUsed="FALSE", CountsSource="EMISSION",
        ViewCodeSequence=[code("399348003", "SCT", "antero-posterior")], SensitivityCalibrated="YES",
        DetectorNormalizationCorrection="YES", RadiopharmaceuticalInformationSequence=[drug],
        **{f"{one}Corrected": "YES" for one in PET_CORRECTIONS},
    )  # fmt: skip


def enhanced_xa(data_set: Dataset, making: Making) -> None:
    """Enhanced XA Image of one plane (PS3.3 A.47, C.8.19.2)."""
    enhanced(data_set, making)
    data_set.PlanesInAcquisition = "SINGLE PLANE"


def captured(data_set: Dataset, _: Making) -> None:
    """Multi-frame Secondary Capture Image, a stack of pages (PS3.3 A.8.2, A.8.3)."""
    put(
        data_set, ConversionType="WSD", ImageType=["DERIVED", "SECONDARY"], PatientOrientation="",
        BurnedInAnnotation="NO", FrameIncrementPointer=0x00182002, PageNumberVector=["1", "2"],
        PresentationLUTShape="IDENTITY", RescaleIntercept="0", RescaleSlope="1", RescaleType="US",
    )  # fmt: skip


def visible_light(data_set: Dataset, making: Making) -> None:
    """Endoscopic, microscopic and photographic images (PS3.3 A.32)."""
    put(
        data_set, ImageType=["ORIGINAL", "PRIMARY"], PatientOrientation="", LossyImageCompression="00",
        AcquisitionDateTime=making.date + making.time, AcquisitionContextSequence=[], SpecimenDescriptionSequence=[],
        AnatomicRegionSequence=[code("69695003", "SCT", "Stomach")],
    )  # fmt: skip


def fundus(data_set: Dataset, making: Making) -> None:
    """Ophthalmic Photography 8 Bit Image (PS3.3 A.41)."""
    data_set.pop("Laterality", None)
    put(
        data_set, ImageType=["ORIGINAL", "PRIMARY", "", "COLOR"], ImageLaterality="R", PatientEyeMovementCommanded="NO",
        AcquisitionDateTime=making.date + making.time, BurnedInAnnotation="NO", LossyImageCompression="00",
        DetectorType="CCD", AcquisitionDeviceTypeCodeSequence=[code("409898007", "SCT", "Fundus Camera")],
        IlluminationTypeCodeSequence=[], LightPathFilterTypeStackCodeSequence=[], EmmetropicMagnification=None,
        IntraOcularPressure=None, HorizontalFieldOfView=None, RefractiveStateSequence=[], PupilDilated="",
        AnatomicRegionSequence=[code("81745001", "SCT", "Eye")], PresentationLUTShape="IDENTITY",
        DeviceSerialNumber="1", SoftwareVersions="1", NumberOfFrames="1", FrameIncrementPointer=0x00181063,
        FrameTime="0", LensesCodeSequence=[], ImagePathFilterTypeStackCodeSequence=[],
        SynchronizationTrigger="NO TRIGGER",
        AcquisitionTimeSynchronized="N", SynchronizationFrameOfReferenceUID=making.uid("synchronization"),
    )  # fmt: skip


def segmentation(data_set: Dataset, making: Making) -> None:
    """Segmentation, fractional, one segment (PS3.3 A.51)."""
    data_set.pop("Laterality", None)
    organization = making.uid("dimensions")
    put(
        data_set, ImageType=["DERIVED", "PRIMARY"], SegmentationType="FRACTIONAL",
        SegmentationFractionalType="OCCUPANCY", MaximumFractionalValue=255, ContentLabel="SEGMENT",
        ContentDescription="", ContentCreatorName="", LossyImageCompression="00",
        FrameOfReferenceUID=making.uid("frame-of-reference"), PositionReferenceIndicator="",
        DeviceSerialNumber="1", SoftwareVersions="1",
        DimensionOrganizationSequence=[item(DimensionOrganizationUID=organization)],
        DimensionIndexSequence=[
            item(
                DimensionOrganizationUID=organization, DimensionIndexPointer=0x00200032,
                FunctionalGroupPointer=0x00209113,
            )
        ],
        SegmentSequence=[
            item(
                SegmentNumber=1, SegmentLabel="CHEST", SegmentAlgorithmType="MANUAL",
                SegmentedPropertyCategoryCodeSequence=[code("123037004", "SCT", "Anatomical Structure")],
                SegmentedPropertyTypeCodeSequence=[code(*CHEST)],
            )
        ],
        SharedFunctionalGroupsSequence=[
            item(
                PixelMeasuresSequence=[item(PixelSpacing=["0.5", "0.5"], SliceThickness="2")],
                PlaneOrientationSequence=[item(ImageOrientationPatient=["1", "0", "0", "0", "1", "0"])],
                SegmentIdentificationSequence=[item(ReferencedSegmentNumber=1)],
            )
        ],
        PerFrameFunctionalGroupsSequence=[
            item(
                FrameContentSequence=[item(DimensionIndexValues=[number])],
                PlanePositionSequence=[item(ImagePositionPatient=["-4", "-4", f"{number * 2}"])],
            )
            for number in range(1, 3)
        ],
    )  # fmt: skip


def portal(data_set: Dataset, _: Making) -> None:
    """RT Image (PS3.3 A.17)."""
    data_set.pop("Laterality", None)
    put(
        data_set, ImageType=["ORIGINAL", "PRIMARY", "PORTAL"], RTImageLabel="PORTAL", RTImagePlane="NORMAL",
        ReportedValuesOrigin="OPERATOR", XRayImageReceptorTranslation=["0", "0", "0"], XRayImageReceptorAngle="0",
        ImagePlanePixelSpacing=["1", "1"], RTImagePosition=["-8", "8"], RadiationMachineName="",
        RadiationMachineSAD="1000", RTImageSID="1500", PrimaryDosimeterUnit="MU", OperatorsName="",
        ConversionType="DI", PatientOrientation="",
    )  # fmt: skip


def dose(data_set: Dataset, making: Making) -> None:
    """RT Dose, two planes (PS3.3 A.18)."""
    data_set.pop("Laterality", None)
    put(
        data_set, DoseUnits="GY", DoseType="PHYSICAL", DoseSummationType="PLAN", DoseGridScaling="0.001",
        GridFrameOffsetVector=["0", "2"], FrameIncrementPointer=0x3004000C, OperatorsName="",
        FrameOfReferenceUID=making.uid("frame-of-reference"), PositionReferenceIndicator="",
        PixelSpacing=["2", "2"], ImageOrientationPatient=["1", "0", "0", "0", "1", "0"],
        ImagePositionPatient=["-16", "-16", "0"], SliceThickness="",
        ReferencedRTPlanSequence=[
            item(ReferencedSOPClassUID="1.2.840.10008.5.1.4.1.1.481.5", ReferencedSOPInstanceUID=making.uid("plan"))
        ],
    )  # fmt: skip
