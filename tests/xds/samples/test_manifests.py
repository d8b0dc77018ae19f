from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from pydicom import dcmread

from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.xds import samples
from conformance.xds.vocabulary import KEY_OBJECT_SELECTION

CT = "1.2.840.10008.5.1.4.1.1.2"
SERIES = [
    samples.Series("1.2.3.1", "ARCHIVE", "1.9.9", [(CT, "1.2.3.1.1"), (CT, "1.2.3.1.2")]),
    samples.Series("1.2.3.2", "ARCHIVE", "1.9.9", [(CT, "1.2.3.2.1")]),
]
STUDY = samples.Study("ZZ1", "1.2.3", SERIES, "Zz^Synthetic", "19700101", "O", "ZZACC", "20260101", "101500", "1")


@pytest.fixture
def story():
    recorder = Recorder(io.BytesIO())
    return Story(
        "xds.test", "5eed", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), Network(recorder, Limits()), recorder, None
    )


@pytest.fixture
def manifest(story):
    return dcmread(io.BytesIO(samples.manifest(story, STUDY)))


def test_a_manifest_is_a_key_object_selection_titled_so(manifest):
    assert (manifest.SOPClassUID, manifest.Modality) == (KEY_OBJECT_SELECTION, "KO")
    assert manifest.file_meta.MediaStorageSOPInstanceUID == manifest.SOPInstanceUID
    title, template = manifest.ConceptNameCodeSequence[0], manifest.ContentTemplateSequence[0]
    assert (title.CodeValue, title.CodingSchemeDesignator, title.CodeMeaning) == ("113030", "DCM", "Manifest")
    assert (template.TemplateIdentifier, template.MappingResource) == ("2010", "DCMR")


def test_it_keeps_study_and_patient_and_has_a_series_of_its_own(manifest):
    about = (manifest.PatientID, manifest.PatientName, manifest.StudyInstanceUID, manifest.AccessionNumber)
    assert about == ("ZZ1", "Zz^Synthetic", "1.2.3", "ZZACC")
    assert manifest.SeriesInstanceUID not in {series.series_uid for series in SERIES}


def test_every_instance_is_in_the_evidence_and_in_the_content_tree(manifest):
    (evidence,) = manifest.CurrentRequestedProcedureEvidenceSequence
    listed = {
        series.SeriesInstanceUID: [one.ReferencedSOPInstanceUID for one in series.ReferencedSOPSequence]
        for series in evidence.ReferencedSeriesSequence
    }
    assert listed == {series.series_uid: [sop for _, sop in series.instances] for series in SERIES}
    places = {(one.RetrieveAETitle, one.RetrieveLocationUID) for one in evidence.ReferencedSeriesSequence}
    assert places == {("ARCHIVE", "1.9.9")}
    shown = [one.ReferencedSOPSequence[0].ReferencedSOPInstanceUID for one in manifest.ContentSequence]
    assert shown == ["1.2.3.1.1", "1.2.3.1.2", "1.2.3.2.1"]
    assert {one.ValueType for one in manifest.ContentSequence} == {"IMAGE"}


def test_its_entry_names_it_and_the_study(story, manifest):
    entry = samples.manifest_document(story, "m", STUDY).entry
    assert (entry.unique_id, entry.mime_type) == (manifest.SOPInstanceUID, "application/dicom")
    assert entry.format_code.key == (KEY_OBJECT_SELECTION, "1.2.840.10008.2.6.1")
    assert "1.2.3^^^^urn:ihe:iti:xds:2016:studyInstanceUID" in entry.reference_ids
    assert entry.service_start == "20260101101500"


def test_other_instances_make_another_manifest(story):
    fewer = STUDY._replace(series=SERIES[:1])
    assert samples.manifest_uid(story, fewer) != samples.manifest_uid(story, STUDY)
