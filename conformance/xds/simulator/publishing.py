"""How an imaging document source shares the study it holds: its manifest, and the entry that describes it (RAD-68)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from conformance.xds.samples.manifests import Study, written
from conformance.xds.simulator import sample_study
from conformance.xds.simulator.lifecycle import new_id
from conformance.xds.vocabulary import DICOM_UID_SCHEME, HAS_MEMBER, KEY_OBJECT_SELECTION, STABLE
from conformance.xds.wire.ebrim import Association, Author, Code, DocumentEntry, Objects, SubmissionSet

if TYPE_CHECKING:
    from conformance.xds.affinity import AffinityDomain as CodeSets

MANIFEST = sample_study.fixed_uid("manifest")
_SERIES = sample_study.fixed_uid("manifest/series")
_WRITTEN = datetime(2026, 1, 5, 10, 30, tzinfo=UTC)
_AUTHOR = Author(institutions=("Sample Hospital",), roles=("Imaging department",))


class Publishing:
    """Makes the submission of the sample study's manifest; each part of it is a question of its own."""

    def __init__(self, location: str, codes: CodeSets) -> None:
        self.location = location
        self.codes = codes

    def study(self) -> Study:
        """Return the study as the manifest lists it."""
        return sample_study.described(self.location)

    def content(self) -> bytes:
        """Return the manifest."""
        return written(self.study(), _SERIES, MANIFEST, _WRITTEN)

    def entry(self, patient_id: str) -> DocumentEntry:
        """Return the entry of the manifest (RAD TF-2 4.68.4.1.2.3)."""
        study = self.study()
        return DocumentEntry(
            id=new_id(),
            unique_id=MANIFEST,
            patient_id=patient_id,
            mime_type="application/dicom",
            object_type=STABLE,
            title="Imaging manifest",
            authors=(_AUTHOR,),
            class_code=self.codes.code("classCode", -1),
            type_code=self.codes.code("typeCode", -1),
            format_code=Code(KEY_OBJECT_SELECTION, DICOM_UID_SCHEME, "Key Object Selection Document"),
            facility_code=self.codes.code("healthcareFacilityTypeCode"),
            practice_code=self.codes.code("practiceSettingCode"),
            confidentiality_codes=(self.codes.code("confidentialityCode"),),
            event_codes=tuple(one for one in self.codes.values("eventCodeList") if one.code == "CT"),
            creation_time=_WRITTEN.strftime("%Y%m%d%H%M%S"),
            service_start=study.study_date + study.study_time,
            language=self.codes.language,
            source_patient_id=f"{study.patient_id}^^^&{self.codes.source_id}&ISO",
            reference_ids=(f"{study.accession}^^^&{self.codes.source_id}&ISO^urn:ihe:iti:xds:2013:accession",),
        )

    def submission(self, patient_id: str) -> tuple[Objects, dict[str, bytes]]:
        """Return the objects to submit, and the manifest by the id of its entry."""
        entry = self.entry(patient_id)
        submitted = SubmissionSet(
            id=new_id(),
            unique_id=f"2.25.{uuid.uuid4().int}",
            source_id=self.codes.source_id,
            patient_id=patient_id,
            submission_time=_WRITTEN.strftime("%Y%m%d%H%M%S"),
            content_type=self.codes.code("contentTypeCode"),
            authors=(_AUTHOR,),
        )
        tie = Association(new_id(), HAS_MEMBER, submitted.id, entry.id, set_status="Original")
        return Objects((entry,), (submitted,), associations=(tie,)), {entry.id: self.content()}
