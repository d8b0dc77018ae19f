"""Objects without a picture: measured reports, states, waveforms, plans, encapsulated documents (PS3.3)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from conformance.dicom.samples import documents
from conformance.dicom.samples.modules import code, item, put

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.dicom.samples.modules import Making

CDA = b'<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Synthetic</title></ClinicalDocument>'
TRIANGLE = struct.pack("<12fH", *(0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0), 0)
STL = b"synthetic".ljust(80, b"\0") + struct.pack("<L", 1) + TRIANGLE


def number(name: Dataset, value: str, unit: Dataset) -> Dataset:
    """Return a numeric content item."""
    return item(
        RelationshipType="CONTAINS", ValueType="NUM", ConceptNameCodeSequence=[name],
        MeasuredValueSequence=[item(NumericValue=value, MeasurementUnitsCodeSequence=[unit])],
    )  # fmt: skip


def measured_report(data_set: Dataset, making: Making) -> None:
    """Enhanced and Comprehensive SR, CAD and procedure log: text and a measurement (PS3.3 A.35.2, A.35.3)."""
    documents.basic_text_sr(data_set, making)
    length = number(code("410668003", "SCT", "Length"), "12.5", code("mm", "UCUM", "millimeter"))
    data_set.ContentSequence = [*data_set.ContentSequence, length]


def procedure_log(data_set: Dataset, making: Making) -> None:
    """Procedure Log: a report on a clock of its own (PS3.3 A.35.7, C.7.4.2)."""
    measured_report(data_set, making)
    put(
        data_set, SynchronizationTrigger="NO TRIGGER", AcquisitionTimeSynchronized="N",
        SynchronizationFrameOfReferenceUID=making.uid("synchronization"),
    )  # fmt: skip


def dose_report(data_set: Dataset, making: Making) -> None:
    """X-Ray Radiation Dose SR: one total (PS3.3 A.35.8, PS3.16 TID 10011)."""
    documents.basic_text_sr(data_set, making)
    total = number(code("113813", "DCM", "CT Dose Length Product Total"), "415.25", code("mGy.cm", "UCUM", "mGy.cm"))
    put(
        data_set, DeviceSerialNumber="1", SoftwareVersions="1",
        ConceptNameCodeSequence=[code("113701", "DCM", "X-Ray Radiation Dose Report")],
        ContentTemplateSequence=[item(MappingResource="DCMR", TemplateIdentifier="10011")],
        ContentSequence=[
            item(
                RelationshipType="CONTAINS", ValueType="CONTAINER", ContinuityOfContent="SEPARATE",
                ConceptNameCodeSequence=[code("113811", "DCM", "CT Accumulated Dose Data")], ContentSequence=[total],
            )
        ],
    )  # fmt: skip


def colour_state(data_set: Dataset, making: Making) -> None:
    """Color Softcopy Presentation State (PS3.3 A.33.2)."""
    documents.presentation_state(data_set, making)
    del data_set.PresentationLUTShape
    data_set.ICCProfile = bytes(128)


def registration(data_set: Dataset, making: Making) -> None:
    """Spatial Registration: a frame of reference onto itself (PS3.3 A.39)."""
    frame = making.uid("frame-of-reference")
    matrix = item(
        FrameOfReferenceTransformationMatrix=[str(int(at % 5 == 0)) for at in range(16)],
        FrameOfReferenceTransformationMatrixType="RIGID",
    )
    put(
        data_set, ContentLabel="REGISTRATION", ContentDescription="", ContentCreatorName="",
        FrameOfReferenceUID=frame, PositionReferenceIndicator="",
        RegistrationSequence=[
            item(
                FrameOfReferenceUID=frame,
                MatrixRegistrationSequence=[
                    item(FrameOfReferenceTransformationComment="", RegistrationTypeCodeSequence=[],
                         MatrixSequence=[matrix])
                ],
            )
        ],
    )  # fmt: skip


def raw_data(data_set: Dataset, making: Making) -> None:
    """Raw Data: a vendor's own octets (PS3.3 A.37)."""
    put(data_set, AcquisitionContextSequence=[], CreatorVersionUID=making.uid("creator"))
    data_set.private_block(0x0019, "HARNESS RAW", create=True).add_new(0x10, "OB", bytes(range(256)))


def value_mapping(data_set: Dataset, making: Making) -> None:
    """Real World Value Mapping, linear (PS3.3 A.46)."""
    mapping = item(
        RealWorldValueFirstValueMapped=0, RealWorldValueLastValueMapped=4095, RealWorldValueIntercept=-1024.0,
        RealWorldValueSlope=1.0, LUTExplanation="HU", LUTLabel="HU",
        MeasurementUnitsCodeSequence=[code("[hnsf'U]", "UCUM", "Hounsfield unit")],
    )  # fmt: skip
    images = [documents.sop_reference(one) for one in making.references]
    put(
        data_set, ContentLabel="MAPPING", ContentDescription="", ContentCreatorName="",
        ReferencedImageRealWorldValueMappingSequence=[
            item(RealWorldValueMappingSequence=[mapping], ReferencedImageSequence=images)
        ],
        ReferencedSeriesSequence=[
            item(SeriesInstanceUID=series, ReferencedInstanceSequence=items)
            for (_, series), items in documents.by_series(making.references).items()
        ],
    )  # fmt: skip


def waveform(data_set: Dataset, making: Making) -> None:
    """ECG, hemodynamic and voice: one channel of eight samples (PS3.3 A.34)."""
    data_set.pop("Laterality", None)
    channel = item(
        ChannelSourceSequence=[code("2:1", "MDC", "Lead I")], ChannelSensitivity="1", ChannelBaseline="0",
        ChannelSensitivityUnitsSequence=[code("uV", "UCUM", "microvolt")], ChannelSensitivityCorrectionFactor="1",
        WaveformBitsStored=16, ChannelSampleSkew="0",
    )  # fmt: skip
    group = item(
        WaveformOriginality="ORIGINAL", NumberOfWaveformChannels=1, NumberOfWaveformSamples=8, SamplingFrequency="500",
        WaveformBitsAllocated=16, WaveformSampleInterpretation="SS", ChannelDefinitionSequence=[channel],
    )  # fmt: skip
    group.add_new(0x54001010, "OW", struct.pack("<8h", 0, 40, 120, -60, 20, 0, -1, 0))
    put(
        data_set, AcquisitionDateTime=making.date + making.time, AcquisitionContextSequence=[],
        WaveformSequence=[group],
    )  # fmt: skip


def structures(data_set: Dataset, making: Making) -> None:
    """RT Structure Set: one contour (PS3.3 A.19)."""
    data_set.pop("Laterality", None)
    frame = making.uid("frame-of-reference")
    contour = item(
        ContourGeometricType="CLOSED_PLANAR", NumberOfContourPoints="3",
        ContourData=["0", "0", "0", "5", "0", "0", "0", "5", "0"],
    )  # fmt: skip
    put(
        data_set, StructureSetLabel="STRUCTURES", StructureSetDate=making.date, StructureSetTime=making.time,
        OperatorsName="", FrameOfReferenceUID=frame, PositionReferenceIndicator="",
        StructureSetROISequence=[
            item(ROINumber="1", ReferencedFrameOfReferenceUID=frame, ROIName="CHEST", ROIGenerationAlgorithm="MANUAL")
        ],
        ROIContourSequence=[item(ReferencedROINumber="1", ContourSequence=[contour])],
        RTROIObservationsSequence=[
            item(ObservationNumber="1", ReferencedROINumber="1", RTROIInterpretedType="", ROIInterpreter="")
        ],
    )  # fmt: skip


def plan(data_set: Dataset, making: Making) -> None:
    """RT Plan without geometry: one fraction group (PS3.3 A.20)."""
    data_set.pop("Laterality", None)
    put(
        data_set, RTPlanLabel="PLAN", RTPlanDate=making.date, RTPlanTime=making.time, RTPlanGeometry="TREATMENT_DEVICE",
        OperatorsName="",
        FractionGroupSequence=[
            item(
                FractionGroupNumber="1", NumberOfFractionsPlanned="30", NumberOfBeams="0",
                NumberOfBrachyApplicationSetups="0",
            )
        ],
    )  # fmt: skip


def encapsulated_cda(data_set: Dataset, making: Making) -> None:
    """Encapsulated CDA (PS3.3 A.45.2)."""
    _encapsulated(data_set, making, "text/XML", CDA)
    data_set.HL7InstanceIdentifier = f"{making.uid('document')}^1"


def encapsulated_stl(data_set: Dataset, making: Making) -> None:
    """Encapsulated STL (PS3.3 A.85.1)."""
    _encapsulated(data_set, making, "model/stl", STL)
    put(
        data_set, FrameOfReferenceUID=making.uid("frame-of-reference"), PositionReferenceIndicator="",
        DeviceSerialNumber="1", SoftwareVersions="1", MeasurementUnitsCodeSequence=[code("mm", "UCUM", "mm")],
    )  # fmt: skip


def _encapsulated(data_set: Dataset, making: Making, kind: str, octets: bytes) -> None:
    documents.encapsulated_pdf(data_set, making)
    put(
        data_set, MIMETypeOfEncapsulatedDocument=kind, EncapsulatedDocument=octets + b"\0" * (len(octets) % 2),
        EncapsulatedDocumentLength=len(octets),
    )  # fmt: skip
