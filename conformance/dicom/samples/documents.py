"""Objects without a picture of their own: report, key objects, presentation state, encapsulated PDF (PS3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.samples.modules import Making, Reference, code, item, put

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydicom.dataset import Dataset

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\n"
    b"startxref\n160\n%%EOF\n"
)


def by_series(references: Sequence[Reference]) -> dict[tuple[str, str], list[Dataset]]:
    """Return the references' items under their study and series."""
    found: dict[tuple[str, str], list[Dataset]] = {}
    for one in references:
        found.setdefault((one.study_uid, one.series_uid), []).append(sop_reference(one))
    return found


def sop_reference(reference: Reference) -> Dataset:
    """Return a reference to an instance, as an item."""
    return item(ReferencedSOPClassUID=reference.sop_class, ReferencedSOPInstanceUID=reference.sop_instance)


def _evidence(references: Sequence[Reference]) -> list[Dataset]:
    """Return hierarchical references: study, series, instance (PS3.3 C.17.2.1)."""
    studies: dict[str, list[Dataset]] = {}
    for (study, series), items in by_series(references).items():
        studies.setdefault(study, []).append(item(SeriesInstanceUID=series, ReferencedSOPSequence=items))
    return [item(StudyInstanceUID=study, ReferencedSeriesSequence=series) for study, series in studies.items()]


def _title(data_set: Dataset, making: Making, name: Dataset) -> None:
    put(
        data_set, ContentDate=making.date, ContentTime=making.time, ReferencedPerformedProcedureStepSequence=[],
        ValueType="CONTAINER", ConceptNameCodeSequence=[name], ContinuityOfContent="SEPARATE",
    )  # fmt: skip


def basic_text_sr(data_set: Dataset, making: Making) -> None:
    """Basic Text SR: a container with one line of text (PS3.3 A.35.1)."""
    _title(data_set, making, code("11528-7", "LN", "Radiology Report"))
    put(
        data_set, CompletionFlag="COMPLETE", VerificationFlag="UNVERIFIED", PerformedProcedureCodeSequence=[],
        ContentSequence=[
            item(
                RelationshipType="CONTAINS", ValueType="TEXT",
                ConceptNameCodeSequence=[code("121071", "DCM", "Finding")],
                TextValue="Synthetic report: no abnormality was drawn.",
            )
        ],
    )  # fmt: skip
    if making.references:
        data_set.CurrentRequestedProcedureEvidenceSequence = _evidence(making.references)


def key_object_selection(data_set: Dataset, making: Making) -> None:
    """Key Object Selection Document, "of interest" (PS3.3 A.35.4, PS3.16 TID 2010)."""
    _title(data_set, making, code("113000", "DCM", "Of Interest"))
    put(
        data_set, CurrentRequestedProcedureEvidenceSequence=_evidence(making.references),
        ContentTemplateSequence=[item(MappingResource="DCMR", TemplateIdentifier="2010")],
        ContentSequence=[
            item(RelationshipType="CONTAINS", ValueType="IMAGE", ReferencedSOPSequence=[sop_reference(one)])
            for one in making.references
        ],
    )  # fmt: skip


def presentation_state(data_set: Dataset, making: Making) -> None:
    """Grayscale Softcopy Presentation State: the referenced images as they are (PS3.3 A.33.1)."""
    put(
        data_set, PresentationCreationDate=making.date, PresentationCreationTime=making.time,
        ContentLabel="AS_IS", ContentDescription="", ContentCreatorName="", PresentationLUTShape="IDENTITY",
        ReferencedSeriesSequence=[
            item(SeriesInstanceUID=series, ReferencedImageSequence=items)
            for (_, series), items in by_series(making.references).items()
        ],
        DisplayedAreaSelectionSequence=[
            item(
                DisplayedAreaTopLeftHandCorner=[1, 1], DisplayedAreaBottomRightHandCorner=[16, 16],
                PresentationSizeMode="SCALE TO FIT", PresentationPixelAspectRatio=["1", "1"],
            )
        ],
    )  # fmt: skip


def encapsulated_pdf(data_set: Dataset, making: Making) -> None:
    """Encapsulated PDF: one empty page (PS3.3 A.45.1)."""
    put(
        data_set, ConversionType="WSD", ContentDate=making.date, ContentTime=making.time,
        AcquisitionDateTime=making.date + making.time, BurnedInAnnotation="YES", DocumentTitle="Synthetic page",
        ConceptNameCodeSequence=[], MIMETypeOfEncapsulatedDocument="application/pdf",
        EncapsulatedDocument=PDF + b"\0" * (len(PDF) % 2), EncapsulatedDocumentLength=len(PDF),
    )  # fmt: skip
