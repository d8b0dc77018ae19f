"""Key object selection manifests of imaging studies, as an imaging document source submits them (RAD TF-2 4.68)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from conformance.xds.vocabulary import KEY_OBJECT_SELECTION

if TYPE_CHECKING:
    from datetime import datetime

    from conformance.story import Story

IMPLEMENTATION = "2.25.184283497402017839274913847120389475121"


class Series(NamedTuple):
    """One series of a manifest: ``instances`` are pairs of SOP Class UID and SOP Instance UID.

    ``location_uid`` is the imaging document source's repositoryUniqueId (Retrieve Location UID).
    """

    series_uid: str
    retrieve_ae: str
    location_uid: str
    instances: list[tuple[str, str]]


class Study(NamedTuple):
    """What a manifest says of a study. ``patient_id`` is the departmental identifier, as in the images."""

    patient_id: str
    study_uid: str
    series: list[Series]
    patient_name: str = ""
    birth_date: str = ""
    sex: str = ""
    accession: str = ""
    study_date: str = ""
    study_time: str = ""
    study_id: str = ""


def manifest(story: Story, study: Study) -> bytes:
    """Return a manifest of ``study`` as a DICOM Part 10 file, its own UIDs and time taken from the story."""
    return written(study, story.uid(f"manifest/{study.study_uid}/series"), manifest_uid(story, study), story.now)


def manifest_uid(story: Story, study: Study) -> str:
    """Return the SOP Instance UID of the manifest a story makes of a study, which differs with its instances."""
    listed = "/".join(sop for series in study.series for _, sop in series.instances)
    return story.uid(f"manifest/{study.study_uid}/{listed}")


def written(study: Study, series_uid: str, sop_uid: str, now: datetime) -> bytes:
    """Return a manifest: PS3.3 A.35.4 with TID 2010, title (113030, DCM, "Manifest"), Explicit VR Little Endian.

    It keeps the study's UID and patient and has a series of its own.
    """
    kos = _identified(study, series_uid, sop_uid, now)
    kos.ValueType = "CONTAINER"
    kos.ConceptNameCodeSequence = [_coded("113030", "DCM", "Manifest")]
    kos.ContinuityOfContent = "SEPARATE"
    template = Dataset()
    template.MappingResource, template.TemplateIdentifier = "DCMR", "2010"
    kos.ContentTemplateSequence = [template]
    kos.CurrentRequestedProcedureEvidenceSequence = [_evidence(study)]
    kos.ContentSequence = [_referring(*instance) for series in study.series for instance in series.instances]
    return part10(kos, ExplicitVRLittleEndian)


def _identified(study: Study, series_uid: str, sop_uid: str, now: datetime) -> Dataset:
    kos = Dataset()
    kos.SOPClassUID, kos.SOPInstanceUID = KEY_OBJECT_SELECTION, sop_uid
    kos.SpecificCharacterSet = "ISO_IR 192"
    kos.StudyDate, kos.StudyTime = study.study_date, study.study_time
    kos.ContentDate, kos.ContentTime = now.strftime("%Y%m%d"), now.strftime("%H%M%S")
    kos.AccessionNumber = study.accession
    kos.Modality, kos.Manufacturer = "KO", "conformance"
    kos.ReferringPhysicianName = ""
    kos.ReferencedPerformedProcedureStepSequence = []
    kos.PatientName, kos.PatientID = study.patient_name, study.patient_id
    kos.PatientBirthDate, kos.PatientSex = study.birth_date, study.sex
    kos.StudyInstanceUID, kos.SeriesInstanceUID = study.study_uid, series_uid
    kos.StudyID, kos.SeriesNumber, kos.InstanceNumber = study.study_id, 999, 1
    return kos


def _evidence(study: Study) -> Dataset:
    evidence = Dataset()
    evidence.StudyInstanceUID = study.study_uid
    evidence.ReferencedSeriesSequence = []
    for series in study.series:
        one = Dataset()
        one.RetrieveAETitle, one.RetrieveLocationUID = series.retrieve_ae, series.location_uid
        one.SeriesInstanceUID = series.series_uid
        one.ReferencedSOPSequence = [_reference(*instance) for instance in series.instances]
        evidence.ReferencedSeriesSequence.append(one)
    return evidence


def _reference(sop_class: str, sop_uid: str) -> Dataset:
    reference = Dataset()
    reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = sop_class, sop_uid
    return reference


def _referring(sop_class: str, sop_uid: str) -> Dataset:
    item = Dataset()
    item.RelationshipType, item.ValueType = "CONTAINS", "IMAGE"
    item.ReferencedSOPSequence = [_reference(sop_class, sop_uid)]
    return item


def _coded(value: str, scheme: str, meaning: str) -> Dataset:
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = value, scheme, meaning
    return code


def part10(dataset: Dataset, transfer_syntax: str) -> bytes:
    """Return a data set as a DICOM Part 10 file (PS3.10 7)."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    meta.TransferSyntaxUID = transfer_syntax
    meta.ImplementationClassUID = IMPLEMENTATION
    dataset.file_meta = meta
    octets = BytesIO()
    dataset.save_as(octets, enforce_file_format=True)
    return octets.getvalue()
